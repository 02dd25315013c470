"""Take messages out of the outbox and note what became of them.

Nobody can say of a letter whose sender died between the mail server's last word and ours whether it arrived. Sending
it again might tell somebody twice, forgetting it might tell them never: it stands in doubt until a person decides.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from workflows import history, policy
from workflows.clock import utcnow
from workflows.errors import Conflict, NotFound
from workflows.models import OutboxMessage, Person
from workflows.policy import Actor

# A sender that dies with a message in hand leaves it to the next one after this long.
CLAIM_LENGTH = timedelta(minutes=5)
MOST_ATTEMPTS = 8
UNDELIVERED = ("in_doubt", "dead")
UNANSWERED = "Máy gửi dừng lại khi nội dung đang được chuyển; không rõ máy chủ thư đã nhận hay chưa."


@dataclass(frozen=True)
class Letter:
    """A message in hand, with the address it goes to. `attempt` tells this claim on it from later ones."""

    id: int
    attempt: int
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
        return Letter(message.id, message.attempts, message.effect_key, person.email, message.subject, message.body)
    return None


def hand_over(session: Session, letter: Letter) -> bool:
    """Note that the text goes to the mail server now; False where another has taken the message over: do not send.

    Commit before the first byte of the text leaves: whoever finds this note later knows that it may have arrived.
    """
    message = _locked(session, letter.id)
    if message.attempts != letter.attempt or message.state not in ("queued", "failed"):
        return False
    message.state, message.next_attempt_at = "sending", utcnow() + CLAIM_LENGTH
    return True


def note_sent(session: Session, letter: Letter) -> None:
    """Mark a message as taken over by the mail server."""
    message = _locked(session, letter.id)
    message.state, message.sent_at, message.last_error = "sent", utcnow(), None


def note_failure(session: Session, letter: Letter, error: str, *, permanent: bool) -> None:
    """Note why a message did not go; try again later, twice as long each time, unless it never will.

    A sender so slow that another took the message over has nothing to say of it any more.
    """
    message = _locked(session, letter.id)
    if message.state == "sent" or message.attempts != letter.attempt:
        return
    message.last_error = _clean(error)
    if permanent or message.attempts >= MOST_ATTEMPTS:
        message.state = "dead"
    else:
        message.state, message.next_attempt_at = "failed", utcnow() + timedelta(minutes=2**message.attempts)


def note_doubt(session: Session, letter: Letter, error: str) -> None:
    """Note that the text went out and no answer came back."""
    message = _locked(session, letter.id)
    if message.state == "sending":
        message.state, message.last_error = "in_doubt", _clean(error)


def doubt_unanswered(session: Session) -> int:
    """Put in doubt what senders left behind while its text was on the way. Return how many."""
    left = (OutboxMessage.state == "sending", OutboxMessage.next_attempt_at <= utcnow())
    found = session.scalars(select(OutboxMessage.id).where(*left).with_for_update(skip_locked=True)).all()
    if found:
        doubt = update(OutboxMessage).where(OutboxMessage.id.in_(found))
        session.execute(doubt.values(state="in_doubt", last_error=UNANSWERED))
    return len(found)


def undelivered(session: Session) -> list[OutboxMessage]:
    """Return what waits for a decision: messages in doubt and those given up, the oldest first."""
    return list(
        session.scalars(select(OutboxMessage).where(OutboxMessage.state.in_(UNDELIVERED)).order_by(OutboxMessage.id))
    )


def send_again(session: Session, actor: Actor | None, message_id: int) -> OutboxMessage:
    """Put a message that is in doubt or given up into the queue once more; it keeps its Message-ID.

    `actor` is None for the operator at the command line. Raises NotAllowed for others than administrators, Conflict for a
    message in any other state.
    """
    if actor is not None:
        policy.demand_administrator(actor)
    if session.get(OutboxMessage, message_id) is None:
        raise NotFound
    message = _locked(session, message_id)
    if message.state not in UNDELIVERED:
        raise Conflict("Thư này không ở trạng thái chờ quyết định gửi lại.")
    before = {"message": message.id, "state": message.state}
    message.state, message.attempts, message.next_attempt_at = "queued", 0, None
    history.record(session, actor, "letter_sent_again", before=before)
    return message


def _locked(session: Session, message_id: int) -> OutboxMessage:
    return session.get_one(OutboxMessage, message_id, with_for_update=True, populate_existing=True)


def _clean(error: str) -> str:
    return error.replace("\0", "")[:1000]


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
