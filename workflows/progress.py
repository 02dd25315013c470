"""Move a stored instance one step: load, act, record.

Every command that touches an instance comes through here, so that the task list, the timers, the dossier's status and
the engine's own state cannot drift apart. All of it happens in the caller's transaction, with the instance row locked.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import catalogue, operations
from workflows.clock import utcnow
from workflows.engine import Execution, Step
from workflows.errors import Conflict
from workflows.models import Dossier, DueTimer, ProcessInstance, UserTask
from workflows.policy import Actor
from workflows.recording import record
from workflows.work import Place, Work


def start(
    session: Session, actor: Actor | None, dossier: Dossier | None, process_key: str, variables: dict
) -> ProcessInstance:
    """Begin the newest version of a process for a dossier and write down where it stopped."""
    definition = catalogue.current_definition(session, process_key)
    instance = ProcessInstance(
        definition=definition, dossier=dossier, state="", status="running", tokens=[], started_at=utcnow()
    )
    session.add(instance)
    session.flush()  # tasks and timers below need its id
    work = Work(session, instance, actor, utcnow())
    execution = Execution.start(catalogue.process_of(session, definition), variables, _Host(work))
    record(work, execution.snapshot())
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
    query = select(ProcessInstance).where(ProcessInstance.id == instance_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def demand_running(instance: ProcessInstance) -> None:
    """Raise Conflict where an instance has ended or waits for an operator."""
    if instance.status != "running":
        raise Conflict("Quy trình của hồ sơ này đã kết thúc hoặc đang tạm dừng.")


def complete(work: Work, task: UserTask, variables: dict) -> None:
    """Complete a task in the engine, run to the next waits, and write them down. The instance must be locked."""
    _advance(work, lambda execution: execution.complete(task.engine_id, variables))


def send_message(work: Work, name: str, payload: object = None) -> None:
    """Deliver a message to whatever waits for it. Raises Conflict if nothing does."""

    def act(execution: Execution) -> None:
        if name not in execution.snapshot().messages:
            raise Conflict("Hồ sơ không còn ở bước chờ việc này.")
        execution.send_message(name, payload)

    _advance(work, act)


def fire(work: Work, timer: DueTimer) -> None:
    """Let the timers of the instance that are due fire."""
    timer.fired_at = work.now
    _advance(work, lambda execution: execution.fire_timers())


def _advance(work: Work, act: Callable[[Execution], None]) -> None:
    process = catalogue.process_of(work.session, work.instance.definition)
    execution = Execution.restore(process, work.instance.state, _Host(work))
    act(execution)
    record(work, execution.snapshot())


class _Host:
    """What the engine may ask of us while it runs: the time, an operation, a decision."""

    def __init__(self, work: Work):
        self._work = work

    def now(self):
        return self._work.now

    def call(self, operation: str, parameters: Mapping[str, object], step: Step) -> object:
        place = Place(step.element_id, step.process_id, step.organ, step.council, step.stage, step.variables)
        return operations.run(operation, self._work, place, parameters)

    def decide(self, decision_id: str, variables: Mapping[str, object]) -> dict:
        # The criteria become decision tables with the FEEL evaluator; until then nothing is claimed about a nominee.
        return {"eligibility": "unknown"}
