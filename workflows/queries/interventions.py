"""What was done to a running process by hand: acts of administrators, requests, moves to another version."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows import catalogue
from workflows.models import InstanceMigration, Intervention, ProcessInstance
from workflows.policy import Actor
from workflows.queries.processes import called


@dataclass(frozen=True)
class InterventionRow:
    """What an administrator did or asked for. `stale`: asked for, but the instance has moved since."""

    id: int
    kind: str
    state: str
    reason: str
    requester: str
    requested_at: datetime
    decider: str
    decided_at: datetime | None
    decision_reason: str
    from_name: str
    to_name: str
    stale: bool
    may_decide: bool


@dataclass(frozen=True)
class MigrationRow:
    """The instance went over to another version of its process, and perhaps back."""

    id: int
    from_version: int
    to_version: int
    reason: str
    migrator: str
    migrated_at: datetime
    undone_at: datetime | None
    undo_reason: str


def interventions(session: Session, actor: Actor, found: ProcessInstance) -> Iterator[InterventionRow]:
    """Yield what was done to an instance by hand, the latest first. That the actor may see it is not checked."""
    query = select(Intervention).where(Intervention.instance_id == found.id).order_by(Intervention.id.desc())
    for each in session.scalars(query.options(joinedload(Intervention.requester), joinedload(Intervention.decider))):
        stale = each.state == "pending" and (each.instance_version != found.version or found.status == "ended")
        yield InterventionRow(
            id=each.id,
            kind=each.kind,
            state="stale" if stale else each.state,
            reason=each.reason,
            requester=each.requester.full_name,
            requested_at=each.requested_at,
            decider=each.decider.full_name if each.decider else "",
            decided_at=each.decided_at,
            decision_reason=each.decision_reason or "",
            from_name=_name(session, found, each.process_key, each.from_element),
            to_name=_name(session, found, each.process_key, each.to_element),
            stale=stale,
            may_decide=each.state == "pending" and not stale and each.requested_by != actor.person_id,
        )


def migrations(session: Session, found: ProcessInstance) -> Iterator[MigrationRow]:
    """Yield when an instance went over to another version, the latest first."""
    query = select(InstanceMigration).where(InstanceMigration.instance_id == found.id)
    for each in session.scalars(query.order_by(InstanceMigration.id.desc())):
        yield MigrationRow(
            id=each.id,
            from_version=each.from_definition.version,
            to_version=each.to_definition.version,
            reason=each.reason,
            migrator=each.migrator.full_name,
            migrated_at=each.migrated_at,
            undone_at=each.undone_at,
            undo_reason=each.undo_reason or "",
        )


def _name(session: Session, found: ProcessInstance, process_key: str | None, element_id: str | None) -> str:
    container = catalogue.process_of(session, found.definition).containers.get(process_key or "")
    element = container.elements.get(element_id or "") if container else None
    return (called(container, element) if container and element else "") or element_id or ""
