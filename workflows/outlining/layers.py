"""In which column and row each element of a process goes when it is drawn anew: left to right, as a token meets them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from workflows.engine.diagram import FLOW_NODES
from workflows.outlining.document import Document, kind


@dataclass(frozen=True)
class Cell:
    """A place in the grid of a process; `row` counts within its lane, `lane` from the top."""

    column: int
    lane: int
    row: int


def cells(document: Document, scope: etree._Element) -> dict[str, Cell]:
    """Return the place of each element of a process or sub-process but of what hangs on another one's border."""
    nodes = {each.get("id", ""): each for each in scope.iterchildren(*FLOW_NODES)}
    hosts = {name: node.get("attachedToRef", "") for name, node in nodes.items() if kind(node) == "boundaryEvent"}
    steps = [name for name in nodes if name not in hosts]
    following = _following(document, scope, hosts)
    columns = _columns(steps, following)
    lanes = _lanes_of(document, scope)
    before: dict[str, list[str]] = {}
    for source, targets in following.items():
        for target in targets:
            before.setdefault(target, []).append(source)
    return _rows(steps, columns, lanes, before)


def _following(document: Document, scope: etree._Element, hosts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what comes after what; what happens on the border of a step comes after the step."""
    found: dict[str, list[str]] = {}
    for flow in document.flows(scope):
        source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
        found.setdefault(hosts.get(source, source), []).append(target)
    return found


def _columns(steps: Sequence[str], following: Mapping[str, list[str]]) -> dict[str, int]:
    """Return the longest way to each element, ways that lead back not counted."""
    forward = _without_ways_back(steps, following)
    found: dict[str, int] = {}

    def column(name: str) -> int:
        return found.get(name, 0)

    reached = {target for targets in forward.values() for target in targets}
    queue = [name for name in steps if name not in reached]
    waiting = {name: sum(name in targets for targets in forward.values()) for name in steps}
    while queue:
        name = queue.pop(0)
        found.setdefault(name, 0)
        for target in forward.get(name, ()):
            found[target] = max(column(target), found[name] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                queue.append(target)
    return {name: found.get(name, 0) for name in steps}


def _without_ways_back(steps: Sequence[str], following: Mapping[str, list[str]]) -> dict[str, set[str]]:
    """Return what comes after what, without the flows that close a circle."""
    known, forward = set(steps), {name: set[str]() for name in steps}
    done: set[str] = set()
    reached = {target for targets in following.values() for target in targets}
    for first in sorted(steps, key=lambda name: name in reached):
        if first in done:
            continue
        path, ways = [first], [iter(following.get(first, ()))]
        done.add(first)
        while path:
            target = next(ways[-1], None)
            if target is None:
                path.pop()
                ways.pop()
            elif target in known and target not in path:
                forward[path[-1]].add(target)
                if target not in done:
                    done.add(target)
                    path.append(target)
                    ways.append(iter(following.get(target, ())))
    return forward


def _lanes_of(document: Document, scope: etree._Element) -> dict[str, int]:
    lanes = document.lanes(scope)
    return {
        (reference.text or "").strip(): number
        for number, lane in enumerate(lanes)
        for reference in lane.iterfind("{*}flowNodeRef")
    }


def _rows(
    steps: Sequence[str], columns: Mapping[str, int], lanes: Mapping[str, int], before: Mapping[str, list[str]]
) -> dict[str, Cell]:
    """Give each element the row of what comes before it where that is free, else the next free one of its lane."""
    found: dict[str, Cell] = {}
    taken: set[tuple[int, int, int]] = set()
    for name in sorted(steps, key=lambda each: columns[each]):
        lane, column = lanes.get(name, 0), columns[name]
        wished = [
            found[each].row
            for each in before.get(name, ())
            if each in found and found[each].lane == lane and found[each].column < column
        ]
        row = next((each for each in wished if (lane, column, each) not in taken), None)
        if row is None:
            row = 0
            while (lane, column, row) in taken:
                row += 1
        taken.add((lane, column, row))
        found[name] = Cell(column, lane, row)
    return found
