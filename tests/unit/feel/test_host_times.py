"""How dates and times come in from Python, go back, and where now() and today() get theirs."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

import feel
from tests.unit.feel.told import told, warnings_of

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
PARIS = ZoneInfo("Europe/Paris")
HALF_PAST_EIGHT = datetime(2026, 11, 20, 8, 30, tzinfo=VIETNAM)


class Elsewhere(tzinfo):
    """A zone that Python allows and no clock has."""

    def utcoffset(self, when):
        return timedelta(hours=20)


@pytest.mark.parametrize(
    ("value", "expected", "kind"),
    [
        (date(2026, 11, 20), "2026-11-20", "date"),
        (datetime.combine(date(2026, 11, 20), time(8, 30)), "2026-11-20T08:30:00", "date and time"),
        (datetime(2026, 11, 20, 8, 30, 1, 250_000, tzinfo=UTC), "2026-11-20T08:30:01.25Z", "date and time"),
        (HALF_PAST_EIGHT, "2026-11-20T08:30:00@Asia/Ho_Chi_Minh", "date and time"),
        (
            datetime(2026, 11, 20, 8, 30, tzinfo=timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")),
            "2026-11-20T08:30:00+07:00",
            "date and time",
        ),
        (time(8, 30), "08:30:00", "time"),
        (time(8, 30, tzinfo=PARIS), "08:30:00@Europe/Paris", "time"),
        (timedelta(days=-1, microseconds=1), "-PT23H59M59.999999S", "days and time duration"),
        (feel.MonthsDuration(14), "P1Y2M", "years and months duration"),
        (feel.Date(10_000, 1, 1), "10000-01-01", "date"),
    ],
)
def test_what_python_knows_of_time_is_taken_over(value, expected, kind):
    assert told("x", {"x": value}) == expected
    assert told(f"x instance of {kind}", {"x": value}) is True
    assert told("[x][1] = x", {"x": value}) is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-11-20"', date(2026, 11, 20)),
        ('@"2026-11-20T08:30:00.25"', datetime.combine(date(2026, 11, 20), time(8, 30, 0, 250_000))),
        ('@"2026-11-20T08:30:00+07:00"', datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
        ('@"2026-11-20T08:30:00@Asia/Ho_Chi_Minh"', HALF_PAST_EIGHT),
        ('@"08:30:00@Europe/Paris"', time(8, 30, tzinfo=PARIS)),
        ('@"-PT1.5S"', timedelta(seconds=-1.5)),
    ],
)
def test_values_of_time_go_back_to_python(text, expected):
    assert feel.to_python(feel.parse(text).evaluate({})) == expected


@pytest.mark.parametrize(
    "text", ['@"10000-01-01"', '@"-0001-01-01T00:00:00Z"', '@"08:30:00.000000001"', '@"P1Y"', '@"P999999999999D"', "1"]
)
def test_what_python_cannot_hold_stays_as_it_is(text):
    value = feel.parse(text).evaluate({})
    assert feel.to_python(value) is value


def test_the_second_of_two_equal_times_in_autumn_goes_to_python_and_back():
    later = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=PARIS)
    value = feel.parse("x").evaluate({"x": later})
    assert feel.to_python(value).fold == 1
    assert told('x - @"2026-10-25T02:30:00@Europe/Paris"', {"x": later}) == "PT1H"
    assert told("x - y", {"x": later, "y": later.replace(fold=0)}) == "PT1H"


def test_an_offset_that_no_clock_has_is_not_taken_over():
    assert told("x", {"x": datetime(2026, 11, 20, tzinfo=Elsewhere())}) is None


def test_now_is_the_moment_of_the_caller_and_today_its_day():
    assert told("now()", now=HALF_PAST_EIGHT) == "2026-11-20T08:30:00@Asia/Ho_Chi_Minh"
    assert told("today()", now=HALF_PAST_EIGHT) == "2026-11-20"
    early = datetime(2026, 11, 19, 17, 30, tzinfo=UTC)
    assert told("today()", now=early) == "2026-11-19"
    assert told("today()", now=early.astimezone(VIETNAM)) == "2026-11-20"
    assert told("now() = now() and is(now(), now())", now=HALF_PAST_EIGHT) is True
    assert told('today() - @"P1Y"', now=HALF_PAST_EIGHT) == "2025-11-20"
    assert told("now(1)", now=HALF_PAST_EIGHT) is None


def test_without_a_moment_nobody_knows_what_time_it_is():
    assert told("now()") is None
    assert told("today()") is None
    assert warnings_of("today()") == ["Ở đây không biết bây giờ là lúc nào."]
