"""Decisions, to be read and printed."""

from flask import Blueprint, render_template

from service.auth import current_actor
from service.web import reading
from workflows.queries import decisions

bp = Blueprint("decisions", __name__, url_prefix="/quyet-dinh")


@bp.get("/<int:number>")
def show(number: int) -> str:
    with reading() as session:
        found = decisions.decision(session, current_actor(), number)
    return render_template("decisions/decision.html", found=found)
