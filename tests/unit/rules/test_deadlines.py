"""Which limit holds for a dossier, and when it ends."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from workflows.rules.calendar import Calendar, end_of_day, local_day
from workflows.rules.counting import count
from workflows.rules.deadlines import (
    Limit,
    Setting,
    in_words,
    last_safe_day,
    limit_for,
)

CALENDAR = Calendar(days_off=frozenset({date(2026, 11, 24), date(2027, 1, 1)}))
FRIDAY_MORNING = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
TEN = Limit(
    rule="appraisal.examine", name="Thẩm định", value=10, unit="working_day", start="nhận đủ hồ sơ", on_return="resume"
)
HERE = Setting(on=date(2026, 11, 20), campaign="plan", province="p", process="provincial_award", award="bk_tinh")


def due_day(limit: Limit, start: date) -> date | None:
    return count(limit, start, CALENDAR).due_day


def due_at(limit: Limit, start: datetime) -> datetime | None:
    return count(limit, local_day(start), CALENDAR).due_at


def test_a_limit_ends_at_the_end_of_its_last_working_day():
    assert due_at(TEN, FRIDAY_MORNING) == end_of_day(date(2026, 12, 7))


def test_the_day_of_receipt_is_the_day_in_viet_nam_not_in_greenwich():
    late = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
    assert due_at(TEN, late) == end_of_day(date(2026, 12, 7))


def test_calendar_days_that_end_on_a_day_off_end_on_the_next_working_day():
    limit = replace(TEN, value=15, unit="calendar_day")
    assert due_day(limit, date(2026, 11, 20)) == date(2026, 12, 7)


def test_a_limit_of_no_days_ends_the_same_day():
    assert due_day(replace(TEN, value=0, unit="calendar_day"), date(2026, 11, 22)) == date(2026, 11, 22)


@pytest.mark.parametrize("limit", [replace(TEN, value=None), replace(TEN, unit="none")])
def test_a_limit_without_a_number_has_no_end(limit: Limit):
    assert due_at(limit, FRIDAY_MORNING) is None


def test_before_30_11_means_that_29_11_is_the_last_day():
    report = replace(TEN, value=None, unit="date", day=30, month=11, inclusive=False)
    assert due_day(report, date(2026, 11, 29)) == date(2026, 11, 29)
    assert due_day(report, date(2026, 11, 30)) == date(2027, 11, 29)
    assert last_safe_day(date(2026, 11, 30), inclusive=False) == date(2026, 11, 29)


def test_a_date_that_is_included_is_its_own_last_day():
    report = replace(TEN, value=None, unit="date", day=10, month=12)
    assert due_day(report, date(2026, 11, 1)) == date(2026, 12, 10)


def test_a_date_without_day_and_month_is_refused():
    with pytest.raises(ValueError, match="day and a month"):
        due_day(replace(TEN, unit="date"), date(2026, 11, 1))


def test_days_before_a_conference_are_counted_back_to_a_working_day():
    limit = replace(TEN, unit="calendar_day", backwards=True)
    assert due_day(limit, date(2026, 12, 18)) == date(2026, 12, 8)
    assert due_day(limit, date(2026, 12, 16)) == date(2026, 12, 4)  # 06/12 is a Sunday


def test_the_narrower_row_wins_whatever_the_order():
    rows = [
        replace(TEN, award="bk_tinh", value=1),
        replace(TEN, process="provincial_award", value=2),
        replace(TEN, province="p", value=3),
        replace(TEN, campaign="plan", value=4),
        TEN,
    ]
    for expected in (4, 3, 2, 1, 10):
        for order in (rows, rows[::-1]):
            found = limit_for(order, "appraisal.examine", HERE)
            assert found is not None
            assert found.value == expected
        rows = [row for row in rows if row.value != expected]


def test_a_row_for_another_province_campaign_process_or_award_does_not_apply():
    for scope in ({"province": "q"}, {"campaign": "x"}, {"process": "labour_order"}, {"award": "hcld"}):
        assert limit_for([replace(TEN, **scope)], "appraisal.examine", HERE) is None


def test_a_row_holds_from_its_first_to_its_last_day():
    row = replace(TEN, valid_from=date(2026, 7, 1), valid_to=date(2026, 12, 31))
    for day, applies in (
        (date(2026, 6, 30), False),
        (date(2026, 7, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ):
        assert (limit_for([row], "appraisal.examine", replace(HERE, on=day)) is not None) is applies


def test_among_equal_rows_the_one_in_force_latest_wins():
    rows = [replace(TEN, valid_from=date(2025, 7, 1), value=7), replace(TEN, valid_from=date(2026, 7, 1), value=8)]
    found = limit_for(rows, "appraisal.examine", HERE)
    assert found is not None
    assert found.value == 8


def test_among_rows_that_overlap_from_the_same_day_the_one_written_last_wins_whatever_the_order():
    rows = [replace(TEN, value=7, row_id=1), replace(TEN, value=8, row_id=2)]
    for order in (rows, rows[::-1]):
        found = limit_for(order, "appraisal.examine", HERE)
        assert found is not None
        assert found.value == 8


def test_an_unknown_rule_has_no_limit():
    assert limit_for([TEN], "nothing.here", HERE) is None


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (replace(TEN, value=5), "05 ngày làm việc"),
        (replace(TEN, value=15, unit="calendar_day"), "15 ngày"),
        (replace(TEN, value=0), "trong ngày"),
        (replace(TEN, value=None), "không quy định số ngày"),
        (replace(TEN, unit="date", day=30, month=11, inclusive=False), "trước ngày 30/11"),
        (replace(TEN, unit="date", day=10, month=12), "đến hết ngày 10/12"),
        (replace(TEN, unit="calendar_day", backwards=True), "chậm nhất 10 ngày trước ngày đó"),
    ],
)
def test_a_limit_is_told_in_words(limit: Limit, words: str):
    assert in_words(limit) == words
