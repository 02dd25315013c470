"""Finds cells that cannot do what their column says: other types, conditions that never change, answers not allowed."""

from collections.abc import Iterator

import feel
from feel import checking, nodes
from feel.errors import NoValue
from feel.types import Type, fitted
from feel.values import VIETNAMESE_TYPES, described
from workflows.engine.decisions.constants import TooComplex, tested, written
from workflows.engine.decisions.model import Place, Table, Text
from workflows.engine.decisions.shown_values import shown
from workflows.engine.decisions.types import Limited, Types

COMPARED = ("number", "string", "date", "time", "date and time", "days and time duration", "years and months duration")
"""Types of which a cell compares values; a cell of a boolean column may be a test of its own."""


def check_cells(table: Table, types: Types) -> Iterator[tuple[Place, str]]:
    """Yield what is wrong with the cells of a table, each with its place."""
    for index, column in enumerate(table.inputs):
        kind = _unlimited(types.named(column.type_ref))
        for cell in (rule.tests[index] for rule in table.rules if len(rule.tests) > index):
            is_compared = kind.name in COMPARED and type(kind) is Type
            found = list(_check_test(cell, kind)) if is_compared else []
            yield from found or _check_condition(cell, kind)
    for index, output in enumerate(table.outputs):
        kind = types.named(output.type_ref)
        for cell in (rule.outputs[index] for rule in table.rules if len(rule.outputs) > index):
            yield from _check_answer(cell, kind, output.allowed)


def _unlimited(kind: Type) -> Type:
    while isinstance(kind, Limited):
        kind = kind.base
    return kind


def _check_test(cell: Text, kind: Type) -> Iterator[tuple[Place, str]]:
    try:
        values = list(tested(cell.text))
    except TooComplex:
        return
    for value in values:
        if type(value) is not bool and not kind.holds(value):
            wanted = VIETNAMESE_TYPES.get(kind.name, kind.name)
            yield cell.place, f"Cột này là {wanted}, không so được với {described(value)} {shown(value)}."
            return


def _check_condition(cell: Text, kind: Type) -> Iterator[tuple[Place, str]]:
    try:
        tests = feel.parse_unary_tests(cell.text, strict=False)
    except feel.FeelError:
        return  # told by whoever compiles it, who knows the names of several words as well
    if kind.name != "boolean" and any(map(_is_flag, tests.tree.items)):
        return
    for error in checking.test_errors(tests, kind, {})[:1]:
        yield cell.place, f"“{cell.text}”: {error.message} {error.hint}".rstrip()


def _is_flag(node: nodes.Node) -> bool:
    """Tell whether a test is `true` or `false`, which stands for itself whatever the column holds."""
    return isinstance(node, nodes.Literal) and isinstance(node.value, bool)


def _check_answer(cell: Text, kind: Type, allowed: Text | None) -> Iterator[tuple[Place, str]]:
    try:
        value = written(cell.text)
        fitted(value, kind)
    except TooComplex:
        return
    except NoValue as reason:
        yield cell.place, str(reason)
        return
    try:
        if value is None or allowed is None or feel.parse_unary_tests(allowed.text).evaluate(value, {}) is not False:
            return
    except feel.FeelError:
        return
    yield cell.place, f"{shown(value)} không nằm trong các giá trị được phép của cột."
