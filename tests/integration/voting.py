"""A council in the middle of the shipped vote: every member has a ballot to cast, the secretary may close."""

from dataclasses import dataclass

from sqlalchemy.orm import Session, sessionmaker

from service import shipped
from tests import factories as make
from tests.integration.racing import actor
from tests.integration.scene import chamber, department_scene
from tests.unit.engine import draw
from workflows import catalogue, council_sessions, models, progress
from workflows.clock import utcnow
from workflows.commands import tasks
from workflows.council_sessions import Tally

SHIPPED = ("hold_vote.bpmn", "ballot.form", "vote_closing.form")
# The shipped part asks whoever calls it which council votes.
CALLER = draw.diagram(
    draw.START,
    draw.task("callActivity", "vote", draw.properties(council="department"), calledElement="hold_vote"),
    draw.END,
    draw.path("start", "vote", "end"),
    key="council_vote",
)


@dataclass(frozen=True)
class Vote:
    """An open vote on one nominee. `ballots`: by member, the task of casting and the account."""

    session_id: int
    instance_id: int
    nominee_id: int
    ballots: tuple[tuple[int, int], ...]
    closing: tuple[int, int]
    """The secretary's task and account."""


def vote_scene(sessions: sessionmaker[Session], members: int = 3) -> Vote:
    """Open a vote of that many members in the shipped process."""
    with sessions.begin() as session:
        scene = department_scene(session)
        nominee = scene.nominee("Người Mẫu")
        council = chamber(scene, members)
        council.plan()
        council.attend()
        scene.instance.status, scene.instance.ended_at = "ended", utcnow()
        session.flush()  # a dossier runs in one process at a time
        deployment = make.deployment(session)
        texts = shipped.definitions()
        files = {name: texts[name] for name in SHIPPED} | {"council_vote.bpmn": CALLER}
        for name, content in files.items():
            session.add(models.DeployedFile(deployment_id=deployment.id, name=name, content=content.decode()))
        make.definition(session, "council_vote", deployment=deployment)
        catalogue._processes.clear()  # factories give every database the same checksums
        for role in ("council_member", "council_secretary"):
            make.role(session, role)
        instance = progress.start(session, None, scene.dossier, "council_vote", {"session_id": council.session.id})
        return _found(session, scene, council, instance.id, nominee.id)


def cast(session: Session, at: Vote, number: int, choice: str = "agree") -> models.UserTask:
    """Let a member cast their ballot, by the same command as the page."""
    task_id, account_id = at.ballots[number]
    answers = {"nominees": [{"row": str(at.nominee_id), "choice": choice}]}
    return tasks.complete(session, actor(session, account_id), task_id, "cast", answers)


def close(session: Session, at: Vote) -> models.UserTask:
    """Let the secretary close the vote."""
    task_id, account_id = at.closing
    answers = {"missing_reason": "Hết giờ bỏ phiếu.", "is_confirmed": True}
    return tasks.complete(session, actor(session, account_id), task_id, None, answers)


def tally(sessions: sessionmaker[Session], at: Vote) -> Tally:
    """Count the ballots as the product does."""
    with sessions() as session:
        found = session.get_one(models.CouncilSession, at.session_id)
        return council_sessions.tally(session, found, at.nominee_id)


def _found(session: Session, scene, council, instance_id: int, nominee_id: int) -> Vote:
    accounts = {who.id: scene.actor(who).account_id for who in (*council.members, council.secretary)}
    query = session.query(models.UserTask).filter_by(instance_id=instance_id)
    ballots = {task.reserved_for_id: task.id for task in query.filter_by(form_key="ballot")}
    return Vote(
        council.session.id,
        instance_id,
        nominee_id,
        tuple((ballots[who.id], accounts[who.id]) for who in council.members),
        (query.filter_by(form_key="vote_closing").one().id, accounts[council.secretary.id]),
    )
