"""The rows that forms ask about: nominees, papers, members; and how answers find back to their records."""

from collections.abc import Iterable

from forms import FormInvalid, Row
from workflows.models import Nominee
from workflows.nomination import KIND_LABELS


def nominee_rows(nominees: Iterable[Nominee]) -> tuple[Row, ...]:
    """Return nominees as rows of a form."""
    return tuple(Row(str(each.id), each.name, KIND_LABELS[each.kind]) for each in nominees)


def by_row(answers: dict, key: str) -> dict[int, dict]:
    """Return the answers of a list by the id of the record that each row stands for."""
    return {int(answer["row"]): answer for answer in answers.get(key) or []}


def demand_reason(answers: dict, message: str, key: str = "reason") -> str:
    """Return the reason that was given. Raise FormInvalid with the message where there is none."""
    reason = (answers.get(key) or "").strip()
    if not reason:
        raise FormInvalid({key: [message]})
    return reason
