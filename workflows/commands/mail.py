"""Take messages out of the outbox and note what became of them.

Nobody can say of a letter whose sender died between the mail server's last word and ours whether it arrived. Sending
it again might tell somebody twice, forgetting it might tell them never: it stands in doubt until a person decides.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, joinedload

from workflows import history, policy
from workflows.clock import utcnow
from workflows.commands.digests import DIGEST, is_overtaken
from workflows.errors import Conflict, NotFound
from workflows.models import Notice, OutboxMessage, Person
from workflows.outbox import MAY_GO_AGAIN
from workflows.policy import Actor
from workflows.rules.notice_groups import group_of, merely_reminds

# A sender that dies with a message in hand leaves it to the next one after this long.
CLAIM_LENGTH = timedelta(minutes=5)
# Twice as long each time up to the longest: some three days, so that a mail server may be away over a long weekend.
MOST_ATTEMPTS = 20
LONGEST_PAUSE = timedelta(hours=6)
UNDELIVERED = ("in_doubt", "dead")
UNANSWERED = "Máy gửi dừng lại khi nội dung đang được chuyển; không rõ máy chủ thư đã nhận hay chưa."


@dataclass(frozen=True)
class Item:
    """One notice in a letter that gathers several."""

    subject: str
    link: str | None


@dataclass(frozen=True)
class Letter:
    """A message in hand, with the address it goes to. `claim` tells this claim on it from earlier and later ones."""

    id: int
    claim: int
    effect_key: str
    person_id: int
    address: str
    subject: str
    body: str
    link: str | None
    group: str | None
    """Group of kinds that the person may unsubscribe from; None for a duty and for what gathers several."""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Failure:
    """Why a message did not go: what kind of fault, in the words of the server or the connection, and whether for ever."""

    fault: str
    words: str
    permanent: bool = False


def claim_next(session: Session) -> Letter | None:
    """Take the next due message in hand, or None.

    Messages to people without an address are given up at once, reminders of what was done meanwhile are dropped.
    """
    while message := session.scalar(_due()):
        person = session.get(Person, message.person_id) if message.person_id else None
        if person is None or not person.email:
            message.state, message.fault = "dead", "no_address"
            message.last_error = "người nhận không có địa chỉ thư"
        elif merely_reminds(message.kind) and (notice := _overtaken(session, message)):
            message.state, notice.mail = "dropped", "dropped"
        else:
            message.attempts += 1
            message.claim += 1
            message.next_attempt_at = utcnow() + CLAIM_LENGTH
            return _letter(session, message, person)
        session.flush()  # the next query must not find it again
    return None


def hand_over(session: Session, letter: Letter) -> bool:
    """Note that the text goes to the mail server now; False where another has taken the message over: do not send.

    Commit before the first byte of the text leaves: whoever finds this note later knows that it may have arrived.
    """
    message = _locked(session, letter.id)
    if message.claim != letter.claim or message.state not in ("queued", "failed"):
        return False
    message.state, message.next_attempt_at = "sending", utcnow() + CLAIM_LENGTH
    return True


def note_sent(session: Session, letter: Letter) -> None:
    """Mark a message as taken over by the mail server; whose claim it was by then does not matter, it is there."""
    message = _locked(session, letter.id)
    message.state, message.sent_at = "sent", utcnow()
    message.last_error = message.fault = None


def note_failure(session: Session, letter: Letter, failure: Failure) -> None:
    """Note why a message did not go; try again later, twice as long each time, unless it never will.

    A sender so slow that another took the message over has nothing to say of it any more.
    """
    message = _locked(session, letter.id)
    if message.state == "sent" or message.claim != letter.claim:
        return
    message.last_error, message.fault = _clean(failure.words), failure.fault
    if failure.permanent or message.attempts >= MOST_ATTEMPTS:
        message.state = "dead"
    else:
        message.state, message.next_attempt_at = "failed", utcnow() + _pause(message.attempts)


def note_doubt(session: Session, letter: Letter, words: str) -> None:
    """Note that the text went out and no answer came back."""
    message = _locked(session, letter.id)
    if message.state == "sending" and message.claim == letter.claim:
        message.state, message.last_error, message.fault = "in_doubt", _clean(words), "answer_lost"


def doubt_unanswered(session: Session) -> int:
    """Put in doubt what senders left behind while its text was on the way. Return how many."""
    left = (OutboxMessage.state == "sending", OutboxMessage.next_attempt_at <= utcnow())
    found = session.scalars(select(OutboxMessage.id).where(*left).with_for_update(skip_locked=True)).all()
    if found:
        doubt = update(OutboxMessage).where(OutboxMessage.id.in_(found))
        session.execute(doubt.values(state="in_doubt", last_error=UNANSWERED, fault="answer_lost"))
    return len(found)


def undelivered(session: Session) -> list[OutboxMessage]:
    """Return what waits for a decision: messages in doubt and those given up, the oldest first."""
    return list(
        session.scalars(select(OutboxMessage).where(OutboxMessage.state.in_(UNDELIVERED)).order_by(OutboxMessage.id))
    )


def send_again(session: Session, actor: Actor | None, message_id: int, seen: str | None = None) -> OutboxMessage:
    """Put a message into the queue once more; it keeps its Message-ID.

    One that was sent or is in doubt may reach the person twice. `actor` is None for the operator at the command line.
    Raises NotAllowed for others than administrators, NotFound, Conflict for a message that is about to go, on its way,
    not needed any more, or not in the state in which it was seen (`seen`, None: whatever it is).
    """
    if actor is not None:
        policy.demand_administrator(actor)
    if session.get(OutboxMessage, message_id) is None:
        raise NotFound
    message = _locked(session, message_id)
    if message.state not in MAY_GO_AGAIN:
        raise Conflict("Thư này không ở trạng thái gửi lại được: đang chờ, đang gửi, hoặc không cần gửi nữa.")
    if seen not in (None, message.state):
        raise Conflict("Trạng thái của thư vừa thay đổi. Mở lại trang để xem trước khi gửi lại.")
    before = {"message": message.id, "state": message.state}
    message.state, message.attempts, message.next_attempt_at, message.sent_at = "queued", 0, None, None
    message.claim += 1  # whoever is still at it has nothing to say of this sending
    history.record(session, actor, "letter_sent_again", before=before)
    return message


def _letter(session: Session, message: OutboxMessage, person: Person) -> Letter:
    items: tuple[Item, ...] = ()
    if message.kind == DIGEST:
        gathered = select(Notice.subject, Notice.link).where(Notice.letter_id == message.id).order_by(Notice.id)
        items = tuple(Item(*row) for row in session.execute(gathered))
    return Letter(
        id=message.id,
        claim=message.claim,
        effect_key=message.effect_key,
        person_id=person.id,
        address=person.email or "",
        subject=message.subject,
        body=message.body,
        link=message.link,
        group=None if message.is_duty else group_of(message.kind),
        items=items,
    )


def _overtaken(session: Session, message: OutboxMessage) -> Notice | None:
    of_letter = select(Notice).where(Notice.letter_id == message.id).options(joinedload(Notice.task))
    notice = session.scalar(of_letter)
    return notice if notice is not None and is_overtaken(notice) else None


def _pause(attempts: int) -> timedelta:
    return min(timedelta(minutes=2**attempts), LONGEST_PAUSE)


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
