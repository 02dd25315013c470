"""Finds what was sent though nobody asks for it: hidden, calculated and disabled questions.

A page without script also draws what its answers hide, and posts it empty or as it was filled in beforehand. That is
not sent; what a person typed there is, and they are told rather than their words dropped.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from forms import messages, numbers
from forms.case import Case
from forms.components import Field, Placed, RowList, default_of


def refused(case: Case, placed: list[Placed]) -> Iterator[tuple[str, str]]:
    """Yield the name of each control that may not be answered and was, with what to tell."""
    for each in placed:
        if each.item.key not in case.raw:
            continue
        sent, typed = case.raw[each.item.key], case.values.get(each.item.key)
        hidden = each.item.key in case.hidden and not _by_outcome(each)
        if isinstance(each.item, RowList):
            yield from _refused_rows(case, each.item, sent, hidden=hidden)
        elif message := _refusal(each.item, sent, typed, case.context.values, hidden=hidden):
            yield each.item.key, message


def _refused_rows(case: Case, item: RowList, sent: list[dict[str, Any]], *, hidden: bool) -> Iterator[tuple[str, str]]:
    typed = {row["row"]: row for row in case.values.get(item.key, [])}
    for row in sent:
        values = case.row_values.get(item.rows_from, {}).get(row["row"], {})
        for key, cell in item.cells.items():
            name = f"{item.key}-{row['row']}-{key}"
            is_hidden = hidden or (name in case.hidden and not _by_outcome(cell))
            if key in row and isinstance(cell.item, Field):
                given = {**case.context.values, **values}
                message = _refusal(cell.item, row[key], typed.get(row["row"], {}).get(key), given, hidden=is_hidden)
                if message:
                    yield name, message


def _by_outcome(placed: Placed) -> bool:
    """Tell whether the button that was pressed hides it: then the page had it, and it is left out."""
    return any("outcome" in (hide.names | hide.filter_names) for hide in placed.hides)


def _refusal(item: Field, sent: Any, typed: Any, given: Mapping[str, Any], *, hidden: bool) -> str:
    """Return why an answer is refused, "" if it is not. What the page itself put there may come back."""
    if item.calculates:
        return "" if _is_same(sent, typed) else messages.CALCULATED
    default = default_of(item, given)
    if item.disabled:
        return "" if _is_same(sent, default) else messages.DISABLED
    is_untouched = typed is False or (default is not None and default in (sent, typed))
    return messages.HIDDEN if hidden and not is_untouched else ""


def _is_same(sent: Any, value: Any) -> bool:
    """Tell whether what was sent is the value, as JSON or as people read it."""
    if type(value) in (int, float):
        return str(sent) in (str(value), numbers.written(value)) and type(sent) is not bool
    return bool(sent == value) or (type(value) is bool and sent == str(value).lower())
