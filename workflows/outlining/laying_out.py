"""Draw a whole diagram anew: columns from left to right, a row for each branch, lanes and sub-processes around."""

from dataclasses import dataclass, field

from lxml import etree

from workflows.engine.diagram import FLOW_NODES
from workflows.engine.xml import BPMN
from workflows.outlining.canvas import DI, Canvas
from workflows.outlining.document import Document, is_sub_process, kind, parent
from workflows.outlining.geometry import Box, centred
from workflows.outlining.layers import Cell, cells
from workflows.outlining.placing import GAP, SIZES, attach, size_of
from workflows.outlining.tidying import mend

_LEFT, _TOP, _STRIP, _MARGIN, _TITLE, _UNDER_NAME = 60, 60, 30, 40, 34, 24

_FARTHEST = 20_000
"""Pixels from the origin; what lies farther off was not drawn by a person."""


@dataclass
class _Block:
    """A process or sub-process drawn at the origin: boxes of what is in it, its size."""

    width: float = 0
    height: float = 0
    boxes: dict[str, Box] = field(default_factory=dict)


def is_drawn(document: Document) -> bool:
    """Tell whether every step and every flow of a file has its place in a drawing of a size that can be looked at."""
    drawn = {name for canvas in document.canvases for name in (*canvas.boxes, *canvas.lines)}
    shapes = [each for process in document.processes() for each in process.iter(*FLOW_NODES)]
    flows = document.root.iter(f"{BPMN}sequenceFlow")
    whole = bool(document.canvases) and all(each.get("id") in drawn for each in (*shapes, *flows))
    return whole and all(_fits(canvas) for canvas in document.canvases)


def _fits(canvas: Canvas) -> bool:
    """Tell whether a drawing has a size that somebody drew on purpose."""
    points = [point for line in canvas.lines.values() for point in line]
    points += [point for box in canvas.boxes.values() for point in ((box.x, box.y), (box.right, box.bottom))]
    return all(-_FARTHEST < x < _FARTHEST and -_FARTHEST < y < _FARTHEST for x, y in points)


def draw_anew(document: Document) -> None:
    """Draw a file from nothing; what it says stays as it is. Notes and data objects are not drawn."""
    for old in list(document.root.iterchildren(f"{DI}BPMNDiagram")):
        document.root.remove(old)
    collaboration = document.root.find(f"{BPMN}collaboration")
    processes = list(document.processes())
    shown = collaboration if collaboration is not None else processes[0]
    diagram = etree.SubElement(document.root, f"{DI}BPMNDiagram", {"id": document.unused_id("diagram")})
    plane = etree.SubElement(
        diagram, f"{DI}BPMNPlane", {"id": document.unused_id("plane"), "bpmnElement": shown.get("id", "")}
    )
    canvas = Canvas(plane)
    document.canvases = [canvas]
    pools = {each.get("processRef"): each.get("id", "") for each in document.root.iter(f"{BPMN}participant")}
    top: float = _TOP
    for process in processes:
        top += _draw_process(document, canvas, process, pools.get(process.get("id")), top) + GAP
    _attach_events(document, canvas)
    canvas.look()
    mend(canvas)


def _draw_process(document: Document, canvas: Canvas, process: etree._Element, pool: str | None, top: float) -> float:
    """Draw a process and what is around it; return its height."""
    block = _block(document, process)
    strip = _STRIP if pool else 0
    for name, box in block.boxes.items():
        canvas.boxes[name] = box.moved(_LEFT + strip, top)
    if pool:
        canvas.boxes[pool] = Box(_LEFT, top, block.width + strip, block.height)
    return block.height


def _block(document: Document, scope: etree._Element) -> _Block:
    """Lay a process or sub-process out at the origin."""
    places = cells(document, scope)
    nodes = {each.get("id", ""): each for each in scope.iterchildren(*FLOW_NODES)}
    inner = {name: _framed(document, node) for name, node in nodes.items() if is_sub_process(node)}
    sizes = {
        name: (inner[name].width, inner[name].height) if name in inner else size_of(nodes[name]) for name in places
    }
    lanes = document.lanes(scope)
    across = _columns(places, sizes, _STRIP + _MARGIN if lanes else _MARGIN)
    down, heights = _rows(places, sizes, max(len(lanes), 1))
    width = max([x + size / 2 for x, size in across.values()] or [0]) + _MARGIN
    block = _Block(width, sum(heights))
    for name, cell in places.items():
        middle = (across[cell.column][0], down[cell.lane, cell.row])
        block.boxes[name] = centred(middle, *sizes[name])
        if name in inner:
            box = block.boxes[name]
            block.boxes |= {each: inside.moved(box.x, box.y) for each, inside in inner[name].boxes.items()}
    above = 0.0
    for lane, height in zip(lanes, heights, strict=False):
        block.boxes[lane.get("id", "")] = Box(0, above, block.width, height)
        above += height
    return block


def _framed(document: Document, node: etree._Element) -> _Block:
    """Lay a sub-process out with room for its name; an empty one has the usual size."""
    inside = _block(document, node)
    if not inside.boxes:
        width, height = SIZES["frame"]
        return _Block(width, height)
    moved = {name: box.moved(16, _TITLE) for name, box in inside.boxes.items()}
    return _Block(inside.width + 32, inside.height + _TITLE + 16, moved)


def _columns(
    places: dict[str, Cell], sizes: dict[str, tuple[float, float]], start: float
) -> dict[int, tuple[float, float]]:
    """Return of each column where its middle is and how wide it is."""
    found, left = {}, start
    for column in sorted({cell.column for cell in places.values()}):
        width = max(sizes[name][0] for name, cell in places.items() if cell.column == column)
        found[column] = (left + width / 2, width)
        left += width + GAP + 20
    return found


def _rows(
    places: dict[str, Cell], sizes: dict[str, tuple[float, float]], lanes: int
) -> tuple[dict[tuple[int, int], float], list[float]]:
    """Return where the middle of each row of each lane is, and how high each lane is."""
    found: dict[tuple[int, int], float] = {}
    heights: list[float] = []
    top = 0.0
    for lane in range(lanes):
        rows = sorted({cell.row for cell in places.values() if cell.lane == lane}) or [0]
        start = top
        for row in range(rows[-1] + 1):
            tall = [sizes[name][1] for name, cell in places.items() if (cell.lane, cell.row) == (lane, row)]
            height = max([80, *tall]) + 2 * _UNDER_NAME
            found[lane, row] = top + height / 2
            top += height
        heights.append(top - start)
    return found, heights


def _attach_events(document: Document, canvas: Canvas) -> None:
    """Put what happens on the border of a step there."""
    for process in document.processes():
        for event in process.iter(f"{BPMN}boundaryEvent"):
            canvas.look()
            host = document.find(event.get("attachedToRef", ""))
            if host is not None and kind(host) and parent(host) is parent(event):
                attach(document, event, host)
