"""Trying a draft out: who would do what, with which form, and what would follow. Nothing of it goes into the records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms import ROW_BUTTONS, FormInvalid
from service.auth import current_actor
from service.routes.processes import bp
from service.routes.trial_pages import Typed, show
from service.web import reading, transaction
from workflows.clock import utcnow
from workflows.errors import Conflict, DefinitionRejected, Invalid, NotAllowed
from workflows.rules.calendar import VIETNAM
from workflows.trying import keeping, listing
from workflows.trying.acts import YEARS, Act, Complete, Message, PassTime, Start
from workflows.trying.listing import Beginnings, Trial
from workflows.trying.looking import Look
from workflows.trying.referring import portable
from workflows.trying.staging import Stage, stage

Page = str | Response | tuple[str, int]
Errors = dict[str, list[str]]
PASSING = {
    "1-ngay": PassTime(days=1),
    "5-ngay-lam-viec": PassTime(working_days=5),
    "moc-toi": PassTime(to_next=True),
}
MORNING = time(8)
FOR_REPORT, FOR_OFFER = "bao-cao:", "khen:"


@dataclass(frozen=True)
class Opened:
    """A try-out with the stage on which its draft can be played; without one the draft is wrong, `problems` say how."""

    trial: Trial
    stage: Stage | None
    problems: Sequence[str]


@bp.get("/ban-thao/<int:number>/thu")
def trials(number: int) -> str:
    return _beginnings(number, {})


@bp.post("/ban-thao/<int:number>/thu")
def begin_trial(number: int) -> Page:
    given = request.form
    errors: Errors = {}
    found = _found(number)
    start = _start(found, errors)
    if start is None:
        return _beginnings(number, errors, found), 422
    try:
        with transaction() as session:
            begun = keeping.begin(session, current_actor(), number, given.get("title", ""), start)
            trial_id = begun.id
    except Invalid as invalid:
        return _beginnings(number, invalid.errors, found), 422
    except Conflict as conflict:
        return _beginnings(number, {"title": [str(conflict)]}, found), 409
    return redirect(_address(number, trial_id))


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
            until = datetime.combine(_day(request.form.get("den-ngay", "")), MORNING, VIETNAM)
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


def _found(number: int) -> Beginnings:
    with reading() as session:
        return listing.beginnings(session, current_actor(), number)


def _beginnings(number: int, errors: Errors, found: Beginnings | None = None) -> str:
    found = found or _found(number)
    given = request.values
    process = given.get("quy-trinh", "") or (found.processes[0][0] if found.processes else "")
    usual = [offer for offer in found.offers if offer.process == process]
    chosen = next((offer for offer in found.offers if f"{FOR_OFFER}{offer.key}" == given.get("cho")), None)
    return render_template(
        "processes/trials.html",
        found=found,
        errors=errors,
        given=given,
        process=process,
        usual=usual,
        others=[offer for offer in found.offers if offer.process != process],
        chosen=chosen,
        report=given.get("cho", "").startswith(FOR_REPORT),
        today=utcnow().astimezone(VIETNAM).date(),
    )


def _start(found: Beginnings, errors: Errors) -> Start | None:
    """Return how the posted form wants to begin, or None with what is missing."""
    given = request.form
    process, what = given.get("quy-trinh", ""), given.get("cho", "")
    if process not in dict(found.processes):
        errors["quy-trinh"] = ["Chọn một quy trình của bản thảo."]
    offer = next((each for each in found.offers if f"{FOR_OFFER}{each.key}" == what), None)
    campaign = what.removeprefix(FOR_REPORT) if what.startswith(FOR_REPORT) else ""
    if offer is None and campaign not in dict(found.campaigns):
        errors["cho"] = ["Chọn thử cho hình thức khen thưởng hoặc kế hoạch nào."]
    try:
        day = _day(given.get("tu-ngay", ""))
    except ValueError:
        errors["tu-ngay"] = ["Nhập ngày bắt đầu, ví dụ 10/12/2026."]
    if errors:
        return None
    at = datetime.combine(day, MORNING, VIETNAM)
    if offer is None:
        return Start(process, at, campaign=campaign)
    kinds = tuple(kind for kind in given.getlist("doi-tuong") if kind in offer.kinds)
    return Start(process, at, offer=offer.key, unit=given.get("don-vi", ""), nominees=kinds)


def _day(text: str) -> date:
    """Return a day that is written as people here do. Raises ValueError, also for one too far away."""
    day, month, year = (int(part) for part in text.strip().split("/"))
    if year not in YEARS:
        raise ValueError(text)
    return date(year, month, day)


def _address(number: int, trial_id: int) -> str:
    return url_for("processes.trial", number=number, trial_id=trial_id, _anchor="noi-dung")
