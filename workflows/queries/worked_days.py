"""Working days between two instants, counted by pairs of days, so that many tasks cost no more than their days."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from statistics import median

from sqlalchemy import ColumnElement, Date, cast, func
from sqlalchemy.orm import Session

from workflows.rules import calendar
from workflows.rules.calendar import Calendar

LONG_AGO = date(2020, 1, 1)
HOURS_AHEAD = 7


class WorkedDays:
    """Numbers the working days, so that the days between two are a difference."""

    def __init__(self, table: Calendar):
        self._table = table
        self._numbers = [0]

    def through(self, day: date) -> int:
        """Return how many working days there are from a fixed day long ago up to this one; 0 for a day before it."""
        place = (day - LONG_AGO).days
        while len(self._numbers) <= place:
            next_day = LONG_AGO + timedelta(days=len(self._numbers))
            self._numbers.append(self._numbers[-1] + calendar.is_working_day(self._table, next_day))
        return self._numbers[max(place, 0)]

    def between(self, came: date, done: date) -> int:
        """Return the working days after one day up to and including another."""
        return self.through(done) - self.through(came)


def local_day(session: Session, moment) -> ColumnElement[date]:
    """Return the day in Việt Nam of a column of instants."""
    if session.get_bind().dialect.name == "postgresql":
        return cast(func.timezone("UTC", moment) + timedelta(hours=HOURS_AHEAD), Date)
    return func.date(moment, f"+{HOURS_AHEAD} hours", type_=Date)


def median_of(counts: Mapping[int, int]) -> float | None:
    """Return the median of numbers given as {number: how often}; None of none."""
    total = sum(counts.values())
    if not total:
        return None
    numbers = sorted(Counter(counts).items())
    return float(median(_at(numbers, place) for place in ((total - 1) // 2, total // 2)))


def _at(numbers: list[tuple[int, int]], place: int) -> int:
    for number, often in numbers:
        place -= often
        if place < 0:
            return number
    raise ValueError("place beyond the numbers")
