"""Compiles literals, arithmetic, comparison and three-valued logic."""

from collections.abc import Callable
from decimal import Decimal, DecimalException
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from feel import limits, nodes, values
from feel import temporal_operators as temporal
from feel.decimals import DECIMAL
from feel.errors import NoValue
from feel.runtime import Closure, Run, Scope

Build = Callable[[nodes.Node], Closure]
Builders = dict[type[nodes.Node], Callable[..., Closure]]


def _literal(node: nodes.Literal, _build: Build) -> Closure:
    value = node.value
    return lambda _scope: value


def _unreadable(node: nodes.UnreadableLiteral, _build: Build) -> Closure:
    reason, position = node.reason, node.position
    return lambda scope: scope.run.warn(reason, position)


def _conjunction(node: nodes.Conjunction, build: Build) -> Closure:
    return _logic(tuple(map(build, node.operands)), deciding=False)


def _disjunction(node: nodes.Disjunction, build: Build) -> Closure:
    return _logic(tuple(map(build, node.operands)), deciding=True)


def _logic(operands: tuple[Closure, ...], *, deciding: bool) -> Closure:
    """One operand with the deciding value settles it; else any that is not boolean gives null."""
    neutral = not deciding

    def evaluate(scope: Run | Scope) -> Any:
        result: bool | None = neutral
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

    def evaluate(scope: Run | Scope) -> Any:
        value = operand(scope)
        negate = NEGATIONS.get(type(value))
        if negate is not None:
            return negate(value)
        scope.run.warn(f"Không đổi dấu được {values.described(value)}.", position)
        return None

    return evaluate


def _arithmetic(node: nodes.Arithmetic, build: Build) -> Closure:
    left, right, position = build(node.left), build(node.right), node.position
    operate, symbol = _ARITHMETIC[node.operator], node.operator
    steps = limits.POWER_STEPS if symbol == "**" else 0

    def evaluate(scope: Run | Scope) -> Any:
        one, other = left(scope), right(scope)
        if steps:
            scope.run.spend(steps)
        try:
            if type(one) is Decimal and type(other) is Decimal:
                return operate(one, other)
            scope.run.spend_on_texts((one, other))
            return OTHER_ARITHMETIC.get((symbol, type(one), type(other)), _no_sum)(one, other)
        except NoValue as reason:
            scope.run.warn(str(reason), position)
        except DecimalException:
            scope.run.warn(_NO_RESULT, position)
        return None

    return evaluate


_NO_RESULT = "Phép tính không có kết quả (chia cho 0 hoặc số quá lớn)."


def _no_sum(left: Any, right: Any) -> Any:
    raise NoValue(f"Không tính được {values.described(left)} với {values.described(right)}.")


def _joined(left: str, right: str) -> str:
    if len(left) + len(right) > limits.STRING_LENGTH:
        raise NoValue(f"Chuỗi dài quá {limits.STRING_LENGTH} ký tự.")
    return left + right


_ARITHMETIC: dict[str, Callable[..., Decimal]] = {
    "+": DECIMAL.add,
    "-": DECIMAL.subtract,
    "*": DECIMAL.multiply,
    "/": DECIMAL.divide,
    "**": DECIMAL.power,
}
OTHER_ARITHMETIC: dict[tuple[str, type, type], Callable[[Any, Any], Any]] = {
    ("+", str, str): _joined,
    **temporal.ARITHMETIC,
}
"""What operators do on kinds other than two numbers; may raise NoValue or a DecimalException."""

NEGATIONS: dict[type, Callable[[Any], Any]] = {
    Decimal: lambda value: value.copy_negate() if value else value,
    **temporal.NEGATIONS,
}


def compared(operator: str, run: Run, left: Any, right: Any) -> bool:
    """Return the answer of a comparison; raise NoValue for kinds that do not compare."""
    if operator in ("=", "!="):
        return values.equal(run, left, right) is (operator == "=")
    values.require_order(left, right)
    if operator in ("<", ">="):
        return values.before(left, right) is (operator == "<")
    return values.before(right, left) is (operator == ">")


def _comparison(node: nodes.Comparison, build: Build) -> Closure:
    left, right, position = build(node.left), build(node.right), node.position
    operator, compare = node.operator, _PLAIN_COMPARISONS[node.operator]

    def evaluate(scope: Run | Scope) -> Any:
        one, other = left(scope), right(scope)
        kind = type(one)
        if kind is type(other) and (kind is str or kind is Decimal):
            return compare(one, other)
        try:
            return compared(operator, scope.run, one, other)
        except NoValue as reason:
            scope.run.warn(str(reason), position)
            return None

    return evaluate


_PLAIN_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}


def turn_steps(body: nodes.Node) -> int:
    """Return the steps that one turn of a loop with this body costs."""
    return 1 + nodes.size(body) // limits.NODES_A_STEP


def guarded(evaluate: Closure, position: int) -> Closure:
    """Return a closure that answers an operation without a result with null and a warning."""

    def evaluate_or_warn(scope: Run | Scope) -> Any:
        try:
            return evaluate(scope)
        except NoValue as reason:
            scope.run.warn(str(reason), position)
        except DecimalException:
            scope.run.warn(_NO_RESULT, position)
        return None

    return evaluate_or_warn


BUILDERS: Builders = {
    nodes.Literal: _literal,
    nodes.UnreadableLiteral: _unreadable,
    nodes.Conjunction: _conjunction,
    nodes.Disjunction: _disjunction,
    nodes.Conditional: _conditional,
    nodes.Negation: _negation,
    nodes.Arithmetic: _arithmetic,
    nodes.Comparison: _comparison,
}
