"""Diagrams to edit, and what an edit leaves of them."""

from lxml import etree

from tests.diagrams.files import files
from tests.diagrams.layout import Drawing
from workflows import outlining
from workflows.engine import xml
from workflows.engine.diagram import Container, containers
from workflows.outlining.lettering import unlabelled

FILES = {name: content.decode() for name, content in files().items()}
DECIDE = FILES["decide.bpmn"]
SIMPLE = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="definitions" targetNamespace="urn:x">
  <bpmn:process id="simple" name="Đơn giản" isExecutable="true">
    <bpmn:startEvent id="begin" name="Bắt đầu">
      <bpmn:outgoing>begin_to_write</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:userTask id="write" name="Soạn">
      <bpmn:incoming>begin_to_write</bpmn:incoming>
      <bpmn:outgoing>write_to_sign</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:userTask id="sign" name="Ký">
      <bpmn:incoming>write_to_sign</bpmn:incoming>
      <bpmn:outgoing>sign_to_done</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="done" name="Xong">
      <bpmn:incoming>sign_to_done</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="begin_to_write" sourceRef="begin" targetRef="write" />
    <bpmn:sequenceFlow id="write_to_sign" sourceRef="write" targetRef="sign" />
    <bpmn:sequenceFlow id="sign_to_done" sourceRef="sign" targetRef="done" />
  </bpmn:process>
</bpmn:definitions>
"""
"""Not drawn at all."""


def after(text: str, edit, *given, **named) -> str:
    """Return a diagram after an edit of `workflows.outlining`; it is sound by the schema and tidy but for crossings."""
    changed = outlining.change(text, lambda document: edit(document, *given, **named)).text
    assert faults(changed) == []
    return changed


def faults(text: str, *, even_crossings: bool = False) -> list[str]:
    """Return what is wrong with a diagram by the schema, and what is untidy in its drawing."""
    root, problems = xml.read("x.bpmn", text.encode())
    assert root is not None
    canvases = outlining.Document(text).canvases
    unread = [f"nowhere written: {name}" for canvas in canvases for name in unlabelled(canvas)]
    untidy = [each for each in Drawing(root).problems() if even_crossings or not each.startswith("crossing")]
    return [*map(str, problems), *untidy, *unread]


def parts(text: str) -> dict[str, Container]:
    """Return the processes and sub-processes of a diagram."""
    return {part.id: part for part in containers("x.bpmn", etree.fromstring(text.encode()))}


def ways(text: str) -> set[tuple[str, str]]:
    """Return (source, target) of every flow."""
    return {(flow.source, flow.target) for part in parts(text).values() for flow in part.flows}


def node(text: str, name: str) -> etree._Element:
    """Return an element by its id."""
    (found,) = etree.fromstring(text.encode()).xpath("//*[@id=$name]", name=name)
    return found


def lane_of(text: str, name: str) -> str | None:
    """Return the name of the lane of an element."""
    return next(part.elements[name].lane for part in parts(text).values() if name in part.elements)
