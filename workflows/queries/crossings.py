"""Which running instances could go over to a version of their process."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows import policy
from workflows.errors import NotFound
from workflows.models import ProcessDefinition, ProcessInstance
from workflows.policy import Actor


@dataclass(frozen=True)
class Candidate:
    """A running instance on another version. `reference`: of its dossier; empty without one."""

    instance_id: int
    reference: str
    version: int


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
