"""Small diagrams for tests, written in a few words."""

from itertools import pairwise

from workflows.engine import Process, load_process

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" '
    'id="definitions" targetNamespace="urn:test">'
)
START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'


def diagram(*parts: str, key: str = "p", outside: str = "") -> bytes:
    """Return a file with one process; `outside` holds messages and other root elements."""
    # The schema wants the flows after the nodes that they connect nowhere; any order of flow elements is fine.
    body = "".join(parts)
    return f'{_HEAD}<bpmn:process id="{key}" isExecutable="true">{body}</bpmn:process>{outside}</bpmn:definitions>'.encode()


def draw(*parts: str, outside: str = "") -> Process:
    """Return process `p` made of the given parts, ready to run."""
    content = diagram(*parts, outside=outside)
    return load_process("p", {"p.bpmn": content}, str(hash(content)))


def flow(source: str, target: str, condition: str = "", name: str = "") -> str:
    """A sequence flow called `source_target`, or `name`."""
    inside = f"<bpmn:conditionExpression>{_escaped(condition)}</bpmn:conditionExpression>" if condition else ""
    own_id = name or f"{source}_{target}"
    return f'<bpmn:sequenceFlow id="{own_id}" sourceRef="{source}" targetRef="{target}">{inside}</bpmn:sequenceFlow>'


def path(*ids: str) -> str:
    """Flows along a chain of elements."""
    return "".join(flow(source, target) for source, target in pairwise(ids))


def properties(**given: str) -> str:
    """The extension element that carries properties."""
    inside = "".join(
        f'<spiffworkflow:property name="{name}" value="{_escaped(value)}"/>' for name, value in given.items()
    )
    return f"<spiffworkflow:properties>{inside}</spiffworkflow:properties>"


def user(own_id: str, inside: str = "", **given: str) -> str:
    """A user task with a form and a group."""
    return task("userTask", own_id, properties(formKey="form", candidateGroup="group", **given), inside)


def task(tag: str, own_id: str, extension: str = "", inside: str = "", **attributes: str) -> str:
    """Any element with extension elements."""
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    extensions = f"<bpmn:extensionElements>{extension}</bpmn:extensionElements>" if extension else ""
    return f'<bpmn:{tag} id="{own_id}"{given}>{extensions}{inside}</bpmn:{tag}>'


def service(own_id: str, operation: str = "work/do", result: str = "result", **parameters: str) -> str:
    """A service task."""
    inside = "".join(
        f'<spiffworkflow:parameter id="{name}" type="str" value="{_escaped(text)}"/>'
        for name, text in parameters.items()
    )
    operator = (
        f'<spiffworkflow:serviceTaskOperator id="{operation}" resultVariable="{result}">'
        f"<spiffworkflow:parameters>{inside}</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>"
    )
    return task("serviceTask", own_id, operator)


def gateway(kind: str, own_id: str, default: str = "") -> str:
    """An exclusive, parallel, inclusive or eventBased gateway."""
    return task(f"{kind}Gateway", own_id, **({"default": default} if default else {}))


def each(
    collection: str, item: str, output: str = "", item_output: str = "", more: str = "", sequential: bool = False
) -> str:
    """Multi-instance characteristics over a collection."""
    kind = ' isSequential="true"' if sequential else ""
    inside = f"<bpmn:loopDataInputRef>{collection}</bpmn:loopDataInputRef>"
    inside += f"<bpmn:loopDataOutputRef>{output}</bpmn:loopDataOutputRef>" if output else ""
    inside += f'<bpmn:inputDataItem id="{item}"/>'
    inside += f'<bpmn:outputDataItem id="{item_output}"/>' if item_output else ""
    return f"<bpmn:multiInstanceLoopCharacteristics{kind}>{inside}{more}</bpmn:multiInstanceLoopCharacteristics>"


def variable(*names: str) -> str:
    """Declare collections that multi-instance tasks refer to."""
    return "".join(f'<bpmn:property id="{name}" name="{name}"/>' for name in names)


def boundary(own_id: str, host: str, definition: str, interrupting: bool = True) -> str:
    """A boundary event."""
    return (
        f'<bpmn:boundaryEvent id="{own_id}" attachedToRef="{host}" cancelActivity="{str(interrupting).lower()}">'
        f"{definition}</bpmn:boundaryEvent>"
    )


def on_message(name: str) -> str:
    """A message event definition for `message(name)`."""
    return f'<bpmn:messageEventDefinition messageRef="message_{name}"/>'


def on_date(expression: str) -> str:
    """A timer event definition."""
    return (
        f"<bpmn:timerEventDefinition><bpmn:timeDate>{_escaped(expression)}</bpmn:timeDate></bpmn:timerEventDefinition>"
    )


def message(name: str) -> str:
    """The root element of a message."""
    return f'<bpmn:message id="message_{name}" name="{name}"/>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
