"""One month of the working calendar for administrators: every day, what the table says of it, and what was changed."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from workflows import calendar_days, dates, reading
from workflows.clock import utcnow
from workflows.errors import NotFound
from workflows.models import CalendarYear, HistoryEntry
from workflows.policy import Actor
from workflows.queries.day_proposals import areas
from workflows.rules.calendar import SATURDAY
from workflows.rules.days import COUNTRY, FIRST, KINDS, LAST, DayFacts

VERBS = ("day_added", "day_changed", "day_removed")
CHANGES_SHOWN = 30
WEIGHTS = {"off": 0.0, "working": 1.0, "half": 0.5}


@dataclass(frozen=True)
class Entry:
    """A row of the table; `area` is the name of its unit, "" for the whole country."""

    id: int
    facts: DayFacts
    area: str


@dataclass(frozen=True)
class Day:
    """A day of the grid. `kind`: off, working or half as it counts for the whole country; `plain`: by the week alone."""

    day: date
    in_month: bool
    is_today: bool
    kind: str
    plain: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class PastChange:
    """A change of a day, as the history of the system has it."""

    at: datetime
    person: str | None
    verb: str
    before: DayFacts | None
    after: DayFacts | None
    before_area: str
    after_area: str


@dataclass(frozen=True)
class Month:
    """A month with the ones around it, None beyond the years of the calendar."""

    first: date
    previous: date | None
    next: date | None
    weeks: tuple[tuple[Day, ...], ...]
    working_days: float
    announced: bool | None
    """Whether the days off of the year have been announced; None: nobody has said."""
    years: tuple[int, ...]
    """Years that have rows, for the file."""
    changes: tuple[PastChange, ...]
    more_changes: bool


def this_month() -> date:
    """Return the first day of the month that it is in Việt Nam."""
    return dates.local_date(utcnow()).replace(day=1)


def month(session: Session, actor: Actor, year: int, number: int) -> Month:
    """Return a month. Raises NotFound unless the actor administers the system, and outside the calendar's years."""
    reading.demand_administration(actor)
    if not FIRST.year <= year <= LAST.year or not 1 <= number <= 12:
        raise NotFound
    first, names = date(year, number, 1), areas(session)
    rows = calendar_days.rows(session)
    entries: dict[date, list[Entry]] = {}
    for row, facts in rows:
        entries.setdefault(facts.day, []).append(Entry(row.id, facts, names.get(facts.scope, facts.scope)))
    shown = calendar.Calendar().monthdatescalendar(year, number)
    weeks = tuple(tuple(_day(each, number, entries.get(each, [])) for each in week) for week in shown)
    changes = _changes(session, first, names)
    return Month(
        first=first,
        previous=_beside(first, -1),
        next=_beside(first, 1),
        weeks=weeks,
        working_days=sum(WEIGHTS[day.kind] for week in weeks for day in week if day.in_month),
        announced=session.scalar(select(CalendarYear.announced).where(CalendarYear.year == year)),
        years=tuple(sorted({facts.day.year for _, facts in rows})),
        changes=tuple(changes[:CHANGES_SHOWN]),
        more_changes=len(changes) > CHANGES_SHOWN,
    )


def _day(day: date, month_number: int, entries: list[Entry]) -> Day:
    counted = next((e.facts.kind for e in entries if e.facts.scope == COUNTRY and e.facts.status == "official"), None)
    by_week = "off" if day.weekday() >= SATURDAY else "working"
    return Day(
        day=day,
        in_month=day.month == month_number,
        is_today=day == dates.local_date(utcnow()),
        kind=counted if counted in KINDS else by_week,
        plain=counted is None,
        entries=tuple(entries),
    )


def _beside(first: date, step: int) -> date | None:
    months = first.year * 12 + first.month - 1 + step
    year, number = divmod(months, 12)
    return date(year, number + 1, 1) if FIRST.year <= year <= LAST.year else None


def _changes(session: Session, first: date, names: dict[str, str]) -> list[PastChange]:
    """Return the latest changes of the days of a month, one more than are shown where there are more."""
    days = f"{first:%Y-%m}-%"
    query = (
        select(HistoryEntry)
        .where(HistoryEntry.chain == "system", HistoryEntry.verb.in_(VERBS))
        .where(or_(*(side["day"].as_string().like(days) for side in (HistoryEntry.before, HistoryEntry.after))))
        .order_by(HistoryEntry.sequence.desc())
        .limit(CHANGES_SHOWN + 1)
        .options(joinedload(HistoryEntry.actor))
    )
    return [_change(entry, names) for entry in session.scalars(query)]


def _change(entry: HistoryEntry, names: dict[str, str]) -> PastChange:
    before, after = (DayFacts.from_json(facts) if facts else None for facts in (entry.before, entry.after))
    return PastChange(
        at=entry.at,
        person=entry.actor.full_name if entry.actor else None,
        verb=entry.verb,
        before=before,
        after=after,
        before_area=names.get(before.scope, before.scope) if before else "",
        after_area=names.get(after.scope, after.scope) if after else "",
    )
