"""Describe a running instance: open tasks, timers, tokens, with what they inherit from around them."""

from collections.abc import Iterator
from datetime import datetime

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent, ReceiveTask
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.diagram import Element
from workflows.engine.plain import fresh
from workflows.engine.process import Process
from workflows.engine.pruning import LIVE
from workflows.engine.scripting import Step
from workflows.engine.snapshot import OpenTask, PendingTimer, Token


def live_tasks(workflow: BpmnWorkflow) -> Iterator[Task]:
    """Yield the live tasks of the instance, of its outermost process first."""
    parts = sorted((part for part in workflow.subprocesses.values() if not part.completed), key=lambda part: part.depth)
    for part in (workflow, *parts):
        yield from [task for task in part.tasks.values() if task.has_state(LIVE)]


def is_open(process: Process, task: Task) -> bool:
    """Tell whether a person may complete this task now."""
    if task.state == TaskState.READY:
        return task.task_spec.manual
    waits = task.state == TaskState.WAITING and isinstance(task.task_spec, ReceiveTask)
    return waits and "formKey" in element_of(process, task).properties


def element_of(process: Process, task: Task) -> Element:
    """Return the element that a task stands on."""
    return process.element(task.workflow.spec.name, task.task_spec.bpmn_id or task.task_spec.name)


def around(process: Process, task: Task) -> tuple[Element, ...]:
    """Return the elements that enclose a task, from the outside."""
    found = []
    while task.workflow.parent_task_id is not None:
        task = task.workflow.top_workflow.get_task_from_id(task.workflow.parent_task_id)
        found.append(process.element(task.workflow.spec.name, task.task_spec.bpmn_id))
    return tuple(reversed(found))


def step_of(process: Process, task: Task) -> Step:
    """Describe the element that calls an operation."""
    element, outside = element_of(process, task), around(process, task)
    organ, _ = _organ(task, element, outside)
    return Step(
        element_id=element.id,
        process_id=element.process_id,
        path=tuple(each.id for each in outside),
        organ=organ,
        council=_nearest("council", element, outside),
        stage=_nearest("stage", element, outside),
        properties=dict(element.properties),
        variables=fresh(task.data),
    )


def open_task(process: Process, task: Task) -> OpenTask:
    """Describe work that a person can do now."""
    element, outside = element_of(process, task), around(process, task)
    given = element.properties
    organ, organ_id = _organ(task, element, outside)
    assignee = given.get("assigneeExpression")
    return OpenTask(
        id=task.id.hex,
        element_id=element.id,
        process_id=element.process_id,
        name=element.name,
        lane=element.lane,
        kind="receive" if element.type == "receiveTask" else "user",
        form_key=_form(given["formKey"], _nearest("forms", element, outside)),
        candidate_group=given["candidateGroup"],
        due_rule=given.get("dueRule"),
        outcomes=_words(given.get("outcomes")),
        outcome_variable=given.get("outcomeVariable", "outcome"),
        not_performed_by=_words(given.get("notPerformedBy")),
        organ=organ,
        organ_id=organ_id,
        council=_nearest("council", element, outside),
        stage=_nearest("stage", element, outside),
        assignee=task.workflow.script_engine.evaluate(task, assignee) if assignee else None,
        path=tuple(each.id for each in outside),
    )


def tokens(process: Process, live: list[Task]) -> Iterator[Token]:
    """Yield where the instance stands: work, waits, and the calls and sub-processes around them."""
    for task in live:
        spec = task.task_spec
        if spec.bpmn_id and not isinstance(spec, BoundaryEvent | LoopTask):
            outside = tuple(each.id for each in around(process, task))
            yield Token(task.id.hex, task.workflow.spec.name, spec.bpmn_id, outside, _block(task))


def _block(task: Task) -> str | None:
    """Return the id of the multi-instance work of which a task is one instance."""
    above = task.parent
    is_member = (
        above is not None and isinstance(above.task_spec, LoopTask) and above.task_spec.task_spec == task.task_spec.name
    )
    return above.id.hex if is_member else None


def timers(live: list[Task]) -> Iterator[PendingTimer]:
    """Yield the timers that wait, those of an event-based gateway under the event that they lead to."""
    for task in live:
        due_at = task.internal_data.get("event_value")
        if task.state == TaskState.WAITING and due_at is not None and isinstance(task.task_spec, CatchingEvent):
            for element_id, definition in _definitions(task):
                if isinstance(definition, TimerEventDefinition):
                    yield PendingTimer(task.id.hex, element_id, datetime.fromisoformat(due_at))


def is_set_off_by_timer(task: Task) -> bool:
    """Tell whether a task that is about to run is a timer event, or waited for one that came first."""
    definition = getattr(task.task_spec, "event_definition", None)
    if isinstance(definition, MultipleEventDefinition):
        definition = task.internal_data["seen_events"][0].event_definition
    return isinstance(definition, TimerEventDefinition)


def messages(live: list[Task]) -> tuple[str, ...]:
    """Return the names of the messages that the instance would take."""
    waiting = [task for task in live if task.state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent)]
    return tuple(
        dict.fromkeys(
            definition.name
            for task in waiting
            for _, definition in _definitions(task)
            if isinstance(definition, MessageEventDefinition)
        )
    )


def _definitions(task: Task) -> list[tuple]:
    definition = task.task_spec.event_definition
    if isinstance(definition, MultipleEventDefinition):
        events = [spec.bpmn_id for spec in task.task_spec.outputs]
        return list(zip(events, definition.event_definitions, strict=True))
    return [(task.task_spec.bpmn_id, definition)]


def _organ(task: Task, element: Element, outside: tuple[Element, ...]) -> tuple[str | None, object]:
    """Return the organ that acts: by the word of the nearest element that names one, or as a concrete id."""
    for each in (element, *reversed(outside)):
        if "organExpression" in each.properties:
            return None, task.workflow.script_engine.evaluate(task, each.properties["organExpression"])
        if "organ" in each.properties:
            return each.properties["organ"], None
    return None, None


def _nearest(name: str, element: Element, outside: tuple[Element, ...]) -> str | None:
    return next((each.properties[name] for each in (element, *reversed(outside)) if name in each.properties), None)


def _form(key: str, others: str | None) -> str:
    """Return the form of a step: the one that a call around it gives instead ("form:other, form:other"), else its own."""
    pairs = (pair.partition(":") for pair in _words(others))
    return next((other.strip() for own, _, other in pairs if own.strip() == key and other.strip()), key)


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip()) if text else ()
