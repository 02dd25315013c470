"""The whole product in a database: plans, processes, fictional people; and their ways through it."""

from io import BytesIO
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from service import shipped
from service.rehearsal import PAPER
from workflows import dates, policy
from workflows.clock import utcnow
from workflows.commands import demo, installation, rehearsing
from workflows.db import make_sessions
from workflows.migrations import upgrade
from workflows.models import Account, Offer, Person, Position, RoleAssignment, UserTask
from workflows.policy import Actor
from workflows.storage import KeptFile, Storage

KIEN_GIANG = "kien-giang-2021-2025"


def build(url: str) -> None:
    """Make the product's database at `url`."""
    sessions = make_sessions(url)
    upgrade(sessions.kw["bind"])
    with sessions.begin() as session:
        installation.install(session, shipped.CAMPAIGNS, shipped.definitions())
        demo.populate(session)
    sessions.kw["bind"].dispose()


def paper(folder: Path, content: bytes = PAPER, name: str = "giay-to.pdf") -> KeptFile:
    """Keep a file in a storage and return it."""
    return Storage(folder / "files", 10_000_000).keep(name, BytesIO(content))


def offer_id(session: Session, award: str = "giay_khen_so", campaign: str = KIEN_GIANG) -> int:
    """Return the first offer of an award in a plan."""
    return rehearsing.offers(session, campaign, award)[0].id


def prepared(sessions: sessionmaker[Session], folder: Path, award: str = "giay_khen_so") -> str:
    """Return the reference of a dossier that is ready to be signed."""
    kept = paper(folder)
    with sessions.begin() as session:
        return rehearsing.prepare(session, offer_id(session, award), kept)


def advance(sessions: sessionmaker[Session], reference: str, until: str) -> int:
    """Let made-up people work until a step (element id) is open; return its task id."""
    for _ in range(100):
        with sessions.begin() as session:
            waiting = open_task(session, reference, until)
            if waiting is not None:
                return waiting.id
            assert rehearsing.step(session, reference) is not None, f"{until} is never reached"
    raise AssertionError(f"{until} is never reached")


def open_task(session: Session, reference: str, element_id: str) -> UserTask | None:
    """Return the open task at an element of a dossier."""
    query = select(UserTask).where(UserTask.element_id == element_id, UserTask.completed_at.is_(None))
    found = session.scalars(query.where(UserTask.cancelled_at.is_(None))).all()
    return next((task for task in found if task.dossier and task.dossier.reference == reference), None)


def holder(session: Session, role: str, organ_id: int) -> Actor:
    """Return the first person with a role in an organ."""
    account = session.scalar(
        select(Account.id)
        .join(Person, Person.id == Account.person_id)
        .join(Position, Position.person_id == Person.id)
        .join(RoleAssignment, RoleAssignment.position_id == Position.id)
        .where(RoleAssignment.role == role, RoleAssignment.organ_id == organ_id)
        .order_by(Account.id)
    )
    assert account is not None, f"nobody is {role}"
    return actor(session, account)


def officer(session: Session, award: str = "giay_khen_so") -> Actor:
    """Return who prepares dossiers for an award of the Kiên Giang plan."""
    offer = session.get_one(Offer, offer_id(session, award))
    units = {unit.id for unit in rehearsing.organs.submitting_units(offer, dates.local_date(utcnow()))}
    return holder(session, "submitting_officer", min(units))


def worker(session: Session, task_id: int) -> Actor:
    """Return somebody who may do a task."""
    return rehearsing.worker_of(session, session.get_one(UserTask, task_id))


def actor(session: Session, account_id: int) -> Actor:
    """Return the actor behind an account, today."""
    return policy.load_actor(session, account_id, dates.local_date(utcnow()))
