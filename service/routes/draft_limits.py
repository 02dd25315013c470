"""The limits of a draft: those that its diagrams name, another one in place of each, back to what holds."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound as NotHere
from werkzeug.wrappers import Response

from forms import FormInvalid
from service.auth import current_actor
from service.routes import limit_groups
from service.routes.processes import bp
from service.web import reading, transaction
from workflows.commands import drafting
from workflows.errors import Conflict, Invalid, NotAllowed
from workflows.queries import draft_limits
from workflows.queries.day_proposals import Typed
from workflows.rules.limit_files import NAME

Page = str | Response | tuple[str, int]
OWN_FIELDS = frozenset({"csrf_token", "seen"})


@bp.get("/ban-thao/<int:number>/thoi-han")
def draft_limit_list(number: int) -> str:
    return _list(number, {})


@bp.get("/ban-thao/<int:number>/thoi-han/<rule>")
def ask_draft_limit(number: int, rule: str) -> str:
    return _form(number, rule, Typed())


@bp.post("/ban-thao/<int:number>/thoi-han/<rule>")
def set_draft_limit(number: int, rule: str) -> Page:
    key, posted = (rule, _scope()), _posted()
    try:
        with reading() as session:
            content = draft_limits.with_another(session, current_actor(), number, key, posted)
        _save(number, content)
    except (FormInvalid, Invalid) as refused:
        return _form(number, rule, Typed(posted, refused.errors)), 422
    except Conflict as conflict:
        return _list(number, {"": [str(conflict)]}), 409
    flash("Đã ghi hạn vào bản thảo.")
    return redirect(url_for("processes.draft_limit_list", number=number))


@bp.post("/ban-thao/<int:number>/thoi-han/<rule>/bo")
def drop_draft_limit(number: int, rule: str) -> Page:
    try:
        with reading() as session:
            content = draft_limits.without_one(session, current_actor(), number, (rule, _scope()))
        _save(number, content)
    except Conflict as conflict:
        return _list(number, {"": [str(conflict)]}), 409
    flash("Bản thảo không đổi hạn này nữa.")
    return redirect(url_for("processes.draft_limit_list", number=number))


def _save(number: int, content: bytes | None) -> None:
    """Save the file, unless somebody has saved it since the page was shown."""
    seen = {NAME: request.form.get("seen", 0, type=int)}
    try:
        with transaction() as session:
            drafting.save(session, current_actor(), number, {NAME: content}, seen)
    except NotAllowed as refused:
        raise NotHere from refused


def _list(number: int, errors: dict[str, list[str]]) -> str:
    with reading() as session:
        found = draft_limits.page(session, current_actor(), number)
    groups = limit_groups.grouped(found.lines, lambda line: line.rule)
    return render_template("processes/draft_limits.html", found=found, groups=groups, errors=errors)


def _form(number: int, rule: str, typed: Typed) -> str:
    key = rule, _scope()
    with reading() as session:
        found = draft_limits.page(session, current_actor(), number)
        line = draft_limits.line(session, current_actor(), number, key)
        view = draft_limits.form(session, current_actor(), number, key, typed)
    return render_template("processes/draft_limit.html", found=found, line=line, view=view)


def _scope() -> str:
    return request.args.get("pham-vi", "")


def _posted() -> dict[str, list[str]]:
    return {name: values for name, values in request.form.to_dict(flat=False).items() if name not in OWN_FIELDS}
