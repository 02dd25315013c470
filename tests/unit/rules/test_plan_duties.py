"""Which reports a plan asks for, year by year, and their last day in time."""

from datetime import date

import pytest

from workflows.rules.calendar import Calendar
from workflows.rules.plans import duties


def plan(*milestones, level="province", members=("a.so-y-te",)):
    """Return as much of a plan's file as duties are made from."""
    return {
        "document": {"level": level},
        "running": {"reporting": {"members": list(members)} if members else None},
        "milestones": list(milestones),
    }


def milestone(kind="report", rule=None, *, inclusive=False):
    """Return a milestone of a plan's file."""
    return {"id": "X-M1", "kind": kind, "rule": rule, "inclusive": inclusive, "source": {"section": "VI.5"}}


YEARLY = {"recurring": "yearly", "day": 30, "month": 11, "from_year": 2022, "to_year": 2025}


@pytest.mark.parametrize(("inclusive", "day"), [(False, 29), (True, 30)])
def test_before_a_day_leaves_that_day_out_and_by_a_day_does_not(inclusive, day):
    found = duties.duties_of(plan(milestone(rule=YEARLY, inclusive=inclusive)), 2026)
    assert [each.due_on for each in found] == [date(year, 11, day) for year in range(2022, 2026)]
    assert {each.kind for each in found} == {"yearly"}


def test_the_words_of_the_limit_and_its_clause_come_along():
    found = duties.duties_of(plan(milestone(rule=YEARLY)), 2022)
    assert [(each.words, each.clause, each.year) for each in found] == [("trước ngày 30/11 hằng năm", "VI.5", 2022)]


def test_a_plan_without_a_last_year_goes_on_as_far_as_asked():
    rule = {key: value for key, value in YEARLY.items() if key != "to_year"}
    assert [each.year for each in duties.duties_of(plan(milestone(rule=rule)), 2024)] == [2022, 2023, 2024]


def test_reviews_are_due_at_the_end_of_their_month_or_on_no_day_that_the_plan_sets():
    interim = milestone("interim_review", {"month": 7, "year": 2023}, inclusive=True)
    final = milestone("final_review", {"year": 2025}, inclusive=True)
    found = duties.duties_of(plan(interim, final), 2026)
    assert [(each.kind, each.due_on) for each in found] == [("interim", date(2023, 7, 31)), ("final", None)]


@pytest.mark.parametrize(
    "given",
    [
        plan(milestone(rule=YEARLY), members=()),  # nobody reports
        plan(milestone(rule=YEARLY), level="department"),  # compiled by no Sở Nội vụ
        plan(milestone(rule=None)),
        plan(milestone(rule={"recurring": "periodic", "by": "theo quy định"})),  # no year
        plan(milestone("launch", YEARLY)),
    ],
)
def test_what_nobody_must_report_by_a_year_makes_no_duty(given):
    assert duties.duties_of(given, 2026) == ()


def test_a_second_milestone_for_the_same_year_adds_nothing():
    assert len(duties.duties_of(plan(milestone(rule=YEARLY), milestone(rule=YEARLY)), 2025)) == 4


def test_what_must_be_in_hand_before_a_conference_moves_back_over_days_off():
    assert duties.due_before_conference(date(2027, 1, 25), Calendar()) == date(2027, 1, 15)  # a Friday
    assert duties.due_before_conference(date(2027, 1, 27), Calendar()) == date(2027, 1, 15)  # 17/01 is a Sunday


def test_a_duty_opens_thirty_days_before_its_last_day():
    assert duties.opening_day(date(2026, 11, 29)) == date(2026, 10, 30)
