"""The registered operations that service tasks of the diagrams call, by name."""

from workflows.operations import clock, consultation, council, dossier, notice, report
from workflows.operations.registry import names, operation, run

__all__ = ["clock", "consultation", "council", "dossier", "names", "notice", "operation", "report", "run"]
