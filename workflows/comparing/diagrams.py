"""What a BPMN file says: its processes, their elements and flows, and where they are drawn."""

from collections.abc import Iterator, Mapping

from lxml import etree

from workflows.comparing.items import Item
from workflows.comparing.nodes import facts
from workflows.engine import xml
from workflows.engine.diagram import FLOW_NODES, Container, Element, containers, properties, text_of
from workflows.engine.problems import Problem
from workflows.engine.xml import BPMN, SPIFF

_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNShape"
_BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
# Said elsewhere: as flows, as elements of their own, as properties by name, as the lane, or not at all.
_ELSEWHERE = FLOW_NODES | {
    *(f"{BPMN}{name}" for name in ("incoming", "outgoing", "documentation", "sequenceFlow", "laneSet")),
    *(f"{BPMN}{name}" for name in ("textAnnotation", "association", "group")),
    *(f"{SPIFF}{name}" for name in ("properties", "parameters")),
}
_REFERENCES = ("messageRef", "errorRef", "escalationRef")


def items(file: str, content: bytes) -> tuple[list[Item], list[Problem]]:
    """Return the things of one diagram, each process's in path order, and why it cannot be read."""
    root, problems = xml.parse(file, content)
    if root is None:
        return [], problems
    places = _places(root)
    names = {node.get("id"): node.get("name", "") for node in root.iterchildren(etree.Element) if node.get("name")}
    found: list[Item] = []
    parts = list(containers(file, root))
    scopes = _scopes(parts)
    for part in parts:
        found += _of_container(part, scopes[part.id], places, names)
    return found, []


def _scopes(parts: list[Container]) -> dict[str, Container]:
    """Return of each process and sub-process the process around it: ids are unique there."""
    by_id = {part.id: part for part in parts}
    scopes: dict[str, Container] = {}
    for part in parts:
        outermost = part
        while outermost.parent_id is not None:
            outermost = by_id[outermost.parent_id]
        scopes[part.id] = outermost
    return scopes


def _of_container(
    part: Container, scope: Container, places: Mapping[str, tuple[float, ...]], names: Mapping[str | None, str]
) -> Iterator[Item]:
    if part.parent_id is None:
        yield Item("process", part.id, part.id, part.name, _of_process(part), scope_name=part.name)
    for element in part.in_path_order():
        yield Item(
            "element",
            scope.id,
            element.id,
            element.name,
            _of_element(element, names) | ({"part": part.id} if part is not scope else {}),
            scope_name=scope.name,
            place=places.get(element.id, ()),
            type=element.type,
        )
    for flow in part.flows:
        said = {"source": flow.source, "target": flow.target, "name": flow.name, "condition": flow.condition or ""}
        yield Item("flow", scope.id, flow.id, flow.name, said, scope_name=scope.name, type="sequenceFlow")


def _of_process(part: Container) -> dict[str, str]:
    lanes = [lane.get("name", "") for lane in part.node.iterfind(f"{BPMN}laneSet//{BPMN}lane")]
    said = dict(facts(part.node, lambda child: child.tag in _ELSEWHERE))
    documentation = text_of(part.node, f"{BPMN}documentation") or ""
    return {"name": part.name, "documentation": documentation, "lanes": ", ".join(lanes)} | _without_name(said)


def _of_element(element: Element, names: Mapping[str | None, str]) -> dict[str, str]:
    said = {
        "name": element.name,
        "type": element.type,
        "lane": element.lane or "",
        "documentation": element.documentation,
    }
    said |= {f"property:{name}": value for name, value in properties(element.node).items()}
    said |= {
        f"parameter:{node.get('id', '')}": node.get("value", "")
        for node in element.node.iterfind(f"{BPMN}extensionElements/{SPIFF}serviceTaskOperator//{SPIFF}parameter")
    }
    for path, text in facts(element.node, lambda child: child.tag in _ELSEWHERE):
        said[path] = names.get(text, text) if path.endswith(_REFERENCES) else text
    return _without_name(said)


def _without_name(said: dict[str, str]) -> dict[str, str]:
    said.pop("@name", None)  # it is said as "name"
    return said


def _places(root: etree._Element) -> dict[str, tuple[float, ...]]:
    found: dict[str, tuple[float, ...]] = {}
    for shape in root.iter(_DI):
        bounds = shape.find(_BOUNDS)
        if bounds is not None:
            found[shape.get("bpmnElement", "")] = tuple(_number(bounds.get(n)) for n in ("x", "y", "width", "height"))
    return found


def _number(text: str | None) -> float:
    try:
        return round(float(text or 0), 1)
    except ValueError:
        return 0.0
