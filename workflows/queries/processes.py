"""The deployed processes: versions and their running instances, and one diagram with its outline in words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import catalogue, reading
from workflows.engine import Process
from workflows.engine.diagram import Container, Element, Flow
from workflows.errors import NotFound
from workflows.models import DueRule, Incident, Person, ProcessDefinition, ProcessInstance, Role
from workflows.policy import Actor


@dataclass(frozen=True)
class ProcessRow:
    """A process in the list, in its newest version. `running` and `ended` count all versions."""

    key: str
    name: str
    version: int
    deployment: int
    deployed_at: datetime
    deployed_by: str
    running: int
    ended: int
    incidents: int
    """Open ones, in whatever version."""
    older: int
    """How many instances still run on an older version."""


@dataclass(frozen=True)
class Way:
    """A flow that leaves an element: what it is called, on which condition, and where it leads."""

    name: str
    condition: str
    target: str
    target_name: str


@dataclass(frozen=True)
class OutlineItem:
    """An element in words, with the same facts as the picture."""

    id: str
    type: str
    name: str
    lane: str
    who: str
    due: str
    documentation: str
    outcomes: tuple[str, ...]
    ways: tuple[Way, ...]
    opens: str
    """Id of the process that it calls, or of the sub-process that it is."""
    opens_name: str
    tokens: int


@dataclass(frozen=True)
class Part:
    """The process itself, or one that it calls."""

    id: str
    name: str


@dataclass(frozen=True)
class DiagramPage:
    """One diagram of a version of a process."""

    key: str
    name: str
    version: int
    versions: tuple[tuple[int, int], ...]
    """(version, running instances), the newest first."""
    deployment: int
    checksum: str
    deployed_at: datetime
    running: int
    ended: int
    part: Part
    parts: tuple[Part, ...]
    file: str
    xml: str
    outline: tuple[tuple[str, tuple[OutlineItem, ...]], ...]
    """(sub-process name, or empty for the process itself; its elements in path order)."""

    def drawing(self, address: str, token_word: str) -> dict[str, object]:
        """Return what the viewer draws; `address` leads to a called process, with its id put at the end."""
        items = [item for _, each in self.outline for item in each]
        return {
            "xml": self.xml,
            "tokens": [{"element": item.id, "count": item.tokens, "word": token_word} for item in items if item.tokens],
            "links": [
                {"element": item.id, "href": f"{address}{item.opens}", "text": "Mở"}
                for item in items
                if item.opens and item.type == "callActivity"
            ],
        }


def processes(session: Session, actor: Actor) -> tuple[ProcessRow, ...]:
    """Return the deployed processes by name. Raises NotFound unless the actor administers the system."""
    reading.demand_sight_of_processes(actor)
    newest: dict[str, ProcessDefinition] = {}
    for definition in session.scalars(select(ProcessDefinition).order_by(ProcessDefinition.version)):
        newest[definition.key] = definition
    counts, incidents = _counts(session), _incidents(session)
    found = sorted(newest.values(), key=lambda each: each.name)
    return tuple(_row(session, each, counts, incidents.get(each.key, 0)) for each in found)


def diagram(session: Session, actor: Actor, key: str, *, version: int = 0, part: str = "") -> DiagramPage:
    """Return a diagram of a process: of its newest version, and of the process itself, unless said otherwise.

    Raises NotFound for an unknown process, version or part, and for whoever does not administer the system.
    """
    reading.demand_sight_of_processes(actor)
    definition = catalogue.definition(session, key, version)
    process = catalogue.process_of(session, definition)
    shown = process.containers.get(part or key)
    if shown is None or shown.parent_id is not None:
        raise NotFound
    counts = _counts(session)
    here = {status: number for (k, v, status), number in counts.items() if (k, v) == (key, definition.version)}
    deployment = definition.deployment
    words = _Words(session, process, _tokens(session, definition))
    return DiagramPage(
        key=key,
        name=definition.name,
        version=definition.version,
        versions=_versions(session, key, counts),
        deployment=deployment.number,
        checksum=deployment.checksum,
        deployed_at=deployment.deployed_at,
        running=sum(number for status, number in here.items() if status != "ended"),
        ended=here.get("ended", 0),
        part=Part(shown.id, shown.name),
        parts=tuple(Part(each.id, each.name) for each in process.containers.values() if each.parent_id is None),
        file=shown.file,
        xml=process.files[shown.file].decode(),
        outline=tuple(words.outline(shown)),
    )


class _Words:
    """Puts elements into words: names of roles and limits instead of their keys."""

    def __init__(self, session: Session, process: Process, tokens: Counter[tuple[str, str]]):
        self._process, self._tokens = process, tokens
        self._roles = {key: name for key, name in session.execute(select(Role.key, Role.name))}
        limits = select(DueRule.key, DueRule.name).order_by(DueRule.id.desc())
        self._limits = {key: name for key, name in session.execute(limits)}

    def outline(self, container: Container, name: str = "") -> Iterator[tuple[str, tuple[OutlineItem, ...]]]:
        elements = container.in_path_order()
        yield name, tuple(self._item(container, each) for each in elements)
        for each in elements:
            if each.type == "subProcess":
                yield from self.outline(self._process.containers[each.id], each.name)

    def _item(self, container: Container, element: Element) -> OutlineItem:
        given = element.properties
        opens = element.opens or ""
        called = self._process.containers.get(opens)
        return OutlineItem(
            id=element.id,
            type=element.type,
            name=element.name,
            lane=element.lane or "",
            who=self._roles.get(given.get("candidateGroup", ""), ""),
            due=self._limits.get(given.get("dueRule", ""), ""),
            documentation=element.documentation,
            outcomes=tuple(word.strip() for word in given.get("outcomes", "").split(",") if word.strip()),
            ways=tuple(self._way(container, flow) for flow in container.flows if flow.source == element.id),
            opens=opens,
            opens_name=called.name if called else "",
            tokens=self._tokens[container.id, element.id],
        )

    def _way(self, container: Container, flow: Flow) -> Way:
        target = named(container, flow.target)
        return Way(flow.name, flow.condition or "", target.id, target.name)


def named(container: Container, element_id: str) -> Element:
    """Return the element, or, where ways merely meet, the first one behind that has a name."""
    passed = {element_id}
    element = container.elements[element_id]
    while not element.name:
        behind = [flow.target for flow in container.flows if flow.source == element.id]
        if len(behind) != 1 or behind[0] in passed:
            break
        passed.add(behind[0])
        element = container.elements[behind[0]]
    return element


def called(container: Container, element: Element) -> str:
    """Return what people call an element: its name, or where the ways meet before which step; "" without either."""
    behind = named(container, element.id)
    return element.name or (f"Chỗ các đường gặp nhau trước “{behind.name}”" if behind.name else "")


def _row(
    session: Session, newest: ProcessDefinition, counts: Counter[tuple[str, int, str]], incidents: int
) -> ProcessRow:
    mine = {(version, status): number for (key, version, status), number in counts.items() if key == newest.key}
    deployment = newest.deployment
    author = session.get(Person, deployment.deployed_by) if deployment.deployed_by else None
    alive = {version: 0 for version, _ in mine}
    for (version, status), number in mine.items():
        alive[version] += number if status != "ended" else 0
    return ProcessRow(
        key=newest.key,
        name=newest.name,
        version=newest.version,
        deployment=deployment.number,
        deployed_at=deployment.deployed_at,
        deployed_by=author.full_name if author else "",
        running=sum(alive.values()),
        ended=sum(number for (_, status), number in mine.items() if status == "ended"),
        incidents=incidents,
        older=sum(number for version, number in alive.items() if version != newest.version),
    )


def _counts(session: Session) -> Counter[tuple[str, int, str]]:
    """Return how many instances there are by (process, version, status)."""
    rows = session.execute(
        select(ProcessDefinition.key, ProcessDefinition.version, ProcessInstance.status, func.count())
        .join(ProcessInstance, ProcessInstance.definition_id == ProcessDefinition.id)
        .group_by(ProcessDefinition.key, ProcessDefinition.version, ProcessInstance.status)
    )
    return Counter({(key, version, status): number for key, version, status, number in rows})


def _incidents(session: Session) -> dict[str, int]:
    """Return how many incidents are open, by process."""
    query = (
        select(ProcessDefinition.key, func.count(Incident.id))
        .join(ProcessInstance, ProcessInstance.definition_id == ProcessDefinition.id)
        .join(Incident, Incident.instance_id == ProcessInstance.id)
        .where(Incident.resolved_at.is_(None))
        .group_by(ProcessDefinition.key)
    )
    return {key: number for key, number in session.execute(query)}


def _versions(session: Session, key: str, counts: Counter[tuple[str, int, str]]) -> tuple[tuple[int, int], ...]:
    query = select(ProcessDefinition.version).where(ProcessDefinition.key == key)
    return tuple(
        (version, sum(n for (k, v, status), n in counts.items() if (k, v) == (key, version) and status != "ended"))
        for version in session.scalars(query.order_by(ProcessDefinition.version.desc()))
    )


def _tokens(session: Session, definition: ProcessDefinition) -> Counter[tuple[str, str]]:
    """Return how many running instances stand on each element, by (process, element): five open ballots are one."""
    rows = session.scalars(
        select(ProcessInstance.tokens).where(
            ProcessInstance.definition_id == definition.id, ProcessInstance.status != "ended"
        )
    )
    return Counter(place for tokens in rows for place in {(token["process"], token["element"]) for token in tokens})
