"""The values of the language, and when two of them are equal or in order.

Numbers are Decimal, contexts dict, lists list; strings, booleans and null are Python's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from operator import eq, is_, lt
from typing import TYPE_CHECKING, Any

from feel import temporal_operators as temporal
from feel.dates import Date
from feel.durations import DaysDuration, MonthsDuration
from feel.errors import NoValue
from feel.runtime import Run
from feel.times import DateTime, Time

if TYPE_CHECKING:
    from feel.types import Type


@dataclass(frozen=True, slots=True)
class Range:
    """Values between two ends; an end that is None is open without bound.

    `operator` is the sign of a range that is written as a comparison, such as `< 10`.
    """

    low: Any
    high: Any
    low_included: bool
    high_included: bool
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a function takes in one place; without a type it takes everything."""

    name: str
    type: Type | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function as a value: written in an expression, built in, or made by the host.

    `call` takes the run that calls and the arguments in the order of the parameters, fitted to their
    types; it may raise NoValue. `result` is None where it is not declared. One that is `overloaded`
    looks at number and kinds of its arguments itself.
    """

    parameters: tuple[Parameter, ...]
    call: Callable[[Run, list[Any]], Any]
    result: Type | None = None
    overloaded: bool = False


TYPE_NAMES = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    list: "list",
    dict: "context",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DaysDuration: "days and time duration",
    MonthsDuration: "years and months duration",
    Range: "range",
    Function: "function",
}

VIETNAMESE_TYPES = {
    "null": "giá trị trống",
    "boolean": "đúng/sai",
    "number": "số",
    "string": "chuỗi",
    "list": "danh sách",
    "context": "nhóm giá trị",
    "date": "ngày",
    "time": "giờ",
    "date and time": "ngày giờ",
    "days and time duration": "khoảng thời gian (ngày, giờ)",
    "years and months duration": "khoảng thời gian (năm, tháng)",
    "range": "khoảng",
    "function": "hàm",
    "any": "giá trị",
}

Comparing = Callable[[Any, Any], bool]
"""Answers for two values of one kind; may raise NoValue."""

EQUALITIES: dict[type, Comparing] = {
    **dict.fromkeys((Decimal, str, bool, Range), eq),
    **temporal.EQUALITIES,
    Function: is_,
}
ORDERS: dict[type, Comparing] = {**dict.fromkeys((Decimal, str), lt), **temporal.ORDERS}
"""Which kinds can be equal, and which have a “less than”; lists and contexts compare part by part."""


def described(value: Any) -> str:
    """Return the kind of the value in Vietnamese."""
    return VIETNAMESE_TYPES[TYPE_NAMES[type(value)]]


def equal(run: Run, left: Any, right: Any) -> bool:
    """Tell whether two values are equal; raise NoValue where their kinds cannot be compared."""
    kind = type(left)
    if left is None or right is None:
        return left is right
    if kind is not type(right):
        raise NoValue(f"Không so sánh được {described(left)} với {described(right)}.")
    if kind in EQUALITIES:
        return EQUALITIES[kind](left, right)
    if kind is list:
        run.spend(len(left))
        return len(left) == len(right) and all(equal(run, one, other) for one, other in zip(left, right, strict=True))
    if kind is dict:
        run.spend(len(left))
        return left.keys() == right.keys() and all(equal(run, value, right[key]) for key, value in left.items())
    raise NoValue(f"Không so sánh được {described(left)}.")


def same(run: Run, left: Any, right: Any) -> bool:
    """Tell whether two values are equal; values of different kinds are not."""
    try:
        return equal(run, left, right)
    except NoValue:
        return False


def before(left: Any, right: Any) -> bool:
    """Tell whether left < right; raise NoValue for kinds that have no order."""
    require_order(left, right)
    return ORDERS[type(left)](left, right)


def require_order(left: Any, right: Any) -> None:
    """Raise NoValue unless the two values are of one kind that has an order."""
    if type(left) is not type(right) or type(left) not in ORDERS:
        raise NoValue(f"Không xếp thứ tự được {described(left)} với {described(right)}.")


def range_of(low: Any, high: Any, low_included: bool, high_included: bool) -> Range:
    """Return the range; raise NoValue when its ends are not of one kind, in order."""
    if before(high, low):
        raise NoValue("Đầu dưới của khoảng lớn hơn đầu trên.")
    return Range(low, high, low_included, high_included)


def compared_range(operator: str, end: Any) -> Range:
    """Return the range of `operator end`; that of `!=` holds all but its end."""
    if operator in ("<", "<="):
        return Range(None, end, False, operator == "<=", operator)
    if operator in (">", ">="):
        return Range(end, None, operator == ">=", False, operator)
    return Range(end, end, operator == "=", operator == "=", operator)


def is_within(value: Any, span: Range) -> bool:
    """Tell whether the value lies in the range; raise NoValue when it has no order with its ends."""
    if span.operator == "!=":
        require_order(value, span.low)
        return not EQUALITIES[type(value)](value, span.low)
    if span.low is not None and (before(value, span.low) if span.low_included else not before(span.low, value)):
        return False
    return span.high is None or not (before(span.high, value) if span.high_included else not before(value, span.high))


def matches(run: Run, value: Any, test: Any) -> bool:
    """Tell whether the value passes a test: a list or range that holds it, or an equal value."""
    if type(test) is Range and type(value) is not Range:
        return is_within(value, test)
    if type(test) is list:
        run.spend(len(test))
        if any(_is_member(run, value, element) for element in test):
            return True
        return type(value) is list and same(run, value, test)
    return equal(run, value, test)


def _is_member(run: Run, value: Any, element: Any) -> bool:
    if type(element) is Range and type(value) is not Range:
        try:
            return is_within(value, element)
        except NoValue:
            return False
    return same(run, value, element)
