"""One task beside its documents: take it, type, finish it, go on to the next."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms import ROW_BUTTONS, FormInvalid
from forms.views import Control, Item, PageView, Rows, Section
from service import failures
from service.auth import current_actor
from service.display import local
from service.routes.inbox import arguments, bp, panes, wanted
from service.security import relax
from service.web import name_fields, reading, transaction
from workflows import editing
from workflows.clock import utcnow
from workflows.commands import tasks as commands
from workflows.errors import Conflict, Invalid, NotAllowed, StepFailed
from workflows.policy import Actor
from workflows.queries import inbox as inbox_queries
from workflows.queries import tasks as queries
from workflows.queries.tasks import Sheet, TaskPage

Page = str | Response | tuple[str | Response, int]


@bp.get("/<int:task_id>")
def task(task_id: int) -> Page:
    page = _load(task_id)
    if page.state == queries.OPEN and page.form_key in editing.FORMS:
        return redirect(f"/ho-so/{page.reference}/soan")
    return _show(page)


@bp.post("/<int:task_id>")
def complete(task_id: int) -> Page:
    actor, page = current_actor(), _load(task_id)
    answers, errors = _posted(page)
    if any(name in request.form for name in ROW_BUTTONS):
        return _change_rows(actor, page, answers)
    try:
        if errors:
            raise FormInvalid(errors)
        with transaction() as session:
            done = commands.complete(session, actor, task_id, request.form.get("outcome") or None, answers)
            receipts = session.info.get("receipts", ())
            following = inbox_queries.next_task(session, actor, done)
            submitted = (done.form_key, done.outcome) == ("submission_signature", "submit")
    except (FormInvalid, Invalid) as invalid:
        _keep(actor, page, answers)
        return _show(_load(task_id), answers, invalid.errors), 422
    except Conflict as conflict:
        return _clash(page, answers, conflict)
    except StepFailed as failed:
        _keep(actor, page, answers)
        return _show(_load(task_id), answers, failed=(str(failed), failures.noted(failed))), 409
    if receipts:
        return render_template("tasks/receipt.html", page=page, receipts=receipts, following=following)
    if submitted:
        return redirect(f"/ho-so/{page.reference}/da-nop")
    return _go_on(page, following)


@bp.post("/<int:task_id>/nhap")
def save_draft(task_id: int) -> Page:
    """Keep what is typed; a script gets the new revision, a browser without scripts the page again."""
    actor, page = current_actor(), _load(task_id)
    answers, errors = _posted(page)
    if errors:
        raise FormInvalid(errors)
    by_script = request.accept_mimetypes.best == "application/json"
    try:
        with transaction() as session:
            revision = commands.save_draft(session, actor, task_id, answers, _revision())
    except Conflict as conflict:
        return (jsonify(detail=str(conflict)), 409) if by_script else _clash(page, answers, conflict)
    saved_at = f"{local(utcnow()):%H:%M}"
    if by_script:
        return jsonify(revision=revision, saved_at=saved_at)
    flash(f"Đã lưu nháp lúc {saved_at}.")
    return redirect(_address(task_id))


@bp.post("/<int:task_id>/nhan")
def claim(task_id: int) -> Page:
    actor, page = current_actor(), _load(task_id)
    answers, _ = _posted(page)
    try:
        with transaction() as session:
            commands.claim(session, actor, task_id)
    except Conflict as conflict:
        return _clash(page, answers, conflict)
    _keep(actor, page, answers)
    flash("Đã nhận việc.")
    return redirect(_address(task_id))


@bp.post("/<int:task_id>/tra-lai")
def release(task_id: int) -> Page:
    actor, page = current_actor(), _load(task_id)
    answers, _ = _posted(page)
    _keep(actor, page, answers)
    try:
        with transaction() as session:
            commands.release(session, actor, task_id)
    except Conflict as conflict:
        return _clash(page, answers, conflict)
    flash("Đã trả việc về nhóm. Nội dung đã gõ vẫn được giữ làm nháp của bạn.")
    return redirect(url_for("inbox.index", **arguments(wanted())))


def keep_typed(task_id: int) -> None:
    """Keep what is typed in the form of a task, for a page beside it from which one comes back."""
    page = _load(task_id)
    answers, _ = _posted(page)
    _keep(current_actor(), page, answers)


def _load(task_id: int) -> TaskPage:
    with reading() as session:
        page = queries.task_page(session, current_actor(), task_id, posted=request.method == "POST")
    if page.sheet:
        # Whatever goes wrong from here on, the error page shows what was typed under these names.
        name_fields(dict(_names(_views(page.sheet, page.sheet.answers, {}))))
    return page


def _show(
    page: TaskPage,
    answers: dict | None = None,
    errors: Mapping[str, list[str]] | None = None,
    *,
    failed: tuple[str, int | None] | None = None,
) -> str:
    """Return the page; `failed` says why the step that was just tried did not work, and the number of the incident."""
    relax("frame-src", "'self'")
    sheet, errors = page.sheet, errors or {}
    drawn: dict[str, Any] = {}
    if sheet:
        given = sheet.answers if answers is None else answers
        drawn = {
            "pages": _views(sheet, given, errors),
            "outcomes": sheet.form.outcomes_open(given, sheet.context),
            "lines": sheet.form.error_lines(errors, sheet.context),
        }
    return render_template("tasks/task.html", page=page, sheet=sheet, failed=failed, **drawn, **panes())


def _views(sheet: Sheet, answers: dict, errors: Mapping[str, list[str]]) -> list[PageView]:
    pages = sheet.form.pages_open(answers, sheet.context)
    return [sheet.form.view(each.key, answers, sheet.context, errors=errors) for each in pages]


def _posted(page: TaskPage) -> tuple[dict, dict[str, list[str]]]:
    """Return the raw answers of the posted form, and what cannot even be read."""
    if page.sheet is None:
        return {}, {}
    try:
        return page.sheet.form.read(request.form.to_dict(flat=False)), {}
    except FormInvalid as invalid:
        return {}, invalid.errors


def _revision() -> int:
    return request.form.get("revision", 0, type=int)


def _keep(actor: Actor, page: TaskPage, answers: dict) -> None:
    """Save what is typed on the way to something else; where it cannot be saved the page still has it."""
    if page.sheet is None or not page.sheet.keeps_drafts or not answers:
        return
    try:
        with transaction() as session:
            commands.save_draft(session, actor, page.id, answers, _revision())
    except (Conflict, NotAllowed):
        pass


def _change_rows(actor: Actor, page: TaskPage, answers: dict) -> Page:
    """Add or take away a row of a list; the draft remembers it."""
    try:
        with transaction() as session:
            commands.save_draft(session, actor, page.id, answers, _revision())
    except Conflict as conflict:
        return _clash(page, answers, conflict)
    changed = request.form.get("add_row") or request.form.get("remove_row", "").partition("-")[0]
    return redirect(_address(page.id, anchor=changed))


def _clash(page: TaskPage, answers: dict, conflict: Conflict) -> tuple[str, int]:
    """Say who was first, and show what was typed, because the task may be gone from this person's hands."""
    typed = page.sheet.form.summary(answers, page.sheet.context) if page.sheet and answers else ()
    shown = {"message": str(conflict), "typed": typed, "latest": _address(page.id)}
    return render_template("tasks/conflict.html", page=page, **shown), 409


def _go_on(page: TaskPage, following: int | None) -> Response:
    done = f"Đã xong việc “{page.name}”, {'kỳ báo cáo' if page.duty else 'hồ sơ'} {page.reference}."
    if following is None:
        flash(f"{done} Bạn không còn việc nào đang chờ.")
        return redirect(url_for("inbox.index", **arguments(wanted())))
    flash(f"{done} Đây là việc tiếp theo.")
    return redirect(_address(following))


def _address(task_id: int, anchor: str | None = None) -> str:
    return url_for("inbox.task", task_id=task_id, _anchor=anchor, **arguments(wanted()))


def _names(pages: list[PageView]) -> Iterator[tuple[str, str]]:
    for page in pages:
        yield from _names_of(page.items, "")


def _names_of(items: tuple[Item, ...], before: str) -> Iterator[tuple[str, str]]:
    for item in items:
        if isinstance(item, Control):
            yield item.name, before + item.label
            yield from ((part.name, f"{before}{item.label}, {part.label.lower()}") for part in item.parts)
        elif isinstance(item, Section):
            yield from _names_of(item.items, before)
        elif isinstance(item, Rows):
            for row in item.rows:
                yield from _names_of(row.items, f"{row.label}: ")
