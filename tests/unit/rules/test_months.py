"""Months as calendars draw them."""

from datetime import date

import pytest

from workflows.rules.months import Month, month_of, read

TODAY = date(2026, 12, 10)


def test_a_month_is_drawn_in_whole_weeks_from_monday():
    weeks = Month(2026, 12).weeks
    assert (weeks[0][0], weeks[-1][-1]) == (date(2026, 11, 30), date(2027, 1, 3))
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in weeks)


def test_a_february_of_four_weeks_has_no_more():
    assert len(Month(2027, 2).weeks) == 4


def test_neighbours_pass_the_turn_of_the_year():
    assert Month(2026, 12).after == Month(2027, 1)
    assert Month(2027, 1).before == Month(2026, 12)
    assert Month(2028, 2).last_day == date(2028, 2, 29)


@pytest.mark.parametrize("word", ["", "2026", "2026-13", "2026-00", "1999-12", "2101-01", "abc", "2026-1", "٢٠٢٦-١٢"])
def test_what_is_no_month_in_an_address_is_this_month(word):
    assert read(word, TODAY) == month_of(TODAY)


def test_an_address_says_a_month_as_it_was_written_there():
    assert read("2027-02", TODAY) == Month(2027, 2)
    assert read(Month(2026, 3).word, TODAY) == Month(2026, 3)
