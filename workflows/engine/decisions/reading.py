"""Reads a decision model from its XML: types, inputs, decisions, knowledge, services and what they require."""

import re
from collections.abc import Iterator
from unicodedata import normalize

from lxml import etree

from workflows.engine import xml
from workflows.engine.decisions import boxes, model
from workflows.engine.decisions.nodes import Node
from workflows.engine.problems import Problem

_VERSIONS = {
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
_ID = re.compile(r"[^\W\d][\w.-]*")


def read(file: str, content: bytes) -> tuple[model.Model | None, list[Problem]]:
    """Read one file. The model is None when the file is no decision model at all."""
    root, problems = xml.parse(file, content)
    if root is None:
        return None, problems
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in _VERSIONS:
        return None, [Problem(file, None, f"Tệp không phải là bảng quyết định DMN {', '.join(_VERSIONS.values())}.")]
    node = Node(root, file, problems)
    found = model.Model(
        file=file,
        namespace=node.get("namespace") or "",
        name=node.get("name") or "",
        imports=tuple(_imports(node)),
        types=tuple(_type(child, f"kiểu “{child.name}”") for child in node.children("itemDefinition")),
        elements=tuple(_elements(node)),
    )
    return found, problems


def _imports(node: Node) -> Iterator[tuple[str, str]]:
    for child in node.children("import"):
        if child.get("importType") in _VERSIONS:
            yield child.name, child.get("namespace") or ""


def _type(node: Node, said: str) -> model.ItemDefinition:
    place = node.place(said)
    function = node.child("functionItem")
    return model.ItemDefinition(
        name=node.name,
        place=place,
        type_ref=node.text_of("typeRef"),
        is_collection=node.get("isCollection") == "true",
        allowed=node.feel("allowedValues", place),
        constraint=node.feel("typeConstraint", place),
        components=tuple(_type(child, f"{said}, trường “{child.name}”") for child in node.children("itemComponent")),
        function=None if function is None else _function_type(function),
    )


def _function_type(node: Node) -> tuple[tuple[model.Variable, ...], str | None]:
    return tuple(child.variable() for child in node.children("parameters")), node.get("outputTypeRef")


def _elements(node: Node) -> Iterator[model.Element]:
    for child in node.children(*_READERS):
        tag = child.tag
        place = child.place(f"{_SAID[tag]} “{child.name}”")
        own = child.child("variable")
        variable = own.variable() if own is not None and own.name else model.Variable(child.name)
        if own is not None and not own.name:
            variable = model.Variable(child.name, own.get("typeRef"))
        if not _ID.fullmatch(child.get("id") or ""):
            child.refuse(place, "Mã (thuộc tính id) bắt đầu bằng chữ hoặc “_”, gồm chữ, số, “_”, “-” và dấu chấm.")
        yield _READERS[tag](child, model.Element(child.get("id") or child.name, child.name, place, variable))


def _input_data(_node: Node, about: model.Element) -> model.Element:
    return model.InputData(about.id, about.name, about.place, about.variable)


def _decision(node: Node, about: model.Element) -> model.Element:
    return model.Decision(
        *(about.id, about.name, about.place, about.variable),
        requires=tuple(_references(node, "informationRequirement", "requiredDecision", "requiredInput")),
        knows=tuple(_references(node, "knowledgeRequirement", "requiredKnowledge")),
        expression=boxes.inside(node, about.place),
    )


def _knowledge(node: Node, about: model.Element) -> model.Element:
    logic = node.child("encapsulatedLogic")
    return model.Knowledge(
        *(about.id, about.name, about.place, about.variable),
        knows=tuple(_references(node, "knowledgeRequirement", "requiredKnowledge")),
        function=None if logic is None else boxes.function(logic, about.place),
    )


def _service(node: Node, about: model.Element) -> model.Element:
    def named(tag: str) -> tuple[str, ...]:
        return tuple(_href(child) for child in node.children(tag))

    return model.DecisionService(
        *(about.id, about.name, about.place, about.variable),
        outputs=named("outputDecision"),
        input_decisions=named("inputDecision"),
        input_data=named("inputData"),
    )


def _references(node: Node, requirement: str, *tags: str) -> Iterator[str]:
    for child in node.children(requirement):
        yield from (_href(target) for target in child.children(*tags))


def _href(node: Node) -> str:
    return normalize("NFC", (node.get("href") or "").strip())


_READERS = {
    "inputData": _input_data,
    "decision": _decision,
    "businessKnowledgeModel": _knowledge,
    "decisionService": _service,
}
_SAID = {
    "inputData": "dữ liệu vào",
    "decision": "quyết định",
    "businessKnowledgeModel": "mô hình tri thức",
    "decisionService": "dịch vụ quyết định",
}
