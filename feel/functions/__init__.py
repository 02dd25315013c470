"""The functions that every expression may call."""

from feel.functions import (
    arithmetic,
    contexts,
    dates,
    lists,
    logic,
    patterns,
    ranges,
    relations,
    sequences,
    statistics,
    texts,
)
from feel.functions.registry import FUNCTIONS, Invocation, as_value, bound

NAMES = frozenset(FUNCTIONS)

__all__ = [
    "NAMES",
    "Invocation",
    "arithmetic",
    "as_value",
    "bound",
    "contexts",
    "dates",
    "lists",
    "logic",
    "patterns",
    "ranges",
    "relations",
    "sequences",
    "statistics",
    "texts",
]
