"""The clocks of tasks and dossiers: they start, stand still, run on, and are counted anew, in the caller's transaction.

Whoever changes a due date comes through here, so that the reminders of it change with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from workflows import reminders
from workflows.clock_bases import (
    Basis,
    Clocked,
    bases_of,
    calendar_of,
    dossier_of,
    limits_of,
    rule_of,
    stop_of,
    subject_of,
)
from workflows.db import AS_STORED, table_of
from workflows.models import ClockStop, Dossier, UserTask
from workflows.rules.counting import gaps
from workflows.rules.deadlines import Limit

LEGAL_HOLD = "legal_hold"


@dataclass(frozen=True)
class Cause:
    """Why a clock stands still: applicant, consultation, legal_hold or publication; who stopped or freed it, in what words."""

    reason: str
    by: int | None = None
    """A person; None where the process did it by itself."""
    note: str | None = None


@dataclass(frozen=True)
class Recount:
    """What a clock says when it is counted anew: the due date that it has, and the one by today's rows."""

    item: Clocked
    old: datetime | None
    new: datetime | None
    limit: Limit

    @property
    def moves(self) -> bool:
        """Whether the two differ."""
        return self.old != self.new


def set_due(session: Session, item: Clocked, due_at: datetime | None) -> None:
    """Give an open task or a dossier another due date, and its reminders theirs: the only way to change one."""
    item.due_at = due_at
    if isinstance(item, UserTask):
        reminders.plan(session, item)


def start(session: Session, item: Clocked, now: datetime) -> None:
    """Start the clock of a dossier as a whole, or of a new task; see `start_all`."""
    start_all(session, [item], now)


def start_all(session: Session, items: Iterable[Clocked], now: datetime) -> None:
    """Start the clocks of new tasks that name a limit, or of whole dossiers; none where no limit counts.

    A limit of a step with `on_return` “resume” goes on with what its earlier stays have left of it: the time between
    them does not count. Where a stop is on that concerns the limit, the clock stands still from the beginning.
    """
    limit_at = limits_of(session)
    for item in items:
        subject, dossier, rule = subject_of(item), dossier_of(item), rule_of(item)
        limit = limit_at(rule, subject, now) if rule and subject else None
        if limit is None or limit.backwards or subject is None:
            continue
        item.stopped_at = now if dossier and _concerned(limit, dossier) else None
        basis = Basis(limit, now, calendar_of(session, item))
        if limit.on_return == "resume" and isinstance(item, UserTask) and dossier is not None:
            basis = _continued(session, item, dossier, basis)
            basis = replace(basis, limit=limit_at(limit.rule, dossier, basis.start) or limit)
        item.clock_from, item.due_rule_id = basis.start, basis.limit.row_id
        item.due_at = basis.counted().due_at  # whoever adds a task plans its first reminder


def stop(session: Session, dossier: Dossier, cause: Cause, now: datetime) -> bool:
    """Let every limit of a dossier that this reason stops stand still. Return whether it did not stand so already."""
    reason = cause.reason
    if reason in dossier.stopped_for:
        return False
    # Never before the last one of its kind ended: a machine's clock may have been set back since.
    last = select(func.max(ClockStop.ended_at)).where(ClockStop.dossier_id == dossier.id, ClockStop.reason == reason)
    since = max(filter(None, (now, session.scalar(last.execution_options(**AS_STORED)))))
    session.add(ClockStop(dossier_id=dossier.id, reason=reason, started_at=since, started_by=cause.by, note=cause.note))
    dossier.stopped_for = [*dossier.stopped_for, reason]
    running = [each for each in _clocks(session, dossier) if each.stopped_at is None]
    for item, basis in zip(running, bases_of(session, running), strict=True):
        if basis is not None and cause.reason in basis.limit.stopped_by:
            item.stopped_at = since
            set_due(session, item, item.due_at)
    return True


def resume(session: Session, dossier: Dossier, cause: Cause, now: datetime, *, anew: bool = False) -> list[Recount]:
    """End a stop and return how the due dates moved; what another stop concerns stands still further.

    `anew`: the dossier has become complete again, so that a limit with `on_return` “restart” begins once more now.
    """
    reason = cause.reason
    on = select(ClockStop).where(ClockStop.dossier_id == dossier.id, ClockStop.reason == reason)
    row = session.scalar(on.where(ClockStop.ended_at.is_(None)))
    dossier.stopped_for = [other for other in dossier.stopped_for if other != reason]
    if row is None:
        return []
    row.ended_at, row.ended_by = max(now, row.started_at), cause.by
    session.flush()  # what follows reads the stops of the dossier
    standing = [each for each in _clocks(session, dossier) if each.stopped_at is not None]
    bases = bases_of(session, standing)
    if anew:
        for item, basis in zip(standing, bases, strict=True):
            if basis is not None and basis.limit.on_return == "restart" and reason in basis.limit.stopped_by:
                item.clock_from = row.ended_at
        bases = bases_of(session, standing)
    moved = [_run_on(session, item, basis, dossier) for item, basis in zip(standing, bases, strict=True)]
    return [each for each in moved if each is not None]


def recounts(session: Session, items: Sequence[Clocked]) -> list[Recount]:
    """Return what each clock says by the rules, days, stops and extensions as they are now; nothing is written.

    A clock that stands still is counted to the moment before it stopped, as its due date is kept. Left out: tasks and
    dossiers on which no limit counts.
    """
    bases = zip(items, bases_of(session, items), strict=True)
    return [_recount(item, basis) for item, basis in bases if basis is not None]


def apply(session: Session, found: Recount) -> None:
    """Write what a recount found."""
    found.item.due_rule_id = found.limit.row_id
    if found.moves:
        set_due(session, found.item, found.new)


def apply_all(session: Session, found: Iterable[Recount]) -> None:
    """Write what recounts of open tasks and dossiers found, with a few statements for all.

    Their instances must be held: rows are written whatever their version, which the writing does not count up.
    """
    changed = [each for each in found if each.moves or each.item.due_rule_id != each.limit.row_id]
    for model in (UserTask, Dossier):
        own = [each for each in changed if isinstance(each.item, model)]
        if own:
            table = table_of(model)
            columns: dict[str, Any] = {"due_at": bindparam("at"), "due_rule_id": bindparam("rule")}
            given = [{"of_id": each.item.id, "at": each.new, "rule": each.limit.row_id} for each in own]
            session.execute(update(table).where(table.c.id == bindparam("of_id")).values(**columns), given)
        for each in own:
            set_committed_value(each.item, "due_at", each.new)
            set_committed_value(each.item, "due_rule_id", each.limit.row_id)
    reminders.plan_all(session, [each.item for each in changed if each.moves and isinstance(each.item, UserTask)])


def recount(session: Session, item: Clocked) -> Recount | None:
    """Count one clock anew, write its due date, and return the old and the new one; None where no limit counts."""
    for found in recounts(session, [item]):
        apply(session, found)
        return found
    return None


def close(session: Session, dossier: Dossier, now: datetime) -> None:
    """End every stop of a dossier that is over."""
    if not dossier.stopped_for:
        return
    on = select(ClockStop).where(ClockStop.dossier_id == dossier.id, ClockStop.ended_at.is_(None))
    for row in session.scalars(on):
        row.ended_at = max(now, row.started_at)
    dossier.stopped_for, dossier.stopped_at = [], None


def _run_on(session: Session, item: Clocked, basis: Basis | None, dossier: Dossier) -> Recount | None:
    """Let a clock go on with what was left, unless another stop concerns it."""
    if basis is None or not _concerned(basis.limit, dossier):
        item.stopped_at = None
    if basis is None:
        set_due(session, item, item.due_at)
        return None
    found = _recount(item, basis)
    item.due_rule_id = found.limit.row_id
    set_due(session, item, found.new)
    return found


def _recount(item: Clocked, basis: Basis) -> Recount:
    return Recount(item, item.due_at, basis.counted().due_at, basis.limit)


def _concerned(limit: Limit, dossier: Dossier) -> bool:
    """Whether a stop is on that lets a limit stand still."""
    return any(reason in limit.stopped_by for reason in dossier.stopped_for)


def _clocks(session: Session, dossier: Dossier) -> list[Clocked]:
    """Return the dossier and its open tasks, where a limit counts."""
    query = select(UserTask).where(
        UserTask.dossier_id == dossier.id,
        UserTask.completed_at.is_(None),
        UserTask.cancelled_at.is_(None),
        UserTask.clock_from.is_not(None),
    )
    total: Iterable[Clocked] = [dossier] if dossier.clock_from else []
    return [*total, *session.scalars(query)]


def _continued(session: Session, task: UserTask, dossier: Dossier, basis: Basis) -> Basis:
    """Return the basis of a task whose dossier was with this step before: that of its first stay, without the gaps."""
    query = select(UserTask).where(
        UserTask.dossier_id == dossier.id,
        UserTask.due_rule == task.due_rule,
        UserTask.organ_id.is_not_distinct_from(task.organ_id),
        UserTask.council_id.is_not_distinct_from(task.council_id),
    )
    # As the session has them, where a step of this transaction has just ended one.
    found = session.scalars(query.execution_options(**AS_STORED))
    earlier = [each for each in found if each is not task]
    if not earlier:
        return basis
    rows = session.scalars(select(ClockStop).where(ClockStop.dossier_id == dossier.id))
    stops = [stop_of(row) for row in rows if row.reason in basis.limit.stopped_by]
    stays = [(stay.created_at, stay.completed_at or stay.cancelled_at) for stay in earlier]
    away = gaps([*stays, (basis.start, None)])
    return replace(basis, start=min(stay.clock_from or stay.created_at for stay in earlier), stops=(*stops, *away))
