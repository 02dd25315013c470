"""What operators do with dates, times and durations: equality, order, arithmetic, counting.

Times and moments are compared by the second. One without an offset is taken to have that of the other.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from operator import eq, lt, neg
from typing import Any

from feel.dates import Date
from feel.decimals import DECIMAL
from feel.durations import DAY, SECOND, DaysDuration, MonthsDuration
from feel.errors import NoValue
from feel.times import DateTime, Time

KINDS = (Date, Time, DateTime, DaysDuration, MonthsDuration)


def moment_of(day: Date) -> DateTime:
    """Return what a date stands for where a date and time is wanted: its midnight in UTC."""
    return DateTime(day, Time(0, 0))


def _equal(left: Any, right: Any) -> bool:
    one, other = _on_one_clock(left, right)
    return one // SECOND == other // SECOND


def _before(left: Any, right: Any) -> bool:
    one, other = _on_one_clock(left, right)
    return one // SECOND < other // SECOND


def _on_one_clock(left: Any, right: Any) -> tuple[int, int]:
    """Return two times of day, or two moments, in nanoseconds by the same clock."""
    if left.place is None or right.place is None or (type(left) is Time and left.place == right.place):
        return left.local, right.local
    return left.local - _offset(left) * SECOND, right.local - _offset(right) * SECOND


def _offset(value: Time | DateTime) -> int:
    offset = value.offset
    if offset is None:
        raise NoValue(f"Múi giờ “{value.place}” đổi giờ theo mùa: chỉ so sánh được khi có cả ngày.")
    return offset


EQUALITIES: dict[type, Callable[[Any, Any], bool]] = {
    **dict.fromkeys((Date, DaysDuration, MonthsDuration), eq),
    **dict.fromkeys((Time, DateTime), _equal),
}
ORDERS: dict[type, Callable[[Any, Any], bool]] = {
    **dict.fromkeys((Date, DaysDuration, MonthsDuration), lt),
    **dict.fromkeys((Time, DateTime), _before),
}


def _between(left: Any, right: Any) -> DaysDuration:
    if (left.place is None) is not (right.place is None):
        raise NoValue("Không trừ được một giờ có múi giờ với một giờ không có.")
    one, other = _on_one_clock(left, right)
    return DaysDuration.of(one - other)


def _later(start: Any, length: DaysDuration) -> Any:
    return start.plus(length.nanoseconds)


def _earlier(start: Any, length: DaysDuration) -> Any:
    return start.plus(-length.nanoseconds)


def _months_later(start: Any, length: MonthsDuration) -> Any:
    return start.plus_months(length.total)


def _months_earlier(start: Any, length: MonthsDuration) -> Any:
    return start.plus_months(-length.total)


def _swapped(operate: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda left, right: operate(right, left)


def _shifts() -> dict[tuple[str, type, type], Callable[[Any, Any], Any]]:
    """Return how a duration moves what lies in time."""
    table: dict[tuple[str, type, type], Callable[[Any, Any], Any]] = {}
    for kind, length, add, subtract in (
        (Date, DaysDuration, _later, _earlier),
        (Time, DaysDuration, _later, _earlier),
        (DateTime, DaysDuration, _later, _earlier),
        (Date, MonthsDuration, _months_later, _months_earlier),
        (DateTime, MonthsDuration, _months_later, _months_earlier),
    ):
        table["+", kind, length] = add
        table["+", length, kind] = _swapped(add)
        table["-", kind, length] = subtract
    return table


ARITHMETIC: dict[tuple[str, type, type], Callable[[Any, Any], Any]] = {
    **_shifts(),
    ("-", Date, Date): lambda left, right: DaysDuration.of((left.number - right.number) * DAY),
    ("-", Time, Time): _between,
    ("-", DateTime, DateTime): _between,
    ("-", DateTime, Date): lambda left, right: _between(left, moment_of(right)),
    ("-", Date, DateTime): lambda left, right: _between(moment_of(left), right),
    ("+", DaysDuration, DaysDuration): lambda left, right: DaysDuration.of(left.nanoseconds + right.nanoseconds),
    ("-", DaysDuration, DaysDuration): lambda left, right: DaysDuration.of(left.nanoseconds - right.nanoseconds),
    ("+", MonthsDuration, MonthsDuration): lambda left, right: MonthsDuration.of(left.total + right.total),
    ("-", MonthsDuration, MonthsDuration): lambda left, right: MonthsDuration.of(left.total - right.total),
    ("*", DaysDuration, Decimal): DaysDuration.times,
    ("*", Decimal, DaysDuration): _swapped(DaysDuration.times),
    ("/", DaysDuration, Decimal): DaysDuration.divided,
    ("/", DaysDuration, DaysDuration): lambda left, right: _ratio(left.nanoseconds, right.nanoseconds),
    ("*", MonthsDuration, Decimal): MonthsDuration.times,
    ("*", Decimal, MonthsDuration): _swapped(MonthsDuration.times),
    ("/", MonthsDuration, Decimal): MonthsDuration.divided,
    ("/", MonthsDuration, MonthsDuration): lambda left, right: _ratio(left.total, right.total),
}

NEGATIONS: dict[type, Callable[[Any], Any]] = dict.fromkeys((DaysDuration, MonthsDuration), neg)


def _ratio(left: int, right: int) -> Decimal:
    return DECIMAL.divide(Decimal(left), Decimal(right))


def days_counted(first: Date, last: Date) -> Iterator[Date]:
    """Yield each day from the first to the last, backwards when the last is earlier."""
    low, high = first.number, last.number
    step = 1 if high >= low else -1
    return map(Date.numbered, range(low, high + step, step))
