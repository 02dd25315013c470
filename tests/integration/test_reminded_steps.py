"""Steps of a real process and their reminders: planned with the task, called off with it, whatever ends it."""

import json

import pytest
from sqlalchemy import select

from service.scheduler import remind_due
from tests import factories as make
from tests.integration.racing import NOTE_FORM, actor, faults
from tests.integration.reminded import USUAL
from tests.unit.engine import draw
from workflows import catalogue, models, progress
from workflows.clock import utcnow
from workflows.commands import interventions, tasks

REASON = "Chờ xác minh thêm thành tích."
GIVEN = {"formKey": "note", "candidateGroup": "intake_officer", "organ": "submitting_unit", "outcomes": "done"}
DIAGRAM = draw.diagram(
    draw.START,
    *(
        draw.task("userTask", step, draw.properties(**GIVEN, dueRule="note.write"), name=step)
        for step in ("one", "two")
    ),
    draw.boundary("catch_withdrawal", "two", draw.on_message("withdraw_dossier")),
    draw.END,
    draw.task("endEvent", "withdrawn", draw.properties(dossierStatus="withdrawn")),
    draw.path("start", "one", "two", "end"),
    draw.path("catch_withdrawal", "withdrawn"),
    key="department_certificate",
    outside=draw.message("withdraw_dossier"),
)


class Desk:
    """A dossier in the process, the officer who does its steps, and an administrator."""

    def __init__(self, sessions):
        self.sessions = sessions
        with sessions.begin() as session:
            deployment = make.deployment(session)
            for name, content in (("two.bpmn", DIAGRAM.decode()), ("note.form", json.dumps(NOTE_FORM))):
                session.add(models.DeployedFile(deployment_id=deployment.id, name=name, content=content))
            make.definition(session, deployment=deployment)
            catalogue._processes.clear()  # factories give every database the same checksums
            for rule in USUAL:
                row = {"percent": rule.percent, "days": rule.days, "effect": rule.effect}
                session.add(models.ReminderRule(key="*", unit=rule.unit, audience=["assignee"], **row))
            session.add(_limit())
            unit = make.unit(session)
            officer, administrator = make.officer(session, "intake_officer", unit), make.person(session)
            dossier = make.dossier(session, None, unit, status="submitted", submitted_at=utcnow())
            session.add(models.DossierAccess(dossier_id=dossier.id, unit_id=unit.id, since=utcnow()))
            self.officer = actor(session, make.account(session, officer).id)
            self.administrator = actor(session, make.account(session, administrator, administrator=True).id)
            self.instance_id = progress.start(session, self.officer, dossier, "department_certificate", {}).id

    def task(self) -> models.UserTask:
        """Return the open task."""
        with self.sessions() as session:
            query = select(models.UserTask).where(models.UserTask.completed_at.is_(None))
            return session.scalars(query.where(models.UserTask.cancelled_at.is_(None))).one()

    def reminders(self) -> list[tuple[str, str, bool]]:
        """Return (step, day and hour in UTC, whether it waits) of every row."""
        with self.sessions() as session:
            found = session.scalars(select(models.DueTimer).order_by(models.DueTimer.id))
            return [(each.element_id, f"{each.due_at:%d/%m %H:%M}", each.is_open) for each in found]

    def complete(self) -> None:
        """Do the open step."""
        task_id = self.task().id
        with self.sessions.begin() as session:
            tasks.complete(session, self.officer, task_id, "done", {"text": "Được."})


def _limit() -> models.DueRule:
    return models.DueRule(
        key="note.write",
        name="Ghi ý kiến",
        value=10,
        unit="working_day",
        start="nhận hồ sơ",
        on_return="none",
        confidence="design",
    )


@pytest.fixture
def desk(sessions):
    return Desk(sessions)


def test_a_step_is_planned_with_its_task_and_called_off_with_it(desk):
    assert desk.reminders() == [("one", "18/12 00:30", True)]
    desk.complete()
    assert desk.reminders() == [("one", "18/12 00:30", False), ("two", "18/12 00:30", True)]
    desk.complete()
    assert [waits for _, _, waits in desk.reminders()] == [False, False]
    assert faults(desk.sessions) == []


def test_a_withdrawn_and_a_cancelled_dossier_are_reminded_of_no_more(desk, clock):
    desk.complete()
    with desk.sessions.begin() as session:
        instance = progress.lock(session, desk.instance_id)
        progress.send_message(progress.Work(session, instance, desk.officer, utcnow()), "withdraw_dossier")
    other = Desk(desk.sessions)
    with other.sessions.begin() as session:
        interventions.cancel(session, other.administrator, other.instance_id, REASON)
    assert not any(waits for _, _, waits in desk.reminders())
    clock.advance(days=60)
    assert remind_due(desk.sessions) == 0
