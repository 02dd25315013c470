"""A parallel gateway that still waits for all its branches on the second pass through a loop.

SpiffWorkflow 3.2.0 counts tokens which an earlier pass has consumed: a join inside a loop fires after one
branch from the second round on. Ours looks only at the tasks below its own previous firing.
"""

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.deep_merge import DeepMerge
from SpiffWorkflow.util.task import TaskState


class ParallelGateway(defaults.ParallelGateway):
    """Fork and join that can stand in a loop."""

    def _check_threshold_unstructured(self, my_task: Task) -> bool:
        scope = self._current_pass(my_task)
        if scope is None:
            return super()._check_threshold_unstructured(my_task)
        awaited = set(self.inputs)
        for task in scope:
            if task.task_spec is not self or task is my_task:
                continue
            if task.is_descendant_of(my_task):
                awaited.discard(_nearest(task.parent, awaited))
            elif not my_task.is_descendant_of(task) and task.parent.state == TaskState.COMPLETED:
                awaited.discard(task.parent.task_spec)
        if my_task.parent.state == TaskState.COMPLETED:
            awaited.discard(my_task.parent.task_spec)
        return not awaited

    def _run_hook(self, my_task: Task) -> bool:
        scope = self._current_pass(my_task)
        if scope is None:
            return super()._run_hook(my_task)
        arrivals = [
            task
            for task in scope
            if task.task_spec is self and task.has_state(TaskState.FINISHED_MASK) and not my_task.is_descendant_of(task)
        ]
        for task in sorted(arrivals, key=lambda task: task.last_state_change):
            DeepMerge.merge(my_task.data, task.parent.data)
            if task.has_state(TaskState.COMPLETED):
                task._drop_children(force=True)
        my_task._inherit_data()
        return True

    def _current_pass(self, my_task: Task) -> list[Task] | None:
        """Return the tasks below this gateway's previous firing on the way here, None if there was none."""
        earlier = my_task.parent
        while earlier is not None and not (earlier.task_spec is self and earlier.state == TaskState.COMPLETED):
            earlier = earlier.parent
        if earlier is None:
            return None
        found, stack = [], list(earlier.children)
        while stack:
            task = stack.pop()
            found.append(task)
            stack.extend(task.children)
        return found


def _nearest(task: Task | None, specs: set) -> object | None:
    while task is not None and task.task_spec not in specs:
        task = task.parent
    return None if task is None else task.task_spec
