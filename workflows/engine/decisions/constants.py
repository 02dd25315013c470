"""Finds the values that are written out in a cell, for checks before anything runs."""

from collections.abc import Iterator
from typing import Any

import feel
from feel import nodes
from feel.compiler import closure_of
from feel.intake import taken_over
from feel.parser import tree_of, unary_tests_of
from feel.runtime import Run

_CONSTRUCTORS = ("date",)


class TooComplex(Exception):
    """A text does more than write values out, or compare with such values."""


def tested(cell: str) -> Iterator[Any]:
    """Yield the values that a cell compares its column with. Raises TooComplex."""
    try:
        tree = unary_tests_of(cell, (), {})
    except feel.FeelError:
        raise TooComplex from None
    for item in tree.items:
        yield from _values(item)


def written(text: str) -> Any:
    """Return the value that an expression writes out. Raises TooComplex."""
    try:
        tree = tree_of(text, (), {})
    except feel.FeelError:
        raise TooComplex from None
    return value_of(tree)


def value_of(node: nodes.Node) -> Any:
    """Return the value that a part of a text writes out. Raises TooComplex."""
    if not _is_constant(node):
        raise TooComplex
    return closure_of(node)(Run({}, taken_over, None))


def _values(node: nodes.Node) -> Iterator[Any]:
    match node:
        case nodes.UnaryTest():
            yield from _values(node.operand)
        case nodes.RangeLiteral():
            yield from _values(node.low)
            yield from _values(node.high)
        case nodes.ListLiteral():
            for item in node.items:
                yield from _values(item)
        case _:
            yield value_of(node)


def _is_constant(node: nodes.Node) -> bool:
    """Tell whether a part of a cell is a value that is written out."""
    if isinstance(node, nodes.Negation):
        return isinstance(node.operand, nodes.Literal)
    if isinstance(node, nodes.Call):
        known = isinstance(node.function, nodes.Name) and node.function.name in _CONSTRUCTORS
        return known and all(map(_is_constant, node.arguments))
    return isinstance(node, nodes.Literal)
