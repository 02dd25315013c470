"""Changing limits: rows are added, end, or are taken back; none is overwritten, none overlaps another of its scope."""

from dataclasses import replace
from datetime import date

import pytest

from workflows.errors import Invalid
from workflows.rules.deadlines import Limit
from workflows.rules.limit_changes import LimitRow, adding, ending, withdrawing

DEFAULT = Limit(rule="r", name="Thẩm định", value=20, unit="working_day", start="nhận đủ", on_return="resume")
LOCAL = replace(DEFAULT, province="kien-giang", value=15)
ROWS = [LimitRow(1, DEFAULT), LimitRow(2, LOCAL)]
DECEMBER = date(2026, 12, 1)


def test_a_new_limit_ends_the_row_of_its_scope_the_day_before_and_leaves_others():
    effect = adding(ROWS, replace(LOCAL, value=10, valid_from=DECEMBER))

    assert [(row.id, row.limit.valid_to) for row in effect.redated] == [(2, date(2026, 11, 30))]
    assert effect.added == LimitRow(None, replace(LOCAL, value=10, valid_from=DECEMBER), own=True)
    assert {row.id for row in effect.rows_after(ROWS)} == {1, 2, None}


def test_a_row_that_begins_within_the_new_one_refuses_it():
    rows = [*ROWS, LimitRow(3, replace(LOCAL, valid_from=date(2027, 1, 1)), own=True)]
    with pytest.raises(Invalid, match="01/01/2027"):
        adding(rows, replace(LOCAL, value=10, valid_from=DECEMBER))
    bounded = replace(LOCAL, value=10, valid_from=DECEMBER, valid_to=date(2026, 12, 31))
    assert adding(rows, bounded).added


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": None}, "valid_from"),
        ({"valid_to": date(2026, 11, 1)}, "valid_to"),
        ({"value": None}, "value"),
        ({"unit": "date", "value": None, "day": 31, "month": 11}, "day"),
        ({"unit": "date", "value": None, "day": 29, "month": 2}, "day"),
        ({"unit": "date", "value": None}, "day"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused_at_its_field(changes, field):
    with pytest.raises(Invalid) as refused:
        adding(ROWS, replace(LOCAL, **{"valid_from": DECEMBER} | changes))
    assert list(refused.value.errors) == [field]


def test_the_default_always_holds():
    with pytest.raises(Invalid, match="mặc định"):
        ending(ROWS, 1, DECEMBER)
    with pytest.raises(Invalid, match="mặc định"):
        adding(ROWS, replace(DEFAULT, value=5, valid_from=DECEMBER, valid_to=date(2026, 12, 31)))


def test_a_narrower_row_ends_once():
    effect = ending(ROWS, 2, DECEMBER)
    assert [(row.id, row.limit.valid_to) for row in effect.redated] == [(2, DECEMBER)]
    ended = [ROWS[0], *effect.redated]
    with pytest.raises(Invalid, match="đã hết hiệu lực"):
        ending(ended, 2, DECEMBER)
    with pytest.raises(LookupError):
        ending(ROWS, 9, DECEMBER)


def test_what_is_taken_back_gives_its_time_to_the_row_that_it_had_ended():
    rows = adding(ROWS, replace(LOCAL, value=10, valid_from=DECEMBER)).rows_after(ROWS)
    rows = [replace(row, id=row.id or 3) for row in rows]
    effect = withdrawing(rows, 3)

    assert effect.withdrawn.id == 3
    assert [(row.id, row.limit.valid_to) for row in effect.redated] == [(2, None)]
    assert {row.id for row in effect.rows_after(rows)} == {1, 2}
    with pytest.raises(Invalid, match="đi kèm"):
        withdrawing(rows, 2)
