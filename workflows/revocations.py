"""What is known of the case in which an award is to be taken back, and how it is settled."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from workflows import catalogue, history, retirements
from workflows.clock import utcnow
from workflows.errors import NotFound
from workflows.models import (
    Decision,
    Dossier,
    DossierOrgan,
    Nominee,
    ProcessInstance,
    RegisterEntry,
    Revocation,
    UserTask,
)
from workflows.nomination import active_nominees, standing_nominees
from workflows.policy import Actor, is_open
from workflows.verdicts import REVOCATION, entries_of, is_revocation
from workflows.work import Work

REVOKED, UPHELD = "revoked", "upheld"
STARTERS = "startGroups"
"""The property of a start event that says who may begin: "organ:role, organ:role"."""
NOT_THEIRS = "Chỉ cơ quan đã trình và cơ quan phụ trách thi đua, khen thưởng của tỉnh được đề nghị xem xét hủy bỏ."
VERIFICATION, EXPLANATION = "violation_verification", "explanation"
"""Forms of the steps in which the organ verifies, and the unit explains."""
NEWEST = (
    select(Revocation).where(Revocation.dossier_id == bindparam("dossier_id")).order_by(Revocation.id.desc()).limit(1)
)


def newest(session: Session, dossier_id: int) -> Revocation | None:
    """Return the latest case of a dossier, whatever came of it."""
    return session.scalar(NEWEST, {"dossier_id": dossier_id})


def in_question(session: Session, instance: ProcessInstance) -> list[Nominee]:
    """Return whom a process is about: those nobody has refused, in a revocation whose award it is about."""
    dossier = instance.dossier
    if dossier is None:
        return []
    if not is_revocation(instance):
        return standing_nominees(session, dossier)
    case = newest(session, dossier.id)
    holders = [nominee for nominee in active_nominees(session, dossier) if nominee.result == "awarded"]
    return [nominee for nominee in holders if case is None or nominee.id == case.entry.nominee_id]


def demanding_organ(session: Session, actor: Actor, dossier: Dossier) -> int | None:
    """Return the organ of a dossier for which the actor may ask that its award be taken back; None: for none.

    Who may is said by the start event of the process in force.
    """
    units = select(DossierOrgan.organ, DossierOrgan.unit_id).where(DossierOrgan.dossier_id == dossier.id)
    known = {organ: unit_id for organ, unit_id in session.execute(units)}
    return next((known[organ] for organ, role in _starters(session) if known.get(organ) in actor.organs(role)), None)


def why_not(session: Session, entry: RegisterEntry) -> str:
    """Return why no case about a line of the register can begin now; "" where one can."""
    if entry.revoked_at is not None:
        return "Khen thưởng này đã bị hủy bỏ rồi."
    dossier_id = entry.decision.dossier_id
    live = select(ProcessInstance.id).where(ProcessInstance.dossier_id == dossier_id, ProcessInstance.status != "ended")
    if session.scalar(live.limit(1)) is None:
        return retirements.closed(session).get(REVOCATION, "")
    case = newest(session, dossier_id)
    if case is None or case.instance is None or case.instance.status == "ended":
        return "Hồ sơ khen thưởng này chưa kết thúc. Chờ công bố, trao thưởng xong rồi đề nghị."
    if case.entry_id == entry.id:
        return "Khen thưởng này đang được xem xét hủy bỏ."
    return f"Hồ sơ này đang có một việc hủy bỏ khác ({case.entry.name}). Chờ việc đó kết thúc."


def overdue_explanation(session: Session, dossier_id: int) -> UserTask | None:
    """Return the open step of a dossier in which the unit should have explained itself by now."""
    query = select(UserTask).where(UserTask.dossier_id == dossier_id, UserTask.form_key == EXPLANATION, is_open())
    return session.scalar(query.where(UserTask.due_at <= utcnow(), UserTask.stopped_at.is_(None)).limit(1))


def may_conduct(session: Session, actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor has the role, in its organ, that verified what is held against the award."""
    query = select(UserTask).where(UserTask.dossier_id == dossier.id, UserTask.form_key == VERIFICATION)
    task = session.scalar(query.order_by(UserTask.id.desc()).limit(1))
    return task is not None and task.organ_id in actor.organs(task.candidate_group)


def revoke(work: Work, decision: Decision) -> None:
    """Settle the running case: the award is taken back by a decision."""
    if case := _running(work):
        case.status, case.settled_at, case.decision = REVOKED, work.now, decision


def settle(work: Work, dossier: Dossier, status: str) -> str:
    """Close the case as its process ended and return the status of the dossier, which keeps its own while awards stand.

    A process that ended without taking the award back has left it, whatever its end event says.
    """
    if case := _running(work):
        case.status, case.settled_at = UPHELD, work.now
        after = {"entry": case.entry_id, "name": case.entry.name}
        history.record(work.session, work.actor, "award_upheld", dossier=dossier, after=after)
    return dossier.status if status == REVOKED and entries_of(work.session, dossier.id) else status


def call_off(work: Work) -> None:
    """Close the running case without a result, because its process was cancelled."""
    if case := _running(work):
        case.status, case.settled_at = "cancelled", work.now


def _running(work: Work) -> Revocation | None:
    if not is_revocation(work.instance) or work.instance.dossier_id is None:
        return None
    case = newest(work.session, work.instance.dossier_id)
    return case if case is not None and case.status == "running" else None


def _starters(session: Session) -> list[tuple[str, str]]:
    try:
        definition = catalogue.current_definition(session, REVOCATION)
    except NotFound:
        return []
    process = catalogue.process_of(session, definition)
    outermost = process.containers[process.key].elements.values()
    said = next(each.properties.get(STARTERS, "") for each in outermost if each.type == "startEvent")
    pairs = (pair.strip().partition(":") for pair in said.split(",") if pair.strip())
    return [(organ, role) for organ, _, role in pairs]
