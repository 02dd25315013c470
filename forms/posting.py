"""Reads what a browser posts: flat names with text values become nested raw answers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from forms import messages
from forms.components import PARTS, Field, RowList
from forms.definition import Definition
from forms.errors import FormInvalid

GIVEN_BY_CALLER = frozenset({"csrf_token", "revision", "outcome"})
ROW_BUTTONS = ("add_row", "remove_row")
"""Names of the buttons that add a row to a list (value: its key) or remove one (value: `list-row`)."""

MAX_NAMES = 5_000
"""More posted names than any form of ours with 500 rows; beyond it nothing is read."""

ROW_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:\-]{0,63}")
_PART = re.compile(r"(.+)-(day|month|year|time)")


def read(form: Definition, posted: Mapping[str, Sequence[str]], page: str | None) -> dict[str, Any]:
    """Return the raw answers of the posted names; see `Form.read`."""
    if len(posted) > MAX_NAMES:
        raise FormInvalid({"": [messages.TOO_MUCH]})
    items = [each.item for each in form.placed if page in (None, each.page)]
    answers: dict[str, Any] = {}
    lists: dict[str, dict[str, dict[str, Any]]] = {item.key: {} for item in items if isinstance(item, RowList)}
    if errors := _sort(posted, _targets(items), answers, lists):
        raise FormInvalid(errors)
    _apply_buttons(posted, items, lists)
    for key, rows in lists.items():
        answers[key] = [{"row": row, **cells} for row, cells in rows.items()]
    for item in items:
        if isinstance(item, Field) and item.kind in ("checkbox", "checklist"):
            answers.setdefault(item.key, False if item.kind == "checkbox" else [])
    return answers


def _sort(
    posted: Mapping[str, Sequence[str]], targets: dict[str, Any], answers: dict[str, Any], lists: dict[str, Any]
) -> dict[str, list[str]]:
    """Put every posted value into its place; return the errors."""
    unknown, errors = [], {}
    for name, values in posted.items():
        if name in GIVEN_BY_CALLER or name in ROW_BUTTONS:
            continue
        target = _find(name, targets)
        if target is None:
            unknown.append(name)
        elif not _put(target, values, answers, lists):
            errors[name] = [messages.SENT_TWICE]
    return {"": [messages.unknown(unknown)], **errors} if unknown else errors


class _Target:
    """Where a posted value goes: a question, perhaps a row of a list, perhaps a part of a date."""

    __slots__ = ("field", "part", "place", "row")

    def __init__(self, field: Field, place: str = "", row: str = "", part: str = ""):
        self.field, self.place, self.row, self.part = field, place, row, part


def _targets(items: list[Field | RowList]) -> dict[str, Any]:
    """Return what names may begin with: a question by key, or the questions of a list by its key."""
    return {item.key: item if isinstance(item, Field) else item.cells for item in items}


def _find(name: str, targets: dict[str, Any]) -> _Target | None:
    head, _, rest = name.partition("-")
    known = targets.get(head)
    if isinstance(known, Field):
        part = rest if rest in PARTS.get(known.kind, ()) else ""
        return _Target(known, part=part) if rest == part else None
    if known is None or not rest:
        return None
    for path, part in ((rest, ""), *([match.groups()] if (match := _PART.fullmatch(rest)) else [])):
        row, _, key = path.rpartition("-")
        placed = known.get(key)
        if placed and ROW_ID.fullmatch(row) and (not part or part in PARTS.get(placed.item.kind, ())):
            return _Target(placed.item, place=head, row=row, part=part)
    return None


def _put(target: _Target, values: Sequence[str], answers: dict[str, Any], lists: dict[str, Any]) -> bool:
    """Store the values and return True, or False when a question that takes one value got several."""
    if target.place:
        answers = lists[target.place].setdefault(target.row, {})
    key = target.field.key
    if target.field.kind == "checklist":
        answers[key] = list(values)
        return True
    if len(values) != 1:
        return False
    if not target.part:
        answers[key] = values[0]
        return True
    parts = answers.setdefault(key, {})
    if not isinstance(parts, dict):
        return False
    parts[target.part] = values[0]
    return True


def _apply_buttons(posted: Mapping[str, Sequence[str]], items: list[Field | RowList], lists: dict[str, Any]) -> None:
    adjustable = {item.key for item in items if isinstance(item, RowList) and item.adjustable}
    for key in posted.get("add_row", ()):
        if key in adjustable:
            used = [int(row) for row in lists[key] if row.isascii() and row.isdigit()]
            lists[key][str(max(used, default=0) + 1)] = {}
    for path in posted.get("remove_row", ()):
        key, _, row = path.partition("-")
        if key in adjustable:
            lists[key].pop(row, None)
