"""The decisions on a dossier, and which of them is meant."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from workflows.models import Decision, Dossier, ProcessInstance, RegisterEntry

REVOCATION = "revoke_award"
NEWEST = select(Decision).where(Decision.dossier_id == bindparam("dossier_id")).order_by(Decision.id.desc()).limit(1)
ENTRIES = (
    select(RegisterEntry)
    .join(Decision, Decision.id == RegisterEntry.decision_id)
    .where(Decision.dossier_id == bindparam("dossier_id"), RegisterEntry.revoked_at.is_(None))
    .order_by(RegisterEntry.decision_id, RegisterEntry.book_number)
)


def newest_decision(session: Session, dossier_id: int) -> Decision | None:
    """Return the latest decision on a dossier: ours or received from above."""
    return session.scalar(NEWEST, {"dossier_id": dossier_id})


def is_revocation(instance: ProcessInstance) -> bool:
    """Whether the process takes an award back instead of granting one."""
    return instance.definition.key == REVOCATION


def entries_of(session: Session, dossier_id: int) -> list[RegisterEntry]:
    """Return the lines of the register that came from a dossier and stand, in the order of the decision."""
    return list(session.scalars(ENTRIES, {"dossier_id": dossier_id}))


def fund_of(dossier: Dossier) -> str:
    """Return the fund that pays: the plan's own words, else the award's (Luật 06/2022/QH15, Điều 11 khoản 4)."""
    offer = dossier.offer
    return str((offer.details or {}).get("fund") or offer.award.fund)
