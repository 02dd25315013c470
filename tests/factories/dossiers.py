"""Dossiers with nominees and files."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from tests.factories.base import added, serial
from tests.factories.law import offer
from tests.factories.people import person, unit
from workflows import models
from workflows.clock import utcnow


def dossier(
    session: Session, of: models.Offer | None = None, submitting: models.Unit | None = None, **facts
) -> models.Dossier:
    """Return a draft dossier whose submitting unit has its row among the organs."""
    of = of or offer(session)
    submitting = submitting or unit(session)
    creator = facts.pop("creator", None) or person(session)
    defaults = {
        "reference": f"KG-2026-{serial():05}",
        "status": "draft",
        "stage": "prepare",
        "content": {},
        "created_at": datetime(2026, 12, 1, tzinfo=UTC),
    }
    row = models.Dossier(
        campaign=of.campaign, offer=of, submitting_unit=submitting, creator=creator, **defaults | facts
    )
    added(session, row)
    organ(session, row, "submitting_unit", submitting)
    return row


def organ(session: Session, of: models.Dossier, key: str, where: models.Unit) -> models.DossierOrgan:
    """Say which unit stands for an organ of the process."""
    return added(session, models.DossierOrgan(dossier_id=of.id, organ=key, unit_id=where.id))


def nominee(session: Session, of: models.Dossier, name: str | None = None, **facts) -> models.Nominee:
    """Return the next nominee of a dossier."""
    number = 1 + len(of.nominees)
    name = name or f"Đối tượng {number}"
    defaults = {
        "number": number,
        "kind": "individual",
        "search_key": name.lower(),
        "sort_key": name.lower(),
        "details": {},
    }
    return added(session, models.Nominee(dossier=of, name=name, **defaults | facts))


def attachment(session: Session, of: models.Dossier, key: str = "to_trinh", **facts) -> models.Attachment:
    """Return a paper of a dossier; no file stands behind it."""
    sha256 = f"{serial():064x}"
    added(session, models.Blob(sha256=sha256, size_bytes=1, media_type="application/pdf", created_at=utcnow()))
    defaults = {"file_name": f"{key}.pdf", "uploaded_by": of.created_by, "uploaded_at": utcnow()}
    return added(session, models.Attachment(dossier=of, paper=key, sha256=sha256, **defaults | facts))
