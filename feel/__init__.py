"""FEEL, the expression language of the diagrams, tables and forms: parsed once, evaluated safely.

Pure Python that knows nothing of this product. No attribute of a Python object is reachable.
"""

from feel.errors import FeelError, FeelWarning
from feel.expression import Expression, check, parse

__all__ = ["Expression", "FeelError", "FeelWarning", "check", "parse"]
