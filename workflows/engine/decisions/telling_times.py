"""Words dates, times and durations for people: 08:30 ngày 20/11/2026 · 1 năm 2 tháng · trừ 3 giờ."""

from collections.abc import Callable
from typing import Any

from feel import Date, DateTime, DaysDuration, MonthsDuration, Time
from feel.durations import seconds_text


def _date(value: Date) -> str:
    return f"{value.day}/{value.month}/{value.year}"


def _time(value: Time) -> str:
    text = str(value)
    return text[:5] + text[8:] if text[5:8] == ":00" and text[8:9] != "." else text


def _days(value: DaysDuration) -> str:
    days, hours, minutes, rest = map(abs, value.parts)
    parts = [(days, "ngày"), (hours, "giờ"), (minutes, "phút")]
    shown = [f"{number} {unit}" for number, unit in parts if number]
    if rest or not shown:
        shown.append(f"{seconds_text(rest).replace('.', ',')} giây")
    return _signed(value.nanoseconds, shown)


def _months(value: MonthsDuration) -> str:
    years, months = map(abs, value.parts)
    shown = [f"{number} {unit}" for number, unit in ((years, "năm"), (months, "tháng")) if number]
    return _signed(value.total, shown or ["0 tháng"])


def _signed(number: int, parts: list[str]) -> str:
    return f"{'trừ ' if number < 0 else ''}{' '.join(parts)}"


WORDS: dict[type, Callable[[Any], str]] = {
    Date: _date,
    Time: _time,
    DateTime: lambda value: f"{_time(value.time)} ngày {_date(value.date)}",
    DaysDuration: _days,
    MonthsDuration: _months,
}
"""How each kind of value of time is told."""
