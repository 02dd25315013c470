"""Decision tables and requirement graphs of DMN 1.2–1.5: read, checked, evaluated, explained. Holds no records."""

from workflows.engine.decisions.evaluation import Note
from workflows.engine.decisions.flaws import Flaw, Survey
from workflows.engine.decisions.loading import Decisions, Result, check_decisions, load_decisions
from workflows.engine.decisions.model import Table
from workflows.engine.decisions.outline import Outline, outline
from workflows.engine.decisions.rewriting import with_cell
from workflows.engine.decisions.shown_values import shown
from workflows.engine.decisions.trace import CellTrace, DecisionTrace, RuleTrace, TableTrace
from workflows.engine.decisions.wording import words_of

__all__ = [
    "CellTrace",
    "DecisionTrace",
    "Decisions",
    "Flaw",
    "Note",
    "Outline",
    "Result",
    "RuleTrace",
    "Survey",
    "Table",
    "TableTrace",
    "check_decisions",
    "load_decisions",
    "outline",
    "shown",
    "with_cell",
    "words_of",
]
