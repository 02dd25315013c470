"""Scenarios of a draft and of what is in force: their results, what they cover; saved, run, renamed, accepted, removed."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.condition_labels import SHIPPED
from service.labels import LABELS
from service.routes.processes import bp
from service.web import reading, transaction
from workflows.commands import scenarios as commands
from workflows.errors import DefinitionRejected, Invalid
from workflows.queries import scenario_page
from workflows.queries import scenarios as queries
from workflows.queries.scenario_words import DoerWords
from workflows.queries.scenarios import Coverage, Page
from workflows.scenarios import saving

Answer = str | Response | tuple[str, int]
Errors = dict[str, list[str]]
QUEUED = "Đang chạy kịch bản. Trang này tự cập nhật."
DOERS = DoerWords(organs=LABELS["organ"], councils=LABELS["council_kind"])
UNSOUND = "Bản thảo còn lỗi nên chưa chạy được kịch bản. Sửa các lỗi trước."


@bp.get("/ban-thao/<int:number>/kich-ban")
def draft_scenarios(number: int) -> str:
    return _of_draft(number, {})


@bp.post("/ban-thao/<int:number>/thu/<int:trial_id>/kich-ban")
def keep_scenario(number: int, trial_id: int) -> Answer:
    """Keep a try-out as a scenario of its draft, under the try-out's own title unless another is given."""
    try:
        with reading() as session:
            shown = saving.shown_by(session, current_actor(), number, trial_id, request.form.get("title", ""))
        _do(lambda session: saving.keep(session, current_actor(), number, shown))
    except Invalid as invalid:
        return _of_draft(number, invalid.errors), 422
    except DefinitionRejected:
        return _of_draft(number, {"title": [UNSOUND]}), 422
    flash("Đã lưu kịch bản. Đặt tên nói rõ trường hợp được thử.")
    return redirect(url_for("processes.draft_scenario", number=number, name=shown.name))


@bp.post("/ban-thao/<int:number>/kich-ban/chay")
def run_draft_scenarios(number: int) -> Response:
    _do(lambda session: commands.request(session, current_actor(), number, again=True))
    flash(QUEUED)
    return redirect(url_for("processes.draft_scenarios", number=number))


@bp.get("/ban-thao/<int:number>/kich-ban/nhan")
def review_accepting(number: int) -> str:
    """Show what each scenario that went otherwise would expect from now on."""
    return _accepting(number)


@bp.post("/ban-thao/<int:number>/kich-ban/nhan")
def accept_scenarios(number: int) -> Answer:
    """Let all of them expect what the run has shown that the page was drawn from."""
    run_id = request.form.get("lan-chay", 0, type=int)
    with transaction() as session:
        accepted = commands.accept_all(session, current_actor(), number, run_id)
    flash(f"{len(accepted)} kịch bản nay mong đợi đường đi mới. Chạy lại các kịch bản trước khi đề nghị duyệt.")
    return redirect(url_for("processes.draft_scenarios", number=number))


@bp.get("/ban-thao/<int:number>/kich-ban/<name>")
def draft_scenario(number: int, name: str) -> str:
    return _one(number, name, {})


@bp.post("/ban-thao/<int:number>/kich-ban/<name>/ten")
def retitle_scenario(number: int, name: str) -> Answer:
    title = request.form.get("title", "")
    try:
        _do(lambda session: commands.retitle(session, current_actor(), number, name, title))
    except Invalid as invalid:
        return _one(number, name, invalid.errors), 422
    flash("Đã đổi tên kịch bản.")
    return redirect(url_for("processes.draft_scenario", number=number, name=name))


@bp.post("/ban-thao/<int:number>/kich-ban/<name>/nhan")
def accept_scenario(number: int, name: str) -> Answer:
    """Let a scenario expect what the draft does now."""
    try:
        with reading() as session:
            shown = saving.shown_again(session, current_actor(), number, name)
        _do(lambda session: saving.keep(session, current_actor(), number, shown))
    except Invalid as invalid:
        return _one(number, name, invalid.errors), 422
    except DefinitionRejected:
        return _one(number, name, {"acts": [UNSOUND]}), 422
    flash("Kịch bản nay mong đợi đường đi mới. Chạy lại các kịch bản trước khi đề nghị duyệt.")
    return redirect(url_for("processes.draft_scenarios", number=number))


@bp.post("/ban-thao/<int:number>/kich-ban/<name>/bo")
def remove_scenario(number: int, name: str) -> Response:
    _do(lambda session: commands.remove(session, current_actor(), number, name))
    flash("Đã bỏ kịch bản khỏi bản thảo.")
    return redirect(url_for("processes.draft_scenarios", number=number))


@bp.get("/<key>/kich-ban")
def scenarios(key: str) -> str:
    with reading() as session:
        found = queries.of_process(session, current_actor(), key, request.args.get("so-do", ""))
    return _list(found, key=key, number=None, errors={})


@bp.post("/<key>/kich-ban/chay")
def run_scenarios(key: str) -> Response:
    _do(lambda session: commands.request_deployed(session, current_actor(), again=True))
    flash(QUEUED)
    return redirect(url_for("processes.scenarios", key=key))


def _do(act: Callable[[Session], object]) -> None:
    with transaction() as session:
        act(session)


def _of_draft(number: int, errors: Errors) -> str:
    with reading() as session:
        found = queries.of_draft(session, current_actor(), number, request.args.get("so-do", ""))
    return _list(found, key=None, number=number, errors=errors)


def _accepting(number: int) -> str:
    with reading() as session:
        found = queries.of_draft(session, current_actor(), number)
    return render_template("processes/scenario_accepting.html", found=found, number=number)


def _list(found: Page, *, key: str | None, number: int | None, errors: Errors) -> str:
    drawing = _drawing(found.shown) if found.shown else {}
    page = {"found": found, "key": key, "number": number, "errors": errors}
    return render_template("processes/scenarios.html", drawing=drawing, **page)


def _one(number: int, name: str, errors: Errors) -> str:
    with reading() as session:
        found = scenario_page.scenario(session, current_actor(), number, name, (SHIPPED, DOERS))
    return render_template("processes/scenario.html", found=found, number=number, errors=errors, given=request.form)


def _drawing(shown: Coverage) -> dict[str, object]:
    """Return what the viewer draws: flows that a scenario takes in bold, the others dashed."""
    missed = [{"element": flow, "what": "changed", "word": "chưa có kịch bản"} for flow in shown.missed]
    return {"xml": shown.xml, "done": list(shown.taken), "marks": missed}
