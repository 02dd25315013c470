"""Working days: the vectors of the field, swapped Saturdays, and the end of a day in Việt Nam."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.calendar import (
    Calendar,
    DayOff,
    add_working_days,
    calendar_of,
    end_of_day,
    is_certain,
    is_working_day,
    local_day,
    next_working_day,
    previous_working_day,
    working_days_between,
)

CULTURE_DAY, NEW_YEAR = date(2026, 11, 24), date(2027, 1, 1)
CALENDAR = Calendar(days_off=frozenset({CULTURE_DAY, NEW_YEAR}))
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("received", "count", "due"),
    [
        (date(2026, 11, 20), 5, date(2026, 11, 30)),
        (date(2026, 11, 20), 10, date(2026, 12, 7)),
        (date(2026, 11, 20), 20, date(2026, 12, 21)),
        (date(2026, 11, 20), 25, date(2026, 12, 28)),
        (date(2026, 11, 23), 5, date(2026, 12, 1)),
        (date(2026, 11, 23), 10, date(2026, 12, 8)),
        (date(2026, 11, 23), 20, date(2026, 12, 22)),
        (date(2026, 11, 23), 25, date(2026, 12, 29)),
        (date(2026, 12, 10), 5, date(2026, 12, 17)),
        (date(2026, 12, 10), 10, date(2026, 12, 24)),
        (date(2026, 12, 10), 20, date(2027, 1, 8)),
        (date(2026, 12, 10), 25, date(2027, 1, 15)),
    ],
)
def test_working_days_are_counted_from_the_day_after_receipt(received: date, count: int, due: date):
    assert add_working_days(CALENDAR, received, count) == due


def test_no_working_days_later_is_the_same_day_even_if_it_is_off():
    assert add_working_days(CALENDAR, CULTURE_DAY, 0) == CULTURE_DAY


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        add_working_days(CALENDAR, NEW_YEAR, -1)


def test_a_swapped_saturday_is_worked_and_its_monday_is_not():
    rows = [
        DayOff(date(2026, 8, 22), "swap_work", "Làm bù", "official", "read"),
        DayOff(date(2026, 8, 31), "swap_off", "Nghỉ hoán đổi", "official", "read"),
    ]
    calendar = calendar_of(rows)
    assert is_working_day(calendar, date(2026, 8, 22))
    assert not is_working_day(calendar, date(2026, 8, 31))
    assert add_working_days(calendar, date(2026, 8, 21), 1) == date(2026, 8, 22)


def test_a_proposed_day_off_counts_only_when_it_is_asked_for():
    rows = [DayOff(date(2026, 11, 23), "swap_off", "Phương án", "proposal", "second-hand")]
    assert is_working_day(calendar_of(rows), date(2026, 11, 23))
    assert not is_working_day(calendar_of(rows, statuses=("official", "proposal")), date(2026, 11, 23))


def test_a_day_ends_at_midnight_in_viet_nam_which_is_17_00_utc():
    assert end_of_day(date(2026, 11, 30)) == datetime(2026, 11, 30, 17, tzinfo=UTC)


def test_an_instant_late_in_the_evening_utc_is_already_the_next_day_in_viet_nam():
    assert local_day(datetime(2026, 11, 30, 16, 59, tzinfo=UTC)) == date(2026, 11, 30)
    assert local_day(datetime(2026, 11, 30, 17, 0, tzinfo=UTC)) == date(2026, 12, 1)


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2026, 11, 30))  # noqa: DTZ001 - the fault that is tested


def test_dates_after_the_known_table_are_not_certain():
    calendar = Calendar(complete_through=date(2026, 12, 31))
    assert is_certain(calendar, date(2026, 12, 31))
    assert not is_certain(calendar, date(2027, 1, 1))


def test_a_table_without_working_days_is_refused_instead_of_searched_for_ever():
    with pytest.raises(ValueError, match="no working day"):
        next_working_day(Calendar(weekly_off=frozenset(range(7))), NEW_YEAR)


@given(DAYS, st.integers(1, 60))
def test_the_due_day_is_worked_and_lies_that_many_working_days_on(day: date, count: int):
    due = add_working_days(CALENDAR, day, count)
    assert is_working_day(CALENDAR, due)
    assert working_days_between(CALENDAR, day, due) == count


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_counting_in_two_steps_equals_counting_at_once(day: date, first: int, second: int):
    at_once = add_working_days(CALENDAR, day, first + second)
    assert add_working_days(CALENDAR, add_working_days(CALENDAR, day, first), second) == at_once


@given(DAYS)
def test_the_next_and_previous_working_days_enclose_a_day(day: date):
    assert previous_working_day(CALENDAR, day) <= day <= next_working_day(CALENDAR, day)


@given(DAYS)
def test_a_day_is_the_local_day_of_every_instant_before_its_end(day: date):
    assert local_day(end_of_day(day) - timedelta(microseconds=1)) == day
