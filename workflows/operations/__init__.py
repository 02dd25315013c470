"""The registered operations that service tasks of the diagrams call, by name."""

from workflows.operations import award, clock, consultation, council, decision, document, dossier, notice, report
from workflows.operations.registry import names, operation, run

__all__ = [
    "award",
    "clock",
    "consultation",
    "council",
    "decision",
    "document",
    "dossier",
    "names",
    "notice",
    "operation",
    "report",
    "run",
]
