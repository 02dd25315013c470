"""Drafts of processes for administrators: files in and out, what differs, and the way to being published."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.bodies import takes_up_to
from service.comparison_codes import CODES
from service.routes.processes import bp
from service.vocabulary_words import plain
from service.web import reading, transaction
from workflows import bundle_files, dates
from workflows.clock import utcnow
from workflows.commands import drafting, publishing
from workflows.errors import Conflict, DefinitionRejected, Invalid, NotAllowed, UploadRejected
from workflows.queries import draft_editing, draft_replay, draft_review, scenarios, studio

Page = str | Response | tuple[str, int]
Errors = dict[str, list[str]]


@bp.get("/ban-thao")
def draft_index() -> str:
    return _library("", {})


@bp.post("/ban-thao")
def begin_draft() -> Page:
    title = request.form.get("title", "")
    try:
        with transaction() as session:
            number = drafting.begin(session, current_actor(), title).id
    except Invalid as invalid:
        return _library(title, invalid.errors), 422
    return redirect(url_for("processes.draft", number=number))


@bp.get("/ban-thao/<int:number>")
def draft(number: int) -> str:
    return _page(number, {})


@bp.post("/ban-thao/<int:number>/ten")
def rename_draft(number: int) -> Page:
    return _do(number, lambda session: drafting.rename(session, current_actor(), number, request.form.get("title", "")))


@bp.post("/ban-thao/<int:number>/tep")
@takes_up_to(bundle_files.LARGEST_BUNDLE)
def save_files(number: int) -> Page:
    """Save the files that are sent, all or none."""
    sent = [file for file in request.files.getlist("tep") if file.filename]
    if not sent:
        return _page(number, {"tep": ["Chọn ít nhất một tệp."]}), 422
    files = {_name(file): _read(file, bundle_files.LARGEST_FILE) for file in sent}
    seen = _seen(request.form.getlist("seen"))

    def act(session: Session) -> None:
        drafting.save(session, current_actor(), number, files, seen)
        wrong = draft_review.problem_count(session, number)
        flash(f"Đã lưu {len(files)} tệp, còn {wrong} lỗi." if wrong else f"Đã lưu {len(files)} tệp.")

    return _do(number, act)


@bp.get("/ban-thao/<int:number>/tep/<name>")
def download_draft_file(number: int, name: str) -> Response:
    with reading() as session:
        _, files = studio.outgoing(session, current_actor(), number)
    if name not in files:
        raise NotFound
    # Never shown by the browser itself: it was sent in by somebody.
    return send_file(BytesIO(files[name]), "application/octet-stream", as_attachment=True, download_name=name)


@bp.get("/ban-thao/<int:number>/tep/<name>/cac-lan-luu")
def draft_savings(number: int, name: str) -> str:
    with reading() as session:
        found = studio.draft(session, current_actor(), number)
        savings = studio.savings(session, current_actor(), number, name)
    return render_template("processes/savings.html", found=found, name=name, savings=savings)


@bp.post("/ban-thao/<int:number>/tep/<name>/bo")
def remove_draft_file(number: int, name: str) -> Page:
    return _do(number, lambda session: drafting.save(session, current_actor(), number, {name: None}), "Đã bỏ tệp.")


@bp.post("/ban-thao/<int:number>/tep/<name>/lay-lai")
def restore_draft_file(number: int, name: str) -> Page:
    revision = request.form.get("revision", 0, type=int)
    return _do(
        number, lambda session: drafting.restore(session, current_actor(), number, name, revision), "Đã lấy lại."
    )


@bp.get("/ban-thao/<int:number>/goi.zip")
def download_bundle(number: int) -> Response:
    with reading() as session:
        title, files = studio.outgoing(session, current_actor(), number)
    packed = BytesIO(bundle_files.pack(files, title))
    return send_file(packed, "application/zip", as_attachment=True, download_name=f"ban-thao-{number}.zip")


@bp.post("/ban-thao/<int:number>/goi")
@takes_up_to(bundle_files.LARGEST_BUNDLE)
def take_bundle(number: int) -> Page:
    sent = request.files.get("goi")
    content = _read(sent, bundle_files.LARGEST_BUNDLE) if sent else b""

    def act(session: Session) -> None:
        changed = drafting.bring_in(session, current_actor(), number, content)
        flash(f"Đã nhận gói: {len(changed)} tệp thay đổi." if changed else "Gói giống bản thảo, không có gì thay đổi.")

    return _do(number, act, field="goi")


@bp.post("/ban-thao/<int:number>/de-nghi")
def ask_to_publish(number: int) -> Page:
    given = request.form
    try:
        day = date.fromisoformat(given.get("effective_on", ""))
    except ValueError:
        return _page(number, {"effective_on": ["Nhập ngày áp dụng."]}), 422

    def act(session: Session) -> None:
        review = publishing.ask(session, current_actor(), number, given.get("note", ""), day)
        if given.get("moves_instances"):
            publishing.take_along(session, current_actor(), review.id)

    return _do(number, act, "Đã đề nghị duyệt. Một quản trị khác duyệt thì bản thảo được ban hành.")


@bp.post("/ban-thao/<int:number>/rut")
def withdraw_draft(number: int) -> Page:
    return _do(number, lambda session: publishing.withdraw(session, current_actor(), number), "Đã rút đề nghị duyệt.")


@bp.post("/ban-thao/<int:number>/duyet/<int:review>")
def approve_draft(number: int, review: int) -> Page:
    return _do(number, lambda session: publishing.approve(session, current_actor(), review), "Đã duyệt.")


@bp.post("/ban-thao/<int:number>/tu-choi/<int:review>")
def decline_draft(number: int, review: int) -> Page:
    reason = request.form.get("reason", "")
    return _do(
        number, lambda session: publishing.decline(session, current_actor(), review, reason), "Đã gửi lại người soạn."
    )


@bp.post("/ban-thao/<int:number>/bo")
def discard_draft(number: int) -> Page:
    return _do(
        number,
        lambda session: drafting.discard(session, current_actor(), number),
        "Đã bỏ bản thảo. Cần lại thì tải cả gói ở đây rồi nhận vào một bản thảo mới.",
    )


def _do(number: int, act: Callable[[Session], object], done: str = "", *, field: str = "") -> Page:
    """Do something to a draft and show it again; what is wrong stands on the same page, with what was typed."""
    try:
        with transaction() as session:
            act(session)
    except Invalid as invalid:
        return _page(number, invalid.errors), 422
    except UploadRejected as rejected:
        return _page(number, {field: [str(rejected)]}), 422
    except DefinitionRejected:
        return _page(number, {"loi": ["Còn lỗi trong các tệp, xem danh sách bên dưới."]}), 422
    except NotAllowed as refused:
        if not current_actor().administrator:
            raise NotFound from refused
        return _page(number, {"duyet": [str(refused)]}), 403
    except Conflict as conflict:
        return _page(number, {"xet-duyet": [str(conflict)]}), 409
    if done:
        flash(done)
    return redirect(url_for("processes.draft", number=number))


def _library(title: str, errors: Errors) -> str:
    with reading() as session:
        found = studio.library(session, current_actor())
        editing = draft_editing.editing_now(session, [row.id for row in found], but=current_actor())
    return render_template("processes/drafts.html", found=found, editing=editing, title=title, errors=errors)


def _page(number: int, errors: Errors) -> str:
    with reading() as session:
        found = studio.draft(session, current_actor(), number, CODES)
        replay = draft_replay.latest(session, current_actor(), number)
        editing = draft_editing.editing_now(session, [number], but=current_actor())
        proof = scenarios.of_draft(session, current_actor(), number)
    shown = {"found": found, "replay": replay, "editing": editing, "proof": proof, "today": dates.local_date(utcnow())}
    return render_template("processes/draft.html", errors=errors, given=request.form, plain=plain, **shown)


def _seen(given: list[str]) -> dict[str, int]:
    """Return the revisions that the page showed, from fields such as "decide.bpmn:3"."""
    pairs = (each.rpartition(":") for each in given)
    return {name: int(revision) for name, _, revision in pairs if revision.isascii() and revision.isdigit()}


def _name(file: FileStorage) -> str:
    """Return the last part of the name that the browser gave."""
    return (file.filename or "").replace("\\", "/").rpartition("/")[2]


def _read(file: FileStorage, most: int) -> bytes:
    """Return what was sent, cut one byte after what is allowed, so that whoever looks at it sees that it is too much."""
    content = file.stream.read(most + 1)
    file.close()
    return content
