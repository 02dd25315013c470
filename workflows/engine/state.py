"""How a running instance becomes text and comes back.

Only tasks that still matter are written, predictions are made again on loading, and each value of the task
data is written once. The text is plain JSON and means nothing to anybody else:

    {"format": 2,
     "values": [value, …],                        each value of the data, once
     "data":   [set, …],                          each set of data, once; see pool.Pool
     "parts":  [[of, name, [row, …]], …]}         one per running process; `of` is the task that opened it

A row is [parent, spec, state, id, data, changed, internal, triggered] with empty values cut from its end;
`parent` counts rows from 1 and `data` counts sets from 1, 0 means none. Only live tasks keep their id.
"""

from collections.abc import Callable, Mapping
from uuid import UUID, uuid4

import orjson
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

from workflows.engine.pool import Pool, Sets
from workflows.engine.pruning import LIVE, Kept
from workflows.errors import Conflict

FORMAT = 2
_UNREADABLE = "Trạng thái đã lưu của hồ sơ không đọc được với quy trình này."
_EMPTY_INTERNAL = ("event_fired", "seen_events")


class StateUnreadable(Conflict):
    """A stored state is not of this format or does not fit the process."""


def dump(workflow: BpmnWorkflow) -> str:
    """Write down an instance that is at rest. Raises DataTooLarge."""
    pool = Pool()
    parts = [["", workflow.spec.name, _rows(workflow, pool)]]
    parts += [[opener.hex, part.spec.name, _rows(part, pool)] for opener, part in _running_parts(workflow)]
    return write(pool, parts)


def _running_parts(workflow: BpmnWorkflow) -> list[tuple[UUID, BpmnSubWorkflow]]:
    """Return the sub-processes whose opening task still runs, outer before inner."""
    running = [entry for entry in workflow.subprocesses.items() if not entry[1].completed]
    return sorted(running, key=lambda entry: entry[1].depth)


def _rows(workflow: Workflow, pool: Pool) -> list[list]:
    kept = Kept(workflow)
    arrivals = {task.id for task in kept.arrivals}
    rows: list[list] = []
    stack = [(kept.root, 0)]
    while stack:
        task, parent = stack.pop()
        row = [
            parent,
            task.task_spec.name,
            task.state,
            task.id.hex if task.has_state(LIVE) else "",
            pool.add(task.data) if task.id in kept.with_data else 0,
            round(task.last_state_change, 6) if task.id in arrivals else 0,
            _internal(task),
            int(task.triggered),
        ]
        rows.append(pack(row))
        stack.extend((child, len(rows)) for child in reversed(kept.children[task.id]))
    return rows


def pack(row: list) -> list:
    """Cut the empty values from the end of a row."""
    while not row[-1]:
        row.pop()
    return row


def unpack(row: list) -> list:
    """Give a row its empty values back."""
    return row + ["", 0, 0, {}, 0][len(row) - 3 :]


def write(pool: Pool, parts: list) -> str:
    """Return the text of an instance from its parts, whose data are in the pool."""
    return orjson.dumps({"format": FORMAT, "values": pool.values, "data": pool.sets, "parts": parts}).decode()


def read(text: str) -> dict:
    """Return what is stored in the present format, whichever it was written in. Raises ValueError, KeyError, TypeError."""
    saved = orjson.loads(text)
    while saved["format"] != FORMAT:
        saved = _UPGRADES[saved["format"]](saved)
    return saved


def _from_1(saved: dict) -> dict:
    """Format 1 wrote every set of data whole, which format 2 still reads."""
    return saved | {"format": 2}


_UPGRADES: dict[int, Callable[[dict], dict]] = {1: _from_1}
"""How each earlier format becomes the next. An instance is written in the present one at its next step."""


def _internal(task: Task) -> dict:
    if not task.has_state(LIVE):
        return {}
    internal = {name: value for name, value in task.internal_data.items() if value or name not in _EMPTY_INTERNAL}
    if "merged" in internal:
        # Only how many children have ended is ever asked; their ids would grow the state with each ballot.
        internal["merged"] = len(internal["merged"])
    return internal


def load(
    text: str, spec: BpmnProcessSpec, parts: Mapping[str, BpmnProcessSpec], engine: PythonScriptEngine
) -> BpmnWorkflow:
    """Bring an instance back. Raises StateUnreadable."""
    try:
        return _load(read(text), spec, parts, engine)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, IndexError) as error:
        raise StateUnreadable(_UNREADABLE) from error


def dump_ended(ended: dict) -> str:
    """Write down an instance that has ended: its end event and its variables."""
    return orjson.dumps({"format": FORMAT, "ended": ended}).decode()


def read_ended(text: str) -> dict | None:
    """Return what `dump_ended` wrote, None when the instance still runs."""
    try:
        return read(text).get("ended")
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise StateUnreadable(_UNREADABLE) from error


def _load(
    saved: dict, spec: BpmnProcessSpec, parts: Mapping[str, BpmnProcessSpec], engine: PythonScriptEngine
) -> BpmnWorkflow:
    workflow = BpmnWorkflow(spec, dict(parts), engine, deserializing=True)
    sets = Sets(saved["values"], saved["data"])
    (_, name, rows), *inner = saved["parts"]
    if name != spec.name:
        raise ValueError(f"state of {name}")
    _fill(workflow, rows, sets)
    for of, name, rows in inner:
        opener = workflow.get_task_from_id(UUID(of))
        part = BpmnSubWorkflow(workflow.subprocess_specs[name], opener.id, workflow, deserializing=True)
        _fill(part, rows, sets)
        workflow.subprocesses[opener.id] = part
        part.completed_event.connect(opener.task_spec._on_subworkflow_completed, opener)
    return workflow


def _fill(workflow: Workflow, rows: list[list], sets: Sets) -> None:
    tasks: list[Task] = []
    for row in rows:
        parent, name, state, own_id, data, changed, internal, triggered = unpack(row)
        above = tasks[parent - 1] if parent else None
        task = Task(workflow, workflow.spec.task_specs[name], above, state, UUID(own_id) if own_id else uuid4())
        task.data = sets.get(data)
        task.last_state_change = changed
        task.thread_id = 0
        task.triggered = bool(triggered)
        task.internal_data = internal or {}
        if "merged" in task.internal_data:
            task.internal_data["merged"] = [""] * task.internal_data["merged"]
        tasks.append(task)
    workflow.task_tree = tasks[0]
    for task in tasks:
        if task.has_state(TaskState.WAITING) and isinstance(task.task_spec, CatchingEvent):
            workflow.top_workflow.event_manager.add_task(task)
        if task.has_state(LIVE):
            task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)
