"""The limits for administrators: which hold for whom, another one in their place, an end, a wrong entry taken back."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms import FormInvalid
from service.auth import current_actor
from service.routes import limit_groups
from service.web import reading, transaction
from workflows.commands import due_rules as commands
from workflows.errors import Invalid
from workflows.queries import due_rule_proposals as proposals
from workflows.queries import due_rules, moving
from workflows.queries.day_proposals import Typed
from workflows.queries.due_rules import Wanted
from workflows.rules.limit_changes import Effect

bp = Blueprint("due_rules", __name__, url_prefix="/quan-tri/thoi-han")
OWN_FIELDS = frozenset({"csrf_token", "confirmed"})
FILTERS = ("tim", "hinh-thuc", "tinh", "phong-trao", "da-het")
LONGEST_TEXT = 100

Page = str | Response | tuple[str, int]


@bp.get("")
def index() -> str:
    given = request.args
    wanted = Wanted(
        award=given.get("hinh-thuc", ""),
        province=given.get("tinh", ""),
        campaign=given.get("phong-trao", ""),
        past=bool(given.get("da-het")),
        text=given.get("tim", "").strip()[:LONGEST_TEXT],
    )
    with reading() as session:
        found = due_rules.listing(session, current_actor(), wanted)
    kept = {name: given[name] for name in FILTERS if given.get(name)}
    groups = limit_groups.grouped(found.rules, lambda rule: rule.key)
    return render_template("due_rules/index.html", found=found, groups=groups, wanted=wanted, kept=kept)


@bp.get("/<key>")
def show(key: str) -> str:
    with reading() as session:
        found = due_rules.page(session, current_actor(), key)
    return render_template("due_rules/rule.html", found=found)


@bp.get("/dong/<int:number>/thay")
def ask_another(number: int) -> Page:
    return _form(number, Typed())


@bp.post("/dong/<int:number>/thay")
def set_another(number: int) -> Page:
    """Show what another limit in place of a row would move; when that was confirmed, let it hold."""
    try:
        with reading() as session:
            limit = proposals.wanted_limit(session, current_actor(), number, _posted())
            effect = proposals.adding(session, current_actor(), number, limit)
            if not _is_confirmed():
                return _confirmation(session, number, effect)
        return _done(number, lambda session: commands.add(session, current_actor(), limit))
    except (FormInvalid, Invalid) as refused:
        return _form(number, Typed(_posted(), refused.errors)), 422


@bp.get("/dong/<int:number>/ket-thuc")
def ask_end(number: int) -> Page:
    return _end_form(number, Typed())


@bp.post("/dong/<int:number>/ket-thuc")
def end(number: int) -> Page:
    try:
        last_day = proposals.wanted_end(_posted())
        with reading() as session:
            effect = proposals.ending(session, current_actor(), number, last_day)
            if not _is_confirmed():
                return _confirmation(session, number, effect)
        return _done(number, lambda session: commands.end(session, current_actor(), number, last_day))
    except (FormInvalid, Invalid) as refused:
        return _end_form(number, Typed(_posted(), refused.errors)), 422


@bp.post("/dong/<int:number>/thu-hoi")
def withdraw(number: int) -> Page:
    with reading() as session:
        effect = proposals.withdrawing(session, current_actor(), number)
        if not _is_confirmed():
            return _confirmation(session, number, effect)
    return _done(number, lambda session: commands.withdraw(session, current_actor(), number))


def _done(number: int, act: Callable[[Session], Any]) -> Response:
    with reading() as session:
        key = due_rules.row(session, current_actor(), number).limit.rule
    with transaction() as session:
        job = act(session)
        job_id = job.id if job else None
    flash("Đã ghi thời hạn.")
    if job_id is not None:
        return redirect(url_for("recalculations.show", number=job_id))
    return redirect(url_for("due_rules.show", key=key))


def _form(number: int, typed: Typed) -> str:
    with reading() as session:
        row = due_rules.row(session, current_actor(), number)
        view = proposals.form(session, current_actor(), number, typed)
    return render_template("due_rules/form.html", row=row, view=view, title="Đặt hạn khác")


def _end_form(number: int, typed: Typed) -> str:
    with reading() as session:
        row = due_rules.row(session, current_actor(), number)
    if row.is_default:
        raise NotFound
    return render_template("due_rules/form.html", row=row, view=proposals.end_form(typed), title="Kết thúc hiệu lực")


def _confirmation(session: Session, number: int, effect: Effect) -> str:
    row = due_rules.row(session, current_actor(), number)
    changes = due_rules.effect_rows(session, effect)
    preview = moving.of_limits(session, current_actor(), row.limit.rule, effect)
    carried = [(name, value) for name, values in _posted().items() for value in values]
    shown = {"row": row, "changes": changes, "preview": preview, "carried": carried}
    return render_template("due_rules/confirm.html", **shown)


def _is_confirmed() -> bool:
    return "confirmed" in request.form


def _posted() -> dict[str, list[str]]:
    return {name: values for name, values in request.form.to_dict(flat=False).items() if name not in OWN_FIELDS}
