"""Which parts of a value can be reached with a dot: this table, and nothing of Python's own."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from feel.dates import Date
from feel.durations import SECOND, DaysDuration, MonthsDuration, seconds_number
from feel.times import DateTime, Time
from feel.values import Range

Parts = dict[str, Callable[[Any], Any]]


def _time_offset(value: Time | DateTime) -> DaysDuration | None:
    offset = value.offset
    return None if offset is None else DaysDuration(offset * SECOND)


def _of_time(time_of: Callable[[Any], Time]) -> Parts:
    return {
        "hour": lambda value: Decimal(time_of(value).parts[0]),
        "minute": lambda value: Decimal(time_of(value).parts[1]),
        "second": lambda value: seconds_number(time_of(value).parts[2]),
        "time offset": _time_offset,
        "timezone": lambda value: value.place if isinstance(value.place, str) else None,
    }


def _of_date(date_of: Callable[[Any], Date]) -> Parts:
    return {
        "year": lambda value: Decimal(date_of(value).year),
        "month": lambda value: Decimal(date_of(value).month),
        "day": lambda value: Decimal(date_of(value).day),
        "weekday": lambda value: Decimal(date_of(value).weekday),
    }


_RANGE_PARTS: dict[str, Callable[[Range], Any]] = {
    "start": lambda value: value.low,
    "end": lambda value: value.high,
    "start included": lambda value: value.low_included,
    "end included": lambda value: value.high_included,
}
PARTS: dict[type, Parts] = {
    Date: _of_date(lambda value: value),
    Time: _of_time(lambda value: value),
    DateTime: _of_date(lambda value: value.date) | _of_time(lambda value: value.time),
    DaysDuration: {
        "days": lambda value: Decimal(value.parts[0]),
        "hours": lambda value: Decimal(value.parts[1]),
        "minutes": lambda value: Decimal(value.parts[2]),
        "seconds": lambda value: seconds_number(value.parts[3]),
    },
    MonthsDuration: {
        "years": lambda value: Decimal(value.parts[0]),
        "months": lambda value: Decimal(value.parts[1]),
    },
    Range: _RANGE_PARTS,
}
NAMES = frozenset(name for parts in PARTS.values() for name in parts)
