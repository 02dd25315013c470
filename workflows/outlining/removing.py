"""Take steps out of a diagram, or put them elsewhere on a way; the way closes behind them."""

from lxml import etree

from workflows.engine.xml import BPMN, SPIFF
from workflows.outlining.canvas import DI
from workflows.outlining.connecting import dissolve, make_usual, put_on_flow
from workflows.outlining.document import Document, is_gateway, kind, parent, refuse, title
from workflows.outlining.placing import place_behind


def remove(document: Document, name: str) -> str:
    """Take a step away with what hangs on its border; return the step that now stands where it stood.

    Raises Invalid for a start, for the last end, and for a gateway at which several ways part or meet.
    """
    node = document.step(name)
    scope = parent(node)
    if kind(node) == "startEvent":
        raise refuse("Không bỏ được điểm bắt đầu: quy trình nào cũng cần một điểm.")
    if kind(node) == "endEvent" and len(list(scope.iterchildren(f"{BPMN}endEvent"))) == 1:
        raise refuse("Không bỏ được điểm kết thúc cuối cùng: quy trình cần ít nhất một điểm.")
    _demand_one_way(document, node)
    for event in [each for each in scope.iterchildren(f"{BPMN}boundaryEvent") if each.get("attachedToRef") == name]:
        _remove_event(document, event)
    before = _close(document, node)
    _forget_references(document, {name})
    document.drop_step(node)
    _drop_idle_notes(document, name)
    return before


def _remove_event(document: Document, event: etree._Element) -> None:
    """Take a boundary event away, and the way behind it as far as nothing else leads there."""
    targets = [document.step(flow.get("targetRef", "")) for flow in document.out(event)]
    for flow in document.out(event):
        document.drop_flow(flow)
    document.drop_step(event)
    for target in targets:
        dissolve(document, target)
        if target.getparent() is not None and kind(target) == "endEvent" and not document.into(target):
            document.drop_step(target)


def move(document: Document, name: str, flow_id: str) -> str:
    """Put a step on another way; return it. Raises Invalid for what has not one way in and one way out."""
    node, flow = document.step(name), document.flow(flow_id)
    if is_gateway(node) or kind(node) in ("startEvent", "endEvent", "boundaryEvent"):
        raise refuse("Chỉ dời được một bước, không dời chỗ rẽ, điểm bắt đầu hay điểm kết thúc.")
    if parent(flow) is not parent(node):
        raise refuse("Chỉ dời được trong cùng một quy trình hoặc cùng một cụm bước.")
    if name in (flow.get("sourceRef"), flow.get("targetRef")):
        raise refuse("Bước đã ở ngay cạnh đường này. Chọn đường khác.")
    if len(document.into(node)) != 1 or len(document.out(node)) != 1:
        raise refuse("Chỉ dời được bước có một đường vào và một đường ra.")
    _close(document, node)
    flow = document.flow(flow_id) if document.find(flow_id) is not None else _renamed(flow)
    source = document.step(flow.get("sourceRef", ""))
    put_on_flow(document, flow, node)
    place_behind(document, node, source)
    _carry_events(document, node)
    return name


def _renamed(flow: etree._Element) -> etree._Element:
    """Closing the old place may have renamed the flow; gone it may be as well."""
    if flow.getparent() is None:
        raise refuse("Đường này mất đi khi dời bước. Chọn đường khác.")
    return flow


def _carry_events(document: Document, node: etree._Element) -> None:
    """What hangs on the border of a step goes with it."""
    canvas = document.canvas_of(parent(node))
    canvas.look()
    events = [name for name, host in canvas.hosts.items() if host == node.get("id")]
    box = canvas.boxes[node.get("id", "")]
    for number, name in enumerate(events):
        x = box.right - 30 - 44 * number
        canvas.boxes[name] = canvas.boxes[name].moved(
            dx=x - canvas.boxes[name].middle[0], dy=box.bottom - canvas.boxes[name].middle[1]
        )
        canvas.labels.pop(name, None)


def _demand_one_way(document: Document, node: etree._Element) -> None:
    into, out = document.into(node), document.out(node)
    if len(out) > 1:
        raise refuse(f"Còn {len(out)} đường đi ra từ “{title(node)}”. Bỏ bớt đường rồi bỏ bước này.")
    if len(into) > 1 and out:
        raise refuse(f"Còn {len(into)} đường gặp nhau ở đây. Bỏ bớt đường rồi bỏ bước này.")


def _close(document: Document, node: etree._Element) -> str:
    """Lead what came to an element on to where it led; return what now stands before its place, or behind it."""
    into, out = document.into(node), document.out(node)
    before = [document.step(flow.get("sourceRef", "")) for flow in into]
    behind = [document.step(flow.get("targetRef", "")) for flow in out]
    for flow in out:
        document.drop_flow(flow)
    for flow in into:
        if behind and _may_lead(document, before[0], behind[0]):
            document.redirect(flow, target=behind[0])
        else:
            document.drop_flow(flow)
    for gateway in (*before, *behind):
        if gateway.getparent() is not None and is_gateway(gateway):
            _settle(document, gateway)
    stays = next((each for each in (*before, *behind) if each.getparent() is not None), None)
    return stays.get("id", "") if stays is not None else parent(node).get("id", "")


def _settle(document: Document, gateway: etree._Element) -> None:
    """A gateway with one way left needs no condition; a nameless idle one goes."""
    dissolve(document, gateway)
    if gateway.getparent() is not None:
        out = document.out(gateway)
        if len(out) == 1 and kind(gateway) != "parallelGateway":
            make_usual(gateway, out[0], only=True)


def _may_lead(document: Document, source: etree._Element, target: etree._Element) -> bool:
    return source is not target and all(flow.get("targetRef") != target.get("id") for flow in document.out(source))


def _forget_references(document: Document, gone: set[str]) -> None:
    """Steps that had to be done by somebody else than a step that is gone need not be any more."""
    for entry in list(document.root.iter(f"{SPIFF}property")):
        if entry.get("name") == "notPerformedBy":
            kept = [each.strip() for each in entry.get("value", "").split(",") if each.strip() not in gone]
            if kept:
                entry.set("value", ",".join(kept))
            else:
                parent(entry).remove(entry)


def _drop_idle_notes(document: Document, gone: str) -> None:
    """Take away what tied a note to a step that is gone."""
    for link in list(document.root.iter(f"{BPMN}association", f"{BPMN}messageFlow")):
        if gone in (link.get("sourceRef"), link.get("targetRef")):
            name = link.get("id", "")
            parent(link).remove(link)
            for canvas in document.canvases:
                canvas.forget(name)
    for plane in list(document.root.iter(f"{DI}BPMNPlane")):
        diagram = parent(plane)
        if plane.get("bpmnElement") == gone:
            document.canvases = [each for each in document.canvases if each.plane is not plane]
            parent(diagram).remove(diagram)
