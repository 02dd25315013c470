"""Decision tables and requirement graphs of DMN 1.2–1.5: read, checked, evaluated, explained. Holds no records."""

from workflows.engine.decisions.evaluation import Note
from workflows.engine.decisions.flaws import Flaw
from workflows.engine.decisions.loading import Decisions, Result, check_decisions, load_decisions
from workflows.engine.decisions.telling import shown
from workflows.engine.decisions.trace import CellTrace, DecisionTrace, RuleTrace, TableTrace

__all__ = [
    "CellTrace",
    "DecisionTrace",
    "Decisions",
    "Flaw",
    "Note",
    "Result",
    "RuleTrace",
    "TableTrace",
    "check_decisions",
    "load_decisions",
    "shown",
]
