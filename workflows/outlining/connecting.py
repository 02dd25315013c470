"""Lead from one step to another: gateways appear where ways part or meet, and go when they are idle."""

from lxml import etree

from workflows.engine.xml import BPMN
from workflows.outlining.document import Document, is_gateway, kind, parent, refuse, title
from workflows.outlining.placing import place_before, place_behind

_CHOICES = ("exclusiveGateway", "inclusiveGateway")


def connect(document: Document, source_id: str, target_id: str) -> str:
    """Let a step be followed by another one; return the new flow. Raises Invalid where that makes no sense.

    A step that has a follower already gets a decision behind it, whose first way stays the usual one; a step that is
    reached already gets a place before it where the ways meet.
    """
    source, target = document.step(source_id), document.step(target_id)
    _demand_sense(source, target)
    source = exit_of(document, source)
    target = entry_of(document, target, coming_from=source)
    if any(flow.get("targetRef") == target.get("id") for flow in document.out(source)):
        raise refuse(f"Đã có đường từ “{title(source)}” đến bước này.")
    return joined(document, source, target).get("id", "")


def reconnect(document: Document, flow_id: str, target_id: str) -> str:
    """Let a flow lead elsewhere; its name and condition stay. Raises Invalid as `connect`."""
    flow = document.flow(flow_id)
    source, target = document.step(flow.get("sourceRef", "")), document.step(target_id)
    old = document.step(flow.get("targetRef", ""))
    if old is target:
        raise refuse("Đường này đã dẫn đến bước đó.")
    _demand_sense(source, target)
    entry = entry_of(document, target, coming_from=source)
    if any(each.get("targetRef") == entry.get("id") for each in document.out(source)):
        raise refuse(f"Đã có đường từ “{title(source)}” đến bước này.")
    document.redirect(flow, target=entry)
    dissolve(document, old)
    return flow.get("id", "")


def disconnect(document: Document, flow_id: str) -> str:
    """Take a flow away; return the step that it left. Raises Invalid for the only way out of a start."""
    flow = document.flow(flow_id)
    source, target = document.step(flow.get("sourceRef", "")), document.step(flow.get("targetRef", ""))
    document.drop_flow(flow)
    for gateway in (source, target):
        dissolve(document, gateway)
    alone = document.out(source) if kind(source) in _CHOICES and source.getparent() is not None else []
    if len(alone) == 1:
        make_usual(source, alone[0], only=True)
    return source.get("id", "")


def exit_of(document: Document, node: etree._Element) -> etree._Element:
    """Return where another way out of a step begins: itself, or the gateway behind it, which is made if need be."""
    out = document.out(node)
    if not out:
        return node
    if is_gateway(node):
        _settle(document, node)
        return node
    (first, *_) = out
    behind = document.step(first.get("targetRef", ""))
    if kind(behind) == "exclusiveGateway" and len(document.into(behind)) == 1:
        _settle(document, behind)
        return behind
    name = "Kết quả?"
    gateway = document.new_step(parent(node), "exclusiveGateway", name, f"route_{node.get('id')}")
    put_on_flow(document, first, gateway)
    place_behind(document, gateway, node)
    _settle(document, gateway)
    return gateway


def entry_of(document: Document, node: etree._Element, *, coming_from: etree._Element | None = None) -> etree._Element:
    """Return where another way into a step ends: itself, or the gateway before it, which is made if need be."""
    into = document.into(node)
    if not into or is_gateway(node):
        return node
    (first, *_) = into
    before = document.step(first.get("sourceRef", ""))
    meets = kind(before) == "exclusiveGateway" and len(document.out(before)) == 1
    if meets and before is not coming_from:
        return before
    if before is coming_from:
        raise refuse(f"Đã có đường từ “{title(before)}” đến bước này.")
    gateway = document.new_step(parent(node), "exclusiveGateway", "", f"merge_{node.get('id')}")
    put_on_flow(document, first, gateway, lane_from=node)
    place_before(document, gateway, node)
    return gateway


def put_on_flow(
    document: Document, flow: etree._Element, node: etree._Element, *, lane_from: etree._Element | None = None
) -> etree._Element:
    """Let a flow lead to a new element and that one to where the flow led; return the second flow. Draws nothing."""
    source, target = document.step(flow.get("sourceRef", "")), document.step(flow.get("targetRef", ""))
    document.redirect(flow, target=node)
    lane = document.lane_of((lane_from if lane_from is not None else source).get("id", ""))
    if lane is not None and document.lane_of(node.get("id", "")) is None:
        document.enter_lane(node.get("id", ""), lane)
    return joined(document, node, target)


def joined(document: Document, source: etree._Element, target: etree._Element) -> etree._Element:
    """Connect two elements by a new flow."""
    flow = document.new_flow(source, target)
    if kind(source) in _CHOICES and len(document.out(source)) == 1:
        make_usual(source, flow, only=True)
    return flow


def make_usual(gateway: etree._Element, flow: etree._Element, *, only: bool = False) -> None:
    """Let a gateway take a flow when no condition holds (`only`: there is no other one): it carries no condition."""
    condition = flow.find(f"{BPMN}conditionExpression")
    if condition is not None:
        flow.remove(condition)
    if only:
        gateway.attrib.pop("default", None)
    else:
        gateway.set("default", flow.get("id", ""))


def dissolve(document: Document, node: etree._Element) -> None:
    """Take a nameless gateway away at which nothing parts or meets any more."""
    if not is_gateway(node) or node.get("name") or node.getparent() is None:
        return
    into, out = document.into(node), document.out(node)
    if len(into) == len(out) == 1:
        target = document.step(out[0].get("targetRef", ""))
        document.drop_flow(out[0])
        document.redirect(into[0], target=target)
        document.drop_step(node)
    elif not into and not out:
        document.drop_step(node)


def _settle(document: Document, gateway: etree._Element) -> None:
    """Before a choice gets a second way, its first one becomes the usual one."""
    out = document.out(gateway)
    if kind(gateway) in _CHOICES and len(out) == 1 and not gateway.get("default"):
        make_usual(gateway, out[0])


def _demand_sense(source: etree._Element, target: etree._Element) -> None:
    if source is target:
        raise refuse("Một bước không nối với chính nó. Chọn bước khác.")
    if parent(source) is not parent(target):
        raise refuse("Chỉ nối được hai bước của cùng một quy trình hoặc cùng một cụm bước.")
    if kind(source) == "endEvent":
        raise refuse("Sau điểm kết thúc không còn bước nào. Chọn bước khác để nối từ đó.")
    if kind(target) in ("startEvent", "boundaryEvent"):
        raise refuse("Không nối được đến điểm bắt đầu hoặc việc xảy ra giữa chừng.")
    if kind(source) == "eventBasedGateway" and kind(target) != "intermediateCatchEvent":
        raise refuse("Sau chỗ chờ việc đến trước chỉ nối được với bước chờ.")
