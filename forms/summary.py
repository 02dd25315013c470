"""Answers in words: what one reads before signing, and what a dossier shows afterwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms import numbers
from forms.calculating import in_words
from forms.case import Case
from forms.components import PARTS, Field, RowList
from forms.context import Context
from forms.definition import Definition
from forms.drawing import choices_of, rows_of
from forms.loading import standing
from forms.visibility import standing_row

NOTHING = "Chưa nhập"


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: the question, the answer's paragraphs, and where to change it."""

    label: str
    texts: tuple[str, ...]
    anchor: str
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """The answers about one row of a list."""

    label: str
    hint: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """The answers of one page: lines first, then the lists."""

    key: str
    title: str
    lines: tuple[Line, ...]
    lists: tuple[tuple[str, tuple[SummaryRow, ...]], ...]


def summary(form: Definition, answers: Mapping[str, Any], context: Context) -> tuple[SummaryPage, ...]:
    """Return the visible answers by page; pages on which nothing is asked are left out. Answers need not be valid."""
    case = standing(form, answers, context)
    pages = []
    for page in form.pages:
        items = [each.item for each in form.placed if each.page == page.key and each.item.key not in case.hidden]
        lines = tuple(_lines(items, {**case.values, **answers}, context))
        lists = tuple((item.label, tuple(_rows(case, item, answers))) for item in items if isinstance(item, RowList))
        if lines or lists:
            pages.append(SummaryPage(page.key, page.title, lines, tuple(each for each in lists if each[1])))
    return tuple(pages)


def _lines(items: list[Field | RowList], answers: Mapping[str, Any], context: Context) -> Iterator[Line]:
    """Yield the answers that are not in lists. What only some way to finish asks for is left out while it is empty."""
    for item in items:
        if isinstance(item, Field) and item.label:
            line = _line(item, answers.get(item.key), item.key, context)
            is_for_outcome = item.required_when is not None and "outcome" in item.required_when.names
            if not (line.is_empty and is_for_outcome):
                yield line


def _rows(case: Case, item: RowList, answers: Mapping[str, Any]) -> Iterator[SummaryRow]:
    rows, by_id = rows_of(item, answers if item.key in answers else {item.key: []}, case.context)
    for row in rows:
        given = {**standing_row(case, item, row.id), **by_id.get(row.id, {})}
        names = {key: f"{item.key}-{row.id}-{key}" for key in item.cells}
        yield SummaryRow(
            row.label,
            row.hint,
            tuple(
                _line(cell.item, given.get(key), names[key], case.context)
                for key, cell in item.cells.items()
                if isinstance(cell.item, Field) and cell.item.label and names[key] not in case.hidden
            ),
        )


def _line(item: Field, value: Any, name: str, context: Context) -> Line:
    texts = tuple(_words(item, value, context))
    anchor = f"{name}-day" if item.kind in PARTS else name
    return Line(item.label, texts or (NOTHING,), anchor, is_empty=not texts)


def _words(item: Field, value: Any, context: Context) -> list[str]:
    """Return the paragraphs of an answer, none when there is no answer."""
    if item.kind == "checkbox":
        return ["Có" if value in (True, "true", "on", "1") else "Không"]
    if value in (None, "", []):
        return []
    if item.calculates:
        return [in_words(item, value)]
    if item.kind in ("select", "radio", "checklist"):
        labels = {choice.value: choice.label for choice in choices_of(item, context)}
        return [labels.get(str(each), str(each)) for each in (value if isinstance(value, list) else [value])]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        written = str(value) if item.kind == "year" else numbers.written(value)
        return [f"{written} {item.suffix}".strip()]
    if isinstance(value, Mapping):
        parts = [str(part) for part in value.values() if part]
        return ["/".join(parts)] if parts else []
    return [_day(str(value)) if item.kind in PARTS else text for text in str(value).split("\n") if text.strip()]


def _day(text: str) -> str:
    """Return an ISO day as dd/mm/yyyy, with its time after a comma."""
    day, _, time = text.partition("T")
    parts = day.split("-")
    return "/".join(reversed(parts)) + (f", {time}" if time else "") if len(parts) == 3 else text
