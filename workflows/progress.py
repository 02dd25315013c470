"""Move a stored instance one step: load, act, record.

Every command that touches an instance comes through here, so that the task list, the timers, the dossier's status and
the engine's own state cannot drift apart. All of it happens in the caller's transaction, with the instance row locked.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, selectinload

from workflows import assessing, catalogue, history, incidents, operations, reminders
from workflows.clock import utcnow
from workflows.db import table_of
from workflows.engine import Execution, Step
from workflows.errors import Conflict, OperationFailed, Origin, StepFailed
from workflows.incidents import told
from workflows.models import CampaignDuty, Dossier, DueTimer, ProcessDefinition, ProcessInstance, UserTask
from workflows.policy import Actor
from workflows.recording import NOTHING, open_timers, record
from workflows.replaying import journal
from workflows.replaying.journal import Given
from workflows.rules.calendar import VIETNAM
from workflows.work import Place, Work

RESTS = {
    "ended": "Quy trình của hồ sơ này đã kết thúc.",
    "suspended": "Quy trình của hồ sơ này đang được quản trị hệ thống tạm dừng. Nội dung đã nhập vẫn còn.",
    "incident": "Quy trình của hồ sơ này đang có sự cố, chờ quản trị hệ thống khắc phục. Nội dung đã nhập vẫn còn.",
}

# The definition is read after the lock and not joined to it: PostgreSQL would look for the new definition of an instance
# that another has just taken over among the rows that it had joined before, and find no instance at all.
_LOCKED = (
    select(ProcessInstance)
    .options(selectinload(ProcessInstance.definition).joinedload(ProcessDefinition.deployment, innerjoin=True))
    .with_for_update(of=ProcessInstance)
    .execution_options(populate_existing=True)
)
HELD = _LOCKED.where(ProcessInstance.id == bindparam("instance_id"))
_instances, _tasks = table_of(ProcessInstance), table_of(UserTask)
HELD_OF_TASK = (
    select(_instances.c.id)
    .where(_instances.c.id == select(_tasks.c.instance_id).where(_tasks.c.id == bindparam("task_id")).scalar_subquery())
    .with_for_update()
)


def start(
    session: Session, actor: Actor | None, subject: Dossier | CampaignDuty | None, process_key: str, variables: dict
) -> ProcessInstance:
    """Begin the newest version of a process for a dossier, or for a campaign's duty, and write down where it stopped."""
    definition = catalogue.current_definition(session, process_key)
    of_dossier = subject if isinstance(subject, Dossier) else None
    of_duty = subject if isinstance(subject, CampaignDuty) else None
    instance = ProcessInstance(definition=definition, state="", status="running", tokens=[], started_at=utcnow())
    instance.dossier, instance.duty = of_dossier, of_duty
    if of_duty is not None:
        of_duty.opened_at = instance.started_at  # in one statement with the instance: the table wants both or neither
    session.add(instance)
    session.flush()  # tasks and timers below need its id
    work = Work(session, instance, actor, utcnow())
    host = _Host(work)
    execution = Execution.start(catalogue.process_of(session, definition), variables, host)
    record(work, execution.snapshot(), NOTHING)
    journal.write(work, Given("start", variables=variables), host.answers)
    return instance


def lock(session: Session, instance_id: int) -> ProcessInstance:
    """Return the running instance as it stands now, locked until the transaction ends. Raises Conflict if it rests."""
    instance = hold(session, instance_id)
    demand_running(instance)
    return instance


def hold(session: Session, instance_id: int) -> ProcessInstance:
    """Return the instance as it stands now, running or not, locked until the transaction ends.

    It is the first lock of every step: whoever holds it may go on to tasks, timers and the dossier, and whoever wants
    one of those asks for it before. On SQLite the transaction itself is the lock (BEGIN IMMEDIATE). The row is read
    again after the lock is held.
    """
    return session.scalars(HELD, {"instance_id": instance_id}).one()


def hold_of(session: Session, task_id: int) -> None:
    """Lock the instance of a task until the transaction ends. The caller reads it afterwards, with the task."""
    session.execute(HELD_OF_TASK, {"task_id": task_id})


def demand_running(instance: ProcessInstance) -> None:
    """Raise Conflict where an instance has ended or waits for an operator."""
    if instance.status != "running":
        raise Conflict(RESTS[instance.status])


def complete(work: Work, task: UserTask, variables: dict) -> None:
    """Complete a task in the engine, run to the next waits, and write them down. The instance must be locked."""
    reminders.call_off(work.session, [task])
    given = journal.of_task(task, variables)
    _advance(work, lambda execution: execution.complete(task.engine_id, variables), origin_of(task), given)


def send_message(work: Work, name: str, payload: object = None) -> None:
    """Deliver a message to whatever waits for it. Raises Conflict if nothing does."""

    def act(execution: Execution) -> None:
        if name not in execution.snapshot().messages:
            raise Conflict("Hồ sơ không còn ở bước chờ việc này.")
        execution.send_message(name, payload)

    _advance(work, act, Origin(work.instance.id, "message"), Given("message", name, {"payload": payload}))


def fire(work: Work, timer: DueTimer) -> None:
    """Let this timer and all others of the instance that are due go off, each in history before what it sets off.

    One that another takes away is cancelled. Raises StepFailed where the timer still waits afterwards.
    """
    waiting = {each.engine_id: each for each in open_timers(work.session, work.instance)}

    def note(engine_id: str) -> None:
        if (each := waiting.pop(engine_id, None)) is not None:
            each.fired_at = work.now
            history.record(work.session, None, "timer_fired", element_id=each.element_id, **history.of(work.instance))

    by = Origin(work.instance.id, "timer", timer_id=timer.id)
    _advance(work, lambda execution: execution.fire_timers(note), by, Given("timer", timer.element_id))
    if timer.is_open:
        with told(element_id=timer.element_id, by=by):
            raise StepFailed("Mốc thời gian đã đến hạn nhưng quy trình không chạy tiếp từ đó.")


def move(work: Work, token_id: str, element_id: str) -> None:
    """Put a waiting token before another element and run on. The instance must be locked. Raises Conflict."""
    _advance(work, lambda execution: execution.move(token_id, element_id), None, Given("move", element_id))


def origin_of(task: UserTask) -> Origin:
    """Return how a failure of the completion of a task names what set it off."""
    return Origin(task.instance_id, "step", task_id=task.id)


def _advance(work: Work, act: Callable[[Execution], None], by: Origin | None, given: Given) -> None:
    with told(by=by):
        process, host = catalogue.process_of(work.session, work.instance.definition), _Host(work)
        execution = Execution.restore(process, work.instance.state, host)
        before = execution.waits()
        act(execution)
        record(work, execution.snapshot(), before.without(given.task.engine_id if given.task else ""))
        journal.write(work, given, host.answers)
    if work.instance.open_incidents:
        incidents.settle(work.session, work.actor, work.instance, by)


class _Host:
    """What the engine may ask of us while it runs: the time, an operation, a decision."""

    def __init__(self, work: Work):
        self._work = work
        self.answers: list[dict] = []
        """What operations and decisions have answered, as the journal keeps it."""

    def now(self):
        return self._work.now.astimezone(VIETNAM)

    def call(self, operation: str, parameters: Mapping[str, object], step: Step) -> object:
        place = Place(step.element_id, step.process_id, step.organ, step.council, step.stage, step.variables)
        with told(step.process_id, step.element_id, values=parameters):
            answer = operations.run(operation, self._work, place, parameters)
        self.answers.append(
            {"element": step.element_id, "path": list(step.path), "operation": operation, "answer": answer}
        )
        return answer

    def decide(self, decision_id: str, variables: Mapping[str, object]) -> dict:
        decisions = catalogue.decisions_of(self._work.session, self._work.instance.definition.deployment)
        if not decisions.ids:  # a dossier that began before there were tables: nothing is claimed about its nominees
            self.answers.append({"decision": decision_id, "facts": {}, "answer": {"eligibility": "unknown"}})
            return {"eligibility": "unknown"}
        facts = self._facts()
        result = decisions.evaluate(decision_id, {**variables, **facts}, now=self.now())
        if result.errors:
            raise OperationFailed("; ".join(map(str, result.errors)), values=variables)
        self.answers.append({"decision": decision_id, "facts": facts, "answer": result.variables})
        return result.variables

    def _facts(self) -> dict[str, object]:
        """What a decision may read beside the variables: how each nominee of the dossier stands."""
        dossier = self._work.instance.dossier
        return assessing.facts_of(self._work.session, dossier) if dossier is not None else {}
