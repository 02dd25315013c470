"""Where a diagram holds FEEL, and which variables it writes."""

from collections.abc import Iterator

from workflows.engine.diagram import Container, Element, text_of
from workflows.engine.xml import BPMN, SPIFF

_LOOP = f"{BPMN}multiInstanceLoopCharacteristics"


def expressions(container: Container) -> Iterator[tuple[str, str]]:
    """Yield each FEEL text of a process with the id of the element that holds it."""
    for flow in container.flows:
        if flow.condition:
            yield flow.id, flow.condition
    for element in container.elements.values():
        for name in ("organExpression", "assigneeExpression"):
            if name in element.properties:
                yield element.id, element.properties[name]
        for parameter in element.node.iterfind(f"{BPMN}extensionElements/{SPIFF}serviceTaskOperator//{SPIFF}parameter"):
            yield element.id, parameter.get("value", "")
        for payload in element.node.iterfind(f"{BPMN}extensionElements/{SPIFF}messagePayload"):
            yield element.id, payload.text or ""
        for path in (f"{BPMN}timerEventDefinition/{BPMN}timeDate", f"{_LOOP}/{BPMN}completionCondition"):
            text = text_of(element.node, path)
            if text:
                yield element.id, text


def conditions(container: Container) -> Iterator[tuple[str, str]]:
    """Yield those among them that decide something: where a flow goes, whether a loop ends."""
    for flow in container.flows:
        if flow.condition:
            yield flow.id, flow.condition
    for element in container.elements.values():
        text = text_of(element.node, f"{_LOOP}/{BPMN}completionCondition")
        if text:
            yield element.id, text


def written(container: Container) -> Iterator[str]:
    """Yield the name of each variable that an element of the process sets."""
    for element in container.elements.values():
        yield from written_by(element)


def written_by(element: Element) -> Iterator[str]:
    """Yield the name of each variable that the element sets."""
    node = element.node
    if "outcomes" in element.properties:
        yield element.properties.get("outcomeVariable", "outcome")
    for operator in node.iterfind(f"{BPMN}extensionElements/{SPIFF}serviceTaskOperator"):
        yield operator.get("resultVariable", "")
    for variable in node.iterfind(f".//{SPIFF}messageVariable"):
        yield (variable.text or "").strip()
    for loop in node.iterfind(_LOOP):
        yield from (item.get("id", "") for item in loop.iterchildren(f"{BPMN}inputDataItem", f"{BPMN}outputDataItem"))
        yield text_of(loop, f"{BPMN}loopDataOutputRef") or ""
        yield from ("nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances")
