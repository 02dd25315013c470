"""Checks answers: types first, then what is shown, what is required, what may be chosen, and what must fit together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from marshmallow import RAISE, ValidationError

from forms import messages
from forms.components import Check, Field, Placed, RowList
from forms.conditions import holds
from forms.context import Context
from forms.definition import Definition
from forms.errors import FormInvalid
from forms.posting import ROW_ID

ROUNDS = 10
"""How often hiding is worked out anew while questions that are hidden hide others; then the last word stands."""


@dataclass
class Case:
    """One checking: typed values, errors by name, and which names are hidden."""

    form: Definition
    context: Context
    outcome: str | None
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    scope: dict[str, Any] = field(default_factory=dict)
    """What conditions see: the values of the case, then visible answers, then the outcome."""

    @cached_property
    def row_values(self) -> dict[str, dict[str, Mapping[str, Any]]]:
        """Return what the case says of each row, by kind of row and its id."""
        return {kind: {row.id: row.values for row in rows} for kind, rows in self.context.rows.items()}

    @property
    def partial(self) -> bool:
        """Return whether the outcome asks only for what a condition requires."""
        return any(each.partial for each in self.form.outcomes if each.key == self.outcome)

    def say(self, name: str, message: str) -> None:
        """Note an error, once for each name."""
        self.errors.setdefault(name, [message])


def check(
    form: Definition,
    answers: Mapping[str, Any],
    context: Context,
    *,
    outcome: str | None = None,
    page: str | None = None,
) -> dict[str, Any]:
    """Return clean answers, or raise FormInvalid; see `Form.check` and `Form.check_page`."""
    case = _load(form, answers, context, outcome)
    _require_outcome(case)
    asked = [each for each in form.placed if page in (None, each.page) and each.item.key not in case.hidden]
    for each in asked:
        if isinstance(each.item, Field):
            _check_field(case, each.item, case.scope, each.item.key)
        else:
            _check_list(case, each.item)
    names = _names(case, asked)
    for rule in form.checks:
        if rule.field in names:
            _check_rule(case, rule, case.scope, rule.field)
    errors = {name: texts for name, texts in case.errors.items() if name in names or name in ("", "outcome")}
    if errors:
        raise FormInvalid(errors)
    return {each.item.key: _clean(case, each.item) for each in asked}


def standing(form: Definition, answers: Mapping[str, Any], context: Context, outcome: str | None = None) -> Case:
    """Return the case as it stands, for pages: what is hidden and what conditions see. Answers need not be valid."""
    return _load(form, answers, context, outcome)


def _load(form: Definition, answers: Mapping[str, Any], context: Context, outcome: str | None) -> Case:
    """Return the case with every value that has its type; what has not stands among the errors."""
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
    case.values = _typed(case, raw)
    _hide(case)
    return case


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


def _scope(case: Case) -> dict[str, Any]:
    scope: dict[str, Any] = dict(case.context.values)
    for each in case.form.placed:
        key, item = each.item.key, each.item
        if isinstance(item, RowList):
            scope[key] = (
                None if key in case.hidden else [_row_values(case, item, row) for row in case.values.get(key, [])]
            )
        else:
            scope[key] = None if key in case.hidden else case.values.get(key)
    return {**scope, "outcome": case.outcome}


def _row_values(case: Case, item: RowList, row: dict[str, Any]) -> dict[str, Any]:
    """Return what conditions within a row see of it: what the case says of the row, then its visible answers."""
    names = {key: f"{item.key}-{row['row']}-{key}" for key in item.cells}
    given = case.row_values.get(item.rows_from, {}).get(row["row"], {})
    answers = {key: None if name in case.hidden else row.get(key) for key, name in names.items()}
    return {**given, "row": row["row"], **answers}


def _hide(case: Case) -> None:
    """Work out what is hidden, until hiding one question shows or hides no other."""
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
        if _is_under(each, case.scope):
            yield key
        elif isinstance(each.item, RowList):
            conditional = [(name, cell) for name, cell in each.item.cells.items() if cell.hides]
            for row in case.values.get(key, []) if conditional else []:
                inner = {**case.scope, **_row_values(case, each.item, row)}
                yield from (f"{key}-{row['row']}-{name}" for name, cell in conditional if _is_under(cell, inner))


def _is_under(cell: Placed, scope: dict[str, Any]) -> bool:
    return any(holds(condition, scope) for condition in cell.hides)


def _require_outcome(case: Case) -> None:
    if case.outcome is None:
        return
    chosen = next((each for each in case.form.outcomes if each.key == case.outcome), None)
    if chosen is None or holds(chosen.hide, case.scope):
        case.say("outcome", messages.OUTCOME_UNKNOWN)


def _check_field(case: Case, item: Field, scope: Mapping[str, Any], name: str) -> None:
    """Note what is wrong with one visible answer: missing, or not among the choices of the case."""
    if name in case.errors:
        return
    value = scope.get(item.key)
    if value is None or value is False or value == []:
        if (item.required and not case.partial) or holds(item.required_when, scope):
            case.say(name, item.required_message or messages.required(item.kind, item.label))
    elif item.choices_from:
        offered = {choice.value for choice in case.context.choices.get(item.choices_from, ())}
        if not set(value if isinstance(value, list) else [value]) <= offered:
            case.say(name, messages.NOT_A_CHOICE)


def _check_list(case: Case, item: RowList) -> None:
    rows = case.values.get(item.key, [])
    if len(rows) < item.minimum and not case.partial and not item.rows_from:
        case.say(item.key, messages.too_few_rows(item.minimum, item.label))
    for row in rows:
        inner = {**case.scope, **_row_values(case, item, row)}
        for key, cell in item.cells.items():
            name = f"{item.key}-{row['row']}-{key}"
            if isinstance(cell.item, Field) and name not in case.hidden:
                _check_field(case, cell.item, inner, name)
        for rule in item.checks:
            name = f"{item.key}-{row['row']}-{rule.field}"
            if name not in case.hidden:
                _check_rule(case, rule, inner, name)


def _check_rule(case: Case, rule: Check, scope: Mapping[str, Any], name: str) -> None:
    if name not in case.errors and holds(rule.when, scope):
        case.say(name, rule.message)


def _names(case: Case, asked: list[Placed]) -> set[str]:
    """Return the names of what is asked: only their errors count."""
    names = {each.item.key for each in asked}
    for each in asked:
        if isinstance(each.item, RowList):
            for row in case.values.get(each.item.key, []):
                names |= {f"{each.item.key}-{row['row']}-{key}" for key in each.item.cells} - case.hidden
    return names


def _clean(case: Case, item: Field | RowList) -> Any:
    if isinstance(item, Field):
        return case.values.get(item.key, False if item.kind == "checkbox" else None)
    return [
        {"row": row["row"]}
        | {
            key: row.get(key, False if isinstance(cell.item, Field) and cell.item.kind == "checkbox" else None)
            for key, cell in item.cells.items()
            if f"{item.key}-{row['row']}-{key}" not in case.hidden
        }
        for row in case.values.get(item.key, [])
    ]
