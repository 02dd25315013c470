"""Reads `@"…"`: a value of time that is written as a literal."""

from collections.abc import Callable
from typing import Any

READERS: list[Callable[[str], Any]] = []
"""Tried in order; each returns None for a text that is not of its kind."""


def value_of(text: str) -> Any:
    """Return the value that the text spells, or None when it spells none."""
    return next((value for read in READERS if (value := read(text)) is not None), None)
