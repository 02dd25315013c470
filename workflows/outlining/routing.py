"""Find the way of a flow through a drawing: at right angles, round every shape, with few bends and crossings."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from workflows.outlining.canvas import Canvas
from workflows.outlining.flaws import CLEAR, obstacles
from workflows.outlining.geometry import Box, Point, stretches, without_idle_bends
from workflows.outlining.grid import BLOCKED, Grid, places

STUB = 14
"""How far, in pixels, a line runs straight out of a shape."""
_AWAY = CLEAR + 5
_BEND = 45
_STEPS = (20, 10)
_MOST_SPOTS = 100_000
"""Points of a grid: in a larger drawing they stand farther apart."""
_OFTEN = 10_000
"""After so many places of a search one asks whether it takes too long."""
_STRIP = 40
_SIDES: dict[str, tuple[int, int]] = {"right": (1, 0), "left": (-1, 0), "top": (0, -1), "bottom": (0, 1)}
_LEAVING = {"right": 0, "bottom": 30, "top": 40, "left": 100}
_ARRIVING = {"left": 0, "top": 30, "bottom": 40, "right": 100}
_TAKEN_SAME, _TAKEN_OTHER = 90, 900


Spot = tuple[int, int]
"""Indices of a point of the grid, or a direction: one of the four of `_SIDES`."""


@dataclass(frozen=True)
class Dock:
    """A place on the border of a shape where a line may begin or end; `cost` says how unwelcome it is there."""

    at: Point
    out: Spot
    cost: float

    @property
    def stub(self) -> Point:
        """Where the line is free of the shape."""
        return self.at[0] + self.out[0] * STUB, self.at[1] + self.out[1] * STUB


Came = dict[tuple[Spot, Spot], tuple[Spot, Spot] | Dock]
"""From where, or from which dock, a search came to a point in a direction."""


def route(canvas: Canvas, flow: str) -> list[Point] | None:
    """Return the points of the way of a flow; None where there is none."""
    source, target = canvas.ends[flow]
    shapes = obstacles(canvas, source, target, _AWAY)
    begins = list(_docks(canvas, flow, source, leaving=True))
    ends = list(_docks(canvas, flow, target, leaving=False))
    if straight := _straight(canvas, flow, begins, ends):
        return straight
    begins = [dock for dock in begins if _is_open(canvas, flow, dock, shapes)]
    ends = [dock for dock in ends if _is_open(canvas, flow, dock, shapes)]
    if not begins or not ends:
        return None
    for step in _STEPS:
        grid = _grid(canvas, flow, [*begins, *ends], step)
        found = _search(canvas, grid, begins, ends)
        if found is not None:
            return without_idle_bends(found)
    return None


def _docks(canvas: Canvas, flow: str, name: str, *, leaving: bool) -> Iterator[Dock]:
    box, wishes = canvas.boxes[name], _LEAVING if leaving else _ARRIVING
    x, y = box.middle
    spots = {"right": (box.right, y), "left": (box.x, y), "top": (x, box.y), "bottom": (x, box.bottom)}
    host = canvas.boxes.get(canvas.hosts.get(name, ""))
    for side, at in spots.items():
        if host is not None and host.grown(-1).meets(Box(at[0], at[1], 0, 0).grown(1)):
            continue
        yield Dock(at, _SIDES[side], wishes[side] + _taken(canvas, flow, name, at, leaving=leaving))


def _taken(canvas: Canvas, flow: str, name: str, at: Point, *, leaving: bool) -> float:
    """What it costs that other lines begin or end there already."""
    cost = 0.0
    for other, ends in canvas.ends.items():
        line = canvas.lines.get(other)
        if other == flow or not line:
            continue
        if ends[0] == name and line[0] == at:
            cost += _TAKEN_SAME if leaving else _TAKEN_OTHER
        if ends[1] == name and line[-1] == at:
            cost += _TAKEN_OTHER if leaving else _TAKEN_SAME / 3
    return cost


def _straight(canvas: Canvas, flow: str, begins: list[Dock], ends: list[Dock]) -> list[Point] | None:
    """Return the line to a neighbour on the right, where nothing stands between."""
    first = next((dock for dock in begins if dock.out == (1, 0)), None)
    last = next((dock for dock in ends if dock.out == (-1, 0)), None)
    if first is None or last is None or first.at[1] != last.at[1] or not first.at[0] < last.at[0]:
        return None
    if first.cost >= _TAKEN_SAME or last.cost >= _TAKEN_OTHER:
        return None
    return [first.at, last.at] if _is_clear(canvas, flow, [first.at, last.at]) else None


def _is_clear(canvas: Canvas, flow: str, line: list[Point]) -> bool:
    source, target = canvas.ends[flow]
    (part,) = stretches(line)
    if any(part.meets(box) for box in obstacles(canvas, source, target, CLEAR)):
        return False
    near = part.grown(6)
    others = (each for other in canvas.lines if other != flow for each in stretches(canvas.lines[other]))
    return not any(near.meets(each) for each in others)


def _is_open(canvas: Canvas, flow: str, dock: Dock, shapes: list[Box]) -> bool:
    """Tell whether a line gets away from a dock: no shape, and no line of a stranger, is in its way."""
    (stub,) = stretches([dock.at, dock.stub])
    if any(stub.meets(box) for box in shapes):
        return False
    own = set(canvas.ends[flow])
    strangers = (name for name in canvas.lines if name != flow and not own & set(canvas.ends.get(name, ())))
    return not any(stub.grown(5).meets(part) for name in strangers for part in stretches(canvas.lines[name]))


def _bounds(canvas: Canvas, flow: str) -> Box:
    """Return where a flow may run: inside the sub-process or the pool that it stands in."""
    source, _ = canvas.ends[flow]
    for name in canvas.around[source]:
        if name in canvas.frames:
            box = canvas.boxes[name]
            return Box(box.x + 10, box.y + 24, box.width - 20, box.height - 34)
    pools = [canvas.boxes[name] for name in canvas.frames - canvas.nodes.keys() if name not in canvas.lanes]
    holders = pools or [canvas.boxes[name] for name in canvas.lanes]
    if not holders:
        return canvas.extent().grown(60)
    left, top = min(box.x for box in holders), min(box.y for box in holders)
    right, bottom = max(box.right for box in holders), max(box.bottom for box in holders)
    return Box(left + _STRIP, top + 10, right - left - _STRIP - 10, bottom - top - 20)


def _grid(canvas: Canvas, flow: str, docks: list[Dock], step: float) -> Grid:
    bounds, (source, target) = _bounds(canvas, flow), canvas.ends[flow]
    named = [point for dock in docks for point in (dock.at, dock.stub)]
    step = max(step, (max(bounds.width, 1) * max(bounds.height, 1) / _MOST_SPOTS) ** 0.5)
    xs = places((x for x, _ in named), bounds.x, bounds.right, step)
    ys = places((y for _, y in named), bounds.y, bounds.bottom, step)
    grid = Grid(xs, ys)
    for box in obstacles(canvas, source, target, _AWAY):
        grid.block(box)
    for name in {source, target}:
        if target not in canvas.around[source]:
            grid.block(canvas.boxes[name].grown(_AWAY))
    for name, label in canvas.labels.items():
        # What is written at its own ends is written elsewhere when a line needs the place.
        if name not in (flow, source, target):
            grid.burden(label)
    for other, line in canvas.lines.items():
        if other == flow:
            continue
        ends = canvas.ends.get(other, ("", ""))
        for part in stretches(line):
            grid.keep_off(part, related=ends[0] == source or ends[1] == target)
    return grid


def _search(canvas: Canvas, grid: Grid, begins: list[Dock], ends: list[Dock]) -> list[Point] | None:
    """Look for the cheapest way from a stub to a stub (A*): length, bends, and what the grid charges."""
    column = {x: index for index, x in enumerate(grid.xs)}
    row = {y: index for index, y in enumerate(grid.ys)}
    goals = _goals(ends, column, row)
    heap: list[tuple[float, float, Spot, Spot, Dock | None]] = []
    came: Came = {}
    best: dict[tuple[Spot, Spot], float] = {}
    count = 0
    for dock in begins:
        place = _place(dock.stub, column, row)
        if place is not None:
            best[place, dock.out] = dock.cost
            came[place, dock.out] = dock
            heappush(heap, (dock.cost, count := count + 1, place, dock.out, None))
    targets = [dock.stub for dock in goals.values()]
    looked_at = 0
    while heap:
        if count >= looked_at:
            canvas.demand_time()
            looked_at = count + _OFTEN
        _, _, place, heading, arrived = heappop(heap)
        if arrived is not None:
            return _way(grid, came, place, heading, arrived)
        spent = best[place, heading]
        if place in goals and (goal := goals[place]).out != heading:
            bend = 0 if (-goal.out[0], -goal.out[1]) == heading else _BEND
            heappush(heap, (spent + bend + goal.cost, count := count + 1, place, heading, goal))
        for out, there, cost in _steps(grid, place, heading):
            price = spent + cost
            if price < best.get((there, out), BLOCKED):
                best[there, out], came[there, out] = price, (place, heading)
                x, y = grid.xs[there[0]], grid.ys[there[1]]
                ahead = min(abs(x - tx) + abs(y - ty) for tx, ty in targets) if targets else 0
                heappush(heap, (price + ahead, count := count + 1, there, out, None))
    return None


def _goals(ends: list[Dock], column: dict[float, int], row: dict[float, int]) -> dict[Spot, Dock]:
    goals: dict[Spot, Dock] = {}
    for dock in ends:
        place = _place(dock.stub, column, row)
        if place is not None and (place not in goals or dock.cost < goals[place].cost):
            goals[place] = dock
    return goals


def _place(point: Point, column: dict[float, int], row: dict[float, int]) -> Spot | None:
    x, y = column.get(round(point[0], 2)), row.get(round(point[1], 2))
    return None if x is None or y is None else (x, y)


def _steps(grid: Grid, place: Spot, heading: Spot) -> Iterator[tuple[Spot, Spot, float]]:
    i, j = place
    for out in _SIDES.values():
        if out == (-heading[0], -heading[1]):
            continue
        there = (i + out[0], j + out[1])
        if not (0 <= there[0] < len(grid.xs) and 0 <= there[1] < len(grid.ys)):
            continue
        cost = grid.right[j][min(i, there[0])] if out[0] else grid.down[i][min(j, there[1])]
        if cost < BLOCKED:
            yield out, there, cost + (_BEND if out != heading else 0)


def _way(grid: Grid, came: Came, place: Spot, heading: Spot, last: Dock) -> list[Point]:
    """Follow the steps of a search back from where it arrived."""
    points: list[Point] = [last.at]
    step: tuple[Spot, Spot] | Dock = (place, heading)
    while not isinstance(step, Dock):
        i, j = step[0]
        points.append((grid.xs[i], grid.ys[j]))
        step = came[step]
    points.append(step.at)
    return points[::-1]
