"""Take messages out of the outbox and note what became of them."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workflows.clock import utcnow
from workflows.models import OutboxMessage, Person

# A sender that dies with a message in hand leaves it to the next one after this long.
CLAIM_LENGTH = timedelta(minutes=5)
MOST_ATTEMPTS = 8


@dataclass(frozen=True)
class Letter:
    """A message in hand, with the address it goes to."""

    id: int
    effect_key: str
    address: str
    subject: str
    body: str


def claim_next(session: Session) -> Letter | None:
    """Take the next due message in hand, or None. Messages to people without an address are given up at once."""
    while message := session.scalar(_due()):
        person = session.get(Person, message.person_id) if message.person_id else None
        if person is None or not person.email:
            message.state, message.last_error = "dead", "người nhận không có địa chỉ thư"
            session.flush()  # the next query must not find it again
            continue
        message.attempts += 1
        message.next_attempt_at = utcnow() + CLAIM_LENGTH
        return Letter(message.id, message.effect_key, person.email, message.subject, message.body)
    return None


def note_sent(session: Session, message_id: int) -> None:
    """Mark a message as taken over by the mail server."""
    message = session.get_one(OutboxMessage, message_id, with_for_update=True)
    message.state, message.sent_at, message.last_error = "sent", utcnow(), None


def note_failure(session: Session, message_id: int, error: str, *, permanent: bool) -> None:
    """Note why a message did not go; try again later, twice as long each time, unless it never will.

    A sender so slow that another took the message over has nothing more to say once that one has sent it.
    """
    message = session.get_one(OutboxMessage, message_id, with_for_update=True)
    if message.state == "sent":
        return
    message.last_error = error[:1000]
    if permanent or message.attempts >= MOST_ATTEMPTS:
        message.state = "dead"
    else:
        message.state, message.next_attempt_at = "failed", utcnow() + timedelta(minutes=2**message.attempts)


def _due():
    now = utcnow()
    return (
        select(OutboxMessage)
        .where(OutboxMessage.state.in_(("queued", "failed")))
        .where(or_(OutboxMessage.next_attempt_at.is_(None), OutboxMessage.next_attempt_at <= now))
        .order_by(OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
