"""Compiles for, some and every."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from feel import limits, nodes, values
from feel.dates import Date
from feel.errors import NoValue
from feel.operators import Build, Builders, guarded, turn_steps
from feel.runtime import Closure, Run, Scope
from feel.temporal_operators import days_counted


def _loop(node: nodes.Loop, build: Build) -> Closure:
    scopes, body = _scopes(node, build), build(node.body)

    def evaluate(scope: Run | Scope) -> Any:
        results: list[Any] = []
        for inner in scopes(scope, {"partial": results}):
            if len(results) >= limits.LIST_SIZE:
                raise NoValue(f"Danh sách có quá {limits.LIST_SIZE} phần tử.")
            results.append(body(inner))
        return results

    return guarded(evaluate, node.position)


def _quantifier(node: nodes.Quantifier, build: Build) -> Closure:
    scopes, body = _scopes(node, build), build(node.body)
    deciding = node.kind == "some"

    def evaluate(scope: Run | Scope) -> Any:
        result: bool | None = not deciding
        for inner in scopes(scope, {}):
            answer = body(inner)
            if answer is deciding:
                return deciding
            if answer is not (not deciding):
                result = None
        return result

    return guarded(evaluate, node.position)


def _scopes(
    node: nodes.Loop | nodes.Quantifier, build: Build
) -> Callable[[Run | Scope, dict[str, Any]], Iterator[Scope]]:
    """Return a function that yields a scope for each combination of the bound variables."""
    domains = tuple((item.name, build(item.domain), build(item.end) if item.end else None) for item in node.bindings)

    turn = turn_steps(node.body)

    def every(scope: Scope, level: int) -> Iterator[Scope]:
        if level == len(domains):
            yield scope
            return
        name, domain, end = domains[level]
        for value in elements(domain(scope), end and end(scope), has_end=bool(end)):
            scope.run.spend(turn)
            yield from every(Scope(scope, {name: value}), level + 1)

    return lambda scope, given: every(Scope(scope, given), 0)


def elements(domain: Any, end: Any, *, has_end: bool) -> Iterator[object]:
    """Yield what a loop goes over: the elements of a list, the values of a range, or a single value."""
    if has_end:
        return _counted(domain, end)
    if type(domain) is list:
        return iter(domain)
    if type(domain) is values.Range and domain.low is not None and domain.high is not None:
        return _counted(domain.low, domain.high, domain.low_included, domain.high_included)
    if domain is None:
        raise NoValue("Không có danh sách nào để duyệt.")
    return iter((domain,))


def _counted(first: Any, last: Any, first_included: bool = True, last_included: bool = True) -> Iterator[Any]:
    """Yield the values from the first to the last, downwards when the last is smaller."""
    count = COUNTERS.get(type(first))
    if count is None or type(first) is not type(last):
        raise NoValue(f"Không đếm được từ {values.described(first)} đến {values.described(last)}.")
    for value in count(first, last):
        if (first_included or value != first) and (last_included or value != last):
            yield value


def _numbers(first: Decimal, last: Decimal) -> Iterator[Decimal]:
    if not all(number == number.to_integral_value() and abs(number) < _COUNTABLE for number in (first, last)):
        raise NoValue("Chỉ đếm được giữa hai số nguyên có đến 34 chữ số.")
    low, high = int(first), int(last)
    step = 1 if high >= low else -1
    return map(Decimal, range(low, high + step, step))


_COUNTABLE = Decimal(10) ** 34

COUNTERS: dict[type, Callable[[Any, Any], Iterator[Any]]] = {Decimal: _numbers, Date: days_counted}
"""Which kinds can be counted from one value to another, both included."""

BUILDERS: Builders = {nodes.Loop: _loop, nodes.Quantifier: _quantifier}
