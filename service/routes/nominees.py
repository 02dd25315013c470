"""The list of nominees of a dossier: the table, and the page of one nominee of each kind."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forms import ROW_BUTTONS
from service.auth import current_actor
from service.routes.dossiers import CHECK, Page, bp, now_text, posted
from service.web import reading, transaction
from workflows.commands import nominees as commands
from workflows.commands.nominees import Change
from workflows.errors import Conflict, NotFound
from workflows.queries import drafts, nominees
from workflows.queries.nominees import Case

KINDS = {"ca-nhan": "individual", "tap-the": "collective", "ho-gia-dinh": "household", "doanh-nghiep": "enterprise"}
SLUGS = {kind: slug for slug, kind in KINDS.items()}


@bp.get("/<reference>/doi-tuong")
def nominee_list(reference: str) -> Page:
    kind = KINDS.get(request.args.get("loai", ""), "")
    with reading() as session:
        found = nominees.listing(session, drafts.draft(session, current_actor(), reference), kind)
    return render_template("dossiers/nominees.html", found=found, head=found.head, slugs=SLUGS)


@bp.get("/<reference>/doi-tuong/them/<slug>")
def new_nominee(reference: str, slug: str) -> Page:
    with reading() as session:
        draft = drafts.draft(session, current_actor(), reference)
        return _page(session, draft, Case(_kind(slug), {}, {}))


@bp.post("/<reference>/doi-tuong/them/<slug>")
def add_nominee(reference: str, slug: str) -> Page:
    actor, kind = current_actor(), _kind(slug)
    if _asks_for_row():
        with reading() as session:
            draft = drafts.draft(session, actor, reference)
            return _page(session, draft, nominees.typed(session, draft, kind, posted()))
    with transaction() as session:
        saved = commands.add(session, actor, reference, kind, posted())
    return _after(reference, saved)


@bp.get("/<reference>/doi-tuong/<int:number>")
def nominee(reference: str, number: int) -> Page:
    errors = "all" if "kiem" in request.args else "wrong"
    with reading() as session:
        draft = drafts.draft(session, current_actor(), reference)
        row = nominees.find(session, draft, number)
        return _page(session, draft, nominees.stored(session, draft, row, errors))


@bp.post("/<reference>/doi-tuong/<int:number>")
def change_nominee(reference: str, number: int) -> Page:
    actor = current_actor()
    try:
        with transaction() as session:
            saved = commands.change(session, actor, reference, number, Change(posted(), _seen_version()))
    except Conflict as conflict:
        return _conflict_page(reference, number, conflict)
    if _asks_for_row():
        with reading() as session:
            draft = drafts.draft(session, actor, reference)
            row = nominees.find(session, draft, number)
            return _page(session, draft, nominees.typed(session, draft, row.kind, posted(), row))
    return _after(reference, saved)


@bp.post("/<reference>/doi-tuong/<int:number>/nhap")
def autosave_nominee(reference: str, number: int) -> Response:
    with transaction() as session:
        version = request.form.get("revision", 0, type=int)
        saved = commands.change(session, current_actor(), reference, number, Change(posted(), version))
    return jsonify(revision=saved.version, saved_at=now_text())


@bp.get("/<reference>/doi-tuong/<int:number>/bo")
def ask_removal(reference: str, number: int) -> Page:
    with reading() as session:
        draft = drafts.draft(session, current_actor(), reference)
        found = nominees.removal(session, draft, number)
    return render_template("dossiers/remove-nominee.html", found=found, head=found.head)


@bp.post("/<reference>/doi-tuong/<int:number>/bo")
def remove_nominee(reference: str, number: int) -> Page:
    with transaction() as session:
        commands.remove(session, current_actor(), reference, number, _seen_version())
    flash(f"Đã đưa “{request.form.get('ten', 'đối tượng')}” ra khỏi danh sách.")
    return redirect(url_for("dossiers.nominee_list", reference=reference))


def _kind(slug: str) -> str:
    if slug not in KINDS:
        raise NotFound
    return KINDS[slug]


def _asks_for_row() -> bool:
    return any(name in request.form for name in ROW_BUTTONS)


def _seen_version() -> int:
    return request.form.get("revision", 0, type=int) or 0


def _after(reference: str, saved: commands.SavedNominee) -> Response:
    """Go on after a save; on “Lưu” what is still wrong is shown, on “Lưu, làm sau” it waits."""
    button = request.form.get("nut")
    if saved.errors and button != "sau":
        returns = CHECK if request.form.get("ve") == CHECK else None
        return redirect(url_for("dossiers.nominee", reference=reference, number=saved.id, kiem=1, ve=returns))
    flash("Đã lưu đối tượng.")
    if request.form.get("ve") == CHECK:
        return redirect(url_for("dossiers.check", reference=reference))
    return redirect(url_for("dossiers.nominee_list", reference=reference))


def _page(session: Session, draft: drafts.Draft, case: Case, **more: object) -> str:
    view, asks = nominees.page(session, draft, case), nominees.asks_criteria(session, draft)
    back = request.values.get("ve", "")
    shown = {"view": view, "case": case, "back": back, "slugs": SLUGS, "asks_criteria": asks}
    return render_template("dossiers/nominee.html", head=drafts.head_of(draft), **shown, **more)


def _conflict_page(reference: str, number: int, conflict: Conflict) -> tuple[str, int]:
    """Show what was typed over what somebody else saved; a nominee that is gone or a closed dossier raises."""
    with reading() as session:
        draft = drafts.draft(session, current_actor(), reference)
        row = nominees.find(session, draft, number)
        case = nominees.typed(session, draft, row.kind, posted(), row)
        theirs = nominees.in_words(session, draft, row)
        return _page(session, draft, case, conflict=str(conflict), theirs=theirs), 409
