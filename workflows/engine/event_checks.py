"""Check events: which kinds may stand where, and what each kind needs."""

from collections.abc import Iterator

from workflows.engine.diagram import Container, Element, text_of
from workflows.engine.xml import BPMN, local_name

_ALLOWED: dict[str, tuple[str, ...]] = {
    "startEvent": (),
    "endEvent": ("message", "error", "escalation", "terminate"),
    "intermediateCatchEvent": ("message", "timer"),
    "intermediateThrowEvent": ("message", "escalation"),
    "boundaryEvent": ("message", "timer", "error", "escalation"),
}
_PLAIN_MAY = ("startEvent", "endEvent", "intermediateThrowEvent")
_LABELS = {
    "link": "Sự kiện nối trang (link)",
    "compensate": "Sự kiện bù trừ (compensation)",
    "signal": "Sự kiện tín hiệu (signal)",
    "cancel": "Sự kiện hủy (cancel)",
    "conditional": "Sự kiện điều kiện (conditional)",
    "timer": "Sự kiện thời gian (timer)",
    "message": "Sự kiện thông điệp (message)",
    "error": "Sự kiện lỗi (error)",
    "escalation": "Sự kiện báo lên (escalation)",
    "terminate": "Sự kiện chấm dứt (terminate)",
}
_REFERENCES = {"message": "messageRef", "error": "errorRef", "escalation": "escalationRef"}


def check_event(container: Container, element: Element) -> Iterator[str]:
    """Yield what is wrong with an event, in Vietnamese."""
    definitions = [child for child in element.node if str(child.tag).endswith("EventDefinition")]
    references = element.node.findall(f"{BPMN}eventDefinitionRef")
    if len(definitions) > 1 or references:
        yield "Sự kiện chỉ được mang một loại."
    if not definitions and element.type not in _PLAIN_MAY:
        yield "Sự kiện chờ phải có loại: thông điệp hoặc thời gian."
    for definition in definitions:
        kind = local_name(definition).removesuffix("EventDefinition")
        if kind not in _ALLOWED[element.type]:
            yield f"{_LABELS.get(kind, kind)} không được hỗ trợ ở {element.type}."
        elif kind == "timer":
            yield from _check_timer(definition)
        elif kind in _REFERENCES and not definition.get(_REFERENCES[kind]):
            yield f"{_LABELS[kind]} thiếu {_REFERENCES[kind]}."
    if element.type == "boundaryEvent":
        yield from _check_host(container, element)


def _check_timer(definition) -> Iterator[str]:
    # Durations and cycles would count calendar days and drift at month ends; our limits are working days.
    if definition.find(f"{BPMN}timeDuration") is not None or definition.find(f"{BPMN}timeCycle") is not None:
        yield "Mốc thời gian phải là timeDate; hãy tính ngày bằng nghiệp vụ clock/due_at."
    elif not text_of(definition, f"{BPMN}timeDate"):
        yield "Sự kiện thời gian thiếu mốc (timeDate)."


def _check_host(container: Container, element: Element) -> Iterator[str]:
    host = container.elements.get(element.node.get("attachedToRef", ""))
    if host is None or host.type.endswith(("Event", "Gateway")):
        yield "Sự kiện viền phải gắn vào một việc hoặc quy trình con cùng cấp."
    elif host.node.find(f"{BPMN}multiInstanceLoopCharacteristics") is not None:
        # The library loses the ballots already given, or the whole instance.
        yield "Sự kiện viền không được gắn vào việc lặp theo danh sách; hãy dùng một việc kết thúc đứng song song."
