"""A limit is counted day by day: the vectors of the field, stops, half days, extensions, and the bugs of other calendars."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from workflows.rules.calendar import VIETNAM, Calendar, end_of_day, local_day
from workflows.rules.counting import Extension, Stop, count, extended, gaps
from workflows.rules.deadlines import Limit

CULTURE_DAY, NEW_YEAR = date(2026, 11, 24), date(2027, 1, 1)
CALENDAR = Calendar(
    days_off=frozenset({CULTURE_DAY, NEW_YEAR}),
    names={CULTURE_DAY: "Ngày Văn hóa Việt Nam", NEW_YEAR: "Tết Dương lịch"},
)
FIVE = Limit(rule="a.step", name="Bước", value=5, unit="working_day", start="nhận đủ", on_return="resume")


def at(day: int, hour: int = 10, month: int = 12) -> datetime:
    """Return an hour of a day of December 2026 in Việt Nam."""
    return datetime(2026, month, day, hour, tzinfo=VIETNAM)


def due(value: int, start: date, *stops: Stop, unit: str = "working_day", calendar: Calendar = CALENDAR) -> date | None:
    return count(replace(FIVE, value=value, unit=unit), start, calendar, stops).due_day


@pytest.mark.parametrize(
    ("received", "days"),
    [
        (date(2026, 11, 20), {5: "2026-11-30", 10: "2026-12-07", 20: "2026-12-21", 25: "2026-12-28"}),
        (date(2026, 11, 23), {5: "2026-12-01", 10: "2026-12-08", 20: "2026-12-22", 25: "2026-12-29"}),
        (date(2026, 12, 10), {5: "2026-12-17", 10: "2026-12-24", 20: "2027-01-08", 25: "2027-01-15"}),
    ],
)
def test_the_vectors_of_the_field(received: date, days: dict[int, str]):
    assert {number: str(due(number, received)) for number in days} == days


def test_every_day_of_a_count_says_what_it_weighs_and_why():
    found = count(FIVE, date(2026, 11, 20), CALENDAR)
    assert [(each.day.day, each.kind) for each in found.days] == [
        *((20, "event"), (21, "weekend"), (22, "weekend"), (23, "counted"), (24, "off"), (25, "counted")),
        *((26, "counted"), (27, "counted"), (28, "weekend"), (29, "weekend"), (30, "counted")),
    ]
    assert sum(each.weight for each in found.days) == 5
    assert found.due_at == end_of_day(date(2026, 11, 30)) == datetime(2026, 11, 30, 17, tzinfo=UTC)


def test_a_stop_takes_the_days_after_the_one_on_which_it_began_up_to_the_one_on_which_it_ended():
    # Started on Tuesday the 1st: 2 and 3 count; the dossier is away from the 3rd to the 9th; 10, 11 and 14 are left.
    found = count(FIVE, date(2026, 12, 1), CALENDAR, [Stop("applicant", at(3), at(9))])
    assert found.due_day == date(2026, 12, 14)
    assert [each.day.day for each in found.days if each.kind == "stopped"] == [4, 5, 6, 7, 8, 9]


def test_a_stop_within_one_day_costs_nothing():
    assert due(5, date(2026, 12, 1), Stop("applicant", at(3, 8), at(3, 16))) == date(2026, 12, 8)


def test_stops_that_overlap_are_not_taken_twice():
    apart = due(5, date(2026, 12, 1), Stop("applicant", at(3), at(9)))
    assert due(5, date(2026, 12, 1), Stop("applicant", at(3), at(7)), Stop("legal_hold", at(5), at(9))) == apart


def test_a_stop_that_is_still_on_reaches_up_to_today():
    stops = [Stop("legal_hold", at(3))]
    assert count(FIVE, date(2026, 12, 1), CALENDAR, stops, date(2026, 12, 9)).due_day == date(2026, 12, 14)
    with pytest.raises(ValueError, match="needs a today"):
        count(FIVE, date(2026, 12, 1), CALENDAR, stops)


def test_a_limit_does_not_run_out_while_it_stands_still():
    # Nothing is left when the clock stops on the last day: it is due on the day on which it runs again.
    assert due(2, date(2026, 12, 1), Stop("applicant", at(3), at(9))) == date(2026, 12, 9)
    # That day is a Sunday: it moves on.
    assert due(2, date(2026, 12, 1), Stop("applicant", at(3), at(13))) == date(2026, 12, 14)


def test_a_limit_that_was_over_before_the_stop_stays_over():
    assert due(2, date(2026, 12, 1), Stop("applicant", at(7), at(20))) == date(2026, 12, 3)


def test_stopped_days_do_not_count_in_plain_days_either_and_a_last_day_off_moves_on():
    assert due(15, date(2026, 11, 20), unit="calendar_day") == date(2026, 12, 7)  # the 5th is a Saturday
    assert due(5, date(2026, 12, 1), Stop("applicant", at(3), at(9)), unit="calendar_day") == date(2026, 12, 14)
    moved = count(replace(FIVE, value=15, unit="calendar_day"), date(2026, 11, 20), CALENDAR).days[-3:]
    assert [(each.day.day, each.kind) for each in moved] == [(5, "counted"), (6, "weekend"), (7, "moved")]


def test_stops_do_not_matter_to_a_fixed_date():
    report = replace(FIVE, value=None, unit="date", day=30, month=11, inclusive=False)
    assert count(report, date(2026, 11, 2), CALENDAR, [Stop("applicant", at(3, month=11), at(20))]).due_day == date(
        2026, 11, 29
    )


def test_half_a_day_counts_half():
    calendar = replace(CALENDAR, half_days=frozenset({date(2026, 12, 2), date(2026, 12, 5)}))
    assert due(1, date(2026, 12, 1), calendar=calendar) == date(
        2026, 12, 3
    )  # half of the 2nd, and of the 3rd what is wanted
    assert due(4, date(2026, 12, 1), calendar=calendar) == date(2026, 12, 7)  # 0.5 + 1 + 1, half of a Saturday, Monday
    weights = [each.weight for each in count(replace(FIVE, value=4), date(2026, 12, 1), calendar).days]
    assert weights == [0, Decimal("0.5"), 1, 1, Decimal("0.5"), 0, 1]


def test_what_is_left_of_half_a_day_is_kept_over_a_stop():
    calendar = replace(CALENDAR, half_days=frozenset({date(2026, 12, 2)}))
    stop = Stop("applicant", at(2), at(9))
    # After half a day of two, a day and a half is left: two more days, as without the stop.
    assert due(2, date(2026, 12, 1), calendar=calendar) == date(2026, 12, 4)
    assert due(2, date(2026, 12, 1), stop, calendar=calendar) == date(2026, 12, 11)


def test_the_time_between_two_stays_with_a_step_is_a_stop():
    stays = [(at(1), at(3)), (at(9), None)]
    assert gaps(stays) == (Stop("away", at(3), at(9)),)
    assert due(5, date(2026, 12, 1), *gaps(stays)) == date(2026, 12, 14)


def test_stays_that_overlap_leave_no_gap():
    assert gaps([(at(1), at(9)), (at(2), at(3)), (at(8), None)]) == ()
    assert gaps([(at(1), None), (at(9), None)]) == ()


def test_an_extension_stands_whatever_the_calendar_says():
    by = Extension(date(2026, 12, 2), date(2026, 12, 12))  # a Saturday
    found = extended(count(FIVE, date(2026, 12, 1), CALENDAR), by, CALENDAR)
    assert found.due_day == date(2026, 12, 12)
    assert [each.day.day for each in found.days if each.kind == "extended"] == [9, 10, 11]


def test_what_was_left_of_an_extension_is_kept_over_a_later_stop():
    by = Extension(date(2026, 12, 2), date(2026, 12, 9))  # five working days from the 2nd
    stops = [Stop("legal_hold", at(4), at(10))]  # 3 and 4 are used, three are left
    found = extended(count(FIVE, date(2026, 12, 1), CALENDAR, stops), by, CALENDAR, stops)
    assert found.due_day == date(2026, 12, 15)


def test_days_before_an_event_are_counted_back_to_a_working_day():
    limit = replace(FIVE, value=10, unit="calendar_day", backwards=True)
    assert count(limit, date(2026, 12, 18), CALENDAR).due_day == date(2026, 12, 8)
    assert count(limit, date(2026, 12, 16), CALENDAR).due_day == date(2026, 12, 4)  # the 6th is a Sunday
    assert count(replace(limit, unit="working_day"), date(2026, 12, 16), CALENDAR).due_day == date(2026, 12, 2)


def test_a_calendar_without_working_days_is_refused_not_walked_for_ever():
    never = Calendar(weekly_off=frozenset(range(7)))
    for limit in (FIVE, replace(FIVE, unit="calendar_day"), replace(FIVE, backwards=True)):
        with pytest.raises(ValueError, match="no working day"):
            count(limit, date(2026, 12, 1), never)


# ---- what other calendars get wrong


def test_one_day_is_the_next_working_day_not_24_hours_of_business():
    # Counted as 24 hours of 8-hour days, "one day" from Tuesday would end on Friday.
    assert due(1, date(2026, 12, 1)) == date(2026, 12, 2)
    assert count(replace(FIVE, value=1), date(2026, 12, 1), CALENDAR).due_at == end_of_day(date(2026, 12, 2))


@pytest.mark.parametrize("hour", [0, 5, 7, 12, 17, 22])
def test_the_hour_of_the_start_does_not_matter(hour: int):
    # A timer started before the opening hour, or after closing, has the same last day as one of noon.
    assert due(5, local_day(at(1, hour))) == date(2026, 12, 8)


def test_holidays_and_swapped_saturdays_are_not_ignored():
    swapped = Calendar(
        days_off=frozenset({date(2026, 1, 1), date(2026, 1, 2)}), days_worked=frozenset({date(2026, 1, 10)})
    )
    assert due(7, date(2025, 12, 31), calendar=swapped) == date(2026, 1, 12)  # 5-9 and the Saturday 10/01 are worked
    assert due(5, date(2026, 11, 20)) != due(5, date(2026, 11, 20), calendar=Calendar())


def test_the_day_of_the_start_is_that_of_viet_nam_and_a_naive_instant_is_refused():
    evening_in_greenwich = datetime(2026, 12, 1, 17, 30, tzinfo=UTC)  # 00:30 on the 2nd in Việt Nam
    assert local_day(evening_in_greenwich) == date(2026, 12, 2)
    with pytest.raises(ValueError, match="time zone"):
        count(FIVE, date(2026, 12, 1), CALENDAR, [Stop("applicant", datetime(2026, 12, 3), at(9))])  # noqa: DTZ001


def test_days_go_over_the_ends_of_months_and_a_day_that_a_month_lacks_is_its_last():
    assert due(31, date(2027, 1, 29), unit="calendar_day", calendar=Calendar()) == date(2027, 3, 1)
    leap = replace(FIVE, value=None, unit="date", day=29, month=2)
    assert count(leap, date(2027, 1, 5), CALENDAR).due_day == date(2027, 2, 28)
    assert count(leap, date(2028, 1, 5), CALENDAR).due_day == date(2028, 2, 29)


def test_the_end_is_24_hours_of_the_last_day_and_not_the_hour_of_the_start():
    found = count(FIVE, date(2026, 12, 1), CALENDAR)
    assert found.due_at is not None
    assert found.due_at - timedelta(microseconds=1) < datetime(2026, 12, 9, tzinfo=VIETNAM) == found.due_at
