"""A dossier whose steps have every kind of effect: a number, a letter, history, a next task and its timer."""

import json
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session, sessionmaker

from tests import factories as make
from tests.conftest import NOW
from tests.integration.racing import NOTE_FORM, actor
from tests.unit.engine import draw
from workflows import acts, catalogue, models, numbers, outbox, progress, reminders
from workflows.clock import utcnow
from workflows.commands import accounts, tasks
from workflows.operations import operation
from workflows.policy import Actor

DUE_AT = "2026-12-10T04:00:00+00:00"
ANSWERS = {"text": "Đồng ý."}
BODY = json.dumps({"outcome": "done", "answers": ANSWERS})
SUBMITTED = {"status": "submitted", "submitted_at": NOW}
LETTERS = 3
GIVEN = {"formKey": "note", "candidateGroup": "intake_officer", "organ": "submitting_unit", "outcomes": "done"}


def _note(own_id: str) -> str:
    return draw.task("userTask", own_id, draw.properties(**GIVEN), name="Ghi ý kiến")


DIAGRAM = draw.diagram(
    draw.START,
    _note("write_note"),
    draw.boundary("deadline", "write_note", draw.on_date("until")),
    draw.service("issue", "crash/issue", "number"),
    _note("file_note"),
    draw.boundary("file_deadline", "file_note", draw.on_date("later")),
    draw.END,
    draw.service("remind", "crash/issue", "number"),
    _note("explain"),
    '<bpmn:endEvent id="late"/><bpmn:endEvent id="never"/>',
    draw.path("start", "write_note", "issue", "file_note", "end"),
    draw.path("deadline", "remind", "explain", "late"),
    draw.path("file_deadline", "never"),
    key="department_certificate",
)


@operation("crash/issue")
def issue(work, place, _parameters):
    """Take the next number, write it into history, and tell the submitting person by letter."""
    number = numbers.take(work.session, "CRASH", "QĐ", 2026).last_number
    acts.record_act(work, place.element_id, "decision_numbered", after={"number": number})
    person_id = work.dossier.created_by
    text = {"subject": f"Số {number}", "body": "Đã cấp số."}
    outbox.queue(
        work.session, f"issued:{place.element_id}:{number}", "receipt", person_id, dossier=work.dossier, **text
    )
    return number


@dataclass(frozen=True)
class Place:
    """Ids of the dossier's first step, its deadline, the account of who does it, and a key for the API."""

    task_id: int
    timer_id: int
    account_id: int
    token: str


def build(sessions: sessionmaker[Session]) -> Place:
    """Start the dossier with a draft of its first answer, overdue since yesterday; some letters wait in the outbox."""
    with sessions.begin() as session:
        for number in range(LETTERS):
            text = {"subject": f"Thư {number}", "body": "Nội dung"}
            outbox.queue(session, f"letter:{number}", "receipt", make.person(session).id, dossier=None, **text)
    place = build_many(sessions, 1)[0]
    with sessions.begin() as session:
        _let_it_be_overdue(session, session.get_one(models.UserTask, place.task_id))
    return place


def build_many(sessions: sessionmaker[Session], count: int) -> list[Place]:
    """Start that many dossiers, each with a draft of its first answer, all in the hands of one person."""
    with sessions.begin() as session:
        deployment = make.deployment(session)
        for name, content in (("small.bpmn", DIAGRAM.decode()), ("note.form", json.dumps(NOTE_FORM))):
            session.add(models.DeployedFile(deployment_id=deployment.id, name=name, content=content))
        make.definition(session, deployment=deployment)
        catalogue._processes.clear()  # factories give every database the same checksums
        unit, offer = make.unit(session), make.offer(session)
        account = make.account(session, make.officer(session, "intake_officer", unit))
        who = actor(session, account.id)
        token, _ = accounts.create_token(session, who, "kiểm thử", ["read", "write"])
        return [_begin(session, who, make.dossier(session, offer, unit, **SUBMITTED), token) for _ in range(count)]


def _begin(session: Session, who: Actor, dossier: models.Dossier, token: str) -> Place:
    session.add(models.DossierAccess(dossier_id=dossier.id, unit_id=dossier.submitting_unit_id, since=utcnow()))
    variables = {"until": DUE_AT, "later": "2027-01-10T04:00:00+00:00"}
    instance = progress.start(session, who, dossier, "department_certificate", variables)
    task = session.query(models.UserTask).filter_by(instance_id=instance.id).one()
    timer = session.query(models.DueTimer).filter_by(instance_id=instance.id).one()
    tasks.save_draft(session, who, task.id, {"text": "nháp"}, 0)
    return Place(task.id, timer.id, who.account_id, token)


def _let_it_be_overdue(session: Session, task: models.UserTask) -> None:
    """Let a reminder be due that tells the officer, flags the task, and tells the head."""
    rule = {"key": "*", "days": 1, "unit": "working_day", "audience": ["assignee"], "effect": "escalate"}
    session.add(models.ReminderRule(**rule))
    make.officer(session, "appraisal_head", session.get_one(models.Unit, task.organ_id))
    task.clock_from, task.due_at = NOW - timedelta(days=8), NOW - timedelta(hours=10)  # 24:00 of 09/12
    reminders.plan(session, task)


def address(place: Place) -> tuple[str, dict[str, str]]:
    """Return where and with which headers the first step is completed over the API."""
    headers = {"Authorization": f"Bearer {place.token}", "Content-Type": "application/json"}
    return f"/api/v1/tasks/{place.task_id}/complete", headers | {"Idempotency-Key": f"hoan-thanh-{place.task_id}"}


def complete(session: Session, place: Place) -> models.UserTask:
    """Complete the first step by the real command."""
    return tasks.complete(session, actor(session, place.account_id), place.task_id, "done", ANSWERS)


def condition(sessions: sessionmaker[Session]) -> dict:
    """Return all that a step changes, for comparison with what stood before it and what stands after it."""
    with sessions() as session:
        entries = session.query(models.HistoryEntry).order_by(models.HistoryEntry.chain, models.HistoryEntry.sequence)
        timers = session.query(models.DueTimer).order_by(models.DueTimer.id)
        tasks_of = session.query(models.UserTask).order_by(models.UserTask.id)
        return {
            "history": [(each.chain, each.verb, each.element_id, each.after.get("number")) for each in entries],
            "tasks": [(t.element_id, t.outcome, t.completed_at, t.cancelled_at) for t in tasks_of],
            "timers": [(t.element_id, t.fired_at, t.cancelled_at, t.attempts) for t in timers],
            "numbers": [series.last_number for series in session.query(models.NumberSeries)],
            "told": sorted(notice.effect_key for notice in session.query(models.Notice)),
            "flags": [(row.due_at, row.head_told_at) for row in session.query(models.TaskEscalation)],
            "letters": sorted(letter.effect_key for letter in session.query(models.OutboxMessage)),
            "answers": [row.answers for row in session.query(models.TaskAnswers)],
            "drafts": [row.answers for row in session.query(models.TaskDraft)],
            "instances": [(row.status, row.version) for row in session.query(models.ProcessInstance)],
        }
