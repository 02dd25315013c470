"""Let a process take no new dossiers, and take that back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import catalogue, duties, history, process_drafts, reading, retirements
from workflows.clock import utcnow
from workflows.errors import Conflict
from workflows.models import ProcessRetirement
from workflows.policy import Actor
from workflows.reasons import demand_reason

BY_THE_SYSTEM = "Hệ thống mở quy trình này theo kỳ báo cáo của phong trào nên không ngừng dùng được."


def retire(session: Session, actor: Actor, key: str, reason: str) -> ProcessRetirement:
    """Let no dossier begin on a process any more; running ones go on.

    Raises NotFound for an unknown process and unless the actor administers the system, Invalid without a reason,
    Conflict where it is retired already or is begun by the system itself.
    """
    reading.demand_administration(actor)
    process_drafts.hold_deployments(session)  # two who do this at once
    definition = catalogue.current_definition(session, key)
    reason = demand_reason(reason)
    if key == duties.PROCESS:
        raise Conflict(BY_THE_SYSTEM)
    if key in retirements.standing(session):
        raise Conflict("Quy trình này đã ngừng dùng.")
    row = ProcessRetirement(process_key=key, reason=reason, retired_by=actor.person_id, retired_at=utcnow())
    session.add(row)
    session.flush()  # one at a time: the unique index must speak now
    after = {"process": key, "name": definition.name}
    history.record(session, actor, "process_retired", after=after, reason=reason)
    return row


def restore(session: Session, actor: Actor, key: str, reason: str) -> ProcessRetirement:
    """Let dossiers begin on a retired process again. Raises as `retire`, Conflict where it is not retired."""
    reading.demand_administration(actor)
    process_drafts.hold_deployments(session)
    definition = catalogue.current_definition(session, key)
    reason = demand_reason(reason)
    query = select(ProcessRetirement).where(
        ProcessRetirement.process_key == key, ProcessRetirement.restored_at.is_(None)
    )
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise Conflict("Quy trình này đang được dùng.")
    row.restored_by, row.restored_at, row.restored_reason = actor.person_id, utcnow(), reason
    after = {"process": key, "name": definition.name}
    history.record(session, actor, "process_restored", after=after, reason=reason)
    return row
