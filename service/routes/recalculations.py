"""What follows a change of the calendar or of a limit: how far the deadlines are counted anew, and which moved."""

from flask import Blueprint, render_template, request

from service.auth import current_actor
from service.web import reading
from workflows.queries import recalculations

bp = Blueprint("recalculations", __name__, url_prefix="/quan-tri/tinh-lai")


@bp.get("")
def index() -> str:
    with reading() as session:
        found = recalculations.listing(session, current_actor())
    return render_template("recalculations/index.html", runs=found)


@bp.get("/<int:number>")
def show(number: int) -> str:
    with reading() as session:
        found = recalculations.page(session, current_actor(), number, request.args.get("trang", 1, type=int))
    return render_template("recalculations/run.html", found=found)
