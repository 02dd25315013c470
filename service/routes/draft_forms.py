"""Forms of a draft: their editor, with the page drawn by the server exactly as officers will see it; a new form."""

from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound as NotHere
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.bodies import takes_up_to
from service.routes.draft_editing import file_data, others_of, relax_for_editors
from service.routes.draft_tables import LARGEST_REQUEST, Answer
from service.routes.processes import bp
from service.web import reading, transaction
from workflows.clock import utcnow
from workflows.commands import draft_beginnings
from workflows.errors import NotAllowed, NotFound
from workflows.queries import draft_editing, draft_forms
from workflows.queries.draft_forms import Wanted


@bp.get("/ban-thao/<int:number>/bieu-mau/<name>")
def edit_form(number: int, name: str) -> str:
    relax_for_editors()
    state = _state(request.args.get("hien", ""))
    with reading() as session:
        found = draft_forms.review(session, current_actor(), number, Wanted(name, utcnow(), state))
        file = draft_editing.file_page(session, current_actor(), number, name)
    data = file_data(file, preview=url_for("processes.preview_form", number=number, name=name))
    return render_template(
        "processes/form_editor.html",
        found=found,
        page=file,
        file=data,
        others=others_of(file.others),
        state=state,
    )


@bp.post("/ban-thao/<int:number>/bieu-mau/<name>/xem-thu")
@takes_up_to(LARGEST_REQUEST)
def preview_form(number: int, name: str) -> Answer:
    """Answer with the page and the problems of a form as it is sent: {"content", "state"}. Saves nothing."""
    given = request.get_json(silent=True)
    content, state = (given.get("content"), given.get("state")) if isinstance(given, dict) else (None, None)
    if not isinstance(content, str):
        return jsonify(message="Yêu cầu xem thử thiếu nội dung biểu mẫu."), 422
    wanted = Wanted(name, utcnow(), _state(str(state)), content.encode(errors="replace"))
    try:
        with reading() as session:
            found = draft_forms.review(session, current_actor(), number, wanted)
    except NotFound:
        return jsonify(message="Không có biểu mẫu này trong bản thảo."), 404
    problems = [{"message": each.message, "label": each.label, "element": each.element} for each in found.problems]
    return jsonify(problems=problems, html=render_template("processes/form_preview.html", found=found))


@bp.post("/ban-thao/<int:number>/bieu-mau")
def begin_form(number: int) -> Response:
    try:
        with transaction() as session:
            name = draft_beginnings.add_form(session, current_actor(), number, request.form.get("ten", ""))
    except NotAllowed as refused:
        raise NotHere from refused
    return redirect(url_for("processes.edit_form", number=number, name=name))


def _state(given: str) -> str:
    return given if given in draft_forms.STATES else draft_forms.STATES[0]
