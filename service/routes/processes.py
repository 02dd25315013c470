"""The deployed processes and their diagrams, for administrators."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import NotFound as NotHere

from service.auth import current_actor
from service.display import number
from service.web import reading
from workflows.queries import decision_tables, incidents, process_library, processes, retirements, studio
from workflows.queries.element_counts import Counts, element_counts
from workflows.queries.process_library import Wanted

bp = Blueprint("processes", __name__, url_prefix="/quy-trinh")

STATES = {
    "dang-ap-dung": "live",
    "dang-sua": "open",
    "cho-duyet": "waiting",
    "cho-ngay": "approved",
    "ngung-dung": "retired",
}
"""States of processes by their word in the address."""
LONGEST_TEXT = 100


@bp.before_request
def demand_administrator() -> None:
    """Let nothing below this address exist for others. Each command and query asks again."""
    if not current_actor().administrator:
        raise NotHere


@bp.get("")
def index() -> str:
    given = request.args
    state = STATES.get(given.get("trang-thai", ""), "")
    wanted = Wanted(text=given.get("tim", "").strip()[:LONGEST_TEXT], state=state)
    with reading() as session:
        found = process_library.library(session, current_actor(), wanted)
    return render_template("processes/index.html", found=found, wanted=wanted, states=STATES)


@bp.get("/bang-quyet-dinh")
def tables() -> str:
    with reading() as session:
        found = decision_tables.tables(session, current_actor())
        return render_template("processes/tables.html", found=found, incidents=incidents.open_count(session))


@bp.get("/<key>")
def show(key: str) -> str:
    version, part = request.args.get("ban", 0, type=int), request.args.get("so-do", "")
    with reading() as session:
        found = processes.diagram(session, current_actor(), key, version=version, part=part)
        counts = element_counts(session, current_actor(), key, version, found.part.id)
        past = retirements.history(session, current_actor(), key)
        drafts = [row for row in studio.library(session, current_actor()) if row.state == "open"]
    kept = {"ban": version} if version else {}
    # The id of a called process is written behind it.
    address = f"{url_for('processes.show', key=key)}?{urlencode(kept | {'so-do': ''})}"
    drawing = found.drawing(address, "đang ở đây") | _numbers(counts)
    shown = {"found": found, "kept": kept, "drawing": drawing, "counts": counts, "past": past, "drafts": drafts}
    return render_template("processes/diagram.html", **shown)


def _numbers(counts: Mapping[str, Counts]) -> dict[str, object]:
    """Return what the viewer writes on the elements: incidents, and what is late or finished."""
    words = {
        element: [f"{number(each.overdue)} quá hạn"] * bool(each.overdue)
        + [f"{number(each.finished)} xong"] * bool(each.finished)
        for element, each in counts.items()
    }
    return {
        "faults": [
            {"element": element, "count": each.incidents, "word": "sự cố"}
            for element, each in counts.items()
            if each.incidents
        ],
        "notes": [{"element": element, "text": ", ".join(said)} for element, said in words.items() if said],
    }
