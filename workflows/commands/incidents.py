"""Note a failed step on its instance, in a transaction of its own; close an incident that nobody will try again."""

from sqlalchemy.orm import Session

from workflows import history, incidents, policy, progress
from workflows.errors import Conflict, NotFound, StepFailed
from workflows.models import Incident, UserTask
from workflows.policy import Actor
from workflows.reasons import demand_reason


def note(session: Session, actor: Actor | None, failed: StepFailed) -> int | None:
    """Keep why a step failed and return the number of the incident.

    None where there is nothing to keep: no instance has begun, or it or the task is over meanwhile.
    """
    origin = failed.origin
    if origin is None:
        return None
    instance = progress.hold(session, origin.instance_id)
    task = session.get(UserTask, origin.task_id, populate_existing=True) if origin.task_id is not None else None
    if instance.status == "ended" or (task is not None and not task.is_open):
        return None
    found = incidents.note(session, actor, instance, failed)
    session.flush()  # gives it its number
    return found.id


def dismiss(session: Session, actor: Actor, incident_id: int, reason: str) -> Incident:
    """Close an incident that needs no further attempt. Raises Conflict where it is closed, or its timer still stands still.

    Raises NotAllowed unless the actor administers the system, Invalid without a reason.
    """
    policy.demand_administrator(actor)
    found = session.get(Incident, incident_id)
    if found is None:
        raise NotFound
    reason = demand_reason(reason)
    instance = progress.hold(session, found.instance_id)
    session.refresh(found)
    if found.resolved_at is not None:
        raise Conflict("Sự cố này đã được giải quyết.")
    if found.kind == "timer" and instance.status != "ended":
        raise Conflict("Mốc thời gian còn chờ chạy lại. Sửa nguyên nhân rồi chạy lại, hoặc hủy quy trình.")
    incidents.resolve(session, found, actor, "dismissed")
    after = {"incident": found.id}
    history.record(
        session,
        actor,
        "incident_dismissed",
        dossier=instance.dossier,
        element_id=found.element_id,
        after=after,
        reason=reason,
    )
    return found
