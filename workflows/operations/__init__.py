"""The registered operations that service tasks of the diagrams call, by name."""

from workflows.operations.registry import names, operation, run

__all__ = ["names", "operation", "run"]
