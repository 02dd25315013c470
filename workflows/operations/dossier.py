"""What the diagrams do to a dossier as a whole: take it in, send it back, let its clock run on."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import or_, select

from workflows import clocks, dates
from workflows.acts import record_act
from workflows.clocks import Cause
from workflows.models import LegalRegime
from workflows.operations.registry import operation
from workflows.participants import unit_of
from workflows.returns import returns_at
from workflows.work import Place, Work


@operation("dossier/assign_code")
def assign_code(work: Work, place: Place, _parameters: Mapping[str, object]) -> str:
    """Stamp complete reception: the moment, the legal regime, and the date by which all must be decided.

    A second organ that receives the same dossier starts its own clock (kể từ ngày nhận đủ hồ sơ). A regime that the
    intake officer chose stays. Returns the reference.
    """
    dossier = work.dossier
    before = {"received_at": _text(dossier.received_at), "due_at": _text(dossier.due_at)}
    dossier.received_at = work.now
    dossier.regime_key = dossier.regime_key or _regime_on(work)
    clocks.start(work.session, dossier, work.now)
    after = {
        "reference": dossier.reference,
        "received_at": _text(dossier.received_at),
        "regime": dossier.regime_key,
        "due_at": _text(dossier.due_at),
    }
    record_act(work, place.element_id, "received", before=before, after=after)
    return dossier.reference


@operation("dossier/record_return")
def record_return(work: Work, place: Place, _parameters: Mapping[str, object]) -> int:
    """Count the return at this level, mark the dossier returned, stop its clock. The step before has noted the reason."""
    dossier = work.dossier
    unit = unit_of(work.session, dossier, place.organ)
    number = returns_at(work.session, dossier, unit.id) + 1
    clocks.stop(work.session, dossier, Cause("applicant", by=work.actor.person_id if work.actor else None), work.now)
    before = {"status": dossier.status}
    dossier.status = "returned"
    after = {"status": "returned", "unit": unit.id, "unit_name": unit.name, "return_count": number}
    record_act(work, place.element_id, "returned", before=before, after=after, reason=dossier.return_reason)
    return number


@operation("dossier/resume_clock")
def resume_clock(work: Work, place: Place, _parameters: Mapping[str, object]) -> str:
    """Let the clock run again after a supplement: anew or with what was left, as the limit says.

    Returns "not_started" before complete reception, "unchanged", "restarted" or "resumed".
    """
    dossier = work.dossier
    before = {"due_at": _text(dossier.due_at)}
    stopped, begun = dossier.stopped_at, dossier.clock_from
    cause = Cause("applicant", by=work.actor.person_id if work.actor else None)
    moved = clocks.resume(work.session, dossier, cause, work.now, anew=True)
    total = next((each for each in moved if each.item is dossier), None)
    if stopped is None or total is None:
        return "not_started" if dossier.received_at is None else "unchanged"
    limit = total.limit
    after = {"stopped_at": _text(stopped), "due_at": _text(dossier.due_at), "clause": limit.clause}
    record_act(work, place.element_id, "clock_resumed", before=before, after=after)
    return "resumed" if dossier.clock_from == begun else "restarted"


def _regime_on(work: Work) -> str | None:
    today = dates.local_date(work.now)
    return work.session.scalar(
        select(LegalRegime.key)
        .where(or_(LegalRegime.effective_from.is_(None), LegalRegime.effective_from <= today))
        .where(or_(LegalRegime.effective_to.is_(None), LegalRegime.effective_to >= today))
        .order_by(LegalRegime.effective_from.desc().nulls_last())
        .limit(1)
    )


def _text(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
