"""A hold of the law: whoever appraises a dossier lets its limits stand still, and run on, each with a reason.

Nobody is awarded while discipline, an investigation, an inspection or a complaint is pending (Nghị định 152/2025/NĐ-CP,
Điều 4); the time until that is settled is nobody's delay.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import clocks, history, policy, progress
from workflows.clock import utcnow
from workflows.clocks import LEGAL_HOLD, Cause
from workflows.errors import Conflict, NotAllowed
from workflows.models import Dossier, ProcessInstance
from workflows.policy import Actor
from workflows.reasons import demand_reason

OVER = "Hồ sơ này đã kết thúc nên không còn thời hạn để dừng."


def place(session: Session, actor: Actor, reference: str, reason: str) -> Dossier:
    """Let the limits of a dossier stand still.

    Raises NotFound where the actor may not see the dossier, NotAllowed unless they appraise it, Invalid without a reason,
    Conflict where it is over or held already.
    """
    dossier = _held(session, actor, reference)
    reason = demand_reason(reason)
    before = _facts(dossier)
    if not clocks.stop(session, dossier, Cause(LEGAL_HOLD, actor.person_id, reason), utcnow()):
        raise Conflict("Hồ sơ này đang tạm dừng rồi.")
    history.record(session, actor, "hold_placed", dossier=dossier, before=before, after=_facts(dossier), reason=reason)
    return dossier


def lift(session: Session, actor: Actor, reference: str, reason: str) -> Dossier:
    """Let the limits of a held dossier run on with what was left of them. Raises as `place`; Conflict where none is held."""
    dossier = _held(session, actor, reference)
    reason = demand_reason(reason)
    if LEGAL_HOLD not in dossier.stopped_for:
        raise Conflict("Hồ sơ này không tạm dừng.")
    before = _facts(dossier)
    clocks.resume(session, dossier, Cause(LEGAL_HOLD, actor.person_id), utcnow())
    history.record(session, actor, "hold_lifted", dossier=dossier, before=before, after=_facts(dossier), reason=reason)
    return dossier


def _held(session: Session, actor: Actor, reference: str) -> Dossier:
    """Return the dossier, its process locked: the clock moves with no step of it at the same time."""
    seen = policy.load_dossier(session, actor, reference)
    query = select(ProcessInstance.id).where(ProcessInstance.dossier_id == seen.id, ProcessInstance.status != "ended")
    instance_id = session.scalar(query)
    if instance_id is None:
        raise Conflict(OVER)
    progress.hold(session, instance_id)
    session.refresh(seen)
    if seen.closed_at is not None:
        raise Conflict(OVER)
    if not policy.may_hold(session, actor, seen):
        raise NotAllowed("Chỉ chuyên viên, lãnh đạo thẩm định hồ sơ này được tạm dừng thời hạn hoặc cho chạy tiếp.")
    return seen


def _facts(dossier: Dossier) -> dict[str, str | None]:
    return {
        "due_at": dossier.due_at.isoformat() if dossier.due_at else None,
        "stopped_at": dossier.stopped_at.isoformat() if dossier.stopped_at else None,
    }
