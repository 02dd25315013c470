"""One process instance in memory, from rest to rest."""

from collections.abc import Callable
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.end_event import EndEvent
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine import describe, moving, pool, state, stepping, tracing
from workflows.engine.diagram import Element
from workflows.engine.plain import fresh, is_plain
from workflows.engine.process import Process
from workflows.engine.scripting import Host, ScriptEngine, StepFailed
from workflows.engine.snapshot import Snapshot, Waits
from workflows.engine.specs import Message
from workflows.engine.stored import Stored
from workflows.errors import Conflict

_ENDED = "Quy trình của hồ sơ này đã kết thúc."


class Execution:
    """Runs one instance. Make it with `start` or `restore`; throw it away after any exception."""

    def __init__(self, process: Process, engine: ScriptEngine, workflow: BpmnWorkflow | None, ended: dict | None):
        self._process = process
        self._engine = engine
        self._workflow = workflow
        self._ended = ended
        self._sent: list[str] = []
        self._tell_fired: Callable[[str], None] = lambda _: None
        self._end_event: str | None = None
        self._broken = False

    @classmethod
    def start(cls, process: Process, variables: dict, host: Host) -> "Execution":
        """Begin an instance and run it to its first wait."""
        engine = _engine(process, host)
        execution = cls(process, engine, BpmnWorkflow(process.spec, dict(process.parts), engine), None)
        _require_plain(variables)
        execution._act(lambda workflow: workflow.task_tree.set_data(**fresh(variables)))
        return execution

    @classmethod
    def restore(cls, process: Process, text: str, host: Host) -> "Execution":
        """Take up an instance from the state of a snapshot. Raises state.StateUnreadable."""
        engine = _engine(process, host)
        ended = state.read_ended(text)
        workflow = None if ended else state.load(text, process.spec, process.parts, engine)
        return cls(process, engine, workflow, ended)

    def complete(self, task_id: str, variables: dict) -> None:
        """Finish open work with `variables` and run to the next wait.

        Raises Conflict when the work is not open (any more). A receive task takes its message's variable
        from `variables`.
        """
        _require_plain(variables)
        task = self._open_task(task_id)
        values = fresh(variables)

        def finish(_: BpmnWorkflow) -> None:
            if task.state == TaskState.WAITING:
                definition = task.task_spec.event_definition
                payload = values.pop(definition.message_var, None)
                task.task_spec.catch(task, BpmnEvent(definition, payload=payload))
                task.task_spec._update(task)
            task.set_data(**values)
            task.run()

        self._act(finish)

    def send_message(self, name: str, payload: object = None) -> None:
        """Give a message from outside to all that wait for it. Raises Conflict when nothing does."""
        _require_plain(payload)
        if name not in self._waiting_messages():
            raise Conflict(f"Hồ sơ không chờ thông điệp {name}.")
        self._act(lambda workflow: workflow.send_event(BpmnEvent(Message(name), payload=fresh(payload))))

    def fire_timers(self, tell: Callable[[str], None] = lambda _: None) -> None:
        """Fire every timer that is due by the host's clock and run to the next wait.

        Nothing else does: what a deadline sets off is nobody's act, and its failure not that of whoever works meanwhile.
        `tell` is told the id of each timer just before it goes off; one that another takes away does not go off.
        """
        self._tell_fired = tell
        self._act(lambda _: None, time_passes=True)

    def targets(self, token_id: str) -> tuple[Element, ...]:
        """Return the elements before which `move` would put a token, in path order.

        Raises Conflict for what is no waiting token.
        """
        return moving.targets(self._process, self._stored(), token_id)

    def move(self, token_id: str, element_id: str) -> None:
        """Take a waiting token away, put it before an element of the same process, and run to the next wait.

        What runs inside goes with it, and the boundary events of what it leaves; its variables stay. Raises Conflict
        for a token or an element that cannot be taken.
        """
        stored = self._stored()
        entry_id = moving.move(self._process, stored, token_id, element_id)
        text = self._within_limit(stored.text)
        self._workflow = state.load(text, self._process.spec, self._process.parts, self._engine)
        self._act(lambda workflow: moving.enter(workflow, entry_id))

    def begin_new_waits(self) -> None:
        """Work out when the timers fall due that came with another version of the process; nothing runs."""
        self._require_whole()
        if self._workflow is not None:
            self._broken = True
            stepping.set_new_timers(self._workflow)
            self._broken = False

    def waits(self) -> Waits:
        """Return what the instance waits for, without describing it."""
        live = list(describe.live_tasks(self._workflow)) if self._workflow else []
        return Waits(
            frozenset(task.id.hex for task in live if describe.is_open(self._process, task)),
            frozenset((timer.id, timer.due_at) for timer in describe.timers(live)),
        )

    def snapshot(self) -> Snapshot:
        """Describe the instance as it stands."""
        self._require_whole()
        if self._ended is not None:
            return self._ended_snapshot(self._ended)
        workflow, live = self._workflow, list(describe.live_tasks(self._workflow))
        latest = max((task for task in live if task.data), key=lambda task: task.last_state_change, default=None)
        return Snapshot(
            state=self._within_limit(lambda: state.dump(workflow)),
            tasks=tuple(describe.open_task(self._process, t) for t in live if describe.is_open(self._process, t)),
            timers=tuple(describe.timers(live)),
            messages=describe.messages(live),
            sent=tuple(self._sent),
            tokens=tuple(describe.tokens(self._process, live)),
            ended=False,
            end_event=None,
            end_properties={},
            variables=fresh(latest.data) if latest else {},
        )

    def _act(self, move: Callable[[BpmnWorkflow], None], *, time_passes: bool = False) -> None:
        """Make a move and run until quiescent. After any exception the object refuses to go on."""
        self._require_whole()
        if self._workflow is None:
            raise Conflict(_ENDED)
        self._broken = True
        self._engine.tick(time_passes=time_passes)
        trace = tracing.begin(self._workflow)
        try:
            move(self._workflow)
            stepping.run(self._workflow, self._note_step)
        except stepping.TooManySteps:
            limit = stepping.LIMIT_STEPS
            raise StepFailed(f"Quy trình chạy quá {limit} bước mà không dừng lại.", self._process.key, None) from None
        except SpiffWorkflowException as error:
            spec = getattr(error, "task_spec", None)
            place = getattr(spec, "bpmn_id", None) or getattr(spec, "name", None)
            raise StepFailed(f"Bước của quy trình không chạy được: {error}", self._process.key, place) from error
        if not self._workflow.completed and not any(describe.live_tasks(self._workflow)):
            raise StepFailed("Quy trình dừng lại mà không đến sự kiện kết thúc nào.", self._process.key, None)
        thrown = [event.event_definition for event in self._workflow.get_events()]
        self._sent += [each.name for each in thrown if isinstance(each, MessageEventDefinition)]
        if trace is not None:
            trace.end(self._process)
        if self._workflow.completed:
            self._ended = {"event": self._end_event, "variables": self._workflow.data}
            self._workflow = None
        self._broken = False

    def _note_step(self, task: Task) -> None:
        if task.workflow is self._workflow and isinstance(task.task_spec, EndEvent):
            self._end_event = task.task_spec.bpmn_id
        if describe.is_set_off_by_timer(task):
            self._tell_fired(task.id.hex)

    def _open_task(self, task_id: str) -> Task:
        self._require_whole()
        try:
            task = self._workflow and self._workflow.get_task_from_id(UUID(task_id))
        except (ValueError, SpiffWorkflowException):
            task = None
        if task is None or not describe.is_open(self._process, task):
            raise Conflict("Việc này không còn mở.")
        return task

    def _stored(self) -> Stored:
        self._require_whole()
        if self._workflow is None:
            raise Conflict(_ENDED)
        workflow = self._workflow
        return Stored.read(self._within_limit(lambda: state.dump(workflow)))

    def _within_limit(self, write: Callable[[], str]) -> str:
        try:
            return write()
        except pool.DataTooLarge:
            limit = pool.LIMIT_DATA_BYTES // 1024
            raise StepFailed(f"Biến của quy trình lớn hơn {limit} KB.", self._process.key, None) from None

    def _waiting_messages(self) -> tuple[str, ...]:
        self._require_whole()
        return describe.messages(list(describe.live_tasks(self._workflow))) if self._workflow else ()

    def _require_whole(self) -> None:
        if self._broken:
            raise StepFailed("Bước trước đã lỗi; phải nạp lại hồ sơ.", self._process.key, None)

    def _ended_snapshot(self, ended: dict) -> Snapshot:
        event = ended["event"]
        given = dict(self._process.element(self._process.key, event).properties) if event else {}
        return Snapshot(
            state=state.dump_ended(ended),
            tasks=(),
            timers=(),
            messages=(),
            sent=tuple(self._sent),
            tokens=(),
            ended=True,
            end_event=event,
            end_properties=given,
            variables=fresh(ended["variables"]),
        )


def _engine(process: Process, host: Host) -> ScriptEngine:
    return ScriptEngine(process.expressions, host, lambda task: describe.step_of(process, task))


def _require_plain(value: object) -> None:
    if not is_plain(value):
        raise TypeError("variables of a process are plain JSON")
