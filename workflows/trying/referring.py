"""Answers that name rows and choices of the case by their place ("#2"), for their numbers differ in every copy.

What people, nominees and units are numbered depends on the database that was copied; which place they have on a form
does not. Choices that are words stay as they are.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from forms import Context, Form
from forms.components import Field, RowList

PLACE = "#"
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
"""Longer ones stand for no row; the longest of all no machine would read."""
Change = Callable[[object, Sequence[str]], object]


def portable(form: Form, context: Context, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return raw answers with the numbers of rows and choices put as places."""
    return _changed(form, context, answers, _as_place)


def resolved(form: Form, context: Context, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return raw answers with places put as what stands there now. What stands nowhere stays, for the form to refuse."""
    return _changed(form, context, answers, _at_place)


def _changed(form: Form, context: Context, answers: Mapping[str, Any], change: Change) -> dict[str, Any]:
    found = dict(answers)
    for key, value in answers.items():
        item = form.items[key].item if key in form.items else None
        if isinstance(item, RowList) and isinstance(value, list):
            found[key] = [_row(item, context, row, change) for row in value]
        elif isinstance(item, Field):
            found[key] = _chosen(item, context, value, change)
    return found


def _row(item: RowList, context: Context, row: object, change: Change) -> object:
    if not isinstance(row, Mapping):
        return row
    ids = [each.id for each in context.rows.get(item.rows_from, ())] if item.rows_from else []
    found = dict(row)
    for key, value in row.items():
        cell = item.cells[key].item if key in item.cells else None
        if key == "row":
            found[key] = change(value, ids)
        elif isinstance(cell, Field):
            found[key] = _chosen(cell, context, value, change)
    return found


def _chosen(item: Field, context: Context, value: object, change: Change) -> object:
    if not item.choices_from:
        return value
    values = [each.value for each in context.choices.get(item.choices_from, ())]
    return [change(each, values) for each in value] if isinstance(value, list) else change(value, values)


def _as_place(value: object, known: Sequence[str]) -> object:
    text = str(value)
    return f"{PLACE}{known.index(text) + 1}" if text.isdecimal() and text in known else value


def _at_place(value: object, known: Sequence[str]) -> object:
    text = str(value)
    place = text.removeprefix(PLACE)
    if text in known or not text.startswith(PLACE) or not _NUMBER.fullmatch(place) or int(place) > len(known):
        return value
    return known[int(place) - 1]
