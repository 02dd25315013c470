"""What went through the steps of a process in a period and how long it took: for its diagram, its outline and a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from workflows import catalogue, policy, reading
from workflows.engine import Process
from workflows.engine.diagram import Element
from workflows.errors import NotFound
from workflows.models import ProcessDefinition, ProcessInstance, UserTask
from workflows.policy import Actor
from workflows.queries import instance_list, step_times
from workflows.queries.instance_list import InstanceList, Wanted
from workflows.queries.punctuality import Period
from workflows.queries.step_times import Blocks, Place, Taken, Where

BOUNDS = (1, 3, 5, 10)
"""Working days at which a median comes to the next of the five levels: the same everywhere, so that maps compare."""
LEVELS = 5
STEP_TYPES = ("userTask", "manualTask", "task")
BLOCK_TYPES = ("callActivity", "subProcess")


@dataclass(frozen=True)
class Asked:
    """Which map: of a process (`key`), of one version or of all (0), of the main diagram or a called one, over a period."""

    key: str
    period: Period
    version: int = 0
    part: str = ""


@dataclass(frozen=True)
class StepHeat:
    """One step, or a call or sub-process with all that is in it. Medians are None where nothing was finished."""

    process: str
    """Id of the process or sub-process that it is drawn in."""
    element_id: str
    name: str
    is_block: bool
    is_drawn: bool
    """Whether the diagram has it; older versions may have had steps that are gone."""
    done: int
    """Finished tasks; of a block, stays that ended."""
    instances: int
    """Of how many dossiers (or duties) that was."""
    days: float | None
    working_days: float | None
    open: int
    """Tasks that wait now, whenever they came."""
    open_since: datetime | None
    """When the longest waiting of them came."""
    count_level: int
    """0: nothing; 1 to 5 by fifths of the busiest step."""
    time_level: int
    """0: nothing; 1 to 5 by BOUNDS."""


@dataclass(frozen=True)
class HeatMap:
    """The steps in path order, those that are no longer drawn last."""

    steps: tuple[StepHeat, ...]
    most: int
    """How much the busiest step finished."""


@dataclass(frozen=True)
class Behind:
    """Which dossiers are asked about: those that finished work at a place in the period, or that wait there now."""

    place: Place
    waiting: bool
    page: int = 1


def heat_map(session: Session, actor: Actor, asked: Asked) -> HeatMap:
    """Return what each step of one diagram did in a period. Raises NotFound as `processes.diagram` does."""
    definition, drawn = _drawn(session, actor, asked)
    places = _places(definition, drawn)
    blocks = {place: element for place, element in places.items() if element.type in BLOCK_TYPES}
    of_key = _of_key(asked)
    paths = _paths(session, definition, of_key, blocks)
    steps = (*of_key, UserTask.process_key.in_(drawn))
    taken = step_times.of_steps(session, [*steps, _done_in(asked.period)])
    waiting = _waiting_steps(session, steps)
    if paths:
        taken |= step_times.of_stays(session, Blocks(paths), _stays(asked, of_key, paths))
        waiting |= _waiting_blocks(session, of_key, paths)
    gone: dict[Place, Element | None] = dict.fromkeys((taken.keys() | waiting.keys()) - places.keys())
    names = _names(session, steps) if gone else {}
    shown: dict[Place, Element | None] = {
        place: element
        for place, element in places.items()
        if element.type in STEP_TYPES or element.type in BLOCK_TYPES or place in taken
    }
    most = max((each.count for each in taken.values()), default=0)
    found = (
        _step(place, element, names.get(place, ""), _Figures(taken.get(place), waiting.get(place), most))
        for place, element in (shown | dict(sorted(gone.items(), key=lambda each: names[each[0]]))).items()
    )
    return HeatMap(tuple(found), most)


def dossiers(session: Session, actor: Actor, asked: Asked, behind: Behind) -> tuple[str, InstanceList]:
    """Return the name of a place, and the instances that a figure of it counts. Raises NotFound for what has none."""
    definition, drawn = _drawn(session, actor, asked)
    process, element_id = behind.place
    if process not in drawn:
        raise NotFound
    element = _places(definition, drawn).get(behind.place)
    of_key = _of_key(asked)
    here = (UserTask.process_key == process, UserTask.element_id == element_id)
    if element is not None and element.type in BLOCK_TYPES:
        paths = _paths(session, definition, of_key, {behind.place: element})
        condition = _in_block(asked, of_key, paths, waiting=behind.waiting)
    else:
        when = policy.is_open() if behind.waiting else _done_in(asked.period)
        condition = exists().where(UserTask.instance_id == ProcessInstance.id, *here, when)
    name = element.name if element else _names(session, (*of_key, *here)).get(behind.place, "")
    if not name and element is None:
        raise NotFound
    wanted = Wanted(process=asked.key, version=asked.version, page=behind.page)
    return name or element_id, instance_list.listing(session, actor, wanted, also=(condition,))


def time_level(working_days: float) -> int:
    """Return to which of the five levels a median of working days belongs."""
    return 1 + sum(working_days >= bound for bound in BOUNDS)


def count_level(count: int, most: int) -> int:
    """Return to which of the five levels a count belongs, by fifths of the most."""
    return -(-LEVELS * count // most) if most else 0


def _drawn(session: Session, actor: Actor, asked: Asked) -> tuple[Process, frozenset[str]]:
    """Return the process, and the ids of what one diagram shows: a process and the sub-processes in it."""
    reading.demand_sight_of_processes(actor)
    process = catalogue.process_of(session, catalogue.definition(session, asked.key, asked.version))
    part = asked.part or asked.key
    if part not in process.containers or process.containers[part].parent_id is not None:
        raise NotFound
    drawn = [part]
    for each in process.containers.values():  # what is inside stands behind what it is in
        drawn += [each.id] if each.parent_id in drawn else []
    return process, frozenset(drawn)


def _places(process: Process, drawn: frozenset[str]) -> dict[Place, Element]:
    parts = (part for part in process.containers.values() if part.id in drawn)
    return {(part.id, element.id): element for part in parts for element in part.in_path_order()}


def _of_key(asked: Asked) -> Where:
    of_key = select(ProcessDefinition.id).where(ProcessDefinition.key == asked.key)
    if asked.version:
        of_key = of_key.where(ProcessDefinition.version == asked.version)
    return (ProcessInstance.definition_id.in_(of_key),)


def _done_in(period: Period) -> ColumnElement[bool]:
    since, until = period.instants
    return and_(UserTask.completed_at >= since, UserTask.completed_at < until)


def _paths(
    session: Session, process: Process, of_key: Where, blocks: Iterable[Place]
) -> Mapping[str, tuple[Place, ...]]:
    """Return which of the blocks each path of a task leads through, by the path as the table has it."""
    wanted = frozenset(blocks)
    if not wanted:
        return {}
    query = select(step_times.path_text(), func.max(UserTask.id)).join(ProcessInstance).where(*of_key)
    last = query.group_by(step_times.path_text()).subquery()
    rows = session.execute(select(last.c[0], UserTask.path).join(UserTask, UserTask.id == last.c[1]))
    found = {text: tuple(each for each in _way(process, path) if each in wanted) for text, path in rows}
    return {text: places for text, places in found.items() if places}


def _way(process: Process, path: Iterable[str]) -> Iterable[Place]:
    """Return the places on a path, from the outermost in, as far as this version of the process has them."""
    container = process.containers.get(process.key)
    for element_id in path:
        element = container.elements.get(element_id) if container else None
        if container is None or element is None:
            return
        yield container.id, element_id
        container = process.containers.get(element.opens or "")


def _stays(asked: Asked, of_key: Where, paths: Mapping[str, tuple[Place, ...]]) -> CTE:
    return Blocks(paths).stays(of_key, *asked.period.instants)


def _in_block(
    asked: Asked, of_key: Where, paths: Mapping[str, tuple[Place, ...]], *, waiting: bool
) -> ColumnElement[bool]:
    if not paths:
        return or_(False)
    if waiting:
        inside = (step_times.path_text().in_(paths), policy.is_open())
        return exists().where(UserTask.instance_id == ProcessInstance.id, *inside)
    return ProcessInstance.id.in_(select(_stays(asked, of_key, paths).c.instance_id))


Waiting = tuple[int, datetime | None]


def _waiting_steps(session: Session, where: Where) -> dict[Place, Waiting]:
    step = (UserTask.process_key, UserTask.element_id)
    query = select(*step, func.count(), func.min(UserTask.created_at)).join(ProcessInstance)
    rows = session.execute(query.where(*where, policy.is_open()).group_by(*step))
    return {(process, element): (number, since) for process, element, number, since in rows}


def _waiting_blocks(session: Session, of_key: Where, paths: Mapping[str, tuple[Place, ...]]) -> dict[Place, Waiting]:
    query = select(step_times.path_text(), func.count(), func.min(UserTask.created_at)).join(ProcessInstance)
    inside = (*of_key, policy.is_open(), step_times.path_text().in_(paths))
    found: dict[Place, Waiting] = {}
    for path, number, since in session.execute(query.where(*inside).group_by(step_times.path_text())):
        for place in paths[path]:
            before, oldest = found.get(place, (0, None))
            found[place] = before + number, min(filter(None, (oldest, since)))
    return found


def _names(session: Session, where: Where) -> dict[Place, str]:
    """Return what steps were called last; a diagram may no longer have them."""
    step = (UserTask.process_key, UserTask.element_id)
    query = select(*step, func.max(UserTask.name)).join(ProcessInstance).where(*where).group_by(*step)
    return {(process, element): name for process, element, name in session.execute(query)}


@dataclass(frozen=True)
class _Figures:
    taken: Taken | None
    waiting: Waiting | None
    most: int


def _step(place: Place, element: Element | None, name: str, figures: _Figures) -> StepHeat:
    taken, (waiting, since) = figures.taken, figures.waiting or (0, None)
    of_taken: dict[str, Any] = {"done": 0, "instances": 0, "days": None, "working_days": None}
    levels = {"count_level": 0, "time_level": 0}
    if taken is not None:
        of_taken = {
            "done": taken.count,
            "instances": taken.instances,
            "days": taken.days,
            "working_days": taken.working_days,
        }
        levels = {
            "count_level": count_level(taken.count, figures.most),
            "time_level": time_level(taken.working_days),
        }
    return StepHeat(
        process=place[0],
        element_id=place[1],
        name=(element.name if element else name) or name,
        is_block=element is not None and element.type in BLOCK_TYPES,
        is_drawn=element is not None,
        open=waiting,
        open_since=since,
        **of_taken,
        **levels,
    )
