"""A dossier in a small real process, and two people who act on it at the same moment."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

from sqlalchemy import event, select
from sqlalchemy.orm import Session, sessionmaker

from tests import factories as make
from tests.unit.engine import draw
from workflows import catalogue, dates, history, models, policy, progress
from workflows.clock import utcnow
from workflows.commands import tasks
from workflows.engine import Execution
from workflows.policy import Actor

# Long enough for the second one to come to the lock that the first one holds; a race that is lost earlier only makes
# the test easier, never red.
HEAD_START_SECONDS = 0.25
LONGEST_SECONDS = 40
NOTE_FORM = {
    "type": "default",
    "id": "note",
    "properties": {"title": "Ghi ý kiến"},
    "components": [
        {"type": "textarea", "id": "text", "key": "text", "label": "Ý kiến"},
        {"type": "button", "id": "done", "label": "Xong", "action": "submit", "properties": {"outcome": "done"}},
    ],
}
# One step within a deadline, and the submitting unit may withdraw meanwhile.
DIAGRAM = draw.diagram(
    draw.START,
    draw.task(
        "subProcess",
        "consider",
        inside="".join(
            (
                '<bpmn:startEvent id="begin"/><bpmn:endEvent id="decided"/><bpmn:endEvent id="late"/>',
                draw.task(
                    "userTask",
                    "write_note",
                    draw.properties(
                        formKey="note", candidateGroup="intake_officer", organ="submitting_unit", outcomes="done"
                    ),
                    name="Ghi ý kiến",
                ),
                draw.boundary("deadline", "write_note", draw.on_date("until")),
                draw.path("begin", "write_note", "decided"),
                draw.path("deadline", "late"),
            )
        ),
    ),
    draw.boundary("catch_withdrawal", "consider", draw.on_message("withdraw_dossier")),
    draw.END,
    draw.task("endEvent", "withdrawn", draw.properties(dossierStatus="withdrawn")),
    draw.path("start", "consider", "end"),
    draw.path("catch_withdrawal", "withdrawn"),
    key="department_certificate",
    outside=draw.message("withdraw_dossier"),
)


@dataclass(frozen=True)
class Scene:
    """The open step of a submitted dossier, its deadline, and who may do it."""

    reference: str
    task_id: int
    timer_id: int
    instance_id: int
    unit_id: int
    first: Actor
    second: Actor
    submitter: Actor


def scene(sessions: sessionmaker[Session], until: str = "2026-12-10T04:00:00+00:00") -> Scene:
    """Deploy the diagram and start a dossier in it."""
    with sessions.begin() as session:
        deployment = make.deployment(session)
        for name, content in (("small.bpmn", DIAGRAM.decode()), ("note.form", json.dumps(NOTE_FORM))):
            session.add(models.DeployedFile(deployment_id=deployment.id, name=name, content=content))
        make.definition(session, deployment=deployment)
        catalogue._processes.clear()  # factories give every database the same checksums
        unit = make.unit(session)
        dossier = make.dossier(session, None, unit, status="submitted", submitted_at=utcnow())
        people = [make.officer(session, role, unit) for role in ("intake_officer",) * 2 + ("submitting_head",)]
        actors = [actor(session, make.account(session, person).id) for person in people]
        session.add(models.DossierAccess(dossier_id=dossier.id, unit_id=unit.id, since=utcnow()))
        instance = progress.start(session, actors[0], dossier, "department_certificate", {"until": until})
        task = session.query(models.UserTask).one()
        timer = session.query(models.DueTimer).one()
        return Scene(dossier.reference, task.id, timer.id, instance.id, unit.id, *actors)


def actor(session: Session, account_id: int) -> Actor:
    """Return the actor behind an account, today."""
    return policy.load_actor(session, account_id, dates.local_date(utcnow()))


def race(
    sessions: sessionmaker[Session],
    first: Callable[[Session], object],
    second: Callable[[Session], object],
    *,
    stop: str = "acted",
) -> tuple[object, object]:
    """Run both, each in a transaction and thread of its own; the second starts where the first stops.

    `stop`: "begun" after its first statement, "locked" when it holds its first row lock, "acted" before it commits (on
    SQLite a transaction holds its lock from the beginning). The first goes on when the second is done, or after a while
    when it waits. Return what each returned or raised. Whoever never comes back is stuck, and the test fails.
    """
    stopped, second_done, results = Event(), Event(), {}

    def pause() -> None:
        stopped.set()
        second_done.wait(HEAD_START_SECONDS)

    def lead(session: Session) -> object:
        if stop != "acted":
            _stop_inside(session, stop, pause)
        found = first(session)
        session.flush()  # its locks are held from here on
        if stop == "acted":
            pause()
        assert stopped.is_set(), f"the first one is never {stop}"
        return found

    def run(name: str, act: Callable[[Session], object], done: Event) -> None:
        try:
            with sessions.begin() as session:
                results[name] = act(session)
        except Exception as error:  # noqa: BLE001 - what went wrong is what the test is about
            results[name] = error
        finally:
            done.set()

    threads = [
        Thread(target=run, args=("first", lead, stopped), daemon=True),
        Thread(target=lambda: stopped.wait() and run("second", second, second_done), daemon=True),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST_SECONDS)
        assert not thread.is_alive(), "one of the two is stuck"
    return results["first"], results["second"]


def _stop_inside(session: Session, stop: str, pause: Callable[[], None]) -> None:
    connection, waiting = session.connection(), [stop]

    def look(_connection, _cursor, statement: str, *_rest) -> None:
        locks = "FOR UPDATE" in statement or connection.dialect.name == "sqlite"
        if waiting and (stop == "begun" or locks):
            waiting.clear()
            pause()

    event.listen(connection, "after_cursor_execute", look)


def complete(who: Actor, task_id: int) -> Callable[[Session], object]:
    """Return the act of completing the scene's step."""
    return lambda session: tasks.complete(session, who, task_id, "done", {"text": "Đồng ý."})


def faults(sessions: sessionmaker[Session]) -> list[str]:
    """Return what does not fit together: broken chains of history, tables that say otherwise than the engine."""
    with sessions() as session:
        entries = session.scalars(select(models.HistoryEntry).order_by(models.HistoryEntry.sequence)).all()
        chains = {entry.chain: [each for each in entries if each.chain == entry.chain] for entry in entries}
        found = [fault for chain in chains.values() for fault in history.faults(chain)]
        # The factories make instances that no engine has seen.
        for instance in session.scalars(select(models.ProcessInstance).where(models.ProcessInstance.state != "{}")):
            found += _differences(session, instance)
        return found


def _differences(session: Session, instance: models.ProcessInstance) -> list[str]:
    execution = Execution.restore(catalogue.process_of(session, instance.definition), instance.state, _Time())
    snapshot = execution.snapshot()
    tasks_of = session.scalars(select(models.UserTask).where(models.UserTask.instance_id == instance.id)).all()
    rows = session.scalars(select(models.DueTimer).where(models.DueTimer.instance_id == instance.id)).all()
    timers_of = [each for each in rows if each.kind == "engine"]
    reminded = {each.task_id for each in rows if each.kind == "reminder" and each.is_open}
    waiting = {each.id for each in tasks_of if each.is_open}
    pairs = (
        ("reminders", reminded & waiting, reminded),
        ("tasks", {each.id for each in snapshot.tasks}, {each.engine_id for each in tasks_of if each.is_open}),
        ("timers", {each.id for each in snapshot.timers}, {each.engine_id for each in timers_of if each.is_open}),
        ("end", snapshot.ended, instance.status == "ended"),
    )
    return [f"{what} of {instance.id}: {engine} but {table}" for what, engine, table in pairs if engine != table]


class _Time:
    """Enough of a host for an instance that is only looked at."""

    def now(self):
        return utcnow()
