"""The functions that every expression may call."""

from feel.functions import arithmetic, dates, lists, logic, texts
from feel.functions.registry import FUNCTIONS, Invocation, as_value, bound

NAMES = frozenset(FUNCTIONS)

__all__ = ["NAMES", "Invocation", "arithmetic", "as_value", "bound", "dates", "lists", "logic", "texts"]
