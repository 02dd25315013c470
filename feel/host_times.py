"""Dates, times and durations as Python has them, and as the language has them."""

from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from feel import zones
from feel.dates import Date
from feel.durations import DAY, SECOND, DaysDuration
from feel.errors import NoValue
from feel.times import DateTime, Place, Time

_MICROSECOND = 1_000


def from_python(value: Any) -> Date | Time | DateTime | DaysDuration | None:
    """Return a Python date, time, datetime or timedelta as a value of the language; None for anything else.

    A zone of the standard library keeps its name, any other its offset. None also where Python allows
    an offset that no clock has.
    """
    try:
        if isinstance(value, datetime):
            day = Date(value.year, value.month, value.day)
            return DateTime(day, _time(value), later=bool(value.fold) and isinstance(value.tzinfo, ZoneInfo))
        if isinstance(value, date):
            return Date(value.year, value.month, value.day)
        if isinstance(value, time):
            return _time(value)
        if isinstance(value, timedelta):
            seconds = value.days * DAY + value.seconds * SECOND
            return DaysDuration(seconds + value.microseconds * _MICROSECOND)
    except NoValue:
        return None
    return None


def to_python(value: Any) -> Any:
    """Return a value of the language as Python's date, time, datetime or timedelta.

    Every other value stays as it is, and so does one that Python's types cannot hold: a year beyond
    9999, part of a microsecond, a duration of years and months.
    """
    try:
        if isinstance(value, Date):
            return date(value.year, value.month, value.day)
        if isinstance(value, Time):
            return value if value.nanoseconds % _MICROSECOND else _python_time(value)
        if isinstance(value, DateTime):
            if value.time.nanoseconds % _MICROSECOND:
                return value
            moment = datetime.combine(to_python(value.date), _python_time(value.time))
            return moment.replace(fold=int(value.later))
        if isinstance(value, DaysDuration):
            microseconds, rest = divmod(value.nanoseconds, _MICROSECOND)
            return value if rest else timedelta(microseconds=microseconds)
    except (ValueError, OverflowError, TypeError):
        return value
    return value


def _time(value: datetime | time) -> Time:
    nanoseconds = value.second * SECOND + value.microsecond * _MICROSECOND
    return Time.of(value.hour, value.minute, nanoseconds, _place(value))


def _place(value: datetime | time) -> Place:
    if isinstance(value.tzinfo, ZoneInfo) and value.tzinfo.key:
        return value.tzinfo.key
    offset = value.utcoffset()
    return None if offset is None else int(offset.total_seconds())


def _python_time(value: Time) -> time:
    hour, minute, nanoseconds = value.parts
    return time(hour, minute, nanoseconds // SECOND, nanoseconds % SECOND // _MICROSECOND, _python_zone(value.place))


def _python_zone(place: Place) -> timezone | ZoneInfo | None:
    if isinstance(place, str):
        return zones.found(place)
    return None if place is None else timezone(timedelta(seconds=place))
