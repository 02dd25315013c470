"""Run an instance until nothing moves by itself."""

from collections.abc import Callable, Iterator

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.specs import TimerDate

LIMIT_STEPS = 1_000


class TooManySteps(Exception):
    """The diagram goes round without ever waiting for anybody."""


def run(workflow: BpmnWorkflow, on_step: Callable[[Task], None]) -> None:
    """Run every engine task that is ready, inner processes first, then due timers, until neither is left.

    `on_step` is told of each task before it runs. Raises TooManySteps.
    """
    count = 0
    while batch := _ready(workflow) or _fired(workflow):
        for task in batch:
            # An earlier task of the batch may have ended this one; the library would run it all the same.
            if task.state != TaskState.READY or task.id not in task.workflow.tasks:
                continue
            count += 1
            if count > LIMIT_STEPS:
                raise TooManySteps
            on_step(task)
            task.run()


def set_new_timers(workflow: BpmnWorkflow) -> None:
    """Work out when the waiting timers fall due that have never been asked; none of them fires."""
    for task in workflow.event_manager.tasks.values():
        definition = task.task_spec.event_definition
        for each in getattr(definition, "event_definitions", [definition]):
            if isinstance(each, TimerDate) and "event_value" not in task.internal_data:
                task.internal_data["event_value"] = workflow.script_engine.due_at(task, each.expression)


def _ready(workflow: BpmnWorkflow) -> list[Task]:
    parts = [part for part in workflow.subprocesses.values() if not part.completed]
    parts.sort(key=lambda part: part.depth, reverse=True)
    return [task for part in (*parts, workflow) for task in _engine_tasks(part)]


def _engine_tasks(part) -> Iterator[Task]:
    return (task for task in part.tasks.values() if task.state == TaskState.READY and not task.task_spec.manual)


def _fired(workflow: BpmnWorkflow) -> list[Task]:
    workflow.refresh_timers()
    return _ready(workflow)
