"""A hold of the law as a page shows it: of which kind, since when; who placed it and why only to those who handle the dossier."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import reading
from workflows.clocks import LEGAL_HOLD
from workflows.models import ClockStop, Dossier
from workflows.policy import Actor


@dataclass(frozen=True)
class Hold:
    """A hold that is on. `starter` and `note` are None for whoever does not handle the dossier."""

    since: datetime
    starter: str | None
    note: str | None


def of_dossier(session: Session, actor: Actor, dossier: Dossier) -> Hold | None:
    """Return the hold that is on for a dossier that the actor may see; None where there is none."""
    if LEGAL_HOLD not in dossier.stopped_for:
        return None
    query = select(ClockStop).where(ClockStop.dossier_id == dossier.id, ClockStop.reason == LEGAL_HOLD)
    row = session.scalars(query.where(ClockStop.ended_at.is_(None))).one()
    handles = select(Dossier.id).where(Dossier.id == dossier.id, reading.handled_dossiers(actor))
    tells = session.scalar(handles) is not None
    starter = row.starter.full_name if row.starter and tells else None
    return Hold(row.started_at, starter, row.note if tells else None)
