"""Rows of limits that end, go on and are taken back, on both databases; two administrators at once."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.integration.racing import actor, race
from workflows import limit_table, models
from workflows.commands import due_rules
from workflows.errors import Conflict
from workflows.queries import due_rules as pages
from workflows.rules.deadlines import Limit

DEFAULT = Limit(
    rule="r", name="Thẩm định", value=20, unit="working_day", start="nhận đủ", on_return="resume", clause="Đ1"
)
LOCAL = replace(DEFAULT, award="giay_khen_so", value=15)
DECEMBER, NEW_YEAR = date(2026, 12, 1), date(2027, 1, 1)
BEFORE, LAST = date(2026, 11, 30), date(2026, 12, 31)
TEMPORARY = replace(LOCAL, value=10, valid_from=DECEMBER, valid_to=LAST)


@pytest.fixture
def administrator(sessions):
    """Of a product with a default and a row for one award, both shipped."""
    with sessions.begin() as session:
        make.award(session)
        for limit in (DEFAULT, LOCAL):
            row = limit_table.own_row(session, limit)
            row.shipped, row.shipped_from = True, ""
            session.add(row)
        return actor(session, make.account(session, make.person(session), administrator=True).id)


def change(sessions, act, *given):
    with sessions.begin() as session:
        act(session, *given)


def spans(sessions):
    with sessions() as session:
        rows = limit_table.rows(session, "r")
        return [(row.limit.value, row.limit.valid_from, row.limit.valid_to, row.own) for row in rows][1:]


def last_row(sessions):
    with sessions() as session:
        return session.scalars(select(models.DueRule.id).where(~models.DueRule.shipped)).all()[-1]


def test_a_row_that_was_ended_by_hand_stays_ended_when_the_next_one_is_taken_back(sessions, administrator):
    with sessions() as session:
        local = limit_table.rows(session, "r")[1].id
    change(sessions, due_rules.end, administrator, local, BEFORE)
    change(sessions, due_rules.add, administrator, replace(LOCAL, value=10, valid_from=DECEMBER))
    change(sessions, due_rules.withdraw, administrator, last_row(sessions))
    assert spans(sessions) == [(15, None, BEFORE, False)]


def test_a_temporary_row_is_followed_by_the_one_before_it_and_leaves_nothing_when_taken_back(sessions, administrator):
    change(sessions, due_rules.add, administrator, TEMPORARY)
    during = [(15, None, BEFORE, False), (10, DECEMBER, LAST, True), (15, NEW_YEAR, None, False)]
    assert sorted(spans(sessions), key=lambda each: each[1] or date.min) == during

    change(sessions, due_rules.withdraw, administrator, last_row(sessions))
    assert spans(sessions) == [(15, None, None, False)]
    with sessions() as session:
        verbs = [each.verb for each in pages.page(session, administrator, "r").changes]
    assert sorted(verbs) == ["due_rule_added"] * 2 + ["due_rule_ended"] * 2 + ["due_rule_withdrawn"] * 2


@pytest.mark.parametrize("second", ["withdraw", "end"])
def test_of_two_who_take_a_row_back_or_end_it_at_once_the_second_is_told(sessions, administrator, second):
    change(sessions, due_rules.add, administrator, TEMPORARY)
    row_id = last_row(sessions)

    def withdraw(session):
        due_rules.withdraw(session, administrator, row_id)

    def end(session):
        due_rules.end(session, administrator, row_id, date(2026, 12, 15))

    results = race(sessions, withdraw, {"withdraw": withdraw, "end": end}[second])
    assert results[0] is None
    assert isinstance(results[1], Conflict)
    assert spans(sessions) == [(15, None, None, False)]
