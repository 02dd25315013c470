"""Incidents for administrators: the list, one of them with what can be done, and how many are open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows import catalogue, reading
from workflows.engine.diagram import Element
from workflows.errors import NotFound
from workflows.models import Dossier, Incident, ProcessDefinition, ProcessInstance, Unit
from workflows.policy import Actor
from workflows.queries import paging

PAGE_SIZE = 50
STATES = ("open", "resolved")


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list, as it stands in the address. Empty: any."""

    state: str = "open"
    kind: str = ""
    process: str = ""
    page: int = 1


@dataclass(frozen=True)
class IncidentRow:
    """An incident in a list. `element_name` may be empty; then `element_type` says what it is."""

    id: int
    kind: str
    cause: str
    element_id: str
    element_name: str
    element_type: str
    process_key: str
    process_name: str
    instance_id: int
    instance_status: str
    reference: str
    """Of the dossier; empty for a process without one."""
    unit: str
    first_at: datetime
    last_at: datetime
    count: int
    resolved_at: datetime | None
    resolution: str | None


@dataclass(frozen=True)
class IncidentList:
    """A page of the list, and what the filters would find."""

    rows: tuple[IncidentRow, ...]
    counts: Mapping[str, int]
    """By state, within the other filters."""
    open_incidents: int
    """Whatever the filters."""
    processes: tuple[tuple[str, str], ...]
    """Key and name of every process that ever had an incident."""
    page: int
    pages: int


@dataclass(frozen=True)
class IncidentPage:
    """One incident, where it stands in the diagram, and what can be done."""

    row: IncidentRow
    version: int
    part_key: str
    """The process whose diagram holds the element, when it is one that the main process calls."""
    part_name: str
    xml: str
    expression: str | None
    values: Mapping[str, object]
    technical_kind: str
    task_name: str
    task_holder: str
    timer_due_at: datetime | None
    timer_attempts: int
    resolver: str
    may_retry: bool
    may_dismiss: bool


def open_count(session: Session) -> int:
    """Return how many incidents are open."""
    return session.scalar(select(func.count()).select_from(Incident).where(Incident.resolved_at.is_(None))) or 0


def listing(session: Session, actor: Actor, wanted: Wanted) -> IncidentList:
    """Return a page of the list, the latest first. Raises NotFound unless the actor administers the system."""
    reading.demand_sight_of_processes(actor)
    counts = {state: _count(session, wanted, state) for state in STATES}
    page, pages = paging.cut(counts.get(wanted.state, 0), wanted.page, PAGE_SIZE)
    query = _filtered(_rows(), wanted, wanted.state).order_by(Incident.last_at.desc(), Incident.id.desc())
    found = session.execute(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    name = func.max(ProcessDefinition.name)
    keys = (
        select(ProcessDefinition.key, name)
        .join(ProcessInstance, ProcessInstance.definition_id == ProcessDefinition.id)
        .join(Incident, Incident.instance_id == ProcessInstance.id)
        .group_by(ProcessDefinition.key)
        .order_by(name)
    )
    return IncidentList(
        rows=tuple(_row(session, *each) for each in found),
        counts=counts,
        open_incidents=open_count(session),
        processes=tuple((key, found_name) for key, found_name in session.execute(keys)),
        page=page,
        pages=pages,
    )


def of_instance(session: Session, instance_id: int) -> tuple[IncidentRow, ...]:
    """Return the incidents of an instance, open ones first. That the actor may see them is not checked."""
    query = _rows().where(Incident.instance_id == instance_id)
    rows = session.execute(query.order_by(Incident.resolved_at.is_not(None), Incident.last_at.desc()))
    return tuple(_row(session, *each) for each in rows)


def incident(session: Session, actor: Actor, incident_id: int) -> IncidentPage:
    """Return one incident. Raises NotFound, also for whoever does not administer the system."""
    reading.demand_sight_of_processes(actor)
    found = session.execute(_rows().where(Incident.id == incident_id)).one_or_none()
    if found is None:
        raise NotFound
    row, incident = _row(session, *found), found[0]
    instance, task, timer = incident.instance, incident.task, incident.timer
    process = catalogue.process_of(session, instance.definition)
    part = process.containers.get(incident.process_key) or process.containers[process.key]
    while part.parent_id is not None:
        part = process.containers[part.parent_id]
    is_open = incident.resolved_at is None
    return IncidentPage(
        row=row,
        version=instance.definition.version,
        part_key=part.id,
        part_name=part.name,
        xml=process.files[part.file].decode(),
        expression=incident.expression,
        values=incident.values,
        technical_kind=incident.technical_kind,
        task_name=task.name if task else "",
        task_holder=task.assignee.full_name if task and task.assignee and task.reserved_for_id is None else "",
        timer_due_at=timer.due_at if timer else None,
        timer_attempts=timer.attempts if timer else 0,
        resolver=incident.resolver.full_name if incident.resolver else "",
        may_retry=is_open and instance.status == "incident" and incident.kind == "timer",
        may_dismiss=is_open and (incident.kind != "timer" or instance.status == "ended"),
    )


def _rows():
    return (
        select(Incident, ProcessInstance, Dossier.reference, Unit.name)
        .join(ProcessInstance, ProcessInstance.id == Incident.instance_id)
        .outerjoin(Dossier, Dossier.id == ProcessInstance.dossier_id)
        .outerjoin(Unit, Unit.id == Dossier.submitting_unit_id)
        .options(joinedload(ProcessInstance.definition))
    )


def _row(
    session: Session, incident: Incident, instance: ProcessInstance, reference: str | None, unit: str | None
) -> IncidentRow:
    element = element_of(session, instance, incident.process_key, incident.element_id)
    return IncidentRow(
        id=incident.id,
        kind=incident.kind,
        cause=incident.cause,
        element_id=incident.element_id,
        element_name=element.name if element else "",
        element_type=element.type if element else "",
        process_key=instance.definition.key,
        process_name=instance.definition.name,
        instance_id=instance.id,
        instance_status=instance.status,
        reference=reference or "",
        unit=unit or "",
        first_at=incident.first_at,
        last_at=incident.last_at,
        count=incident.count,
        resolved_at=incident.resolved_at,
        resolution=incident.resolution,
    )


def element_of(session: Session, instance: ProcessInstance, process_key: str, element_id: str) -> Element | None:
    """Return an element of the version that an instance runs on; None where it names none, such as a flow."""
    container = catalogue.process_of(session, instance.definition).containers.get(process_key)
    return container.elements.get(element_id) if container else None


def _count(session: Session, wanted: Wanted, state: str) -> int:
    query = select(func.count(Incident.id)).join(ProcessInstance, ProcessInstance.id == Incident.instance_id)
    return session.scalar(_filtered(query, wanted, state)) or 0


def _filtered(query, wanted: Wanted, state: str):
    query = query.where(Incident.resolved_at.is_(None) if state == "open" else Incident.resolved_at.is_not(None))
    if wanted.kind:
        query = query.where(Incident.kind == wanted.kind)
    if wanted.process:
        versions = select(ProcessDefinition.id).where(ProcessDefinition.key == wanted.process)
        query = query.where(ProcessInstance.definition_id.in_(versions))
    return query
