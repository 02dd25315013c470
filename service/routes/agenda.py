"""Deadlines by day: a month of one's own work, and of a campaign."""

from flask import Blueprint, render_template, request

from service.auth import current_actor
from service.routes.inbox import address_of
from service.web import reading
from workflows import dates
from workflows.clock import utcnow
from workflows.queries import agenda, campaigns
from workflows.queries.inbox import Filter
from workflows.rules import months
from workflows.rules.months import Month

bp = Blueprint("agenda", __name__)


@bp.get("/lich")
def own() -> str:
    with reading() as session:
        found = agenda.of_person(session, current_actor(), _month())
    return render_template("agenda/own.html", found=found, to_task=lambda row: address_of(row, Filter()))


@bp.get("/phong-trao/<key>/lich")
def of_campaign(key: str) -> str:
    with reading() as session:
        campaign = campaigns.load(session, key)
        found = agenda.of_campaign(session, current_actor(), campaign, _month())
        filled = agenda.campaign_months(session, current_actor(), campaign)
    return render_template("agenda/campaign.html", found=found, campaign=campaign, filled=filled)


def _month() -> Month:
    return months.read(request.args.get("thang", ""), dates.local_date(utcnow()))
