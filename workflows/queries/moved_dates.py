"""What a due date was before the calendar or the table of limits changed, and what changed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from workflows import dates
from workflows.models import Dossier, MovedDeadline, Recalculation, UserTask
from workflows.rules.due_state import INSTANT


@dataclass(frozen=True)
class Move:
    """The last day before deadlines were counted anew, and the reasons in words."""

    old_day: date
    reasons: tuple[str, ...]


def of_task(session: Session, task_id: int) -> Move | None:
    """Return the last move of a task's date that still holds; None where none does. Sight is not checked."""
    return _last(session, MovedDeadline.task_id == UserTask.id, UserTask, UserTask.id == task_id)


def of_dossier(session: Session, reference: str) -> Move | None:
    """Return the last move of a dossier's total limit that still holds; None where none does. Sight is not checked."""
    return _last(session, MovedDeadline.dossier_id == Dossier.id, Dossier, Dossier.reference == reference)


def _last(
    session: Session, joined: ColumnElement[bool], model: type[UserTask | Dossier], which: ColumnElement[bool]
) -> Move | None:
    query = (
        select(MovedDeadline.old_due_at, Recalculation.subjects)
        .join(Recalculation, Recalculation.id == MovedDeadline.recalculation_id)
        .join(model, joined)
        .where(which, MovedDeadline.error.is_(None), MovedDeadline.old_due_at.is_not(None))
        .where(MovedDeadline.new_due_at == model.due_at)
        .order_by(MovedDeadline.id.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return Move(dates.local_date(row.old_due_at - INSTANT), tuple(row.subjects)) if row else None
