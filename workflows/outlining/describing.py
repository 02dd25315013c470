"""What a step or a way says: its name, who does it, by when, with what, on which condition."""

from collections.abc import Mapping

from lxml import etree

from workflows.engine.diagram import properties, text_of
from workflows.engine.xml import BPMN, SPIFF
from workflows.outlining.connecting import make_usual
from workflows.outlining.document import Document, kind, refuse
from workflows.outlining.lettering import place_label
from workflows.outlining.naming import slug
from workflows.outlining.saying import formal, set_parameters, setter

_PERSON = ("formKey", "candidateGroup", "organ", "council", "dueRule", "outcomes", "outcomeVariable", "notPerformedBy")
_PLACE = ("stage", "organ", "council")
_SAID = ("name", "documentation")
FIELDS: dict[str, tuple[str, ...]] = {
    "userTask": (*_SAID, *_PERSON, "stage", "organExpression", "assigneeExpression", "stopsClock"),
    "receiveTask": (*_SAID, *_PERSON, "stage", "stopsClock", "message", "messageVariable"),
    "sendTask": (*_SAID, "stage", "message"),
    "serviceTask": (*_SAID, "operation", "resultVariable", "outcomes", "outcomeVariable", "stage"),
    "businessRuleTask": (*_SAID, "decision", "stage"),
    "callActivity": (*_SAID, "calledElement", *_PLACE, "dueRule"),
    "subProcess": (*_SAID, *_PLACE, "dueRule"),
    "startEvent": (*_SAID, "startGroups"),
    "endEvent": (*_SAID, "dossierStatus"),
    "boundaryEvent": (*_SAID, "moment", "message"),
    "intermediateCatchEvent": (*_SAID, "moment", "message", "stopsClock"),
    "exclusiveGateway": _SAID,
    "inclusiveGateway": _SAID,
    "parallelGateway": _SAID,
    "eventBasedGateway": _SAID,
}
"""What can be said of an element, by its type. Parameters of an operation come as "parameter:<name>"."""
PARAMETER = "parameter:"


def values(document: Document, name: str) -> dict[str, str]:
    """Return what an element says now, by field; "" for what it does not say. Raises Invalid when it is gone.

    "event" says what an event waits for, as BPMN calls it, e.g. timerEventDefinition.
    """
    node = document.step(name)
    extension = f"{BPMN}extensionElements/{SPIFF}"
    found = dict.fromkeys(FIELDS.get(kind(node), _SAID), "")
    given = properties(node)
    found |= {each: given[each] for each in found.keys() & given.keys()}
    found["name"], found["documentation"] = node.get("name", ""), text_of(node, f"{BPMN}documentation") or ""
    found["event"] = next((kind(each) for each in node if kind(each).endswith("EventDefinition")), "")
    operator = node.find(f"{extension}serviceTaskOperator")
    if operator is not None:
        found["operation"], found["resultVariable"] = operator.get("id", ""), operator.get("resultVariable", "")
        found |= {PARAMETER + each.get("id", ""): each.get("value", "") for each in operator.iter(f"{SPIFF}parameter")}
    others = {
        "decision": text_of(node, f"{extension}calledDecisionId"),
        "calledElement": node.get("calledElement"),
        "messageVariable": text_of(node, f"{extension}messageVariable"),
        "moment": text_of(node, f"{BPMN}timerEventDefinition/{BPMN}timeDate"),
        "message": _message_of(document, node),
    }
    return found | {key: value or "" for key, value in others.items() if key in found}


def set_values(document: Document, name: str, wanted: Mapping[str, str]) -> str:
    """Let an element say what is wanted, "" for nothing; what is not named stays. Return it.

    Raises Invalid for what an element of its type cannot say. What is said is checked elsewhere, as all of the draft.
    """
    node = document.step(name)
    allowed = FIELDS.get(kind(node), _SAID)
    for field, value in wanted.items():
        if field not in allowed and not (field.startswith(PARAMETER) and "operation" in allowed):
            raise refuse("Bước loại này không ghi được nội dung đó. Tải lại trang.", field)
        if field == "name" and not value.strip() and kind(node) not in ("exclusiveGateway", "parallelGateway"):
            raise refuse("Đặt tên cho bước.", "name")
    for field, value in wanted.items():
        if field == "name":
            _set_name(document, node, value.strip())
        elif field == "message":
            _set_message(document, node, value.strip())
        elif not field.startswith(PARAMETER):
            setter(field)(node, value.strip())
    if "operation" in allowed:
        set_parameters(node, {f.removeprefix(PARAMETER): v for f, v in wanted.items() if f.startswith(PARAMETER)})
    return name


def rename(document: Document, name: str, said: str) -> str:
    """Call a step, a lane or a process otherwise; return it. Raises Invalid without a name."""
    said = " ".join(said.split())
    node = document.find(name)
    if node is None:
        raise refuse("Không còn phần này trong sơ đồ. Tải lại trang.", "ten")
    if not said:
        raise refuse("Ghi tên mới.", "ten")
    _set_name(document, node, said)
    if kind(node) == "process":
        for participant in document.root.iter(f"{BPMN}participant"):
            if participant.get("processRef") == name:
                participant.set("name", said)
    return name


def set_flow(document: Document, name: str, said: str, condition: str, *, usual: bool) -> str:
    """Name a way, and say when it is taken: on a FEEL condition, or (`usual`) when no other one is. Return where it begins.

    Raises Invalid for a condition on a way that is the only one.
    """
    flow = document.flow(name)
    source, condition = document.step(flow.get("sourceRef", "")), condition.strip()
    choice = kind(source) in ("exclusiveGateway", "inclusiveGateway") and len(document.out(source)) > 1
    if (condition or usual) and not choice:
        raise refuse("Chỉ đặt điều kiện ở chỗ rẽ có từ hai đường ra.", "dieu-kien")
    if condition and usual:
        raise refuse("Đường đi khi không điều kiện nào đúng thì không có điều kiện. Bỏ một trong hai.", "dieu-kien")
    _set_name(document, flow, " ".join(said.split()))
    node = flow.find(f"{BPMN}conditionExpression")
    if condition:
        if node is None:
            node = etree.SubElement(flow, f"{BPMN}conditionExpression", formal(flow))
        node.text = condition
    elif node is not None:
        flow.remove(node)
    if usual:
        make_usual(source, flow)
    elif source.get("default") == name:
        del source.attrib["default"]
    return source.get("id", "")


def _set_name(document: Document, node: etree._Element, said: str) -> None:
    if node.get("name", "") == said:
        return
    if said:
        node.set("name", said)
    else:
        node.attrib.pop("name", None)
    for canvas in document.canvases:
        if node.get("id") in canvas.boxes or node.get("id") in canvas.lines:
            canvas.look()
            place_label(canvas, node.get("id", ""))


def _message_holder(node: etree._Element) -> etree._Element | None:
    if kind(node) in ("receiveTask", "sendTask"):
        return node
    return node.find(f"{BPMN}messageEventDefinition")


def _message_of(document: Document, node: etree._Element) -> str:
    holder = _message_holder(node)
    message = None if holder is None else document.find(holder.get("messageRef", ""))
    return "" if message is None else message.get("name", "")


def _set_message(document: Document, node: etree._Element, value: str) -> None:
    """Let an element wait for, or send, a message by its name; the message is declared if need be."""
    holder = _message_holder(node)
    if holder is None:
        return
    if not value:
        holder.attrib.pop("messageRef", None)
        return
    message = next((each for each in document.root.iterfind(f"{BPMN}message") if each.get("name") == value), None)
    if message is None:
        name = document.unused_id(f"message_{slug(value, 'moi')}")
        message = etree.Element(f"{BPMN}message", {"id": name, "name": value})
        process = list(document.processes())[-1]
        document.root.insert(list(document.root).index(process) + 1, message)
    holder.set("messageRef", message.get("id", ""))
