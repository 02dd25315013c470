"""Functions about dates."""

import re
from datetime import date
from decimal import Decimal

from feel.errors import NoValue
from feel.functions.registry import builtin

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@builtin("date(from: string|date)")
def date_from(from_: str | date) -> date:
    """Return the date that a text such as "2026-11-20" names."""
    if isinstance(from_, date):
        return from_
    if not _DATE.fullmatch(from_):
        raise NoValue("Ngày viết là năm-tháng-ngày, ví dụ 2026-11-20.")
    return _existing(*map(int, from_.split("-")))


@builtin("date(year: number, month: number, day: number)")
def date_of(year: Decimal, month: Decimal, day: Decimal) -> date:
    """Return the date with this year, month and day."""
    parts = (year, month, day)
    if any(part != part.to_integral_value() or abs(part) > 9999 for part in parts):
        raise NoValue("Năm, tháng, ngày phải là số nguyên.")
    return _existing(*map(int, parts))


def _existing(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoValue(f"Không có ngày {day}/{month}/{year}.") from None
