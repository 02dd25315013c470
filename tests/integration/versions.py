"""A small process in several versions, with dossiers that stand in it."""

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests import factories as make
from tests.integration.racing import NOTE_FORM, actor
from tests.unit.engine import draw
from workflows import catalogue, models, progress
from workflows.clock import utcnow
from workflows.commands import tasks
from workflows.policy import Actor

UNTIL = "2026-12-20T04:00:00+00:00"
REASON = "Quy trình mới theo quy chế vừa ban hành"


def step(own_id: str, name: str = "", **given: str) -> str:
    """A step of the submitting unit."""
    facts = {
        "formKey": "note",
        "candidateGroup": "intake_officer",
        "organ": "submitting_unit",
        "outcomes": "done",
    } | given
    return draw.task("userTask", own_id, draw.properties(**facts), name=name or own_id)


def version(*steps: str, ids: tuple[str, ...], deadline: str = "deadline") -> bytes:
    """Steps one after the other, the first one until a deadline, if it has a name."""
    parts = [draw.START, *steps, draw.END, draw.path("start", *ids, "end")]
    if deadline:
        late = draw.task("endEvent", "late", draw.properties(dossierStatus="rejected"))
        parts += [draw.boundary(deadline, ids[0], draw.on_date("until")), late, draw.path(deadline, "late")]
    return draw.diagram(*parts, key="department_certificate")


ONE = version(step("write", "Ghi ý kiến"), step("sign", notPerformedBy="write"), ids=("write", "sign"))
# The first step has another name, form, role and stage; another is added.
TWO = version(
    step("write", "Ghi ý kiến thẩm định", formKey="opinion", outcomes="agree,refuse", candidateGroup="appraiser"),
    step("check"),
    step("sign", notPerformedBy="write,check"),
    ids=("write", "check", "sign"),
)
# Nothing has its former id.
RENAMED = version(
    step("compose"), step("conclude", notPerformedBy="compose"), ids=("compose", "conclude"), deadline="limit"
)
MAPPING = {"write": "compose", "sign": "conclude"}
VOTE = draw.each("voters", "voter", "ballots", "ballot")
VOTER = {
    "assigneeExpression": "voter.person_id",
    "outcomeVariable": "ballot",
    "outcomes": "agree,refuse",
    "formKey": "opinion",
}


def ballot(*after: str, own_id: str = "vote", late: str = "closed") -> bytes:
    """A vote within a deadline, each member by a ballot of their own, then other steps."""
    vote = draw.properties(candidateGroup="intake_officer", organ="submitting_unit", **VOTER)
    ids = ("f", own_id, *after, "end")
    return draw.diagram(
        draw.variable("voters", "ballots"), draw.START, draw.gateway("parallel", "f"),
        draw.task("userTask", own_id, vote, VOTE, name="Bỏ phiếu"), *(step(each) for each in after), draw.END,
        f'<bpmn:intermediateCatchEvent id="limit">{draw.on_date("until")}</bpmn:intermediateCatchEvent>',
        f'<bpmn:endEvent id="{late}"><bpmn:terminateEventDefinition/></bpmn:endEvent>',
        draw.path("start", *ids), draw.path("f", "limit", late), key="department_certificate",
    )  # fmt: skip


@dataclass
class Deployed:
    """The definitions of the versions in one database, and the people who act."""

    sessions: sessionmaker[Session]
    ids: list[int]
    unit_id: int
    offer_id: int
    administrator: Actor
    officer: Actor
    other: Actor

    def begin(self, variables: dict | None = None) -> int:
        """Start a dossier on the newest version; return the id of its instance."""
        with self.sessions.begin() as session:
            unit, offer = session.get_one(models.Unit, self.unit_id), session.get_one(models.Offer, self.offer_id)
            dossier = make.dossier(session, offer, unit, status="submitted", submitted_at=utcnow())
            given = {"until": UNTIL} | (variables or {})
            return progress.start(session, self.officer, dossier, "department_certificate", given).id

    def deploy(self, content: bytes) -> int:
        """Deploy a diagram as the next version; return the id of its definition."""
        with self.sessions.begin() as session:
            self.ids.append(_deploy(session, len(self.ids) + 1, content))
            return self.ids[-1]

    def open_tasks(self, instance_id: int) -> list[models.UserTask]:
        """Return the open tasks of an instance, in the order of their making."""
        with self.sessions() as session:
            query = select(models.UserTask).where(models.UserTask.instance_id == instance_id)
            query = query.where(models.UserTask.completed_at.is_(None), models.UserTask.cancelled_at.is_(None))
            return list(session.scalars(query.order_by(models.UserTask.id)))

    def complete(self, instance_id: int, who: Actor, outcome: str = "done", number: int = 0) -> None:
        """Let somebody do an open task of an instance."""
        with self.sessions.begin() as session:
            tasks.complete(session, who, self.open_tasks(instance_id)[number].id, outcome, {"text": "Được."})

    def rows(self, instance_id: int) -> dict:
        """Return every row that says how an instance stands, as plain values."""
        with self.sessions() as session:
            found = {"instance": _plain(session.get_one(models.ProcessInstance, instance_id))}
            for model in (models.UserTask, models.DueTimer):
                query = select(model).where(model.instance_id == instance_id).order_by(model.id)
                found[model.__tablename__] = [_plain(each) for each in session.scalars(query)]
            ids = [each["id"] for each in found["user_task"]]
            for model in (models.TaskSeparation, models.TaskDraft):
                query = select(model).where(model.task_id.in_(ids)).order_by(model.task_id)
                found[model.__tablename__] = sorted(str(_plain(each)) for each in session.scalars(query))
            return found


def deployed(sessions: sessionmaker[Session], content: bytes) -> Deployed:
    """Deploy a diagram as the first version of a process."""
    with sessions.begin() as session:
        catalogue._processes.clear()  # factories give every database the same checksums
        unit = make.unit(session)
        people = [make.officer(session, "intake_officer", unit) for _ in range(2)]
        for who in people:
            make.assignment(session, make.position(session, who, unit), "appraiser", unit)
        accounts = [make.account(session, who) for who in people]
        accounts.append(make.account(session, make.person(session), administrator=True))
        officer, other, administrator = (actor(session, account.id) for account in accounts)
        return Deployed(
            sessions, [_deploy(session, 1, content)], unit.id, make.offer(session).id, administrator, officer, other
        )


def _deploy(session: Session, number: int, content: bytes) -> int:
    deployment = make.deployment(session, number=number, checksum=f"{number}/{hash(content)}")
    opinion = NOTE_FORM | {
        "id": "opinion",
        "components": [NOTE_FORM["components"][0], *map(_button, ("agree", "refuse"))],
    }
    files = {"small.bpmn": content.decode(), "note.form": json.dumps(NOTE_FORM), "opinion.form": json.dumps(opinion)}
    for name, text in files.items():
        session.add(models.DeployedFile(deployment_id=deployment.id, name=name, content=text))
    return make.definition(session, deployment=deployment, version=number).id


def _button(outcome: str) -> dict:
    facts = {"type": "button", "id": outcome, "label": outcome, "action": "submit"}
    return facts | {"properties": {"outcome": outcome}}


def _plain(row) -> dict:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}
