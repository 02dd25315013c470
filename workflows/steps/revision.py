"""Keeps what was submitted, each time, so that a reader sees what changed and nobody can rewrite it."""

import hashlib
import json

from sqlalchemy import func, select

from workflows.acts import record_act
from workflows.models import Attachment, Dossier, DossierRevision, UserTask
from workflows.nomination import active_nominees
from workflows.work import Work


def keep_revision(work: Work, task: UserTask) -> DossierRevision:
    """Add the next revision of the dossier: content, nominees and papers as they stand, with their checksum."""
    dossier = work.dossier
    snapshot = {
        "content": dossier.content,
        "nominees": [
            {
                "id": each.id,
                "number": each.number,
                "kind": each.kind,
                "name": each.name,
                "details": each.details,
                "facts": each.facts,
            }
            for each in active_nominees(work.session, dossier)
        ],
        "papers": [
            {"paper": each.paper, "nominee": each.nominee_id, "file": each.file_name, "sha256": each.sha256}
            for each in current_attachments(work, dossier)
        ],
    }
    last = select(func.max(DossierRevision.number)).where(DossierRevision.dossier_id == dossier.id)
    revision = DossierRevision(
        dossier_id=dossier.id,
        number=(work.session.scalar(last) or 0) + 1,
        snapshot=snapshot,
        checksum=checksum_of(snapshot),
        submitted_by=work.actor.person_id if work.actor else dossier.created_by,
        submitted_at=work.now,
    )
    work.session.add(revision)
    verb = "submitted" if revision.number == 1 else "resubmitted"
    record_act(work, task.element_id, verb, after={"revision": revision.number, "checksum": revision.checksum})
    return revision


def checksum_of(snapshot: dict) -> str:
    """Return the SHA-256 (hex) of a snapshot, the same on every machine."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def current_attachments(work: Work, dossier: Dossier) -> list[Attachment]:
    """Return the papers as they stand: neither removed nor replaced."""
    query = select(Attachment).where(Attachment.dossier_id == dossier.id)
    query = query.where(Attachment.removed_at.is_(None), Attachment.replaced_by_id.is_(None))
    return list(work.session.scalars(query.order_by(Attachment.id)))
