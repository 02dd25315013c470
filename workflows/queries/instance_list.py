"""The running processes as a list for administrators: which, of what dossier, where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload

from workflows import catalogue, duties, policy, reading
from workflows.engine import Process
from workflows.models import Dossier, ProcessDefinition, ProcessInstance, Unit, UserTask
from workflows.policy import Actor
from workflows.queries import paging
from workflows.queries.incidents import open_count

PAGE_SIZE = 50
STATUSES = ("running", "incident", "suspended", "ended")
FAULTY = ProcessInstance.open_incidents > 0


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list, as it stands in the address. Empty: any; 0: any version."""

    process: str = ""
    version: int = 0
    status: str = ""
    faulty: bool = False
    """Only those with an open incident, whether they run on or stand still."""
    element: str = ""
    """Only those with open work on this element."""
    page: int = 1


@dataclass(frozen=True)
class InstanceRow:
    """An instance in a list."""

    id: int
    process_key: str
    process_name: str
    version: int
    status: str
    reference: str
    unit: str
    steps: tuple[str, ...]
    """Names of the innermost elements where it stands."""
    incidents: int
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class InstanceList:
    """A page of the list, how many there are by status within the other filters, and the processes to choose from."""

    rows: tuple[InstanceRow, ...]
    total: int
    everything: int
    """Whatever the status."""
    faulty: int
    """Those with an open incident, whatever the status."""
    open_incidents: int
    """Of all instances, whatever the filters."""
    counts: tuple[tuple[str, int], ...]
    processes: tuple[tuple[str, str], ...]
    page: int
    pages: int


def listing(session: Session, actor: Actor, wanted: Wanted, also: Sequence[ColumnElement[bool]] = ()) -> InstanceList:
    """Return a page of the list, the latest first. Raises NotFound unless the actor administers the system.

    `also`: further conditions on ProcessInstance that its rows and counts are narrowed by.
    """
    reading.demand_sight_of_processes(actor)
    conditions = [*_conditions(wanted), *also]
    grouped = (
        select(ProcessInstance.status, func.count(), func.count().filter(FAULTY))
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(*conditions)
        .group_by(ProcessInstance.status)
    )
    numbers = session.execute(grouped).all()
    counts = {status: number for status, number, _ in numbers}
    everything, faulty = sum(counts.values()), sum(number for _, _, number in numbers)
    total = faulty if wanted.faulty else counts.get(wanted.status, 0) if wanted.status else everything
    page, pages = paging.cut(total, wanted.page, PAGE_SIZE)
    query = _rows(conditions, wanted).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    name = func.max(ProcessDefinition.name)
    keys = select(ProcessDefinition.key, name).group_by(ProcessDefinition.key).order_by(name)
    return InstanceList(
        rows=tuple(_row(session, *each) for each in session.execute(query)),
        total=total,
        everything=everything,
        faulty=faulty,
        open_incidents=open_count(session),
        counts=tuple((status, counts.get(status, 0)) for status in STATUSES),
        processes=tuple((key, found_name) for key, found_name in session.execute(keys)),
        page=page,
        pages=pages,
    )


def _rows(conditions: list, wanted: Wanted) -> Select:
    """Return the query of the wanted instances with dossier and unit, the latest first."""
    query = (
        select(ProcessInstance, Dossier.reference, Unit.name)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .outerjoin(Dossier, Dossier.id == ProcessInstance.dossier_id)
        .outerjoin(Unit, Unit.id == Dossier.submitting_unit_id)
        .options(joinedload(ProcessInstance.definition))
        .where(*conditions)
        .order_by(ProcessInstance.id.desc())
    )
    if wanted.status:
        query = query.where(ProcessInstance.status == wanted.status)
    return query.where(FAULTY) if wanted.faulty else query


def _conditions(wanted: Wanted) -> list:
    found = []
    if wanted.process:
        found.append(ProcessDefinition.key == wanted.process)
    if wanted.version:
        found.append(ProcessDefinition.version == wanted.version)
    if wanted.element:
        waiting = exists().where(
            UserTask.instance_id == ProcessInstance.id, UserTask.element_id == wanted.element, policy.is_open()
        )
        found.append(waiting)
    return found


def _row(session: Session, found: ProcessInstance, reference: str | None, unit: str | None) -> InstanceRow:
    return InstanceRow(
        id=found.id,
        process_key=found.definition.key,
        process_name=found.definition.name,
        version=found.definition.version,
        status=found.status,
        reference=reference or duties.name_of(found),
        unit=unit or "",
        steps=steps_of(catalogue.process_of(session, found.definition), found),
        incidents=found.open_incidents,
        started_at=found.started_at,
        ended_at=found.ended_at,
    )


def steps_of(process: Process, found: ProcessInstance) -> tuple[str, ...]:
    """Return the names of the innermost elements where an instance stands."""
    around = {each for token in found.tokens for each in token["path"]}
    inner = [token for token in found.tokens if token["element"] not in around]
    elements = [process.element(token["process"], token["element"]) for token in inner]
    return tuple(dict.fromkeys(element.name or element.id for element in elements))
