"""Which running instances of a process could go to another version, for whoever chooses among them."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows import catalogue, duties, reading
from workflows.errors import NotFound
from workflows.models import Dossier, ProcessDefinition, ProcessInstance, Unit, UserTask
from workflows.policy import Actor
from workflows.queries.instance_list import steps_of
from workflows.running_instances import Choice, chosen

MOST_SHOWN = 200


@dataclass(frozen=True)
class Candidate:
    """A running instance on another version than the one wanted."""

    instance_id: int
    reference: str
    unit: str
    version: int
    status: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class ChoicePage:
    """What there is to choose from. `rows` are the first that fit the filters, `total` counts all of them."""

    key: str
    name: str
    targets: tuple[tuple[int, int], ...]
    """(id of the definition, version), the newest first."""
    target: tuple[int, int]
    rows: tuple[Candidate, ...]
    total: int
    versions: tuple[tuple[int, int], ...]
    """(version, how many run on it), the newest first."""
    steps: tuple[tuple[str, str], ...]
    """(id of an element, name) where open work waits."""
    units: tuple[tuple[int, str], ...]


def choice(session: Session, actor: Actor, key: str, filters: Choice, target: int = 0) -> ChoicePage:
    """Return the instances of process `key` that are not on the wanted version (0: the newest) and fit the filters.

    Raises NotFound for an unknown process or version, and unless the actor administers the system.
    """
    reading.demand_sight_of_processes(actor)
    newest = catalogue.current_definition(session, key)
    query = select(ProcessDefinition.id, ProcessDefinition.version).where(ProcessDefinition.key == key)
    targets = tuple(
        (each.id, each.version) for each in session.execute(query.order_by(ProcessDefinition.version.desc()))
    )
    wanted = next((each for each in targets if each[1] == (target or newest.version)), None)
    if wanted is None:
        raise NotFound
    elsewhere = ProcessInstance.definition_id != wanted[0]
    everybody = chosen(key, Choice()).where(elsewhere)
    fitting = chosen(key, filters).where(elsewhere)
    rows = fitting.options(joinedload(ProcessInstance.definition), joinedload(ProcessInstance.dossier)).limit(
        MOST_SHOWN
    )
    total = session.scalar(select(func.count()).select_from(fitting.order_by(None).subquery())) or 0
    return ChoicePage(
        key=key,
        name=newest.name,
        targets=targets,
        target=wanted,
        rows=tuple(_candidate(session, each) for each in session.scalars(rows)),
        total=total,
        versions=_versions(session, everybody),
        steps=_steps(session, everybody),
        units=_units(session, everybody),
    )


def _candidate(session: Session, found: ProcessInstance) -> Candidate:
    return Candidate(
        instance_id=found.id,
        reference=(found.dossier.reference if found.dossier else "") or duties.name_of(found),
        unit=found.dossier.submitting_unit.name if found.dossier else "",
        version=found.definition.version,
        status=found.status,
        steps=steps_of(catalogue.process_of(session, found.definition), found),
    )


def _versions(session: Session, everybody) -> tuple[tuple[int, int], ...]:
    columns = everybody.order_by(None).with_only_columns(ProcessDefinition.version, func.count())
    query = columns.group_by(ProcessDefinition.version).order_by(ProcessDefinition.version.desc())
    return tuple((version, number) for version, number in session.execute(query))


def _steps(session: Session, everybody) -> tuple[tuple[str, str], ...]:
    ids = everybody.order_by(None).with_only_columns(ProcessInstance.id)
    query = (
        select(UserTask.element_id, func.max(UserTask.name))
        .where(UserTask.instance_id.in_(ids), UserTask.completed_at.is_(None), UserTask.cancelled_at.is_(None))
        .group_by(UserTask.element_id)
        .order_by(func.max(UserTask.name))
    )
    return tuple((element_id, name) for element_id, name in session.execute(query))


def _units(session: Session, everybody) -> tuple[tuple[int, str], ...]:
    ids = everybody.order_by(None).with_only_columns(ProcessInstance.dossier_id)
    submitting = select(Dossier.submitting_unit_id).where(Dossier.id.in_(ids))
    query = select(Unit.id, Unit.name).where(Unit.id.in_(submitting)).order_by(Unit.name)
    return tuple((unit_id, name) for unit_id, name in session.execute(query))
