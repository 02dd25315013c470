"""How much stands, waits, is late, has failed and is finished on each element of a version of a process."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import catalogue, policy, reading
from workflows.clock import utcnow
from workflows.engine import Process
from workflows.models import Incident, ProcessDefinition, ProcessInstance, UserTask
from workflows.policy import Actor


@dataclass(frozen=True)
class Counts:
    """What is on one element: running instances, open and overdue tasks, open incidents, finished tasks."""

    tokens: int = 0
    tasks: int = 0
    overdue: int = 0
    incidents: int = 0
    finished: int = 0


def element_counts(session: Session, actor: Actor, key: str, version: int, part: str) -> Mapping[str, Counts]:
    """Return the counts of the elements of one diagram (`part`: id of its process) that have any.

    Raises NotFound for an unknown process or version, and for whoever does not administer the system.
    """
    reading.demand_sight_of_processes(actor)
    definition = catalogue.definition(session, key, version)
    drawn = _drawn(catalogue.process_of(session, definition), part)
    tasks, incidents = _tasks(session, definition, drawn), _incidents(session, definition, drawn)
    tokens = _tokens(session, definition, drawn)
    found = {}
    for element in {*tasks, *incidents, *tokens}:
        waiting, overdue, finished = tasks.get(element, (0, 0, 0))
        found[element] = Counts(tokens.get(element, 0), waiting, overdue, incidents.get(element, 0), finished)
    return found


def _drawn(process: Process, part: str) -> frozenset[str]:
    """Return the processes of one diagram: a process and the sub-processes inside it. Element ids are unique in them."""
    return frozenset(each.id for each in process.containers.values() if _root(process, each.id) == part)


def _root(process: Process, process_id: str) -> str:
    container = process.containers[process_id]
    while container.parent_id is not None:
        container = process.containers[container.parent_id]
    return container.id


def _tasks(session: Session, definition: ProcessDefinition, drawn: frozenset[str]) -> dict[str, tuple[int, int, int]]:
    waiting = policy.is_open()
    query = (
        select(
            UserTask.element_id,
            func.count().filter(waiting),
            func.count().filter(waiting, UserTask.due_at <= utcnow(), UserTask.stopped_at.is_(None)),
            func.count().filter(UserTask.completed_at.is_not(None)),
        )
        .join(ProcessInstance, ProcessInstance.id == UserTask.instance_id)
        .where(ProcessInstance.definition_id == definition.id, UserTask.process_key.in_(drawn))
        .group_by(UserTask.element_id)
    )
    return {element: (open_, overdue, finished) for element, open_, overdue, finished in session.execute(query)}


def _incidents(session: Session, definition: ProcessDefinition, drawn: frozenset[str]) -> dict[str, int]:
    query = (
        select(Incident.element_id, func.count())
        .join(ProcessInstance, ProcessInstance.id == Incident.instance_id)
        .where(ProcessInstance.definition_id == definition.id, Incident.resolved_at.is_(None))
        .where(Incident.process_key.in_(drawn))
        .group_by(Incident.element_id)
    )
    return {element: number for element, number in session.execute(query)}


def _tokens(session: Session, definition: ProcessDefinition, drawn: frozenset[str]) -> dict[str, int]:
    """Count running instances: five open ballots of one are one."""
    rows = session.scalars(
        select(ProcessInstance.tokens).where(
            ProcessInstance.definition_id == definition.id, ProcessInstance.status != "ended"
        )
    )
    found: dict[str, int] = {}
    for tokens in rows:
        for element in {token["element"] for token in tokens if token["process"] in drawn}:
            found[element] = found.get(element, 0) + 1
    return found
