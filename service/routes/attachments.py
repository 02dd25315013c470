"""The papers of a dossier: one page a paper, several files each; a file as it was sent."""

from collections.abc import Iterator

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from service import files
from service.auth import current_actor
from service.bodies import takes_files
from service.routes.dossiers import CHECK, Page, bp
from service.security import relax
from service.web import reading, transaction
from workflows import file_kinds
from workflows.commands import attachments as commands
from workflows.commands.attachments import Slot
from workflows.errors import FileMissing, UploadRejected
from workflows.queries import attachments, drafts, papers
from workflows.storage import KeptFile


@bp.get("/<reference>/giay-to/<paper>")
def paper(reference: str, paper: str) -> Page:
    with reading() as session:
        found = papers.paper(drafts.draft(session, current_actor(), reference), paper)
    return _page(found, {})


@bp.post("/<reference>/giay-to/<paper>")
@takes_files
def upload(reference: str, paper: str) -> Page:
    """Take the good files of a batch and say of each other one why it cannot be taken."""
    nominee_id = request.form.get("nominee", type=int)
    with reading() as session:
        papers.paper(drafts.draft(session, current_actor(), reference), paper)
    field = f"tep-{nominee_id}" if nominee_id else "tep"
    kept, refused = _keep(request.files.getlist("tep"))
    taken = []
    for file in kept:
        try:
            with transaction() as session:
                commands.add(session, current_actor(), reference, Slot(paper, nominee_id), file)
            taken.append(file.name)
        except UploadRejected as rejected:
            refused.append(str(rejected))
    if taken:
        flash(f"Đã nhận {_files(taken)}.")
    if refused:
        with reading() as session:
            found = papers.paper(drafts.draft(session, current_actor(), reference), paper)
        return _page(found, {field: refused}), 422
    return _after(reference, paper, nominee_id)


@bp.post("/<reference>/tep/<int:number>/thay")
@takes_files
def replace_file(reference: str, number: int) -> Page:
    actor = current_actor()
    with reading() as session:
        old = attachments.file(session, actor, reference, number)
    kept, refused = _keep(request.files.getlist("tep")[:1])
    try:
        with transaction() as session:
            for file in kept:
                commands.replace(session, actor, reference, number, file)
    except UploadRejected as rejected:
        refused.append(str(rejected))
    if refused:
        with reading() as session:
            found = papers.paper(drafts.draft(session, actor, reference), old.paper)
        return _page(found, {f"thay-{number}": refused}), 422
    flash(f"Đã thay “{old.file_name}” bằng “{kept[0].name}”.")
    return _after(reference, old.paper, old.nominee_id)


@bp.post("/<reference>/tep/<int:number>/go")
def remove_file(reference: str, number: int) -> Page:
    actor = current_actor()
    with transaction() as session:
        old = attachments.file(session, actor, reference, number)
        commands.remove(session, actor, reference, number)
    flash(f"Đã gỡ “{old.file_name}”.")
    return _after(reference, old.paper, old.nominee_id)


@bp.get("/<reference>/tep/<int:number>")
def file(reference: str, number: int) -> Page:
    """Return the file under its own name; with ?xem=1 a PDF or picture is shown in the page, never anything else."""
    with reading() as session:
        found = attachments.file(session, current_actor(), reference, number)
    shown = "xem" in request.args and file_kinds.by_media_type(found.media_type).shown_in_page
    if not shown:
        return files.sent(found)
    relax("frame-ancestors", "'self'")
    try:
        return files.sent(found, shown=True)
    except FileMissing as missing:
        return render_template("dossiers/file_missing.html", file=found, message=str(missing)), 404


def _keep(given: list[FileStorage]) -> tuple[list[KeptFile], list[str]]:
    """Return the files that are sound, kept on the disk, and the sentences about the others."""
    kept, refused = [], []
    for each in _chosen(given):
        try:
            kept.append(files.storage().keep(each.filename or "", each.stream))
        except UploadRejected as rejected:
            refused.append(str(rejected))
    if not kept and not refused:
        refused.append("Chọn ít nhất một tệp rồi gửi.")
    return kept, refused


def _chosen(given: list[FileStorage]) -> Iterator[FileStorage]:
    return (each for each in given if each.filename)


def _page(found: papers.Paper, errors: dict[str, list[str]]) -> str:
    limit = files.storage().limit_bytes
    return render_template("dossiers/paper.html", found=found, head=found.head, errors=errors, limit=limit)


def _after(reference: str, paper: str, nominee_id: int | None) -> Response:
    if request.form.get("ve") == CHECK:
        return redirect(url_for("dossiers.check", reference=reference))
    anchor = f"doi-tuong-{nominee_id}" if nominee_id else None
    return redirect(url_for("dossiers.paper", reference=reference, paper=paper, _anchor=anchor))


def _files(names: list[str]) -> str:
    return f"tệp “{names[0]}”" if len(names) == 1 else f"{len(names)} tệp"
