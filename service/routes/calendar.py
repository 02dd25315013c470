"""The working calendar for administrators: a month at a time, one day, a file; a change is shown before it is made."""

import json
from collections.abc import Mapping
from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from forms import FormInvalid
from service.auth import current_actor
from service.web import reading, transaction
from workflows.commands import days as commands
from workflows.errors import Conflict, Invalid
from workflows.queries import calendar_month, day_proposals, moving
from workflows.queries.day_proposals import Typed
from workflows.rules.day_files import FIELD, MOST_BYTES
from workflows.rules.days import DayChange

bp = Blueprint("calendar", __name__, url_prefix="/quan-tri/lich-lam-viec")
OWN_FIELDS = frozenset({"csrf_token"})
UNREADABLE = "Nội dung gửi lên không đọc được. Mở lại trang và làm lại từ đầu."

Page = str | AnyResponse | tuple[str, int]


@bp.get("")
def index() -> AnyResponse:
    """Go to the month that is asked for (?thang=&nam=), else to this one."""
    now = calendar_month.this_month()
    year, number = request.args.get("nam", now.year, type=int), request.args.get("thang", now.month, type=int)
    return redirect(url_for("calendar.month", year=max(0, year), number=max(0, number)))


@bp.get("/<int:year>/<int:number>")
def month(year: int, number: int) -> str:
    with reading() as session:
        found = calendar_month.month(session, current_actor(), year, number)
    return render_template("calendar/month.html", found=found, source="", errors={})


@bp.post("/<int:year>/<int:number>/cong-bo")
def announce(year: int, number: int) -> Page:
    """Note by which paper the days off of the year have been announced."""
    source = request.form.get("source", "")
    try:
        with transaction() as session:
            commands.announce(session, current_actor(), year, source)
    except Invalid as invalid:
        with reading() as session:
            found = calendar_month.month(session, current_actor(), year, number)
        return render_template("calendar/month.html", found=found, source=source, errors=invalid.errors), 422
    flash(f"Đã ghi: lịch nghỉ năm {year} đã công bố.")
    return redirect(url_for("calendar.month", year=year, number=number))


@bp.get("/them")
def new() -> Page:
    """Ask for a new day; ?ngay= fills in which."""
    given = _parsed(request.args.get("ngay", ""))
    filled = {"day": given.isoformat()} if given else {}
    return _form(None, Typed(filled=filled))


@bp.post("/them")
def propose_new() -> Page:
    return _propose(None)


@bp.get("/ngay/<int:number>")
def edit(number: int) -> Page:
    return _form(number, Typed())


@bp.post("/ngay/<int:number>")
def propose_change(number: int) -> Page:
    return _propose(number)


@bp.post("/ngay/<int:number>/bo")
def remove(number: int) -> Page:
    with reading() as session:
        return _confirmation(session, day_proposals.removal(session, current_actor(), number))


@bp.get("/tep")
def files() -> Page:
    return _files_page({})


@bp.get("/tep.csv")
def export() -> Response:
    """Send the rows of the years from ?tu= to ?den= as a file."""
    year = calendar_month.this_month().year
    first, last = request.args.get("tu", year, type=int), request.args.get("den", year + 1, type=int)
    with reading() as session:
        content = day_proposals.as_file(session, current_actor(), first, last)
    name = f"lich-lam-viec-{first}-{last}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="text/csv", headers=headers)


@bp.post("/tep")
def read_file() -> Page:
    sent = request.files.get(FIELD)
    content = sent.stream.read(MOST_BYTES + 1) if sent else b""
    try:
        with reading() as session:
            without_others = "others" in request.form
            changes = day_proposals.from_file(session, current_actor(), content, without_others=without_others)
            if changes:
                return _confirmation(session, changes)
    except Invalid as invalid:
        return _files_page(invalid.errors), 422
    flash("Lịch đã đúng như tệp, không có gì thay đổi.")
    return redirect(url_for("calendar.files"))


@bp.post("/ap-dung")
def apply() -> AnyResponse:
    """Make the changes that the page before has shown."""
    try:
        carried = json.loads(request.form.get("changes", ""))
    except ValueError:
        raise Conflict(UNREADABLE) from None
    changes = day_proposals.restored(carried)
    with transaction() as session:
        job = commands.apply(session, current_actor(), changes)
        job_id = job.id if job else None
    flash("Đã ghi lịch làm việc." if len(changes) == 1 else f"Đã ghi {len(changes)} thay đổi của lịch làm việc.")
    if job_id is not None:
        return redirect(url_for("recalculations.show", number=job_id))
    return redirect(url_for("calendar.month", year=changes[0].day.year, number=changes[0].day.month))


def _propose(number: int | None) -> Page:
    try:
        with reading() as session:
            changes = day_proposals.proposed(session, current_actor(), number, _posted())
            if changes:
                return _confirmation(session, changes)
    except (FormInvalid, Invalid) as refused:
        return _form(number, Typed(_posted(), refused.errors)), 422
    flash("Không có gì thay đổi.")
    return redirect(url_for("calendar.edit", number=number) if number else url_for("calendar.index"))


def _form(number: int | None, typed: Typed) -> str:
    with reading() as session:
        found = day_proposals.page(session, current_actor(), number, typed)
    at = found.facts.day if found.facts else _parsed(typed.filled.get("day", "")) or calendar_month.this_month()
    return render_template("calendar/day.html", found=found, number=number, at=at)


def _confirmation(session: Session, changes: tuple[DayChange, ...]) -> str:
    preview = moving.of_days(session, current_actor(), changes)
    pairs = [
        {name: side.as_json() if side else None for name, side in (("before", each.before), ("after", each.after))}
        for each in changes
    ]
    return render_template(
        "calendar/confirm.html",
        changes=changes,
        carried=json.dumps(pairs, ensure_ascii=False),
        areas=day_proposals.areas(session),
        preview=preview,
        back=url_for("calendar.month", year=changes[0].day.year, number=changes[0].day.month),
    )


def _files_page(errors: Mapping[str, list[str]]) -> str:
    with reading() as session:
        years = day_proposals.years(session, current_actor())
    return render_template("calendar/files.html", errors=errors, years=years, without_others="others" in request.form)


def _posted() -> dict[str, list[str]]:
    return {name: values for name, values in request.form.to_dict(flat=False).items() if name not in OWN_FIELDS}


def _parsed(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
