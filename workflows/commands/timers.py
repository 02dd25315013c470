"""Fire what is due, once, whatever else runs at the same time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, literal_column, or_, select, update
from sqlalchemy.orm import Session

from workflows import incidents, progress, resting
from workflows.clock import utcnow
from workflows.errors import Origin, StepFailed
from workflows.models import DueTimer, ProcessInstance
from workflows.work import Work

# After the third failure a person must look: the instance becomes an incident.
MOST_ATTEMPTS = 3
RETRY_AFTER = timedelta(minutes=5)
CLAIMED_AT_ONCE = 50
SURELY_DEAD_AFTER = timedelta(seconds=30)
KILLED = "Tiến trình hẹn giờ dừng đột ngột {} lần khi đang chạy bước này."
# Written out, not sent as a value: else no partial index is found.
OF_ENGINE = DueTimer.kind == literal_column("'engine'")
FRESH, FAILED = DueTimer.retry_at.is_(None), DueTimer.retry_at.is_not(None)
# Served in turn, so that neither the longest overdue nor what falls due now waits for the other to be done, and what
# failed keeps neither waiting. Each condition and its order are those of an index.
QUEUES = (
    (FRESH, DueTimer.due_at, (DueTimer.due_at, DueTimer.id)),
    (FRESH, DueTimer.due_at, (DueTimer.due_at.desc(), DueTimer.id.desc())),
    (FAILED, DueTimer.retry_at, (DueTimer.retry_at, DueTimer.id)),
)


@dataclass(frozen=True)
class Left:
    """A timer that whoever claimed it left behind, and whether it may be tried again now."""

    timer_id: int
    may_fire: bool


def next_due(
    session: Session, turn: int = 0, passed_over: Collection[int] = (), own: Collection[int] = ()
) -> int | None:
    """Lock the instance of a due timer and return the timer's id; None where every due one is held or passed over.

    Those that others have claimed are left to them; `own` are the caller's. Counting `turn` up from call to call reaches
    a timer that has just fallen due within as many calls as there are queues, however many are overdue.
    """
    mine = or_(DueTimer.claims == 0, DueTimer.id.in_(own))
    for number in range(turn, turn + len(QUEUES)):
        found = session.scalar(_due(*QUEUES[number % len(QUEUES)]).where(DueTimer.id.not_in(passed_over), mine))
        if found is not None:
            return found
    return None


def claim(session: Session, timer_id: int) -> set[int]:
    """Mark a timer, and the next ones, as about to be fired; return the ids of those that nobody else was marking.

    To be committed before any of them is fired: a step that kills the process leaves nothing else behind. Some are
    marked at once, so that this costs a timer next to nothing. Waits for nobody, who might wait for what is locked here.
    """
    now = utcnow()
    this = select(DueTimer.id).where(DueTimer.id == timer_id, DueTimer.claims == 0).with_for_update(skip_locked=True)
    following = (
        select(DueTimer.id)
        .where(DueTimer.fired_at.is_(None), DueTimer.cancelled_at.is_(None), OF_ENGINE, FRESH)
        .where(DueTimer.due_at <= now, DueTimer.claims == 0)
        .order_by(DueTimer.due_at, DueTimer.id)
        .limit(CLAIMED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    ids = {*session.scalars(this), *session.scalars(following)}
    session.execute(update(DueTimer).where(DueTimer.id.in_(ids)).values(claims=DueTimer.claims + 1, claimed_at=now))
    return ids


def take_over(session: Session, passed_over: Collection[int], own: Collection[int]) -> Left | None:
    """Claim a due timer that somebody claimed and never fired.

    Whoever claimed it is dead, or slow: nobody can tell. After the third claim that led to nothing it stops its instance
    as an incident, once that claim is old enough for its worker to be dead. None where there is no such timer.
    """
    for queue in QUEUES:
        timer_id = session.scalar(_due(*queue).where(DueTimer.id.not_in({*passed_over, *own}), DueTimer.claims > 0))
        if timer_id is not None:
            break
    else:
        return None
    timer, now = session.get_one(DueTimer, timer_id), utcnow()
    if timer.claims < MOST_ATTEMPTS:
        timer.claims, timer.claimed_at = timer.claims + 1, now
        return Left(timer_id, may_fire=True)
    if timer.claimed_at is None or now - timer.claimed_at >= SURELY_DEAD_AFTER:
        timer.attempts = MOST_ATTEMPTS - 1
        postpone(session, timer_id, StepFailed(KILLED.format(MOST_ATTEMPTS), element_id=timer.element_id))
    return Left(timer_id, may_fire=False)


def fire(session: Session, timer_id: int) -> bool:
    """Fire one timer unless it was fired, cancelled or its instance stopped meanwhile. Return whether it went off.

    All other timers of its instance that are due go off in the same step.
    """
    timer = session.get_one(DueTimer, timer_id)
    # Never the timer before its instance: a step holds the instance while it takes timers away, and would wait for us.
    instance = progress.hold(session, timer.instance_id)
    session.refresh(timer)
    now = utcnow()
    if instance.status != "running" or not timer.is_open or timer.due_at > now:
        if timer.claims:
            timer.claims, timer.claimed_at = 0, None
        return False
    progress.fire(Work(session, instance, None, now), timer)
    return timer.fired_at is not None


def postpone(session: Session, timer_id: int, error: Exception) -> None:
    """Note a failed firing: try again later, and after the third time stop the instance as an incident.

    Nothing is noted where the timer or its instance is over by now.
    """
    timer = session.get_one(DueTimer, timer_id)
    instance = progress.hold(session, timer.instance_id)
    session.refresh(timer)
    if instance.status != "running" or not timer.is_open:
        return
    failed = incidents.as_failure(error)
    timer.attempts, timer.claims, timer.claimed_at = timer.attempts + 1, 0, None
    timer.last_error = incidents.kept(str(failed), 2000)
    timer.retry_at = utcnow() + RETRY_AFTER * timer.attempts
    if timer.attempts >= MOST_ATTEMPTS:
        incidents.tell_of(session, instance, status="incident")
        resting.mark(session, instance)
        failed.origin = Origin(instance.id, "timer", timer_id=timer.id)
        incidents.note(session, None, instance, failed)


def _due(condition, at, order) -> Select[int]:
    """Return the query of the first due timer of a queue whose instance runs and is held by nobody."""
    return (
        select(DueTimer.id)
        .join(ProcessInstance, ProcessInstance.id == DueTimer.instance_id)
        .where(DueTimer.fired_at.is_(None), DueTimer.cancelled_at.is_(None), OF_ENGINE, condition, at <= utcnow())
        .where(ProcessInstance.status == "running")
        .order_by(*order)
        .limit(1)
        .with_for_update(of=ProcessInstance, skip_locked=True)
    )
