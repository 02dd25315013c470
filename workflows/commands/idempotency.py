"""One effect for one key: a write that is repeated with the same `Idempotency-Key` gets its first answer again."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, text, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows.clock import utcnow
from workflows.errors import Conflict, Invalid
from workflows.models import IdempotencyKey
from workflows.policy import Actor

SHORTEST, LONGEST = 8, 200
# A program that asks again after this long gets no first answer, but is refused like anybody who comes second.
KEPT = timedelta(days=7)
# No more than this goes at once, so that nobody waits for the purge.
PURGED_AT_ONCE = 500
# Sets these locks apart from all other advisory locks of the database.
LOCKS = 29_537


@dataclass(frozen=True)
class Answer:
    """A stored answer: HTTP status and JSON body."""

    status: int
    body: dict


def fingerprint(secret: str, method: str, path: str, body: bytes) -> str:
    """Return what tells one request from another under the same key.

    Keyed by a secret of the server: the body may be a secret ballot, which has so few possible values that whoever
    reads the table could try them all against a plain hash.
    """
    return hmac.new(secret.encode(), b"\0".join([method.encode(), path.encode(), body]), hashlib.sha256).hexdigest()


def recall(session: Session, actor: Actor, key: str, request_hash: str) -> Answer | None:
    """Return the first answer to this key, None if it is new. A request that is still being answered is waited for.

    Raises Invalid when the key is malformed or was used for another request.
    """
    if not SHORTEST <= len(key) <= LONGEST or not key.isprintable():
        raise Invalid({"Idempotency-Key": [f"Khóa phải có từ {SHORTEST} đến {LONGEST} ký tự in được."]})
    _wait_for_the_first(session, actor, key)
    found = session.get(IdempotencyKey, (actor.account_id, key), populate_existing=True)
    if found is None:
        return None
    if found.request_hash != request_hash:
        raise Invalid({"Idempotency-Key": ["Khóa này đã dùng cho một yêu cầu khác. Dùng khóa mới."]})
    return Answer(found.status, found.body)


def remember(session: Session, actor: Actor, key: str, request_hash: str, answer: Answer) -> None:
    """Store the answer together with its effect.

    Raises Conflict when somebody else stored one meanwhile: this transaction must then be rolled back, and a
    repetition gets the first answer.
    """
    session.add(
        IdempotencyKey(
            account_id=actor.account_id,
            key=key,
            request_hash=request_hash,
            status=answer.status,
            body=answer.body,
            created_at=utcnow(),
        )
    )
    try:
        session.flush()  # the unique key decides between two that run at once
    except IntegrityError:
        raise Conflict("Yêu cầu này đang được xử lý. Gửi lại với cùng khóa để nhận kết quả.") from None


def purge(session: Session) -> int:
    """Forget some of the answers that are kept long enough. Return how many; fewer than PURGED_AT_ONCE: no more are left."""
    key = (IdempotencyKey.account_id, IdempotencyKey.key)
    old = select(*key).where(IdempotencyKey.created_at < utcnow() - KEPT).order_by(IdempotencyKey.created_at)
    rows = [tuple(row) for row in session.execute(old.limit(PURGED_AT_ONCE))]
    session.execute(delete(IdempotencyKey).where(tuple_(*key).in_(rows)))
    return len(rows)


def _wait_for_the_first(session: Session, actor: Actor, key: str) -> None:
    # SQLite lets one writer in at a time anyway.
    if session.get_bind().dialect.name == "postgresql":
        lock = text("select pg_advisory_xact_lock(:locks, hashtext(:key))")
        session.execute(lock, {"locks": LOCKS, "key": f"{actor.account_id}:{key}"})
