"""Who is on a dossier's list, and who of them is still in question."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.models import Dossier, Nominee

KIND_LABELS = {
    "individual": "Cá nhân",
    "collective": "Tập thể",
    "household": "Hộ gia đình",
    "enterprise": "Doanh nghiệp",
}


def active_nominees(session: Session, dossier: Dossier) -> list[Nominee]:
    """Return the nominees that are on the list, in its order."""
    query = select(Nominee).where(Nominee.dossier_id == dossier.id, Nominee.removed_at.is_(None))
    return list(session.scalars(query.order_by(Nominee.number)))


def standing_nominees(session: Session, dossier: Dossier) -> list[Nominee]:
    """Return the nominees on the list that nobody has refused."""
    return [nominee for nominee in active_nominees(session, dossier) if nominee.result != "refused"]
