"""A period in an address: two days that somebody typed or chose, this quarter where none are said."""

from dataclasses import dataclass
from datetime import date

from flask import request

from service import display
from workflows import dates
from workflows.clock import utcnow
from workflows.queries.punctuality import Period
from workflows.rules.months import FIRST_YEAR, LAST_YEAR, month_of

LONGEST_DAYS = 3 * 366
WRONG_DAYS = {
    "tu": "Ngày đầu chưa đọc được: gõ ngày như 1/10/2026.",
    "den": "Ngày cuối chưa đọc được: gõ ngày như 31/12/2026.",
}


@dataclass(frozen=True)
class AskedPeriod:
    """The period to show, what is wrong with the days in the address by field, and what their fields hold."""

    period: Period
    errors: dict[str, list[str]]
    typed: dict[str, str]


def asked() -> AskedPeriod:
    """Return the period of the request; this quarter up to now where it says none that can be shown."""
    found, errors = _read()
    period = found or presets()[2][1]
    typed = _typed() if errors else {"tu": display.day(period.first), "den": display.day(period.last)}
    return AskedPeriod(period, errors, typed)


def presets() -> tuple[tuple[str, Period], ...]:
    """Return the periods that are often wanted, by name."""
    today = dates.local_date(utcnow())
    month, quarter = month_of(today), date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return (
        ("Tháng này", Period(month.first_day, month.last_day)),
        ("Tháng trước", Period(month.before.first_day, month.before.last_day)),
        ("Quý này", Period(quarter, today)),
        ("Năm nay", Period(date(today.year, 1, 1), date(today.year, 12, 31))),
        ("Năm trước", Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))),
    )


def in_address(period: Period) -> dict[str, str]:
    """Return a period as addresses say it."""
    return {"tu": period.first.isoformat(), "den": period.last.isoformat()}


def _read() -> tuple[Period | None, dict[str, list[str]]]:
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
