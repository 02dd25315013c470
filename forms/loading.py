"""Turns answers as they come into typed values, rows in their order, each error under the name of its control."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import RAISE, ValidationError

from forms import messages
from forms.case import Case
from forms.components import Field, RowList
from forms.context import Context
from forms.definition import Definition
from forms.posting import ROW_ID
from forms.visibility import settle


def standing(form: Definition, answers: Mapping[str, Any], context: Context, outcome: str | None = None) -> Case:
    """Return the case as it stands: every value that has its type, what is hidden, what conditions see.

    Answers need not be valid; what is wrong with their types stands among the errors.
    """
    case = Case(form, context, outcome)
    raw: dict[str, Any] = {}
    for key, value in answers.items():
        placed = form.items.get(key)
        if placed is None:
            continue
        if isinstance(placed.item, RowList):
            raw[key] = _rows(case, placed.item, value)
        elif not _is_blank(value):
            raw[key] = value
    if unknown := [str(key) for key in answers if key not in form.items]:
        case.say("", messages.unknown(unknown))
    for each in form.placed:
        if isinstance(each.item, RowList) and each.item.rows_from and each.item.key not in raw:
            raw[each.item.key] = _rows(case, each.item, [])
    case.raw, case.values = raw, _typed(case, _answered(form, raw))
    settle(case)
    return case


def _answered(form: Definition, raw: dict[str, Any]) -> dict[str, Any]:
    """Return the answers without what nobody may answer: it is calculated, or comes with the case."""
    answers: dict[str, Any] = {}
    for key, value in raw.items():
        item = form.items[key].item
        if isinstance(item, RowList):
            fixed = {name for name, cell in item.cells.items() if isinstance(cell.item, Field) and cell.item.is_fixed}
            answers[key] = [{name: part for name, part in row.items() if name not in fixed} for row in value]
        elif not item.is_fixed:
            answers[key] = value
    return answers


def _rows(case: Case, item: RowList, given: Any) -> list[dict[str, Any]]:
    """Return the rows in their right order, blanks removed, each with its id."""
    if given is None:
        given = []
    if not isinstance(given, list) or not all(isinstance(row, Mapping) for row in given):
        case.say(item.key, messages.WRONG_TYPE)
        given = []
    known = [row.id for row in case.context.rows.get(item.rows_from, ())] if item.rows_from else None
    if len(given) > (item.maximum if known is None else len(known)):
        case.say(item.key, messages.too_many_rows(item.maximum) if known is None else messages.ROWS_CHANGED)
        given = given[: item.maximum]
    rows: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(given, start=1):
        row_id = str(row.get("row") or number)
        if row_id in rows or not ROW_ID.fullmatch(row_id) or (known is not None and row_id not in known):
            case.say(item.key, messages.ROWS_CHANGED)
            continue
        rows[row_id] = {key: value for key, value in row.items() if key != "row" and not _is_blank(value)}
    if known is not None:
        return [{"row": row_id, **rows.get(row_id, {})} for row_id in known]
    return [{"row": row_id, **row} for row_id, row in rows.items() if any(value is not False for value in row.values())]


def _typed(case: Case, raw: dict[str, Any]) -> dict[str, Any]:
    try:
        return dict(case.form.schema(unknown=RAISE, partial=True).load(raw))
    except ValidationError as error:
        for name, message in _named(case, raw, error.messages_dict):
            case.say(name, message)
        valid = dict(error.valid_data or {})
        for key in [
            key for key in valid if isinstance(raw.get(key), list) and isinstance(case.form.items[key].item, RowList)
        ]:
            valid[key] = [{"row": row["row"], **typed} for row, typed in _pairs(raw[key], valid[key])]
        return valid


def _pairs(rows: list[dict[str, Any]], typed: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each row with what is valid of it; marshmallow leaves out rows of which nothing is."""
    by_id = {row.get("row"): row for row in typed if isinstance(row, dict)}
    for row in rows:
        yield row, by_id.get(row["row"], {})


def _named(case: Case, raw: dict[str, Any], found: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    """Yield marshmallow's nested messages under the names of the controls."""
    for key, texts in found.items():
        row_list = case.form.items[key].item
        if not isinstance(row_list, RowList) or not isinstance(texts, Mapping):
            yield key, _first(texts)
            continue
        for index, row in texts.items():
            row_id = raw[key][index]["row"] if isinstance(index, int) else ""
            unknown = [name for name in row if name not in row_list.cells]
            if unknown:
                yield key, messages.unknown(unknown)
            for name in row:
                if name not in unknown:
                    yield f"{key}-{row_id}-{name}", _first(row[name])


def _first(texts: Any) -> str:
    while isinstance(texts, Mapping):
        texts = next(iter(texts.values()))
    return str(texts[0])


def _is_blank(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        return all(isinstance(part, str) and not part.strip() for part in value.values())
    return value is None or value == []
