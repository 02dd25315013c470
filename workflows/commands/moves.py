"""Move a token to another step: asked by one administrator, decided by another, done only where nothing moved meanwhile."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import catalogue, history, policy, progress, resting, standing
from workflows.clock import utcnow
from workflows.commands.interventions import ENDED, hold, status_by_timers
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound
from workflows.models import Intervention, ProcessInstance
from workflows.policy import Actor
from workflows.reasons import demand_reason
from workflows.work import Work

STALE = "Quy trình đã chuyển bước sau khi đề nghị được lập, nên đề nghị không còn đúng. Xem lại rồi lập đề nghị mới."


@dataclass(frozen=True)
class Move:
    """Which token to which element; `version`: of the instance, as the asker saw it."""

    token_id: str
    element_id: str
    version: int


def ask(session: Session, actor: Actor, instance_id: int, wanted: Move, reason: str) -> Intervention:
    """Ask that a token be moved. An earlier request of the same person, or one that has become stale, makes way.

    Raises NotAllowed unless the actor administers the system, Invalid without a reason or for a step that cannot be
    taken, Conflict where the instance has moved, has ended, or another's request waits.
    """
    instance = hold(session, actor, instance_id)
    if instance.status == "ended":
        raise Conflict(ENDED)
    if instance.version != wanted.version:
        raise Conflict("Quy trình vừa chuyển bước. Xem lại nơi đang dừng rồi đề nghị lại.")
    token = standing.token(session, instance, wanted.token_id)
    reason = _demand(session, instance, wanted, reason)
    _make_way(session, actor, instance)
    asked = Intervention(
        instance_id=instance.id,
        kind="move",
        state="pending",
        reason=reason,
        requested_by=actor.person_id,
        requested_at=utcnow(),
        instance_version=instance.version,
        token_id=wanted.token_id,
        process_key=token.process_id,
        from_element=token.element_id,
        to_element=wanted.element_id,
    )
    session.add(asked)
    session.flush()  # one request at a time: the unique index must speak now, and the caller needs its number
    _record(session, actor, asked, "move_asked", reason)
    return asked


def approve(session: Session, actor: Actor, intervention_id: int) -> Intervention:
    """Move the token as asked and let the instance run on; a suspended one stays suspended.

    Raises NotAllowed unless the actor administers the system and did not ask for it, Conflict where it was decided, or
    the instance has moved or ended since.
    """
    asked, instance = _pending(session, actor, intervention_id)
    if instance.status == "ended" or instance.version != asked.instance_version:
        raise Conflict(STALE)
    asked.state, asked.decided_by, asked.decided_at = "done", actor.person_id, utcnow()
    _record(session, actor, asked, "moved", asked.reason)
    progress.move(Work(session, instance, actor, utcnow()), asked.token_id or "", asked.to_element or "")
    if instance.status == "incident":
        instance.status = status_by_timers(session, instance)
        resting.mark(session, instance)
    return asked


def decline(session: Session, actor: Actor, intervention_id: int, reason: str) -> Intervention:
    """Refuse a request. Raises as `approve`, Invalid without a reason; a stale request may be refused too."""
    asked, _ = _pending(session, actor, intervention_id)
    asked.decision_reason = demand_reason(reason)
    asked.state, asked.decided_by, asked.decided_at = "declined", actor.person_id, utcnow()
    _record(session, actor, asked, "move_declined", asked.decision_reason)
    return asked


def _pending(session: Session, actor: Actor, intervention_id: int) -> tuple[Intervention, ProcessInstance]:
    policy.demand_administrator(actor)
    asked = session.get(Intervention, intervention_id)
    if asked is None or asked.kind != "move":
        raise NotFound
    instance = hold(session, actor, asked.instance_id)
    session.refresh(asked)
    if asked.state != "pending":
        raise Conflict(STALE if asked.state == "stale" else "Đề nghị này đã được quyết định.")
    if asked.requested_by == actor.person_id:
        raise NotAllowed("Người đề nghị không được tự quyết định. Một quản trị khác phải duyệt hoặc từ chối.")
    return asked, instance


def _demand(session: Session, instance: ProcessInstance, wanted: Move, reason: str) -> str:
    """Return the reason. Raises Invalid with all that is wrong at once."""
    errors: dict[str, list[str]] = {}
    if wanted.element_id not in {each.id for each in standing.targets(session, instance, wanted.token_id)}:
        errors["element"] = ["Chọn một bước có trong danh sách."]
    try:
        reason = demand_reason(reason)
    except Invalid as found:
        errors |= found.errors
    if errors:
        raise Invalid(errors)
    return reason


def _make_way(session: Session, actor: Actor, instance: ProcessInstance) -> None:
    earlier = session.scalar(
        select(Intervention).where(Intervention.instance_id == instance.id, Intervention.state == "pending")
    )
    if earlier is None:
        return
    if earlier.instance_version == instance.version and earlier.requested_by != actor.person_id:
        raise Conflict(f"{earlier.requester.full_name} đã đề nghị chuyển bước; quyết định đề nghị đó trước.")
    earlier.state, earlier.decided_at = "stale", utcnow()
    session.flush()  # the unique index allows the next request only after this one is over


def _record(session: Session, actor: Actor, asked: Intervention, verb: str, reason: str) -> None:
    instance = asked.instance
    container = catalogue.process_of(session, instance.definition).containers.get(asked.process_key or "")
    elements = container.elements if container else {}  # the version may be another since it was asked
    steps = [(each or "", elements.get(each or "")) for each in (asked.from_element, asked.to_element)]
    names = [(step.name if step else "") or own_id for own_id, step in steps]
    history.record(
        session,
        actor,
        verb,
        **history.of(instance),
        element_id=asked.from_element,
        definition=f"{instance.definition.key}@{instance.definition.version}",
        after={"name": f"{names[0]} → {names[1]}", "intervention": asked.id, "to": asked.to_element},
        reason=reason,
    )
