"""The papers of a dossier: what is asked, what was sent, and one file to be read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import policy
from workflows.errors import NotFound
from workflows.models import Attachment, Blob, Person
from workflows.policy import Actor


@dataclass(frozen=True)
class SentFile:
    """A file as it was sent, and where its bytes are (the SHA-256 by which the storage finds them)."""

    id: int
    paper: str
    nominee_id: int | None
    file_name: str
    sha256: str
    media_type: str
    size_bytes: int
    uploaded_by: str
    uploaded_at: datetime


def current(session: Session, dossier_id: int) -> list[SentFile]:
    """Return the files of a dossier that were neither replaced nor removed, in the order in which they came.

    That the actor may see the dossier is not checked here.
    """
    return of_dossiers(session, [dossier_id])[dossier_id]


def of_dossiers(session: Session, dossier_ids: Collection[int]) -> dict[int, list[SentFile]]:
    """Return the same of several dossiers, by their ids, with one query."""
    query = _files().add_columns(Attachment.dossier_id).where(Attachment.dossier_id.in_(dossier_ids))
    query = query.where(Attachment.removed_at.is_(None), Attachment.replaced_by_id.is_(None))
    found: dict[int, list[SentFile]] = {number: [] for number in dossier_ids}
    for *facts, dossier_id in session.execute(query.order_by(Attachment.id)):
        found[dossier_id].append(SentFile(*facts))
    return found


def file(session: Session, actor: Actor, reference: str, attachment_id: int) -> SentFile:
    """Return one file of a dossier, also one that was replaced or removed. Raises NotFound."""
    dossier = policy.load_dossier(session, actor, reference)
    query = _files().where(Attachment.dossier_id == dossier.id, Attachment.id == attachment_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return SentFile(*row)


def names_any(session: Session) -> bool:
    """Whether the database names any file at all."""
    return session.scalar(select(Blob.sha256).limit(1)) is not None


def named(session: Session, hashes: Collection[str]) -> set[str]:
    """Return which of these hashes are those of files that some dossier has, or had. Nobody is asked for a right to it."""
    return set(session.scalars(select(Blob.sha256).where(Blob.sha256.in_(hashes))))


def _files():
    return (
        select(
            Attachment.id,
            Attachment.paper,
            Attachment.nominee_id,
            Attachment.file_name,
            Attachment.sha256,
            Blob.media_type,
            Blob.size_bytes,
            Person.full_name,
            Attachment.uploaded_at,
        )
        .join(Blob, Blob.sha256 == Attachment.sha256)
        .join(Person, Person.id == Attachment.uploaded_by)
    )
