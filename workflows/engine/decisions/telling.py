"""Tells how a table came to its answer: each rule that was tried, each cell with its value and a sentence."""

from typing import Any

from workflows.engine.decisions.model import Rule, Table
from workflows.engine.decisions.shown_values import plain, shown
from workflows.engine.decisions.trace import CellTrace, RuleTrace, TableTrace
from workflows.engine.decisions.wording import words_of


def rule(
    table: Table, row: Rule, given: list[Any], marks: list[bool | None], answer: tuple[Any, ...] | None
) -> RuleTrace:
    """Return what is to be said of one rule that was tried."""
    cells = tuple(
        CellTrace(number, column.label, test.text, plain(value), passed, _cell(column.label, test.text, value, passed))
        for number, (column, test, value, passed) in enumerate(
            zip(table.inputs, row.tests, given, marks, strict=False), 1
        )
    )
    outputs = {} if answer is None else dict(zip(_labels(table), map(plain, answer), strict=False))
    return RuleTrace(row.number, row.id, answer is not None, cells, outputs, dict(row.notes))


def _labels(table: Table) -> list[str]:
    return [column.name or column.label or "kết quả" for column in table.outputs]


def _cell(label: str, test: str, value: Any, passed: bool | None) -> str:
    if test == "-":
        return f"{label}: không xét."
    wanted = words_of(test)
    if value is None and passed is not True:
        return f"{label}: chưa có giá trị (cần {wanted})."
    if passed is None:
        return f"{label}: {shown(value)} không so được (cần {wanted})."
    return f"{label}: {shown(value)} {'đạt' if passed else 'không đạt'} (cần {wanted})."


def table(found: Table, given: list[Any], rules: list[RuleTrace]) -> TableTrace:
    """Return what is to be said of one table that ran."""
    return TableTrace(
        file=found.place.file,
        element_id=found.id or found.place.element_id,
        where=found.place.said,
        hit_policy=found.hit_policy,
        inputs={column.label: plain(value) for column, value in zip(found.inputs, given, strict=True)},
        rules=tuple(rules),
    )
