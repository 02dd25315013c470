"""The days off that ship are those of the package `holidays`, but where the law and announcements say otherwise."""

from datetime import date

import holidays
import pytest

from workflows.rules.calendar import is_working_day
from workflows.rules.plans import Plans

YEARS = range(2024, 2028)
ONLY_HERE = {
    date(2026, 1, 2): "swapped with the Saturday 10/01/2026, which the package does not know",
    date(2027, 2, 11): "assumed: two days of the new year 2027 fall on a weekend",
}
ONLY_THERE = {
    date(2027, 2, 4): "the package supposes two days before the new year 2027; nothing was announced",
}
WORKED_ONLY_HERE = {date(2026, 1, 10): "swapped with the Friday 02/01/2026"}


@pytest.fixture(scope="module")
def package():
    return holidays.Vietnam(years=YEARS)


def ours(plans: Plans, *kinds: str, statuses=("official", "assumed")) -> set[date]:
    return {row.day for row in plans.days_off if row.kind in kinds and row.status in statuses}


def off_on_weekdays(days) -> set[date]:
    return {day for day in days if day.weekday() < 5}


def test_days_off_differ_from_the_package_only_where_that_is_explained(plans: Plans, package):
    here = off_on_weekdays(ours(plans, "off", "swap_off", "substitute"))
    there = off_on_weekdays(day for day in package if day.year in YEARS)
    assert here - there == ONLY_HERE.keys()
    assert there - here == ONLY_THERE.keys()


def test_saturdays_that_are_worked_differ_only_where_that_is_explained(plans: Plans, package):
    here, there = ours(plans, "swap_work"), {day for day in package.weekend_workdays if day.year in YEARS}
    assert here - there == WORKED_ONLY_HERE.keys()
    assert there <= here


def test_the_new_holiday_counts_from_2026_and_a_proposal_does_not(plans: Plans):
    assert is_working_day(plans.calendar, date(2025, 11, 24))
    assert not is_working_day(plans.calendar, date(2026, 11, 24))
    assert is_working_day(plans.calendar, date(2026, 11, 23))
    assert is_working_day(plans.calendar, date(2026, 1, 10))


def test_2027_is_provisional_and_what_is_only_assumed_is_counted_as_worked(plans: Plans):
    assert {year.year: year.announced for year in plans.years} == {2024: True, 2025: True, 2026: True, 2027: False}
    assert plans.calendar.complete_through == date(2026, 12, 31)
    assert not is_working_day(plans.calendar, date(2027, 1, 1))
    assert is_working_day(plans.calendar, date(2027, 2, 8))


def test_each_day_says_where_it_is_from_and_stands_once(plans: Plans, documents):
    rows = documents.reference["holidays"]["days"]
    assert [row["date"] for row in rows if row["status"] == "official" and not row["source"]] == []
    assert len({(row["date"], row["status"]) for row in rows}) == len(rows)
