"""Councils: their sessions, the page of a session with its vote, casting, changing and closing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forms import FormInvalid
from service import failures
from service.auth import current_actor
from service.web import reading, transaction
from workflows.commands import ballots, tasks
from workflows.errors import Conflict, NotAllowed, NotFound, StepFailed
from workflows.policy import Actor
from workflows.queries import council_session, council_votes, councils
from workflows.queries.council_session import AgendaItem, SessionPage

bp = Blueprint("council", __name__, url_prefix="/hoi-dong")

REVIEW = "kiem-tra"
CAST = "bo-phieu"
CHOICES = ("agree", "disagree", "lower")

Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Typed:
    """What stands on the page and nowhere else: choices and notes by nominee, errors by field, which part is shown."""

    choices: Mapping[int, str] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    recusal_reason: str = ""
    missing_reason: str = ""
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    review: bool = False
    changing: bool = False


@bp.get("")
def index() -> Page:
    page = request.args.get("trang", 1, type=int)
    with reading() as session:
        found = councils.overview(session, current_actor(), page)
    return render_template("council/index.html", found=found)


@bp.get("/phien/<int:number>")
def show(number: int) -> Page:
    place = request.args.get("dt", 1, type=int)
    with reading() as session:
        return _page(session, number, place, Typed(changing="sua" in request.args))


@bp.get("/phien/<int:number>/tinh-hinh")
def live(number: int) -> Page:
    """Return how the vote stands now; nothing (204) while it stands as the page already says."""
    with reading() as session:
        found = council_session.load(session, current_actor(), number)
        vote = council_votes.vote(session, found)
    if request.args.get("moc") == vote.mark:
        return "", 204
    seen = request.args.get("trang-thai", vote.status)
    return render_template("council/live.html", number=number, vote=vote, seen=seen, fresh=True)


@bp.get("/phien/<int:number>/phieu")
@bp.get("/phien/<int:number>/khong-tham-gia")
@bp.get("/phien/<int:number>/ket-thuc")
@bp.get("/phien/<int:number>/ma-phieu")
def back_to_session(number: int) -> Page:
    """Answer whoever reloads the address of a posted form."""
    return redirect(url_for("council.show", number=number))


@bp.post("/phien/<int:number>/phieu")
def vote(number: int) -> Page:
    return _or_why_not(_vote, number)


@bp.post("/phien/<int:number>/khong-tham-gia")
def recuse(number: int) -> Page:
    return _or_why_not(_recuse, number)


@bp.post("/phien/<int:number>/ket-thuc")
def close(number: int) -> Page:
    return _or_why_not(_close, number)


@bp.post("/phien/<int:number>/ma-phieu")
def check_receipt(number: int) -> Page:
    """Show what a receipt code stands for; posted, so that no address and no log keeps the code."""
    code = request.form.get("ma", "").strip()
    with reading() as session:
        actor = current_actor()
        found = council_session.load(session, actor, number)
        page = council_session.page(session, actor, found)
        counted = council_session.receipt(session, found, code)
    status = 200 if counted else 422
    return render_template("council/check.html", found=page, code=code, counted=counted), status


def _or_why_not(act: Callable[[int], Page], number: int) -> Page:
    """Do what was posted; where it comes too late, show the session as it stands now and say so.

    The general page of conflicts would repeat what was chosen, which a ballot must not.
    """
    try:
        return act(number)
    except (Conflict, NotAllowed, StepFailed) as refused:
        if isinstance(refused, StepFailed):
            failures.noted(refused)
        with reading() as session:
            page = _page(session, number, 1, Typed(errors={"phieu-cua-toi": [str(refused)]}))
        return page, 403 if isinstance(refused, NotAllowed) else 409


def _vote(number: int) -> Page:
    """Turn to another nominee with the choices made so far, show them all, or cast them.

    Until they are cast the choices stand on the page alone: an unfinished ballot is kept nowhere.
    """
    actor, step = current_actor(), request.form.get("den", REVIEW)
    with reading() as session:
        page = council_session.page(session, actor, council_session.load(session, actor, number))
        typed = _typed(page.agenda, review=step in (REVIEW, CAST))
        if page.ballot.task_id is None and not page.ballot.may_change:
            raise Conflict(_why_closed(page))
        if step != CAST:
            return _page(session, number, int(step) if step.isdecimal() else 1, typed)
    try:
        receipt = _cast(actor, page, typed)
    except FormInvalid as invalid:
        with reading() as session:
            return _page(session, number, 1, _with_errors(typed, invalid)), 422
    if receipt:
        # Shown once, and never sent through a redirect: the code is stored nowhere, not even in a cookie.
        return render_template("council/receipt.html", found=page, receipt=receipt)
    flash("Đã đổi phiếu." if page.ballot.may_change else "Đã bỏ phiếu.")
    return redirect(url_for("council.show", number=number))


def _recuse(number: int) -> Page:
    actor = current_actor()
    with reading() as session:
        page = council_session.page(session, actor, council_session.load(session, actor, number))
        typed = _typed(page.agenda)
    if page.ballot.task_id is None:
        raise Conflict(_why_closed(page))
    answers = {"nominees": [], "recusal_reason": typed.recusal_reason}
    try:
        with transaction() as session:
            tasks.complete(session, actor, page.ballot.task_id, "recused", answers)
    except FormInvalid as invalid:
        with reading() as session:
            return _page(session, number, 1, _with_errors(typed, invalid)), 422
    flash("Đã ghi nhận đồng chí không tham gia bỏ phiếu.")
    return redirect(url_for("council.show", number=number))


def _close(number: int) -> Page:
    actor, reason = current_actor(), request.form.get("missing_reason", "").strip()
    with reading() as session:
        page = council_session.page(session, actor, council_session.load(session, actor, number))
    if page.closing_task is None:
        raise NotFound if page.status == "open" else Conflict("Đã kết thúc bỏ phiếu trước đó.")
    answers = {"missing_reason": reason or None, "is_confirmed": "is_confirmed" in request.form}
    try:
        with transaction() as session:
            tasks.complete(session, actor, page.closing_task, None, answers)
    except FormInvalid as invalid:
        with reading() as session:
            return _page(session, number, 1, Typed(missing_reason=reason, errors=dict(invalid.errors))), 422
    flash("Đã kết thúc bỏ phiếu và kiểm phiếu.")
    return redirect(url_for("council.show", number=number))


def _page(session: Session, number: int, place: int, typed: Typed) -> str:
    actor = current_actor()
    found = council_session.load(session, actor, number)
    page = council_session.page(session, actor, found)
    item = page.agenda[min(max(1, place), len(page.agenda)) - 1]
    if page.ballot.may_change and typed.changing and not typed.choices:
        mine = page.ballot.mine
        notes = {key: each.note or "" for key, each in mine.items()}
        typed = Typed({key: each.choice for key, each in mine.items()}, notes, changing=True)
    votes = page.ballot.task_id is not None or (page.ballot.may_change and typed.changing)
    shown = None if typed.review and votes else council_session.nominee(session, current_actor(), found, item)
    return render_template(
        "council/session.html", found=page, item=item, shown=shown, typed=typed, votes=votes, choices=CHOICES
    )


def _typed(agenda: tuple[AgendaItem, ...], *, review: bool = False) -> Typed:
    given = request.form
    choices = {each.nominee_id: given.get(f"chon-{each.nominee_id}", "") for each in agenda}
    return Typed(
        choices={key: choice for key, choice in choices.items() if choice in CHOICES},
        notes={each.nominee_id: given.get(f"ghi-chu-{each.nominee_id}", "").strip() for each in agenda},
        recusal_reason=given.get("recusal_reason", "").strip(),
        review=review,
        changing="sua" in given,
    )


def _cast(actor: Actor, page: SessionPage, typed: Typed) -> str:
    """Cast or change the ballots; return the receipt code of a secret one, else nothing."""
    rows = [
        {"row": str(each.nominee_id), "choice": typed.choices.get(each.nominee_id), "note": _note(typed, each)}
        for each in page.agenda
    ]
    with transaction() as session:
        if page.ballot.task_id is None:
            ballots.change(session, actor, page.id, {"nominees": rows})
            return ""
        tasks.complete(session, actor, page.ballot.task_id, "cast", {"nominees": rows})
        return cast("str", next(iter(session.info.get("receipts", ())), ""))


def _note(typed: Typed, item: AgendaItem) -> str | None:
    return typed.notes.get(item.nominee_id) or None


def _with_errors(typed: Typed, invalid: FormInvalid) -> Typed:
    errors: dict[str, list[str]] = {}
    for path, messages in invalid.errors.items():
        # What is wrong with a nominee's line is said at its row of the review, which bears the name of the choice.
        field = path.replace("nominees-", "chon-").removesuffix("-choice").removesuffix("-note")
        errors[field] = errors.get(field, []) + messages
    return Typed(typed.choices, typed.notes, typed.recusal_reason, "", errors, typed.review, typed.changing)


def _why_closed(page: SessionPage) -> str:
    if page.ballot.state == "cast":
        return "Đồng chí đã bỏ phiếu. Phiếu kín không đổi được." if page.secret else "Đồng chí đã bỏ phiếu."
    if page.status != "open":
        return "Bỏ phiếu chưa mở hoặc đã kết thúc. Lá phiếu này không được ghi nhận."
    return "Đồng chí không có phiếu trong phiên này."
