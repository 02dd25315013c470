"""The values of the language, and when two of them are equal or in order.

Numbers are Decimal, contexts dict, lists list; strings, booleans and null are Python's own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import eq, lt
from typing import Any

from feel.errors import NoValue
from feel.runtime import Run


@dataclass(frozen=True, slots=True)
class Range:
    """Values between two ends; an end that is None is open without bound."""

    low: Any
    high: Any
    low_included: bool
    high_included: bool


TYPE_NAMES = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    list: "list",
    dict: "context",
    date: "date",
    Range: "range",
}

VIETNAMESE_TYPES = {
    "null": "giá trị trống",
    "boolean": "đúng/sai",
    "number": "số",
    "string": "chuỗi",
    "list": "danh sách",
    "context": "nhóm giá trị",
    "date": "ngày",
    "range": "khoảng",
    "any": "giá trị",
}

Comparing = Callable[[Any, Any], bool]
"""Answers for two values of one kind; may raise NoValue."""

EQUALITIES: dict[type, Comparing] = dict.fromkeys((Decimal, str, bool, date, Range), eq)
ORDERS: dict[type, Comparing] = dict.fromkeys((Decimal, str, date), lt)
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
    """Return the range; raise NoValue when its ends are not of one kind that has an order."""
    require_order(low, high)
    return Range(low, high, low_included, high_included)


def is_within(value: Any, span: Range) -> bool:
    """Tell whether the value lies in the range; raise NoValue when it has no order with its ends."""
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
