"""The drawing of a diagram: where its shapes, lines and labels are, read from the file and written back into it."""

from collections.abc import Iterator
from math import isfinite
from time import thread_time

from lxml import etree

from workflows.engine.diagram import FLOW_NODES
from workflows.engine.xml import BPMN, local_name
from workflows.errors import Invalid
from workflows.outlining.geometry import Box, Point

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
FIELD = "sua"
"""The field under which a refused change is told."""
TOO_TANGLED = (
    "Sơ đồ có quá nhiều đường nối chồng chéo nên chưa vẽ lại được, và chưa có gì thay đổi. "
    "Bỏ bớt đường nối, tách thành quy trình con, hoặc sửa trên bản vẽ."
)
LONGEST_SECONDS = 10.0
"""Of computing, which one edit may take; those of people take less than one."""
SUB_PROCESSES = ("subProcess", "transaction", "adHocSubProcess")


class Canvas:
    """One plane of a file: boxes, lines and labels by the id of what they draw. Changes are kept until `write`."""

    def __init__(self, plane: etree._Element):
        self.plane = plane
        self._begun = thread_time()
        self.boxes: dict[str, Box] = {}
        self.lines: dict[str, list[Point]] = {}
        self.labels: dict[str, Box] = {}
        self.collapsed: set[str] = set()
        for shape in plane.iterchildren(f"{DI}BPMNShape"):
            name, box = shape.get("bpmnElement", ""), _bounds(shape)
            if box is not None:
                self.boxes[name] = box
            if shape.get("isExpanded") == "false":
                self.collapsed.add(name)
            self._read_label(shape, name)
        for edge in plane.iterchildren(f"{DI}BPMNEdge"):
            name = edge.get("bpmnElement", "")
            self.lines[name] = [(_number(each, "x"), _number(each, "y")) for each in edge.iterchildren(WAYPOINT)]
            self._read_label(edge, name)
        self._written = (dict(self.boxes), {name: list(line) for name, line in self.lines.items()}, dict(self.labels))
        self.look()

    def look(self) -> None:
        """Read again what the shapes stand for: hosts of boundary events, ends of flows, what is a frame around what."""
        root = self.plane.getroottree().getroot()
        nodes = {each.get("id", ""): each for each in root.iter(f"{BPMN}*") if each.get("id")}
        self.nodes = {name: node for name, node in nodes.items() if node.tag in FLOW_NODES and name in self.boxes}
        self.hosts = {
            name: node.get("attachedToRef", "")
            for name, node in self.nodes.items()
            if local_name(node) == "boundaryEvent"
        }
        flows = [each for each in nodes.values() if each.tag == f"{BPMN}sequenceFlow"]
        self.ends = {
            each.get("id", ""): (each.get("sourceRef", ""), each.get("targetRef", ""))
            for each in flows
            if {each.get("sourceRef"), each.get("targetRef")} <= self.nodes.keys()
        }
        self.around = {
            name: tuple(each.get("id", "") for each in node.iterancestors() if each.get("id") in self.nodes)
            for name, node in self.nodes.items()
        }
        self.frames = {
            name
            for name in self.boxes
            if name not in self.nodes or (local_name(self.nodes[name]) in SUB_PROCESSES and name not in self.collapsed)
        }
        annotations = {
            name for name, node in nodes.items() if local_name(node) in ("textAnnotation", "dataObjectReference")
        }
        self.frames -= annotations
        self.lanes = {name for name in self.frames if name in nodes and local_name(nodes[name]) == "lane"}
        self.names = {name: node.get("name", "") for name, node in nodes.items()}

    def demand_time(self) -> None:
        """Raise Invalid where so much was computed since the file was read that whoever waits is to be told."""
        if thread_time() - self._begun > LONGEST_SECONDS:
            raise Invalid({FIELD: [TOO_TANGLED]})

    def leaves(self) -> Iterator[str]:
        """Yield what is drawn solid: steps, events, gateways, notes."""
        return (name for name in self.boxes if name not in self.frames)

    def flows(self) -> Iterator[str]:
        """Yield the sequence flows that are drawn."""
        return (name for name in self.lines if name in self.ends)

    def is_outside(self, frame: str, name: str) -> bool:
        """Tell whether a frame is a sub-process beside an element rather than around it."""
        return frame in self.nodes and frame != name and frame not in self.around.get(name, ())

    def forget(self, name: str) -> None:
        """Draw something no longer, nor what is attached to it alone."""
        for kept in (self.boxes, self.lines, self.labels):
            kept.pop(name, None)

    def extent(self) -> Box:
        """Return the box around everything."""
        boxes = list(self.boxes.values()) or [Box(0, 0, 0, 0)]
        x, y = min(each.x for each in boxes), min(each.y for each in boxes)
        return Box(x, y, max(each.right for each in boxes) - x, max(each.bottom for each in boxes) - y)

    def write(self) -> None:
        """Put what has changed into the file; the rest of it stays as it was written."""
        boxes, lines, labels = self._written
        for drawn in list(self.plane.iterchildren(f"{DI}BPMNShape", f"{DI}BPMNEdge")):
            name = drawn.get("bpmnElement", "")
            if name not in self.boxes and name not in self.lines and (name in boxes or name in lines):
                self.plane.remove(drawn)
        known = {each.get("bpmnElement"): each for each in self.plane.iterchildren(f"{DI}BPMNShape", f"{DI}BPMNEdge")}
        for name, box in self.boxes.items():
            if box != boxes.get(name):
                _set_bounds(known.get(name) if name in known else self._new_shape(name), box)
        for name, line in self.lines.items():
            if line != lines.get(name):
                _set_points(known.get(name) if name in known else self._new("BPMNEdge", name), line)
        known = {each.get("bpmnElement"): each for each in self.plane.iterchildren(f"{DI}BPMNShape", f"{DI}BPMNEdge")}
        for name, drawn in known.items():
            if self.labels.get(name or "") != labels.get(name or ""):
                _set_label(drawn, self.labels.get(name or ""))
        self._written = (dict(self.boxes), {name: list(line) for name, line in self.lines.items()}, dict(self.labels))

    def _new_shape(self, name: str) -> etree._Element:
        shape = self._new("BPMNShape", name)
        node = self.nodes.get(name)
        if node is None:
            shape.set("isHorizontal", "true")
        elif local_name(node) == "exclusiveGateway":
            shape.set("isMarkerVisible", "true")
        elif local_name(node) in SUB_PROCESSES:
            shape.set("isExpanded", "false" if name in self.collapsed else "true")
        return shape

    def _new(self, tag: str, name: str) -> etree._Element:
        drawn = etree.Element(f"{DI}{tag}", {"id": f"{name}_di", "bpmnElement": name})
        last = [index for index, each in enumerate(self.plane) if each.tag == drawn.tag]
        shapes = [index for index, each in enumerate(self.plane) if each.tag == f"{DI}BPMNShape"]
        self.plane.insert(max(last or shapes or [len(self.plane) - 1]) + 1, drawn)
        return drawn

    def _read_label(self, drawn: etree._Element, name: str) -> None:
        label = drawn.find(f"{DI}BPMNLabel")
        box = None if label is None else _bounds(label)
        if box is not None:
            self.labels[name] = box


def _number(element: etree._Element, name: str) -> float:
    try:
        found = float(element.get(name, "0"))
    except ValueError:
        return 0.0
    return found if isfinite(found) else 0.0


def _bounds(element: etree._Element) -> Box | None:
    """Return where something is drawn; None where it says no place, or none that is one."""
    found = element.find(f"{DC}Bounds")
    if found is None:
        return None
    try:
        x, y, width, height = (float(found.get(name, "")) for name in ("x", "y", "width", "height"))
    except ValueError:
        return None
    return Box(x, y, width, height) if isfinite(x + y + width + height) and width >= 0 and height >= 0 else None


def _text(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:.2f}".rstrip("0")


def _set_bounds(element: etree._Element, box: Box) -> None:
    found = element.find(f"{DC}Bounds")
    if found is None:
        found = etree.Element(f"{DC}Bounds")
        element.insert(0, found)
    for name in ("x", "y", "width", "height"):
        found.set(name, _text(getattr(box, name)))


def _set_points(element: etree._Element, line: list[Point]) -> None:
    for old in element.findall(WAYPOINT):
        element.remove(old)
    for place, (x, y) in enumerate(line):
        element.insert(place, etree.Element(WAYPOINT, {"x": _text(x), "y": _text(y)}))


def _set_label(element: etree._Element, box: Box | None) -> None:
    label = element.find(f"{DI}BPMNLabel")
    if box is None:
        if label is not None:
            element.remove(label)
        return
    if label is None:
        label = etree.SubElement(element, f"{DI}BPMNLabel")
    _set_bounds(label, box)
