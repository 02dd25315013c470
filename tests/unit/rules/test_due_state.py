"""How a limit stands: left, today, overdue, stopped, not set, and provisional beyond the announced days off."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from workflows.rules.calendar import VIETNAM, Calendar, end_of_day
from workflows.rules.due_state import NONE, DueState, due_state

TODAY = date(2026, 12, 10)  # a Thursday
NOW = datetime.combine(TODAY, time(15, 30), VIETNAM)
WEEK = Calendar(complete_through=date(2026, 12, 31))


def state(day: date, **given) -> DueState:
    facts = {"stopped_at": None, "now": NOW, "calendar": WEEK} | given
    return due_state(end_of_day(day), facts["stopped_at"], facts["now"], facts["calendar"])


@pytest.mark.parametrize(
    ("day", "kind", "working_days", "is_soon"),
    [
        (date(2026, 12, 9), "overdue", 1, False),
        (date(2026, 12, 4), "overdue", 4, False),
        (date(2026, 12, 10), "today", 0, True),
        (date(2026, 12, 11), "left", 1, True),
        (date(2026, 12, 14), "left", 2, True),  # Friday and Monday
        (date(2026, 12, 15), "left", 3, True),
        (date(2026, 12, 16), "left", 4, False),
        (date(2026, 12, 12), "left", 1, True),  # a Saturday: only Friday is worked before it
    ],
)
def test_a_limit_is_counted_in_working_days(day, kind, working_days, is_soon):
    found = state(day)
    assert (found.kind, found.working_days, found.day, found.is_soon) == (kind, working_days, day, is_soon)


def test_the_last_day_lasts_until_midnight_in_viet_nam():
    midnight = end_of_day(TODAY)
    assert due_state(midnight, None, midnight - timedelta(seconds=1), WEEK).kind == "today"
    assert due_state(midnight, None, midnight, WEEK) == DueState("overdue", 1, TODAY)
    # 23:30 in Việt Nam is still 16:30 of the same day in UTC; 01:00 there is 18:00 of the day before.
    assert due_state(midnight, None, datetime(2026, 12, 9, 18, 0, tzinfo=UTC), WEEK).kind == "today"


def test_over_a_day_off_alone_a_limit_is_over_by_one():
    saturday = datetime.combine(date(2026, 12, 12), time(9), VIETNAM)
    assert state(date(2026, 12, 11), now=saturday).working_days == 1


def test_a_limit_with_an_hour_is_over_by_no_day_on_its_own_day():
    hour = datetime.combine(TODAY, time(12), VIETNAM)
    assert due_state(hour, None, NOW, WEEK) == DueState("overdue", 0, TODAY)


def test_a_clock_that_stands_still_keeps_what_was_left_and_names_no_day():
    stopped_at = datetime.combine(date(2026, 12, 4), time(10), VIETNAM)
    assert state(date(2026, 12, 9), stopped_at=stopped_at) == DueState("stopped", 3)
    assert state(date(2026, 12, 2), stopped_at=stopped_at) == DueState("stopped", -2)
    assert due_state(None, stopped_at, NOW, WEEK) == DueState("stopped", 0)


def test_without_a_limit_there_is_none():
    assert due_state(None, None, NOW, WEEK) is NONE
    assert NONE.day is None


def test_a_last_day_beyond_the_announced_days_off_is_provisional():
    assert not state(date(2026, 12, 31)).is_provisional
    assert state(date(2027, 1, 4)).is_provisional


def test_programs_read_one_number():
    assert state(date(2026, 12, 14)).days_left == 2
    assert state(date(2026, 12, 9)).days_left == -1
    assert state(TODAY).days_left == 0
    assert NONE.days_left is None
    assert DueState("stopped", 3).days_left is None
