"""What each step of the diagrams writes into the tables, by form key."""

from workflows.steps import (
    appraisal,
    awards,
    ballots,
    common,
    consultation,
    council_minutes,
    council_plan,
    decision,
    dossier,
    intake,
    reports,
    upward,
)
from workflows.steps.registry import Surroundings, complete, completes, prepare, prepares

__all__ = [
    "Surroundings",
    "appraisal",
    "awards",
    "ballots",
    "common",
    "complete",
    "completes",
    "consultation",
    "council_minutes",
    "council_plan",
    "decision",
    "dossier",
    "intake",
    "prepare",
    "prepares",
    "reports",
    "upward",
]
