"""Reads dates, times and durations from texts in their ISO 8601 forms; each reader raises NoValue for other texts."""

import re
from collections.abc import Callable

from feel.dates import Date
from feel.durations import DAY, HOUR, MINUTE, SECOND, DaysDuration, MonthsDuration
from feel.errors import NoValue
from feel.times import DateTime, Place, Time

Temporal = Date | Time | DateTime | DaysDuration | MonthsDuration

_DATE = re.compile(r"(-?(?:[0-9]{4}|[1-9][0-9]{4,8}))-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?)"
    r"(?:([Zz])|([+-])([0-9]{2}):([0-5][0-9])(?::([0-5][0-9]))?|@(.+))?"
)
_DAYS = re.compile(r"(-?)P(?:([0-9]+)D)?(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]*)?)S)?)?")
_MONTHS = re.compile(r"(-?)P(?:([0-9]+)Y)?(?:([0-9]+)M)?")
_MIDNIGHT_AT_THE_END = re.compile(r"24:00:00(?:\.0+)?(?![0-9])")
_LONGEST_TEXT = 200
TEMPORAL_HINT = 'Ví dụ: @"2026-11-20", @"08:30:00", @"2026-11-20T08:30:00+07:00", @"P1Y6M", @"P10DT12H".'


def date_from_text(text: str) -> Date:
    """Return the date that a text such as 2026-11-20 spells."""
    match = _matched(_DATE, text, "Ngày viết là năm-tháng-ngày, ví dụ 2026-11-20.")
    year, month, day = map(int, match.groups())
    return Date.of(year, month, day)


def time_from_text(text: str) -> Time:
    """Return the time that a text spells: 08:30:00, 08:30:00.5+07:00, 08:30:00Z or 08:30:00@Asia/Ho_Chi_Minh.

    24:00:00 is midnight.
    """
    started = _MIDNIGHT_AT_THE_END.match(text)
    shown = f"00:00:00{text[started.end() :]}" if started else text
    match = _matched(_TIME, shown, "Giờ viết là giờ:phút:giây, ví dụ 08:30:00 hoặc 08:30:00+07:00.")
    hour, minute, seconds = match.group(1, 2, 3)
    return Time.of(int(hour), int(minute), _nanoseconds(seconds), _place(match))


def date_time_from_text(text: str) -> DateTime:
    """Return the moment that a text such as 2026-11-20T08:30:00+07:00 spells; a date alone is its midnight.

    24:00:00 is the midnight that ends the day.
    """
    day_text, separator, time_text = text.partition("T")
    day = date_from_text(day_text)
    if not separator:
        return DateTime(day, Time(0))
    time = time_from_text(time_text)
    return DateTime(Date.numbered(day.number + 1) if _MIDNIGHT_AT_THE_END.match(time_text) else day, time)


def duration_from_text(text: str) -> DaysDuration | MonthsDuration:
    """Return the duration that a text spells: P1DT2H3M4.5S, or P1Y2M."""
    match = _MONTHS.fullmatch(text) if len(text) <= _LONGEST_TEXT else None
    if match and any(match.group(2, 3)):
        years, months = (int(part or 0) for part in match.group(2, 3))
        return MonthsDuration.of(_signed(match.group(1), years * 12 + months))
    match = _matched(_DAYS, text, "Khoảng thời gian viết là P1Y2M (năm, tháng) hoặc P1DT2H30M (ngày, giờ, phút).")
    if not any(match.group(2, 3, 4, 5)):
        raise NoValue("Khoảng thời gian không có số nào; ví dụ đúng: P1D.")
    days, hours, minutes = (int(part or 0) for part in match.group(2, 3, 4))
    seconds = _nanoseconds(match.group(5) or "0")
    return DaysDuration.of(_signed(match.group(1), days * DAY + hours * HOUR + minutes * MINUTE + seconds))


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[str], Temporal]], ...] = (
    (re.compile(r"-?P"), duration_from_text),
    (re.compile(r"-?[0-9]+-[0-9-]*T"), date_time_from_text),
    (re.compile(r"[0-9]+:"), time_from_text),
    (re.compile(r"-?[0-9]+-"), date_from_text),
)


def temporal_from_text(text: str) -> Temporal:
    """Return the value that the text of an `@"…"` literal spells."""
    for shape, read in _SHAPES:
        if shape.match(text):
            return read(text)
    raise NoValue(f"“{text[:40]}” không phải là ngày, giờ hay khoảng thời gian.")


def _matched(pattern: re.Pattern[str], text: str, otherwise: str) -> re.Match[str]:
    match = pattern.fullmatch(text) if len(text) <= _LONGEST_TEXT else None
    if match is None:
        raise NoValue(otherwise)
    return match


def _nanoseconds(seconds: str) -> int:
    """Return the seconds in nanoseconds; what is smaller is dropped."""
    whole, _, fraction = seconds.partition(".")
    return int(whole) * SECOND + int(f"{fraction[:9]:0<9}")


def _place(match: re.Match[str]) -> Place:
    utc, sign, hours, minutes, seconds, zone = match.group(4, 5, 6, 7, 8, 9)
    if zone:
        return str(zone)
    if utc:
        return 0
    return _signed(sign, int(hours) * 3_600 + int(minutes) * 60 + int(seconds or 0)) if sign else None


def _signed(sign: str, number: int) -> int:
    return -number if sign == "-" else number
