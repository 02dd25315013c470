"""One effect for one key: a write that is repeated with the same `Idempotency-Key` gets its first answer again."""

import hashlib
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows.clock import utcnow
from workflows.errors import Conflict, Invalid
from workflows.models import IdempotencyKey
from workflows.policy import Actor

SHORTEST, LONGEST = 8, 200


@dataclass(frozen=True)
class Answer:
    """A stored answer: HTTP status and JSON body."""

    status: int
    body: dict


def fingerprint(method: str, path: str, body: bytes) -> str:
    """Return what tells one request from another under the same key."""
    return hashlib.sha256(b"\0".join([method.encode(), path.encode(), body])).hexdigest()


def recall(session: Session, actor: Actor, key: str, request_hash: str) -> Answer | None:
    """Return the first answer to this key, None if it is new.

    Raises Invalid when the key is malformed or was used for another request.
    """
    if not SHORTEST <= len(key) <= LONGEST or not key.isprintable():
        raise Invalid({"Idempotency-Key": [f"Khóa phải có từ {SHORTEST} đến {LONGEST} ký tự in được."]})
    found = session.get(IdempotencyKey, (actor.account_id, key), populate_existing=True)
    if found is None:
        return None
    if found.request_hash != request_hash:
        raise Invalid({"Idempotency-Key": ["Khóa này đã dùng cho một yêu cầu khác. Dùng khóa mới."]})
    return Answer(found.status, found.body)


def remember(session: Session, actor: Actor, key: str, request_hash: str, answer: Answer) -> None:
    """Store the answer together with its effect.

    Raises Conflict when the same request is being answered at this moment: this transaction must then be rolled
    back, and a repetition gets the first answer.
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
