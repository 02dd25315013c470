"""Two versions of a process side by side, for administrators."""

from flask import render_template, request

from service.auth import current_actor
from service.comparison_codes import CODES
from service.routes.processes import bp
from service.web import reading
from workflows.queries import comparison_outline, comparisons
from workflows.queries.comparisons import Side, Wanted

WORDS = {"added": "thêm", "removed": "bỏ", "changed": "đổi", "moved": "dời"}


@bp.get("/<key>/so-sanh")
def compare(key: str) -> str:
    given = request.args
    wanted = Wanted(given.get("tu", 0, type=int), given.get("den", 0, type=int), given.get("so-do", ""))
    with reading() as session:
        found = comparisons.comparison(session, current_actor(), key, wanted, CODES)
        outline = comparison_outline.compared_outline(session, found) if found.differences else ()
    drawings = {name: _drawing(side) for name, side in (("truoc", found.before), ("sau", found.after))}
    return render_template("processes/comparison.html", found=found, drawings=drawings, outline=outline, words=WORDS)


def _drawing(side: Side) -> dict[str, object]:
    marks = [{"element": element, "what": what, "word": WORDS[what]} for element, what in side.marks if what in WORDS]
    return {"xml": side.xml, "marks": marks}
