"""Which names an expression may use at each element: what a process starts with, and what the steps before it write."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from feel.checking import words
from feel.types import ANY, Type
from workflows.engine.diagram import Container, Element, containers
from workflows.engine.expressions import written_by
from workflows.engine.kinds import kinds_behind, kinds_of
from workflows.engine.problems import Known
from workflows.engine.xml import parse

OUTCOME = "outcome"
PEOPLE = ("userTask", "receiveTask")
_LOOP = "{*}multiInstanceLoopCharacteristics"
_OF_ONE_TURN = ("inputDataItem", "outputDataItem")
_COUNTERS = ("nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances")

Writers = dict[str, frozenset[str]]
"""By name of a variable, the ids of the elements that may have written it; none: the process starts with it."""


@dataclass(frozen=True)
class KnownName:
    """A variable that an expression may read at some place."""

    name: str
    kind: Type
    writers: tuple[str, ...]
    """Ids of the elements that may have written it before; empty: the process starts with it."""


def names_known(files: Mapping[str, bytes], known: Known, file: str) -> dict[str, tuple[KnownName, ...]]:
    """Return what is known at each element and flow of one file, by id; at a flow also what its source has written.

    `files`: all diagrams that are published together, since called processes share their variables.
    """
    parts = _parts(files)
    kinds = kinds_of(list(parts), known)
    place = _Place({part.id: part for part in parts}, frozenset(known.variables or ()))
    found = {}
    for part in parts:
        if part.file != file:
            continue
        for element in part.elements.values():
            found[element.id] = _named(place.at(part, element), kinds)
        for flow in part.flows:
            if (source := part.elements.get(flow.source)) is not None:
                writers = _joined(place.at(part, source, in_turn=False), place.left_by(source))
                near = kinds_behind(part, flow.source) or place.kinds_behind_call(part, flow.source)
                found[flow.id] = _named(writers, {**kinds, **near})
        found[part.id] = _named(place.at_start(part), kinds)
    return found


def steps_before(files: Mapping[str, bytes], file: str) -> dict[str, tuple[str, ...]]:
    """Return the ids of the people's steps that may have been done before each element of one file."""
    parts = _parts(files)
    place = _Place({part.id: part for part in parts}, frozenset(), _own_step)
    steps = {name for part in parts for element in part.elements.values() for name in _own_step(element)}
    return {
        element.id: tuple(sorted(steps & place.at(part, element, in_turn=False).keys()))
        for part in parts
        if part.file == file
        for element in part.elements.values()
    }


def _parts(files: Mapping[str, bytes]) -> list[Container]:
    roots = ((name, parse(name, content)[0]) for name, content in files.items())
    return [part for name, root in roots if root is not None for part in containers(name, root)]


def _own_step(element: Element) -> Iterator[str]:
    if element.type in PEOPLE:
        yield element.id


def _named(writers: Writers, kinds: Mapping[str, Type]) -> tuple[KnownName, ...]:
    return tuple(KnownName(name, kinds.get(name, ANY), tuple(sorted(writers[name]))) for name in sorted(writers))


@dataclass
class _Place:
    """Works out for one set of processes what is known where; each process once."""

    parts: Mapping[str, Container]
    start: frozenset[str]
    writes: Callable[[Element], Iterator[str]] = written_by
    _starts: dict[str, Writers] = field(default_factory=dict)
    _written: dict[str, Writers] = field(default_factory=dict)
    _before: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    def at(self, part: Container, element: Element, *, in_turn: bool = True) -> Writers:
        """Return what is known at an element; `in_turn`: with what only one turn of its list knows."""
        found = dict(self.at_start(part))
        for name in self._elements_before(part).get(element.id, ()):
            found = _joined(found, self.left_by(part.elements[name]))
        return _joined(found, {name: frozenset({element.id}) for name in _turn(element)}) if in_turn else found

    def at_start(self, part: Container) -> Writers:
        """Return what is known where a process starts: what whoever opens it knows."""
        if part.id not in self._starts:
            self._starts[part.id] = {name: frozenset() for name in self.start}  # also ends a circle of calls
            found = self._starts[part.id]
            for outer in self.parts.values():
                for element in outer.elements.values():
                    if element.opens == part.id:
                        found = _joined(found, self.at(outer, element))
            self._starts[part.id] = found
        return self._starts[part.id]

    def left_by(self, element: Element) -> Writers:
        """Return what an element leaves behind, with all that is written inside of it."""
        own: Writers = {name: frozenset({element.id}) for name in self.writes(element) if name}
        for name in _turn(element):
            own.pop(name, None)
        return _joined(own, self._inside(element.opens)) if element.opens else own

    def kinds_behind_call(self, part: Container, source: str) -> dict[str, Type]:
        """Return, behind a gateway that is only reached from calls, the outcomes of what was called: it answers with one."""
        before = [part.elements.get(flow.source) for flow in part.flows if flow.target == source]
        if not before or any(each is None or not each.opens for each in before):
            return {}
        inside = {word for each in before if each is not None for word in self._outcomes(each.opens or "", set())}
        return {OUTCOME: words(*inside)} if inside else {}

    def _outcomes(self, part_id: str, seen: set[str]) -> Iterator[str]:
        part = self.parts.get(part_id)
        if part is None or part_id in seen:
            return
        seen.add(part_id)
        for element in part.elements.values():
            if element.properties.get("outcomeVariable", OUTCOME) == OUTCOME:
                given = (word.strip() for word in element.properties.get("outcomes", "").split(","))
                yield from filter(None, given)
            if element.opens:
                yield from self._outcomes(element.opens, seen)

    def _inside(self, part_id: str) -> Writers:
        if part_id not in self._written:
            self._written[part_id] = {}
            part = self.parts.get(part_id)
            found: Writers = {}
            for element in part.elements.values() if part else ():
                found = _joined(found, self.left_by(element))
            self._written[part_id] = found
        return self._written[part_id]

    def _elements_before(self, part: Container) -> dict[str, set[str]]:
        if part.id not in self._before:
            forward: dict[str, list[str]] = {}
            for flow in part.flows:
                forward.setdefault(flow.source, []).append(flow.target)
            for element in part.elements.values():
                if element.type == "boundaryEvent":
                    forward.setdefault(element.node.get("attachedToRef", ""), []).append(element.id)
            before: dict[str, set[str]] = {}
            for name in part.elements:
                for target in _reached(forward, name):
                    before.setdefault(target, set()).add(name)
            self._before[part.id] = before
        return self._before[part.id]


def _turn(element: Element) -> Iterator[str]:
    """Yield the names that only hold within one turn of a list: the item, its answer, the counters."""
    loop = element.node.find(_LOOP)
    if loop is not None:
        yield from (each.get("id", "") for name in _OF_ONE_TURN for each in loop.iterfind(f"{{*}}{name}"))
        yield from _COUNTERS


def _joined(one: Writers, other: Writers) -> Writers:
    return {name: one.get(name, frozenset()) | other.get(name, frozenset()) for name in (*one, *other)}


def _reached(forward: Mapping[str, list[str]], start: str) -> set[str]:
    found: set[str] = set()
    queue = list(forward.get(start, ()))
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            queue += forward.get(name, ())
    return found
