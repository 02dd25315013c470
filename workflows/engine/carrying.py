"""Rewrite a saved instance for another version of its process, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit, _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.util.task import TaskState

from workflows.engine.fitting import event_kind, misfit, starved, suggestions
from workflows.engine.moving import is_member
from workflows.engine.process import Process
from workflows.engine.stored import Part, Row, Stored, spec_of

NEUTRAL = "Start"
"""Stands for history that the new version does not know; it leads nowhere and counts for nothing."""


@dataclass
class Findings:
    """What was found on the way. An obstacle is (process, element, reason, suggestions)."""

    obstacles: list[tuple[str, str, str, tuple[str, ...]]] = field(default_factory=list)
    carried: list[tuple[str, str, str, str]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Crossing:
    """From which version to which, and what is carried."""

    old: Process
    new: Process
    stored: Stored
    mapping: Mapping[str, str]
    findings: Findings


def carry(old: Process, new: Process, stored: Stored, mapping: Mapping[str, str]) -> Findings:
    """Rewrite a saved instance of the old version for the new one, as far as it fits."""
    crossing = _Crossing(old, new, stored, mapping, Findings())
    inside: dict[Row, str] = {}
    for part in stored.parts:
        container = new.key if part.opener is None else inside.get(part.opener)
        if container is not None:
            # What runs inside work that cannot be carried is not looked at.
            inside |= _PartCarrier(crossing, part, container).carry()
    return crossing.findings


class _PartCarrier:
    """Carries one process or sub-process of an instance."""

    def __init__(self, crossing: _Crossing, part: Part, container: str):
        self._old, self._new, self._stored = crossing.old, crossing.new, crossing.stored
        self._mapping, self._findings = crossing.mapping, crossing.findings
        self._part, self._container = part, container
        self._specs = spec_of(self._new, container)
        self._old_specs = spec_of(self._old, part.container)
        self._was: dict[Row, TaskSpec] = {row: self._old_specs.task_specs[row.spec] for row in part.root.walk()}
        self._inside: dict[Row, str] = {}

    def carry(self) -> dict[Row, str]:
        """Rewrite the part; return which process runs in what it has opened."""
        known = {self._new_id(join.name) for join, _ in self._starved(self._old_specs)}
        before = len(self._findings.obstacles)
        for row, spec in self._was.items():
            self._rewrite(row, spec)
        if len(self._findings.obstacles) == before:
            self._demand_one_in_each_place()
            self._demand_joins_that_can_fire(known)
            for row in [row for row, spec in self._was.items() if self._is_work(row, spec)]:
                self._add_boundary_events(row)
        self._part.container = self._container
        return self._inside

    def _new_id(self, element_id: str) -> str:
        return self._mapping.get(element_id, element_id)

    def _rewrite(self, row: Row, spec: TaskSpec) -> None:
        match spec:
            case BoundaryEventSplit():
                row.spec = self._known(self._around(row)) or NEUTRAL
            case BoundaryEventJoin():
                self._rewrite_boundary_join(row)
            case BoundaryEvent() if row.parent is not None:
                self._rewrite_boundary(row, row.parent, spec)
            case _EndJoin():
                row.spec = f"{self._container}.EndJoin"
            case UnstructuredJoin() if row.is_live or not row.children:
                self._rewrite_arrival(row, spec)
            case _ if row.is_live:
                self._rewrite_live(row, spec)
            case _:
                row.spec = self._history(spec)

    def _history(self, spec: TaskSpec) -> str:
        """Return the name under which something finished is remembered."""
        name = self._new_id(spec.name)
        same = self._specs.task_specs.get(name)
        return name if same is not None and type(same) is type(spec) else NEUTRAL

    def _known(self, name: str) -> str | None:
        return name if name in self._specs.task_specs else None

    def _around(self, row: Row) -> str:
        """Return what the split or the join around an activity is called in the new version."""
        activity, _, kind = self._was[row].name.rpartition(".")
        return f"{self._new_id(activity)}.{kind}"

    def _rewrite_live(self, row: Row, spec: TaskSpec) -> None:
        if not self._fits(spec):
            return
        element = self._old.element(self._part.container, spec.bpmn_id)
        new = self._new.element(self._container, self._new_id(element.id))
        row.spec = new.id
        if row.parent is not None and is_member(self._was[row.parent], spec):
            row.spec = self._specs.task_specs[new.id].task_spec
        if new.opens is not None and not isinstance(spec, LoopTask):
            self._inside[row] = new.opens

    def _fits(self, spec: TaskSpec) -> bool:
        """Tell whether the new version has a place for what waits on an element; note what keeps it from there."""
        element = self._old.element(self._part.container, spec.bpmn_id)
        new_id = self._new_id(element.id)
        reason = misfit(self._old, self._new, element, self._container, new_id)
        if reason is None:
            self._findings.carried.append((element.process_id, element.id, self._container, new_id))
        else:
            proposed = suggestions(self._old, self._new, element, self._container)
            self._findings.obstacles.append((element.process_id, element.id, reason, proposed))
        return reason is None

    def _rewrite_arrival(self, row: Row, spec: TaskSpec) -> None:
        """Carry a token that waits at a join, with the flow along which it came."""
        if not self._fits(spec) or row.parent is None:
            return
        row.spec = self._new_id(spec.name)
        came_by = self._was[row.parent].name
        ways = [each.name for each in self._specs.task_specs[row.spec].inputs]
        if self._new_id(came_by) in ways:
            row.parent.spec = self._new_id(came_by)
            return
        reason = (
            f"Nhánh đã qua bước “{self._named(came_by)}” chờ ở cổng “{self._named(spec.name)}”, nhưng ở phiên bản mới "
        )
        reason += "không có luồng từ bước đó đến cổng; hãy chọn bước thay cho nó."
        known = {each.name for each in spec.inputs}
        proposed = tuple(sorted(ways, key=lambda each: each in known))
        self._findings.obstacles.append((self._part.container, came_by, reason, proposed))

    def _rewrite_boundary_join(self, row: Row) -> None:
        name = self._known(self._around(row))
        if name is None or row.parent is None or row.parent.spec == NEUTRAL:
            row.remove()
        else:
            row.spec = name

    def _rewrite_boundary(self, row: Row, split: Row, spec: BoundaryEvent) -> None:
        new = self._specs.task_specs.get(self._new_id(spec.name))
        attached = split.spec != NEUTRAL and new in self._specs.task_specs[split.spec].outputs
        if attached and (row.is_finished or event_kind(new) == event_kind(spec)):
            row.spec = new.name
        elif row.is_live:
            self._findings.removed.append(spec.name)
            row.remove()
        else:
            row.spec = NEUTRAL
            if split.spec != NEUTRAL:
                self._hang_beside(row, split)

    def _hang_beside(self, row: Row, split: Row) -> None:
        """Take what a boundary event has set off out from under an activity that has that event no more."""
        row.remove()
        start = Row(NEUTRAL, TaskState.COMPLETED, data=split.data)
        self._put_above(split, start)
        start.add(row)

    def _put_above(self, row: Row, new: Row) -> None:
        if row.parent is None:
            self._part.root = new
        else:
            siblings = row.parent.children
            siblings[siblings.index(row)] = new
            new.parent = row.parent
        new.add(row)

    def _is_work(self, row: Row, spec: TaskSpec) -> bool:
        """Tell whether a row is an activity that goes on, as a whole."""
        if not row.is_live or isinstance(spec, BoundaryEvent | BoundaryEventJoin | UnstructuredJoin):
            return False
        return row.parent is None or row.parent not in self._was or not is_member(self._was[row.parent], spec)

    def _add_boundary_events(self, row: Row) -> None:
        """Let the boundary events that are new around an activity begin to wait."""
        new_split = self._specs.task_specs.get(f"{row.spec}.BoundaryEventSplit")
        if new_split is None:
            return
        old_split = self._old_specs.task_specs.get(f"{self._was[row].name}.BoundaryEventSplit")
        known = {(self._new_id(each.name), event_kind(each)) for each in old_split.outputs} if old_split else set()
        split = row.parent
        if split is None or split.spec != new_split.name:
            split = Row(new_split.name, TaskState.COMPLETED, data=self._stored.data_of(row))
            self._put_above(row, split)
        for event in new_split.outputs:
            # One that the old version had too has gone off already if it does not wait.
            if isinstance(event, BoundaryEvent) and (event.name, event_kind(event)) not in known:
                split.add(Row(event.name, TaskState.WAITING, uuid4().hex, data=split.data))
                self._findings.added.append(event.name)

    def _demand_one_in_each_place(self) -> None:
        standing: dict[str, str] = {}
        for row, spec in self._was.items():
            if self._is_work(row, spec) and standing.setdefault(row.spec, spec.name) != spec.name:
                reason = f"Hai bước đang chờ “{self._named(standing[row.spec])}” và “{self._named(spec.name)}” không thể cùng "
                reason += "chuyển vào một bước; hãy chọn bước khác."
                self._findings.obstacles.append((self._part.container, spec.name, reason, ()))

    def _demand_joins_that_can_fire(self, known: set[str]) -> None:
        """Note the joins that would wait for ever, or that nobody would wake; `known` were so in the old version too."""
        for join, way in self._starved(self._specs):
            if join.name not in known:
                name, missing = join.bpmn_name or join.name, self._specs.task_specs[way]
                reason = f"Cổng “{name}” ở phiên bản mới chờ cả nhánh đi qua “{missing.bpmn_name or way}”, "
                reason += "mà hồ sơ đã qua chỗ rẽ nhánh đó. Hãy đợi hồ sơ qua cổng này."
                self._findings.obstacles.append((self._container, join.name, reason, ()))
        for name, ways in self._arrived().items():
            if not {each.name for each in self._specs.task_specs[name].inputs} - ways:
                reason = (
                    f"Cổng “{self._specs.task_specs[name].bpmn_name or name}” ở phiên bản mới không còn chờ nhánh nào. "
                )
                reason += "Hãy chuyển hồ sơ khỏi cổng này trước."
                self._findings.obstacles.append((self._container, name, reason, ()))

    def _starved(self, specs) -> list[tuple[TaskSpec, str]]:
        live = [row for row in self._part.root.walk() if row.is_live]
        return list(starved(specs, live, self._arrived()))

    def _arrived(self) -> dict[str, set[str]]:
        """Return from where tokens have come to the gateways at which they wait."""
        found: dict[str, set[str]] = {}
        for row, spec in self._was.items():
            waits = isinstance(spec, UnstructuredJoin) and not isinstance(spec, _EndJoin)
            if waits and row.parent is not None and (row.is_live or not row.children):
                found.setdefault(row.spec, set()).add(row.parent.spec)
        return found

    def _named(self, name: str) -> str:
        element = self._old.containers[self._part.container].elements.get(name)
        return (element and element.name) or name
