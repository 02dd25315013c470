"""The councils of a person: their sessions, planned, open and over, and the work that waits in them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from workflows import dates, policy
from workflows.models import (
    Council,
    CouncilSeat,
    CouncilSession,
    Dossier,
    Offer,
    SessionMember,
    SessionNominee,
    Unit,
    UserTask,
)
from workflows.policy import Actor
from workflows.queries import paging
from workflows.rules.due_state import DueState

PAGE_SIZE = 25
CURRENT = ("planned", "attended", "open", "closed")


@dataclass(frozen=True)
class MyCouncil:
    """A council in which the person sits, and as what."""

    id: int
    name: str
    function: str
    votes: bool
    voting_members: int


@dataclass(frozen=True)
class SessionRow:
    """One session in a list."""

    id: int
    council: str
    reference: str
    title: str
    unit: str
    round: int
    meets_at: datetime
    mode: str
    secret: bool
    status: str
    nominees: int
    passed: int
    """How many nominees reached the threshold; 0 until the ballots are counted."""


@dataclass(frozen=True)
class Waiting:
    """A step of a council that the person can do now. `session_id`: the session it belongs to, once there is one."""

    task_id: int
    name: str
    form_key: str
    reference: str
    title: str
    council: str
    due: DueState
    session_id: int | None


@dataclass(frozen=True)
class Councils:
    """Everything on the page of councils."""

    councils: tuple[MyCouncil, ...]
    waiting: tuple[Waiting, ...]
    current: tuple[SessionRow, ...]
    past: tuple[SessionRow, ...]
    past_total: int
    page: int
    pages: int


def overview(session: Session, actor: Actor, page: int = 1) -> Councils:
    """Return the actor's councils with their sessions, those to come first; `page` turns the sessions that are over."""
    over = (seated(actor), CouncilSession.status.not_in(CURRENT))
    total = session.scalar(select(func.count()).select_from(CouncilSession).where(*over)) or 0
    page, pages = paging.cut(total, page, PAGE_SIZE)
    current = _rows().where(seated(actor), CouncilSession.status.in_(CURRENT)).order_by(CouncilSession.meets_at)
    past = _rows().where(*over).order_by(CouncilSession.meets_at.desc(), CouncilSession.id.desc())
    past = past.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return Councils(
        councils=tuple(_my_councils(session, actor)),
        waiting=waiting(session, actor),
        current=tuple(SessionRow(*row) for row in session.execute(current)),
        past=tuple(SessionRow(*row) for row in session.execute(past)),
        past_total=total,
        page=page,
        pages=pages,
    )


def seated(actor: Actor) -> ColumnElement[bool]:
    """Condition on CouncilSession: the actor has a seat in its council, or is on the session's own roster.

    Nobody else sees a session, whatever their account may administer and whatever dossiers they may see.
    """
    councils = {seat.council_id for seat in actor.seats}
    on_roster = exists().where(
        SessionMember.session_id == CouncilSession.id, SessionMember.person_id == actor.person_id
    )
    return or_(CouncilSession.council_id.in_(councils), on_roster)


def waiting(session: Session, actor: Actor, council_session: CouncilSession | None = None) -> tuple[Waiting, ...]:
    """Return the open steps of councils that the actor may do, of one session if it is given, first due first."""
    latest = (
        select(func.max(CouncilSession.id))
        .where(CouncilSession.council_id == UserTask.council_id, CouncilSession.dossier_id == UserTask.dossier_id)
        .correlate(UserTask)
        .scalar_subquery()
    )
    query = (
        select(
            UserTask.id,
            UserTask.name,
            UserTask.form_key,
            Dossier.reference,
            Offer.title,
            Council.name,
            UserTask.due_at,
            UserTask.stopped_at,
            latest,
        )
        .join(Dossier, Dossier.id == UserTask.dossier_id)
        .join(Offer, Offer.id == Dossier.offer_id)
        .join(Council, Council.id == UserTask.council_id)
        .where(policy.workable_tasks(actor))
        .where(or_(UserTask.assignee_id.is_(None), UserTask.assignee_id == actor.person_id))
        .order_by(UserTask.due_at.is_(None), UserTask.due_at, UserTask.id)
    )
    if council_session is not None:
        query = query.where(latest == council_session.id)
    calendar = dates.calendar_of(session)
    found = []
    for task_id, name, form_key, reference, title, council, due_at, stopped_at, session_id in session.execute(query):
        due = dates.due_state(calendar, due_at, stopped_at)
        found.append(Waiting(task_id, name, form_key, reference, title, council, due, session_id))
    return tuple(found)


def _my_councils(session: Session, actor: Actor):
    members = (
        select(func.count(CouncilSeat.person_id.distinct()))
        .where(CouncilSeat.council_id == Council.id, CouncilSeat.votes, CouncilSeat.valid_to.is_(None))
        .correlate(Council)
        .scalar_subquery()
    )
    for seat in actor.seats:
        votes = session.scalar(
            select(CouncilSeat.votes)
            .where(CouncilSeat.council_id == seat.council_id, CouncilSeat.person_id == actor.person_id)
            .order_by(CouncilSeat.votes.desc())
            .limit(1)
        )
        name, count = session.execute(select(Council.name, members).where(Council.id == seat.council_id)).one()
        yield MyCouncil(seat.council_id, name, seat.function, bool(votes), count)


def _rows():
    def nominees(*conditions: ColumnElement[bool]):
        counted = select(func.count()).select_from(SessionNominee)
        counted = counted.where(SessionNominee.session_id == CouncilSession.id, *conditions)
        return counted.correlate(CouncilSession).scalar_subquery()

    return (
        select(
            CouncilSession.id,
            Council.name,
            Dossier.reference,
            Offer.title,
            Unit.name,
            CouncilSession.round,
            CouncilSession.meets_at,
            CouncilSession.mode,
            CouncilSession.secret,
            CouncilSession.status,
            nominees(),
            nominees(SessionNominee.conclusion == "pass"),
        )
        .join(Council, Council.id == CouncilSession.council_id)
        .join(Dossier, Dossier.id == CouncilSession.dossier_id)
        .join(Offer, Offer.id == Dossier.offer_id)
        .join(Unit, Unit.id == Dossier.submitting_unit_id)
    )
