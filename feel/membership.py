"""Compiles ranges, types and tests: between, in, instance of, and the unary tests of a table's cell."""

from collections.abc import Callable
from typing import Any

from feel import nodes, values
from feel.errors import NoValue
from feel.operators import Build, Builders, compared, guarded
from feel.runtime import Closure, Run, Scope
from feel.scan import reads

Test = Callable[[Any, Run | Scope], bool | None]


def _between(node: nodes.Between, build: Build) -> Closure:
    value, low, high = map(build, (node.value, node.low, node.high))

    def evaluate(scope: Run | Scope) -> Any:
        found, least, most = value(scope), low(scope), high(scope)
        return not values.before(found, least) and not values.before(most, found)

    return guarded(evaluate, node.position)


def _membership(node: nodes.Membership, build: Build) -> Closure:
    value = build(node.value)
    holds = _any_of(tuple(_test(test, build) for test in node.tests))
    return lambda scope: holds(value(scope), scope)


def _tests(node: nodes.Tests, build: Build) -> Closure:
    """The value is the scope's `?`; a test that does not read it and gives a boolean settles itself."""
    if not node.items:
        return lambda _scope: True
    holds = _any_of(tuple(_test(test, build, in_cell=True) for test in node.items))
    value = build(nodes.Name(node.position, "?"))
    if not node.negated:
        return lambda scope: holds(value(scope), scope)

    def evaluate(scope: Run | Scope) -> Any:
        answer = holds(value(scope), scope)
        return None if answer is None else not answer

    return evaluate


def _any_of(tests: tuple[Test, ...]) -> Test:
    def evaluate(found: Any, scope: Run | Scope) -> bool | None:
        result: bool | None = False
        for test in tests:
            answer = test(found, scope)
            if answer is True:
                return True
            if answer is None:
                result = None
        return result

    return evaluate


def _test(node: nodes.Node, build: Build, *, in_cell: bool = False) -> Test:
    """Return a function of the tested value and the scope."""
    if isinstance(node, nodes.UnaryTest):
        return _comparing_test(node, build)
    operand, position, is_range = build(node), node.position, isinstance(node, nodes.RangeLiteral)
    asks = reads(node, "?")
    # A boolean that is written in a cell is a value to be compared with; one that is computed there settles the test.
    settles = asks or (in_cell and not isinstance(node, nodes.Literal))

    def evaluate(found: Any, scope: Run | Scope) -> bool | None:
        test = operand(Scope(scope, {"?": found}) if asks and not in_cell else scope)
        if type(test) is bool and settles and (asks or type(found) is not bool):
            return test
        if test is None and (is_range or asks):
            return None
        try:
            return values.matches(scope.run, found, test)
        except NoValue as reason:
            scope.run.warn(str(reason), position)
            return None

    return evaluate


def _comparing_test(node: nodes.UnaryTest, build: Build) -> Test:
    operator, operand, position = node.operator, build(node.operand), node.position

    def evaluate(found: Any, scope: Run | Scope) -> bool | None:
        try:
            return compared(operator, scope.run, found, operand(scope))
        except NoValue as reason:
            scope.run.warn(str(reason), position)
            return None

    return evaluate


def _unary_test(node: nodes.UnaryTest, build: Build) -> Closure:
    operand, operator = build(node.operand), node.operator

    def evaluate(scope: Run | Scope) -> Any:
        end = operand(scope)
        values.require_order(end, end)
        return values.compared_range(operator, end)

    return guarded(evaluate, node.position)


def _range(node: nodes.RangeLiteral, build: Build) -> Closure:
    low, high = build(node.low), build(node.high)
    low_included, high_included = node.low_included, node.high_included

    def evaluate(scope: Run | Scope) -> Any:
        return values.range_of(low(scope), high(scope), low_included, high_included)

    return guarded(evaluate, node.position)


def _instance_of(node: nodes.InstanceOf, build: Build) -> Closure:
    value, kind, position = build(node.value), node.kind, node.position
    message = f"Không có kiểu “{node.written}”."
    holds_null = kind is not None and kind.name == "null"

    def evaluate(scope: Run | Scope) -> Any:
        found = value(scope)
        if kind is None:
            scope.run.warn(message, position)
            return None
        return holds_null if found is None else kind.holds(found)

    return evaluate


BUILDERS: Builders = {
    nodes.Between: _between,
    nodes.Membership: _membership,
    nodes.Tests: _tests,
    nodes.UnaryTest: _unary_test,
    nodes.RangeLiteral: _range,
    nodes.InstanceOf: _instance_of,
}
