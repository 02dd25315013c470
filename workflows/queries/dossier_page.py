"""The page of a dossier: how it stands, what it holds, who said what, what happened, and where its tokens are."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import policy
from workflows.errors import NotFound
from workflows.models import IssuedDocument
from workflows.policy import Actor


@dataclass(frozen=True)
class SlipPage:
    """A paper that the system made, as `workflows.issuing` keeps it."""

    reference: str
    unit: str
    kind: str
    title: str
    document_number: str | None
    issued_at: datetime
    issuer: str | None
    data: dict


def slip(session: Session, actor: Actor, reference: str, document_id: int) -> SlipPage:
    """Return a paper that the system made for a dossier. Raises NotFound."""
    dossier = policy.load_dossier(session, actor, reference)
    found = session.scalar(
        select(IssuedDocument).where(IssuedDocument.id == document_id, IssuedDocument.dossier_id == dossier.id)
    )
    if found is None:
        raise NotFound
    return SlipPage(
        reference=dossier.reference,
        unit=dossier.submitting_unit.name,
        kind=found.kind,
        title=found.title,
        document_number=found.document_number,
        issued_at=found.issued_at,
        issuer=found.issuer.full_name if found.issuer else None,
        data=found.data,
    )
