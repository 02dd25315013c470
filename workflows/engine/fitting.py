"""Whether an element of one version of a process can take over what waits on an element of another."""

from collections.abc import Iterator

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.defaults import ParallelGateway
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.specs.base import TaskSpec

from workflows.engine.diagram import Element
from workflows.engine.moving import reaches
from workflows.engine.process import Process
from workflows.engine.stored import Row, spec_of

LIMIT_SUGGESTIONS = 5


def misfit(old: Process, new: Process, element: Element, container: str, element_id: str) -> str | None:
    """Say why what waits on an element of the old version cannot wait on `element_id` of the new one."""
    name = element.name or element.id
    other = new.containers[container].elements.get(element_id)
    if other is None and element_id != element.id:
        return f"Bước “{element_id}” được chọn thay cho “{name}” không có trong phiên bản mới."
    if other is None:
        return f"Bước “{name}” không còn trong phiên bản mới; hãy chọn bước thay cho nó."
    if other.type != element.type or _event_kind(old, element) != _event_kind(new, other):
        return f"“{other.name or other.id}” ở phiên bản mới là một loại bước khác với “{name}”."
    if _shape(old, element) != _shape(new, other):
        return f"“{other.name or other.id}” ở phiên bản mới chia việc cho nhiều người theo cách khác với “{name}”."
    return None


def suggestions(old: Process, new: Process, element: Element, container: str) -> tuple[str, ...]:
    """Return the ids of what could stand for an element in the new version, the likeliest first."""
    known = old.containers[element.process_id].elements
    ordered = new.containers[container].in_path_order()
    fitting = [each for each in ordered if misfit(old, new, element, container, each.id) is None]
    fitting.sort(
        key=lambda each: (
            each.name != element.name,
            each.properties.get("formKey") != element.properties.get("formKey"),
            each.id in known,
        )
    )
    return tuple(each.id for each in fitting[:LIMIT_SUGGESTIONS])


def starved(spec: BpmnProcessSpec, live: list[Row], arrived: dict[str, set[str]]) -> Iterator[tuple[TaskSpec, str]]:
    """Yield each parallel join that some token can come to or waits at, with a flow along which none can come.

    `arrived` holds, by join, from where tokens have arrived at it.
    """
    sources = [spec.task_specs[row.spec] for row in live]
    for join in spec.task_specs.values():
        if not isinstance(join, ParallelGateway) or len(join.inputs) < 2:
            continue
        here = arrived.get(join.name, set())
        others = [each for each in sources if each is not join]
        coming = {way.name for way in join.inputs if any(reaches(each, way, but_not_through=join) for each in others)}
        if here | coming:
            yield from ((join, way.name) for way in join.inputs if way.name not in here | coming)


def event_kind(spec: TaskSpec) -> str:
    """Name the kind of event that a task waits for; empty for what is no event."""
    definition = getattr(spec, "event_definition", None)
    return type(definition).__name__ if definition is not None else ""


def _event_kind(process: Process, element: Element) -> str:
    return event_kind(spec_of(process, element.process_id).task_specs[element.id])


def _shape(process: Process, element: Element) -> tuple:
    """Return how the work on an element is dealt out, and under which names its state keeps that."""
    spec = spec_of(process, element.process_id).task_specs[element.id]
    if not isinstance(spec, MultiInstanceTask):
        return ()
    names = (spec.data_input, spec.input_item, spec.data_output, spec.output_item)
    return (type(spec), *(each and each.bpmn_id for each in names))
