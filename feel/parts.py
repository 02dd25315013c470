"""Which parts of a date or range can be reached with a dot: this table, and nothing of Python's own."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from feel.values import Range

_DATE_PARTS: dict[str, Callable[[date], Any]] = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(value.isoweekday()),
}
_RANGE_PARTS: dict[str, Callable[[Range], Any]] = {
    "start": lambda value: value.low,
    "end": lambda value: value.high,
    "start included": lambda value: value.low_included,
    "end included": lambda value: value.high_included,
}
PARTS: dict[type, dict[str, Callable[[Any], Any]]] = {date: _DATE_PARTS, Range: _RANGE_PARTS}
NAMES = frozenset(name for parts in PARTS.values() for name in parts)
