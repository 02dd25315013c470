"""Functions that make dates, times and durations, and that tell where in a week or year a day lies."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from feel import values
from feel.dates import Date
from feel.durations import SECOND, DaysDuration, MonthsDuration
from feel.errors import NoValue
from feel.functions.registry import builtin
from feel.host_times import from_python
from feel.runtime import Run
from feel.temporal_operators import moment_of
from feel.temporal_texts import date_from_text, date_time_from_text, duration_from_text, time_from_text
from feel.times import DateTime, Time

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LARGEST_PART = 10**10


@builtin("date(from: string|date|date and time)")
def date_from(from_: str | Date | DateTime) -> Date:
    """Return the date that a text such as "2026-11-20" names, or that a moment has where it is told."""
    if isinstance(from_, str):
        return date_from_text(from_)
    return _day_of(from_)


@builtin("date(year: number, month: number, day: number)")
def date_of(year: Decimal, month: Decimal, day: Decimal) -> Date:
    """Return the date with this year, month and day."""
    return Date.of(_whole(year, "Năm"), _whole(month, "Tháng"), _whole(day, "Ngày"))


@builtin("time(from: string|time|date and time|date)")
def time_from(from_: str | Time | DateTime | Date) -> Time:
    """Return the time that a text such as "08:30:00" names, or the time of a moment; a date is midnight in UTC."""
    if isinstance(from_, str):
        return time_from_text(from_)
    if isinstance(from_, Time):
        return from_
    return (moment_of(from_) if isinstance(from_, Date) else from_).time


@builtin("time(hour: number, minute: number, second: number, offset?: days and time duration|null)")
def time_of(hour: Decimal, minute: Decimal, second: Decimal, offset: DaysDuration | None = None) -> Time:
    """Return the time with these parts; seconds may have decimals, and the offset whole seconds."""
    if not 0 <= second < 60:
        raise NoValue("Giây phải từ 0 đến dưới 60.")
    place = None if offset is None else _offset_seconds(offset)
    return Time.of(_whole(hour, "Giờ"), _whole(minute, "Phút"), int(second * SECOND), place)


@builtin("date and time(from: string|date and time|date)")
def date_and_time_from(from_: str | DateTime | Date) -> DateTime:
    """Return the moment that a text such as "2026-11-20T08:30:00+07:00" names; a date is its midnight in UTC."""
    if isinstance(from_, str):
        return date_time_from_text(from_)
    return moment_of(from_) if isinstance(from_, Date) else from_


@builtin("date and time(date: date|date and time, time: time)")
def date_and_time_of(date: Date | DateTime, time: Time) -> DateTime:
    """Return the moment at this time of that day."""
    return DateTime(_day_of(date), time)


@builtin("duration(from: string|days and time duration|years and months duration)")
def duration_from(from_: str | DaysDuration | MonthsDuration) -> DaysDuration | MonthsDuration:
    """Return the duration that a text names: "P1Y2M", or "P1DT2H30M"."""
    return duration_from_text(from_) if isinstance(from_, str) else from_


@builtin("years and months duration(from: date|date and time, to: date|date and time)")
def years_and_months_duration(from_: Date | DateTime, to: Date | DateTime) -> MonthsDuration:
    """Return the whole months from one day to the other; the time of day does not count."""
    return MonthsDuration.of(_day_of(from_).months_until(_day_of(to)))


@builtin("now()")
def now(run: Run) -> DateTime:
    """Return the moment of the evaluation, the same however often it is asked for."""
    moment = from_python(run.now)
    if not isinstance(moment, DateTime):
        raise NoValue("Ở đây không biết bây giờ là lúc nào.")
    return moment


@builtin("today()")
def today(run: Run) -> Date:
    """Return the day of the evaluation, where its clock stands."""
    return now(run).date


@builtin("day of year(date: date|date and time)")
def day_of_year(date: Date | DateTime) -> Decimal:
    """Return the number of the day in its year, from 1."""
    return Decimal(_day_of(date).day_of_year)


@builtin("day of week(date: date|date and time)")
def day_of_week(date: Date | DateTime) -> str:
    """Return the English name of the weekday."""
    return _WEEKDAYS[_day_of(date).weekday - 1]


@builtin("month of year(date: date|date and time)")
def month_of_year(date: Date | DateTime) -> str:
    """Return the English name of the month."""
    return _MONTHS[_day_of(date).month - 1]


@builtin("week of year(date: date|date and time)")
def week_of_year(date: Date | DateTime) -> Decimal:
    """Return the number of the week in its year by ISO 8601."""
    return Decimal(_day_of(date).week_of_year)


@builtin("is(value1: any, value2: any)")
def identical(run: Run, value1: object = None, value2: object = None) -> bool:
    """Tell whether two values are the same in every part, such as the zone of a time; never null."""
    exact = _IDENTITIES.get(type(value1))
    if exact is not None:
        return exact(value1, value2)
    return values.same(run, value1, value2)


def _same_part_by_part(left: Any, right: Any) -> bool:
    return type(left) is type(right) and bool(left == right)


_IDENTITIES: dict[type, Callable[[Any, Any], bool]] = dict.fromkeys((Time, DateTime), _same_part_by_part)


def _day_of(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


def _whole(number: Decimal, name: str) -> int:
    if number != number.to_integral_value() or abs(number) > _LARGEST_PART:
        raise NoValue(f"{name} phải là số nguyên.")
    return int(number)


def _offset_seconds(offset: DaysDuration) -> int:
    seconds, rest = divmod(offset.nanoseconds, SECOND)
    if rest:
        raise NoValue("Độ lệch so với UTC phải là số giây nguyên.")
    return seconds
