"""Which open deadlines a change of a day or a limit would move: counted as if it were made, and nothing is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import calendar_days, clocks, dates, limit_table, reading
from workflows.clock_bases import WITH_DOSSIER, WITH_PLAN, Clocked, subject_of
from workflows.clocks import Recount
from workflows.models import Dossier, UserTask
from workflows.policy import Actor
from workflows.rules.days import COUNTRY, DayChange
from workflows.rules.limit_changes import Effect

SHOWN = 20
AT_ONCE = 500
WHOLE = "Trả kết quả (cả hồ sơ)"


@dataclass(frozen=True)
class Moving:
    """A deadline that moves: the dossier by its reference, the step, old and new last day. Nothing else of the dossier."""

    reference: str
    step: str
    old_day: date | None
    new_day: date | None
    error: str = ""


@dataclass(frozen=True)
class Preview:
    """How many open deadlines there are, how many would move, and the first of those; `failed` could not be counted."""

    total: int
    moved: int
    failed: int
    rows: tuple[Moving, ...]


def of_days(session: Session, actor: Actor, changes: Iterable[DayChange]) -> Preview:
    """Return what changes of days would move. Raises NotFound unless the actor administers the system."""
    reading.demand_administration(actor)
    units = calendar_days.unit_ids(session)
    table = {facts.identity: facts for _, facts in calendar_days.rows(session)}
    for change in changes:
        if change.before is not None:
            table.pop(change.before.identity, None)
        if change.after is not None:
            table[change.after.identity] = change.after
    supposed = (
        dates.SupposedDay(
            each.day, each.kind, units.get(each.scope) if each.scope != COUNTRY else None, each.status, each.name
        )
        for each in table.values()
    )
    dates.suppose_days(session, supposed)
    return _preview(session)


def of_limits(session: Session, actor: Actor, key: str, effect: Effect) -> Preview:
    """Return what a change of the rows of a rule would move. Raises NotFound unless the actor administers the system."""
    reading.demand_administration(actor)
    after = effect.rows_after(limit_table.rows(session, key))
    dates.suppose_limits(session, key, [row.limit for row in after])
    return _preview(session)


def row_of(item: Clocked, old: datetime | None, new: datetime | None, error: str = "") -> Moving:
    """Return a deadline as a row; a campaign's duty is named by its campaign and year."""
    subject = subject_of(item)
    name = (
        subject.reference
        if isinstance(subject, Dossier)
        else f"{subject.campaign.code}, {subject.year}"
        if subject
        else ""
    )
    step = item.name if isinstance(item, UserTask) else WHOLE
    return Moving(name, step, _last_day(old), _last_day(new), error)


def _preview(session: Session) -> Preview:
    total = moved = failed = 0
    rows: list[Moving] = []
    for items in _batches(session):
        total += len(items)
        found = _recounts(session, items)
        failed += sum(each is None for each in found)
        moving = [each for each in found if each is not None and each.moves]
        moved += len(moving)
        rows += [row_of(each.item, each.old, each.new) for each in moving[: SHOWN - len(rows)]]
        session.expunge_all()  # ten thousand tasks at once need not stay in memory
    return Preview(total, moved, failed, tuple(rows))


def _recounts(session: Session, items: list[Clocked]) -> list[Recount | None]:
    """Return what each clock would say; None where it cannot be counted, as by a calendar without working days."""
    try:
        return [*clocks.recounts(session, items)]
    except ValueError:
        if len(items) == 1:
            return [None]
    return [found for item in items for found in _recounts(session, [item])]


def _batches(session: Session) -> Iterator[list[Clocked]]:
    dossiers = select(Dossier.id).where(Dossier.closed_at.is_(None), Dossier.clock_from.is_not(None))
    for ids in _parts(session.scalars(dossiers.order_by(Dossier.id)).all()):
        query = select(Dossier).where(Dossier.id.in_(ids)).options(*WITH_PLAN)
        yield [*session.scalars(query)]
    waiting = (UserTask.completed_at.is_(None), UserTask.cancelled_at.is_(None), UserTask.clock_from.is_not(None))
    for ids in _parts(session.scalars(select(UserTask.id).where(*waiting).order_by(UserTask.id)).all()):
        yield [
            *session.scalars(select(UserTask).where(UserTask.id.in_(ids)).order_by(UserTask.id).options(*WITH_DOSSIER))
        ]


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))


def _last_day(due: datetime | None) -> date | None:
    return None if due is None else dates.local_date(due - timedelta(microseconds=1))
