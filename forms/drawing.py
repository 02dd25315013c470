"""Draws a page of a form: which controls it shows in this case, with which values, choices and errors."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import feel
from forms import numbers
from forms.calculating import in_words
from forms.case import Case
from forms.components import DATE_PARTS, PARTS, Component, Field, Fieldset, Note, Page, RowList, default_of
from forms.conditions import value_of
from forms.context import Choice, Context, Row
from forms.definition import Definition
from forms.loading import standing
from forms.views import Control, ErrorLine, Item, Option, PageView, Paragraphs, Part, Reveal, Rows, RowView, Section
from forms.visibility import standing_row

TYPES = {
    "text": "input",
    "long_text": "textarea",
    "integer": "input",
    "decimal": "input",
    "money": "input",
    "year": "input",
    "date": "date",
    "time": "input",
    "datetime": "date",
    "select": "select",
    "radio": "radios",
    "checklist": "checkboxes",
    "checkbox": "checkbox",
}
PART_LABELS = {"day": ("Ngày", "2"), "month": ("Tháng", "2"), "year": ("Năm", "4"), "time": ("Giờ", "3")}
SHORT = {"2", "3", "4", "5"}
INLINE_LENGTH = 60
"""Letters of all labels together that still fit on a line of a form."""
NUMERIC = {"integer", "decimal", "money", "year"}
_WORD = r'(?:"(\w+)"|(true|false|null))'
_COMPARED = re.compile(rf"(\w+)\s*(!=|=)\s*{_WORD}")


@dataclass(frozen=True)
class Drawing:
    """What stays the same while a page is drawn."""

    case: Case
    answers: Mapping[str, Any]
    errors: Mapping[str, list[str]]
    on_page: frozenset[str]

    def is_gone(self, hide: feel.Expression | None, scope: Mapping[str, Any]) -> bool:
        """Return whether a component is hidden for good: nothing on this page can bring it back."""
        stays = hide is not None and not (hide.names | hide.filter_names) & self.on_page
        return stays and self.case.holds(hide, scope)


@dataclass(frozen=True)
class Spot:
    """Where a component stands: at the top, or in a row of a list with its own answers and names."""

    answers: Mapping[str, Any]
    scope: Mapping[str, Any]
    given: Mapping[str, Any]
    """What the case says, for defaults: an answer of the same name must not hide it."""

    prefix: str = ""
    cells: frozenset[str] = frozenset()


def page_view(
    form: Definition, page: Page, answers: Mapping[str, Any], context: Context, errors: Mapping[str, list[str]]
) -> PageView:
    """Return the page with these answers, raw or clean, and these errors."""
    case = standing(form, answers, context)
    on_page = frozenset(each.item.key for each in form.placed if each.page == page.key)
    cells = frozenset(
        key
        for each in form.placed
        if isinstance(each.item, RowList) and each.page == page.key
        for key in each.item.cells
    )
    drawing = Drawing(case, answers, errors, on_page | cells)
    items = tuple(_items(drawing, page.children, Spot(answers, case.scope, context.values)))
    lines = tuple(line for line in error_lines(form, errors, context) if line.page in ("", page.key))
    return PageView(page.key, page.title, page.hint, items, lines)


def error_lines(form: Definition, errors: Mapping[str, list[str]], context: Context) -> tuple[ErrorLine, ...]:
    """Return errors in the order of the form, each with its page; an error within a row names the row."""
    order = {each.item.key: number for number, each in enumerate(form.placed)}
    return tuple(
        _error_line(form, name, message, context)
        for name, messages in sorted(errors.items(), key=lambda error: order.get(error[0].partition("-")[0], -1))
        for message in messages
    )


def _error_line(form: Definition, name: str, message: str, context: Context) -> ErrorLine:
    key, _, rest = name.partition("-")
    placed = form.items.get(key)
    if placed is None:
        return ErrorLine(message, "", "")
    if not isinstance(placed.item, RowList) or not rest:
        return ErrorLine(_naming(placed.item.label, message), placed.page, _anchor(placed.item, name))
    row_id, _, cell = rest.rpartition("-")
    labels = {row.id: row.label for row in context.rows.get(placed.item.rows_from, ())}
    label = labels.get(row_id) or f"{placed.item.row_label} {row_id}"
    inner = placed.item.cells.get(cell)
    named = _naming(inner.item.label, message) if inner else message
    return ErrorLine(f"{label}: {named}", placed.page, _anchor(inner.item, name) if inner else key)


def _naming(label: str, message: str) -> str:
    """Return the message with the question before it: alone in the summary, "Nhập bằng chữ số" says too little."""
    return message if not label or label.lower() in message.lower() else f"{label}: {message}"


def _anchor(item: Field | RowList, name: str) -> str:
    return f"{name}-day" if isinstance(item, Field) and item.kind in PARTS else name


def _items(drawing: Drawing, children: tuple[Component, ...], spot: Spot) -> Iterator[Item]:
    for child in children:
        # What was refused stays in sight with what was typed, also where nobody is asked for it any more.
        refused = _is_refused(drawing, child, spot)
        if drawing.is_gone(child.hide, spot.scope) and not refused:
            continue
        reveal = None if refused else _reveal(drawing, child.hide, spot)
        if isinstance(child, Note):
            yield Paragraphs(_paragraphs(child, spot.scope, drawing.case.context))
        elif isinstance(child, Fieldset):
            yield Section(child.label, child.hint, tuple(_items(drawing, child.children, spot)), reveal)
        elif isinstance(child, RowList):
            # Rows that the case knows nothing of are not its business; rows that it has none of are said to be none.
            if not child.rows_from or child.rows_from in drawing.case.context.rows:
                yield _rows(drawing, child, reveal)
        elif child.calculates:
            if child.label:
                yield _result(drawing, child, spot, reveal)
        else:
            yield _control(drawing, child, spot, reveal)


def _is_refused(drawing: Drawing, child: Component, spot: Spot) -> bool:
    """Tell whether there is an error at the component or within."""
    if isinstance(child, Fieldset):
        return any(_is_refused(drawing, each, spot) for each in child.children)
    if isinstance(child, RowList):
        return any(name == child.key or name.startswith(f"{child.key}-") for name in drawing.errors)
    return isinstance(child, Field) and spot.prefix + child.key in drawing.errors


def _rows(drawing: Drawing, item: RowList, reveal: Reveal | None) -> Rows:
    rows, answers = rows_of(item, drawing.answers, drawing.case.context)
    views = []
    for row in rows:
        cells = answers.get(row.id, {})
        typed = {key: cells.get(key) for key in item.cells}
        scope = {**drawing.case.scope, **row.values, **typed, **standing_row(drawing.case, item, row.id), "row": row.id}
        given = {**drawing.case.context.values, **row.values}
        spot = Spot(cells, scope, given, f"{item.key}-{row.id}-", frozenset(item.cells))
        items = tuple(_items(drawing, item.children, spot))
        views.append(RowView(row.id, row.label, row.hint, items, compact=_is_compact(items)))
    errors = tuple(drawing.errors.get(item.key, ()))
    add_label = item.add_label if item.adjustable and len(views) < item.maximum else ""
    return Rows(item.key, item.label, item.hint, errors, tuple(views), add_label, item.adjustable, reveal)


def _is_compact(items: tuple[Item, ...]) -> bool:
    return len(items) > 1 and all(isinstance(each, Control) and each.width in SHORT for each in items)


def rows_of(
    item: RowList, answers: Mapping[str, Any], context: Context
) -> tuple[list[Row], dict[str, Mapping[str, Any]]]:
    """Return the rows to show, those of the case or those that people made, and the answers of each by its id."""
    given = answers.get(item.key)
    if not isinstance(given, list):
        given = [] if item.rows_from else [{"row": str(number)} for number in range(1, item.start_rows + 1)]
    by_id = {str(row.get("row") or n): row for n, row in enumerate(given, start=1) if isinstance(row, Mapping)}
    if item.rows_from:
        return list(context.rows.get(item.rows_from, ())), by_id
    return [Row(row_id, f"{item.row_label} {n}") for n, row_id in enumerate(by_id, start=1)], by_id


def _control(drawing: Drawing, item: Field, spot: Spot, reveal: Reveal | None) -> Control:
    name = spot.prefix + item.key
    is_answered = item.key in spot.answers and not item.disabled
    value = spot.answers[item.key] if is_answered else default_of(item, spot.given)
    options = _options(item, name, value, drawing.case.context)
    return Control(
        type=TYPES[item.kind],
        name=name,
        anchor=_anchor(item, name),
        label=item.label,
        hint=item.hint,
        errors=tuple(drawing.errors.get(name, ())),
        optional=not item.required and item.required_when is None and item.kind != "checkbox",
        value=_typed_again(value, item.kind),
        options=options,
        parts=_parts(item, name, value),
        prefix=item.prefix,
        suffix=item.suffix,
        width=item.width or ("4" if item.kind == "time" else ""),
        lines=item.lines,
        numeric=item.kind in NUMERIC,
        inline=bool(spot.prefix) and _fits_on_a_line(options),
        maximum_length=item.maximum_length,
        reveal=reveal,
        disabled=item.disabled,
    )


def _result(drawing: Drawing, item: Field, spot: Spot, reveal: Reveal | None) -> Control:
    """Return a calculated value: shown, not to be answered."""
    name = spot.prefix + item.key
    return Control(
        type="result",
        name=name,
        anchor=name,
        label=item.label,
        hint=item.hint,
        errors=tuple(drawing.errors.get(name, ())),
        optional=False,
        value=in_words(item, spot.scope.get(item.key)),
        width="5",
        reveal=reveal,
    )


def choices_of(item: Field, context: Context) -> tuple[Choice, ...]:
    """Return what may be chosen in this case."""
    return context.choices.get(item.choices_from, ()) if item.choices_from else item.choices


def _options(item: Field, name: str, value: Any, context: Context) -> tuple[Option, ...]:
    if item.kind == "checkbox":
        return (Option(name, "true", item.label, item.hint, value in (True, "true", "on", "1")),)
    chosen = value if isinstance(value, list) else [value]
    return tuple(
        Option(name if n == 1 else f"{name}-{n}", choice.value, choice.label, choice.hint, choice.value in chosen)
        for n, choice in enumerate(choices_of(item, context), start=1)
    )


def _fits_on_a_line(options: tuple[Option, ...]) -> bool:
    length = sum(len(option.label) for option in options)
    return length <= INLINE_LENGTH and not any(option.hint for option in options)


def _parts(item: Field, name: str, value: Any) -> tuple[Part, ...]:
    if item.kind not in PARTS:
        return ()
    texts = dict(value) if isinstance(value, Mapping) else _split(value)
    return tuple(
        Part(f"{name}-{part}", PART_LABELS[part][0], _typed_again(texts.get(part)), PART_LABELS[part][1])
        for part in PARTS[item.kind]
    )


def _split(value: Any) -> dict[str, str]:
    """Return the parts of an ISO text; anything else goes into the first box, so that nothing typed is lost."""
    text = value if isinstance(value, str) else ""
    day, _, time = text.partition("T")
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        return dict(zip(DATE_PARTS, reversed(day.split("-")), strict=True)) | {"time": time[:5]}
    return {"day": text}


def _typed_again(value: Any, kind: str = "") -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value) if kind == "year" else numbers.written(value)
    return value if isinstance(value, str) else ""


def _paragraphs(note: Note, scope: Mapping[str, Any], context: Context) -> tuple[str, ...]:
    texts = (part if isinstance(part, str) else _read_out(value_of(part, scope, context.now)) for part in note.parts)
    return tuple(text.strip() for text in "".join(texts).split("\n\n") if text.strip())


def _read_out(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    return value if isinstance(value, str) else numbers.written(value) if value is not None else ""


def _reveal(drawing: Drawing, hide: feel.Expression | None, spot: Spot) -> Reveal | None:
    """Return a condition that a page's script can apply: one control compared with words, all `!=` or all `=`."""
    text = " ".join(hide.text.split()) if hide else ""
    found = _COMPARED.findall(text)
    if len({(name, sign) for name, sign, *_ in found}) != 1 or found[0][0] not in drawing.on_page:
        return None
    name, sign, *_ = found[0]
    joint = " and " if sign == "!=" else " or "
    if joint.join(f"{name} {sign} " + (f'"{word}"' if word else bare) for _, _, word, bare in found) != text:
        return None
    values = tuple("" if bare in ("null", "false") else word or bare for _, _, word, bare in found)
    return Reveal(spot.prefix + name if name in spot.cells else name, values, shows=sign == "!=")
