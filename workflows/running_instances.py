"""Which running instances of a process are meant, as an administrator chooses them for another version."""

from dataclasses import dataclass

from sqlalchemy import Select, exists, select

from workflows.models import Dossier, ProcessDefinition, ProcessInstance, UserTask


@dataclass(frozen=True)
class Choice:
    """Empty or 0: any. `instance_ids`: of those that fit the rest, these alone."""

    version: int = 0
    element: str = ""
    """Only those with open work on this element."""
    unit_id: int = 0
    """Only dossiers that this unit submits."""
    instance_ids: frozenset[int] | None = None


def chosen(key: str, choice: Choice) -> Select[ProcessInstance]:
    """Return the query of the instances of process `key` that have not ended and fit a choice, in order of their ids."""
    query = (
        select(ProcessInstance)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(ProcessDefinition.key == key, ProcessInstance.status != "ended")
        .order_by(ProcessInstance.id)
    )
    if choice.version:
        query = query.where(ProcessDefinition.version == choice.version)
    if choice.unit_id:
        of_unit = select(Dossier.id).where(Dossier.submitting_unit_id == choice.unit_id)
        query = query.where(ProcessInstance.dossier_id.in_(of_unit))
    if choice.element:
        is_open = (UserTask.completed_at.is_(None), UserTask.cancelled_at.is_(None))
        here = (UserTask.instance_id == ProcessInstance.id, UserTask.element_id == choice.element)
        query = query.where(exists().where(*here, *is_open))
    return query
