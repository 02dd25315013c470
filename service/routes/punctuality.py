"""How punctual an organ is, for whoever heads it: figures of each step over a period, and the tasks behind them."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for

from service import display
from service.auth import current_actor
from service.routes.inbox import address_of
from service.web import reading
from workflows import dates
from workflows.clock import utcnow
from workflows.queries import punctuality
from workflows.queries.inbox import Filter
from workflows.queries.punctuality import Figure, Period
from workflows.rules.months import FIRST_YEAR, LAST_YEAR, month_of

bp = Blueprint("punctuality", __name__, url_prefix="/dung-han")

KINDS = {
    "dung-han": "on_time",
    "tre": "late",
    "khong-han": "unlimited",
    "dang-mo": "open",
    "dang-tre": "open_late",
}
"""Kinds of figures by their word in the address."""
LONGEST_DAYS = 3 * 366
WRONG_DAYS = {
    "tu": "Ngày đầu chưa đọc được: gõ ngày như 01/10/2026.",
    "den": "Ngày cuối chưa đọc được: gõ ngày như 31/12/2026.",
}


@bp.get("")
def index() -> str | tuple[str, int]:
    today, period, (_, errors) = dates.local_date(utcnow()), _period(), _asked()
    with reading() as session:
        found = punctuality.punctuality(session, current_actor(), request.args.get("don-vi", type=int), period)
    page = render_template(
        "punctuality/index.html",
        found=found,
        presets=_presets(today),
        errors=errors,
        typed=_typed() if errors else {"tu": display.day(period.first), "den": display.day(period.last)},
        to_period=lambda wanted: url_for("punctuality.index", **_of(found.organ_id, wanted)),
        to_tasks=lambda step, kind: url_for("punctuality.tasks", **_of(found.organ_id, period), **_figure(step, kind)),
    )
    return (page, 422) if errors else page


@bp.get("/viec")
def tasks() -> str:
    period = _period()
    process, _, element = request.args.get("buoc", "").partition(":")
    organ_id, kind = request.args.get("don-vi", 0, type=int), KINDS.get(request.args.get("loai", ""), "")
    with reading() as session:
        figure, page = Figure(organ_id, process, element, kind), request.args.get("trang", 1, type=int)
        found = punctuality.behind(session, current_actor(), figure, period, page)
    kept = {name: value for name, value in request.args.items() if name != "trang"}
    back = url_for("punctuality.index", **_of(organ_id, period))
    return render_template(
        "punctuality/tasks.html",
        found=found,
        period=period,
        kind=kind,
        kept=kept,
        back=back,
        to_task=lambda row: address_of(row, Filter()),
    )


def _period() -> Period:
    """Return the period that the address says; this quarter up to now where it says none that can be shown."""
    return _asked()[0] or _presets(dates.local_date(utcnow()))[2][1]


def _asked() -> tuple[Period | None, dict[str, list[str]]]:
    """Return the period that the address says, None where none that can be shown, and what is wrong by field."""
    typed = _typed()
    if not any(typed.values()):
        return None, {}
    first, last = days = [_day(word) for word in typed.values()]
    if first is None or last is None:
        return None, {field: [WRONG_DAYS[field]] for field, day in zip(typed, days, strict=True) if day is None}
    if last < first:
        return None, {"den": ["Ngày cuối phải từ ngày đầu trở đi."]}
    if (last - first).days > LONGEST_DAYS:
        return None, {"den": ["Kỳ dài quá ba năm: chọn ngày cuối gần ngày đầu hơn."]}
    return Period(first, last), {}


def _typed() -> dict[str, str]:
    return {field: request.args.get(field, "").strip() for field in WRONG_DAYS}


def _day(word: str) -> date | None:
    """Return the day that an address (2026-12-31) or a person (31/12/2026) says; None where it is none."""
    parts = word.split("-") if "-" in word else word.split("/")[::-1]
    try:
        found = date(*(int(part) for part in parts))
    except (TypeError, ValueError, OverflowError):
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _presets(today: date) -> tuple[tuple[str, Period], ...]:
    month, quarter = month_of(today), date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return (
        ("Tháng này", Period(month.first_day, month.last_day)),
        ("Tháng trước", Period(month.before.first_day, month.before.last_day)),
        ("Quý này", Period(quarter, today)),
        ("Năm nay", Period(date(today.year, 1, 1), date(today.year, 12, 31))),
        ("Năm trước", Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))),
    )


def _of(organ_id: int, period: Period) -> dict[str, Any]:
    return {"don-vi": organ_id, "tu": period.first.isoformat(), "den": period.last.isoformat()}


def _figure(step: punctuality.StepFigures, kind: str) -> dict[str, Any]:
    word = next(word for word, code in KINDS.items() if code == kind)
    return {"buoc": f"{step.process}:{step.element_id}", "loai": word}
