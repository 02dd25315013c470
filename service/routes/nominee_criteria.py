"""What the criteria ask of one nominee, and how it stands while the answers are typed."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms import ROW_BUTTONS
from service.auth import current_actor
from service.routes.dossiers import CHECK, Page, bp, now_text, posted
from service.web import reading, transaction
from workflows.commands import nominee_criteria as commands
from workflows.commands.nominees import Change
from workflows.errors import Conflict
from workflows.queries import drafts, nominees
from workflows.queries import nominee_criteria as queries


@bp.get("/<reference>/doi-tuong/<int:number>/tieu-chi")
def criteria(reference: str, number: int) -> Page:
    with reading() as session:
        actor = current_actor()
        draft = drafts.draft(session, actor, reference)
        page = queries.page(session, actor, draft, nominees.find(session, draft, number))
    return _page(page)


@bp.post("/<reference>/doi-tuong/<int:number>/tieu-chi")
def answer_criteria(reference: str, number: int) -> Page:
    actor = current_actor()
    try:
        with transaction() as session:
            saved = commands.save(session, actor, reference, number, Change(posted(), _seen_version()))
    except Conflict as conflict:
        return _conflict_page(reference, number, conflict)
    if any(name in request.form for name in ROW_BUTTONS):
        with reading() as session:
            draft = drafts.draft(session, actor, reference)
            row = nominees.find(session, draft, number)
            return _page(queries.page(session, actor, draft, row, queries.typed(session, draft, posted())))
    stays = request.form.get("nut") == "nhom" or (saved.errors and request.form.get("nut") != "sau")
    if not (stays and saved.errors):  # else the page says both at once, that it is saved and what is wrong
        flash("Đã lưu số liệu của tiêu chí.")
    back = request.form.get("ve", "")
    if stays:
        return redirect(url_for("dossiers.criteria", reference=reference, number=number, ve=back or None))
    if back == CHECK:
        return redirect(url_for("dossiers.check", reference=reference))
    return redirect(url_for("dossiers.nominee_list", reference=reference))


@bp.post("/<reference>/doi-tuong/<int:number>/tieu-chi/nhap")
def autosave_criteria(reference: str, number: int) -> Response:
    with transaction() as session:
        saved = commands.save(session, current_actor(), reference, number, Change(posted(), _seen_version()))
    return jsonify(revision=saved.version, saved_at=now_text())


@bp.get("/<reference>/doi-tuong/<int:number>/tieu-chi/ket-qua")
def criteria_result(reference: str, number: int) -> Page:
    """Return how the nominee stands as saved, to be put in place of what the page shows."""
    with reading() as session:
        actor = current_actor()
        draft = drafts.draft(session, actor, reference)
        found = queries.own_told(session, actor, draft.dossier, nominees.find(session, draft, number))
    return render_template("criteria/result.html", told=found, reference=reference, number=number, fresh=True)


def _seen_version() -> int:
    return request.form.get("revision", 0, type=int) or 0


def _page(page: queries.CriteriaPage, **more: object) -> str:
    back = request.values.get("ve", "")
    return render_template("dossiers/criteria.html", found=page, head=page.head, back=back, **more)


def _conflict_page(reference: str, number: int, conflict: Conflict) -> tuple[str, int]:
    """Show what was typed over what somebody else saved; a nominee that is gone or a closed dossier raises."""
    with reading() as session:
        actor = current_actor()
        draft = drafts.draft(session, actor, reference)
        row = nominees.find(session, draft, number)
        page = queries.page(session, actor, draft, row, queries.typed(session, draft, posted()))
        return _page(page, conflict=str(conflict)), 409
