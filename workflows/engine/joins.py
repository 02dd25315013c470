"""Joins that wait for all their branches on every round, and merge what the branches did.

SpiffWorkflow 3.2.0 counts tokens that an earlier pass has consumed: a parallel join inside a loop fires after
one branch from the second round on. And it lays the data of one branch over that of the other, so that what the
first branch changed is lost to the old value which the second still carries. Ours marks the tokens with which
it fires, and takes from each branch what has changed since the branches parted.
"""

from typing import Any

import orjson
from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.control import _EndJoin
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.plain import fresh

_CONSUMED = "consumed"
_MISSING = object()


class ParallelGateway(defaults.ParallelGateway):
    """Fork and join that can stand in a loop."""

    def _check_threshold_unstructured(self, my_task: Task) -> bool:
        arrived = {
            task.parent.task_spec.name
            for task in my_task.workflow.tasks.values()
            if task.task_spec is self and not is_consumed(task) and task.parent.state == TaskState.COMPLETED
        }
        return arrived >= set(self._inputs)

    def _run_hook(self, my_task: Task) -> bool:
        join(my_task)
        return True


class EndJoin(_EndJoin):
    """The end of a process, where the tokens of all its end events meet."""

    def _run_hook(self, my_task: Task) -> bool:
        join(my_task)
        my_task.workflow.data.update(my_task.data)
        return True


def join(my_task: Task) -> None:
    """Give a join that fires the data of all tokens that have arrived at it, and consume them."""
    arrivals = [
        task
        for task in my_task.workflow.tasks.values()
        if task.task_spec is my_task.task_spec
        and task is not my_task
        and task.has_state(TaskState.FINISHED_MASK)
        and not is_consumed(task)
    ]
    arrivals.sort(key=lambda task: task.last_state_change)
    arrivals.append(my_task)
    my_task.data = merged([task.parent for task in arrivals])
    for task in arrivals:
        task.internal_data[_CONSUMED] = True


def is_consumed(task: Task) -> bool:
    """Tell whether the join has fired with this token."""
    return task.state == TaskState.COMPLETED or _CONSUMED in task.internal_data


def merged(ends: list) -> dict:
    """Return the data of the last tasks of some branches, running or stored, in the order in which they ended, as one."""
    parted = parting(ends).data
    data = parted
    for end in ends:
        data = _three_way(parted, data, end.data)
    return fresh(data)


def parting(ends: list) -> Any:
    """Return the last task that all branches have in common; it may be the end of one of them."""
    common = _ancestry(ends[0])
    for end in ends[1:]:
        other = set(_ancestry(end))
        common = [task for task in common if task in other]
    return common[0]


def _ancestry(task: Any) -> list:
    found = []
    while task is not None:
        found.append(task)
        task = task.parent
    return found


def _three_way(base: object, mine: object, theirs: object) -> object:
    """Lay what `theirs` changed since `base` over `mine`."""
    if _same(theirs, base):
        return mine
    if _same(mine, base) or type(mine) is not dict or type(theirs) is not dict:
        return theirs
    old = base if type(base) is dict else {}
    names = dict.fromkeys((*mine, *theirs))
    result = {
        name: _three_way(old.get(name, _MISSING), mine.get(name, _MISSING), theirs.get(name, _MISSING))
        for name in names
    }
    return {name: value for name, value in result.items() if value is not _MISSING}


def _same(one: object, other: object) -> bool:
    """Compare as JSON does: 0 is not false."""
    if one is other:
        return True
    if one is _MISSING or other is _MISSING:
        return False
    return orjson.dumps(one) == orjson.dumps(other)
