"""Made-up answers that a form accepts, for rehearsals and try-outs: only what is asked is filled in."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from forms import messages
from forms.components import Field, RowList
from forms.context import Choice, Context, Row
from forms.errors import FormInvalid
from forms.form import Form

ROUNDS = 12
SENTENCE = "Nội dung minh họa để chạy thử quy trình, không phải dữ liệu thật. "


def made_up(form: Form, now: datetime) -> Context:
    """Return a case for a form that no dossier is at hand for: two rows and two choices wherever it asks for some.

    Of the names that it takes from the case only the day is there; the rest is missing. `now` is in the zone of the day.
    """
    return Context(
        values={"today": now.date().isoformat()} if "today" in form.values_read else {},
        choices={name: tuple(Choice(f"mau_{n}", f"Lựa chọn mẫu {n}") for n in (1, 2)) for name in form.choices_read},
        rows={name: tuple(Row(f"mau_{n}", f"Dòng mẫu {n}") for n in (1, 2)) for name in form.rows_read},
        now=now,
    )


def sample(
    form: Form,
    context: Context,
    *,
    outcome: str | None,
    today: date,
    given: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return raw answers of the whole form that pass its check. `given` answers are kept as they are.

    Raises FormInvalid with what cannot be satisfied by filling in, for example a rule over several answers.
    """
    answers: dict[str, Any] = deepcopy(dict(given or {}))
    refusals = {messages.HIDDEN, messages.CALCULATED, messages.DISABLED}
    _start_rows(form, context, answers)
    for _ in range(ROUNDS):
        try:
            form.check(answers, context, outcome=outcome)
        except FormInvalid as invalid:
            changed = [
                _drop(answers, name) if refusals.issuperset(texts) else _fill(form, context, answers, name, today)
                for name, texts in invalid.errors.items()
            ]
            if not any(changed):
                raise
        else:
            break
    return answers


def _start_rows(form: Form, context: Context, answers: dict[str, Any]) -> None:
    for key, placed in form.items.items():
        if isinstance(placed.item, RowList) and placed.item.rows_from:
            kept = {str(row.get("row")): row for row in answers.get(key, [])}
            answers[key] = [kept.get(row.id, {"row": row.id}) for row in context.rows.get(placed.item.rows_from, ())]


def _drop(answers: dict[str, Any], name: str) -> bool:
    """Take back an answer that nobody asks for; return whether there was one."""
    key, _, rest = name.partition("-")
    row_id, _, cell = rest.rpartition("-")
    if not rest:
        return answers.pop(key, None) is not None
    return any(row.pop(cell, None) is not None for row in answers.get(key, []) if str(row["row"]) == row_id)


def _fill(form: Form, context: Context, answers: dict[str, Any], name: str, today: date) -> bool:
    """Answer the question with that name; return whether anything changed."""
    key, _, rest = name.partition("-")
    placed = form.items.get(key)
    if placed is None:
        return False
    if isinstance(placed.item, Field):
        return _put(answers, placed.item, context, today)
    if not rest:
        missing = max(placed.item.minimum, 1) - len(answers.get(key, []))
        answers[key] = [*answers.get(key, []), *({"row": f"new{n}"} for n in range(missing))]
        return missing > 0
    row_id, _, cell = rest.rpartition("-")
    row = next((row for row in answers[key] if str(row["row"]) == row_id), None)
    item = placed.item.cells[cell].item if cell in placed.item.cells else None
    return row is not None and isinstance(item, Field) and _put(row, item, context, today)


def _put(answers: dict[str, Any], item: Field, context: Context, today: date) -> bool:
    value = _value(item, context, today)
    if value in (None, "", []) or answers.get(item.key) == value:
        return False
    answers[item.key] = value
    return True


def _value(item: Field, context: Context, today: date) -> Any:
    choices: tuple[Choice, ...] = context.choices.get(item.choices_from, ()) if item.choices_from else item.choices
    if item.kind in ("select", "radio"):
        return choices[0].value if choices else None
    if item.kind == "checklist":
        return [choice.value for choice in choices[:1]]
    if item.kind == "checkbox":
        return True
    if item.kind in ("date", "datetime", "time"):
        return {"date": f"{today:%d/%m/%Y}", "time": "08:00", "datetime": f"{today:%d/%m/%Y} 08:00"}[item.kind]
    if item.kind in ("year", "integer", "decimal", "money"):
        return str(_number(item, today))
    return _text(item)


def _number(item: Field, today: date) -> int:
    if item.kind == "year":
        return today.year
    minimum = int(getattr(item.loader, "minimum", None) or 0)
    maximum = getattr(item.loader, "maximum", None)
    return minimum + 1 if maximum is None or minimum + 1 <= maximum else minimum


def _text(item: Field) -> str:
    kind = type(item.loader).__name__
    if kind == "DocumentNumber":
        return "01/TTr-DV"
    if kind == "TaxCode":
        return "0101234567"
    minimum = int(getattr(item.loader, "minimum", 0) or 0)
    longest = item.maximum_length or 200
    return (SENTENCE * (minimum // len(SENTENCE) + 1)).strip()[: max(minimum, min(longest, 120))]


def as_posted(answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return raw answers as a browser would post them: the inverse of `Form.read`."""
    posted: dict[str, list[str]] = {}
    for key, value in answers.items():
        rows = value if isinstance(value, list) and any(isinstance(each, Mapping) for each in value) else None
        if rows is None:
            posted |= _flat(key, value)
        else:
            for row in rows:
                for cell, inner in row.items():
                    posted |= _flat(f"{key}-{row['row']}-{cell}", inner) if cell != "row" else {}
    return posted


def _flat(name: str, value: Any) -> dict[str, list[str]]:
    if value is None or value is False or value == []:
        return {}
    if isinstance(value, Mapping):
        return {f"{name}-{part}": [str(each)] for part, each in value.items()}
    if isinstance(value, list):
        return {name: [str(each) for each in value]}
    return {name: ["true" if value is True else str(value)]}
