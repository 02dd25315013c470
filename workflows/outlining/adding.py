"""Put new steps into a diagram: on a way, as a new branch, or on the border of a step when its time is up."""

from dataclasses import dataclass

from lxml import etree

from workflows.engine.xml import BPMN
from workflows.outlining.connecting import connect, exit_of, joined, put_on_flow
from workflows.outlining.document import Document, kind, parent, refuse
from workflows.outlining.geometry import Box, centred
from workflows.outlining.naming import slug
from workflows.outlining.placing import SIZES, attach, place_behind, place_under

KINDS: dict[str, tuple[str, str]] = {
    "user": ("userTask", "buoc"),
    "service": ("serviceTask", "he_thong"),
    "rule": ("businessRuleTask", "tra_bang"),
    "call": ("callActivity", "goi"),
    "sub": ("subProcess", "cum_buoc"),
    "decision": ("exclusiveGateway", "chon"),
    "parallel": ("parallelGateway", "song_song"),
    "end": ("endEvent", "ket_thuc"),
    "timer": ("boundaryEvent", "qua_han"),
    "wait_message": ("intermediateCatchEvent", "cho"),
    "wait_time": ("intermediateCatchEvent", "cho"),
}
"""What can be added: the element that it becomes, and its id where its name gives none."""
AT_END = "end"
_HOSTS = ("userTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask", "callActivity", "subProcess")


@dataclass(frozen=True)
class Place:
    """Where a new step goes: behind a step, on its way `flow` where it has several, or as a branch of its own.

    `to` says where a branch leads: the id of a step, "end" for an end of its own, "" for nowhere yet.
    """

    after: str
    flow: str = ""
    is_branch: bool = False
    lane: str = ""
    to: str = ""


def add(document: Document, what: str, name: str, place: Place) -> str:
    """Add a step of a kind of `KINDS`; return its id. Raises Invalid where it cannot stand there."""
    name = " ".join(name.split())
    if what not in KINDS:
        raise refuse("Chọn loại bước.", "loai")
    if not name:
        raise refuse("Đặt tên cho bước mới.", "ten")
    anchor = document.step(place.after)
    if what == "timer":
        return _add_timer(document, name, anchor, place)
    if kind(anchor) == "endEvent":
        raise refuse("Sau điểm kết thúc không còn bước nào. Chọn một bước đứng trước.", "sau")
    if kind(anchor) == "eventBasedGateway" and what not in ("wait_message", "wait_time"):
        raise refuse("Sau chỗ chờ việc đến trước chỉ thêm được bước chờ.", "loai")
    flow = _flow_behind(document, anchor, place)
    if what == "end" and flow is not None:
        raise refuse("Điểm kết thúc không đứng giữa đường. Chọn “thành nhánh mới”.", "cach")
    node = _new(document, what, name, anchor)
    _enter_lane(document, node, anchor, place.lane)
    if flow is not None:
        _put_between(document, node, anchor, flow)
    else:
        _put_aside(document, node, anchor, place)
    if what == "parallel":
        _add_join(document, node)
    if what == "sub":
        _fill(document, node)
    return node.get("id", "")


def _flow_behind(document: Document, anchor: etree._Element, place: Place) -> etree._Element | None:
    """Return the flow on which the new step goes; None for a branch, or where there is no flow yet."""
    if place.is_branch:
        return None
    out = document.out(anchor)
    if place.flow:
        flow = document.flow(place.flow)
        if flow not in out:
            raise refuse("Đường này không đi ra từ bước đã chọn. Tải lại trang rồi chọn lại.", "sau")
        return flow
    if len(out) > 1:
        raise refuse("Sau bước này có nhiều đường. Chọn một đường, hoặc chọn “thành nhánh mới”.", "sau")
    return out[0] if out else None


def _put_between(document: Document, node: etree._Element, anchor: etree._Element, flow: etree._Element) -> None:
    put_on_flow(document, flow, node)
    if kind(anchor) == "boundaryEvent":
        place_under(document, node, anchor)
    else:
        place_behind(document, node, anchor)


def _put_aside(document: Document, node: etree._Element, anchor: etree._Element, place: Place) -> None:
    is_first = not document.out(anchor)
    source = exit_of(document, anchor)
    if kind(source) == "boundaryEvent":
        place_under(document, node, source)
    else:
        place_behind(document, node, source, aside=not is_first)
    joined(document, source, node)
    if kind(node) != "endEvent":
        lead_on(document, node, place.to)


def lead_on(document: Document, node: etree._Element, to: str) -> None:
    """Connect a new step to what `Place.to` names."""
    if to == AT_END:
        end = document.new_step(parent(node), "endEvent", "Kết thúc", f"end_{node.get('id')}")
        _enter_lane(document, end, node, "")
        place_behind(document, end, node, aside=False)
        joined(document, node, end)
    elif to:
        document.canvas_of(parent(node)).look()
        connect(document, node.get("id", ""), to)


def _new(document: Document, what: str, name: str, anchor: etree._Element) -> etree._Element:
    tag, otherwise = KINDS[what]
    node = document.new_step(parent(anchor), tag, name, slug(name, otherwise))
    if what == "wait_message":
        etree.SubElement(node, f"{BPMN}messageEventDefinition", {"id": document.unused_id(f"{node.get('id')}_message")})
    if what == "wait_time":
        etree.SubElement(node, f"{BPMN}timerEventDefinition", {"id": document.unused_id(f"{node.get('id')}_timer")})
    return node


def _enter_lane(document: Document, node: etree._Element, anchor: etree._Element, lane_id: str) -> None:
    """Put a new element into the lane that was chosen, or into that of the step before it."""
    lanes = document.lanes(parent(node))
    chosen = next((each for each in lanes if each.get("id") == lane_id), None)
    if lane_id and chosen is None:
        raise refuse("Làn này không có trong quy trình. Chọn làn khác.", "lan")
    own = document.lane_of(anchor.get("id", ""))
    lane = chosen if chosen is not None else own if own in lanes else next(iter(lanes), None)
    if lane is not None:
        document.enter_lane(node.get("id", ""), lane)


def _add_timer(document: Document, name: str, host: etree._Element, place: Place) -> str:
    """Put a moment on the border of a step: when it comes, the step is broken off and another way is taken."""
    if kind(host) not in _HOSTS:
        raise refuse("Chỉ đặt được hạn cho một bước có người hoặc hệ thống làm.", "sau")
    if host.find(f"{BPMN}multiInstanceLoopCharacteristics") is not None:
        raise refuse("Bước này làm nhiều lượt cùng lúc nên không gắn hạn được. Thêm một bước chờ song song.", "sau")
    event = document.new_step(parent(host), "boundaryEvent", name, slug(name, "qua_han"))
    event.set("attachedToRef", host.get("id", ""))
    etree.SubElement(event, f"{BPMN}timerEventDefinition", {"id": document.unused_id(f"{event.get('id')}_timer")})
    lane = document.lane_of(host.get("id", ""))
    if lane is not None:
        document.enter_lane(event.get("id", ""), lane)
    attach(document, event, host)
    canvas = document.canvas_of(parent(host))
    canvas.look()
    if place.to in ("", AT_END):
        end = document.new_step(parent(host), "endEvent", name, f"end_{event.get('id')}")
        _enter_lane(document, end, host, place.lane)
        place_under(document, end, event)
        joined(document, event, end)
    else:
        connect(document, event.get("id", ""), place.to)
    return event.get("id", "")


def _add_join(document: Document, split: etree._Element) -> None:
    """Behind a place where ways run side by side stands the one where they are waited for."""
    out = document.out(split)
    join = document.new_step(parent(split), "parallelGateway", "Chờ đủ các nhánh", f"join_{split.get('id')}")
    if out:
        put_on_flow(document, out[0], join)
    else:
        _enter_lane(document, join, split, "")
        joined(document, split, join)
    place_behind(document, join, split)


def _fill(document: Document, node: etree._Element) -> None:
    """A new sub-process has a start and an end, so that steps can be put between."""
    name, canvas = node.get("id", ""), document.canvas_of(parent(node))
    box: Box = canvas.boxes[name]
    start = document.new_step(node, "startEvent", "Bắt đầu", f"start_{name}")
    end = document.new_step(node, "endEvent", "Xong", f"end_{name}")
    joined(document, start, end)
    for each, x in ((start, box.x + 60), (end, box.right - 60)):
        canvas.boxes[each.get("id", "")] = centred((x, box.middle[1]), *SIZES["event"])
