"""The board of a campaign's reports: who owes one, who has sent one, who is late; opened and dated by Sở Nội vụ."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms import FormInvalid
from service.auth import current_actor
from service.display import day, moment
from service.labels import label
from service.routes.campaigns import bp
from service.sheets import sheet
from service.web import reading, transaction
from workflows.commands import duties as commands
from workflows.errors import Conflict, Invalid
from workflows.queries import duties as queries
from workflows.queries import duty_page

OWN_FIELDS = frozenset({"csrf_token"})
LATE = "tre"
HEAD = ("Phong trào", "Kỳ báo cáo", "Hạn", "Đơn vị", "Trạng thái", "Gửi lúc", "Trễ (ngày làm việc)", "Người giữ")
Page = str | Response | tuple[str, int]


@bp.get("/<key>/bao-cao")
def duty_board(key: str) -> str:
    with reading() as session:
        return render_template("campaigns/duties.html", found=queries.board(session, current_actor(), key))


@bp.get("/<key>/bao-cao/<int:number>")
def duty(key: str, number: int) -> str:
    with reading() as session:
        found = duty_page.page(session, current_actor(), key, number)
        return render_template("campaigns/duty.html", found=found, late=request.args.get("loc") == LATE)


@bp.get("/<key>/bao-cao/<int:number>/don-vi/<int:unit>")
def unit_report(key: str, number: int, unit: int) -> str:
    with reading() as session:
        found = duty_page.report(session, current_actor(), key, number, unit)
        return render_template("campaigns/unit_report.html", found=found)


@bp.get("/<key>/bao-cao/<int:number>/don-vi/<int:unit>/ban-in")
def printed_report(key: str, number: int, unit: int) -> str:
    with reading() as session:
        slip = duty_page.printed(session, current_actor(), key, number, unit)
        return render_template("campaigns/duty_paper.html", slip=slip, key=key, number=number)


@bp.get("/<key>/bao-cao/<int:number>/van-ban/<int:paper>")
def duty_paper(key: str, number: int, paper: int) -> str:
    with reading() as session:
        slip = duty_page.paper(session, current_actor(), key, number, paper)
        return render_template("campaigns/duty_paper.html", slip=slip, key=key, number=number)


@bp.get("/<key>/bao-cao/bang.csv")
def duty_table(key: str) -> Response:
    """Give the board as a table for a spreadsheet."""
    with reading() as session:
        found = queries.board(session, current_actor(), key)
    rows = []
    for card in found.cards:
        for row in card.rows:
            sent, late = moment(row.sent_at), row.late_days or ""
            facts = (found.code, card.title, day(card.due_on), row.unit, label(row.state, "report_state"), sent, late)
            rows.append((*facts, row.holder))
    return sheet(f"bao-cao-{found.code.lower()}.csv", HEAD, rows)


@bp.get("/<key>/bao-cao/them")
def new_duty(key: str) -> str:
    return _adding(key, {}, {})


@bp.post("/<key>/bao-cao/them")
def add_duty(key: str) -> Page:
    try:
        with transaction() as session:
            number = commands.add(session, current_actor(), key, _posted()).id
    except (FormInvalid, Invalid) as refused:
        return _adding(key, _posted(), refused.errors), 422
    flash("Đã thêm kỳ báo cáo.")
    return redirect(url_for("campaigns.duty", key=key, number=number))


@bp.get("/<key>/bao-cao/<int:number>/ngay")
def duty_days(key: str, number: int) -> str:
    return _dating(key, number, None, {})


@bp.post("/<key>/bao-cao/<int:number>/ngay")
def change_duty(key: str, number: int) -> Page:
    try:
        with transaction() as session:
            commands.change(session, current_actor(), number, _posted())
    except (FormInvalid, Invalid) as refused:
        return _dating(key, number, _posted(), refused.errors), 422
    flash("Đã sửa ngày của kỳ báo cáo.")
    return redirect(url_for("campaigns.duty", key=key, number=number))


@bp.post("/<key>/bao-cao/<int:number>/mo")
def open_duty(key: str, number: int) -> Page:
    try:
        with transaction() as session:
            commands.open_duty(session, current_actor(), number)
    except Conflict as conflict:
        flash(str(conflict), "warn")
    else:
        flash("Đã mở kỳ báo cáo; mỗi đơn vị có việc lập báo cáo trong hộp việc.")
    return redirect(url_for("campaigns.duty", key=key, number=number))


def _adding(key: str, posted: Mapping[str, list[str]], errors: Mapping[str, list[str]]) -> str:
    with reading() as session:
        found = queries.managed_board(session, current_actor(), key)
        given = duty_page.read(session, commands.ADDING, posted) if posted else {}
        view = duty_page.form(session, commands.ADDING, given, errors)
    return render_template("campaigns/duty_form.html", found=found, view=view, number=None)


def _dating(key: str, number: int, posted: Mapping[str, list[str]] | None, errors: Mapping[str, list[str]]) -> str:
    with reading() as session:
        given: dict[str, Any] = duty_page.days_of(session, current_actor(), key, number)
        found = duty_page.page(session, current_actor(), key, number)
        if posted is not None:
            given = duty_page.read(session, commands.DATING, posted)
        view = duty_page.form(session, commands.DATING, given, errors)
    return render_template("campaigns/duty_form.html", found=found, view=view, number=number)


def _posted() -> dict[str, list[str]]:
    return {name: values for name, values in request.form.to_dict(flat=False).items() if name not in OWN_FIELDS}
