"""Counting a limit day by day: one walk gives the last day and the explanation of every day up to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from workflows.rules.calendar import (
    LONGEST_BREAK_DAYS,
    ONE_DAY,
    Calendar,
    end_of_day,
    is_working_day,
    local_day,
)
from workflows.rules.deadlines import Limit, next_fixed_date

WHOLE, HALF, NOTHING = Decimal(1), Decimal("0.5"), Decimal(0)
AWAY = "away"
"""Why a step stood still between two stays of the dossier with it: it was with somebody else."""


@dataclass(frozen=True, slots=True)
class Stop:
    """An interval in which a clock stands still; `ended_at` None: it still does."""

    reason: str
    """applicant, consultation, legal_hold, publication, or AWAY."""
    started_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A later last day that was granted on a day."""

    granted_on: date
    until: date


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a count: what it weighs, and why."""

    day: date
    weight: Decimal
    kind: str
    """event (of the start: never counted), counted, half, weekend, off, stopped, moved (worked, after a last day off), or extended."""
    name: str = ""
    """The name of the holiday or of the swap, or the reason of the stop."""


@dataclass(frozen=True, slots=True)
class Count:
    """The last day of a limit, None where it has no number, and every day from its start to that day."""

    due_day: date | None
    days: tuple[CountedDay, ...] = ()

    @property
    def due_at(self) -> datetime | None:
        """The instant at which the last day ends: 24:00 in Việt Nam (Bộ luật Dân sự 2015, Điều 148 khoản 6), in UTC."""
        return None if self.due_day is None else end_of_day(self.due_day)


def count(
    limit: Limit, start_day: date, calendar: Calendar, stops: Iterable[Stop] = (), today: date | None = None
) -> Count:
    """Count a limit whose event was on `start_day` in Việt Nam.

    The day of the event is not counted (Bộ luật Dân sự 2015, Điều 147 khoản 3) and a last day off moves on (Điều 148
    khoản 5). A stop takes the days after the one on which it began up to the one on which it ended, so what is left is
    kept to the half day; a limit does not run out while it stands still. A stop without an end reaches up to `today`.
    Fixed dates know no stops. Raises ValueError where the calendar has no working day within LONGEST_BREAK_DAYS.
    """
    if limit.unit == "date":
        return Count(next_fixed_date(limit, start_day))
    if limit.value is None or limit.unit == "none":
        return Count(None)
    if limit.backwards:
        return _count_back(limit, start_day, calendar)
    walk = _Walk(limit.unit, start_day, calendar, _spans(stops, today))
    walk.take(Decimal(limit.value))
    walk.settle()
    return Count(walk.day, tuple(walk.days))


def gaps(stays: Iterable[tuple[datetime, datetime | None]]) -> tuple[Stop, ...]:
    """Return the times between the stays of a dossier with a step (None: it is there still) as stops."""
    ordered = sorted(stays, key=lambda stay: stay[0])
    reached = [end for _, end in ordered]
    for at, (before, end) in enumerate(pairwise(reached), start=1):
        reached[at] = None if before is None or end is None else max(before, end)  # stays may overlap
    return tuple(
        Stop(AWAY, end, start)
        for end, (start, _) in zip(reached, ordered[1:], strict=False)
        if end is not None and end < start
    )


def extended(
    found: Count, by: Extension, calendar: Calendar, stops: Iterable[Stop] = (), today: date | None = None
) -> Count:
    """Return a count whose last day was put off: that day stands, whatever the calendar says since.

    Only a stop after it was granted moves it on, by what was left of it then.
    """
    spans = _spans(stops, today)
    walk = _Walk("working_day", by.granted_on, calendar, spans)
    if any(last > by.granted_on for _, last, _ in spans):
        given = _Walk("working_day", by.granted_on, calendar, [])
        given.reach(by.until)
        walk.take(sum((day.weight for day in given.days), NOTHING))
        walk.settle()
    day = max(by.until, walk.day)
    shown = _Walk("working_day", found.due_day or by.granted_on, calendar, spans)
    shown.reach(day)
    return Count(
        day, found.days + tuple(replace(each, kind="extended") if each.weight else each for each in shown.days[1:])
    )


class _Walk:
    """A count on its way: the days so far, of which the last is where it stands."""

    def __init__(self, unit: str, start: date, calendar: Calendar, spans: list[tuple[date, date, str]]):
        self.day, self.days = start, [CountedDay(start, NOTHING, "event")]
        self._unit, self._calendar, self._spans = unit, calendar, spans

    def take(self, wanted: Decimal) -> None:
        """Go on until the days weigh as much as is wanted."""
        taken, idle = NOTHING, 0
        while taken < wanted:
            self._step()
            taken += self.days[-1].weight
            idle = 0 if self.days[-1].weight or self.days[-1].kind == "stopped" else idle + 1
            if idle > LONGEST_BREAK_DAYS:
                raise ValueError(f"no working day within {LONGEST_BREAK_DAYS} days of {self.day}")

    def reach(self, day: date) -> None:
        """Go on up to a day, if it is later."""
        while self.day < day:
            self._step()

    def settle(self) -> None:
        """Move on from a last day on which the clock came to a stop, and from one that is off."""
        start, idle = self.days[0].day, 0
        while idle <= LONGEST_BREAK_DAYS:
            if (held := max((last for first, last, _ in self._spans if first <= self.day), default=start)) > self.day:
                while self.day < held:
                    self._step(weighs=False)
            elif self.day > start and not is_working_day(self._calendar, self.day):
                self._step(weighs=False)
                idle += 1
            else:
                return
        raise ValueError(f"no working day within {LONGEST_BREAK_DAYS} days of {self.day}")

    def _step(self, *, weighs: bool = True) -> None:
        self.day += ONE_DAY
        unit = self._unit if weighs else "working_day"
        found = next(_stopped(self.day, self._spans), None) or _weighed(unit, self.day, self._calendar)
        self.days.append(found if weighs or not found.weight else CountedDay(self.day, NOTHING, "moved", found.name))


def _spans(stops: Iterable[Stop], today: date | None) -> list[tuple[date, date, str]]:
    """Return the first and the last day in Việt Nam of each stop. Raises ValueError for an open one without a today."""
    found = []
    for stop in stops:
        if stop.ended_at is None and today is None:
            raise ValueError("a stop that is still on needs a today")
        last = local_day(stop.ended_at) if stop.ended_at else today
        found.append((local_day(stop.started_at), last or date.min, stop.reason))
    return found


def _stopped(day: date, spans: list[tuple[date, date, str]]) -> Iterator[CountedDay]:
    return (CountedDay(day, NOTHING, "stopped", reason) for first, last, reason in spans if first < day <= last)


def _weighed(unit: str, day: date, calendar: Calendar) -> CountedDay:
    """Return what a day weighs: each day of a limit in days, else a day or half a day that is worked."""
    name = calendar.names.get(day, "")
    if unit == "calendar_day":
        return CountedDay(day, WHOLE, "counted", name)
    if not is_working_day(calendar, day):
        return CountedDay(day, NOTHING, "off" if day in calendar.days_off else "weekend", name)
    if day in calendar.half_days:
        return CountedDay(day, HALF, "half", name)
    return CountedDay(day, WHOLE, "counted", name)


def _count_back(limit: Limit, start: date, calendar: Calendar) -> Count:
    """Count back from an event: what falls on a day off moves further back, so that the reader's time is not shortened."""
    days, left = [CountedDay(start, NOTHING, "event")], Decimal(limit.value or 0)
    day, idle = start, 0
    while (left > 0 or not is_working_day(calendar, day)) and idle <= LONGEST_BREAK_DAYS:
        day -= ONE_DAY
        found = _weighed(limit.unit if left > 0 else "working_day", day, calendar)
        if left <= 0 and found.weight:
            found = CountedDay(day, NOTHING, "moved", found.name)
        left -= found.weight
        idle = 0 if found.weight else idle + 1
        days.append(found)
    if idle > LONGEST_BREAK_DAYS:
        raise ValueError(f"no working day within {LONGEST_BREAK_DAYS} days of {day}")
    return Count(day, tuple(reversed(days)))
