"""Which running instances could go over to a version of their process, and which went."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows import policy, reading
from workflows.errors import NotFound
from workflows.models import InstanceMigration, ProcessDefinition, ProcessInstance
from workflows.policy import Actor


@dataclass(frozen=True)
class Candidate:
    """A running instance on another version. `reference`: of its dossier; empty without one."""

    instance_id: int
    reference: str
    version: int


@dataclass(frozen=True)
class Migration:
    """An instance that went over. `may_undo`: it has not moved since."""

    id: int
    instance_id: int
    from_version: int
    to_version: int
    reason: str
    migrated_at: datetime
    undone_at: datetime | None
    may_undo: bool


def migrations(session: Session, actor: Actor, instance_id: int) -> list[Migration]:
    """Return how an instance went over, the latest first. Raises NotFound, also for all but administrators."""
    reading.demand_sight_of_processes(actor)
    if session.get(ProcessInstance, instance_id) is None:
        raise NotFound
    query = select(InstanceMigration).where(InstanceMigration.instance_id == instance_id)
    return [_read(each) for each in session.scalars(query.order_by(InstanceMigration.id.desc()))]


def migration(session: Session, actor: Actor, migration_id: int) -> Migration:
    """Return one migration. Raises as `migrations`."""
    reading.demand_sight_of_processes(actor)
    found = session.get(InstanceMigration, migration_id)
    if found is None:
        raise NotFound
    return _read(found)


def _read(row: InstanceMigration) -> Migration:
    return Migration(
        id=row.id,
        instance_id=row.instance_id,
        from_version=row.from_definition.version,
        to_version=row.to_definition.version,
        reason=row.reason,
        migrated_at=row.migrated_at,
        undone_at=row.undone_at,
        may_undo=row.undone_at is None and row.instance.version == row.instance_version,
    )


def process_key(session: Session, actor: Actor, instance_id: int) -> str:
    """Return the key of the process that an instance runs. Raises NotAllowed as `definition_id`, NotFound."""
    policy.demand_administrator(actor)
    found = session.get(ProcessInstance, instance_id)
    if found is None:
        raise NotFound
    return found.definition.key


def definition_id(session: Session, actor: Actor, key: str, version: int) -> int:
    """Return the id of a version of a process. Raises NotAllowed unless the actor administers the system, NotFound."""
    policy.demand_administrator(actor)
    query = select(ProcessDefinition.id).where(ProcessDefinition.key == key, ProcessDefinition.version == version)
    found = session.scalar(query)
    if found is None:
        raise NotFound(f"Không có phiên bản {version} của quy trình “{key}”.")
    return found


def candidates(session: Session, actor: Actor, to_definition_id: int) -> list[Candidate]:
    """Return the instances of the same process that have not ended and run another version, the oldest first."""
    policy.demand_administrator(actor)
    to = session.get(ProcessDefinition, to_definition_id)
    if to is None:
        raise NotFound
    query = (
        select(ProcessInstance)
        .join(ProcessInstance.definition)
        .where(ProcessDefinition.key == to.key, ProcessDefinition.id != to.id, ProcessInstance.status != "ended")
        .options(joinedload(ProcessInstance.dossier), joinedload(ProcessInstance.definition))
        .order_by(ProcessInstance.id)
    )
    return [
        Candidate(each.id, each.dossier.reference if each.dossier else "", each.definition.version)
        for each in session.scalars(query)
    ]
