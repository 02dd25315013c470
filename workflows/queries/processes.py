"""One diagram of a deployed process with its outline in words, its versions and their running instances."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import forms
from workflows import catalogue, reading
from workflows.engine.diagram import Container, Element, Flow
from workflows.engine.expressions import written_by
from workflows.errors import NotFound
from workflows.models import Deployment, DueRule, ProcessDefinition, ProcessInstance, Role
from workflows.policy import Actor
from workflows.queries.condition_words import ConditionWords


@dataclass(frozen=True)
class Way:
    """A flow that leaves an element: what it is called, on which condition, and where it leads."""

    id: str
    name: str
    condition: str
    target: str
    """The first element behind it that has a name."""
    target_name: str
    is_usual: bool
    """Whether it is taken when no condition holds."""
    own: ConditionWords
    """What the files themselves call the variables and outcomes that a condition may read."""


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
    buttons = deployed_buttons(session, deployment, shown)
    words = Words(session, process.containers, _tokens(session, definition), buttons)
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


class Words:
    """Puts elements into words: names of roles and limits instead of their keys.

    `containers`: processes and sub-processes by id; `tokens`: how many instances stand where, by (process, element);
    `buttons`: what the forms call the outcomes that they give.
    """

    def __init__(
        self,
        session: Session,
        containers: Mapping[str, Container],
        tokens: Counter[tuple[str, str]],
        buttons: Mapping[str, str],
    ):
        self._containers, self._tokens = containers, tokens
        self._own = ConditionWords(variable_words(containers.values()), {"": buttons})
        self._roles = {key: name for key, name in session.execute(select(Role.key, Role.name))}
        limits = select(DueRule.key, DueRule.name).order_by(DueRule.id.desc())
        self._limits = {key: name for key, name in session.execute(limits)}

    def outline(self, container: Container, name: str = "") -> Iterator[tuple[str, tuple[OutlineItem, ...]]]:
        """Yield the elements of a process, then those of each sub-process in it under its name, all in path order."""
        yield name, self.items(container)
        for each in container.in_path_order():
            if each.type == "subProcess":
                yield from self.outline(self._containers[each.id], each.name)

    def items(self, container: Container) -> tuple[OutlineItem, ...]:
        """Return the elements of one process or sub-process in path order."""
        return tuple(self._item(container, each) for each in container.in_path_order())

    def _item(self, container: Container, element: Element) -> OutlineItem:
        given = element.properties
        opens = element.opens or ""
        called = self._containers.get(opens)
        return OutlineItem(
            id=element.id,
            type=element.type,
            name=element.name,
            lane=element.lane or "",
            who=self._roles.get(given.get("candidateGroup", ""), ""),
            due=self._limits.get(given.get("dueRule", ""), ""),
            documentation=element.documentation,
            outcomes=tuple(word.strip() for word in given.get("outcomes", "").split(",") if word.strip()),
            ways=tuple(
                self._way(container, flow)
                for flow in container.flows
                if flow.source == element.id and flow.target in container.elements
            ),
            opens=opens,
            opens_name=called.name if called else "",
            tokens=self._tokens[container.id, element.id],
        )

    def _way(self, container: Container, flow: Flow) -> Way:
        target = named(container, flow.target)
        usual = container.elements[flow.source].node.get("default") == flow.id
        return Way(flow.id, flow.name, flow.condition or "", target.id, target.name, usual, self._own)


def form_keys(container: Container) -> set[str]:
    """Return the keys of the forms that the steps of a process, or of a sub-process, ask."""
    return {each.properties["formKey"] for each in container.elements.values() if each.properties.get("formKey")}


def button_words(form: forms.Form) -> dict[str, str]:
    """Return what the buttons of a form are called, by the outcome that they give."""
    return {each.key: each.label for each in form.outcomes}


def deployed_buttons(session: Session, deployment: Deployment, container: Container) -> dict[str, str]:
    """Return what the forms of a deployment call the outcomes of the steps of a process."""
    found: dict[str, str] = {}
    for key in sorted(form_keys(container)):
        with suppress(NotFound):
            found |= button_words(catalogue.form(session, deployment, key))
    return found


def variable_words(containers: Iterable[Container]) -> dict[str, str]:
    """Return how a variable is called that one step alone writes: by that step."""
    writers: dict[str, set[str]] = {}
    for container in containers:
        for element in container.elements.values():
            for name in written_by(element):
                writers.setdefault(name, set()).add(element.name)
    alone = {name: steps.pop() for name, steps in writers.items() if len(steps) == 1}
    return {name: f"kết quả của bước “{step}”" for name, step in alone.items() if step}


def named(container: Container, element_id: str) -> Element:
    """Return the element, or, where ways merely meet, the first one behind that has a name."""
    passed = {element_id}
    element = container.elements[element_id]
    while not element.name:
        behind = [flow.target for flow in container.flows if flow.source == element.id]
        if len(behind) != 1 or behind[0] in passed or behind[0] not in container.elements:
            break
        passed.add(behind[0])
        element = container.elements[behind[0]]
    return element


def called(container: Container, element: Element) -> str:
    """Return what people call an element: its name, or where the ways meet before which step; "" without either."""
    behind = named(container, element.id)
    return element.name or (f"Chỗ các đường gặp nhau trước “{behind.name}”" if behind.name else "")


def _counts(session: Session) -> Counter[tuple[str, int, str]]:
    """Return how many instances there are by (process, version, status)."""
    rows = session.execute(
        select(ProcessDefinition.key, ProcessDefinition.version, ProcessInstance.status, func.count())
        .join(ProcessInstance, ProcessInstance.definition_id == ProcessDefinition.id)
        .group_by(ProcessDefinition.key, ProcessDefinition.version, ProcessInstance.status)
    )
    return Counter({(key, version, status): number for key, version, status, number in rows})


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
