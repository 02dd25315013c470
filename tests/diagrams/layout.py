"""Find what is untidy in a drawing.

Complete interchange, right angles, docking on the shape, nothing through a shape, no crossing, lines on top of
each other only where they share an end, labels clear of shapes, lines and other labels, nodes inside the lane
that names them, gaps between neighbours.
"""

from collections.abc import Iterator
from itertools import combinations, pairwise

from lxml import etree

B = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
EVENTS = ("startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent")
TASKS = ("userTask", "serviceTask", "businessRuleTask", "callActivity", "sendTask", "receiveTask", "subProcess")
NODES = {B + tag for tag in (*EVENTS, *TASKS, "exclusiveGateway", "parallelGateway")}


class Box:
    """A rectangle; a straight line is a flat one."""

    def __init__(self, x: float, y: float, width: float, height: float):
        self.x, self.y, self.right, self.bottom = x, y, x + width, y + height

    @classmethod
    def around(cls, segment) -> "Box":
        (x1, y1), (x2, y2) = segment
        return cls(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))

    def smaller(self, by: float) -> "Box":
        return Box(self.x + by, self.y + by, self.right - self.x - 2 * by, self.bottom - self.y - 2 * by)

    def meets(self, other: "Box") -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: "Box") -> bool:
        inside = self.x <= other.x and other.right <= self.right
        return inside and self.y <= other.y and other.bottom <= self.bottom

    def has_on_its_edge(self, point, slack: float = 1) -> bool:
        x, y = point
        within = self.x - slack <= x <= self.right + slack and self.y - slack <= y <= self.bottom + slack
        return within and min(abs(x - self.x), abs(x - self.right), abs(y - self.y), abs(y - self.bottom)) <= slack

    @property
    def is_level(self) -> bool:
        return self.y == self.bottom


class Drawing:
    """One diagram, ready to be looked at."""

    def __init__(self, root: etree._Element):
        self.root = root
        named = [each for each in root.iter(etree.Element) if each.get("id") and DI not in each.tag]
        self.nodes = {each.get("id"): each for each in named if each.tag in NODES}
        self.flows = {each.get("id"): each for each in named if each.tag == f"{B}sequenceFlow"}
        shapes = {each.get("bpmnElement"): each for each in root.iter(f"{DI}BPMNShape")}
        self.boxes = {name: _bounds(shape) for name, shape in shapes.items()}
        self.edges = {
            each.get("bpmnElement"): [(float(point.get("x")), float(point.get("y"))) for point in each.iter(WAYPOINT)]
            for each in root.iter(f"{DI}BPMNEdge")
        }
        self.around = {name: {each.get("id") for each in node.iterancestors()} for name, node in self.nodes.items()}

    def problems(self) -> Iterator[str]:
        """Yield everything untidy."""
        missing = [
            f"not drawn: {name}" for name in (*self.nodes, *self.flows) if name not in {**self.boxes, **self.edges}
        ]
        if missing:
            yield from missing
            return
        for name in self.flows:
            yield from self._flow(name)
        yield from self._pairs_of_flows()
        yield from self._labels()
        yield from self._lanes()

    def _segments(self, name: str) -> list[Box]:
        return [Box.around(segment) for segment in pairwise(self.edges[name])]

    def _ends(self, name: str) -> tuple[str, str]:
        return self.flows[name].get("sourceRef"), self.flows[name].get("targetRef")

    def _flow(self, name: str) -> Iterator[str]:
        points, (source, target) = self.edges[name], self._ends(name)
        if any(a[0] != b[0] and a[1] != b[1] for a, b in pairwise(points)):
            yield f"not at right angles: {name}"
        if not (self.boxes[source].has_on_its_edge(points[0]) and self.boxes[target].has_on_its_edge(points[-1])):
            yield f"does not dock: {name}"
        for other, node in self.nodes.items():
            own = other in (source, target, *self.around[source]) or node.get("attachedToRef") in (source, target)
            if not own and any(line.meets(self.boxes[other].smaller(-4)) for line in self._segments(name)):
                yield f"through a shape: {name} {other}"

    def _pairs_of_flows(self) -> Iterator[str]:
        for one, two in combinations(self.flows, 2):
            pairs = [(a, b) for a in self._segments(one) for b in self._segments(two)]
            if any(_cross(a, b) for a, b in pairs):
                yield f"crossing: {one} {two}"
            if not set(self._ends(one)) & set(self._ends(two)) and any(_overlap(a, b) for a, b in pairs):
                yield f"on top of each other: {one} {two}"

    def _labels(self) -> Iterator[str]:
        labels = {}
        for element in self.root.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge"):
            label = element.find(f"{DI}BPMNLabel")
            if label is not None:
                labels[element.get("bpmnElement")] = _bounds(label)
        for name, box in labels.items():
            yield from self._label(name, box.smaller(2))
        for one, two in combinations(labels, 2):
            if labels[one].smaller(1).meets(labels[two].smaller(1)):
                yield f"label on a label: {one} {two}"

    def _label(self, name: str, tight: Box) -> Iterator[str]:
        for other, node in self.nodes.items():
            if node.tag != f"{B}subProcess" and tight.meets(self.boxes[other]):
                yield f"label on a shape: {name} {other}"
        for other in self.flows:
            if any(line.meets(tight) for line in self._segments(other)):
                yield f"label on a line: {name} {other}"
        frames = [box for other, box in self.boxes.items() if other not in self.nodes]
        if any(tight.meets(frame) and not frame.holds(tight) for frame in frames):
            yield f"label across a border: {name}"

    def _lanes(self) -> Iterator[str]:
        for lane in self.root.iter(f"{B}lane"):
            for reference in lane.iterfind(f"{B}flowNodeRef"):
                drawn_on_a_border = self.nodes[reference.text].tag == f"{B}boundaryEvent"
                if not drawn_on_a_border and not self.boxes[lane.get("id")].holds(self.boxes[reference.text]):
                    yield f"outside its lane: {reference.text}"
        neighbours = [name for name, node in self.nodes.items() if node.tag != f"{B}boundaryEvent"]
        for one, two in combinations(neighbours, 2):
            together = self.nodes[one].getparent() is self.nodes[two].getparent()
            if together and self.boxes[one].smaller(-9).meets(self.boxes[two].smaller(-9)):
                yield f"too close: {one} {two}"


def _bounds(element: etree._Element) -> Box:
    found = element.find(f"{DC}Bounds")
    return Box(*(float(found.get(name)) for name in ("x", "y", "width", "height")))


def _cross(one: Box, two: Box) -> bool:
    """Tell whether a level and an upright line cross, their ends not counted."""
    if one.is_level == two.is_level:
        return False
    level, upright = (one, two) if one.is_level else (two, one)
    return level.x < upright.x < level.right and upright.y < level.y < upright.bottom


def _overlap(one: Box, two: Box) -> bool:
    if one.is_level and two.is_level and one.y == two.y:
        return min(one.right, two.right) - max(one.x, two.x) > 1
    if not one.is_level and not two.is_level and one.x == two.x:
        return min(one.bottom, two.bottom) - max(one.y, two.y) > 1
    return False
