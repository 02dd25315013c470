"""Compiles a decision table: a closure for each column and each cell."""

from typing import Any

from feel.runtime import Run, Scope
from workflows.engine.decisions import evaluation
from workflows.engine.decisions.cell_checks import check_cells
from workflows.engine.decisions.evaluation import Closure
from workflows.engine.decisions.model import InputColumn, OutputColumn, Rule, Table, Text
from workflows.engine.decisions.tables import CompiledTable, Test
from workflows.engine.decisions.texts import Names, Texts, located, typed
from workflows.engine.decisions.types import Types


def compiled(types: Types, texts: Texts, table: Table, names: Names) -> CompiledTable:
    """Compile one table whose texts may read these names."""
    columns = _Columns(types, texts, names)
    _demand_names(texts, table)
    for place, message in check_cells(table, types):
        texts.refuse(place, message)
    priorities = tuple(columns.priorities(table, column) for column in table.outputs)
    if table.hit_policy in ("P", "O") and not any(priorities):
        texts.refuse(table.place, "Bảng chọn theo ưu tiên cần các giá trị được phép, ưu tiên cao đứng trước.")
    return CompiledTable(
        table=table,
        inputs=tuple(columns.input(column) for column in table.inputs),
        allowed=tuple(columns.allowed(column) for column in table.inputs),
        tests=tuple(tuple(map(columns.test, rule.tests)) for rule in table.rules),
        outputs=tuple(columns.answers(table, rule) for rule in table.rules),
        defaults=tuple(columns.default(column) for column in table.outputs),
        priorities=priorities,
    )


def _demand_names(texts: Texts, table: Table) -> None:
    if len(table.outputs) < 2:
        return
    seen: set[str] = set()
    for column in table.outputs:
        if not column.name:
            texts.refuse(column.place, "Bảng có nhiều cột kết quả nên mỗi cột cần một tên.")
        elif column.name in seen:
            texts.refuse(column.place, f"Tên “{column.name}” đã có ở cột khác.")
        seen.add(column.name)


class _Columns:
    """Compiles the parts of one table."""

    def __init__(self, types: Types, texts: Texts, names: Names):
        self._types = types
        self._texts = texts
        self._names = names

    def input(self, column: InputColumn) -> Closure:
        closure = self._texts.expression(column.expression, self._names)
        return typed(self._types.named(column.type_ref), closure, column.place)

    def allowed(self, column: InputColumn) -> Test | None:
        return None if column.allowed is None else self.test(column.allowed)

    def test(self, cell: Text) -> Test | None:
        test = self._texts.tests(cell, self._names)
        if test is None:
            return None

        def passes(value: Any, scope: Run | Scope) -> bool | None:
            with evaluation.of(scope).at(cell.place):
                return test(value, scope)

        return passes

    def answers(self, table: Table, rule: Rule) -> tuple[Closure, ...]:
        return tuple(self._answer(column, text) for column, text in zip(table.outputs, rule.outputs, strict=False))

    def default(self, column: OutputColumn) -> Closure | None:
        return None if column.default is None else self._answer(column, column.default)

    def _answer(self, column: OutputColumn, text: Text) -> Closure:
        closure = self._texts.expression(text, self._names)
        return typed(self._types.named(column.type_ref), closure, text.place)

    def priorities(self, table: Table, column: OutputColumn) -> Closure | None:
        if table.hit_policy not in ("P", "O"):
            return None
        allowed = column.allowed or self._types.allowed_of(column.type_ref or table.type_ref)
        if allowed is None:
            return None
        return located(allowed.place, self._texts.expression(Text(f"[{allowed.text}]", allowed.place), self._names))
