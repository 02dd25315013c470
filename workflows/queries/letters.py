"""What became of every letter, for administrators: who, what about, in which state, why. Never what it says.

A letter may tell of a dossier, to which administration gives no right: its subject names the reference at most (that
is the rule for whoever writes one), its text and its link are not shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select
from sqlalchemy.orm import Session

from workflows import reading
from workflows.clock import utcnow
from workflows.errors import NotFound
from workflows.models import HistoryEntry, OutboxMessage, Person
from workflows.outbox import MAY_GO_AGAIN
from workflows.policy import Actor
from workflows.queries import paging

PAGE_SIZE = 50
MOST_RESENDINGS = 20
"""So many are told of one letter, the last ones."""
# Written out, not sent as a value: else no partial index is found.
SYSTEM: ColumnElement[str] = literal_column("'system'")
STATES = ("queued", "sending", "failed", "in_doubt", "dead", "sent", "dropped")
MAY_ARRIVE_TWICE = ("sent", "in_doubt")
UNDELIVERED = ("failed", "in_doubt", "dead")
SERVER_FAULTS = ("address", "text", "busy", "sender", "sign_in")
"""Of these a letter keeps what the mail server said; of the others, words of programs."""


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list. State "": what has not arrived, or not in time."""

    state: str = ""
    page: int = 1
    sends_mail: bool = True
    """Whether a mail server is set; without one no letter arrives that waits."""


@dataclass(frozen=True)
class LetterRow:
    """A letter in a list."""

    id: int
    kind: str
    subject: str
    recipient: str
    state: str
    fault: str | None
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True)
class LetterList:
    """A page of letters; `counts`: by state, "" for what has not arrived."""

    rows: tuple[LetterRow, ...]
    counts: Mapping[str, int]
    page: int
    pages: int


@dataclass(frozen=True)
class Resending:
    """Who put a letter into the queue once more, and in what state it was."""

    at: datetime
    by: str
    state: str


@dataclass(frozen=True)
class LetterPage:
    """One letter with what the mail server said of it."""

    row: LetterRow
    address: str | None
    server_words: str | None
    """What the mail server said; None where it said nothing, or the letter waits again."""
    is_duty: bool
    may_go_again: bool
    may_arrive_twice: bool
    resendings: tuple[Resending, ...]


def undelivered(*, sends_mail: bool = True) -> ColumnElement[bool]:
    """Condition on OutboxMessage: it has not arrived as far as we know, or waits longer than it should.

    Without a mail server (`sends_mail`) all that waits does.
    """
    if not sends_mail:
        return OutboxMessage.state.in_((*UNDELIVERED, "queued"))
    late = and_(OutboxMessage.state == "queued", OutboxMessage.next_attempt_at < utcnow())
    return or_(OutboxMessage.state.in_(UNDELIVERED), late)


def listing(session: Session, actor: Actor, wanted: Wanted) -> LetterList:
    """Return a page of the list, the newest first. Raises NotFound unless the actor administers the system."""
    reading.demand_sight_of_processes(actor)
    missed = undelivered(sends_mail=wanted.sends_mail)
    by_state = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    counts = dict.fromkeys(STATES, 0) | {state: count for state, count in session.execute(by_state)}
    counts[""] = session.scalar(select(func.count()).select_from(OutboxMessage).where(missed)) or 0
    page, pages = paging.cut(counts.get(wanted.state, 0), wanted.page, PAGE_SIZE)
    condition = OutboxMessage.state == wanted.state if wanted.state else missed
    found = _rows().where(condition).order_by(OutboxMessage.id.desc())
    rows = session.execute(found.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    return LetterList(tuple(_row(*each) for each in rows), counts, page, pages)


def letter(session: Session, actor: Actor, letter_id: int) -> LetterPage:
    """Return one letter. Raises NotFound, also for whoever does not administer the system."""
    reading.demand_sight_of_processes(actor)
    found = session.execute(_rows().where(OutboxMessage.id == letter_id)).one_or_none()
    if found is None:
        raise NotFound
    message, person = found
    again = (
        select(HistoryEntry.at, Person.full_name, HistoryEntry.before)
        .outerjoin(Person, Person.id == HistoryEntry.actor_id)
        .where(HistoryEntry.chain == SYSTEM, HistoryEntry.verb == "letter_sent_again")
        .where(HistoryEntry.before["message"].as_integer() == letter_id)
        .order_by(HistoryEntry.sequence.desc())
        .limit(MOST_RESENDINGS)
    )
    acts = session.execute(again).all()[::-1]
    told = message.state in UNDELIVERED
    return LetterPage(
        row=_row(message, person),
        address=person.email if person else None,
        server_words=message.last_error if told and message.fault in SERVER_FAULTS else None,
        is_duty=message.is_duty,
        may_go_again=message.state in MAY_GO_AGAIN,
        may_arrive_twice=message.state in MAY_ARRIVE_TWICE,
        resendings=tuple(Resending(at, name or "", before["state"]) for at, name, before in acts),
    )


def _rows():
    return select(OutboxMessage, Person).outerjoin(Person, Person.id == OutboxMessage.person_id)


def _row(message: OutboxMessage, person: Person | None) -> LetterRow:
    return LetterRow(
        id=message.id,
        kind=message.kind,
        subject=message.subject,
        recipient=person.full_name if person else "",
        state=message.state,
        fault=message.fault,
        attempts=message.attempts,
        created_at=message.created_at,
        next_attempt_at=message.next_attempt_at if message.state in ("queued", "failed") else None,
        sent_at=message.sent_at,
    )
