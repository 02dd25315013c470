"""What the files say, as plain values: processes and sub-processes with their elements and flows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from workflows.engine.xml import BPMN, SPIFF, local_name

# Elements a token can stand on. Anything else inside a process is text, lanes or data.
FLOW_NODES = frozenset(
    f"{BPMN}{name}"
    for name in (
        *("startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"),
        *("task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask"),
        *("callActivity", "subProcess", "transaction", "adHocSubProcess", "callChoreography", "choreographyTask"),
        *("exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"),
        *("subChoreography", "implicitThrowEvent"),
    )
)


@dataclass(frozen=True)
class Element:
    """One flow node of a process or sub-process."""

    id: str
    type: str
    name: str
    process_id: str
    file: str
    lane: str | None
    documentation: str
    properties: Mapping[str, str]
    node: etree._Element = field(repr=False, compare=False)

    @property
    def stage(self) -> str | None:
        """The part of the procedure that it says it belongs to."""
        return self.properties.get("stage")

    @property
    def opens(self) -> str | None:
        """The id of the process or sub-process that runs inside this element."""
        if self.type == "callActivity":
            return self.node.get("calledElement")
        return self.id if self.type in ("subProcess", "transaction", "adHocSubProcess") else None


@dataclass(frozen=True)
class Flow:
    """One sequence flow."""

    id: str
    source: str
    target: str
    name: str
    condition: str | None


@dataclass(frozen=True)
class Container:
    """A process or a sub-process."""

    id: str
    name: str
    file: str
    parent_id: str | None
    elements: Mapping[str, Element]
    flows: tuple[Flow, ...]
    node: etree._Element = field(repr=False, compare=False)

    def in_path_order(self) -> tuple[Element, ...]:
        """Return the elements as a token meets them, boundary events after what they are attached to."""
        following: dict[str, list[str]] = {}
        for flow in self.flows:
            following.setdefault(flow.source, []).append(flow.target)
        for element in self.elements.values():
            if element.type == "boundaryEvent":
                following.setdefault(element.node.get("attachedToRef"), []).append(element.id)
        queue = [element.id for element in self.elements.values() if element.type == "startEvent"]
        ordered = dict.fromkeys(queue)
        while queue:
            for target in following.get(queue.pop(0), ()):
                if target in self.elements and target not in ordered:
                    ordered[target] = None
                    queue.append(target)
        ordered.update(dict.fromkeys(self.elements))
        return tuple(self.elements[each] for each in ordered)


def containers(file: str, root: etree._Element) -> Iterator[Container]:
    """Yield every process of a file and every sub-process in it."""
    for process in root.iterfind(f"{BPMN}process"):
        yield from _container(file, process, None, None)


def properties(node: etree._Element) -> dict[str, str]:
    """Read `spiffworkflow:properties` of an element."""
    found = node.iterfind(f"{BPMN}extensionElements/{SPIFF}properties/{SPIFF}property")
    return {entry.get("name", ""): entry.get("value", "") for entry in found}


def text_of(node: etree._Element, path: str) -> str | None:
    """Return the trimmed text of a child, None when the child is missing or empty."""
    found = node.find(path)
    return (found.text or "").strip() or None if found is not None else None


def _container(file: str, node: etree._Element, parent: str | None, lane: str | None) -> Iterator[Container]:
    process_id = node.get("id", "")
    lanes = {
        (reference.text or "").strip(): each.get("name")
        for each in node.iterfind(f"{BPMN}laneSet//{BPMN}lane")
        for reference in each.iterfind(f"{BPMN}flowNodeRef")
    }
    elements = {
        child.get("id", ""): Element(
            id=child.get("id", ""),
            type=local_name(child),
            name=child.get("name", ""),
            process_id=process_id,
            file=file,
            lane=lanes.get(child.get("id"), lane),
            documentation=text_of(child, f"{BPMN}documentation") or "",
            properties=properties(child),
            node=child,
        )
        for child in node.iterchildren(*FLOW_NODES)
    }
    yield Container(process_id, node.get("name", ""), file, parent, elements, tuple(_flows(node)), node)
    for element in elements.values():
        if element.type in ("subProcess", "transaction", "adHocSubProcess"):
            yield from _container(file, element.node, process_id, element.lane)


def _flows(node: etree._Element) -> Iterator[Flow]:
    for flow in node.iterfind(f"{BPMN}sequenceFlow"):
        yield Flow(
            id=flow.get("id", ""),
            source=flow.get("sourceRef", ""),
            target=flow.get("targetRef", ""),
            name=flow.get("name", ""),
            condition=text_of(flow, f"{BPMN}conditionExpression"),
        )
