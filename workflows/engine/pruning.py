"""Which tasks of a running instance still matter.

SpiffWorkflow keeps every task that ever ran, walks them all at every step, and dies when the tree is about
a thousand deep. A task matters only if it is live, if a live task needs it to decide or to inherit data
from, or if two tasks that matter meet there. Everything else is left out of the state.
"""

from itertools import pairwise

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit, _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

from workflows.engine.joins import is_consumed, merged

LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED


class Kept:
    """The tasks of one workflow to be written down: their tree, and which of them need their data."""

    def __init__(self, workflow: Workflow):
        self._tasks = workflow.tasks
        self.live = [task for task in self._tasks.values() if task.has_state(LIVE)]
        self.arrivals = _arrivals(self._tasks)
        self._wanted: dict = {}
        self.with_data: set = set()
        for task in self.live:
            self._want_live(task)
        for task in self.arrivals:
            self._want(task)
            self._want(task.parent, data=True)
        self.children: dict = {}
        self.root = self._connect()

    def _want_live(self, task: Task) -> None:
        # A started sub-process gets all its data from inside when it ends.
        self._want(task, data=not (task.has_state(TaskState.STARTED) and isinstance(task.task_spec, SubWorkflowTask)))
        if task.parent is not None:
            # A waiting task inherits from its parent again whenever something moves.
            self._want(task.parent, data=task.has_state(TaskState.WAITING))
        self._want_open_splits(task)

    def _want_open_splits(self, task: Task) -> None:
        """Keep the split of each boundary event that is still open around a task, with the branch that the task is on.

        It is open while the work or one of its events waits; then the join behind it looks at all of its branches.
        """
        branch, above = task, task.parent
        while above is not None:
            if isinstance(above.task_spec, BoundaryEventSplit) and any(each.has_state(LIVE) for each in above.children):
                self._want(above, data=True)
                self._want(branch)
            branch, above = above, above.parent

    def _want(self, task: Task, *, data: bool = False) -> None:
        self._wanted[task.id] = task
        if data:
            self.with_data.add(task.id)

    def _connect(self) -> Task:
        """Hang each wanted task under its nearest wanted ancestor, adding the places where branches meet."""
        paths = [self._path(task) for task in self._wanted.values()]
        onward: dict = {}
        for path in paths:
            for above, below in pairwise(path):
                onward.setdefault(above, {})[below] = None
        top = self._skip(paths[0][0], onward)
        self._hang(top, onward)
        return self._tasks[top]

    def _path(self, task: Task) -> list:
        path = [task.id]
        while task.parent is not None:
            task = task.parent
            path.append(task.id)
        return path[::-1]

    def _hang(self, top, onward: dict) -> None:
        queue = [top]
        while queue:
            above = queue.pop()
            below = [child for child in self._tasks[above]._children if child in onward.get(above, ())]
            self.children[above] = [self._tasks[self._skip(child, onward)] for child in below]
            queue.extend(child.id for child in self.children[above])
            if len(below) > 1:
                # A join compares each branch with the data at the place where they parted.
                self.with_data.add(above)

    def _skip(self, top, onward: dict):
        """Go down to the next task that is wanted or where branches part."""
        while top not in self._wanted and len(onward[top]) == 1:
            top = next(iter(onward[top]))
        return top


def _arrivals(tasks: dict) -> list[Task]:
    """Find the tokens that stand at a join which has not fired since.

    The library cancels a join task when the next token arrives and reads it again when the join fires. All
    but the last arrival at the end of a process are only data to be merged, so they are merged now.
    """
    by_join: dict = {}
    for task in tasks.values():
        waits = isinstance(task.task_spec, UnstructuredJoin) and task.has_state(TaskState.FINISHED_MASK)
        if waits and not is_consumed(task):
            by_join.setdefault(task.task_spec, []).append(task)
    return [task for spec, arrived in by_join.items() for task in _unmerged(spec, arrived)]


def _unmerged(spec: UnstructuredJoin, arrived: list[Task]) -> list[Task]:
    """Merge the tokens at the end of a process into the last of them; tokens at a gateway stay as they are."""
    if not isinstance(spec, _EndJoin):
        return arrived
    arrived.sort(key=lambda task: task.last_state_change)
    arrived[-1].parent.data = merged([task.parent for task in arrived])
    return arrived[-1:]
