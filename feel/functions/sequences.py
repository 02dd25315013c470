"""Functions that make lists of lists."""

from decimal import Decimal
from typing import Any

from feel import limits, values
from feel.decimals import shown
from feel.errors import NoValue
from feel.functions.registry import builtin
from feel.invocation import invoked
from feel.runtime import Run
from feel.values import Function


@builtin("append(list: list, item: any*)")
def append(run: Run, list_: list[Any], item: list[Any]) -> list[Any]:
    """Return the list with more elements at its end."""
    return _bounded(run, [*list_, *item])


@builtin("concatenate(list: list*)")
def concatenate(run: Run, list_: list[list[Any]]) -> list[Any]:
    """Return the elements of all lists, in order."""
    return _bounded(run, [item for each in list_ for item in each])


@builtin("union(list: list*)")
def union(run: Run, list_: list[list[Any]]) -> list[Any]:
    """Return the elements of all lists, in order, without repetitions."""
    return distinct_values(run, concatenate(run, list_))


@builtin("distinct values(list: list)")
def distinct_values(run: Run, list_: list[Any]) -> list[Any]:
    """Return the list without its repetitions."""
    kept: list[Any] = []
    for item in list_:
        run.spend(1 + len(kept))
        if not any(values.same(run, item, other) for other in kept):
            kept.append(item)
    return kept


@builtin("reverse(list: list)")
def reverse(run: Run, list_: list[Any]) -> list[Any]:
    """Return the elements from last to first."""
    run.spend(len(list_))
    return list_[::-1]


@builtin("flatten(list: list)")
def flatten(run: Run, list_: list[Any]) -> list[Any]:
    """Return the elements of the list and of all lists inside it, as one list."""
    flat: list[Any] = []
    waiting = list_[::-1]
    while waiting:
        run.spend(1)
        item = waiting.pop()
        if type(item) is list:
            waiting.extend(reversed(item))
        else:
            flat.append(item)
    return _bounded(run, flat)


@builtin("sublist(list: list, start position: number, length?: number)")
def sublist(run: Run, list_: list[Any], start_position: Decimal, length: Decimal | None = None) -> list[Any]:
    """Return a part of the list; positions count from 1, or from the end when negative."""
    run.spend(len(list_))
    start = _place(list_, start_position)
    if length is None:
        return list_[start:]
    wanted = _whole(length)
    if not 1 <= wanted <= len(list_) - start:
        raise NoValue(f"Từ vị trí này danh sách không có {wanted} phần tử.")
    return list_[start : start + wanted]


@builtin("insert before(list: list, position: number, newItem: any)")
def insert_before(run: Run, list_: list[Any], position: Decimal, newItem: object) -> list[Any]:  # noqa: N803 - its name in FEEL
    """Return the list with one more element before a position."""
    place = _place(list_, position)
    return _bounded(run, [*list_[:place], newItem, *list_[place:]])


@builtin("remove(list: list, position: number)")
def remove(run: Run, list_: list[Any], position: Decimal) -> list[Any]:
    """Return the list without the element at a position."""
    place = _place(list_, position)
    return _bounded(run, [*list_[:place], *list_[place + 1 :]])


@builtin("list replace(list: list, position: number, newItem: any)")
def replace_at(run: Run, list_: list[Any], position: Decimal, newItem: object) -> list[Any]:  # noqa: N803
    """Return the list with another element at a position."""
    place = _place(list_, position)
    return _bounded(run, [*list_[:place], newItem, *list_[place + 1 :]])


@builtin("list replace(list: list, match: function, newItem: any)")
def replace_matching(run: Run, list_: list[Any], match: Function, newItem: object) -> list[Any]:  # noqa: N803
    """Return the list with another element for each one that a function of it and the new one picks."""
    replaced = []
    for item in list_:
        picked = invoked(match, [item, newItem], (), run)
        if type(picked) is not bool:
            raise NoValue("Hàm chọn phần tử phải trả về đúng hoặc sai.")
        replaced.append(newItem if picked else item)
    return _bounded(run, replaced)


def _place(items: list[Any], position: Decimal) -> int:
    """Return the index, from 0, of a position that counts from 1 or, negative, from the end."""
    place = _whole(position)
    if not place or abs(place) > len(items):
        raise NoValue(f"Danh sách có {len(items)} phần tử, không có vị trí {place}.")
    return place - 1 if place > 0 else place + len(items)


def _whole(number: Decimal) -> int:
    if number != number.to_integral_value() or abs(number) > limits.LIST_SIZE:
        raise NoValue(f"Cần một số nguyên đến {limits.LIST_SIZE}, không phải {shown(number)}.")
    return int(number)


def _bounded(run: Run, items: list[Any]) -> list[Any]:
    run.spend(len(items))
    if len(items) > limits.LIST_SIZE:
        raise NoValue(f"Danh sách có quá {limits.LIST_SIZE} phần tử.")
    return items
