"""The functions that every expression may call."""

from feel.functions import arithmetic, dates, lists, logic, texts
from feel.functions.registry import FUNCTIONS, bound

NAMES = frozenset(FUNCTIONS)

__all__ = ["NAMES", "arithmetic", "bound", "dates", "lists", "logic", "texts"]
