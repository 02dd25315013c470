"""A hold of the law: whoever appraises a dossier lets its limits stand still, and run on, each with a reason.

Nobody is awarded while discipline, an investigation, an inspection or a complaint is pending (Nghị định 152/2025/NĐ-CP,
Điều 4); the time until that is settled is nobody's delay.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import clocks, dates, history, outbox, policy, progress
from workflows.clock import utcnow
from workflows.clocks import LEGAL_HOLD, Cause
from workflows.errors import Conflict, NotAllowed
from workflows.models import Dossier, ProcessInstance
from workflows.participants import holders
from workflows.policy import SUBMITTING_ROLES, Actor
from workflows.reasons import demand_reason

TOLD = {
    "hold_placed": (
        "Thời hạn của hồ sơ {reference} tạm dừng",
        "Thời hạn giải quyết hồ sơ {reference} ({title}) tạm dừng theo pháp luật từ hôm nay. Khi chạy tiếp, đơn vị được báo.",
    ),
    "hold_lifted": (
        "Thời hạn của hồ sơ {reference} chạy tiếp",
        "Thời hạn giải quyết hồ sơ {reference} ({title}) chạy tiếp từ hôm nay; thời gian dừng không tính vào hạn.{due}",
    ),
}
OVER = "Hồ sơ này đã kết thúc nên không còn thời hạn để dừng."


def place(session: Session, actor: Actor, reference: str, reason: str) -> Dossier:
    """Let the limits of a dossier stand still, and tell the unit that submitted it, without the reason.

    Raises NotFound where the actor may not see the dossier, NotAllowed unless they appraise it, Invalid without a reason,
    Conflict where it is over or held already.
    """
    dossier = _held(session, actor, reference)
    reason = demand_reason(reason)
    before = _facts(dossier)
    if not clocks.stop(session, dossier, Cause(LEGAL_HOLD, actor.person_id, reason), utcnow()):
        raise Conflict("Hồ sơ này đang tạm dừng rồi.")
    entry = history.record(
        session, actor, "hold_placed", dossier=dossier, before=before, after=_facts(dossier), reason=reason
    )
    _tell_unit(session, dossier, "hold_placed", entry.hash)
    return dossier


def lift(session: Session, actor: Actor, reference: str, reason: str) -> Dossier:
    """Let the limits of a held dossier run on with what was left of them. Raises as `place`; Conflict where none is held."""
    dossier = _held(session, actor, reference)
    reason = demand_reason(reason)
    if LEGAL_HOLD not in dossier.stopped_for:
        raise Conflict("Hồ sơ này không tạm dừng.")
    before = _facts(dossier)
    clocks.resume(session, dossier, Cause(LEGAL_HOLD, actor.person_id), utcnow())
    entry = history.record(
        session, actor, "hold_lifted", dossier=dossier, before=before, after=_facts(dossier), reason=reason
    )
    _tell_unit(session, dossier, "hold_lifted", entry.hash)
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


def _tell_unit(session: Session, dossier: Dossier, verb: str, mark: str) -> None:
    """Tell whoever submits for the unit what was done; the reason may name persons and is not told."""
    due = f" Hạn trả kết quả: {dates.show_limit(dossier.due_at)}." if dossier.due_at else ""
    words = {"reference": dossier.reference, "title": dossier.offer.title, "due": due}
    subject, body = (text.format(**words) for text in TOLD[verb])
    for person in holders(session, dossier.submitting_unit_id, SUBMITTING_ROLES, dates.local_date(utcnow())):
        key = f"{verb}:{mark[:16]}:{person.id}"
        outbox.queue(session, key, verb, person.id, dossier=dossier, subject=subject, body=body)


def _facts(dossier: Dossier) -> dict[str, str | None]:
    return {
        "due_at": dossier.due_at.isoformat() if dossier.due_at else None,
        "stopped_at": dossier.stopped_at.isoformat() if dossier.stopped_at else None,
    }
