"""The one gate between a running diagram and the outside: FEEL, operations, decisions, the clock.

SpiffWorkflow's own script engine hands the text of a diagram to `eval` and `exec` with all builtins in
reach. This one knows no Python: expressions are parsed when the diagram is loaded, scripts are refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.task import Task

import feel
from workflows.engine.plain import fresh, is_plain, plain
from workflows.errors import StepFailed


@dataclass(frozen=True)
class Step:
    """Where in the diagram an operation is called from, and what the instance knows there."""

    element_id: str
    process_id: str
    path: tuple[str, ...]
    organ: str | None
    council: str | None
    stage: str | None
    properties: Mapping[str, str]
    variables: dict = field(repr=False)


class Host(Protocol):
    """What the engine needs from whoever runs it."""

    def now(self) -> datetime:
        """Return the current instant, timezone-aware."""

    def call(self, operation: str, parameters: dict, step: Step) -> object:
        """Carry out a registered operation and return plain JSON."""

    def decide(self, decision_id: str, variables: dict) -> dict:
        """Evaluate a decision and return its outputs as plain JSON."""


class ScriptEngine(PythonScriptEngine):
    """Answers what the specs of a diagram ask while they run."""

    def __init__(self, expressions: Mapping[str, feel.Expression], host: Host, locate):
        super().__init__(BasePythonScriptEngineEnvironment())
        self._expressions = expressions
        self._host = host
        self._locate = locate
        self.now = host.now()
        self.time_passes = False

    def tick(self, *, time_passes: bool) -> None:
        """Read the clock once for the action that begins: time does not move inside a step.

        `time_passes`: the action is that timers which wait go off.
        """
        self.now, self.time_passes = self._host.now(), time_passes

    def evaluate(self, task: Task, expression: str, external_context=None) -> object:
        """Evaluate a FEEL text of the diagram over the data of a task."""
        return self.evaluate_over(task.data, expression)

    def evaluate_over(self, values: Mapping, expression: str) -> object:
        """Evaluate a FEEL text of the diagram over `values`; decimals come back as JSON numbers."""
        return plain(self._expressions[expression].evaluate(values, now=self.now))

    def execute(self, task: Task, script: str, external_context=None):
        """Refuse: a diagram holds no code."""
        raise self.failure(task, "Sơ đồ không được chứa mã lệnh.")

    def call(self, task: Task, operation: str, parameters: dict) -> object:
        """Carry out an operation of the host; what it raises is passed on as it is."""
        return self._checked(task, self._host.call(operation, parameters, self._locate(task)))

    def decide(self, task: Task, decision_id: str) -> dict:
        """Ask the host for a decision over a copy of the data; a failure gets the element of the task."""
        try:
            answer = self._checked(task, self._host.decide(decision_id, fresh(task.data)))
        except StepFailed as failed:
            if failed.element_id is None:
                failed.process_id, failed.element_id = task.workflow.spec.name, task.task_spec.bpmn_id
            raise
        if not isinstance(answer, dict):
            raise self.failure(task, f"Bảng quyết định {decision_id} không trả về các biến.")
        return answer

    def due_at(self, task: Task, expression: str) -> str:
        """Evaluate a timer expression to a UTC instant in ISO 8601."""
        value = feel.to_python(self._expressions[expression].evaluate(task.data, now=self.now))
        try:
            instant = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.failure(task, f"Mốc thời gian {expression} không có giá trị hợp lệ.", expression) from None
        if instant.tzinfo is None:
            raise self.failure(task, f"Mốc thời gian {expression} thiếu múi giờ.", expression)
        return instant.astimezone(UTC).isoformat()

    def failure(self, task: Task, message: str, expression: str | None = None) -> StepFailed:
        """Build the error that names the element of a task, and the expression at fault with what it read."""
        values = {name: task.data.get(name) for name in sorted(feel.parse(expression).names)} if expression else None
        place = (task.workflow.spec.name, task.task_spec.bpmn_id)
        return StepFailed(message, *place, expression=expression, values=values)

    def _checked(self, task: Task, answer: object) -> object:
        if not is_plain(answer):
            raise self.failure(task, "Nghiệp vụ trả về dữ liệu không phải JSON.")
        return fresh(answer)
