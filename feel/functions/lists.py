"""Functions about lists."""

from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any

from feel import limits, values
from feel.decimals import DECIMAL
from feel.errors import NoValue
from feel.functions.registry import builtin
from feel.runtime import Run


@builtin("count(list: list...)")
def count(list_: list[Any]) -> Decimal:
    """Return the number of elements."""
    return Decimal(len(list_))


@builtin("sum(list: list...)")
def total(run: Run, list_: list[Any]) -> Decimal | None:
    """Return the sum of a list of numbers; null for an empty list."""
    return _sum(_numbers(run, list_)) if list_ else None


@builtin("mean(list: list...)")
def mean(run: Run, list_: list[Any]) -> Decimal | None:
    """Return the average of a list of numbers; null for an empty list."""
    return _computed(DECIMAL.divide, _sum(_numbers(run, list_)), Decimal(len(list_))) if list_ else None


@builtin("min(list: list...)")
def smallest(run: Run, list_: list[Any]) -> object:
    """Return the smallest element; null for an empty list."""
    return _extreme(run, list_, values.before)


@builtin("max(list: list...)")
def largest(run: Run, list_: list[Any]) -> object:
    """Return the largest element; null for an empty list."""
    return _extreme(run, list_, lambda one, other: values.before(other, one))


@builtin("list contains(list: list, element: any)")
def list_contains(run: Run, list_: list[Any], element: object) -> bool:
    """Tell whether an element equals the value."""
    run.spend(len(list_))
    return any(values.same(run, item, element) for item in list_)


@builtin("append(list: list, item: any)")
def append(run: Run, list_: list[Any], item: object) -> list[Any]:
    """Return the list with one more element."""
    return _bounded(run, [*list_, item])


@builtin("append(list: list, item: any, item2: any)")
def append_two(run: Run, list_: list[Any], item: object, item2: object) -> list[Any]:
    """Return the list with two more elements."""
    return _bounded(run, [*list_, item, item2])


@builtin("concatenate(list: list, list2?: list, list3?: list, list4?: list, list5?: list)")
def concatenate(run: Run, **lists: list[Any]) -> list[Any]:
    """Return the elements of all lists, in order."""
    return _bounded(run, [item for each in lists.values() for item in each])


@builtin("distinct values(list: list)")
def distinct_values(run: Run, list_: list[Any]) -> list[Any]:
    """Return the list without its repetitions."""
    return _distinct(run, list_)


@builtin("reverse(list: list)")
def reverse(run: Run, list_: list[Any]) -> list[Any]:
    """Return the elements from last to first."""
    run.spend(len(list_))
    return list_[::-1]


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


def _settled(run: Run, items: list[Any], *, deciding: bool) -> bool | None:
    run.spend(len(items))
    if any(item is deciding for item in items):
        return deciding
    return (not deciding) if all(type(item) is bool for item in items) else None


def _numbers(run: Run, items: list[Any]) -> list[Decimal]:
    run.spend(len(items))
    for item in items:
        if type(item) is not Decimal:
            raise NoValue(f"Danh sách có phần tử là {values.described(item)}, không phải số.")
    return items


def _sum(numbers: list[Decimal]) -> Decimal:
    result = Decimal(0)
    for number in numbers:
        result = _computed(DECIMAL.add, result, number)
    return result


def _computed(operate: Callable[..., Decimal], *numbers: Decimal) -> Decimal:
    try:
        return operate(*numbers)
    except DecimalException:
        raise NoValue("Phép tính cho số quá lớn.") from None


def _extreme(run: Run, items: list[Any], is_better: Callable[[Any, Any], bool]) -> object:
    run.spend(len(items))
    best: Any = None
    for item in items:
        values.require_order(item, item if best is None else best)
        if best is None or is_better(item, best):
            best = item
    return best


def _bounded(run: Run, items: list[Any]) -> list[Any]:
    run.spend(len(items))
    if len(items) > limits.LIST_SIZE:
        raise NoValue(f"Danh sách có quá {limits.LIST_SIZE} phần tử.")
    return items


def _distinct(run: Run, items: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for item in items:
        run.spend(1 + len(kept))
        if not any(values.same(run, item, other) for other in kept):
            kept.append(item)
    return kept
