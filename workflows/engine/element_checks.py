"""Check each element by itself: is it of a kind that the engine runs, and does it say all that it needs."""

import re
from collections.abc import Iterator

from lxml import etree

from workflows.engine.diagram import FLOW_NODES, Container, Element, text_of
from workflows.engine.event_checks import check_event
from workflows.engine.problems import Problem
from workflows.engine.xml import BPMN, SPIFF, local_name

TASKS = ("userTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask")
ACTIVITIES = (*TASKS, "callActivity", "subProcess")
PROPERTIES = frozenset(
    {
        *("formKey", "candidateGroup", "dueRule", "outcomes", "outcomeVariable", "notPerformedBy"),
        *("assigneeExpression", "organ", "organExpression", "council", "stage", "dossierStatus", "stopsClock"),
        *("startGroups", "forms"),
    }
)
CLOCK_STOPS = ("applicant", "consultation", "publication")
"""Why a process may let the limits of its dossier stand still; a hold of the law is placed by people."""
_SUPPORTED = {
    *ACTIVITIES,
    *("startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"),
    *("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"),
}
_REFUSED = {
    "scriptTask": "Sơ đồ không được chứa mã lệnh (scriptTask); hãy gọi một nghiệp vụ bằng serviceTask.",
    "manualTask": "Việc thủ công (manualTask) không được hỗ trợ; hãy dùng userTask có biểu mẫu.",
    "task": "Việc chưa rõ loại (task) không được hỗ trợ; hãy dùng userTask có biểu mẫu.",
    "complexGateway": "Cổng phức hợp (complexGateway) không được hỗ trợ.",
    "transaction": "Giao dịch (transaction) không được hỗ trợ; hãy dùng quy trình con.",
    "adHocSubProcess": "Quy trình con tùy biến (adHocSubProcess) không được hỗ trợ.",
}
# Children of a process that carry no behaviour, or whose behaviour is checked elsewhere.
_SILENT = frozenset(
    f"{BPMN}{name}"
    for name in (
        *("documentation", "extensionElements", "property", "laneSet", "sequenceFlow", "textAnnotation", "association"),
        *("group", "incoming", "outgoing", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"),
    )
)
_ROOTS = frozenset(
    {
        *(f"{BPMN}{name}" for name in ("process", "collaboration", "message", "error", "escalation", "category")),
        *(f"{BPMN}{name}" for name in ("documentation", "extensionElements")),
        "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNDiagram",
    }
)
_EXTENSIONS: dict[str, tuple[str, ...]] = {
    "properties": (),
    "serviceTaskOperator": ("serviceTask",),
    "calledDecisionId": ("businessRuleTask",),
    "messageVariable": ("receiveTask", "messageEventDefinition"),
    "messagePayload": ("sendTask", "messageEventDefinition"),
}
# An id becomes part of the library's own names and of paths; these two it uses itself.
_ID = re.compile(r"[^\W\d][\w-]*")
_RESERVED_IDS = {"Start", "End"}
_LOOP = f"{BPMN}multiInstanceLoopCharacteristics"
_WORDS = re.compile(r"[a-z][a-z0-9_]*(\s*,\s*[a-z][a-z0-9_]*)*")


def check_root(file: str, root: etree._Element) -> Iterator[Problem]:
    """Yield the problems of a file as a whole: its top-level elements, ids and extensions."""
    for child in root.iterchildren(etree.Element):
        if child.tag not in _ROOTS:
            yield Problem(file, child.get("id"), f"Phần tử {local_name(child)} không được hỗ trợ.")
    for node in root.iter(f"{BPMN}*"):
        own_id = node.get("id")
        if own_id is not None and (not _ID.fullmatch(own_id) or own_id in _RESERVED_IDS):
            yield Problem(
                file, own_id, "Mã định danh chỉ gồm chữ, số, gạch nối, gạch dưới, và không trùng tên dành riêng."
            )
        if local_name(node).startswith("correlation"):
            yield Problem(file, own_id, "Tương quan thông điệp (correlation) không được hỗ trợ.")
        if node.tag == f"{BPMN}extensionElements":
            yield from _check_extensions(file, node)


def _check_extensions(file: str, extension: etree._Element) -> Iterator[Problem]:
    owner = extension.getparent()
    while owner is not None and not owner.get("id"):
        owner = owner.getparent()
    where = None if owner is None else owner.get("id")
    kind = local_name(extension.getparent())
    tags = [child.tag for child in extension.iterchildren(etree.Element)]
    for tag in sorted({tag for tag in tags if tags.count(tag) > 1}):
        yield Problem(file, where, f"Phần mở rộng {etree.QName(tag).localname} được ghi nhiều lần.")
    for child in extension.iterchildren(etree.Element):
        name = local_name(child)
        if name in ("preScript", "postScript"):
            yield Problem(file, where, f"Sơ đồ không được chứa mã lệnh ({name}).")
        elif not child.tag.startswith(SPIFF) or name not in _EXTENSIONS:
            yield Problem(file, where, f"Phần mở rộng {name} không được hỗ trợ.")
        elif _EXTENSIONS[name] and kind not in _EXTENSIONS[name]:
            yield Problem(file, where, f"Phần mở rộng {name} không dùng được ở {kind}.")
        elif name == "properties":
            yield from (Problem(file, where, message) for message in _property_messages(child))


def _property_messages(node: etree._Element) -> Iterator[str]:
    names = [each.get("name") for each in node.iter(f"{SPIFF}property")]
    if not all(names) or any(each.get("value") is None for each in node.iter(f"{SPIFF}property")):
        yield "Thuộc tính thiếu tên hoặc giá trị."
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        yield f"Thuộc tính {name} được ghi nhiều lần."


def check_elements(container: Container) -> Iterator[Problem]:
    """Yield the problems of the elements of one process or sub-process."""
    if container.parent_id is None and container.node.get("isExecutable", "true") not in ("true", "1"):
        yield Problem(container.file, container.id, "Quy trình phải được đánh dấu là chạy được (isExecutable).")
    for child in container.node.iterchildren(etree.Element):
        if child.tag not in FLOW_NODES and child.tag not in _SILENT:
            yield Problem(
                container.file, child.get("id") or container.id, f"Phần tử {local_name(child)} không được hỗ trợ."
            )
        if not child.get("id") and (child.tag in FLOW_NODES or child.tag == f"{BPMN}sequenceFlow"):
            # The library leaves out what has no id, and the token with it.
            yield Problem(container.file, container.id, f"Một phần tử {local_name(child)} thiếu mã (id).")
    for element in container.elements.values():
        for message in _messages(container, element):
            yield Problem(container.file, element.id or container.id, message)


def _messages(container: Container, element: Element) -> Iterator[str]:
    if element.type not in _SUPPORTED:
        yield _REFUSED.get(element.type, f"Phần tử {element.type} không được hỗ trợ.")
        return
    for name in element.properties.keys() - PROPERTIES:
        yield f"Thuộc tính {name} không được hỗ trợ."
    if element.properties.get("stopsClock", CLOCK_STOPS[0]) not in CLOCK_STOPS:
        yield f"Lý do dừng thời hạn (stopsClock) phải là một trong: {', '.join(CLOCK_STOPS)}."
    if element.node.get("isForCompensation") in ("true", "1"):
        yield "Bù trừ (compensation) không được hỗ trợ."
    if element.type == "subProcess" and element.node.get("triggeredByEvent") in ("true", "1"):
        yield "Quy trình con kích hoạt bằng sự kiện không được hỗ trợ; hãy gắn sự kiện vào viền quy trình con."
    if element.type.endswith("Event"):
        yield from check_event(container, element)
    if element.type in ACTIVITIES:
        yield from _check_loop(container, element)
    yield from _NEEDS.get(element.type, lambda _: iter(()))(element)


def _check_user_task(element: Element) -> Iterator[str]:
    given = element.properties
    for name, label in (("formKey", "biểu mẫu (formKey)"), ("candidateGroup", "nhóm thực hiện (candidateGroup)")):
        if not given.get(name):
            yield f"Việc thiếu {label}."
    if "outcomes" in given and not _WORDS.fullmatch(given["outcomes"]):
        yield "Kết quả (outcomes) phải là các từ chữ thường không dấu, cách nhau bằng dấu phẩy."
    if "outcomeVariable" in given and not _ID.fullmatch(given["outcomeVariable"]):
        yield "Tên biến kết quả (outcomeVariable) không hợp lệ."


def _check_receive_task(element: Element) -> Iterator[str]:
    if not element.node.get("messageRef"):
        yield "Việc chờ thông điệp thiếu thông điệp (messageRef)."
    if "formKey" in element.properties or "outcomes" in element.properties:
        yield from _check_user_task(element)
    variable = text_of(element.node, f"{BPMN}extensionElements/{SPIFF}messageVariable")
    if "outcomes" in element.properties and variable != element.properties.get("outcomeVariable", "outcome"):
        yield "Việc chờ thông điệp có kết quả thì biến của thông điệp (messageVariable) phải là biến kết quả."


def _check_send_task(element: Element) -> Iterator[str]:
    if not element.node.get("messageRef"):
        yield "Việc gửi thông điệp thiếu thông điệp (messageRef)."


def _check_service_task(element: Element) -> Iterator[str]:
    operators = element.node.findall(f"{BPMN}extensionElements/{SPIFF}serviceTaskOperator")
    if len(operators) != 1 or not operators[0].get("id"):
        yield "Tác vụ hệ thống (serviceTask) phải gọi đúng một nghiệp vụ (serviceTaskOperator)."
        return
    for parameter in operators[0].iter(f"{SPIFF}parameter"):
        if not all(parameter.get(name) for name in ("id", "type", "value")):
            yield "Tham số của nghiệp vụ thiếu tên, loại hoặc giá trị."
    for _ in operators[0].iter(f"{SPIFF}retry"):
        yield "Thử lại (retry) không được hỗ trợ."


def _check_rule_task(element: Element) -> Iterator[str]:
    if not text_of(element.node, f"{BPMN}extensionElements/{SPIFF}calledDecisionId"):
        yield "Tác vụ quyết định (businessRuleTask) thiếu bảng quyết định (calledDecisionId)."


def _check_call(element: Element) -> Iterator[str]:
    if not element.node.get("calledElement"):
        yield "Hoạt động gọi (callActivity) thiếu quy trình được gọi (calledElement)."


_NEEDS = {
    "userTask": _check_user_task,
    "receiveTask": _check_receive_task,
    "sendTask": _check_send_task,
    "serviceTask": _check_service_task,
    "businessRuleTask": _check_rule_task,
    "callActivity": _check_call,
}


def _check_loop(container: Container, element: Element) -> Iterator[str]:
    if element.node.find(f"{BPMN}standardLoopCharacteristics") is not None:
        yield "Lặp tại chỗ (standardLoop) không được hỗ trợ; hãy vẽ vòng lặp bằng cổng."
    loop = element.node.find(_LOOP)
    if loop is not None and element.type not in ("userTask", "serviceTask", "callActivity", "subProcess"):
        yield f"{element.type} không được lặp theo danh sách."
    elif loop is not None:
        yield from _check_collection(container, loop)


def _check_collection(container: Container, loop: etree._Element) -> Iterator[str]:
    if loop.find(f"{BPMN}loopCardinality") is not None:
        yield "Lặp theo số lần (loopCardinality) không được hỗ trợ; hãy lặp theo danh sách (loopDataInputRef)."
    declared = {each.get("id") for each in container.node.getroottree().iter(f"{BPMN}property")}
    for name in ("loopDataInputRef", "loopDataOutputRef"):
        reference = text_of(loop, f"{BPMN}{name}")
        if reference and reference not in declared:
            yield f"{name} trỏ đến {reference} chưa được khai báo là thuộc tính (property) của quy trình."
    if not text_of(loop, f"{BPMN}loopDataInputRef") or loop.find(f"{BPMN}inputDataItem") is None:
        yield "Lặp theo danh sách cần loopDataInputRef và inputDataItem."
    if (text_of(loop, f"{BPMN}loopDataOutputRef") is None) != (loop.find(f"{BPMN}outputDataItem") is None):
        yield "loopDataOutputRef và outputDataItem phải đi cùng nhau."
    for name in ("inputDataItem", "outputDataItem"):
        if any(not each.get("id") for each in loop.iterfind(f"{BPMN}{name}")):
            yield f"{name} thiếu mã (id), là tên biến của nó."
