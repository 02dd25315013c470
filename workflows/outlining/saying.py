"""What an element of a diagram says, written into its XML: one function for each thing that can be said."""

from collections.abc import Callable, Mapping

from lxml import etree

from workflows.engine.xml import BPMN, SPIFF
from workflows.outlining.document import parent

Setter = Callable[[etree._Element, str], None]
"""Writes a text into an element; "" takes away what it said."""
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def setter(field: str) -> Setter:
    """Return what writes a field; what is nothing else is a property of the SpiffWorkflow dialect."""
    return _SETTERS.get(field) or _property(field)


def formal(node: etree._Element) -> dict[str, str]:
    """Return the attribute that calls a text an expression, in the file's own prefix of BPMN."""
    prefix = next((prefix for prefix, uri in node.nsmap.items() if f"{{{uri}}}" == BPMN and prefix), "")
    return {_XSI_TYPE: f"{prefix}:tFormalExpression" if prefix else "tFormalExpression"}


def _set_documentation(node: etree._Element, said: str) -> None:
    found = node.find(f"{BPMN}documentation")
    if found is None and said:
        found = etree.Element(f"{BPMN}documentation")
        node.insert(0, found)
    if found is not None and said:
        found.text = said
    elif found is not None:
        node.remove(found)


def _property(field: str) -> Setter:
    def put(node: etree._Element, value: str) -> None:
        holder = node.find(f"{BPMN}extensionElements/{SPIFF}properties")
        found = None
        for entry in holder if holder is not None else ():
            found = entry if entry.get("name") == field else found
        if value and found is None:
            holder = _extension(node, "properties", first=True)
            found = etree.SubElement(holder, f"{SPIFF}property", {"name": field})
        if value and found is not None:
            found.set("value", value)
        elif found is not None:
            parent(found).remove(found)
            _tidy(node)

    return put


def _extension(node: etree._Element, name: str, *, first: bool = False) -> etree._Element:
    """Return a part of the extension of an element, which is made if need be."""
    extension = node.find(f"{BPMN}extensionElements")
    if extension is None:
        extension = etree.Element(f"{BPMN}extensionElements")
        node.insert(len(node.findall(f"{BPMN}documentation")), extension)
    found = extension.find(f"{SPIFF}{name}")
    if found is None:
        found = etree.Element(f"{SPIFF}{name}")
        extension.insert(0 if first else len(extension), found)
    return found


def _tidy(node: etree._Element) -> None:
    """Take empty holders away."""
    extension = node.find(f"{BPMN}extensionElements")
    if extension is None:
        return
    holder = extension.find(f"{SPIFF}properties")
    if holder is not None and not len(holder):
        extension.remove(holder)
    if not len(extension):
        node.remove(extension)


def _text(tag: str) -> Setter:
    def put(node: etree._Element, value: str) -> None:
        if value:
            _extension(node, tag).text = value
            return
        found = node.find(f"{BPMN}extensionElements/{SPIFF}{tag}")
        if found is not None:
            parent(found).remove(found)
            _tidy(node)

    return put


def _set_called(node: etree._Element, value: str) -> None:
    if value:
        node.set("calledElement", value)
    else:
        node.attrib.pop("calledElement", None)


def _set_operation(node: etree._Element, value: str) -> None:
    found = node.find(f"{BPMN}extensionElements/{SPIFF}serviceTaskOperator")
    if found is not None and found.get("id") != value:
        parent(found).remove(found)
        _tidy(node)
    if value and (found is None or found.get("id") != value):
        operator = _extension(node, "serviceTaskOperator")
        operator.set("id", value)
        # The schema of the library wants the element even where there is nothing to be told.
        etree.SubElement(operator, f"{SPIFF}parameters")


def _set_result(node: etree._Element, value: str) -> None:
    found = node.find(f"{BPMN}extensionElements/{SPIFF}serviceTaskOperator")
    if found is None:
        return
    if value:
        found.set("resultVariable", value)
    else:
        found.attrib.pop("resultVariable", None)


def set_parameters(node: etree._Element, wanted: Mapping[str, str]) -> None:
    """Tell the operation of an element what it must know: FEEL by the name of the parameter, "" for nothing."""
    holder = node.find(f"{BPMN}extensionElements/{SPIFF}serviceTaskOperator/{SPIFF}parameters")
    if holder is None:
        return
    for name, value in wanted.items():
        found = next((each for each in holder if each.get("id") == name), None)
        if value.strip() and found is None:
            etree.SubElement(holder, f"{SPIFF}parameter", {"id": name, "type": "str", "value": value.strip()})
        elif value.strip() and found is not None:
            found.set("value", value.strip())
        elif found is not None:
            holder.remove(found)


def _set_moment(node: etree._Element, value: str) -> None:
    timer = node.find(f"{BPMN}timerEventDefinition")
    if timer is None:
        return
    for old in list(timer):
        timer.remove(old)
    if value:
        etree.SubElement(timer, f"{BPMN}timeDate", formal(timer)).text = value


_SETTERS: dict[str, Setter] = {
    "documentation": _set_documentation,
    "calledElement": _set_called,
    "decision": _text("calledDecisionId"),
    "messageVariable": _text("messageVariable"),
    "operation": _set_operation,
    "resultVariable": _set_result,
    "moment": _set_moment,
}
