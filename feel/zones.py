"""Time zones by their names, such as Asia/Ho_Chi_Minh: which offset from UTC holds there at what time.

The rules come from the machine's time zone table, or from the package tzdata where it has none.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from feel.dates import Date
from feel.durations import DAY, SECOND
from feel.errors import NoValue

# The files of the table that are no zones: this machine's own time, and copies with leap seconds counted.
_NAME = re.compile(r"(?!localtime$|posixrules$|Factory$|posix/|right/)[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*")
_SAMPLED_YEARS = range(2000, 2038)
_NAMES_KEPT = 1_024


def require_known(name: str) -> None:
    """Raise NoValue when there is no such time zone."""
    if _zone(name) is None:
        raise NoValue(f"Không biết múi giờ “{name[:40]}”; ví dụ đúng: Asia/Ho_Chi_Minh.")


def offset_at(name: str, day: Date, nanoseconds: int, *, later: bool) -> int:
    """Return the offset in seconds at a local time; `later` is the second of two equal times in autumn."""
    moment = datetime(_year_alike(day.year), day.month, day.day, tzinfo=found(name), fold=int(later))
    # Addition keeps the time on the wall but drops the fold.
    local = (moment + timedelta(seconds=nanoseconds // SECOND)).replace(fold=int(later))
    return _seconds(local.utcoffset())


def local_time(name: str, instant: int) -> tuple[int, bool]:
    """Return the local time of an instant and whether it is the second of two equal ones.

    Both times are nanoseconds since 1970-01-01, of UTC and of the zone.
    """
    day = Date.numbered(instant // DAY)
    moment = datetime(_year_alike(day.year), day.month, day.day, tzinfo=UTC)
    local = (moment + timedelta(seconds=instant % DAY // SECOND)).astimezone(found(name))
    return instant + _seconds(local.utcoffset()) * SECOND, local.fold == 1


@lru_cache(maxsize=_NAMES_KEPT)
def only_offset(name: str) -> int | None:
    """Return the offset in seconds of a zone that does not change its clocks; None for one that does.

    What a zone did before the year 2000 does not count, so Asia/Ho_Chi_Minh has one.
    """
    days = (Date(year, month, 1) for year in _SAMPLED_YEARS for month in (1, 7))
    offsets = {offset_at(name, day, 0, later=False) for day in days}
    return offsets.pop() if len(offsets) == 1 else None


@lru_cache(maxsize=_NAMES_KEPT)
def _zone(name: str) -> ZoneInfo | None:
    if not _NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return None


def found(name: str) -> ZoneInfo:
    """Return the zone with its rules; raise NoValue when there is none."""
    zone = _zone(name)
    if zone is None:
        raise NoValue(f"Không biết múi giờ “{name[:40]}”.")
    return zone


def _seconds(offset: timedelta | None) -> int:
    return 0 if offset is None else int(offset.total_seconds())


def _year_alike(year: int) -> int:
    """Return a year within the reach of Python's dates that has the same days and zone rules."""
    if 2 <= year <= 9998:
        return year
    return year % 400 + (400 if year < 2 else 9_200)
