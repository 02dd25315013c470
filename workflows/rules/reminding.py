"""When somebody is reminded of a due date: rows of data, a limit and a calendar give moments, at most one a day.

A working day has two halves, which begin at 07:30 and at 13:30 in Việt Nam; a half day has the first alone. A share of a
limit is used up when so many of its halves have passed; a day before or after the due day is meant at 07:30.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil

from workflows.rules.calendar import (
    ONE_DAY,
    VIETNAM,
    Calendar,
    is_working_day,
    local_day,
    next_working_day,
    previous_working_day,
)

MORNING, AFTERNOON = time(7, 30), time(13, 30)
LATE_AFTER = timedelta(hours=1)
"""A reminder that goes out later than this after its moment says so."""
ANY = "*"
FAMILY = ".*"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRule:
    """One row: at which moment, who is told, and what follows."""

    key: str
    """A due rule, a family of them ("report.*"), or ANY."""
    percent: int | None = None
    """Share of the limit that is used up; None: `days` says when."""
    days: int | None = None
    """Days after the due day, negative before it."""
    unit: str = "working_day"
    """Of `days`: working_day, or calendar_day, which moves off a day off: back before the due day, forward after it."""
    audience: tuple[str, ...] = ("assignee",)
    effect: str = "notify"
    """notify, flag or escalate."""
    effective_from: date | None = None
    effective_to: date | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant at which a reminder is due, by a rule."""

    at: datetime
    rule: ReminderRule

    @property
    def name(self) -> str:
        """What tells it from the other moments of one due date: "50%", "-1w" in working days, "+1c" in calendar days."""
        if self.rule.percent is not None:
            return f"{self.rule.percent}%"
        return f"{self.rule.days:+d}{self.rule.unit[0]}"

    def is_late(self, now: datetime) -> bool:
        """Whether it was missed rather than met."""
        return now - self.at > LATE_AFTER


def rules_for(rules: Iterable[ReminderRule], due_rule: str | None, on: date) -> tuple[ReminderRule, ...]:
    """Return the rows that hold for a due rule on a day: its own, else those of its family, else those of ANY.

    They replace each other as a whole: whoever writes a row for one due rule writes all moments of it.
    """
    valid = [
        rule
        for rule in rules
        if (rule.effective_from is None or rule.effective_from <= on)
        and (rule.effective_to is None or on <= rule.effective_to)
    ]
    names = (due_rule, (due_rule or "").split(".", maxsplit=1)[0] + FAMILY, ANY)
    for name in names:
        if found := tuple(rule for rule in valid if rule.key == name):
            return found
    return ()


def moments(
    rules: Iterable[ReminderRule],
    start: datetime,
    due: datetime,
    calendar: Calendar,
    stopped: Collection[date] = frozenset(),
) -> tuple[Moment, ...]:
    """Return the moments of one limit after its start, the earliest first.

    `due`: the instant at which it ends. `stopped`: days on which its clock stood still, which use nothing up. Of several
    moments on one day the latest in meaning is kept: a day counted from the due date before a share of the limit.
    """
    last = local_day(due - timedelta(microseconds=1))
    halves = _halves(local_day(start), last, calendar, stopped)
    kept: dict[date, Moment] = {}
    for rule in sorted(rules, key=_rank):
        at = _share(rule.percent, halves) if rule.percent is not None else _on_day(rule, last, calendar)
        if at is not None and at <= start and (rule.days or 0) > 0:
            # It was over when it began: that is told on the next morning.
            at = _at(next_working_day(calendar, local_day(start) + ONE_DAY), MORNING)
        if at is not None and at > start:
            kept[local_day(at)] = Moment(at, rule)
    return tuple(sorted(kept.values(), key=lambda moment: moment.at))


def following(found: Sequence[Moment], now: datetime) -> Moment | None:
    """Return the first moment that is still to come."""
    return next((moment for moment in found if moment.at > now), None)


def latest(found: Sequence[Moment], since: datetime, now: datetime) -> Moment | None:
    """Return the last moment from one instant to another, both included: what came before it is superseded."""
    return next((moment for moment in reversed(found) if since <= moment.at <= now), None)


def _rank(rule: ReminderRule) -> tuple[bool, int]:
    return rule.percent is None, (rule.percent if rule.percent is not None else rule.days) or 0


def _halves(start: date, last: date, calendar: Calendar, stopped: Collection[date]) -> list[tuple[date, time]]:
    """Return when each half of a working day after a day up to another begins."""
    found = []
    for number in range(1, (last - start).days + 1):
        day = start + timedelta(days=number)
        if day in stopped or not is_working_day(calendar, day):
            continue
        found.append((day, MORNING))
        if day not in calendar.half_days:
            found.append((day, AFTERNOON))
    return found


def _share(percent: int, halves: Sequence[tuple[date, time]]) -> datetime | None:
    """Return the beginning of the first half before which such a share has passed; None where that is the end."""
    used = ceil(len(halves) * percent / 100)
    return _at(*halves[used]) if used < len(halves) else None


def _on_day(rule: ReminderRule, last: date, calendar: Calendar) -> datetime:
    days = rule.days or 0
    if rule.unit == "calendar_day":
        day = last + timedelta(days=days)
        day = previous_working_day(calendar, day) if days < 0 else next_working_day(calendar, day) if days else day
        return _at(day, MORNING)
    return _at(_shifted(last, days, calendar), MORNING)


def _shifted(day: date, count: int, calendar: Calendar) -> date:
    """Return the count-th working day after a day, or before it."""
    for _ in range(abs(count)):
        day = next_working_day(calendar, day + ONE_DAY) if count > 0 else previous_working_day(calendar, day - ONE_DAY)
    return day


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=VIETNAM).astimezone(UTC)
