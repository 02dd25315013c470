"""What each BPMN element does when it runs, where SpiffWorkflow's own behaviour is unsafe or too little."""

from datetime import datetime

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimeDateEventDefinition
from SpiffWorkflow.operators import Operator
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.spiff.specs import defaults as spiff
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.spiff.specs.spiff_task import SpiffBpmnTask
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.joins import EndJoin, join


class _Condition(Operator):
    """A FEEL condition on a flow; anything but true is false, so a missing value never opens a way."""

    def _matches(self, task: Task) -> bool:
        return task.workflow.script_engine.evaluate(task, self.args[0]) is True


class _Choice:
    """Gives a gateway FEEL conditions."""

    def connect_outgoing_if(self, condition: str, task_spec) -> None:
        self.connect_if(_Condition(condition), task_spec)


class ExclusiveGateway(_Choice, defaults.ExclusiveGateway):
    """Takes the first flow whose condition is true, else the default flow."""


class InclusiveGateway(_Choice, defaults.InclusiveGateway):
    """Takes every flow whose condition is true, else the default flow."""

    def _run_hook(self, my_task: Task) -> bool:
        join(my_task)
        matches, others = self._get_matching_outputs(my_task)
        my_task._sync_children(matches or others, TaskState.FUTURE)
        for child in my_task.children:
            child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
        return True


class ProcessSpec(BpmnProcessSpec):
    """A process whose ends meet in our join."""

    def __init__(self, name=None, **kwargs):
        super().__init__(name, **kwargs)
        stock: TaskSpec = self.end
        del self.task_specs[stock.name]
        self.end: TaskSpec = EndJoin(self, stock.name)
        # The library's end task already names this join as its input.
        self.end.outputs = stock.outputs


class ServiceTask(SpiffBpmnTask):
    """Calls a registered operation and keeps its answer in a variable."""

    def __init__(self, wf_spec, bpmn_id, *, operation: str, parameters: dict, result_variable: str | None, **kwargs):
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.operation = operation
        self.parameters = parameters
        self.result_variable = result_variable

    def _run_hook(self, my_task: Task) -> bool:
        # The library's own path encodes the answer as JSON and back, and hides what an operation raised
        # behind a NameError of its own.
        engine = my_task.workflow.script_engine
        values = {name: engine.evaluate(my_task, text) for name, text in self.parameters.items()}
        answer = engine.call(my_task, self.operation, values)
        if self.result_variable:
            my_task.data[self.result_variable] = answer
        return True


class BusinessRuleTask(SpiffBpmnTask):
    """Asks the host for a decision and merges its outputs into the variables."""

    def __init__(self, wf_spec, bpmn_id, *, decision_id: str, **kwargs):
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.decision_id = decision_id

    def _run_hook(self, my_task: Task) -> bool:
        my_task.data.update(my_task.workflow.script_engine.decide(my_task, self.decision_id))
        return True


class TimerDate(TimeDateEventDefinition):
    """A timer that reads the host's clock, and once it waits goes off only in a step that lets time pass.

    The library looks at all timers after any task: a deadline would pass in the name of whoever works then, and an
    event-based gateway would take the way of the message that comes and that of the deadline too.
    """

    def has_fired(self, my_task: Task) -> bool:
        engine = my_task.workflow.script_engine
        due_at = my_task.internal_data.get("event_value")
        if due_at is None:
            due_at = engine.due_at(my_task, self.expression)
            my_task.internal_data["event_value"] = due_at
        elif not engine.time_passes:
            return my_task.internal_data.get("event_fired", False)
        if datetime.fromisoformat(due_at) <= engine.now:
            my_task.internal_data["event_fired"] = True
        return my_task.internal_data.get("event_fired", False)


class Message(MessageEventDefinition):
    """A message whose payload never stays behind in the state."""

    def update_task_data(self, my_task: Task) -> None:
        payload = my_task.internal_data.pop(self.name, None)
        if self.message_var is not None:
            my_task.data[self.message_var] = payload


class _MultiInstance:
    """One child for each entry of a collection; with a mapping, the outputs form a mapping of the same keys."""

    def _update_hook(self, my_task: Task):
        my_task._inherit_data()
        if type(self.data_input.get(my_task)) not in (dict, list):
            name = self.data_input.bpmn_id
            raise my_task.workflow.script_engine.failure(my_task, f"Biến {name} phải là danh sách để lặp.", name)
        return super()._update_hook(my_task)

    def init_data_output_with_input_data(self, my_task: Task, input_data) -> None:
        # A second round starts clean: the library would keep the former answers, or refuse to start.
        if self.data_output.bpmn_id != self.data_input.bpmn_id:
            self.data_output.set(my_task, type(input_data)())

    def create_child(self, my_task: Task, item, key_or_index=None) -> None:
        for leftover in (self.input_item, self.output_item):
            if leftover is not None:
                my_task.data.pop(leftover.bpmn_id, None)
        super().create_child(my_task, item, key_or_index)

    def check_completion_condition(self, my_task: Task) -> bool:
        merged = my_task.internal_data["merged"]
        if self.condition is None or not merged:
            return False
        engine = my_task.workflow.script_engine
        return engine.evaluate_over(my_task.data | self._counters(my_task), self.condition) is True

    def _counters(self, my_task: Task) -> dict:
        done = len(my_task.internal_data["merged"])
        active = sum(not child.has_state(TaskState.FINISHED_MASK) for child in self._instances(my_task))
        coming = len(my_task.internal_data.get("remaining", ()))
        return {
            "nrOfInstances": done + active + coming,
            "nrOfActiveInstances": active,
            "nrOfCompletedInstances": done,
        }


class ParallelMultiInstance(_MultiInstance, spiff.ParallelMultiInstanceTask):
    """All children at once."""


class SequentialMultiInstance(_MultiInstance, spiff.SequentialMultiInstanceTask):
    """One child after the other."""
