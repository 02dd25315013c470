"""A month as calendars draw it: whole weeks from Monday to Sunday, its neighbours, and its word in an address."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 2000, 2100
WORD = re.compile(r"([0-9]{4})-([0-9]{2})")
ONE_DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return _later(self, 1).first_day - ONE_DAY

    @property
    def weeks(self) -> tuple[tuple[date, ...], ...]:
        """The weeks that touch the month, each with its seven days from Monday on."""
        monday = self.first_day - timedelta(days=self.first_day.weekday())
        found = []
        while monday <= self.last_day:
            found.append(tuple(monday + n * ONE_DAY for n in range(7)))
            monday += WEEK
        return tuple(found)

    @property
    def word(self) -> str:
        """The month as an address says it: 2026-12."""
        return f"{self.year}-{self.number:02d}"

    @property
    def before(self) -> "Month":
        """The month before."""
        return _later(self, -1)

    @property
    def after(self) -> "Month":
        """The month after."""
        return _later(self, 1)


def month_of(day: date) -> Month:
    """Return the month of a day."""
    return Month(day.year, day.month)


def read(word: str, today: date) -> Month:
    """Return the month that an address says; that of today where it says none, or none that can be shown."""
    found = WORD.fullmatch(word)
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR and 1 <= int(found[2]) <= 12:
        return Month(int(found[1]), int(found[2]))
    return month_of(today)


def _later(month: Month, by: int) -> Month:
    year, number = divmod(month.year * 12 + month.number - 1 + by, 12)
    return Month(year, number + 1)
