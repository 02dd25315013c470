"""The plans of campaigns, to be read."""

from flask import Blueprint, render_template

from service.auth import current_actor
from service.web import reading
from workflows.queries import campaigns, duties, plan_figures

bp = Blueprint("campaigns", __name__, url_prefix="/phong-trao")
NAMES = {"dinh-muc-dong-gop": "contribution_norm_vnd"}
"""Figures that a council sets, by their word in the address."""
SLUGS = {name: slug for slug, name in NAMES.items()}


@bp.get("")
def index() -> str:
    with reading() as session:
        return render_template("campaigns/index.html", found=campaigns.cards(session))


@bp.get("/<key>")
def show(key: str) -> str:
    with reading() as session:
        found, figures = campaigns.page(session, key), plan_figures.pages(session, current_actor(), key)
        reports = duties.has_board(session, current_actor(), key)
    return render_template("campaigns/campaign.html", found=found, figures=figures, slugs=SLUGS, reports=reports)
