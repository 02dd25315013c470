"""Many running dossiers to another version of their process: choose, try, say what takes the place of what, go, take back."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.display import exact_moment
from service.labels import label
from service.routes.processes import bp
from service.sheets import sheet
from service.web import reading, transaction
from workflows.commands import migration_runs as runs
from workflows.commands import run_items
from workflows.commands.migrating import Wanted
from workflows.errors import Conflict, Invalid
from workflows.queries import migration_choice, migration_runs
from workflows.running_instances import Choice

Page = str | Response | tuple[str, int]
Errors = dict[str, list[str]]
TRIED_AT_ONCE = 20
"""So many are tried before the answer; the worker goes on with the others."""
MAPPED = "thay-"
HEAD = ("Hồ sơ", "Lượt chạy", "Từ bản", "Sang bản", "Kết quả", "Lý do", "Lúc")


@bp.get("/<key>/chuyen-phien-ban")
def choose_instances(key: str) -> str:
    return _choice_page(key, {})


@bp.post("/<key>/chuyen-phien-ban")
def begin_migration_run(key: str) -> Page:
    if not current_actor().administrator:
        raise NotFound
    ticked = frozenset(number for number in request.form.getlist("ho-so", type=int))
    filters = _filters(None if request.form.get("pham-vi") == "tat-ca" else ticked)
    wanted = Wanted(request.form.get("definition", 0, type=int))
    try:
        with transaction() as session:
            number = runs.begin(session, current_actor(), wanted, filters).id
    except Invalid as invalid:
        return _choice_page(key, invalid.errors), 422
    with transaction() as session:
        run_items.try_some(session, number, TRIED_AT_ONCE)
    return redirect(url_for("processes.migration_run", key=key, number=number))


@bp.get("/<key>/chuyen-phien-ban/<int:number>")
def migration_run(key: str, number: int) -> str:
    return _run_page(key, number, {})


@bp.post("/<key>/chuyen-phien-ban/<int:number>/buoc-thay")
def map_steps(key: str, number: int) -> Page:
    mapping = {name.removeprefix(MAPPED): new for name, new in request.form.items() if name.startswith(MAPPED)}

    def act(session: Session) -> None:
        runs.remap(session, current_actor(), number, mapping)
        run_items.try_some(session, number, TRIED_AT_ONCE)

    return _do(key, number, act)


@bp.post("/<key>/chuyen-phien-ban/<int:number>/bat-dau")
def start_migration_run(key: str, number: int) -> Page:
    reason = request.form.get("reason", "")
    return _do(key, number, lambda session: runs.start(session, current_actor(), number, reason), "Đã bắt đầu chuyển.")


@bp.post("/<key>/chuyen-phien-ban/<int:number>/dung")
def stop_migration_run(key: str, number: int) -> Page:
    said = "Đã dừng. Hồ sơ đã chuyển ở lại bản mới."
    return _do(key, number, lambda session: runs.stop(session, current_actor(), number), said)


@bp.post("/<key>/chuyen-phien-ban/<int:number>/tiep-tuc")
def resume_migration_run(key: str, number: int) -> Page:
    return _do(key, number, lambda session: runs.go_on(session, current_actor(), number), "Đợt chuyển chạy tiếp.")


@bp.post("/<key>/chuyen-phien-ban/<int:number>/bo")
def discard_migration_run(key: str, number: int) -> Page:
    there = url_for("processes.choose_instances", key=key)
    return _do(key, number, lambda session: runs.discard(session, current_actor(), number), "Đã bỏ đợt này.", there)


@bp.post("/<key>/chuyen-phien-ban/<int:number>/hoan-tac")
def undo_migration_run(key: str, number: int) -> Page:
    try:
        with transaction() as session:
            _demand_key(session, key, number)
            back = runs.undo(session, current_actor(), number, request.form.get("reason", "")).id
    except Invalid as invalid:
        return _run_page(key, number, invalid.errors), 422
    except Conflict as conflict:
        return _run_page(key, number, {"dot": [str(conflict)]}), 409
    flash("Đã bắt đầu đưa các hồ sơ về bản cũ.")
    return redirect(url_for("processes.migration_run", key=key, number=back))


@bp.get("/<key>/chuyen-phien-ban/<int:number>/ket-qua.csv")
def migration_run_results(key: str, number: int) -> Response:
    rows = []
    with reading() as session:
        _demand_key(session, key, number)
        found = migration_runs.run(session, current_actor(), number).run
        kind = f"run_{found.kind}_item"
        for row in migration_runs.results(session, current_actor(), number):
            said = (label(row.state, kind), row.reason, exact_moment(row.worked_at))
            rows.append((row.reference, row.instance_id, row.from_version, found.version, *said))
    return sheet(f"chuyen-phien-ban-{number}.csv", HEAD, rows)


def _do(key: str, number: int, act: Callable[[Session], object], done: str = "", there: str = "") -> Page:
    """Do something to a run and show it again; what is wrong stands on the same page, with what was typed."""
    try:
        with transaction() as session:
            _demand_key(session, key, number)
            act(session)
    except Invalid as invalid:
        return _run_page(key, number, invalid.errors), 422
    except Conflict as conflict:
        return _run_page(key, number, {"dot": [str(conflict)]}), 409
    if done:
        flash(done)
    return redirect(there or url_for("processes.migration_run", key=key, number=number))


def _demand_key(session: Session, key: str, number: int) -> None:
    """Raise NotFound unless the run is of this process, and unless the actor may see it."""
    if migration_runs.key_of(session, current_actor(), number) != key:
        raise NotFound


def _filters(instance_ids: frozenset[int] | None = None) -> Choice:
    given = request.values
    return Choice(
        version=given.get("tu", 0, type=int),
        element=given.get("buoc", ""),
        unit_id=given.get("don-vi", 0, type=int),
        instance_ids=instance_ids,
    )


def _choice_page(key: str, errors: Errors) -> str:
    filters = _filters()
    with reading() as session:
        found = migration_choice.choice(session, current_actor(), key, filters, request.values.get("den", 0, type=int))
        earlier = migration_runs.listing(session, current_actor(), key)
    shown = {"found": found, "filters": filters, "earlier": earlier, "errors": errors, "given": request.form}
    return render_template("processes/migration_choice.html", **shown)


def _run_page(key: str, number: int, errors: Errors) -> str:
    shown = request.args.get("ket-qua", "")
    shown = shown if shown in migration_runs.STATES else ""
    with reading() as session:
        found = migration_runs.run(session, current_actor(), number, shown, request.args.get("trang", 1, type=int))
    if found.run.key != key:
        raise NotFound
    return render_template("processes/migration_run.html", found=found, errors=errors, given=request.form)
