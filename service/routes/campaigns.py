"""The plans of campaigns, to be read."""

from flask import Blueprint, render_template

from service.web import reading
from workflows.queries import campaigns

bp = Blueprint("campaigns", __name__, url_prefix="/phong-trao")


@bp.get("")
def index() -> str:
    with reading() as session:
        return render_template("campaigns/index.html", found=campaigns.cards(session))


@bp.get("/<key>")
def show(key: str) -> str:
    with reading() as session:
        return render_template("campaigns/campaign.html", found=campaigns.page(session, key))
