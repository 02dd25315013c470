"""Messages to send. Written with the change they report, delivered after it is committed."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from workflows.clock import utcnow
from workflows.db import AS_STORED
from workflows.models import Dossier, OutboxMessage

QUEUED = (
    select(OutboxMessage.id).where(OutboxMessage.effect_key == bindparam("effect_key")).execution_options(**AS_STORED)
)


def queue(  # noqa: PLR0913 - a message is that much; nothing of it has a default
    session: Session, effect_key: str, kind: str, person_id: int, *, dossier: Dossier | None, subject: str, body: str
) -> None:
    """Queue a message to a person, once per `effect_key` whatever is repeated."""
    pending = any(isinstance(row, OutboxMessage) and row.effect_key == effect_key for row in session.new)
    if pending or session.scalar(QUEUED, {"effect_key": effect_key}) is not None:
        return
    session.add(
        OutboxMessage(
            effect_key=effect_key,
            kind=kind,
            person_id=person_id,
            dossier_id=dossier.id if dossier is not None else None,
            subject=subject,
            body=body,
            created_at=utcnow(),
            state="queued",
        )
    )
