"""Lanes: who stands in which, new ones, and the pool around them."""

from lxml import etree

from workflows.engine.diagram import FLOW_NODES
from workflows.engine.xml import BPMN
from workflows.outlining.canvas import Canvas
from workflows.outlining.document import Document, kind, parent, refuse, title
from workflows.outlining.geometry import Box
from workflows.outlining.naming import slug
from workflows.outlining.placing import place_in_column
from workflows.outlining.room import heighten, widen

_STRIP, _HEIGHT, _ROUND = 30, 128, 40
_MOST_NAMED = 3


def put_into_lane(document: Document, name: str, lane_id: str) -> str:
    """Put a step into another lane of its process; return it. Raises Invalid for what cannot change its lane."""
    node = document.step(name)
    if kind(node) == "boundaryEvent":
        raise refuse("Việc này gắn với một bước nên ở cùng làn với bước đó. Đổi làn của bước.", "lan")
    lane = next((each for each in document.lanes(parent(node)) if each.get("id") == lane_id), None)
    if lane is None:
        raise refuse("Làn này không có trong quy trình. Chọn làn khác.", "lan")
    if document.lane_of(name) is lane:
        return name
    document.enter_lane(name, lane)
    canvas = document.canvas_of(parent(node))
    old = canvas.boxes[name]
    place_in_column(document, node)
    new = canvas.boxes[name]
    for event in [each for each, host in canvas.hosts.items() if host == name]:
        document.enter_lane(event, lane)
        canvas.boxes[event] = canvas.boxes[event].moved(new.x - old.x, new.y - old.y)
        canvas.labels.pop(event, None)
    return name


def add_lane(document: Document, scope_id: str, name: str) -> str:
    """Add a lane under the others of a process; the first one takes in all steps. Return its id.

    Raises Invalid without a name, and for the first lane of a sub-process.
    """
    name = " ".join(name.split())
    if not name:
        raise refuse("Đặt tên cho làn: ai làm các bước trong đó.", "lan-moi")
    scope = document.find(scope_id)
    if scope is None or kind(scope) not in ("process", "subProcess"):
        raise refuse("Không có quy trình này. Tải lại trang.", "lan-moi")
    lanes = document.lanes(scope)
    if next(scope.iterchildren(*FLOW_NODES), None) is None:
        raise refuse("Quy trình chưa có bước nào để đặt vào làn.", "lan-moi")
    if not lanes and kind(scope) == "subProcess":
        raise refuse("Cụm bước này không chia làn. Ghi người làm ở từng bước.", "lan-moi")
    if any(each.get("name") == name for each in lanes):
        raise refuse("Đã có làn tên này. Chọn tên khác.", "lan-moi")
    canvas = document.canvas_of(scope)
    lane = _new_lane(document, scope, name)
    if lanes:
        last = canvas.boxes[lanes[-1].get("id", "")]
        heighten(canvas, last.bottom - 1, _HEIGHT)
        canvas.boxes[lanes[-1].get("id", "")] = last
        canvas.boxes[lane.get("id", "")] = Box(last.x, last.bottom, last.width, _HEIGHT)
    else:
        _first_lane(document, canvas, scope, lane)
    canvas.look()
    return lane.get("id", "")


def remove_lane(document: Document, lane_id: str) -> str:
    """Take a lane away in which nothing stands; return the lane beside it, or what it stood in where it was the only one.

    Raises Invalid for a lane with steps or lanes in it.
    """
    lane = document.find(lane_id)
    if lane is None or kind(lane) != "lane":
        raise refuse("Làn này không còn trong quy trình. Tải lại trang để xem bản mới nhất.", f"lan-{lane_id}")
    called = lane.get("name") or "chưa có tên"
    if lane.find(f"{BPMN}childLaneSet//{BPMN}lane") is not None:
        raise refuse(f"Làn “{called}” còn làn con. Bỏ các làn con trước.", f"lan-{lane_id}")
    if inside := _standing(document, lane):
        raise refuse(f"Làn “{called}” còn {inside}. Đổi làn của bước hoặc bỏ bước, rồi bỏ làn.", f"lan-{lane_id}")
    lanes = parent(lane)
    if kind(lanes) == "childLaneSet" and len(lanes.findall(f"{BPMN}lane")) == 1:
        return _dissolve(document, lanes, lane_id)
    scope = next(each for each in lane.iterancestors() if kind(each) in ("process", "subProcess"))
    all_of_them = document.lanes(scope)
    at = all_of_them.index(lane)
    beside = next(iter(all_of_them[max(at - 1, 0) : at] or all_of_them[at + 1 :]), None)
    lanes.remove(lane)
    if beside is None:
        parent(lanes).remove(lanes)
    canvas = document.canvas_of(scope)
    _close_gap(canvas, lane_id, beside.get("id", "") if beside is not None else "")
    canvas.look()
    return beside.get("id", "") if beside is not None else scope.get("id", "")


def _dissolve(document: Document, lanes: etree._Element, lane_id: str) -> str:
    """Take the only lane out of another one, whose room it filled; return that other one."""
    outer = parent(lanes)
    scope = next(each for each in outer.iterancestors() if kind(each) in ("process", "subProcess"))
    outer.remove(lanes)
    canvas = document.canvas_of(scope)
    canvas.forget(lane_id)
    canvas.look()
    return outer.get("id", "")


def _standing(document: Document, lane: etree._Element) -> str:
    """Return how many steps stand in a lane, the first of them by name; "" for none."""
    names = [(each.text or "").strip() for each in lane.iterfind(f"{BPMN}flowNodeRef")]
    found = [title(node) for name in names for node in (document.find(name),) if node is not None]
    if not found:
        return ""
    named = ", ".join(f"“{each}”" for each in found[:_MOST_NAMED])
    return f"{len(found)} bước ({named}{', …' if len(found) > _MOST_NAMED else ''})"


def _close_gap(canvas: Canvas, gone: str, beside: str) -> None:
    """Move up what is under a lane that is gone; where a line or a note still stands in it, the lane beside takes it over."""
    box = canvas.boxes.get(gone)
    canvas.forget(gone)
    if box is None or beside not in canvas.boxes:
        return
    if _is_bare(canvas, box):
        heighten(canvas, box.bottom, -box.height)
        return
    other = canvas.boxes[beside]
    top = min(other.y, box.y)
    canvas.boxes[beside] = Box(other.x, top, other.width, max(other.bottom, box.bottom) - top)


def _is_bare(canvas: Canvas, lane: Box) -> bool:
    """Tell whether nothing is drawn in a lane but upright lines that pass through it."""
    drawn = [canvas.boxes[name] for name in canvas.leaves()] + list(canvas.labels.values())
    bends = [point for line in canvas.lines.values() for point in line]
    return not any(lane.meets(each) for each in drawn) and not any(
        lane.x < x < lane.right and lane.y <= y < lane.bottom for x, y in bends
    )


def _new_lane(document: Document, scope: etree._Element, name: str) -> etree._Element:
    lanes = scope.find(f"{BPMN}laneSet")
    if lanes is None:
        lanes = etree.Element(f"{BPMN}laneSet", {"id": document.unused_id(f"lanes_{scope.get('id')}")})
        before = {
            f"{BPMN}{each}" for each in ("documentation", "extensionElements", "auditing", "monitoring", "property")
        }
        places = [index for index, each in enumerate(scope) if each.tag in before]
        scope.insert(places[-1] + 1 if places else 0, lanes)
    return etree.SubElement(lanes, f"{BPMN}lane", {"id": document.unused_id(f"lane_{slug(name, 'moi')}"), "name": name})


def _first_lane(document: Document, canvas: Canvas, scope: etree._Element, lane: etree._Element) -> None:
    """Draw a pool where there is none, and in it one lane with everything in it."""
    inside = [each.get("id", "") for each in scope.iterchildren(*FLOW_NODES)]
    for name in inside:
        document.enter_lane(name, lane)
    pool = _pool(document, canvas, scope)
    left = min(canvas.boxes[name].x for name in inside)
    wanted = canvas.boxes[pool].x + 2 * _STRIP + _ROUND - left
    if wanted > 0:
        widen(canvas, canvas.boxes[pool].x + 1, wanted)
    box = canvas.boxes[pool]
    canvas.boxes[lane.get("id", "")] = Box(box.x + _STRIP, box.y, box.width - _STRIP, box.height)


def _pool(document: Document, canvas: Canvas, scope: etree._Element) -> str:
    """Return the id of the pool of a process, which is made and drawn if need be."""
    key = scope.get("id", "")
    for participant in document.root.iter(f"{BPMN}participant"):
        if participant.get("processRef") == key and participant.get("id") in canvas.boxes:
            return participant.get("id", "")
    extent = canvas.extent()
    collaboration = document.root.find(f"{BPMN}collaboration")
    if collaboration is None:
        collaboration = etree.Element(f"{BPMN}collaboration", {"id": document.unused_id(f"collaboration_{key}")})
        document.root.insert(list(document.root).index(scope), collaboration)
    name = document.unused_id(f"pool_{key}")
    attributes = {"id": name, "name": scope.get("name", ""), "processRef": key}
    collaboration.insert(0, etree.Element(f"{BPMN}participant", attributes))
    canvas.plane.set("bpmnElement", collaboration.get("id", ""))
    strips = 2 * _STRIP
    height = max(extent.height + 2 * _ROUND, _HEIGHT)
    top = extent.middle[1] - height / 2
    box = Box(round(extent.x - _ROUND - strips), round(top), extent.width + 2 * _ROUND + strips, height)
    canvas.boxes[name] = box
    canvas.look()
    return name
