"""The papers of a dossier: add a file, replace it, take it off. Nothing that was sent is ever deleted here."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows import editing, file_kinds, history
from workflows.clock import utcnow
from workflows.errors import Conflict, NotFound, UploadRejected
from workflows.models import Attachment, Blob, Dossier, Nominee, OfferPaper
from workflows.policy import Actor
from workflows.storage import KeptFile

FREE_PAPER = "other"
"""Pictures and other material that no rule asks for."""
MOST_FILES = 200


@dataclass(frozen=True)
class Slot:
    """Where a file belongs: a paper of the dossier, or of one of its nominees."""

    paper: str
    nominee_id: int | None = None


def add(session: Session, actor: Actor, reference: str, slot: Slot, kept: KeptFile) -> Attachment:
    """Put a kept file among the papers of a dossier.

    Raises UploadRejected when the paper does not take this kind of file, NotFound for an unknown paper or nominee,
    and what `editing.open_dossier` raises. The same file twice under one paper stays one.
    """
    dossier, task = editing.open_dossier(session, actor, reference)
    _demand_slot(session, dossier, slot)
    _demand_kind(slot.paper, kept)
    current = _current(session, dossier)
    same = next((row for row in current if (row.paper, row.nominee_id, row.sha256) == _place(slot, kept)), None)
    if same is not None:
        return same
    if len(current) >= MOST_FILES:
        raise UploadRejected(f"Hồ sơ đã có {MOST_FILES} tệp. Gộp các tệp nhỏ lại rồi gửi.")
    row = _store(session, actor, dossier, slot, kept)
    _note(session, actor, dossier, task, "attached", after=_facts(row))
    return row


def enclose(session: Session, actor: Actor, dossier: Dossier, slot: Slot, kept: KeptFile) -> Attachment:
    """Put a kept file with a dossier for another command, which has found out that the actor may.

    Raises UploadRejected for a kind of file that is not taken.
    """
    _demand_kind(slot.paper, kept)
    row = _store(session, actor, dossier, slot, kept)
    history.record(session, actor, "attached", dossier=dossier, after=_facts(row))
    return row


def replace(session: Session, actor: Actor, reference: str, attachment_id: int, kept: KeptFile) -> Attachment:
    """Put a new file in the place of one that was sent; the old one is kept and can still be read in the history.

    Raises Conflict when that file was replaced or removed meanwhile, else as `add`.
    """
    dossier, task = editing.open_dossier(session, actor, reference)
    old = _open(session, dossier, attachment_id)
    slot = Slot(old.paper, old.nominee_id)
    _demand_kind(slot.paper, kept)
    if old.sha256 == kept.sha256 and old.file_name == kept.name:
        return old
    row = _store(session, actor, dossier, slot, kept)
    old.replaced_by_id = row.id
    _note(session, actor, dossier, task, "attachment_replaced", before=_facts(old), after=_facts(row))
    return row


def remove(session: Session, actor: Actor, reference: str, attachment_id: int) -> None:
    """Take a file off the dossier. Raises Conflict when that was done meanwhile."""
    dossier, task = editing.open_dossier(session, actor, reference)
    row = _open(session, dossier, attachment_id)
    row.removed_at = utcnow()
    _note(session, actor, dossier, task, "attachment_removed", before=_facts(row))


def _demand_slot(session: Session, dossier: Dossier, slot: Slot) -> None:
    if slot.nominee_id is not None:
        nominee = session.get(Nominee, slot.nominee_id)
        if nominee is None or nominee.dossier_id != dossier.id or nominee.removed_at is not None:
            raise NotFound
    if slot == Slot(FREE_PAPER):
        return
    query = select(OfferPaper).where(OfferPaper.offer_id == dossier.offer_id, OfferPaper.paper == slot.paper)
    per = "dossier" if slot.nominee_id is None else "nominee"
    if not any(paper.per == per for paper in session.scalars(query)):
        raise NotFound


def _demand_kind(paper: str, kept: KeptFile) -> None:
    taken = file_kinds.kinds_of(paper)
    if kept.kind not in taken:
        raise UploadRejected(f"Tệp “{kept.name}” là {kept.kind.word}; giấy tờ này nhận {file_kinds.words(taken)}.")


def _current(session: Session, dossier: Dossier) -> list[Attachment]:
    query = select(Attachment).where(Attachment.dossier_id == dossier.id)
    return list(session.scalars(query.where(Attachment.removed_at.is_(None), Attachment.replaced_by_id.is_(None))))


def _open(session: Session, dossier: Dossier, attachment_id: int) -> Attachment:
    row = session.get(Attachment, attachment_id, populate_existing=True)
    if row is None or row.dossier_id != dossier.id:
        raise NotFound
    if row.removed_at is not None or row.replaced_by_id is not None:
        raise Conflict(f"Tệp “{row.file_name}” đã được thay hoặc gỡ trước đó. Tải lại trang để xem tệp hiện có.")
    return row


def _store(session: Session, actor: Actor, dossier: Dossier, slot: Slot, kept: KeptFile) -> Attachment:
    _store_blob(session, kept)
    row = Attachment(
        dossier_id=dossier.id,
        paper=slot.paper,
        nominee_id=slot.nominee_id,
        sha256=kept.sha256,
        file_name=kept.name,
        uploaded_by=actor.person_id,
        uploaded_at=utcnow(),
    )
    session.add(row)
    session.flush()  # the caller points at it by its id
    return row


def _store_blob(session: Session, kept: KeptFile) -> None:
    if session.get(Blob, kept.sha256) is not None:
        return
    blob = Blob(sha256=kept.sha256, size_bytes=kept.size_bytes, media_type=kept.kind.media_type, created_at=utcnow())
    try:
        with session.begin_nested():
            session.add(blob)
    except IntegrityError:
        pass  # the same file came in with another dossier at the same moment; one row serves both


def _place(slot: Slot, kept: KeptFile) -> tuple[str, int | None, str]:
    return slot.paper, slot.nominee_id, kept.sha256


def _facts(row: Attachment) -> dict:
    return {"paper": row.paper, "nominee": row.nominee_id, "file": row.file_name, "sha256": row.sha256}


def _note(session: Session, actor: Actor, dossier: Dossier, task, verb: str, **facts) -> None:
    editing.count_save(dossier, "attachments")
    history.record(session, actor, verb, dossier=dossier, element_id=task.element_id, **facts)
