"""Running processes for administrators: where each stands, what waits, what failed, what was done about it.

Only facts of the process: reference, unit and steps. What a dossier holds, and who votes, is not for administrators.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from workflows import catalogue, dates, duties, incidents, policy, reading, standing
from workflows.engine import Process, Snapshot, Token
from workflows.errors import NotFound, WorkflowError
from workflows.models import Council, Dossier, ProcessInstance, Role, UserTask
from workflows.policy import Actor
from workflows.queries import dossier_map
from workflows.queries.dossier_map import Map, Path
from workflows.queries.incidents import IncidentRow, of_instance
from workflows.queries.interventions import InterventionRow, MigrationRow, interventions, migrations
from workflows.queries.processes import called
from workflows.recording import open_timers
from workflows.rules.due_state import DueState


@dataclass(frozen=True)
class TokenRow:
    """A place where the instance stands. `id` is what `moves.Move` takes; members of one vote are one row."""

    id: str
    element_id: str
    element_name: str
    element_type: str
    process_name: str
    depth: int
    count: int


@dataclass(frozen=True)
class TaskRow:
    """Open work. Ballots of one vote are one row without names."""

    name: str
    element_id: str
    who: str
    holder: str
    due: DueState
    created_at: datetime
    count: int


@dataclass(frozen=True)
class TimerRow:
    """A moment that the instance waits for."""

    element_id: str
    name: str
    due_at: datetime
    attempts: int
    retry_at: datetime | None
    last_error: str


@dataclass(frozen=True)
class InstancePage:
    """One instance as it stands now."""

    id: int
    revision: int
    """Grows with every step; a request to move names the one that it saw."""
    key: str
    name: str
    version: int
    newest_version: int
    status: str
    reference: str
    unit: str
    may_see_dossier: bool
    started_at: datetime
    ended_at: datetime | None
    end_name: str
    tokens: tuple[TokenRow, ...]
    variables: Mapping[str, object] | None
    """Flags, counters and codes; of other values the kind (see incidents.visible). None: the state cannot be read."""
    tasks: tuple[TaskRow, ...]
    timers: tuple[TimerRow, ...]
    incidents: tuple[IncidentRow, ...]
    interventions: tuple[InterventionRow, ...]
    migrations: tuple[MigrationRow, ...]
    map: Map


def instance(session: Session, actor: Actor, instance_id: int, path: Path = ()) -> InstancePage:
    """Return one instance, with the diagram that a path leads to. Raises NotFound, also for all but administrators."""
    found = load(session, actor, instance_id)
    definition, dossier = found.definition, found.dossier
    process = catalogue.process_of(session, definition)
    seen = _seen(session, found)
    end = process.containers[process.key].elements.get(found.end_event or "")
    return InstancePage(
        id=found.id,
        revision=found.version,
        key=definition.key,
        name=definition.name,
        version=definition.version,
        newest_version=catalogue.current_definition(session, definition.key).version,
        status=found.status,
        reference=dossier.reference if dossier else duties.name_of(found),
        unit=dossier.submitting_unit.name if dossier else "",
        may_see_dossier=bool(dossier) and _may_see(session, actor, found),
        started_at=found.started_at,
        ended_at=found.ended_at,
        end_name=end.name if end else "",
        tokens=tuple(_tokens(process, seen)) if seen else (),
        variables=incidents.visible(seen.variables) if seen else None,
        tasks=tuple(_tasks(session, found)),
        timers=tuple(_timers(session, process, found)),
        incidents=of_instance(session, found.id),
        interventions=tuple(interventions(session, actor, found)),
        migrations=tuple(migrations(session, found)),
        map=dossier_map.instance_map(session, found, path),
    )


def load(session: Session, actor: Actor, instance_id: int) -> ProcessInstance:
    """Return an instance. Raises NotFound, also for whoever does not administer the system."""
    reading.demand_sight_of_processes(actor)
    found = session.get(ProcessInstance, instance_id)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class MovePage:
    """A token that may be moved, and where to."""

    token: TokenRow
    targets: tuple[tuple[str, str, str], ...]
    """Id, name and type of each element, in path order; one without a name goes by the step that follows it."""


def move_page(session: Session, actor: Actor, instance_id: int, token_id: str) -> MovePage:
    """Return where a token may go. Raises NotFound as `instance`, Conflict where it is gone or cannot be moved."""
    found = load(session, actor, instance_id)
    process = catalogue.process_of(session, found.definition)
    targets = standing.targets(session, found, token_id)
    rows = _tokens(process, standing.snapshot(session, found))
    row = next((each for each in rows if each.id == token_id), None)
    if row is None:
        raise NotFound
    return MovePage(
        row, tuple((each.id, called(process.containers[each.process_id], each), each.type) for each in targets)
    )


def _seen(session: Session, found: ProcessInstance) -> Snapshot | None:
    if found.status == "ended":
        return None
    try:
        return standing.snapshot(session, found)
    except (WorkflowError, ValueError, LookupError):
        return None  # the page must open all the more where the state is broken


def _may_see(session: Session, actor: Actor, found: ProcessInstance) -> bool:
    visible = exists().where(Dossier.id == found.dossier_id, policy.visible_dossiers(actor))
    return bool(session.scalar(select(visible)))


def _tokens(process: Process, seen: Snapshot) -> Iterator[TokenRow]:
    counts = Counter(each.block_id or each.id for each in seen.tokens)
    blocks = {each.block_id for each in seen.tokens if each.block_id}
    done: set[str] = set()
    for each in sorted(seen.tokens, key=lambda token: (*token.path, token.element_id)):
        own_id = each.block_id or each.id
        if own_id not in done and (each.block_id or each.id not in blocks):
            done.add(own_id)
            yield _token_row(process, each, own_id, counts[own_id])


def _token_row(process: Process, token: Token, own_id: str, count: int) -> TokenRow:
    element, container = process.element(token.process_id, token.element_id), process.containers[token.process_id]
    name = container.name or process.name
    return TokenRow(own_id, element.id, element.name, element.type, name, len(token.path), count)


def _tasks(session: Session, found: ProcessInstance) -> Iterator[TaskRow]:
    query = select(UserTask).where(UserTask.instance_id == found.id, policy.is_open())
    tasks = session.scalars(query.options(joinedload(UserTask.assignee)).order_by(UserTask.id)).all()
    counts = Counter(task.element_id for task in tasks if task.reserved_for_id is not None)
    calendar = dates.calendar_of(session, found.dossier.province_id if found.dossier else None)
    seen: set[str] = set()
    for task in tasks:
        reserved = task.reserved_for_id is not None
        if reserved and task.element_id in seen:
            continue
        seen.add(task.element_id)
        yield TaskRow(
            name=task.name,
            element_id=task.element_id,
            who=_who(session, task),
            holder=task.assignee.full_name if task.assignee and not reserved else "",
            due=dates.due_state(calendar, task.due_at, task.stopped_at),
            created_at=task.created_at,
            count=counts[task.element_id] if reserved else 1,
        )


def _who(session: Session, task: UserTask) -> str:
    role = session.get(Role, task.candidate_group)
    council = session.get(Council, task.council_id) if task.council_id else None
    where = task.organ.name if task.organ else council.name if council else ""
    return ", ".join(part for part in (role.name if role else "", where) if part)


def _timers(session: Session, process: Process, found: ProcessInstance) -> Iterator[TimerRow]:
    # A timer does not say in which called process it waits; ids of such events are told apart by their names there.
    names = {element.id: element.name for element in process.elements}
    for timer in open_timers(session, found):
        own = timer.element_id
        yield TimerRow(own, names.get(own, ""), timer.due_at, timer.attempts, timer.retry_at, timer.last_error or "")
