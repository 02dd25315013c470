"""The next reminder of an open task: one row among the due timers, made with the task, moved along, called off with it.

Whoever changes a due date, stops a clock or lets it run again calls `plan` afterwards, in the same transaction.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy import CursorResult, bindparam, select, update
from sqlalchemy.orm import Session

from workflows import dates
from workflows.clock import utcnow
from workflows.db import AS_STORED, insert_rows, table_of, within
from workflows.models import ClockStop, DueRule, DueTimer, ReminderRule, UserTask
from workflows.rules import reminding
from workflows.rules.calendar import Calendar
from workflows.rules.reminding import Moment

_rows, _timers = table_of(ReminderRule), table_of(DueTimer)
RULES = select(*(column for column in _rows.c if column.name != "id"))
STOPS = (
    select(ClockStop.dossier_id, ClockStop.reason, ClockStop.started_at, ClockStop.ended_at)
    .where(ClockStop.dossier_id.in_(bindparam("dossier_ids", expanding=True)))
    .execution_options(**AS_STORED)
)
STOPPED_BY = (
    select(DueRule.id, DueRule.stopped_by)
    .where(DueRule.id.in_(bindparam("rule_ids", expanding=True)))
    .execution_options(**AS_STORED)
)
CALL_OFF = (
    update(_timers)
    .where(_timers.c.task_id.in_(bindparam("task_ids", expanding=True)))
    .where(_timers.c.fired_at.is_(None), _timers.c.cancelled_at.is_(None))
    .values(cancelled_at=bindparam("now"))
)
RE_DATE = (
    update(_timers)
    .where(_timers.c.task_id == bindparam("of_task"))
    .values(due_at=bindparam("at"), attempts=0, retry_at=None, last_error=None, fired_at=None, cancelled_at=None)
)
REMINDED = select(_timers.c.task_id).where(_timers.c.task_id.in_(bindparam("task_ids", expanding=True)))


def plan(session: Session, task: UserTask) -> None:
    """Make the reminder of a task the next one of its due date; none where it is closed, has no date or stands still.

    Moments that have passed by now are not made up for, but for the last one of a date that is over already.
    """
    coming = _coming(session, task)
    if coming is not None:
        _set(session, task, coming.at)
    elif (pending := _pending(session, task)) is not None:
        session.expunge(pending)
    elif task not in session.new:
        _call_off(session, [task.id])


def plan_all(session: Session, tasks: Sequence[UserTask]) -> None:
    """Do for each of many tasks that are in the table what `plan` does for one, with a few statements for all."""
    stopped = stopped_days(session, [task for task in tasks if task.due_at is not None])
    coming = {task.id: (task, _coming(session, task, stopped.get(task.id, frozenset()))) for task in tasks}
    known = set(session.scalars(REMINDED, {"task_ids": list(coming)})) if coming else set()
    moved = [{"of_task": key, "at": moment.at} for key, (_, moment) in coming.items() if moment and key in known]
    if moved:
        session.execute(RE_DATE, moved)
    new = [_row(task, moment.at) for key, (task, moment) in coming.items() if moment and key not in known]
    insert_rows(session, new, "task_id")
    if silent := [key for key, (_, moment) in coming.items() if moment is None and key in known]:
        _call_off(session, silent)


def plan_new(session: Session, tasks: Iterable[UserTask]) -> None:
    """Plan the first reminder of tasks that have just been written and have never stood still."""
    rows = []
    for task in tasks:
        if task.due_at is not None and task.stopped_at is None:
            coming = reminding.following(moments_of(session, task), utcnow())
            if coming is not None:
                rows.append(_row(task, coming.at))
    insert_rows(session, rows, "engine_id")


def call_off(session: Session, tasks: Collection[UserTask]) -> None:
    """Let no reminder of these tasks go out any more."""
    if reminded := [task.id for task in tasks if task.due_at is not None]:
        _call_off(session, reminded)


def moments_of(session: Session, task: UserTask, stopped: Collection[date] = frozenset()) -> tuple[Moment, ...]:
    """Return all moments of the due date of a task, whenever they are; none without a due date.

    `stopped`: days on which its clock stood still.
    """
    if task.due_at is None:
        return ()
    held = reminding.rules_for(rules(session), task.due_rule, dates.local_date(utcnow()))
    start = task.clock_from or task.created_at
    return reminding.moments(held, start, task.due_at, calendar_of(session, task), stopped)


def calendar_of(session: Session, task: UserTask) -> Calendar:
    """Return the calendar by which a task is due."""
    subject = task.dossier or task.duty
    return dates.calendar_of(session, subject.province_id if subject is not None else None, task.organ_id)


def stopped_days(session: Session, tasks: Collection[UserTask]) -> dict[int, frozenset[date]]:
    """Return on which days the clocks of tasks stood still, by the ids of those that did."""
    counted = [task for task in tasks if task.dossier_id is not None and task.due_rule_id is not None]
    stops = session.execute(STOPS, {"dossier_ids": list({t.dossier_id for t in counted})}).all() if counted else []
    if not stops:
        return {}
    stopped_by = _stopped_by(session, {task.due_rule_id for task in counted if task.due_rule_id is not None})
    found = {}
    for task in counted:
        reasons = stopped_by.get(task.due_rule_id or 0, ())
        own = [each for each in stops if each.dossier_id == task.dossier_id and each.reason in reasons]
        if days := frozenset(day for each in own for day in _days(each.started_at, each.ended_at)):
            found[task.id] = days
    return found


def _stopped_by(session: Session, rule_ids: Collection[int]) -> dict[int, list[str]]:
    """Return what stops the clocks of rules; each is read once a transaction."""
    known: dict[int, list[str]] = within(session).setdefault("stopped_by", {})
    if unknown := sorted(set(rule_ids) - known.keys()):
        known.update((key, names) for key, names in session.execute(STOPPED_BY, {"rule_ids": unknown}))
    return known


def _coming(session: Session, task: UserTask, stopped: Collection[date] | None = None) -> Moment | None:
    if not task.is_open or task.due_at is None or task.stopped_at is not None:
        return None
    now = utcnow()
    if stopped is None:
        stopped = stopped_days(session, [task]).get(task.id, frozenset())
    found = moments_of(session, task, stopped)
    return reminding.following(found, now) or (found[-1] if found and task.due_at <= now else None)


def _days(started_at: datetime, ended_at: datetime | None) -> Iterable[date]:
    """Yield the days that a stop takes: those after the one on which it began, up to the one on which it ended."""
    first, last = dates.local_date(started_at), dates.local_date(ended_at or utcnow())
    return (first + timedelta(days=number) for number in range(1, (last - first).days + 1))


def rules(session: Session) -> tuple[reminding.ReminderRule, ...]:
    """Return all rows; read once a transaction."""
    kept = within(session)
    if "reminder_rules" not in kept:
        rows = session.execute(RULES).mappings()
        kept["reminder_rules"] = tuple(
            reminding.ReminderRule(**{**row, "audience": tuple(row["audience"])}) for row in rows
        )
    found: tuple[reminding.ReminderRule, ...] = kept["reminder_rules"]
    return found


def _set(session: Session, task: UserTask, at: datetime) -> None:
    if (pending := _pending(session, task)) is not None:
        pending.due_at = at
        return
    moved = (
        cast("CursorResult", session.execute(RE_DATE, {"of_task": task.id, "at": at}))
        if task not in session.new
        else None
    )
    if moved is None or not moved.rowcount:
        session.add(_row(task, at))


def _pending(session: Session, task: UserTask) -> DueTimer | None:
    """Return the reminder of a task that this transaction has yet to write."""
    return next((each for each in session.new if isinstance(each, DueTimer) and each.task is task), None)


def _call_off(session: Session, task_ids: Collection[int]) -> None:
    session.execute(CALL_OFF, {"task_ids": task_ids, "now": utcnow()})


def _row(task: UserTask, at: datetime) -> DueTimer:
    return DueTimer(
        kind="reminder",
        instance_id=task.instance_id,
        instance=task.instance,
        task_id=task.id,
        task=task,
        engine_id=task.engine_id,
        element_id=task.element_id,
        due_at=at,
    )
