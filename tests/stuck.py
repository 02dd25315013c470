"""A dossier in a small real process whose next steps fail until somebody enters a limit: by task, timer and message."""

import json
from dataclasses import dataclass

from sqlalchemy.orm import Session, sessionmaker

from tests import factories as make
from tests.unit.engine import draw
from workflows import catalogue, dates, models, policy, progress
from workflows.clock import utcnow
from workflows.commands import incidents, tasks, timers
from workflows.errors import StepFailed
from workflows.policy import Actor

RULE = "limit.of_test"
REASON = "Đã sửa nguyên nhân, theo phiếu số 12"
NOTE_FORM = {
    "type": "default",
    "id": "note",
    "properties": {"title": "Ghi ý kiến"},
    "components": [
        {"type": "textarea", "id": "text", "key": "text", "label": "Ý kiến"},
        {"type": "button", "id": "done", "label": "Xong", "action": "submit", "properties": {"outcome": "done"}},
    ],
}
GIVEN = {"formKey": "note", "candidateGroup": "intake_officer", "organ": "submitting_unit", "outcomes": "done"}


def _note(own_id: str, name: str) -> str:
    return draw.task("userTask", own_id, draw.properties(**GIVEN), name=name)


def _limit(own_id: str) -> str:
    return draw.service(own_id, "clock/due_at", "limit", rule="rule")


DIAGRAM = draw.diagram(
    draw.START,
    draw.END,
    _note("write_note", "Ghi ý kiến"),
    _limit("set_limit"),
    _note("check_note", "Xem ý kiến"),
    draw.boundary("deadline", "write_note", draw.on_date("until")),
    _limit("set_late_limit"),
    _note("answer_late", "Giải trình chậm"),
    draw.END.replace('"end"', '"late_end"'),
    draw.boundary("withdrawal", "write_note", draw.on_message("withdraw_dossier")),
    _limit("set_last_limit"),
    draw.task("endEvent", "withdrawn", draw.properties(dossierStatus="withdrawn")),
    draw.path("start", "write_note", "set_limit", "check_note", "end"),
    draw.path("deadline", "set_late_limit", "answer_late", "late_end"),
    draw.path("withdrawal", "set_last_limit", "withdrawn"),
    key="department_certificate",
    outside=draw.message("withdraw_dossier"),
)


@dataclass(frozen=True)
class Stuck:
    """The dossier, its open task and deadline (at 11:00 of the test's day), its people and two administrators."""

    reference: str
    instance_id: int
    task_id: int
    timer_id: int
    officer: Actor
    submitter: Actor
    first: Actor
    second: Actor

    def __post_init__(self):
        assert self.first.administrator
        assert self.second.administrator


def stuck(sessions: sessionmaker[Session]) -> Stuck:
    """Deploy the diagram and start a submitted dossier in it."""
    with sessions.begin() as session:
        deployment = make.deployment(session)
        for name, content in (("stuck.bpmn", DIAGRAM.decode()), ("note.form", json.dumps(NOTE_FORM))):
            session.add(models.DeployedFile(deployment_id=deployment.id, name=name, content=content))
        make.definition(session, deployment=deployment, name="Quy trình thử")
        catalogue._processes.clear()  # factories give every database the same checksums
        unit = make.unit(session)
        dossier = make.dossier(session, None, unit, status="submitted", submitted_at=utcnow())
        session.add(models.DossierAccess(dossier_id=dossier.id, unit_id=unit.id, since=utcnow()))
        officer = make.account(session, make.officer(session, "intake_officer", unit))
        submitter = make.account(session, make.officer(session, "submitting_head", unit))
        chiefs = [make.account(session, make.person(session), administrator=True) for _ in range(2)]
        people = [actor(session, account.id) for account in (officer, submitter, *chiefs)]
        variables = {"until": "2026-12-10T04:00:00+00:00", "rule": RULE}
        instance = progress.start(session, people[0], dossier, "department_certificate", variables)
        task = session.query(models.UserTask).one()
        timer = session.query(models.DueTimer).one()
        return Stuck(dossier.reference, instance.id, task.id, timer.id, *people)


def actor(session: Session, account_id: int) -> Actor:
    """Return the actor behind an account, today."""
    return policy.load_actor(session, account_id, dates.local_date(utcnow()))


def mend(sessions: sessionmaker[Session]) -> None:
    """Enter the limit that the steps miss."""
    with sessions.begin() as session:
        facts = {"unit": "working_day", "start": "step", "on_return": "none", "confidence": "official"}
        session.add(models.DueRule(key=RULE, name="Thời hạn thử", value=3, **facts))


def complete(sessions: sessionmaker[Session], at: Stuck, task_id: int | None = None) -> int | None:
    """Complete the task as the pages do: a failure is noted apart. Return the number of the incident."""
    try:
        with sessions.begin() as session:
            tasks.complete(session, at.officer, task_id or at.task_id, "done", {"text": "Đồng ý"})
    except StepFailed as failed:
        with sessions.begin() as session:
            return incidents.note(session, at.officer, failed)
    return None


def fire(sessions: sessionmaker[Session], at: Stuck, times: int = 1) -> None:
    """Let the timer go off as the worker does; a failure is noted on it."""
    for _ in range(times):
        try:
            with sessions.begin() as session:
                timers.fire(session, at.timer_id)
        except StepFailed as failed:
            with sessions.begin() as session:
                timers.postpone(session, at.timer_id, failed)


def status(sessions: sessionmaker[Session], at: Stuck) -> str:
    """Return how the instance stands."""
    with sessions() as session:
        return session.get_one(models.ProcessInstance, at.instance_id).status
