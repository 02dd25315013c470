"""Steps that failed, for administrators: the list, one incident, closing one that needs no further attempt."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.web import reading, transaction
from workflows.commands import incidents as commands
from workflows.errors import Invalid
from workflows.queries import incidents
from workflows.queries.incidents import Wanted

bp = Blueprint("incidents", __name__, url_prefix="/su-co")

STATES = {"": "open", "da-giai-quyet": "resolved"}
KINDS = {"": "", "moc-thoi-gian": "timer", "viec": "step", "rut-ho-so": "message"}

Page = str | Response | tuple[str, int]


@bp.get("")
def index() -> Page:
    given = request.args
    wanted = Wanted(
        state=STATES.get(given.get("trang-thai", ""), "open"),
        kind=KINDS.get(given.get("loai", ""), ""),
        process=given.get("quy-trinh", ""),
        page=given.get("trang", 1, type=int),
    )
    with reading() as session:
        found = incidents.listing(session, current_actor(), wanted)
    kept = {name: given[name] for name in ("trang-thai", "loai", "quy-trinh") if given.get(name)}
    return render_template("incidents/index.html", found=found, wanted=wanted, states=STATES, kinds=KINDS, kept=kept)


@bp.get("/<int:number>")
def show(number: int) -> Page:
    return _page(number, "", {})


@bp.post("/<int:number>")
def dismiss(number: int) -> Page:
    reason = request.form.get("reason", "")
    try:
        with transaction() as session:
            commands.dismiss(session, current_actor(), number, reason)
    except Invalid as invalid:
        return _page(number, reason, invalid.errors), 422
    flash(f"Đã đóng sự cố số {number}.")
    return redirect(url_for("incidents.show", number=number))


def _page(number: int, reason: str, errors: dict[str, list[str]]) -> str:
    with reading() as session:
        found = incidents.incident(session, current_actor(), number)
    element = found.row.element_id
    drawing = {"xml": found.xml, "faults": [{"element": element, "word": "sự cố", "count": 1}]}
    return render_template("incidents/incident.html", found=found, drawing=drawing, reason=reason, errors=errors)
