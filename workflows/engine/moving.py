"""Take a waiting token away by hand and put it before another element of the same process.

What happened to the branches around it stays: the token hangs where its branch parted from the others, with the data
that it had, under a start of its own, so that no gateway mistakes it for a token that came along a flow. Only at a join
it stands as if it had come along the flow that its branch leads to. What has arrived at a join leaves it as one.
"""

from collections.abc import Iterator
from uuid import UUID, uuid4

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.inclusive_gateway import InclusiveGateway
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.util.task import TaskState

from workflows.engine import joins
from workflows.engine.diagram import Element
from workflows.engine.process import Process
from workflows.engine.stored import Part, Row, Stored, spec_of
from workflows.errors import Conflict

_START = "Start"
_GONE = "Bước này không còn chờ ở đây. Hãy tải lại trang để xem hồ sơ đang ở đâu."


def targets(process: Process, stored: Stored, token_id: str) -> tuple[Element, ...]:
    """Return the elements before which a token can be put, in path order. Raises Conflict for a token that is none."""
    part, _ = _token(process, stored, token_id)
    ordered = process.containers[part.container].in_path_order()
    return tuple(element for element in ordered if _refusal(process, element) is None)


def move(process: Process, stored: Stored, token_id: str, element_id: str) -> str:
    """Move a token in a saved instance; return the id of the task that stands before the element.

    The task has yet to be entered. Raises Conflict for a token or an element that cannot be taken.
    """
    part, row = _token(process, stored, token_id)
    _demand_target(process, part, element_id)
    spec = spec_of(process, part.container)
    entry = spec.task_specs.get(f"{element_id}.BoundaryEventSplit") or spec.task_specs[element_id]
    came_by = _came_by(part, row, spec, entry)
    standing = _standing_with(part, row, spec)
    data = joins.merged([each.parent for each in standing]) if len(standing) > 1 else stored.data_of(row)
    anchor = _take_away(stored, standing, spec)
    start = Row(_START, TaskState.COMPLETED, data=data)
    if anchor is None:
        part.root = start
    else:
        anchor.add(start)
    _demand_first_pass(part, spec, entry)
    before = start.add(Row(came_by, TaskState.COMPLETED, data=data)) if came_by else start
    return before.add(Row(entry.name, TaskState.FUTURE, uuid4().hex)).id


def enter(workflow: BpmnWorkflow, task_id: str) -> None:
    """Let a moved token reach the element before which it stands, and let joins see who can still come."""
    task = workflow.get_task_from_id(UUID(task_id))
    task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)
    task.task_spec._update(task)
    for each in task.workflow.get_tasks(state=TaskState.WAITING):
        if isinstance(each.task_spec, UnstructuredJoin) and each.has_state(TaskState.WAITING):
            each.task_spec._update(each)


def _token(process: Process, stored: Stored, token_id: str) -> tuple[Part, Row]:
    found = stored.find(token_id)
    if found is None:
        raise Conflict(_GONE)
    part, row = found
    specs = spec_of(process, part.container).task_specs
    spec = specs[row.spec]
    if not spec.bpmn_id or isinstance(spec, BoundaryEvent):
        raise Conflict(_GONE)
    if row.parent is not None and is_member(specs[row.parent.spec], spec):
        element = process.element(part.container, spec.bpmn_id)
        raise Conflict(
            f"Không chuyển riêng việc của một người trong nhóm việc “{element.name or element.id}” được; "
            "hãy chuyển cả nhóm việc."
        )
    return part, row


def _demand_target(process: Process, part: Part, element_id: str) -> None:
    container = process.containers[part.container]
    element = container.elements.get(element_id)
    if element is None:
        known = next((each for each in process.elements if each.id == element_id), None)
        raise Conflict(
            f"Bước “{(known and known.name) or element_id}” không nằm trong cùng quy trình “{container.name or container.id}” "
            "với bước đang chờ. Hãy chọn một bước trong danh sách."
        )
    if refusal := _refusal(process, element):
        raise Conflict(refusal)


def _refusal(process: Process, element: Element) -> str | None:
    """Say why no token can be put before an element."""
    name = element.name or element.id
    if element.type == "startEvent":
        return f"Không đưa về điểm bắt đầu “{name}” được; hãy chọn bước đầu tiên sau nó."
    if element.type == "boundaryEvent":
        return f"“{name}” chỉ xảy ra khi bước mang nó đang chờ; hãy chọn bước đó."
    container = process.containers[element.process_id]
    sources = {flow.source for flow in container.flows if flow.target == element.id}
    if any(container.elements[source].type == "eventBasedGateway" for source in sources):
        return f"“{name}” chỉ được chờ cùng cổng sự kiện đứng trước nó; hãy chọn cổng đó."
    return None


def is_member(above: TaskSpec, spec: TaskSpec) -> bool:
    """Tell whether a task under another is one instance of that multi-instance work."""
    return isinstance(above, LoopTask) and above.task_spec == spec.name


def reaches(source: TaskSpec, target: TaskSpec, but_not_through: TaskSpec | None = None) -> bool:
    """Tell whether a token on `source` can come to `target` in the same process."""
    queue, seen = [source], {source.name}
    while queue:
        spec = queue.pop()
        if spec is target:
            return True
        if spec is not but_not_through:
            found = [each for each in spec.outputs if each.name not in seen]
            seen.update(each.name for each in found)
            queue.extend(found)
    return False


def _came_by(part: Part, row: Row, spec: BpmnProcessSpec, entry: TaskSpec) -> str | None:
    """Return the name of the step from which a token moved to a gateway that counts its flows is taken to come."""
    if not isinstance(entry, UnstructuredJoin):
        return None
    if row.spec == entry.name and row.parent is not None:
        return row.parent.spec
    arrived = {each.parent.spec for each in part.root.walk() if each.spec == entry.name and each.parent}
    here, every = spec.task_specs[row.spec], [each.name for each in entry.inputs]
    leading = [each.name for each in entry.inputs if reaches(here, each, but_not_through=entry)]
    return next((name for name in (*leading, *every) if name not in arrived), every[0])


def _standing_with(part: Part, row: Row, spec: BpmnProcessSpec) -> list[Row]:
    """Return a live row, after those that have arrived before it at the join at which it waits."""
    if not isinstance(spec.task_specs[row.spec], UnstructuredJoin):
        return [row]
    # A completed one is the join as it fired in an earlier round, with what came after it underneath.
    arrived = [each for each in part.root.walk() if each.spec == row.spec and each.is_finished and not each.children]
    return [*sorted(arrived, key=lambda each: each.changed), row]


def _take_away(stored: Stored, standing: list[Row], spec: BpmnProcessSpec) -> Row | None:
    """Remove what stands in one place and all that only it keeps; return where its branch goes on, None at the root."""
    row, around = standing[-1], standing[-1].parent
    stored.drop_inside(row)
    if around is None:
        return None
    if isinstance(spec.task_specs[around.spec], BoundaryEventSplit):
        for each in list(_waiting_for(around, spec)):
            each.remove()
        if len(around.children) > 1:
            # What its boundary events have set off goes on; the activity itself is over.
            row.state, row.id, row.data, row.internal, row.children = TaskState.CANCELLED, "", {}, {}, []
            return row
    parted = joins.parting(standing) if len(standing) > 1 else around
    for each in standing:
        above = each.parent
        each.remove()
        if above is not None and above is not parted:
            _first_with_others(above, parted)
    return _first_with_others(parted)


def _waiting_for(split: Row, spec: BpmnProcessSpec) -> Iterator[Row]:
    """Yield the boundary events of an activity that wait, and what waits for its end."""
    for branch in split.children:
        if isinstance(spec.task_specs[branch.spec], BoundaryEvent):
            if branch.is_live:
                yield branch
            for child in branch.children:
                if isinstance(spec.task_specs[child.spec], BoundaryEventJoin):
                    yield child


def _first_with_others(row: Row, top: Row | None = None) -> Row | None:
    """Climb, taking away what nobody needs any more, to where another branch parts or to `top`; None above the root."""
    while not row.children and row is not top:
        above = row.parent
        if above is None:
            return None
        if above.spec.endswith(".BoundaryEventSplit") and len(above.children) > 1:
            return row
        row.remove()
        row = above
    return row


def _demand_first_pass(part: Part, spec: BpmnProcessSpec, entry: TaskSpec) -> None:
    """Refuse to go back before an inclusive join whose tokens of now and then could be mixed up."""
    for row in part.root.walk():
        passed = spec.task_specs[row.spec]
        is_join = isinstance(passed, InclusiveGateway) and len(passed.inputs) > 1 and row.state == TaskState.COMPLETED
        if is_join and reaches(entry, passed):
            name = passed.bpmn_name or passed.name
            raise Conflict(
                f"Không đưa về trước cổng “{name}” được, vì nhánh khác đã qua cổng này. Hãy chọn bước sau cổng đó."
            )
