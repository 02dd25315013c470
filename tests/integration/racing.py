"""A dossier in a small real process, and two people who act on it at the same moment."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

from sqlalchemy.orm import Session, sessionmaker

from tests import factories as make
from tests.unit.engine import draw
from workflows import catalogue, dates, models, policy, progress
from workflows.clock import utcnow
from workflows.policy import Actor

# Long enough for the second one to come to the lock that the first one holds; a race that is lost earlier only makes
# the test easier, never red.
HEAD_START_SECONDS = 0.4
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
    opening: Callable[[Session], object] | None = None,
) -> tuple[object, object]:
    """Run both, each in a transaction and thread of its own: the second starts when the first has acted but not committed.

    With an `opening` the first does that much and then goes on beside the second. Return what each returned or raised.
    Whoever has not come back after a while is stuck, and the test fails.
    """
    acted, results = Event(), {}

    def lead(session: Session) -> object:
        begun = (opening or first)(session)
        session.flush()  # its locks are held from here on
        acted.set()
        Event().wait(HEAD_START_SECONDS)
        return first(session) if opening else begun

    def run(name: str, act: Callable[[Session], object]) -> None:
        try:
            with sessions.begin() as session:
                results[name] = act(session)
        except Exception as error:  # noqa: BLE001 - what went wrong is what the test is about
            results[name] = error
        finally:
            acted.set()

    threads = [
        Thread(target=run, args=("first", lead), daemon=True),
        Thread(target=lambda: acted.wait() and run("second", second), daemon=True),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST_SECONDS)
        assert not thread.is_alive(), "one of the two is stuck"
    return results["first"], results["second"]
