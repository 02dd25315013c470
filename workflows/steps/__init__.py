"""What each step of the diagrams writes into the tables, by form key."""

from workflows.steps import appraisal, ballots, common, council_minutes, council_plan, dossier, intake
from workflows.steps.registry import Surroundings, complete, completes, prepare, prepares

__all__ = [
    "Surroundings",
    "appraisal",
    "ballots",
    "common",
    "complete",
    "completes",
    "council_minutes",
    "council_plan",
    "dossier",
    "intake",
    "prepare",
    "prepares",
]
