"""Trying a draft out: who would do what, with which form, and what would follow. Nothing of it goes into the records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms import ROW_BUTTONS, FormInvalid
from service.auth import current_actor
from service.routes.processes import bp
from service.routes.trial_beginnings import MORNING, Errors, Page, day_of
from service.routes.trial_pages import Typed, show
from service.web import reading, transaction
from workflows.errors import Conflict, DefinitionRejected, Invalid, NotAllowed
from workflows.rules.calendar import VIETNAM
from workflows.trying import keeping, listing
from workflows.trying.acts import Act, Complete, Message, PassTime
from workflows.trying.listing import Trial
from workflows.trying.looking import Look
from workflows.trying.referring import portable
from workflows.trying.staging import Stage, stage

PASSING = {
    "1-ngay": PassTime(days=1),
    "5-ngay-lam-viec": PassTime(working_days=5),
    "moc-toi": PassTime(to_next=True),
}


@dataclass(frozen=True)
class Opened:
    """A try-out with the stage on which its draft can be played; without one the draft is wrong, `problems` say how."""

    trial: Trial
    stage: Stage | None
    problems: Sequence[str]


@bp.get("/ban-thao/<int:number>/thu/<int:trial_id>")
def trial(number: int, trial_id: int) -> Page:
    """Show a try-out after all of its acts, or with `den` after the first of them."""
    opened = _open(number, trial_id)
    if opened.stage is None:
        return render_template("processes/trial_stopped.html", trial=opened.trial, problems=opened.problems)
    seen = request.args.get("den", len(opened.trial.acts), type=int)
    acts = opened.trial.acts[: max(0, seen)]
    return show(opened.trial, opened.stage.play(opened.trial.start, acts, _look()), len(acts))


@bp.post("/ban-thao/<int:number>/thu/<int:trial_id>/lam")
def do_step(number: int, trial_id: int) -> Page:
    """Finish the step that the address names, with what was typed."""
    opened = _sound(number, trial_id)
    if isinstance(opened, Response):
        return opened
    found, stage_ = opened
    look = _look()
    before = stage_.play(found.start, found.acts, look)
    desk = before.desk
    if desk is None or look.at is None or (desk.step.element_id, desk.step.nth) != (look.at.step, look.at.nth):
        flash("Bước này không còn mở. Chọn một bước đang mở.")
        return redirect(_address(number, trial_id))
    try:
        answers = desk.form.read(request.form.to_dict(flat=False))
    except FormInvalid as invalid:
        return show(found, before, len(found.acts), Typed({}, invalid.errors)), 422
    if any(name in request.form for name in ROW_BUTTONS):
        return show(found, before, len(found.acts), Typed(answers, {}))
    kept = portable(desk.form, desk.context, answers)
    act = Complete(look.at.step, look.at.nth, look.at.who, request.form.get("outcome", ""), kept)
    after = stage_.play(found.start, [*found.acts, act])
    if after.stopped is not None:
        return show(found, before, len(found.acts), Typed(answers, after.stopped.errors, after.stopped)), 422
    return _keep(found, [act])


@bp.post("/ban-thao/<int:number>/thu/<int:trial_id>/thoi-gian")
def let_time_pass(number: int, trial_id: int) -> Page:
    act = PASSING.get(request.form.get("bao-lau", ""))
    if act is None:
        try:
            until = datetime.combine(day_of(request.form.get("den-ngay", "")), MORNING, VIETNAM)
        except ValueError:
            return _refused(number, trial_id, {"den-ngay": ["Nhập ngày muốn tới, ví dụ 17/12/2026."]})
        act = PassTime(until=until)
    return _try(number, trial_id, act, "den-ngay")


@bp.post("/ban-thao/<int:number>/thu/<int:trial_id>/thong-diep")
def send_message(number: int, trial_id: int) -> Page:
    return _try(number, trial_id, Message(request.form.get("thong-diep", "")), "thong-diep")


@bp.post("/ban-thao/<int:number>/thu/<int:trial_id>/lam-ho")
def go_on(number: int, trial_id: int) -> Page:
    """Let made-up answers and the first outcomes lead to a step, or to the end."""
    opened = _sound(number, trial_id)
    if isinstance(opened, Response):
        return opened
    found, stage_ = opened
    added, played = stage_.go_on(found.start, found.acts, request.form.get("toi", "").strip())
    if played.stopped is not None:
        where = played.stopped.element_name or played.stopped.element_id
        flash(f"Dừng lại{f' ở “{where}”' if where else ''}: {played.stopped.message}")
    elif added:
        flash(f"Đã làm hộ {len(added)} việc.")
    else:
        flash("Không có việc nào để làm hộ.")
    return _keep(found, added)


@bp.get("/ban-thao/<int:number>/thu/<int:trial_id>/quay-lai")
def ask_cut(number: int, trial_id: int) -> Page:
    """Ask before acts go: it says how many."""
    with reading() as session:
        found = listing.trial(session, current_actor(), number, trial_id)
    count = request.args.get("con", -1, type=int)
    if not found.is_own or not 0 <= count < len(found.acts):
        return redirect(_address(number, trial_id))
    return render_template("processes/trial_cut.html", trial=found, count=count)


@bp.post("/ban-thao/<int:number>/thu/<int:trial_id>/quay-lai")
def cut_trial(number: int, trial_id: int) -> Page:
    _in(number, trial_id)
    with transaction() as session:
        keeping.cut(session, current_actor(), trial_id, request.form.get("con", -1, type=int))
    return redirect(_address(number, trial_id))


@bp.post("/ban-thao/<int:number>/thu/<int:trial_id>/xoa")
def discard_trial(number: int, trial_id: int) -> Page:
    _in(number, trial_id)
    with transaction() as session:
        keeping.discard(session, current_actor(), trial_id)
    flash("Đã xóa lượt chạy thử.")
    return redirect(url_for("processes.trials", number=number))


def _try(number: int, trial_id: int, act: Act, field: str) -> Page:
    """Do something that has no form; what is refused is said beside it."""
    opened = _sound(number, trial_id)
    if isinstance(opened, Response):
        return opened
    found, stage_ = opened
    after = stage_.play(found.start, [*found.acts, act])
    if after.stopped is not None and after.stopped.number == len(found.acts) + 1:
        return _refused(number, trial_id, {field: [after.stopped.message]})
    return _keep(found, [act])


def _keep(found: Trial, acts: Sequence[Act]) -> Page:
    try:
        with transaction() as session:
            if acts:
                keeping.add(session, current_actor(), found.id, acts, len(found.acts))
    except Conflict as conflict:
        flash(str(conflict))
    except Invalid as invalid:
        return _refused(found.draft_id, found.id, invalid.errors)
    return redirect(_address(found.draft_id, found.id))


def _refused(number: int, trial_id: int, errors: Errors) -> Page:
    opened = _sound(number, trial_id)
    if isinstance(opened, Response):
        return opened
    found, stage_ = opened
    return show(found, stage_.play(found.start, found.acts, _look()), len(found.acts), refused=errors), 422


def _sound(number: int, trial_id: int) -> tuple[Trial, Stage] | Response:
    """Return one's own try-out with a stage, or lead back to its page, which says what is wrong with the draft."""
    opened = _open(number, trial_id)
    if not opened.trial.is_own:
        raise NotAllowed("Chỉ người lập lượt chạy thử được đi tiếp. Bạn lập lượt của mình để thử theo cách khác.")
    if opened.stage is None:
        return redirect(_address(number, trial_id))
    return opened.trial, opened.stage


def _open(number: int, trial_id: int) -> Opened:
    """Return a try-out. The database is read here and done with: whatever is played, nobody waits for it."""
    actor = current_actor()
    with reading() as session:
        found = listing.trial(session, actor, number, trial_id)
        try:
            return Opened(found, stage(session, actor, listing.files(session, actor, number)), ())
        except DefinitionRejected as rejected:
            return Opened(found, None, [str(problem) for problem in rejected.problems])


def _in(number: int, trial_id: int) -> None:
    """Raise NotFound unless the try-out belongs to that draft."""
    with reading() as session:
        listing.trial(session, current_actor(), number, trial_id)


def _look() -> Look:
    """Return which step, which person, which outcome and which part of the diagram the address asks for."""
    given = request.args
    step = given.get("buoc", "")
    at = Complete(step, max(1, given.get("thu", 1, type=int)), given.get("nguoi", ""), given.get("cach", ""))
    return Look(at if step else None, tuple(part for part in given.get("duong", "").split("/") if part))


def _address(number: int, trial_id: int) -> str:
    return url_for("processes.trial", number=number, trial_id=trial_id, _anchor="noi-dung")
