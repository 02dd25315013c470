"""Where a new shape stands: beside what it follows, in its lane, touching nothing; lanes and sub-processes grow with it."""

from collections.abc import Iterator

from lxml import etree

from workflows.engine.xml import local_name
from workflows.outlining.canvas import SUB_PROCESSES, Canvas
from workflows.outlining.document import Document, parent
from workflows.outlining.geometry import Box, centred, stretches
from workflows.outlining.room import heighten, widen

GAP = 50
"""Pixels between neighbours in a row."""
SIZES: dict[str, tuple[float, float]] = {"event": (36, 36), "gateway": (50, 50), "step": (120, 80), "frame": (360, 200)}
_ASIDE, _INSET, _STEP = 24, 8, 20
_NOTHING, _LABELS, _LINES = frozenset[str](), frozenset({"labels"}), frozenset({"lines"})
_UNDER_NAME = 22
"""A small shape has its name under it."""


def size_of(node: etree._Element) -> tuple[float, float]:
    """Return width and height of the shape of an element."""
    kind = local_name(node)
    if kind in SUB_PROCESSES:
        return SIZES["frame"]
    return SIZES["event" if kind.endswith("Event") else "gateway" if kind.endswith("Gateway") else "step"]


def place_behind(document: Document, node: etree._Element, before: etree._Element, *, aside: bool = False) -> None:
    """Give an element its shape to the right of another one.

    In the same row all that stands further right moves away; `aside` takes a free row under it instead.
    """
    canvas = document.canvas_of(parent(node))
    canvas.look()
    width, height = size_of(node)
    anchor = canvas.boxes[before.get("id", "")]
    column = anchor.right + GAP
    if not aside:
        at = anchor.right + min(GAP / 2, max(_free_right(canvas, before, anchor) - 2, 1))
        widen(canvas, at, width + GAP)
    wished = centred((column + width / 2, anchor.middle[1] + (120 if aside else 0)), width, height)
    if aside and local_name(node) == "endEvent":
        # Straight under the gateway, where steps that are put on the main way later do not push it off.
        wished = centred((anchor.middle[0], anchor.bottom + 60), width, height)
    _put(document, canvas, node, wished)
    if aside:
        _keep_inside(document, canvas, node)


def place_before(document: Document, node: etree._Element, behind: etree._Element) -> None:
    """Give an element its shape to the left of another one, which moves away with all that stands further right."""
    canvas = document.canvas_of(parent(node))
    canvas.look()
    width, height = size_of(node)
    box = canvas.boxes[behind.get("id", "")]
    widen(canvas, box.x - 1, width + GAP)
    _put(document, canvas, node, centred((box.x + width / 2, box.middle[1]), width, height))


def place_in_column(document: Document, node: etree._Element) -> None:
    """Move an element to a free place of its lane, in the column where it stands or the nearest one."""
    canvas = document.canvas_of(parent(node))
    box = canvas.boxes.pop(node.get("id", ""))
    canvas.labels.pop(node.get("id", ""), None)
    _put(document, canvas, node, box)
    _keep_inside(document, canvas, node)


def attach(document: Document, event: etree._Element, host: etree._Element) -> None:
    """Give a boundary event its place on the lower border of its host, beside those that are there already."""
    canvas = document.canvas_of(parent(host))
    box = canvas.boxes[host.get("id", "")]
    taken = [canvas.boxes[name].middle[0] for name, each in canvas.hosts.items() if each == host.get("id")]
    spots = [box.right - 30 - 44 * number for number in range(max(int((box.width - 40) // 44), 1))]
    x = next((spot for spot in spots if all(abs(spot - each) >= 40 for each in taken)), spots[0])
    canvas.boxes[event.get("id", "")] = centred((x, box.bottom), *SIZES["event"])


def place_under(document: Document, node: etree._Element, event: etree._Element) -> None:
    """Give an element its shape under a boundary event."""
    canvas = document.canvas_of(parent(node))
    canvas.look()
    above = canvas.boxes[event.get("id", "")]
    width, height = size_of(node)
    wished = centred((above.middle[0], above.bottom + 40 + height / 2), width, height)
    _put(document, canvas, node, wished)
    _keep_inside(document, canvas, node)


def _put(document: Document, canvas: Canvas, node: etree._Element, wished: Box) -> None:
    """Draw an element at the free place nearest to the wished one; where its lane has none, the lane grows."""
    name = node.get("id", "")
    region = _region(document, canvas, node)
    low = _UNDER_NAME if wished.width <= 60 else 0
    if region is not None and not region.y <= wished.middle[1] <= region.bottom:
        wished = centred((wished.middle[0], region.middle[1]), wished.width, wished.height)
    rows = list(_rows(wished, region, low))
    for tolerance, boxes in ((_LABELS, rows[:1]), (_NOTHING, rows), (_LABELS | _LINES, rows)):
        for box in boxes:
            if _is_free(canvas, node, box, low, tolerance):
                canvas.boxes[name] = box
                return
    if region is None:
        canvas.boxes[name] = Box(wished.x, canvas.extent().bottom + _ASIDE, wished.width, wished.height)
        return
    heighten(canvas, region.bottom - 1, wished.height + low + 2 * _ASIDE)
    canvas.boxes[name] = Box(wished.x, region.bottom + _ASIDE / 2, wished.width, wished.height)
    while not _is_free(canvas, node, canvas.boxes[name], low, _LABELS | _LINES):
        canvas.boxes[name] = canvas.boxes[name].moved(dx=_STEP)


def _keep_inside(document: Document, canvas: Canvas, node: etree._Element) -> None:
    """Widen what the shape stands in where it does not reach that far."""
    name = node.get("id", "")
    region, box = _region(document, canvas, node), canvas.boxes[name]
    over = 0 if region is None else box.right + GAP - region.right
    if over > 0 and region is not None:
        del canvas.boxes[name]
        widen(canvas, region.right - 1, over)
        canvas.boxes[name] = box


def _region(document: Document, canvas: Canvas, node: etree._Element) -> Box | None:
    """Return the box in which an element must stand: its lane, its sub-process, its pool, or None."""
    lane = document.lane_of(node.get("id", ""))
    if lane is not None and lane.get("id") in canvas.boxes:
        box = canvas.boxes[lane.get("id", "")]
        return Box(box.x + 30, box.y, box.width - 30, box.height)
    scope = parent(node).get("id", "")
    if scope in canvas.frames:
        box = canvas.boxes[scope]
        return Box(box.x, box.y + 20, box.width, box.height - 20)
    pools = [each for each in canvas.frames if each not in canvas.lanes and each not in canvas.nodes]
    return canvas.boxes[pools[0]] if pools else None


def _rows(wished: Box, region: Box | None, low: float) -> Iterator[Box]:
    """Yield the wished place, then those above and under it, nearer ones first."""
    seen = 0
    for number in range(60):
        for direction in (1, -1) if number else (1,):
            box = wished.moved(dy=direction * number * _STEP)
            inside = region is None or (
                region.y + _INSET <= box.y and box.bottom + low + _INSET <= region.bottom and seen < 60
            )
            seen += inside
            if inside:
                yield box


def _is_free(canvas: Canvas, node: etree._Element, box: Box, low: float, tolerance: frozenset[str]) -> bool:
    """Tell whether a shape may stand there; `tolerance`: labels are written elsewhere, lines are led round it."""
    wide = Box(box.x, box.y, box.width, box.height + low).grown(_ASIDE)
    ancestors = {each.get("id") for each in node.iterancestors()}
    solid = [
        each
        for name, each in canvas.boxes.items()
        if name != node.get("id") and (name not in canvas.frames or (name in canvas.nodes and name not in ancestors))
    ]
    if any(wide.meets(each) for each in solid):
        return False
    labels = [] if tolerance >= _LABELS else [each for name, each in canvas.labels.items() if name != node.get("id")]
    if any(box.grown(6).meets(each) for each in labels):
        return False
    lines = [] if tolerance >= _LINES else canvas.lines.values()
    return not any(box.grown(14).meets(part) for line in lines for part in stretches(line))


def _free_right(canvas: Canvas, before: etree._Element, anchor: Box) -> float:
    """Return how far, in pixels, the row is empty to the right of a shape."""
    row = Box(anchor.right + 1, anchor.y, 10_000, anchor.height)
    scope = canvas.boxes.get(parent(before).get("id", ""))
    starts = [box.x for name, box in canvas.boxes.items() if name not in canvas.frames and row.meets(box)]
    ends = [scope.right] if scope is not None else []
    return min([*starts, *ends, anchor.right + GAP]) - anchor.right
