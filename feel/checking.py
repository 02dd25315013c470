"""Checks an expression before it is saved: what its parts get wrong about kinds, and conditions that never change.

A kind that is not known is `Any` and takes part in everything: only what cannot work, whatever the data, is an error.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise, product
from math import prod
from typing import Any

from feel import nodes
from feel.errors import FeelError
from feel.expression import Expression, UnaryTests
from feel.inference import BOOLEAN, Place, Words, check_test, kind_of, said, word, words
from feel.types import ANY, Type

__all__ = ["BOOLEAN", "condition_errors", "kind", "test_errors", "type_errors", "words"]

MOST_TRIALS = 3_000
OTHER = "\N{OBJECT REPLACEMENT CHARACTER}"
"""A string that no expression is compared with."""

_PLAIN = (
    *(nodes.Literal, nodes.Name, nodes.Comparison, nodes.Between, nodes.Membership, nodes.Conjunction),
    *(nodes.Disjunction, nodes.Conditional, nodes.ListLiteral, nodes.RangeLiteral, nodes.UnaryTest, nodes.Tests),
)
"""Nodes that only compare: with them alone, trying a value beside each constant tells all there is."""


def type_errors(expression: Expression, names: Mapping[str, Type]) -> list[FeelError]:
    """Return an error for each part of the expression that cannot work with names of these kinds."""
    place = Place(names)
    kind_of(expression.tree, place)
    return sorted(place.found, key=lambda error: error.position)


def kind(expression: Expression, names: Mapping[str, Type]) -> Type:
    """Return the kind of what the expression gives, `Any` where it cannot be told."""
    found = kind_of(expression.tree, Place(names))
    return Type("string") if isinstance(found, Words) and len(found.values) == 1 else found


def condition_errors(expression: Expression, names: Mapping[str, Type]) -> list[FeelError]:
    """Return the same for an expression that decides something: it must be boolean and able to go either way."""
    errors = type_errors(expression, names)
    if errors:
        return errors
    found = kind_of(expression.tree, Place(names))
    if word(found) not in ("boolean", "Any", "null"):
        return [FeelError(f"Điều kiện phải cho đúng/sai, không phải {said(found)}.", expression.tree.position)]
    answers = _answers(expression, names)
    if answers is None or (True in answers and len(answers) > 1):
        return []
    if answers == {True}:
        message = "Điều kiện này luôn đúng."
    elif False in answers:
        message = "Điều kiện này không bao giờ đúng."
    else:
        message = "Điều kiện này không bao giờ có kết quả (luôn null)."
    return [FeelError(message, expression.tree.position, "Kiểm tra lại tên và giá trị so sánh.")]


def test_errors(tests: UnaryTests, value: Type, names: Mapping[str, Type]) -> list[FeelError]:
    """Return an error for each test of a cell that cannot work with a tested value of this kind.

    Where all of them work, the cell itself must be able to go either way; one that is blank or `-` asks nothing.
    """
    place = Place({**names, "?": value})
    for item in tests.tree.items:
        check_test(item, value, place)
    if place.found:
        return sorted(place.found, key=lambda error: error.position)
    answers = _cell_answers(tests, place.names) if tests.tree.items else None
    if answers is None or (True in answers and len(answers) > 1):
        return []
    if answers == {True}:
        return [FeelError("Ô này luôn đúng.", 0, "Ghi “-” nếu mọi giá trị đều được.")]
    return [FeelError("Ô này không bao giờ đúng.", 0, "Kiểm tra lại giá trị so sánh.")]


def _answers(expression: Expression, names: Mapping[str, Type]) -> set[Any] | None:
    """Return what the condition can give; None where trying cannot tell."""
    variables = sorted(expression.names | expression.filter_names)
    trials = _trials(expression.tree, variables, names)
    return None if trials is None else {expression.evaluate(each) for each in trials}


def _cell_answers(tests: UnaryTests, names: Mapping[str, Type]) -> set[Any] | None:
    """Return the same for the tests of a cell, of which `?` is the tested value."""
    variables = sorted(tests.names | tests.filter_names | {"?"})
    trials = _trials(tests.tree, variables, names)
    return None if trials is None else {tests.evaluate(each["?"], each) for each in trials}


def _trials(tree: nodes.Node, variables: list[str], names: Mapping[str, Type]) -> list[dict[str, Any]] | None:
    """Return data that reach all there is to reach in a tree; None where no such data are known, or too many."""
    every = list(_all(tree))
    if not all(isinstance(node, _PLAIN) or _is_negation(node) for node in every):
        return None
    constants = {node.value for node in every if isinstance(node, nodes.Literal) and node.value is not None}
    kinds = [names.get(name, ANY) for name in variables]
    if not all(word(each) in ("boolean", "number", "string", "Any", "null") for each in kinds):
        return None
    pools = [_pool(each, constants, len(variables)) for each in kinds]
    if prod(map(len, pools)) > MOST_TRIALS:
        return None
    return [dict(zip(variables, values, strict=True)) for values in product(*pools)]


def _is_negation(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.function, nodes.Name) and node.function.name == "not"


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in nodes.children(node):
        if not (_is_negation(node) and child is node.function):  # type: ignore[attr-defined]
            yield from _all(child)


def _pool(known: Type, constants: set[Any], variables: int) -> list[Any]:
    """Return a value of every stretch between the constants, and null."""
    if isinstance(known, Words):
        return [*sorted(known.values), None]
    texts = sorted(value for value in constants if type(value) is str)
    pools: dict[str, list[Any]] = {
        "boolean": [True, False],
        "number": _points(sorted(value for value in constants if type(value) is Decimal), variables),
        "string": [*(OTHER * number for number in range(1, variables + 1)), *texts, *(f"{text} " for text in texts)],
    }
    chosen = pools.get(word(known)) or [*pools["boolean"], *pools["number"], *pools["string"]]
    return [*chosen, None]


def _points(constants: list[Decimal], variables: int) -> list[Decimal]:
    """Return each constant, and in every gap as many numbers as variables could stand there in order."""
    if not constants:
        return [Decimal(number) for number in range(variables)]
    ends = [constants[0] - variables - 1, *constants, constants[-1] + variables + 1]
    gaps = [
        low + (high - low) * step / (variables + 1) for low, high in pairwise(ends) for step in range(1, variables + 1)
    ]
    return sorted({*constants, *gaps})
