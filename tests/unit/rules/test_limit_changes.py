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


def written(rows, number):
    """Return the rows as the table has them: new ones have numbers, and those that they end or let go on name them."""
    ended = [replace(row, ended_by=number) if row.id == 2 else row for row in rows if row.id]
    added, *rest = (row for row in rows if row.id is None)
    return [*ended, replace(added, id=number), *(replace(row, id=number + 1, continues_after=number) for row in rest)]


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
    rows = written(rows, 3)
    effect = withdrawing(rows, 3)

    assert effect.withdrawn.id == 3
    assert [(row.id, row.limit.valid_to) for row in effect.redated] == [(2, None)]
    assert {row.id for row in effect.rows_after(rows)} == {1, 2}
    with pytest.raises(Invalid, match="đi kèm"):
        withdrawing(rows, 2)


def test_what_ended_by_itself_or_by_hand_the_day_before_stays_ended():
    ended = replace(LOCAL, valid_to=date(2026, 11, 30))
    rows = [ROWS[0], LimitRow(2, ended), LimitRow(3, replace(LOCAL, value=10, valid_from=DECEMBER), own=True)]
    assert withdrawing(rows, 3).redated == ()

    closed = LimitRow(2, ended, ended_by=3)
    by_hand = ending([ROWS[0], closed, rows[2]], 2, date(2026, 11, 15)).redated
    assert withdrawing([ROWS[0], *by_hand, rows[2]], 3).redated == ()


def test_a_row_runs_on_until_its_own_end_or_the_next_row_which_then_ends_it():
    march = date(2027, 3, 31)
    closed = LimitRow(2, replace(LOCAL, valid_to=date(2026, 11, 30)), ended_by=3, held_to=march)
    first = LimitRow(3, replace(LOCAL, valid_from=DECEMBER, valid_to=date(2026, 12, 31)), own=True, ended_by=4)
    second = LimitRow(4, replace(LOCAL, valid_from=date(2027, 1, 1)), own=True)

    [longer] = withdrawing([ROWS[0], closed, first, second], 3).redated
    assert (longer.limit.valid_to, longer.ended_by) == (date(2026, 12, 31), 4)
    [whole] = withdrawing([ROWS[0], longer, second], 4).redated
    assert (whole.limit.valid_to, whole.ended_by) == (march, None)


def test_after_a_temporary_row_the_one_before_it_goes_on_and_is_whole_again_when_that_is_taken_back():
    effect = adding(ROWS, replace(LOCAL, value=10, valid_from=DECEMBER, valid_to=date(2026, 12, 31)))

    assert effect.continued == {2: LimitRow(None, replace(LOCAL, valid_from=date(2027, 1, 1)))}
    rows = written(effect.rows_after(ROWS), 3)
    spans = [(row.id, row.limit.valid_from, row.limit.valid_to) for row in rows[1:]]
    assert spans == [
        (2, None, date(2026, 11, 30)),
        (3, DECEMBER, date(2026, 12, 31)),
        (4, date(2027, 1, 1), None),
    ]
    back = withdrawing(rows, 3)
    assert [each.id for each in back.absorbed] == [4]
    assert back.rows_after(rows) == ROWS
