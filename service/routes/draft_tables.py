"""Decision tables of a draft: their editor, checked while one types; a cell changed without script; a new table."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound as NotHere
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.bodies import takes_up_to
from service.labels import label
from service.routes.draft_editing import file_data, others_of, relax_for_editors
from service.routes.processes import bp
from service.web import reading, transaction
from workflows import bundle_files
from workflows.commands import draft_beginnings, table_cells
from workflows.errors import Conflict, DefinitionRejected, Invalid, NotAllowed, NotFound
from workflows.queries import draft_editing, draft_tables
from workflows.queries.draft_tables import Finding

Page = str | Response | tuple[str, int]
Answer = Response | tuple[Response, int]

LARGEST_REQUEST = 3 * bundle_files.LARGEST_FILE
"""In bytes: a file as JSON text, with what must be escaped in it."""


@bp.get("/ban-thao/<int:number>/bang/<name>")
def edit_tables(number: int, name: str) -> str:
    relax_for_editors()
    return _page(number, name, {})


@bp.post("/ban-thao/<int:number>/kiem-bang")
@takes_up_to(LARGEST_REQUEST)
def check_tables(number: int) -> Answer:
    """Answer with what is to be said of a file of tables as it is sent: {"name", "content"}. Saves nothing."""
    given = request.get_json(silent=True)
    name, content = (given.get("name"), given.get("content")) if isinstance(given, dict) else (None, None)
    if not isinstance(name, str) or not isinstance(content, str):
        return jsonify(message="Yêu cầu kiểm tra thiếu tên tệp hoặc nội dung."), 422
    try:
        with reading() as session:
            found = draft_tables.review(session, current_actor(), number, name, content.encode(errors="replace"))
    except NotFound:
        return jsonify(message="Không có tệp bảng này trong bản thảo."), 404
    findings = [_said(each) for each in found.findings]
    return jsonify(
        problems=[each for each in findings if each["kind"] == "error"],
        flaws=[each for each in findings if each["kind"] != "error"],
    )


@bp.post("/ban-thao/<int:number>/bang/<name>/o")
def change_cell(number: int, name: str) -> Page:
    """Write into one cell, for whoever works without script."""
    given = request.form
    seen = given.get("revision", "")
    cell = table_cells.Cell(name, given.get("o", ""), given.get("noi-dung", ""))
    try:
        with transaction() as session:
            table_cells.change(session, current_actor(), number, cell, int(seen) if seen.isdecimal() else 0)
    except (Invalid, DefinitionRejected) as invalid:
        messages = invalid.errors if isinstance(invalid, Invalid) else {"o-dang-sua": [str(invalid)]}
        relax_for_editors()
        return _page(number, name, messages), 422
    except Conflict as conflict:
        relax_for_editors()
        return _page(number, name, {"o-dang-sua": [str(conflict)]}), 409
    except NotAllowed as refused:
        raise NotHere from refused
    flash("Đã ghi ô.")
    return redirect(url_for("processes.edit_tables", number=number, name=name))


@bp.post("/ban-thao/<int:number>/bang")
def begin_tables(number: int) -> Page:
    try:
        with transaction() as session:
            name = draft_beginnings.add_table(session, current_actor(), number, request.form.get("ten", ""))
    except NotAllowed as refused:
        raise NotHere from refused
    return redirect(url_for("processes.edit_tables", number=number, name=name))


def _page(number: int, name: str, errors: dict[str, list[str]]) -> str:
    with reading() as session:
        found = draft_tables.review(session, current_actor(), number, name)
        answers = draft_tables.answers(session, current_actor(), number, name)
        file = draft_editing.file_page(session, current_actor(), number, name)
    data = file_data(file, check=url_for("processes.check_tables", number=number))
    findings = [_said(each) for each in found.findings]
    return render_template(
        "processes/table_editor.html",
        found=found,
        page=file,
        file=data | {"findings": findings},
        findings=findings,
        answers=answers,
        others=others_of(file.others),
        errors=errors,
        chosen=request.values.get("o", ""),
        typed=request.form.get("noi-dung"),
    )


def _said(finding: Finding) -> dict[str, object]:
    """Return a finding as the editor and the page list it."""
    is_flaw = finding.kind != "error"
    return {
        "kind": finding.kind,
        "word": label(finding.kind, "flaw") if is_flaw else "Lỗi",
        "message": finding.message,
        "effect": label(finding.kind, "flaw_effect") if is_flaw else "",
        "element": finding.element,
        "table": finding.table,
        "name": finding.name,
        "rules": list(finding.rules),
    }
