"""Of what kind the names are that the expressions of a form read, for the check before it is published."""

from collections.abc import Mapping

from feel import checking, types
from feel.types import ANY, Type
from forms.components import Field, RowList
from forms.definition import Definition
from forms.source import Notes

_KINDS = {
    **dict.fromkeys(("text", "long_text", "date", "time", "datetime"), "string"),
    **dict.fromkeys(("integer", "decimal", "money", "year"), "number"),
    "checkbox": "boolean",
}
"""Days and times are texts in a form: date(…) makes days of them."""

_GIVEN = {"today": "string", "now_local": "string", "return_count": "number", "return_limit": "number"}
"""What every case gives under these names."""


def check_kinds(notes: Notes, form: Definition) -> None:
    """Note what cannot work with the answers that the form takes: kinds, values that no choice has, fixed conditions."""
    around = kinds_of(form)
    for read in notes.reads:
        found = checking.condition_errors if read.decides else checking.type_errors
        for error in found(read.expression, {**around, **_kinds_of_row(form, around, read.rows_of)}):
            where = f"biểu thức “{read.expression.text[:80]}”, ký tự {error.position + 1}"
            notes.say(read.place, f"{where}: {error} {error.hint}".rstrip())


def kinds_of(form: Definition) -> dict[str, Type]:
    """Return the kinds of what expressions outside of lists read."""
    kinds: dict[str, Type] = {name: Type(_GIVEN[name]) for name in form.values_read if name in _GIVEN}
    if form.outcomes:
        kinds["outcome"] = checking.words(*(each.key for each in form.outcomes))
    plain = [each.item for each in form.placed if not (isinstance(each.item, Field) and each.item.calculates)]
    for item in plain:
        kinds[item.key] = _of_field(item) if isinstance(item, Field) else types.list_of(_of_row(item, {}))
    calculated = [each.item for each in form.placed if isinstance(each.item, Field) and each.item.calculates]
    for item in calculated:
        kinds[item.key] = _of_result(item, kinds)
    return kinds


def _kinds_of_row(form: Definition, around: Mapping[str, Type], key: str) -> dict[str, Type]:
    """Return the kinds that expressions within a list read of their row; none outside of lists."""
    item = form.items[key].item if key in form.items else None
    return dict(_of_row(item, around).entries) if isinstance(item, RowList) else {}


def _of_row(item: RowList, around: Mapping[str, Type]) -> types.ContextOf:
    entries: dict[str, Type] = {"row": Type("string"), **dict.fromkeys(item.row_values, ANY)}
    cells = [cell.item for cell in item.cells.values() if isinstance(cell.item, Field)]
    entries |= {cell.key: _of_field(cell) for cell in cells}
    entries |= {cell.key: _of_result(cell, {**around, **entries}) for cell in cells if cell.calculates}
    return types.context_of(entries)


def _of_field(item: Field) -> Type:
    if item.choices:
        values = checking.words(*(choice.value for choice in item.choices))
        return types.list_of(values) if item.kind == "checklist" else values
    if item.kind == "checklist":
        return types.list_of(Type("string"))
    if item.choices_from:
        return Type("string")
    return Type(_KINDS[item.kind]) if item.kind in _KINDS else ANY


def _of_result(item: Field, names: Mapping[str, Type]) -> Type:
    """Return the kind of a calculated value as it is stored: times are texts, lists are not kept."""
    if item.calculated is None:
        return ANY
    found = checking.kind(item.calculated, names)
    return found if found.name in ("number", "boolean", "string") else ANY
