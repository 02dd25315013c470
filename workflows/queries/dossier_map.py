"""Where a dossier stands in its process: one diagram with its tokens, and the same facts as an outline.

A place in the process is a path: the ids of the calls and sub-processes around it, the outermost first. The same
process may be called twice (two organs receive a dossier), so what is done is told apart by path, not by process.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows import catalogue
from workflows.engine import Process
from workflows.engine.diagram import Element
from workflows.errors import NotFound
from workflows.models import Dossier, HistoryEntry, ProcessInstance, UserTask
from workflows.queries.processes import OutlineItem, Way, Words, deployed_buttons

# What leaves a trace of its own. Anything else was passed if it lies between two things that were.
TRACED = frozenset({"userTask", "receiveTask", "callActivity", "subProcess"})
Path = tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A line of the outline. `state`: done, now, coming. `opens`: the path of the process that it calls."""

    element_id: str
    name: str
    type: str
    lane: str | None
    depth: int
    state: str
    count: int
    """How many tokens stand here."""
    times: int
    """How often it was done."""
    at: datetime | None
    """When it was done last, or since when it waits."""
    people: tuple[str, ...]
    """Who holds or has done it; for ballots nobody: who has voted is not told here."""
    opens: Path | None
    who: str
    """The role that does it; "" for what nobody does."""
    due: str
    """What its limit is called."""
    ways: tuple[Way, ...]
    """Where it may lead."""


@dataclass(frozen=True)
class Place:
    """One process on the way to where one looks: its name and path."""

    name: str
    path: Path


@dataclass(frozen=True)
class Map:
    """One diagram of the process, marked. `done` are ids of elements and flows."""

    process: str
    version: int
    xml: str
    places: tuple[Place, ...]
    steps: tuple[Step, ...]
    done: tuple[str, ...]
    deepest: tuple[Place, ...]
    """Where the dossier stands now, however deep; empty when it has ended."""
    ended: bool


def dossier_map(session: Session, dossier: Dossier, path: Path) -> Map:
    """Return the diagram of the latest process of a dossier as `instance_map` does. Raises NotFound also without one."""
    query = select(ProcessInstance).where(ProcessInstance.dossier_id == dossier.id).order_by(ProcessInstance.id.desc())
    instance = session.scalars(query.limit(1)).first()
    if instance is None:
        raise NotFound("Hồ sơ này chưa có quy trình.")
    return instance_map(session, instance, path)


def instance_map(session: Session, instance: ProcessInstance, path: Path) -> Map:
    """Return the diagram that a path leads to, marked. Raises NotFound for a path that the process does not have."""
    process = catalogue.process_of(session, instance.definition)
    places = _places(process, path)
    shown = _called(process, path)
    marks = _Marks(session, instance, process, path)
    done = marks.done | _passed(process, shown, marks)
    buttons = deployed_buttons(session, instance.definition.deployment, process.containers[shown])
    words = Words(session, process.containers, Counter(), buttons)
    items = {item.id: item for _, each in words.outline(process.containers[shown]) for item in each}
    steps = tuple(
        _step(process, marks, element, (path, done, items)) for element in process.outline(shown) if element.name
    )
    return Map(
        process=process.name,
        version=instance.definition.version,
        xml=process.files[process.containers[shown].file].decode(),
        places=places,
        steps=steps,
        done=tuple(sorted(done)),
        deepest=_deepest(process, instance),
        ended=instance.status == "ended",
    )


class _Marks:
    """What was done and what waits in the diagram at one path."""

    def __init__(self, session: Session, instance: ProcessInstance, process: Process, path: Path):
        query = select(UserTask).where(UserTask.instance_id == instance.id).order_by(UserTask.id)
        tasks = session.scalars(query.options(joinedload(UserTask.completer), joinedload(UserTask.assignee))).all()
        self.finished: dict[str, list[UserTask]] = {}
        self.waiting: dict[str, list[UserTask]] = {}
        called: set[str] = set()
        for task in tasks:
            inside = place_in(process, path, (*task.path, task.element_id))
            if inside is None:
                continue
            if len(inside) > 1:
                called.add(inside[0])
            elif task.completed_at:
                self.finished.setdefault(inside[0], []).append(task)
            elif task.is_open:
                self.waiting.setdefault(inside[0], []).append(task)
        here = [place_in(process, path, (*token["path"], token["element"])) for token in instance.tokens]
        self.tokens = Counter(inside[0] for inside in here if inside and len(inside) == 1)
        self.done = (set(self.finished) | called | self._by_system(session, instance, process, path)) - set(self.tokens)
        if instance.end_event and not path:
            self.done.add(instance.end_event)

    def _by_system(self, session: Session, instance: ProcessInstance, process: Process, path: Path) -> set[str]:
        """Return the service tasks that left a trace in the history, where this diagram has been worked in at all."""
        if path and not (self.finished or self.tokens):
            return set()
        noted = select(HistoryEntry.element_id).where(HistoryEntry.dossier_id == instance.dossier_id).distinct()
        acted = set(session.scalars(noted))
        shown = _called(process, path)
        return {each.id for each in process.outline(shown) if each.type == "serviceTask" and each.id in acted}


def place_in(process: Process, path: Path, whole: Iterable[str]) -> Path | None:
    """Return the part of a place's path that lies below `path`, embedded sub-processes left out; None if it is elsewhere."""
    whole = tuple(whole)
    if whole[: len(path)] != path:
        return None
    below = list(whole[len(path) :])
    container = process.containers[_called(process, path)]
    while len(below) > 1 and (element := container.elements.get(below[0])) and element.opens == element.id:
        container = process.containers[element.id]
        below.pop(0)
    return tuple(below)


def _called(process: Process, path: Path) -> str:
    """Return the process whose diagram a path leads to. Raises NotFound."""
    container = process.containers[process.key]
    for step in path:
        element = container.elements.get(step)
        if element is None or element.opens is None or element.opens not in process.containers:
            raise NotFound("Quy trình không có phần này.")
        container = process.containers[element.opens]
    while container.parent_id is not None:
        container = process.containers[container.parent_id]
    return container.id


def _places(process: Process, path: Path) -> tuple[Place, ...]:
    """Return the way down: the whole process, then each call; embedded sub-processes are drawn in their parent."""
    found, container = [Place(process.name, ())], process.containers[process.key]
    for depth, step in enumerate(path, start=1):
        element = container.elements.get(step)
        if element is None or element.opens is None or element.opens not in process.containers:
            raise NotFound("Quy trình không có phần này.")
        container = process.containers[element.opens]
        if element.opens != element.id:
            found.append(Place(element.name, path[:depth]))
    return tuple(found)


def _deepest(process: Process, instance: ProcessInstance) -> tuple[Place, ...]:
    paths = [(*token["path"], token["element"]) for token in instance.tokens]
    leaves = [path for path in paths if not any(other[: len(path)] == path and other != path for other in paths)]
    return tuple(dict.fromkeys(_leaf(process, path) for path in leaves))


def _leaf(process: Process, path: Path) -> Place:
    """Return the name of where a token stands, and the path of the diagram that shows it."""
    container, around = process.containers[process.key], path[:0]
    for depth, step in enumerate(path[:-1], start=1):
        element = container.elements[step]
        container = process.containers[element.opens or ""]
        if element.opens != element.id:
            around = path[:depth]
    return Place(container.elements[path[-1]].name or container.name, around)


def _step(
    process: Process, marks: _Marks, element: Element, at: tuple[Path, set[str], Mapping[str, OutlineItem]]
) -> Step:
    path, done, items = at
    item = items[element.id]
    waiting, finished = marks.waiting.get(element.id, []), marks.finished.get(element.id, [])
    now = marks.tokens[element.id]
    since = min((task.created_at for task in waiting), default=None)
    last = max((task.completed_at for task in finished if task.completed_at), default=None)
    shown = [task for task in (waiting if now else finished) if task.reserved_for_id is None]  # never who has voted
    people = [task.assignee if now else task.completer for task in shown]
    around = _around(process, element, _called(process, path))
    return Step(
        element_id=element.id,
        name=element.name,
        type=element.type,
        lane=element.lane,
        depth=len(around),
        state="now" if now else "done" if element.id in done else "coming",
        count=now,
        times=len(finished),
        at=since if now else last,
        people=tuple(dict.fromkeys(person.full_name for person in people if person)),
        opens=(*path, *around, element.id) if element.opens and element.opens != element.id else None,
        who=item.who,
        due=item.due,
        ways=item.ways,
    )


def _around(process: Process, element: Element, shown: str) -> Path:
    """Return the embedded sub-processes around an element within its diagram."""
    found: list[str] = []
    container = process.containers[element.process_id]
    while container.id != shown and container.parent_id is not None:
        found.insert(0, container.id)
        container = process.containers[container.parent_id]
    return tuple(found)


def _passed(process: Process, shown: str, marks: _Marks) -> set[str]:
    """Return the flows and untraced elements that lie between steps that are done or now; what leads back is left out."""
    found: set[str] = set()
    reached = marks.done | set(marks.tokens)
    parts = [shown, *(each.id for each in process.outline(shown) if each.opens == each.id)]
    for part in parts:
        container = process.containers[part]
        order = {element.id: number for number, element in enumerate(container.in_path_order())}
        ahead = [flow for flow in container.flows if order[flow.source] < order[flow.target]]
        silent = {each.id for each in container.elements.values() if each.type not in TRACED}
        starts = {each.id for each in container.elements.values() if each.type == "startEvent"}
        begun = {each for each in starts if reached & set(container.elements)}
        after = _spread(begun | (marks.done & set(container.elements)), ahead, silent)
        backward = [(flow.target, flow.source) for flow in ahead]
        before = _spread_pairs(reached & set(container.elements), backward, silent)
        between = {each for each in after & before if each in silent}
        found |= between
        passed = between | (marks.done & set(container.elements))
        found |= {flow.id for flow in ahead if flow.source in passed and flow.target in passed | set(marks.tokens)}
    return found


def _spread(seeds: set[str], flows: list, through: set[str]) -> set[str]:
    return _spread_pairs(seeds, [(flow.source, flow.target) for flow in flows], through)


def _spread_pairs(seeds: set[str], pairs: list[tuple[str, str]], through: set[str]) -> set[str]:
    """Return what can be reached from the seeds by going on through silent elements only."""
    found, queue = set(seeds), list(seeds)
    while queue:
        here = queue.pop()
        for source, target in pairs:
            if source == here and target not in found and target in through:
                found.add(target)
                queue.append(target)
    return found
