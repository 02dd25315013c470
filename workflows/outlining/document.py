"""A diagram that is being changed: its elements, flows and lanes by id, and its drawing."""

from collections.abc import Iterator

from lxml import etree

from workflows.engine import xml
from workflows.engine.diagram import FLOW_NODES
from workflows.engine.xml import BPMN, local_name
from workflows.errors import Invalid
from workflows.outlining import prefixes
from workflows.outlining.canvas import DI, FIELD, SUB_PROCESSES, WAYPOINT, Canvas
from workflows.outlining.naming import unused

MOST_STEPS, MOST_FLOWS, MOST_LANES = 300, 600, 60
MOST_PLANES, MOST_DRAWN, MOST_POINTS = 50, 3_000, 20_000
"""So many can be kept in order while somebody waits; `Canvas.demand_time` bounds what they cost together."""
_BEFORE_FLOWS = ("documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def refuse(message: str, field: str = FIELD) -> Invalid:
    """Return the error that says, in a Vietnamese sentence, why a change cannot be made."""
    return Invalid({field: [message]})


class Document:
    """One file. Raises Invalid when its text is no BPMN that can be read. New ids differ from all that are `taken`."""

    def __init__(self, text: str, taken: frozenset[str] = frozenset()):
        root, problems = xml.parse("", text.encode())
        if root is None or root.tag != f"{BPMN}definitions":
            why = problems[0].message if problems else "Tệp không phải là sơ đồ BPMN 2.0."
            raise refuse(f"Chưa sửa được theo dàn ý: {why}")
        if root.find(f"{BPMN}process") is None:
            raise refuse("Chưa sửa được theo dàn ý: tệp không có quy trình nào.")
        _demand_size(root)
        self.root = root
        self._taken = taken
        self._prefixes = prefixes.declared(root)
        self._commented = any(True for _ in root.iter(etree.Comment))
        self.canvases = [Canvas(plane) for plane in root.iter(f"{DI}BPMNPlane")]

    def text(self) -> str:
        """Return the file as it is now; what was not changed reads as before."""
        for canvas in self.canvases:
            canvas.write()
        prefixes.tidy(self.root, self._prefixes)
        etree.indent(self.root, "  ")
        # What stands before and behind the outermost element are comments.
        before, behind = [*self.root.itersiblings(preceding=True)][::-1], [*self.root.itersiblings()]
        head, (own,), tail = (list(map(_written, each)) for each in (before, [self.root], behind))
        # Tools of bpmn.io write a blank before the end of an empty element; "/>" stands nowhere else but in comments.
        own = own if self._commented else own.replace("/>", " />")
        return _HEAD + "\n".join([*head, own, *tail]) + "\n"

    def canvas_of(self, scope: etree._Element) -> Canvas:
        """Return the drawing that holds what stands in a process or sub-process."""
        for canvas in self.canvases:
            if canvas.plane.get("bpmnElement") == scope.get("id"):
                return canvas
        inside = {each.get("id", "") for each in scope.iterchildren(*FLOW_NODES)}
        return next((each for each in self.canvases if inside & each.boxes.keys()), self.canvases[0])

    def find(self, name: str) -> etree._Element | None:
        """Return whatever has this id; None when nothing has."""
        return next((each for each in self.root.iter(f"{BPMN}*") if each.get("id") == name), None)

    def step(self, name: str) -> etree._Element:
        """Return a step, event or gateway. Raises Invalid when it is gone."""
        found = self.find(name)
        if found is None or found.tag not in FLOW_NODES:
            raise refuse("Bước này không còn trong sơ đồ. Tải lại trang để xem bản mới nhất.")
        return found

    def flow(self, name: str) -> etree._Element:
        """Return a sequence flow. Raises Invalid when it is gone."""
        found = self.find(name)
        if found is None or found.tag != f"{BPMN}sequenceFlow":
            raise refuse("Đường nối này không còn trong sơ đồ. Tải lại trang để xem bản mới nhất.")
        return found

    def processes(self) -> Iterator[etree._Element]:
        return self.root.iterchildren(f"{BPMN}process")

    def flows(self, scope: etree._Element) -> list[etree._Element]:
        return list(scope.iterchildren(f"{BPMN}sequenceFlow"))

    def out(self, node: etree._Element) -> list[etree._Element]:
        """Return the flows that leave an element."""
        return [each for each in self.flows(parent(node)) if each.get("sourceRef") == node.get("id")]

    def into(self, node: etree._Element) -> list[etree._Element]:
        """Return the flows that lead to an element."""
        return [each for each in self.flows(parent(node)) if each.get("targetRef") == node.get("id")]

    def unused_id(self, wished: str) -> str:
        """Return an id that nothing in the file has, the wished one where it is free."""
        taken = {each.get("id", "") for each in self.root.iter(etree.Element)} | self._taken
        taken |= {name.removesuffix("_di") for name in taken if name.endswith("_di")}
        return unused(wished, taken)

    def new_step(self, scope: etree._Element, tag: str, name: str, wished: str) -> etree._Element:
        """Put an element, not yet connected, behind the last one of a process or sub-process."""
        node = etree.Element(f"{BPMN}{tag}", {"id": self.unused_id(wished)})
        if name:
            node.set("name", name)
        before = [index for index, each in enumerate(scope) if each.tag in FLOW_NODES]
        scope.insert((before[-1] + 1) if before else _after_head(scope), node)
        return node

    def new_flow(self, source: etree._Element, target: etree._Element) -> etree._Element:
        """Connect two elements of the same process or sub-process."""
        ends = {"sourceRef": source.get("id", ""), "targetRef": target.get("id", "")}
        name = self.unused_id(f"{ends['sourceRef']}_to_{ends['targetRef']}")
        flow, scope = etree.Element(f"{BPMN}sequenceFlow", {"id": name, **ends}), parent(source)
        last = [index for index, each in enumerate(scope) if each.tag in FLOW_NODES or each.tag == flow.tag]
        scope.insert(last[-1] + 1, flow)
        _note(source, "outgoing", name)
        _note(target, "incoming", name)
        return flow

    def drop_flow(self, flow: etree._Element) -> None:
        """Take a flow away, with whatever names it."""
        name, scope = flow.get("id", ""), parent(flow)
        for node in scope.iterchildren(*FLOW_NODES):
            _forget(node, name)
            if node.get("default") == name:
                del node.attrib["default"]
        scope.remove(flow)
        self._undraw(name)

    def drop_step(self, node: etree._Element) -> None:
        """Take an element away that no flow names any more."""
        inside = [each.get("id", "") for each in node.iter(f"{BPMN}*") if each.get("id")]
        self.leave_lanes(inside)
        parent(node).remove(node)
        for name in inside:
            self._undraw(name)

    def redirect(self, flow: etree._Element, *, source: etree._Element | None = None, target=None) -> None:
        """Let a flow begin or end elsewhere; it keeps what it says, and gets a new name where the old one told its ends."""
        old = flow.get("id", "")
        named_after_ends = old == f"{flow.get('sourceRef')}_to_{flow.get('targetRef')}"
        scope = parent(flow)
        for node in scope.iterchildren(*FLOW_NODES):
            _forget(node, old)
        for attribute, node in (("sourceRef", source), ("targetRef", target)):
            if node is not None:
                flow.set(attribute, node.get("id", ""))
        if named_after_ends:
            self._undraw(old)
            flow.set("id", self.unused_id(f"{flow.get('sourceRef')}_to_{flow.get('targetRef')}"))
        name = flow.get("id", "")
        for node in scope.iterchildren(*FLOW_NODES):
            if node.get("default") == old:
                node.set("default", name)
            if node.get("id") == flow.get("sourceRef"):
                _note(node, "outgoing", name)
            if node.get("id") == flow.get("targetRef"):
                _note(node, "incoming", name)
        self.canvas_of(scope).lines.pop(name, None)

    def lanes(self, scope: etree._Element) -> list[etree._Element]:
        """Return the lanes of a process or sub-process, from top to bottom as the file has them."""
        return [
            each
            for each in scope.iterfind(f"{BPMN}laneSet//{BPMN}lane")
            if each.find(f"{BPMN}childLaneSet//{BPMN}lane") is None
        ]

    def lane_of(self, name: str) -> etree._Element | None:
        """Return the lane that names an element."""
        for reference in self.root.iter(f"{BPMN}flowNodeRef"):
            if (reference.text or "").strip() == name:
                return reference.getparent()
        return None

    def enter_lane(self, name: str, lane: etree._Element) -> None:
        """Let a lane, and no other one, name an element."""
        self.leave_lanes([name])
        etree.SubElement(lane, f"{BPMN}flowNodeRef").text = name

    def leave_lanes(self, names: list[str]) -> None:
        for reference in list(self.root.iter(f"{BPMN}flowNodeRef")):
            if (reference.text or "").strip() in names:
                parent(reference).remove(reference)

    def _undraw(self, name: str) -> None:
        for canvas in self.canvases:
            canvas.forget(name)


def _written(node: etree._Element) -> str:
    return etree.tostring(node, encoding="unicode", with_tail=False)


def _demand_size(root: etree._Element) -> None:
    split, draw = "Tách bớt thành quy trình con", "Xóa phần hình vẽ trong tệp, hệ thống sẽ vẽ lại,"
    limits = (
        (FLOW_NODES, MOST_STEPS, "bước", split),
        ([f"{BPMN}sequenceFlow"], MOST_FLOWS, "đường nối", split),
        ([f"{BPMN}lane"], MOST_LANES, "làn", "Gộp bớt làn"),
        ([f"{DI}BPMNPlane"], MOST_PLANES, "trang vẽ", draw),
        ([f"{DI}BPMNShape", f"{DI}BPMNEdge"], MOST_DRAWN, "hình vẽ", draw),
        ([WAYPOINT], MOST_POINTS, "điểm gấp của đường nối", draw),
    )
    for tags, most, what, instead in limits:
        if sum(1 for _ in root.iter(*tags)) > most:
            raise refuse(f"Sơ đồ có quá {most} {what}. {instead} rồi sửa theo dàn ý.")


def parent(node: etree._Element) -> etree._Element:
    """Return what an element stands in."""
    found = node.getparent()
    if found is None:
        raise refuse("Phần tử này không nằm trong quy trình nào.")
    return found


def kind(node: etree._Element) -> str:
    """Return the type of an element as BPMN calls it."""
    return local_name(node)


def is_gateway(node: etree._Element) -> bool:
    return kind(node).endswith("Gateway")


def is_sub_process(node: etree._Element) -> bool:
    return kind(node) in SUB_PROCESSES


def title(node: etree._Element) -> str:
    """Return what people call an element."""
    return node.get("name") or node.get("id") or ""


def _after_head(scope: etree._Element) -> int:
    heads = {f"{BPMN}{name}" for name in (*_BEFORE_FLOWS, "incoming", "outgoing", "property", "laneSet")}
    heads |= {f"{BPMN}multiInstanceLoopCharacteristics", f"{BPMN}standardLoopCharacteristics"}
    found = [index for index, each in enumerate(scope) if each.tag in heads]
    return found[-1] + 1 if found else 0


def _note(node: etree._Element, way: str, flow: str) -> None:
    earlier = {f"{BPMN}{name}" for name in (*_BEFORE_FLOWS, "incoming", *(["outgoing"] if way == "outgoing" else []))}
    places = [index for index, each in enumerate(node) if each.tag in earlier]
    entry = etree.Element(f"{BPMN}{way}")
    entry.text = flow
    node.insert(places[-1] + 1 if places else 0, entry)


def _forget(node: etree._Element, flow: str) -> None:
    for entry in node.findall(f"{BPMN}incoming") + node.findall(f"{BPMN}outgoing"):
        if (entry.text or "").strip() == flow:
            node.remove(entry)
