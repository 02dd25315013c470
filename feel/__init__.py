"""FEEL, the expression language of the diagrams, tables and forms: parsed once, evaluated safely.

Pure Python that knows nothing of this product. No attribute of a Python object is reachable.
"""

from feel.errors import FeelError, FeelWarning
from feel.expression import Expression, Outcome, UnaryTests, check, parse, parse_unary_tests

__all__ = [
    "Expression",
    "FeelError",
    "FeelWarning",
    "Outcome",
    "UnaryTests",
    "check",
    "parse",
    "parse_unary_tests",
]
