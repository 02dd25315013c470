"""Functions of a list of numbers."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal, DecimalException
from functools import reduce
from typing import Any

from feel import values
from feel.decimals import DECIMAL
from feel.errors import NoValue
from feel.functions.registry import builtin
from feel.runtime import Run


@builtin("sum(list: list...)")
def total(run: Run, list_: list[Any]) -> Decimal | None:
    """Return the sum; null for an empty list."""
    return _sum(_numbers(run, list_)) if list_ else None


@builtin("product(list: list...)")
def product(run: Run, list_: list[Any]) -> Decimal | None:
    """Return the product; null for an empty list."""
    return reduce(_operation(DECIMAL.multiply), _numbers(run, list_)) if list_ else None


@builtin("mean(list: list...)")
def mean(run: Run, list_: list[Any]) -> Decimal | None:
    """Return the average; null for an empty list."""
    return _mean(_numbers(run, list_)) if list_ else None


@builtin("median(list: list...)")
def median(run: Run, list_: list[Any]) -> Decimal | None:
    """Return the number in the middle, or the average of the two there; null for an empty list."""
    numbers = sorted(_numbers(run, list_))
    if not numbers:
        return None
    middle = len(numbers) // 2
    return numbers[middle] if len(numbers) % 2 else _mean(numbers[middle - 1 : middle + 1])


@builtin("stddev(list: list...)")
def standard_deviation(run: Run, list_: list[Any]) -> Decimal | None:
    """Return the standard deviation of a sample; null for fewer than two numbers."""
    numbers = _numbers(run, list_)
    if len(numbers) < 2:
        return None
    average = _mean(numbers)
    subtract, multiply = _operation(DECIMAL.subtract), _operation(DECIMAL.multiply)
    squares = [multiply(distance, distance) for number in numbers for distance in [subtract(number, average)]]
    variance = _operation(DECIMAL.divide)(_sum(squares), Decimal(len(numbers) - 1))
    return DECIMAL.sqrt(variance)


@builtin("mode(list: list...)")
def mode(run: Run, list_: list[Any]) -> list[Decimal]:
    """Return the most frequent numbers, from the smallest."""
    frequencies = Counter(_numbers(run, list_))
    most = max(frequencies.values(), default=0)
    return sorted(number for number, frequency in frequencies.items() if frequency == most)


def _numbers(run: Run, items: list[Any]) -> list[Decimal]:
    run.spend(len(items))
    for item in items:
        if type(item) is not Decimal:
            raise NoValue(f"Danh sách có phần tử là {values.described(item)}, không phải số.")
    return items


def _sum(numbers: list[Decimal]) -> Decimal:
    return reduce(_operation(DECIMAL.add), numbers)


def _mean(numbers: list[Decimal]) -> Decimal:
    return _operation(DECIMAL.divide)(_sum(numbers), Decimal(len(numbers)))


def _operation(operate: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Decimal, Decimal], Decimal]:
    def computed(one: Decimal, other: Decimal) -> Decimal:
        try:
            return operate(one, other)
        except DecimalException:
            raise NoValue("Phép tính cho số quá lớn.") from None

    return computed
