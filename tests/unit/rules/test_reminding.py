"""Moments of reminders: by halves of working days, at most one a day, never on a day off before the due day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.calendar import VIETNAM, Calendar, add_working_days, end_of_day, is_working_day, local_day
from workflows.rules.reminding import ANY, Moment, ReminderRule, following, latest, moments, rules_for

WEEK = Calendar()
MONDAY = datetime(2026, 12, 7, 3, tzinfo=UTC)  # 10:00 in Hà Nội
USUAL = (
    *(ReminderRule(key=ANY, percent=percent) for percent in (50, 80)),
    *(ReminderRule(key=ANY, days=days) for days in (-1, 0)),
    ReminderRule(key=ANY, days=1, effect="escalate"),
)
DUTY = tuple(ReminderRule(key="report.*", days=days, unit="calendar_day") for days in (-15, -7, -1, 1))


def shown(found: tuple[Moment, ...]) -> dict[str, str]:
    return {each.name: each.at.astimezone(VIETNAM).strftime("%d/%m %H:%M") for each in found}


def due_after(days: int, start: datetime = MONDAY, calendar: Calendar = WEEK) -> datetime:
    return end_of_day(add_working_days(calendar, local_day(start), days))


def test_a_limit_of_twenty_working_days_is_reminded_of_five_times():
    assert shown(moments(USUAL, MONDAY, due_after(20), WEEK)) == {
        "50%": "22/12 07:30", "80%": "30/12 07:30", "-1w": "01/01 07:30", "+0w": "04/01 07:30", "+1w": "05/01 07:30",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, {"+0w": "08/12 07:30", "+1w": "09/12 07:30"}),
        (2, {"-1w": "08/12 07:30", "+0w": "09/12 07:30", "+1w": "10/12 07:30"}),
        (3, {"-1w": "09/12 07:30", "+0w": "10/12 07:30", "+1w": "11/12 07:30"}),
        (5, {"50%": "10/12 13:30", "-1w": "11/12 07:30", "+0w": "14/12 07:30", "+1w": "15/12 07:30"}),
    ],
)
def test_short_limits_are_reminded_of_once_a_day_and_not_before_they_start(days, expected):
    # Half of five days has passed on the third at noon. Of a limit of one day the day before is the day it starts.
    assert shown(moments(USUAL, MONDAY, due_after(days), WEEK)) == expected


def test_half_days_and_stopped_days_use_up_what_they_weigh():
    christmas = Calendar(days_off=frozenset({date(2026, 12, 9)}), half_days=frozenset({date(2026, 12, 8)}))
    rules = (ReminderRule(key=ANY, percent=50),)
    assert shown(moments(rules, MONDAY, end_of_day(date(2026, 12, 14)), christmas)) == {"50%": "11/12 13:30"}
    stopped = {date(2026, 12, 10), date(2026, 12, 11)}
    assert shown(moments(rules, MONDAY, end_of_day(date(2026, 12, 16)), christmas, stopped)) == {"50%": "15/12 13:30"}


def test_calendar_days_move_off_a_day_off_back_before_the_due_day_and_forward_after_it():
    # Due on Sunday 29/11, the last safe day of "trước ngày 30/11".
    found = moments(DUTY, datetime(2026, 10, 1, tzinfo=UTC), end_of_day(date(2026, 11, 29)), WEEK)
    assert shown(found) == {
        "-15c": "13/11 07:30", "-7c": "20/11 07:30", "-1c": "27/11 07:30", "+1c": "30/11 07:30",
    }  # fmt: skip


def test_what_is_over_when_it_starts_is_told_the_next_morning():
    assert shown(moments(USUAL, MONDAY, end_of_day(date(2026, 12, 1)), WEEK)) == {"+1w": "08/12 07:30"}


def test_the_narrowest_rows_that_hold_on_the_day_replace_the_others_as_a_whole():
    own = ReminderRule(key="report.sign", days=0, effective_from=date(2027, 1, 1))
    rules = (*USUAL, *DUTY, own)
    assert rules_for(rules, "report.sign", date(2026, 12, 31)) == DUTY
    assert rules_for(rules, "report.sign", date(2027, 1, 1)) == (own,)
    assert rules_for(rules, "intake.check", date(2027, 1, 1)) == USUAL
    assert rules_for(rules, None, date(2027, 1, 1)) == USUAL
    assert rules_for((own,), "report.sign", date(2026, 1, 1)) == ()


def test_only_the_last_moment_that_was_missed_counts_and_the_next_one_is_still_to_come():
    found = moments(USUAL, MONDAY, due_after(10), WEEK)
    missed = latest(found, found[0].at, found[2].at)
    assert missed == found[2]
    assert following(found, found[2].at) == found[3]
    assert latest(found, found[3].at, found[2].at) is None
    assert following(found, found[-1].at) is None


def test_a_reminder_is_late_when_it_goes_out_more_than_an_hour_after_its_moment():
    moment = moments(USUAL, MONDAY, due_after(10), WEEK)[0]
    assert not moment.is_late(moment.at + timedelta(hours=1))
    assert moment.is_late(moment.at + timedelta(hours=1, seconds=1))


days_off = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=60)


@given(
    off=days_off,
    halves=days_off,
    start=st.integers(0, 180 * 24 * 60).map(
        lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    length=st.integers(0, 40),
    stopped=days_off,
    rules=st.sampled_from((USUAL, DUTY, (*USUAL, *DUTY))),
)
def test_moments_are_after_the_start_in_order_on_working_days_and_one_a_day(off, halves, start, length, stopped, rules):
    calendar = Calendar(days_off=off, half_days=halves - off)
    due = end_of_day(add_working_days(calendar, local_day(start), length))
    found = moments(rules, start, due, calendar, stopped)
    assert [each.at for each in found] == sorted({each.at for each in found})
    assert all(each.at > start for each in found)
    days = [local_day(each.at) for each in found]
    assert len(days) == len(set(days))
    for each in found:
        if each.rule.percent is not None or each.rule.days != 0:
            assert is_working_day(calendar, local_day(each.at))
        if each.rule.percent is not None:
            assert each.at < due
            assert local_day(each.at) not in stopped
        if (each.rule.days or 0) > 0:
            assert each.at >= due
    assert any((each.rule.days or 0) > 0 for each in found)  # whatever is overdue is told
