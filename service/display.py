"""How values look on a page: dates in Vietnamese time, money with dots, a due date in words, labels."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Flask
from markupsafe import Markup, escape

from service.condition_labels import cell_words, condition_words, way_condition
from service.labels import STEPPER, label, shape, stage_number
from workflows import clock
from workflows.policy import Actor
from workflows.queries.inbox_views import MOST_COUNTED
from workflows.rules.due_state import DueState

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
NBSP = "\u00a0"
UNITS = "ngày|đối|người|phiếu|hồ|mục|thành|tập|cá|hộ|báo|việc|tệp|bản|trang|giờ|phút|năm|tháng|triệu|%|đ\\b|MB|KB"
DOCUMENT_NUMBER = re.compile(r"\d+/(?:\d{4}/)?[A-ZĐ]+\d*(?:-[A-ZĐ]+)+")


@dataclass(frozen=True)
class Due:
    """A limit in words; `kind` is "", "soon", "today", "over", "stopped" or "none" and chooses the shape."""

    words: str
    kind: str = ""


def local(moment: datetime) -> datetime:
    """Return `moment` on the clock of Vietnam."""
    return moment.astimezone(ZONE)


def day(value: date | datetime | None) -> str:
    """Return 05/06/2026; nothing for None."""
    if value is None:
        return ""
    return f"{_date(value):%d/%m/%Y}"


def official_day(value: date | datetime | None) -> str:
    """Return the day as official papers write it: "ngày 05 tháng 02 năm 2026".

    Days below 10 and the months 1 and 2 take a leading 0 (Nghị định 30/2020/NĐ-CP, Phụ lục I).
    """
    if value is None:
        return ""
    found = _date(value)
    month = f"{found.month:02d}" if found.month <= 2 else str(found.month)
    return f"ngày {found.day:02d} tháng {month} năm {found.year}"


def short_day(value: date | datetime | None) -> str:
    """Return 05/06 within this year, 05/06/2025 else."""
    if value is None:
        return ""
    return f"{_date(value):%d/%m}" if _date(value).year == local(clock.utcnow()).year else day(value)


def weekday(value: date | datetime) -> str:
    """Return "Thứ Năm, 10/12/2026"."""
    return f"{WEEKDAYS[_date(value).weekday()]}, {day(value)}"


def moment(value: datetime | None) -> str:
    """Return "14:20 hôm nay", "14:20 hôm qua", or "14:20, 08/12/2026"."""
    if value is None:
        return ""
    today = local(clock.utcnow()).date()
    when = {0: " hôm nay", 1: " hôm qua"}.get((today - local(value).date()).days, f", {day(value)}")
    return f"{local(value):%H:%M}{when}"


def ago(value: datetime) -> str:
    """Return "vừa xong", "5 phút trước", "2 giờ trước"; from a day on the moment itself."""
    minutes = int((clock.utcnow() - value).total_seconds() // 60)
    if minutes < 1:
        return "vừa xong"
    if minutes < 60:
        return f"{minutes}{NBSP}phút trước"
    return f"{minutes // 60}{NBSP}giờ trước" if minutes < 24 * 60 else moment(value)


def hour(value: datetime | None) -> str:
    """Return "14:20"."""
    return "" if value is None else f"{local(value):%H:%M}"


def day_and_hour(value: datetime | None) -> str:
    """Return "Thứ Năm, 10/12/2026, 14:20", for a clock that is not that of today."""
    return "" if value is None else f"{weekday(local(value))}, {hour(value)}"


def exact_moment(value: datetime | None) -> str:
    """Return "14:20:05 08/12/2026", for histories and records."""
    return "" if value is None else f"{local(value):%H:%M:%S %d/%m/%Y}"


def number(value: int | Decimal | float | None) -> str:
    """Return 1.234.567 or 12,5: dots between thousands, a comma before decimals."""
    if value is None:
        return ""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def tidy(value: float) -> str:
    """Return 3 or 2,5: a number without decimals that say nothing."""
    return number(int(value) if float(value).is_integer() else round(value, 1))


def counted(value: int) -> str:
    """Return a count of work, "hơn 1.000" where counting stopped."""
    return f"hơn{NBSP}{number(MOST_COUNTED)}" if value > MOST_COUNTED else number(value)


def money(value: int | Decimal | None) -> str:
    """Return "2.530.000 đ", whole đồng."""
    return "" if value is None else f"{number(int(value))}{NBSP}đ"


def size(size_bytes: int) -> str:
    """Return "1,4 MB" or "380 KB"; never less than 1 KB."""
    if size_bytes >= 1_000_000:
        megabytes = round(size_bytes / 1_000_000, 1)
        return f"{number(int(megabytes) if megabytes.is_integer() else megabytes)}{NBSP}MB"
    return f"{max(1, round(size_bytes / 1000))}{NBSP}KB"


def due(state: DueState) -> Due:
    """Return how a limit stands in words: "còn 3 ngày làm việc, 12/06"."""
    days = f"{abs(state.working_days)}{NBSP}ngày làm việc"
    on = f", {short_day(state.day)}{', tạm tính' if state.is_provisional else ''}"
    match state.kind:
        case "none":
            return Due("không đặt hạn", "none")
        case "stopped":
            left = f", còn {days}" if state.working_days > 0 else f", đã quá hạn {days}" if state.working_days else ""
            return Due(f"đang dừng{left}", "stopped")
        case "overdue":
            return Due(f"quá hạn {days if state.working_days else 'hôm nay'}{on}", "over")
        case "today":
            return Due(f"hạn hôm nay{on}", "today")
    words = f"còn {days}" if state.working_days else "không còn ngày làm việc nào"
    return Due(f"{words}{on}", "soon" if state.is_soon else "")


def glue(text: str | None) -> Markup:
    """Keep together what a line must not break: figure and unit, span, dot between facts, document number."""
    text = re.sub(r"(\d)–(\d)", "\\1–\u2060\\2", text or "")
    text = text.replace(" · ", f"{NBSP}· ")
    text = re.sub(rf"(\d) ({UNITS})", rf"\1{NBSP}\2", text)
    return Markup(DOCUMENT_NUMBER.sub(r'<span class="tk-nowrap">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped


def facts(*parts: object) -> Markup:
    """Join what is known with dots: `facts(code, campaign, unit)`; empty parts are left out."""
    return glue(" · ".join(text for text in ("" if part is None else str(part) for part in parts) if text))


def person(name: str, title: str = "", unit: str = "") -> str:
    """Return "Đỗ Minh Tuấn, Chuyên viên, Sở Nội vụ": a person is shown with position."""
    return ", ".join(part for part in (name, title, unit) if part)


def post(actor: Actor) -> str:
    """Return in what post the signed-in person acts: title, seat in a council, or administrator."""
    if actor.assignments:
        return actor.assignments[0].title
    if actor.seats:
        return label(actor.seats[0].function, "seat")
    return "Quản trị hệ thống" if actor.administrator else "Chưa được giao việc"


def register(app: Flask) -> None:
    """Give the templates these filters and functions."""
    filters = (
        day,
        short_day,
        weekday,
        official_day,
        moment,
        ago,
        hour,
        day_and_hour,
        exact_moment,
        number,
        tidy,
        counted,
        money,
        size,
        glue,
        label,
        shape,
        cell_words,
        condition_words,
        way_condition,
        stage_number,
    )
    for function in filters:
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.globals |= {
        "due": due,
        "facts": facts,
        "person": person,
        "post": post,
        "stages": STEPPER,
        "now": clock.utcnow,
    }


def _date(value: date | datetime) -> date:
    return local(value).date() if isinstance(value, datetime) else value
