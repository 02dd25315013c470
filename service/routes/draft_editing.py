"""The editor of a diagram of a draft: its page, saving as one draws, who else has it open, a new diagram."""

from datetime import datetime

from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound as NotHere
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.bodies import takes_up_to
from service.csrf import csrf_token
from service.display import hour
from service.routes.processes import bp
from service.security import relax
from service.vocabulary_words import plain
from service.web import reading, transaction
from workflows import bundle_files, errors
from workflows.clock import utcnow
from workflows.commands import draft_editing as editing
from workflows.commands.draft_editing import Edited
from workflows.queries import draft_editing, draft_outline
from workflows.queries.draft_editing import Editing, FilePage

Page = str | Response | tuple[str, int]
Answer = Response | tuple[Response, int]
UNSEEN = "Trang này chưa nói bản mà nó đã mở. Tải lại trang rồi lưu."


def relax_for_editors() -> None:
    """Let the present page be an editor: bpmn-js, dmn-js and form-js place what they draw by style attributes and have
    small pictures in their own code. Scripts and style sheets stay those of the product."""
    relax("style-src-attr", "'unsafe-inline'")
    relax("img-src", "'self' data:")


def file_data(found: FilePage, **more: object) -> dict[str, object]:
    """Return what studio/src/editing/file.js reads on the page of a file's editor."""
    actor = current_actor()
    return {
        "name": found.name,
        "text": found.text,
        "revision": found.revision,
        "saved_at": hour(found.saved_at),
        "open": not found.closed,
        "closed": found.closed,
        "save": url_for("processes.save_edited_file", number=found.draft_id, name=found.name),
        "presence": url_for("processes.note_editing", number=found.draft_id, name=found.name),
        "person": actor.person_id,
        "csrf": csrf_token(),
        **more,
    }


@bp.app_template_filter("ago")
def ago(moment: datetime) -> str:
    """Return how long ago something was, in whole minutes: "vừa xong", "5 phút trước"."""
    minutes = int((utcnow() - moment).total_seconds() // 60)
    return f"{minutes} phút trước" if minutes > 0 else "vừa xong"


def others_of(found: tuple[Editing, ...]) -> list[dict[str, str]]:
    """Return who else has a file open, as presence.js shows them."""
    return [{"who": each.who, "ago": ago(each.seen_at)} for each in found]


@bp.get("/ban-thao/<int:number>/so-do/<name>")
def edit_diagram(number: int, name: str) -> str:
    if not name.endswith(".bpmn"):
        raise NotHere
    relax_for_editors()
    with reading() as session:
        found = draft_editing.file_page(session, current_actor(), number, name)
        outline = draft_outline.draft_outline(session, current_actor(), number, name)
    there = url_for("processes.draft", number=number)
    data = file_data(found, check=f"{there}/kiem-tra", vocabulary=f"{there}/tu-vung/{name}")
    return render_template(
        "processes/editor.html",
        found=found,
        file=data,
        others=others_of(found.others),
        outline=outline,
        plain=plain,
    )


@bp.put("/ban-thao/<int:number>/tep/<name>")
@takes_up_to(2 * bundle_files.LARGEST_FILE)
def save_edited_file(number: int, name: str) -> Answer:
    """Save what an editor holds; every answer is JSON."""
    seen = request.headers.get("If-Match", "").strip('"')
    if not (seen.isascii() and seen.isdigit() and len(seen) < 10):
        return _refused(428, UNSEEN)
    content = request.stream.read(bundle_files.LARGEST_FILE + 1)
    edited = Edited(name, content, int(seen), on_purpose="giu" in request.args)
    try:
        with transaction() as session:
            revision = editing.save_edited(session, current_actor(), number, edited)
    except errors.Overtaken as overtaken:
        return _refused(
            409, str(overtaken), who=overtaken.who, at=hour(overtaken.saved_at), revision=overtaken.revision
        )
    except errors.Conflict as conflict:
        return _refused(409, str(conflict))
    except errors.Invalid as invalid:
        return _refused(422, str(invalid))
    except (errors.NotAllowed, errors.NotFound):
        return _refused(404, "Bản thảo này không có hoặc bạn không được sửa.")
    with reading() as session:
        found = draft_editing.problems(session, current_actor(), number)
    return jsonify({"revision": revision, "saved_at": hour(utcnow()), "problems": found})


@bp.post("/ban-thao/<int:number>/dang-sua/<name>")
def note_editing(number: int, name: str) -> Answer:
    """Note that the actor has a file open, and answer who else has."""
    try:
        with transaction() as session:
            editing.note_editing(session, current_actor(), number, name)
            found = draft_editing.editing_now(session, [number], but=current_actor())
    except errors.Conflict:
        return jsonify({"others": []})
    except (errors.NotAllowed, errors.NotFound):
        return _refused(404, "Bản thảo này không có hoặc bạn không được sửa.")
    return jsonify({"others": others_of(tuple(each for each in found if each.name == name))})


@bp.get("/ban-thao/<int:number>/so-do-moi")
def new_diagram(number: int) -> str:
    return _new_diagram_page(number, {})


@bp.post("/ban-thao/<int:number>/so-do-moi")
def begin_diagram(number: int) -> Page:
    given = request.form
    try:
        with transaction() as session:
            name = editing.begin_diagram(session, current_actor(), number, given.get("key", ""), given.get("name", ""))
    except errors.Invalid as invalid:
        return _new_diagram_page(number, invalid.errors), 422
    except errors.Conflict as conflict:
        return _new_diagram_page(number, {"key": [str(conflict)]}), 409
    except errors.NotAllowed as refused:
        raise NotHere from refused
    return redirect(url_for("processes.edit_diagram", number=number, name=name))


def _new_diagram_page(number: int, wrong: dict[str, list[str]]) -> str:
    with reading() as session:
        title = draft_editing.draft_title(session, current_actor(), number)
    return render_template(
        "processes/new_diagram.html", number=number, draft_title=title, errors=wrong, given=request.form
    )


def _refused(status: int, message: str, **more: object) -> tuple[Response, int]:
    return jsonify({"message": message, **more}), status
