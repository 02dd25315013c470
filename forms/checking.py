"""Checks answers: types first, then what is shown, what is required, what may be chosen, and what must fit together."""

from collections.abc import Mapping
from typing import Any

from forms import messages
from forms.case import Case
from forms.components import Check, Field, Placed, RowList
from forms.conditions import value_of
from forms.errors import FormInvalid
from forms.refusing import refused
from forms.visibility import row_scope


def check(case: Case, *, page: str | None = None, kept: bool = False) -> dict[str, Any]:
    """Return clean answers, or raise FormInvalid; see `Form.check` and `Form.check_page`."""
    form = case.form
    _require_outcome(case)
    here = [each for each in form.placed if page in (None, each.page)]
    asked = [each for each in here if each.item.key not in case.hidden]
    names = {*_names(case, asked), "", "outcome"}
    for name, message in refused(case, here) if not kept else ():
        case.errors[name] = [message]
        names.add(name)
    for each in asked:
        if isinstance(each.item, Field):
            _check_field(case, each.item, case.scope, each.item.key)
        else:
            _check_list(case, each.item)
    for rule in form.checks:
        if rule.field in names:
            _check_rule(case, rule, case.scope, rule.field)
    errors = {name: texts for name, texts in case.errors.items() if name in names}
    if errors:
        raise FormInvalid(errors)
    return {each.item.key: _clean(case, each.item) for each in asked if not _is_shown_only(each.item)}


def _require_outcome(case: Case) -> None:
    if case.outcome is None:
        return
    chosen = next((each for each in case.form.outcomes if each.key == case.outcome), None)
    if chosen is None or case.holds(chosen.hide):
        case.say("outcome", messages.OUTCOME_UNKNOWN)


def _check_field(case: Case, item: Field, scope: Mapping[str, Any], name: str) -> None:
    """Note what is wrong with one visible answer: missing, or not among the choices of the case."""
    if name in case.errors or item.is_fixed:
        return
    value = scope.get(item.key)
    if value is None or value is False or value == []:
        if (item.required and not case.partial) or case.holds(item.required_when, scope):
            case.say(name, item.required_message or messages.required(item.kind, item.label))
    elif item.choices_from:
        offered = {choice.value for choice in case.context.choices.get(item.choices_from, ())}
        if not set(value if isinstance(value, list) else [value]) <= offered:
            case.say(name, messages.NOT_A_CHOICE)
    elif item.valid_when is not None and value_of(item.valid_when, scope, case.context.now) is False:
        case.say(name, item.valid_message or messages.INVALID)


def _check_list(case: Case, item: RowList) -> None:
    rows = case.values.get(item.key, [])
    if len(rows) < item.minimum and not case.partial and not item.rows_from:
        case.say(item.key, messages.too_few_rows(item.minimum, item.label))
    for row in rows:
        inner = {**case.scope, **row_scope(case, item, row)}
        for key, cell in item.cells.items():
            name = f"{item.key}-{row['row']}-{key}"
            if isinstance(cell.item, Field) and name not in case.hidden:
                _check_field(case, cell.item, inner, name)
        for rule in item.checks:
            name = f"{item.key}-{row['row']}-{rule.field}"
            if name not in case.hidden:
                _check_rule(case, rule, inner, name)


def _check_rule(case: Case, rule: Check, scope: Mapping[str, Any], name: str) -> None:
    if name not in case.errors and case.holds(rule.when, scope):
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
            if f"{item.key}-{row['row']}-{key}" not in case.hidden and not _is_shown_only(cell.item)
        }
        for row in case.values.get(item.key, [])
    ]


def _is_shown_only(item: Field | RowList) -> bool:
    return isinstance(item, Field) and item.disabled
