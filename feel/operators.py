"""Compiles literals, arithmetic, comparison and three-valued logic."""

from collections.abc import Callable
from decimal import Decimal, DecimalException

from feel import limits, nodes, values
from feel.decimals import DECIMAL
from feel.errors import NoValue
from feel.runtime import Closure, Run, Scope

Build = Callable[[nodes.Node], Closure]


def _literal(node: nodes.Literal, build: Build) -> Closure:
    value = node.value
    return lambda scope: value


def _conjunction(node: nodes.Conjunction, build: Build) -> Closure:
    return _logic(tuple(map(build, node.operands)), deciding=False)


def _disjunction(node: nodes.Disjunction, build: Build) -> Closure:
    return _logic(tuple(map(build, node.operands)), deciding=True)


def _logic(operands: tuple[Closure, ...], *, deciding: bool) -> Closure:
    """One operand with the deciding value settles it; else any that is not boolean gives null."""
    neutral = not deciding

    def evaluate(scope):
        result = neutral
        for operand in operands:
            value = operand(scope)
            if value is deciding:
                return deciding
            if value is not neutral:
                result = None
        return result

    return evaluate


def _conditional(node: nodes.Conditional, build: Build) -> Closure:
    condition, consequence, alternative = map(build, (node.condition, node.consequence, node.alternative))
    return lambda scope: consequence(scope) if condition(scope) is True else alternative(scope)


def _negation(node: nodes.Negation, build: Build) -> Closure:
    operand, position = build(node.operand), node.position

    def evaluate(scope):
        value = operand(scope)
        if type(value) is Decimal:
            return value.copy_negate() if value else value
        scope.run.warn(f"Không đổi dấu được {values.described(value)}.", position)
        return None

    return evaluate


def _arithmetic(node: nodes.Arithmetic, build: Build) -> Closure:
    left, right, position = build(node.left), build(node.right), node.position
    operate, on_other_kinds = _ARITHMETIC[node.operator]

    def evaluate(scope):
        one, other = left(scope), right(scope)
        try:
            if type(one) is Decimal and type(other) is Decimal:
                return operate(one, other)
            return on_other_kinds(one, other)
        except NoValue as reason:
            scope.run.warn(str(reason), position)
        except DecimalException:
            scope.run.warn("Phép tính không có kết quả (chia cho 0 hoặc số quá lớn).", position)
        return None

    return evaluate


def _no_sum(left: object, right: object) -> object:
    raise NoValue(f"Không tính được {values.described(left)} với {values.described(right)}.")


def _other_sum(left: object, right: object) -> object:
    if type(left) is str and type(right) is str:
        if len(left) + len(right) > limits.STRING_LENGTH:
            raise NoValue(f"Chuỗi dài quá {limits.STRING_LENGTH} ký tự.")
        return left + right
    return _no_sum(left, right)


_ARITHMETIC = {
    "+": (DECIMAL.add, _other_sum),
    "-": (DECIMAL.subtract, _no_sum),
    "*": (DECIMAL.multiply, _no_sum),
    "/": (DECIMAL.divide, _no_sum),
    "**": (DECIMAL.power, _no_sum),
}


def compared(operator: str, run: Run, left: object, right: object) -> bool | None:
    """Return the answer of a comparison; null operands have no order. Raise NoValue otherwise."""
    if operator == "=":
        return values.equal(run, left, right)
    if operator == "!=":
        return not values.equal(run, left, right)
    if operator == "<":
        return values.before(left, right)
    if operator == ">":
        return values.before(right, left)
    if operator == "<=":
        return not values.before(right, left)
    return not values.before(left, right)


def _comparison(node: nodes.Comparison, build: Build) -> Closure:
    left, right, operator = build(node.left), build(node.right), node.operator

    def evaluate(scope):
        return compared(operator, scope.run, left(scope), right(scope))

    return guarded(evaluate, node.position)


def guarded(evaluate: Closure, position: int) -> Closure:
    """Return a closure that answers NoValue with null and a warning."""

    def evaluate_or_warn(scope):
        try:
            return evaluate(scope)
        except NoValue as reason:
            scope.run.warn(str(reason), position)
            return None

    return evaluate_or_warn


def _between(node: nodes.Between, build: Build) -> Closure:
    value, low, high = map(build, (node.value, node.low, node.high))

    def evaluate(scope):
        found, least, most = value(scope), low(scope), high(scope)
        return not values.before(found, least) and not values.before(most, found)

    return guarded(evaluate, node.position)


def _membership(node: nodes.Membership, build: Build) -> Closure:
    value = build(node.value)
    tests = tuple(_test(test, build) for test in node.tests)

    def evaluate(scope):
        found = value(scope)
        result = False
        for test in tests:
            answer = test(found, scope)
            if answer is True:
                return True
            if answer is None:
                result = None
        return result

    return evaluate


def _test(node: nodes.Node, build: Build) -> Callable[[object, Run | Scope], bool | None]:
    """Return a function of the tested value and the scope."""
    position = node.position
    if isinstance(node, nodes.UnaryTest):
        operator, operand = node.operator, build(node.operand)
    else:
        operator, operand = None, build(node)

    def evaluate(found, scope):
        test = operand(scope)
        try:
            if operator is None:
                return values.matches(scope.run, found, test)
            return compared(operator, scope.run, found, test)
        except NoValue as reason:
            scope.run.warn(str(reason), position)
            return None

    return evaluate


def _unary_test(node: nodes.UnaryTest, build: Build) -> Closure:
    operand, operator = build(node.operand), node.operator

    def evaluate(scope):
        end = operand(scope)
        values.require_order(end, end)
        if operator in ("<", "<="):
            return values.Range(None, end, False, operator == "<=")
        if operator in (">", ">="):
            return values.Range(end, None, operator == ">=", False)
        if operator == "=":
            return values.Range(end, end, True, True)
        raise NoValue("“!=” đứng một mình không phải là một khoảng.")

    return guarded(evaluate, node.position)


def _range(node: nodes.RangeLiteral, build: Build) -> Closure:
    low, high = build(node.low), build(node.high)
    low_included, high_included = node.low_included, node.high_included

    def evaluate(scope):
        return values.range_of(low(scope), high(scope), low_included, high_included)

    return guarded(evaluate, node.position)


BUILDERS = {
    nodes.Literal: _literal,
    nodes.Conjunction: _conjunction,
    nodes.Disjunction: _disjunction,
    nodes.Conditional: _conditional,
    nodes.Negation: _negation,
    nodes.Arithmetic: _arithmetic,
    nodes.Comparison: _comparison,
    nodes.Between: _between,
    nodes.Membership: _membership,
    nodes.UnaryTest: _unary_test,
    nodes.RangeLiteral: _range,
}
