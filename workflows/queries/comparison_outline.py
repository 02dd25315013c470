"""The steps of a part of a process in two versions as one outline: what the two marked drawings show, in words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflows import catalogue
from workflows.engine.diagram import Container
from workflows.queries.comparisons import Comparison
from workflows.queries.processes import OutlineItem, Words, deployed_buttons


@dataclass(frozen=True)
class ComparedStep:
    """A step as the newer version has it, or as the older one had it where it is gone."""

    item: OutlineItem
    mark: str
    """added, removed, changed, moved; "" for a step that is the same."""
    ways: Mapping[str, str]
    """Which of its ways are added or changed, by id of the flow."""
    gone: tuple[str, ...]
    """Names of the steps to which a way led that is gone."""


def compared_outline(session: Session, found: Comparison) -> tuple[ComparedStep, ...]:
    """Return the steps of the part that a comparison shows, in path order; what is gone stands where it stood.

    That the reader may see the comparison is not checked: whoever has it was allowed to.
    """
    sides = [_parts(session, found, version) for version in (found.before.version, found.after.version)]
    marks = [dict(side.marks) for side in (found.before, found.after)]
    old, new = ({item.id: item for _, items in side for item in items} for side in sides)
    steps = [_step(item, marks[1], old.get(item.id), marks[0]) for item in new.values()]
    placed = [step.item.id for step in steps]
    before = ""
    for name, item in old.items():
        if name not in new:
            at = placed.index(before) + 1 if before in placed else 0
            steps.insert(at, ComparedStep(item, "removed", {}, ()))
            placed.insert(at, name)
        before = name
    return tuple(steps)


def _parts(session: Session, found: Comparison, version: int) -> list[tuple[str, tuple[OutlineItem, ...]]]:
    definition = catalogue.definition(session, found.key, version)
    process = catalogue.process_of(session, definition)
    container: Container | None = process.containers.get(found.part.id)
    if container is None:
        return []
    buttons = deployed_buttons(session, definition.deployment, container)
    return list(Words(session, process.containers, Counter(), buttons).outline(container))


def _step(
    item: OutlineItem, marks: Mapping[str, str], earlier: OutlineItem | None, gone: Mapping[str, str]
) -> ComparedStep:
    ways = {way.id: marks[way.id] for way in item.ways if way.id in marks}
    lost = [way.target_name for way in earlier.ways if gone.get(way.id) == "removed"] if earlier else []
    return ComparedStep(item, marks.get(item.id, ""), ways, tuple(filter(None, lost)))
