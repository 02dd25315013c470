"""How often a dossier came back for supplement, and how often it may: limits count per level, not per dossier."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from workflows import dates
from workflows.models import Dossier, HistoryEntry

RETURNED = select(HistoryEntry.after).where(
    HistoryEntry.dossier_id == bindparam("dossier_id"), HistoryEntry.verb == "returned"
)
DEFAULT_LIMIT = 1
"""Returns per level where the province has set none (Gia Lai: at most once at a level)."""


def returns_at(session: Session, dossier: Dossier, unit_id: int) -> int:
    """Return how often this unit has sent the dossier back."""
    found = session.scalars(RETURNED, {"dossier_id": dossier.id})
    return sum(after.get("unit") == unit_id for after in found)


def return_limit(session: Session, dossier: Dossier, now: datetime) -> int:
    """Return how often one level may send the dossier back."""
    limit = dates.limit_of(session, "supplement.submit", dossier, now)
    return limit.max_returns if limit and limit.max_returns is not None else DEFAULT_LIMIT
