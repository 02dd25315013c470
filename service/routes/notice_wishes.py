"""How one wants notices by mail: when, on which days not, and which kinds not."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.web import name_fields, reading, transaction
from workflows.commands import notices as commands
from workflows.commands.notices import Wishes
from workflows.errors import Invalid
from workflows.queries import notices
from workflows.rules.notice_groups import GROUPS

bp = Blueprint("notice_wishes", __name__, url_prefix="/tai-khoan/thong-bao")

DAY_FORMATS = ("%d/%m/%Y", "%Y-%m-%d")

Page = str | Response | tuple[str, int]


@bp.get("")
def show() -> Page:
    return _page({})


@bp.post("")
def save() -> Page:
    wanted = set(request.form.getlist("wanted"))
    wishes = Wishes(
        mail=request.form.get("mail", ""),
        quiet_days_off="quiet_days_off" in request.form,
        muted=frozenset(GROUPS) - wanted,
    )
    try:
        with transaction() as session:
            commands.save_wishes(session, current_actor(), wishes)
    except Invalid as invalid:
        return _page(invalid.errors), 422
    flash("Đã lưu cách nhận thư.")
    return redirect(url_for("notice_wishes.show"), 303)


@bp.post("/nghi")
def add_leave() -> Page:
    name_fields({"first_day": "Nghỉ từ ngày", "last_day": "Đến hết ngày"})
    given = {name: request.form.get(name, "") for name in ("first_day", "last_day")}
    try:
        with transaction() as session:
            commands.add_leave(session, current_actor(), *(_day(text) for text in given.values()))
    except Invalid as invalid:
        return _page(invalid.errors, given), 422
    flash("Đã ghi kỳ nghỉ. Trong kỳ này không có thư nào gửi đến bạn.")
    return redirect(url_for("notice_wishes.show"), 303)


@bp.post("/nghi/<int:number>/bo")
def remove_leave(number: int) -> Page:
    with transaction() as session:
        commands.remove_leave(session, current_actor(), number)
    flash("Đã bỏ kỳ nghỉ.")
    return redirect(url_for("notice_wishes.show"), 303)


def _page(errors: dict[str, list[str]], given: dict[str, Any] | None = None) -> str:
    with reading() as session:
        found = notices.wishes(session, current_actor())
    return render_template("notices/wishes.html", found=found, errors=errors, given=given or {})


def _day(text: str) -> date | None:
    """Return a day as people write it; None for what is none."""
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
