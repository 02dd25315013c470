"""The page of a dossier for whoever may see it: what it holds, who said what, what happened, where it stands."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.display import local, short_day
from service.labels import STEPPER, stage_number
from service.routes.dossiers import bp
from service.routes.drawings import drawing
from service.security import relax
from service.web import reading, transaction
from workflows import policy
from workflows.commands import revoking
from workflows.queries import dossier_map, dossier_parts
from workflows.queries import dossier_page as queries
from workflows.queries.dossier_map import Path
from workflows.queries.dossier_page import Head
from workflows.queries.dossier_parts import Wanted

# The parts of the page: their words in the address and on the tab.
PARTS = {"": "Hồ sơ", "tai-lieu": "Tài liệu", "doi-tuong": "Đối tượng", "y-kien": "Ý kiến", "lich-su": "Lịch sử"}
NAMES = {"": "content", "tai-lieu": "papers", "doi-tuong": "nominees", "y-kien": "opinions", "lich-su": "history"}
KINDS = {"": "all", "xu-ly": "handling", "soan": "preparing"}


@bp.get("/<reference>")
def page(reference: str) -> str:
    part = request.args.get("phan", "")
    part = part if part in PARTS else ""
    kind, number = KINDS.get(request.args.get("loai", ""), "all"), request.args.get("trang", 1, type=int)
    with reading() as session:
        head, shown = dossier_parts.part(session, current_actor(), reference, Wanted(NAMES[part], kind, number))
    return render_template(f"dossier/{part or 'ho-so'}.html", kinds=KINDS, **_frame(head, part), **shown)


@bp.get("/<reference>/so-do")
def diagram(reference: str) -> str:
    """Return the diagram at ?tai=, the calls on the way down joined with dots, beside its outline."""
    actor, path = current_actor(), tuple(each for each in request.args.get("tai", "").split(".") if each)
    with reading() as session:
        dossier = policy.load_dossier(session, actor, reference)
        head = queries.head(session, actor, dossier)
        found = dossier_map.dossier_map(session, dossier, path)

    def to(there: Path) -> str:
        return url_for("dossiers.diagram", reference=reference, tai=".".join(there) or None)

    here = {"map": found, "here": path, "to": to, "drawing": drawing(found, to)}
    return render_template("dossier/so-do.html", **_frame(head, "so-do"), **here)


@bp.get("/<reference>/phieu/<int:number>")
def slip(reference: str, number: int) -> str:
    """Return a paper of the system to be read and printed; with ?xem=1 alone, for the frame beside a form."""
    with reading() as session:
        found = queries.slip(session, current_actor(), reference, number)
    if "xem" in request.args:
        relax("frame-ancestors", "'self'")
        return render_template("dossier/slip_alone.html", slip=found)
    return render_template("dossier/slip.html", slip=found)


@bp.post("/<reference>/giai-trinh/qua-han")
def go_on(reference: str) -> Response:
    with transaction() as session:
        revoking.go_on_without_explanation(session, current_actor(), reference)
    flash("Đã chuyển Hội đồng xét mà không chờ giải trình.")
    return redirect(url_for("dossiers.page", reference=reference))


def _frame(head: Head, part: str) -> dict[str, object]:
    """Return what stands over every part: facts, stages with their dates, tabs with their counts."""
    counts = {"tai-lieu": head.papers, "doi-tuong": sum(number for _, number in head.nominees), "y-kien": head.opinions}
    tabs = [
        (word, url_for("dossiers.page", reference=head.reference, phan=key or None), key == part, counts.get(key))
        for key, word in PARTS.items()
    ]
    tabs.append(("Sơ đồ", url_for("dossiers.diagram", reference=head.reference), part == "so-do", None))
    mine = next((step for step in head.steps if step.is_mine), None)
    return {"head": head, "tabs": tabs, "part": part, "mine": mine, "notes": _notes(head)}


def _notes(head: Head) -> dict[str, str]:
    """Return a date under each stage of the stepper that has begun."""
    now, notes = stage_number(head.stage), {}
    for number, stage in enumerate(STEPPER, start=1):
        times = [each for each in head.stages if stage_number(each.stage) == number]
        if not times:
            continue
        done = max((each.done_at for each in times if each.done_at), default=None)
        if number == now and head.closed_at is None:
            notes[stage] = f"từ {short_day(min(each.since for each in times))}"
        elif done:
            notes[stage] = short_day(local(done))
    return notes
