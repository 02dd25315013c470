"""Days of the Gregorian calendar, extended without end in both directions: far more years than Python's dates have."""

from dataclasses import dataclass

from feel.durations import DAY
from feel.errors import NoValue

LAST_YEAR = 999_999_999
"""The first year is the same with a minus sign."""

_DAYS_IN_400_YEARS = 146_097
_DAYS_BEFORE_1970 = 719_468
"""Counted from 1 March of the year 0, where the leap day is the last day of a year."""


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A day that exists; build it with `of`, which checks. Its text is its canonical form, 2026-11-20."""

    year: int
    month: int
    day: int

    @classmethod
    def of(cls, year: int, month: int, day: int) -> "Date":
        """Return the day; raise NoValue where the calendar has none."""
        if abs(year) > LAST_YEAR:
            raise NoValue(f"Năm phải từ -{LAST_YEAR} đến {LAST_YEAR}.")
        if not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
            raise NoValue(f"Không có ngày {day}/{month}/{year}.")
        return cls(year, month, day)

    @classmethod
    def numbered(cls, number: int) -> "Date":
        """Return the day that lies `number` days after 1970-01-01; raise NoValue beyond the years there are."""
        cycle, day_of_cycle = divmod(number + _DAYS_BEFORE_1970, _DAYS_IN_400_YEARS)
        year_of_cycle = (
            day_of_cycle - day_of_cycle // 1_460 + day_of_cycle // 36_524 - day_of_cycle // (_DAYS_IN_400_YEARS - 1)
        ) // 365
        day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle // 4 - year_of_cycle // 100)
        month_from_march = (5 * day_of_year + 2) // 153
        day = day_of_year - (153 * month_from_march + 2) // 5 + 1
        month = month_from_march + 3 if month_from_march < 10 else month_from_march - 9
        return cls.of(cycle * 400 + year_of_cycle + (month <= 2), month, day)

    @property
    def number(self) -> int:
        """How many days after 1970-01-01 the day lies; negative before."""
        cycle, year_of_cycle = divmod(self.year - (self.month <= 2), 400)
        month_from_march = self.month - 3 if self.month > 2 else self.month + 9
        day_of_year = (153 * month_from_march + 2) // 5 + self.day - 1
        day_of_cycle = year_of_cycle * 365 + year_of_cycle // 4 - year_of_cycle // 100 + day_of_year
        return cycle * _DAYS_IN_400_YEARS + day_of_cycle - _DAYS_BEFORE_1970

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return (self.number + 3) % 7 + 1

    @property
    def day_of_year(self) -> int:
        """1 for 1 January."""
        return self.number - Date(self.year, 1, 1).number + 1

    @property
    def week_of_year(self) -> int:
        """The week by ISO 8601: it belongs to the year in which its Thursday lies."""
        thursday = self.number + 4 - self.weekday
        return (thursday - Date(Date.numbered(thursday).year, 1, 1).number) // 7 + 1

    def plus(self, nanoseconds: int) -> "Date":
        """Return the day on which the time is that lies so long after the midnight that begins this one."""
        return Date.numbered(self.number + nanoseconds // DAY)

    def plus_months(self, months: int) -> "Date":
        """Return the same day some months later, or the last day of a month that is too short for it."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Date.of(year, month + 1, min(self.day, days_in_month(year, month + 1)))

    def months_until(self, other: "Date") -> int:
        """Return how many whole months lie between the two days; negative when the other is earlier."""
        months = (other.year - self.year) * 12 + other.month - self.month
        if months > 0 and other.day < self.day:
            return months - 1
        if months < 0 and other.day > self.day:
            return months + 1
        return months

    def __str__(self) -> str:
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04}-{self.month:02}-{self.day:02}"


def days_in_month(year: int, month: int) -> int:
    """Return the number of days of the month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
