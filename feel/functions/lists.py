"""Functions that look into lists."""

from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from feel import limits, values
from feel.errors import NoValue
from feel.functions.registry import builtin
from feel.invocation import invoked
from feel.runtime import Run
from feel.values import Function


@builtin("count(list: list...)")
def count(list_: list[Any]) -> Decimal:
    """Return the number of elements."""
    return Decimal(len(list_))


@builtin("min(list: list...)")
def smallest(run: Run, list_: list[Any]) -> object:
    """Return the smallest element; null for an empty list."""
    return _extreme(run, list_, largest_wanted=False)


@builtin("max(list: list...)")
def largest(run: Run, list_: list[Any]) -> object:
    """Return the largest element; null for an empty list."""
    return _extreme(run, list_, largest_wanted=True)


@builtin("list contains(list: list, element: any)")
def list_contains(run: Run, list_: list[Any], element: object) -> bool:
    """Tell whether an element equals the value."""
    run.spend(len(list_))
    return any(values.same(run, item, element) for item in list_)


@builtin("index of(list: list, match: any)")
def index_of(run: Run, list_: list[Any], match: object) -> list[Any]:
    """Return the places, from 1, of all elements that equal the value."""
    run.spend(len(list_))
    return [Decimal(place) for place, item in enumerate(list_, 1) if values.same(run, item, match)]


@builtin("all(list: list...)")
def every(run: Run, list_: list[Any]) -> bool | None:
    """Tell whether all elements are true."""
    return _settled(run, list_, deciding=False)


@builtin("any(list: list...)")
def some(run: Run, list_: list[Any]) -> bool | None:
    """Tell whether an element is true."""
    return _settled(run, list_, deciding=True)


@builtin("sort(list: list, precedes: function)")
def sort(run: Run, list_: list[Any], precedes: Function) -> list[Any]:
    """Return the elements in the order that a function of two elements tells; equal ones keep theirs."""
    run.spend(len(list_))

    def compare(one: Any, other: Any) -> int:
        if invoked(precedes, [one, other], (), run) is True:
            return -1
        return 1 if invoked(precedes, [other, one], (), run) is True else 0

    return sorted(list_, key=cmp_to_key(compare))


@builtin("sort(list: list)")
def sort_naturally(run: Run, list_: list[Any]) -> list[Any]:
    """Return the elements from the smallest to the largest."""
    _require_one_order(run, list_)
    run.spend(len(list_) * len(list_).bit_length() // limits.NODES_A_STEP)
    return sorted(list_, key=cmp_to_key(lambda one, other: values.before(other, one) - values.before(one, other)))


def _settled(run: Run, items: list[Any], *, deciding: bool) -> bool | None:
    run.spend(len(items))
    if any(item is deciding for item in items):
        return deciding
    return (not deciding) if all(type(item) is bool for item in items) else None


def _extreme(run: Run, items: list[Any], *, largest_wanted: bool) -> object:
    _require_one_order(run, items)
    best: Any = None
    for item in items:
        if best is None or (values.before(best, item) if largest_wanted else values.before(item, best)):
            best = item
    return best


def _require_one_order(run: Run, items: list[Any]) -> None:
    run.spend(len(items))
    for item in items:
        values.require_order(item, items[0])
    if any(item is None for item in items):
        raise NoValue("Danh sách có giá trị trống.")
