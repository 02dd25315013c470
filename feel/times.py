"""Times of day and moments: local, at an offset from UTC, or in a named time zone."""

from dataclasses import dataclass

from feel import zones
from feel.dates import Date
from feel.durations import DAY, HOUR, MINUTE, SECOND, seconds_text
from feel.errors import NoValue

FARTHEST_OFFSET = 14 * 3_600
"""Seconds between UTC and the clocks farthest from it, east or west."""

Place = int | str | None
"""Where a time holds: seconds east of UTC, the name of a zone, or anywhere."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day. Its text is its canonical form, 08:30:00, 08:30:00+07:00 or 08:30:00@Asia/Ho_Chi_Minh."""

    nanoseconds: int
    """Since midnight, less than a day."""
    place: Place = None

    @classmethod
    def of(cls, hour: int, minute: int, nanoseconds: int, place: Place = None) -> "Time":
        """Return the time; raise NoValue where the clock, the offset or the zone does not exist."""
        if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= nanoseconds < MINUTE):
            raise NoValue(f"Không có giờ {hour:02}:{minute:02}:{seconds_text(abs(nanoseconds), 2)}.")
        require_place(place)
        return cls(hour * HOUR + minute * MINUTE + nanoseconds, place)

    @property
    def parts(self) -> tuple[int, int, int]:
        """Hour, minute, and the nanoseconds of the minute."""
        hour, rest = divmod(self.nanoseconds, HOUR)
        minute, rest = divmod(rest, MINUTE)
        return hour, minute, rest

    @property
    def local(self) -> int:
        """Nanoseconds since midnight by the clock on the wall."""
        return self.nanoseconds

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC; None for a local time or a zone whose offset depends on the day."""
        return zones.only_offset(self.place) if isinstance(self.place, str) else self.place

    def plus(self, nanoseconds: int) -> "Time":
        """Return the time that the clock shows so much later."""
        return Time((self.nanoseconds + nanoseconds) % DAY, self.place)

    def __str__(self) -> str:
        hour, minute, rest = self.parts
        return f"{hour:02}:{minute:02}:{seconds_text(rest, 2)}{_place_text(self.place)}"


@dataclass(frozen=True, slots=True)
class DateTime:
    """A date with a time. Its text is its canonical form, 2026-11-20T08:30:00+07:00.

    `later` marks the second of two equal local times, where the clocks of a zone go back; no text shows it.
    """

    date: Date
    time: Time
    later: bool = False

    @classmethod
    def at(cls, nanoseconds: int, place: Place, *, later: bool = False) -> "DateTime":
        """Return the moment whose local time is so long after 1970-01-01; raise NoValue beyond the years there are."""
        return cls(Date.numbered(nanoseconds // DAY), Time(nanoseconds % DAY, place), later)

    @property
    def place(self) -> Place:
        """Where the time holds."""
        return self.time.place

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC; None for a local time."""
        if isinstance(self.place, str):
            return zones.offset_at(self.place, self.date, self.time.nanoseconds, later=self.later)
        return self.place

    @property
    def local(self) -> int:
        """Nanoseconds since 1970-01-01 by the clock on the wall."""
        return self.date.number * DAY + self.time.nanoseconds

    def plus(self, nanoseconds: int) -> "DateTime":
        """Return the moment so much later, as the clocks of its place show it then."""
        if not isinstance(self.place, str):
            return DateTime.at(self.local + nanoseconds, self.place)
        local, later = zones.local_time(self.place, self.local - (self.offset or 0) * SECOND + nanoseconds)
        return DateTime.at(local, self.place, later=later)

    def plus_months(self, months: int) -> "DateTime":
        """Return the same time of the same day some months later, or of the last day of a shorter month."""
        return DateTime(self.date.plus_months(months), self.time)

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


def require_place(place: Place) -> None:
    """Raise NoValue for an offset that no clock has, or a zone that is not known."""
    if isinstance(place, str):
        zones.require_known(place)
    elif place is not None and abs(place) > FARTHEST_OFFSET:
        raise NoValue("Độ lệch so với UTC phải từ -14:00 đến +14:00.")


def _place_text(place: Place) -> str:
    if place is None:
        return ""
    if isinstance(place, str):
        return f"@{place}"
    if not place:
        return "Z"
    minutes, seconds = divmod(abs(place), 60)
    shown = f"{'-' if place < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return f"{shown}:{seconds:02}" if seconds else shown
