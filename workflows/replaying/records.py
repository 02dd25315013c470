"""What is there to be played again: the finished instances that a change concerns, and what was recorded of each."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.engine import Process, load_process, main_processes
from workflows.models import InstanceStep, ProcessDefinition, ProcessInstance
from workflows.replaying.playing import Recorded

Files = Mapping[str, bytes]


def concerned(before: Files, after: Files, checksum: str, *, by_forms: bool = False) -> dict[str, Process]:
    """Return the main processes whose way a change may turn, as they would be: their diagrams or the tables they ask differ.

    `checksum`: of the diagrams among `after`, which must be sound. `by_forms`: also those of whose steps the forms alone
    differ, which turns no way.
    """
    diagrams = {name: content for name, content in after.items() if name.endswith(".bpmn")}
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    tables = any(name.endswith(".dmn") for name in changed)
    found = {key: load_process(key, diagrams, checksum) for key in main_processes(diagrams)}
    return {
        key: process
        for key, process in found.items()
        if not changed.isdisjoint(process.files)
        or (tables and any(element.type == "businessRuleTask" for element in process.elements))
        or (by_forms and any(f"{element.properties.get('formKey')}.form" in changed for element in process.elements))
    }


def finished(session: Session, keys: set[str], most: int) -> list[int]:
    """Return the ids of the instances of these processes that have come to an end event, the latest first."""
    query = (
        select(ProcessInstance.id)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(ProcessDefinition.key.in_(keys), ProcessInstance.end_event.is_not(None))
        .order_by(ProcessInstance.ended_at.desc(), ProcessInstance.id.desc())
        .limit(most)
    )
    return list(session.scalars(query))


def steps_of(session: Session, instance_id: int) -> list[Recorded]:
    """Return what was recorded of an instance, in order; without a start where it began before steps were kept."""
    query = select(InstanceStep).where(InstanceStep.instance_id == instance_id).order_by(InstanceStep.version)
    return [
        Recorded(
            kind=row.kind,
            element_id=row.element_id or "",
            path=tuple(row.path),
            member=row.member,
            outcome=row.outcome,
            given=row.given,
            answers=row.answers,
            at=row.at,
        )
        for row in session.scalars(query)
    ]
