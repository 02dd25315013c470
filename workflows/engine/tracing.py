"""Tells whoever follows a step which elements it came to, and by which sequence flow. Nobody does while dossiers run."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.describe import around
from workflows.engine.process import Process


@dataclass(frozen=True)
class Visit:
    """An element that a step came to.

    `path` are the calls and sub-processes around it, the outermost first; `flow_id` is the sequence flow by which it was
    reached: None for a start event, a boundary event, and the members of multi-instance work.
    """

    process_id: str
    element_id: str
    flow_id: str | None
    path: tuple[str, ...]


_visits: ContextVar[list[Visit] | None] = ContextVar("visits", default=None)


@contextmanager
def followed() -> Iterator[list[Visit]]:
    """Give a list that fills, in the order of time, with what the steps of this thread come to until the block ends."""
    visits: list[Visit] = []
    token = _visits.set(visits)
    try:
        yield visits
    finally:
        _visits.reset(token)


class Trace:
    """What a workflow had come to before a step; `end` adds what it has come to since."""

    def __init__(self, workflow: BpmnWorkflow, visits: list[Visit]):
        self._workflow = workflow
        self._visits = visits
        self._before = frozenset(task.id for task in _tasks(workflow) if _is_reached(task))

    def end(self, process: Process) -> None:
        """Tell of each element that was reached since, the first first."""
        reached = [task for task in _tasks(self._workflow) if _is_reached(task) and task.id not in self._before]
        for task in sorted(reached, key=_reached_at):
            if task.task_spec.bpmn_id is not None and not _is_member(task):
                self._visits.append(_visit(process, task))


def begin(workflow: BpmnWorkflow) -> Trace | None:
    """Return the trace of a step that is about to run; None while nobody follows."""
    visits = _visits.get()
    return None if visits is None else Trace(workflow, visits)


def _tasks(workflow: BpmnWorkflow) -> Iterator[Task]:
    for part in (workflow, *workflow.subprocesses.values()):
        yield from part.tasks.values()


def _is_reached(task: Task) -> bool:
    """Whether a token came here: predictions do not count, nor what was cancelled before its turn came."""
    if task.has_state(TaskState.PREDICTED_MASK | TaskState.FUTURE):
        return False
    if isinstance(task.task_spec, BoundaryEvent):
        return task.has_state(TaskState.COMPLETED)
    # A token that waits at a join is cancelled when the next one comes: it had come all the same.
    return not task.has_state(TaskState.CANCELLED) or (
        task.parent is not None and task.parent.has_state(TaskState.COMPLETED)
    )


def _reached_at(task: Task) -> float:
    """Return when the element before it was done: what comes to be ready changes its own time again when it is done."""
    if isinstance(task.task_spec, BoundaryEvent) or task.parent is None:
        return task.last_state_change
    return task.parent.last_state_change if task.parent.has_state(TaskState.COMPLETED) else task.last_state_change


def _is_member(task: Task) -> bool:
    """Whether a task is one instance of multi-instance work, whose block was told of already."""
    above = task.parent
    return (
        above is not None and isinstance(above.task_spec, LoopTask) and above.task_spec.task_spec == task.task_spec.name
    )


def _visit(process: Process, task: Task) -> Visit:
    container, element = task.workflow.spec.name, task.task_spec.bpmn_id
    outside = tuple(each.id for each in around(process, task))
    return Visit(container, element, _flow(process, container, task), outside)


def _flow(process: Process, container: str, task: Task) -> str | None:
    """Return the flow from the nearest element above. Of two flows between the same elements the first is told."""
    if isinstance(task.task_spec, BoundaryEvent):
        return None
    above = task.parent
    while above is not None and above.task_spec.bpmn_id is None:
        above = above.parent
    if above is None:
        return None
    flows: Mapping[tuple[str, str], str] = {
        (flow.source, flow.target): flow.id for flow in reversed(process.containers[container].flows)
    }
    return flows.get((above.task_spec.bpmn_id, task.task_spec.bpmn_id))
