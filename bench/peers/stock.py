"""The scenario on SpiffWorkflow as it comes, saved by its own serializer, with the same small store."""

import logging
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState

from bench.diagram import ELIGIBILITY_TABLE, KEY, STOCK, diagram
from bench.peers.kept import Kept
from bench.peers.scenario import serve
from bench.peers.store import Standing

# Below this level each record carries the data of every task.
for _name in ("spiff", "spiff.task", "spiff.workflow", "spiff.data"):
    logging.getLogger(_name).setLevel(logging.WARNING)


@cache
def _specs() -> tuple[Any, Any]:
    parser = SpiffBpmnParser()
    parser.add_bpmn_str(diagram(STOCK), f"{KEY}.bpmn")
    parser.add_dmn_str(ELIGIBILITY_TABLE.encode(), "eligibility.dmn")
    return parser.get_spec(KEY), parser.get_subprocess_specs(KEY)


def new_workflow() -> BpmnWorkflow:
    """Return a fresh instance at its first wait."""
    workflow = BpmnWorkflow(*_specs())
    workflow.do_engine_steps()
    return workflow


def new_serializer() -> BpmnWorkflowSerializer:
    """Return the library's serializer as its documentation sets it up."""
    return BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))


def finish(workflow: BpmnWorkflow, task: Any, data: dict[str, Any]) -> None:
    """Complete one task and run to the next waits."""
    task.set_data(**data)
    task.run()
    workflow.do_engine_steps()


def ready(workflow: BpmnWorkflow, name: str) -> Any:
    """Return a task that waits for a person at a step."""
    waiting = workflow.get_tasks(state=TaskState.READY, manual=True)
    return next(task for task in waiting if task.task_spec.name.split(" [")[0] == name)


class StockSpiff(Kept):
    """The library by the book: the whole instance, with its definition, is one JSON text."""

    def __init__(self, folder: Path):
        super().__init__(folder / "stock.db")
        self._serializer = new_serializer()

    def begin(self) -> Standing:
        return self._standing(new_workflow())

    def go_on(self, state: str, task: str, data: dict[str, Any]) -> Standing:
        workflow = self._serializer.deserialize_json(state)
        finish(workflow, workflow.get_task_from_id(UUID(task)), data)
        return self._standing(workflow)

    def _standing(self, workflow: BpmnWorkflow) -> Standing:
        waiting = workflow.get_tasks(state=TaskState.READY, manual=True)
        timers = [t for t in workflow.get_tasks(state=TaskState.WAITING) if "event_value" in t.internal_data]
        return Standing(
            self._serializer.serialize_json(workflow),
            {task.id.hex: task.task_spec.name.split(" [")[0] for task in waiting},
            {task.id.hex: str(task.internal_data["event_value"]) for task in timers},
            workflow.completed,
        )


if __name__ == "__main__":
    with TemporaryDirectory(prefix="bench-") as place:
        serve(lambda: StockSpiff(Path(place)))
