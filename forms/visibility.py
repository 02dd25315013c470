"""Works out what is shown, what is calculated, and so what conditions see; each depends on the others."""

from collections.abc import Iterator
from typing import Any

from forms.calculating import calculated
from forms.case import Case
from forms.components import Field, Placed, RowList, default_of

ROUNDS = 10
"""How often hiding is worked out anew while questions that are hidden hide others; then the last word stands."""


def standing_row(case: Case, item: RowList, row_id: str) -> dict[str, Any]:
    """Return the values of a row as far as they are valid, calculated ones among them; empty for a row without any."""
    return next((row for row in case.values.get(item.key, []) if row["row"] == row_id), {})


def _scope(case: Case) -> dict[str, Any]:
    """Return what conditions see; calculated values are worked out on the way."""
    scope = {**case.context.values, **dict.fromkeys(case.form.items), "outcome": case.outcome}
    visible = [each.item for each in case.form.placed if each.item.key not in case.hidden]
    for item in visible:
        if isinstance(item, Field):
            scope[item.key] = default_of(item, case.context.values) if item.disabled else case.values.get(item.key)
        else:
            scope[item.key] = [row_scope(case, item, row) for row in case.values.get(item.key, [])]
    _calculate(case, visible, scope)
    return scope


def _calculate(case: Case, visible: list[Field | RowList], scope: dict[str, Any]) -> None:
    """Work out every calculated value, until those that read others have what they read."""
    calculating = [item for item in visible if item.calculates]
    for _ in range(ROUNDS):
        if not [item.key for item in calculating if _has_changed(case, item, scope)]:
            return


def _has_changed(case: Case, item: Field | RowList, scope: dict[str, Any]) -> bool:
    """Calculate one question, or a list row by row; tell whether it has another value than before."""
    before = scope[item.key]
    if isinstance(item, Field):
        case.values[item.key] = scope[item.key] = calculated(item, scope, case.context.now)
    else:
        rows = case.values.get(item.key, [])
        for row in rows:
            for key, cell in item.cells.items():
                if isinstance(cell.item, Field) and cell.item.calculates:
                    row[key] = calculated(cell.item, {**scope, **row_scope(case, item, row)}, case.context.now)
        scope[item.key] = [row_scope(case, item, row) for row in rows]
    return bool(scope[item.key] != before)


def row_scope(case: Case, item: RowList, row: dict[str, Any]) -> dict[str, Any]:
    """Return what conditions within a row see of it: what the case says of the row, then its visible answers."""
    names = {key: f"{item.key}-{row['row']}-{key}" for key in item.cells}
    given = case.row_values.get(item.rows_from, {}).get(row["row"], {})
    answers = {key: None if name in case.hidden else row.get(key) for key, name in names.items()}
    return {**given, "row": row["row"], **answers}


def settle(case: Case) -> None:
    """Work out what is hidden and what is calculated, until neither changes the other."""
    for _ in range(ROUNDS):
        case.scope = _scope(case)
        now = frozenset(_hidden_now(case))
        if now == case.hidden:
            return
        case.hidden = now
    case.scope = _scope(case)


def _hidden_now(case: Case) -> Iterator[str]:
    for each in case.form.placed:
        key = each.item.key
        if _is_under(case, each, case.scope):
            yield key
        elif isinstance(each.item, RowList):
            conditional = [(name, cell) for name, cell in each.item.cells.items() if cell.hides]
            for row in case.values.get(key, []) if conditional else []:
                inner = {**case.scope, **row_scope(case, each.item, row)}
                yield from (f"{key}-{row['row']}-{name}" for name, cell in conditional if _is_under(case, cell, inner))


def _is_under(case: Case, cell: Placed, scope: dict[str, Any]) -> bool:
    return any(case.holds(condition, scope) for condition in cell.hides)
