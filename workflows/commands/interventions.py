"""What administrators may do to an instance by themselves: try again, suspend, resume, cancel. Each with a reason.

All of it happens under the lock of the instance and stands in the history of its dossier.
"""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workflows import clocks, history, incidents, notices, policy, progress, reminders, resting, revocations
from workflows.clock import utcnow
from workflows.commands.timers import MOST_ATTEMPTS
from workflows.errors import Conflict, NotFound
from workflows.models import (
    CouncilSession,
    Decision,
    Dossier,
    Intervention,
    ProcessInstance,
    UserTask,
)
from workflows.policy import Actor
from workflows.reasons import demand_reason
from workflows.recording import open_timers
from workflows.work import Work

ENDED = "Quy trình này đã kết thúc."


def retry(session: Session, actor: Actor, instance_id: int, reason: str) -> ProcessInstance:
    """Let the timers that have failed go off again; the incident is resolved when they do.

    Raises NotAllowed unless the actor administers the system, Invalid without a reason, Conflict where no timer has
    stopped the instance: a person's step is tried again by that person.
    """
    reason, instance = _held(session, actor, instance_id, reason)
    if instance.status != "incident":
        raise Conflict("Không có mốc thời gian nào dừng vì sự cố để chạy lại.")
    for timer in open_timers(session, instance):
        timer.attempts, timer.retry_at = 0, None
    instance.status = "running"
    resting.mark(session, instance)
    _note(session, actor, instance, "retry", reason)
    return instance


def suspend(session: Session, actor: Actor, instance_id: int, reason: str) -> ProcessInstance:
    """Let nothing move: tasks cannot be completed, timers wait. Raises as `retry`, Conflict where it stands already."""
    reason, instance = _held(session, actor, instance_id, reason)
    if instance.status not in ("running", "incident"):
        raise Conflict(ENDED if instance.status == "ended" else "Quy trình này đang tạm dừng.")
    instance.status = "suspended"
    resting.mark(session, instance)
    _note(session, actor, instance, "suspend", reason)
    return instance


def resume(session: Session, actor: Actor, instance_id: int, reason: str) -> ProcessInstance:
    """Let a suspended instance go on; timers that fell due meanwhile go off once. Raises as `retry`."""
    reason, instance = _held(session, actor, instance_id, reason)
    if instance.status != "suspended":
        raise Conflict(ENDED if instance.status == "ended" else "Quy trình này không bị tạm dừng.")
    instance.status = status_by_timers(session, instance)
    resting.mark(session, instance)
    _note(session, actor, instance, "resume", reason)
    return instance


def cancel(session: Session, actor: Actor, instance_id: int, reason: str) -> ProcessInstance:
    """End an instance without award: open tasks, timers and council sessions are called off, the dossier is closed.

    A dossier that had its result before, such as one under revocation, keeps it. Raises as `retry`; Conflict also
    after this process has numbered a decision: an award is taken back by a revocation, and that goes on to its end.
    """
    reason, instance = _held(session, actor, instance_id, reason)
    if instance.status == "ended":
        raise Conflict(ENDED)
    dossier, work = instance.dossier, Work(session, instance, actor, utcnow())
    if dossier is not None:
        _demand_undecided(work, dossier)
        if dossier.closed_at is None:
            dossier.status, dossier.closed_at = "cancelled", work.now
            notices.tell_submitters(work, "cancelled", "process_cancelled", reason=reason)
        clocks.close(session, dossier, work.now)
    _call_off(work)
    revocations.call_off(work)
    instance.status, instance.ended_at, instance.tokens = "ended", work.now, []
    incidents.settle(session, actor, instance)
    _note(session, actor, instance, "cancel", reason)
    return instance


def status_by_timers(session: Session, instance: ProcessInstance) -> str:
    """Return how an instance that may move stands: "incident" while a timer of it has failed too often."""
    spent = any(timer.attempts >= MOST_ATTEMPTS for timer in open_timers(session, instance))
    return "incident" if spent else "running"


def hold(session: Session, actor: Actor, instance_id: int) -> ProcessInstance:
    """Return an instance, locked, for an administrator. Raises NotAllowed for anybody else, NotFound."""
    policy.demand_administrator(actor)
    if session.get(ProcessInstance, instance_id) is None:
        raise NotFound
    return progress.hold(session, instance_id)


def _held(session: Session, actor: Actor, instance_id: int, reason: str) -> tuple[str, ProcessInstance]:
    instance = hold(session, actor, instance_id)
    return demand_reason(reason), instance


def _note(session: Session, actor: Actor, instance: ProcessInstance, kind: str, reason: str) -> None:
    session.flush()  # the version that this act made is the one that a later request builds on
    session.add(
        Intervention(
            instance_id=instance.id,
            kind=kind,
            state="done",
            reason=reason,
            requested_by=actor.person_id,
            requested_at=utcnow(),
            decided_at=utcnow(),
            instance_version=instance.version,
        )
    )
    history.record(
        session,
        actor,
        f"process_{kind}",
        **history.of(instance),
        definition=f"{instance.definition.key}@{instance.definition.version}",
        reason=reason,
    )


def _demand_undecided(work: Work, dossier: Dossier) -> None:
    """Raise Conflict where a decision is numbered that this process, or the one that is still to close the dossier, made."""
    numbered = select(Decision.id).where(Decision.dossier_id == dossier.id, Decision.document_number.is_not(None))
    if dossier.closed_at is not None:  # the award's own decision stands; only a later one is of this process
        numbered = numbered.where(Decision.entered_at >= work.instance.started_at)
    if work.session.scalar(numbered.limit(1)) is None:
        return
    if dossier.closed_at is None:
        raise Conflict("Hồ sơ đã có Quyết định được cấp số nên không hủy được. Dùng quy trình hủy bỏ quyết định.")
    raise Conflict("Quyết định hủy bỏ khen thưởng đã được cấp số nên quy trình này phải chạy đến hết, không hủy được.")


def _call_off(work: Work) -> None:
    session, instance = work.session, work.instance
    waiting = select(UserTask).where(UserTask.completed_at.is_(None), UserTask.cancelled_at.is_(None))
    open_tasks = session.scalars(waiting.where(UserTask.instance_id == instance.id)).all()
    for task in open_tasks:
        task.cancelled_at = work.now
    reminders.call_off(session, open_tasks)
    for timer in open_timers(session, instance):
        timer.cancelled_at = work.now
    if instance.dossier_id is not None:
        held = CouncilSession.status.in_(("planned", "attended", "open", "closed"))
        session.execute(
            update(CouncilSession)
            .where(CouncilSession.dossier_id == instance.dossier_id, held)
            .values(status="cancelled")
        )
    asked = Intervention.instance_id == instance.id, Intervention.state == "pending"
    session.execute(update(Intervention).where(*asked).values(state="stale", decided_at=work.now))
