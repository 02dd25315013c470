"""Which days are worked in Việt Nam and when a period of days ends, because every limit of an award counts in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone

# A fixed offset: Việt Nam has had no other time since 1975, and a bare machine may lack a time zone table.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
SATURDAY, SUNDAY = 5, 6
ONE_DAY = timedelta(days=1)
# A table that leaves no working day within this many days is broken, not a long holiday.
LONGEST_BREAK_DAYS = 60


@dataclass(frozen=True, slots=True)
class DayOff:
    """One row of the table of days that differ from the week: off, or a Saturday worked instead."""

    day: date
    kind: str
    """off, swap_off, substitute, swap_work for a day of rest that is worked, or half for one that is worked by half."""
    name: str
    status: str
    """official, proposal or assumed."""
    confidence: str


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """Whether the days off of a year have been announced, and by what."""

    year: int
    announced: bool
    source: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days off that apply, with the last day for which the table is known to be complete."""

    days_off: frozenset[date] = frozenset()
    days_worked: frozenset[date] = frozenset()
    weekly_off: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    complete_through: date | None = None
    half_days: frozenset[date] = frozenset()
    """Days of which half is worked, whatever the week says; a limit in working days takes half a day of each."""
    names: Mapping[date, str] = field(default_factory=dict, compare=False)
    """What the days that differ from the week are called."""
    expected: Mapping[date, str] = field(default_factory=dict, compare=False)
    """Days off that nobody has announced yet: they are counted as the week says."""


def calendar_of(
    rows: Iterable[DayOff], *, statuses: Iterable[str] = ("official",), complete_through: date | None = None
) -> Calendar:
    """Return the calendar of the rows whose status is wanted; by default only what has been announced."""
    wanted = set(statuses)
    kept = [row for row in rows if row.status in wanted]
    return Calendar(
        days_off=frozenset(row.day for row in kept if row.kind not in ("swap_work", "half")),
        days_worked=frozenset(row.day for row in kept if row.kind == "swap_work"),
        half_days=frozenset(row.day for row in kept if row.kind == "half"),
        complete_through=complete_through,
        names={row.day: row.name for row in kept},
    )


def complete_through(years: Iterable[CalendarYear]) -> date | None:
    """Return the last day of the last year whose days off have been announced; None where none has."""
    announced = [row.year for row in years if row.announced]
    return date(max(announced), 12, 31) if announced else None


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Say whether a day is worked (Bộ luật Lao động 2019, Điều 111, 112; swapped Saturdays by yearly announcement)."""
    if day in calendar.days_worked or day in calendar.half_days:
        return True
    return day not in calendar.days_off and day.weekday() not in calendar.weekly_off


def add_working_days(calendar: Calendar, day: date, count: int) -> date:
    """Return the count-th working day after a day; the day of the event itself is not counted.

    Bộ luật Dân sự 2015, Điều 147 khoản 3. A count of 0 gives the day itself. Raise ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("count must not be negative")
    for _ in range(count):
        day = next_working_day(calendar, day + ONE_DAY)
    return day


def next_working_day(calendar: Calendar, day: date) -> date:
    """Return the day itself if it is worked, else the first working day after it (BLDS 2015, Điều 148 khoản 5)."""
    return _walk(calendar, day, ONE_DAY)


def previous_working_day(calendar: Calendar, day: date) -> date:
    """Return the day itself if it is worked, else the last working day before it."""
    return _walk(calendar, day, -ONE_DAY)


def working_days_between(calendar: Calendar, after: date, through: date) -> int:
    """Count the working days after one day up to and including another; 0 if that is not later."""
    span = (through - after).days
    return sum(is_working_day(calendar, after + timedelta(days=n)) for n in range(1, span + 1))


def end_of_day(day: date) -> datetime:
    """Return 24:00 of a day in Việt Nam as a UTC instant (BLDS 2015, Điều 148 khoản 6)."""
    return datetime.combine(day + ONE_DAY, time(), tzinfo=VIETNAM).astimezone(UTC)


def local_day(instant: datetime) -> date:
    """Return the day in Việt Nam of an instant. Raise ValueError for a datetime without a time zone."""
    if instant.tzinfo is None:
        raise ValueError("instant needs a time zone")
    return instant.astimezone(VIETNAM).date()


def is_certain(calendar: Calendar, day: date) -> bool:
    """Say whether the table is known to be complete up to a day; a later due date is shown as provisional."""
    return calendar.complete_through is None or day <= calendar.complete_through


def _walk(calendar: Calendar, day: date, step: timedelta) -> date:
    for _ in range(LONGEST_BREAK_DAYS):
        if is_working_day(calendar, day):
            return day
        day += step
    raise ValueError(f"no working day within {LONGEST_BREAK_DAYS} days of {day}")
