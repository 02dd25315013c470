"""Figures that a plan leaves to a council, such as the norm of a contribution: entered with their document, and mended."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import catalogue, dates, history, plan_offices
from workflows.clock import utcnow
from workflows.errors import Invalid, NotFound
from workflows.models import Campaign, PlanFigure
from workflows.policy import Actor

FORM = "plan_figure"
SHORTEST_REASON = 10


def enter(session: Session, actor: Actor, key: str, name: str, posted: Mapping[str, Sequence[str]]) -> PlanFigure:
    """Enter a figure of a campaign. One that holds from a later day ends an earlier one that has no end, the day before.

    Raises forms.FormInvalid for what is missing or wrong, Invalid where the days overlap another figure's, NotFound for
    an unknown campaign or figure, NotAllowed for whoever may not enter it.
    """
    campaign = _campaign(session, actor, key, name)
    form = catalogue.record_form(session, FORM)
    clean = form.check(form.read(posted))
    start = date.fromisoformat(clean["valid_from"])
    end = date.fromisoformat(clean["valid_to"]) if clean.get("valid_to") else None
    ended = _end_earlier(session, campaign, name, start)
    _refuse_overlap(session, campaign, name, start, end)
    row = PlanFigure(
        campaign_id=campaign.id,
        name=name,
        amount=str(clean["amount"]),
        valid_from=start,
        valid_to=end,
        source=clean["source"],
        entered_by=actor.person_id,
        entered_at=utcnow(),
    )
    session.add(row)
    session.flush()  # the caller is told its number
    after = _facts(row) | ({"ended": _facts(ended)} if ended else {})
    history.record(session, actor, "plan_figure_set", after={"campaign": campaign.key} | after)
    return row


def remove(session: Session, actor: Actor, key: str, figure_id: int, reason: str) -> None:
    """Take away a figure that was entered wrongly; the history keeps it. Raises Invalid without a reason."""
    found = session.get(PlanFigure, figure_id)
    if found is None or found.campaign.key != key:
        raise NotFound
    _campaign(session, actor, key, found.name)
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise Invalid({"reason": [f"Nêu vì sao định mức này ghi sai, ít nhất {SHORTEST_REASON} ký tự."]})
    before = {"campaign": key} | _facts(found)
    history.record(session, actor, "plan_figure_removed", before=before, reason=reason)
    session.delete(found)


def _campaign(session: Session, actor: Actor, key: str, name: str) -> Campaign:
    """Return the campaign, locked: two who enter a figure at once do so one after the other."""
    found = session.scalar(select(Campaign).where(Campaign.key == key).with_for_update())
    if found is None or name not in plan_offices.figures_of(found.plan):
        raise NotFound
    plan_offices.demand_figures(session, actor, found, dates.local_date(utcnow()))
    return found


def _end_earlier(session: Session, campaign: Campaign, name: str, start: date) -> PlanFigure | None:
    open_ended = session.scalar(
        select(PlanFigure).where(
            PlanFigure.campaign_id == campaign.id,
            PlanFigure.name == name,
            PlanFigure.valid_to.is_(None),
            PlanFigure.valid_from < start,
        )
    )
    if open_ended:
        open_ended.valid_to = start - timedelta(days=1)
        session.flush()  # what overlaps is asked of the table
    return open_ended


def _refuse_overlap(session: Session, campaign: Campaign, name: str, start: date, end: date | None) -> None:
    query = select(PlanFigure).where(PlanFigure.campaign_id == campaign.id, PlanFigure.name == name)
    query = query.where((PlanFigure.valid_to.is_(None)) | (PlanFigure.valid_to >= start))
    if end:
        query = query.where(PlanFigure.valid_from <= end)
    other = session.scalar(query.order_by(PlanFigure.valid_from).limit(1))
    if other:
        until = f"đến {other.valid_to:%d/%m/%Y}" if other.valid_to else "chưa có ngày hết"
        message = f"Trùng thời gian với định mức có hiệu lực từ {other.valid_from:%d/%m/%Y}, {until}. Sửa ngày."
        raise Invalid({"valid_from": [message]})


def _facts(row: PlanFigure) -> dict:
    return {
        "figure": row.name,
        "amount": row.amount,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "source": row.source,
    }
