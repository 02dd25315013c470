"""A due date opened up: the limit and its clause, every day that counted or did not, what stopped it, what put it off."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import dates, duties, policy, reading
from workflows.clock import utcnow
from workflows.clock_bases import Basis, Clocked, basis_of, calendar_of
from workflows.clocks import LEGAL_HOLD
from workflows.models import ClockStop, DeadlineExtension, Dossier, UserTask
from workflows.policy import Actor
from workflows.queries import pauses
from workflows.queries.pauses import Pause
from workflows.rules import calendar, confidence
from workflows.rules.counting import Count
from workflows.rules.counting_words import Run, day_words, limit_words, reason_words, runs
from workflows.rules.deadlines import Limit, in_words
from workflows.rules.due_state import DueState

WHOLE = "Toàn bộ thủ tục"


@dataclass(frozen=True)
class DayLine:
    """One day: what it weighs and why."""

    day: date
    weight: float
    kind: str
    words: str


@dataclass(frozen=True)
class StopLine:
    """A time for which the clock stood still; `ended_at` None: it still does."""

    words: str
    started_at: datetime
    ended_at: datetime | None
    starter: str | None
    note: str | None
    concerns: bool
    """Whether it stops this limit; a stop that does not is told all the same."""


@dataclass(frozen=True)
class ExtensionLine:
    """A later day that somebody gave."""

    extended_at: datetime
    until: date
    extender: str
    reason: str


@dataclass(frozen=True)
class Rule:
    """The limit in words: what it is called, how long, from what, by which clause, how sure that is, for whom."""

    name: str
    words: str
    counted: str
    start: str
    on_return: str
    stopped_by: tuple[str, ...]
    clause: str | None
    confidence: str
    needs_check: bool
    note: str | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class Deadline:
    """A due date and all that it rests on."""

    reference: str
    task_id: int | None
    name: str
    due: DueState
    due_day: date | None
    """The last day as it is kept now; None where none is set."""
    counted_day: date | None
    """The last day by today's rules, days and stops; it differs from the kept one until deadlines are counted anew."""
    started_at: datetime | None
    rule: Rule | None
    runs: tuple[Run, ...]
    days: tuple[DayLine, ...]
    stops: tuple[StopLine, ...]
    pauses: tuple[Pause, ...]
    """When administrators paused the process; the limit ran on."""
    extensions: tuple[ExtensionLine, ...]
    expected: tuple[tuple[date, str], ...]
    """Days off that are likely but not announced, on the way to the last day: they are counted as worked."""
    is_closed: bool
    may_hold: bool
    is_held: bool


def of_task(session: Session, actor: Actor, task_id: int) -> Deadline:
    """Return the due date of a task that the actor may see. Raises NotFound."""
    task, _ = policy.load_task(session, actor, task_id)
    reference = task.dossier.reference if task.dossier else duties.reference(task.duty) if task.duty else ""
    return _deadline(session, actor, task, (reference, task.name))


def of_dossier(session: Session, actor: Actor, reference: str) -> Deadline:
    """Return the due date of a whole dossier that the actor may see. Raises NotFound."""
    dossier = policy.load_dossier(session, actor, reference)
    return _deadline(session, actor, dossier, (dossier.reference, WHOLE))


def _deadline(session: Session, actor: Actor, item: Clocked, name: tuple[str, str]) -> Deadline:
    dossier = item.dossier if isinstance(item, UserTask) else item
    over = (item.completed_at or item.cancelled_at) if isinstance(item, UserTask) else item.closed_at
    basis = basis_of(session, item)
    found = basis.counted(dates.local_date(over or utcnow())) if basis else Count(None)
    table = calendar_of(session, item)
    return Deadline(
        reference=name[0],
        task_id=item.id if isinstance(item, UserTask) else None,
        name=name[1],
        due=dates.due_state(table, item.due_at, item.stopped_at),
        due_day=_last_day(item.due_at),
        counted_day=basis.counted().due_day if basis else None,
        started_at=item.clock_from,
        rule=_rule(basis.limit) if basis else None,
        runs=runs(found),
        days=tuple(DayLine(each.day, float(each.weight), each.kind, day_words(each)) for each in found.days),
        stops=tuple(_stops(session, actor, item, basis)) if dossier else (),
        pauses=pauses.of_item(session, item),
        extensions=tuple(_extensions(session, item)),
        expected=_expected(found, table),
        is_closed=over is not None,
        may_hold=dossier is not None and policy.may_hold(session, actor, dossier),
        is_held=dossier is not None and LEGAL_HOLD in dossier.stopped_for,
    )


def _last_day(due_at: datetime | None) -> date | None:
    return None if due_at is None else dates.local_date(due_at - timedelta(microseconds=1))


def _rule(limit: Limit) -> Rule:
    on_return = {"restart": "tính lại từ đầu", "resume": "tính tiếp phần còn lại", "none": "không dừng"}
    return Rule(
        name=limit.name,
        words=in_words(limit),
        counted=limit_words(limit),
        start=limit.start,
        on_return=on_return[limit.on_return],
        stopped_by=tuple(reason_words(each) for each in limit.stopped_by),
        clause=limit.clause,
        confidence=confidence.label(limit.confidence),
        needs_check=confidence.needs_check(limit.confidence),
        note=limit.note,
        valid_from=limit.valid_from,
        valid_to=limit.valid_to,
    )


def _stops(session: Session, actor: Actor, item: Clocked, basis: Basis | None):
    """Yield the stops of the dossier since the clock began, also those that leave this limit running.

    Who stopped it and what they wrote is told to those who handle the dossier; the unit that submitted it reads the kind.
    """
    dossier_id = item.dossier_id if isinstance(item, UserTask) else item.id
    query = select(ClockStop).where(ClockStop.dossier_id == dossier_id).order_by(ClockStop.started_at, ClockStop.id)
    handles = select(Dossier.id).where(Dossier.id == dossier_id, reading.handled_dossiers(actor))
    rows = session.scalars(query).all()
    tells = bool(rows) and session.scalar(handles) is not None
    for row in rows:
        if item.clock_from is None or (row.ended_at is not None and row.ended_at < item.clock_from):
            continue
        starter = row.starter.full_name if row.starter and tells else None
        concerns = basis is not None and row.reason in basis.limit.stopped_by
        note = row.note if tells else None
        yield StopLine(reason_words(row.reason), row.started_at, row.ended_at, starter, note, concerns)


def _extensions(session: Session, item: Clocked):
    column = DeadlineExtension.task_id if isinstance(item, UserTask) else DeadlineExtension.dossier_id
    for row in session.scalars(select(DeadlineExtension).where(column == item.id).order_by(DeadlineExtension.id)):
        until = dates.local_date(row.new_due_at - timedelta(microseconds=1))
        yield ExtensionLine(row.extended_at, until, row.extender.full_name, row.reason)


def _expected(found: Count, table: calendar.Calendar) -> tuple[tuple[date, str], ...]:
    worked = {each.day for each in found.days if each.weight}
    return tuple((day, name) for day, name in sorted(table.expected.items()) if day in worked)
