"""The rows that forms ask about: nominees, papers, members; and how answers find back to their records."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import FormInvalid, Row
from workflows.models import Dossier, Nominee

KIND_LABELS = {
    "individual": "Cá nhân",
    "collective": "Tập thể",
    "household": "Hộ gia đình",
    "enterprise": "Doanh nghiệp",
}


def active_nominees(session: Session, dossier: Dossier) -> list[Nominee]:
    """Return the nominees that are on the list, in its order."""
    query = select(Nominee).where(Nominee.dossier_id == dossier.id, Nominee.removed_at.is_(None))
    return list(session.scalars(query.order_by(Nominee.number)))


def standing_nominees(session: Session, dossier: Dossier) -> list[Nominee]:
    """Return the nominees on the list that nobody has refused."""
    return [nominee for nominee in active_nominees(session, dossier) if nominee.result != "refused"]


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
