"""Dossiers of the submitting unit: the list, starting, writing page by page, withdrawing."""

from collections.abc import Mapping

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms import ROW_BUTTONS
from service.auth import current_actor
from service.display import local
from service.routes.inbox import DUE, DUE_NAMES
from service.web import answer, reading, transaction
from workflows import clock
from workflows.commands import dossiers as commands
from workflows.commands.dossiers import Typed
from workflows.errors import Conflict, Invalid
from workflows.queries import confirmations, drafts, offers
from workflows.queries import dossiers as listings
from workflows.queries.dossiers import Wanted

bp = Blueprint("dossiers", __name__, url_prefix="/ho-so")

# Fields of our own pages that no form knows: where to go after saving, and which button was pressed.
OWN_FIELDS = frozenset({"csrf_token", "revision", "version", "ve", "nut"})
CHECK = "kiem-tra"
STATES = {
    "": "all",
    "dang-soan": "draft",
    "cho-bo-sung": "returned",
    "dang-giai-quyet": "submitted",
    "da-xong": "ended",
}

Page = str | Response | tuple[str, int]


@bp.errorhandler(Conflict)
def closed(conflict: Conflict) -> Response | tuple[Response | str, int]:
    """Lead who opens a page of a dossier that is no longer open to the dossier itself; what was sent is answered 409."""
    reference = (request.view_args or {}).get("reference")
    if request.method in {"GET", "HEAD"} and reference:
        flash(str(conflict), "warn")
        return redirect(f"/ho-so/{reference}")
    return answer(409, str(conflict))


@bp.get("")
def index() -> Page:
    state = STATES.get(request.args.get("trang-thai", ""), "all")
    page = max(1, request.args.get("trang", 1, type=int))
    wanted = Wanted(
        state,
        campaign=request.args.get("phong-trao", ""),
        text=request.args.get("q", ""),
        due=DUE.get(request.args.get("han", ""), ""),
        sort="due" if request.args.get("xep") == "han-gan" else "newest",
        page=page,
    )
    actor = current_actor()
    with reading() as session:
        found = listings.listing(session, actor, wanted)
    dues = {word: DUE_NAMES[code] for word, code in DUE.items()}
    return render_template("dossiers/index.html", found=found, wanted=wanted, states=STATES, dues=dues)


@bp.get("/moi")
def new() -> Page:
    with reading() as session:
        campaigns = offers.startable(session, current_actor())
    return _new_page(campaigns, {})


@bp.post("/moi")
def start() -> Page:
    actor = current_actor()
    offer, unit = request.form.get("hinh-thuc", 0, type=int), request.form.get("don-vi", 0, type=int)
    try:
        with transaction() as session:
            reference = commands.start(session, actor, offer, unit).reference
    except (Invalid, Conflict) as refused:
        with reading() as session:
            campaigns = offers.startable(session, actor)
        field = "don-vi" if isinstance(refused, Invalid) else "hinh-thuc"
        return _new_page(campaigns, {field: [str(refused)]}), 422
    flash(f"Đã mở hồ sơ {reference}.")
    return redirect(url_for("dossiers.overview", reference=reference))


@bp.get("/<reference>/soan")
def overview(reference: str) -> Page:
    with reading() as session:
        return render_template("dossiers/overview.html", found=drafts.overview(session, current_actor(), reference))


@bp.get("/<reference>/soan/<page>")
def edit_page(reference: str, page: str) -> Page:
    errors = "all" if "kiem" in request.args else "wrong"
    with reading() as session:
        draft = drafts.draft(session, current_actor(), reference)
        return _form_page(draft, drafts.page(draft, page, errors))


@bp.post("/<reference>/soan/<page>")
def save_page(reference: str, page: str) -> Page:
    actor = current_actor()
    try:
        with transaction() as session:
            saved = commands.save_content(session, actor, reference, page, Typed(posted(), seen_revision()))
    except Conflict as conflict:
        return _conflict_page(reference, page, conflict)
    if any(name in request.form for name in ROW_BUTTONS):
        with reading() as session:
            draft = drafts.draft(session, actor, reference)
            return _form_page(draft, drafts.typed_page(draft, page, draft.form.read(posted(), page=page)))
    if saved.errors and request.form.get("nut") != "sau":
        with reading() as session:
            draft = drafts.draft(session, actor, reference)
            return _form_page(draft, drafts.page(draft, page, saved.errors)), 422
    return _after(reference, page, len(saved.errors))


@bp.post("/<reference>/soan/<page>/nhap")
def autosave(reference: str, page: str) -> Response:
    with transaction() as session:
        saved = commands.save_content(session, current_actor(), reference, page, Typed(posted(), seen_revision()))
    return jsonify(revision=saved.revision, saved_at=now_text())


@bp.get("/<reference>/rut")
def ask_withdrawal(reference: str) -> Page:
    with reading() as session:
        found = confirmations.withdrawal(session, current_actor(), reference)
    return render_template("dossiers/withdraw.html", found=found, reason="", errors={})


@bp.post("/<reference>/rut")
def withdraw(reference: str) -> Page:
    actor, reason = current_actor(), request.form.get("reason", "")
    try:
        with transaction() as session:
            commands.withdraw(session, actor, reference, reason)
    except Invalid as invalid:
        with reading() as session:
            found = confirmations.withdrawal(session, actor, reference)
        return render_template("dossiers/withdraw.html", found=found, reason=reason, errors=invalid.errors), 422
    flash(f"Đã rút hồ sơ {reference}.")
    return redirect(f"/ho-so/{reference}")


def posted() -> dict[str, list[str]]:
    """Return what was typed, without the fields of the page's own frame."""
    return {name: values for name, values in request.form.lists() if name not in OWN_FIELDS}


def seen_revision() -> int:
    """Return the content revision that the page was opened on; a page that does not say saw nothing."""
    return request.form.get("revision", 0, type=int)


def now_text() -> str:
    """Return the time for “Đã lưu lúc …”."""
    return f"{local(clock.utcnow()):%H:%M}"


def _after(reference: str, page: str, left: int) -> Response:
    """Go on after a save: back to where a change link came from, to the next page, or to the list."""
    left_over = f" Còn {left} nội dung cần nhập hoặc sửa." if left else ""
    if request.form.get("ve") == CHECK:
        flash(f"Đã lưu.{left_over}")
        return redirect(url_for("dossiers.check", reference=reference))
    if request.form.get("nut") == "tiep":
        with reading() as session:
            following = drafts.neighbours(drafts.draft(session, current_actor(), reference), page)[2]
        if following:
            return redirect(url_for("dossiers.edit_page", reference=reference, page=following))
    flash(f"Đã lưu.{left_over}")
    return redirect(url_for("dossiers.overview", reference=reference))


def _new_page(campaigns: tuple[offers.CampaignChoice, ...], errors: Mapping[str, list[str]]) -> str:
    """Draw the three steps of starting; what is chosen stands in the address."""
    given = request.values
    campaign = next((each for each in campaigns if each.key == given.get("phong-trao")), None)
    if campaign is None and len(campaigns) == 1:
        campaign = campaigns[0]
    wanted = given.get("hinh-thuc", 0, type=int)
    offer = (
        next((each for each in campaign.offers if each.id == wanted and not each.closed), None) if campaign else None
    )
    chosen = {"campaign": campaign, "offer": offer}
    return render_template("dossiers/new.html", campaigns=campaigns, errors=errors, **chosen)


def _form_page(draft: drafts.Draft, view: drafts.PageView, **more: object) -> str:
    place, number, following = drafts.neighbours(draft, view.key)
    context = {"place": place, "number": number, "following": following, "back": request.values.get("ve", "")}
    return render_template("dossiers/page.html", head=drafts.head_of(draft), view=view, **(context | more))


def _conflict_page(reference: str, page: str, conflict: Conflict) -> tuple[str, int]:
    """Show the page with what was just typed over what somebody else saved, both to be read; closed dossiers raise."""
    with reading() as session:
        draft = drafts.draft(session, current_actor(), reference)
        typed = draft.form.read(posted(), page=page)
        theirs = draft.form.summary(draft.dossier.content, draft.context)
        stored = next((each for each in theirs if each.key == page), None)
        return _form_page(draft, drafts.typed_page(draft, page, typed), conflict=str(conflict), theirs=stored), 409
