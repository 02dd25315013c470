"""How a limit stands at a moment, as people count it: what is left, over, stopped, or not set."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflows.rules.calendar import Calendar, is_certain, local_day, working_days_between

SOON_WORKING_DAYS = 3
"""A limit with no more than this left comes soon."""
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class DueState:
    """How a limit stands. `kind`: none (not set), left, today, overdue, stopped."""

    kind: str
    working_days: int = 0
    """Working days left, or over where `overdue`, or left when the clock stopped (negative: it was over by then)."""
    day: date | None = None
    """Its last day; None where none is set. While the clock stands it moves on, so it is None then too."""
    is_provisional: bool = False
    """Whether its last day lies beyond the days off that have been announced."""

    @property
    def is_soon(self) -> bool:
        """Whether it ends today or within the next working days."""
        return self.kind == "today" or (self.kind == "left" and self.working_days <= SOON_WORKING_DAYS)

    @property
    def days_left(self) -> int | None:
        """Working days left, negative when over, as programs read it; None where the limit is stopped or not set."""
        if self.kind in ("none", "stopped"):
            return None
        return -self.working_days if self.kind == "overdue" else self.working_days


NONE = DueState("none")


def due_state(due_at: datetime | None, stopped_at: datetime | None, now: datetime, calendar: Calendar) -> DueState:
    """Return how a limit stands now. `stopped_at`: since when its clock stands still, None while it runs.

    A limit ends at 24:00 of its last day in Việt Nam, which is midnight of the next (BLDS 2015, Điều 148 khoản 6): the
    instant's own date is never shown.
    """
    if stopped_at is not None:
        left = 0 if due_at is None else _left(local_day(due_at - INSTANT), local_day(stopped_at), calendar)
        return DueState("stopped", left)
    if due_at is None:
        return NONE
    day, today = local_day(due_at - INSTANT), local_day(now)
    if now >= due_at:  # at the hour, where the limit has one: then it may be over by no day yet
        return DueState("overdue", -_left(day, today, calendar) if day < today else 0, day)
    if day == today:
        return DueState("today", 0, day)
    return DueState("left", _left(day, today, calendar), day, not is_certain(calendar, day))


def _left(day: date, today: date, calendar: Calendar) -> int:
    """Return the working days from a day to the last one; over a day off alone it is over by one."""
    if today <= day:
        return working_days_between(calendar, today, day)
    return -max(1, working_days_between(calendar, day, today))
