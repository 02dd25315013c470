"""Two versions of a process side by side: what differs in its diagrams, tables and forms, and in how much of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import catalogue, reading
from workflows.comparing import Change, Item, compare, read_bundle
from workflows.engine import Process
from workflows.errors import NotFound
from workflows.models import DeployedFile, ProcessDefinition
from workflows.policy import Actor
from workflows.queries.comparison_facts import MATTERS
from workflows.queries.comparison_names import NO_CODES, Codes, Names, names_of
from workflows.queries.comparison_words import Difference, in_words


@dataclass(frozen=True)
class Side:
    """One of the two versions, with the drawing of the part that is shown."""

    version: int
    deployment: int
    xml: str
    marks: tuple[tuple[str, str], ...]
    """(id of an element or flow, added | removed | changed | moved) to mark on it."""


@dataclass(frozen=True)
class Part:
    """A process that can be shown: the main one or one that it calls, with how many differences it has."""

    id: str
    name: str
    differences: int


@dataclass(frozen=True)
class Comparison:
    """What a reviewer reads of two versions."""

    key: str
    name: str
    versions: tuple[int, ...]
    """All versions, the newest first."""
    before: Side
    after: Side
    part: Part
    parts: tuple[Part, ...]
    differences: tuple[tuple[str, tuple[Difference, ...]], ...]
    """(matter, its differences), the gravest matter first."""


@dataclass(frozen=True)
class Wanted:
    """Which versions to compare: 0 is the newest for `after`, the one before `after` for `before`."""

    before: int = 0
    after: int = 0
    part: str = ""
    """The process to draw, else the main one or, where that is the same in both, one that it calls."""


def comparison(session: Session, actor: Actor, key: str, wanted: Wanted, codes: Codes = NO_CODES) -> Comparison:
    """Return how a version of a process differs from another one: of diagrams, tables and forms that it uses.

    Raises NotFound for an unknown process, version or part, and unless the actor administers the system.
    """
    reading.demand_sight_of_processes(actor)
    known = _versions(session, key)
    new = catalogue.definition(session, key, wanted.after)
    older = [version for version in known if version < new.version]
    old = catalogue.definition(session, key, wanted.before or (older[0] if older else new.version))
    sides = [_used(session, each) for each in (old, new)]
    changes = compare(sides[0].items, sides[1].items)
    names = names_of(session, [*sides[0].items, *sides[1].items], codes=codes)
    parts = _parts(sides[1].process, sides[0].process, changes)
    part = wanted.part or max(parts, key=lambda each: (each.differences > 0, each.id == key)).id
    shown = next((each for each in parts if each.id == part), None)
    if shown is None:
        raise NotFound
    return Comparison(
        key=key,
        name=new.name,
        versions=known,
        before=_side(old, sides[0].process, shown, changes, gone=True),
        after=_side(new, sides[1].process, shown, changes, gone=False),
        part=shown,
        parts=parts,
        differences=by_matter(changes, names),
    )


def by_matter(changes: Iterable[Change], names: Names) -> tuple[tuple[str, tuple[Difference, ...]], ...]:
    """Return changes in words, the gravest matter first."""
    said = sorted((in_words(change, names) for change in changes), key=lambda each: MATTERS.index(each.matter))
    return tuple((matter, tuple(each)) for matter, each in groupby(said, key=lambda each: each.matter))


@dataclass(frozen=True)
class _Used:
    process: Process
    items: Sequence[Item]


def _used(session: Session, definition: ProcessDefinition) -> _Used:
    """Return what a version uses of the files that it was deployed with."""
    process = catalogue.process_of(session, definition)
    rows = session.execute(
        select(DeployedFile.name, DeployedFile.content).where(DeployedFile.deployment_id == definition.deployment_id)
    )
    files = {name: content.encode() for name, content in rows}
    given = {element.properties.get("formKey") for element in process.elements}
    kept = {
        name: content
        for name, content in files.items()
        if name in process.files or name.endswith(".dmn") or name.removesuffix(".form") in given
    }
    scopes = set(process.containers)
    return _Used(process, [item for item in read_bundle(kept) if _is_diagram(item) <= (item.scope in scopes)])


def _is_diagram(item: Item) -> bool:
    return item.kind in ("process", "element", "flow")


def _parts(new: Process, old: Process, changes: Sequence[Change]) -> tuple[Part, ...]:
    counts: dict[str, int] = {}
    for change in changes:
        if _is_diagram(change.item):
            counts[change.item.scope] = counts.get(change.item.scope, 0) + 1
    names: Mapping[str, str] = {
        each.id: each.name
        for process in (new, old)
        for each in process.containers.values()
        if each.parent_id is None and (each.id in counts or each.id == new.key)
    }
    return tuple(Part(each, name, counts.get(each, 0)) for each, name in names.items())


def _side(
    definition: ProcessDefinition, process: Process, part: Part, changes: Sequence[Change], *, gone: bool
) -> Side:
    shown = process.containers.get(part.id)
    unseen = "added" if gone else "removed"
    marks = tuple(
        (change.item.id, change.what)
        for change in changes
        if change.item.scope == part.id and change.item.kind in ("element", "flow") and change.what != unseen
    )
    xml = process.files[shown.file].decode() if shown else ""
    return Side(definition.version, definition.deployment.number, xml, marks)


def _versions(session: Session, key: str) -> tuple[int, ...]:
    query = select(ProcessDefinition.version).where(ProcessDefinition.key == key)
    return tuple(session.scalars(query.order_by(ProcessDefinition.version.desc())))
