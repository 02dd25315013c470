"""Fire what is due, once, whatever else runs at the same time."""

from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workflows import history, progress
from workflows.clock import utcnow
from workflows.models import DueTimer, ProcessInstance
from workflows.work import Work

# After the third failure a person must look: the instance becomes an incident.
MOST_ATTEMPTS = 3


def next_due(session: Session) -> int | None:
    """Return the id of a due timer whose instance nobody holds, or None. Fire it in a transaction of its own."""
    return session.scalar(_due().limit(1).with_for_update(of=ProcessInstance, skip_locked=True))


def fire(session: Session, timer_id: int) -> bool:
    """Fire one timer unless it was fired, cancelled or its instance taken meanwhile. Return whether it fired."""
    # Never the timer before its instance: a step holds the instance while it takes timers away, and would wait for us.
    due = _due().where(DueTimer.id == timer_id).with_for_update(of=ProcessInstance, skip_locked=True)
    if session.scalar(due) is None:
        return False
    # The query may have seen the timer as it was before the lock came free.
    timer = session.get_one(DueTimer, timer_id, populate_existing=True)
    if not _is_open(timer):
        return False
    instance = progress.lock(session, timer.instance_id)
    history.record(session, None, "timer_fired", dossier=instance.dossier, element_id=timer.element_id)
    progress.fire(Work(session, instance, None, utcnow()), timer)
    return True


def postpone(session: Session, timer_id: int, error: str) -> None:
    """Note a failed firing: try again later, and after the third time stop the instance as an incident.

    Nothing is noted where the timer or its instance is over by now.
    """
    timer = session.get_one(DueTimer, timer_id)
    instance = progress.hold(session, timer.instance_id)
    session.refresh(timer)
    if instance.status != "running" or not _is_open(timer):
        return
    timer.attempts += 1
    timer.last_error = error[:2000]
    timer.retry_at = utcnow() + timedelta(minutes=5 * timer.attempts)
    if timer.attempts >= MOST_ATTEMPTS:
        instance.status = "incident"
        history.record(
            session,
            None,
            "incident",
            dossier=instance.dossier,
            element_id=timer.element_id,
            reason=timer.last_error,
        )


def _is_open(timer: DueTimer) -> bool:
    return timer.fired_at is None and timer.cancelled_at is None


def _due():
    now = utcnow()
    return (
        select(DueTimer.id)
        .join(ProcessInstance, ProcessInstance.id == DueTimer.instance_id)
        .where(DueTimer.fired_at.is_(None), DueTimer.cancelled_at.is_(None), DueTimer.due_at <= now)
        .where(or_(DueTimer.retry_at.is_(None), DueTimer.retry_at <= now), ProcessInstance.status == "running")
        .order_by(DueTimer.due_at, DueTimer.id)
    )
