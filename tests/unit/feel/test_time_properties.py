"""What holds for all dates, times and durations, tried with generated ones."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

import feel
from feel.dates import LAST_YEAR, Date, days_in_month
from feel.durations import DAY, SECOND, DaysDuration, MonthsDuration
from feel.temporal_texts import temporal_from_text
from feel.times import FARTHEST_OFFSET, DateTime, Time

ZONES = ["Asia/Ho_Chi_Minh", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Etc/UTC", "Africa/Casablanca"]
LAST_DAY = Date(LAST_YEAR, 12, 31).number
FIRST_DAY = Date(-LAST_YEAR, 1, 1).number

days = st.integers(-1_000_000, 1_000_000) | st.integers(FIRST_DAY, LAST_DAY)
dates = st.builds(Date.numbered, days)
offsets = st.integers(-FARTHEST_OFFSET, FARTHEST_OFFSET)
fixed_places = st.none() | offsets
places = fixed_places | st.sampled_from(ZONES)
clocks = st.integers(0, 86_399).map(lambda second: second * SECOND) | st.integers(0, DAY - 1)
times = st.builds(Time, clocks, places)
moments = st.builds(DateTime, dates, times)
lengths = st.builds(DaysDuration, st.integers(-(10**15), 10**15) | st.integers(-(10**25), 10**25))
spans = st.builds(MonthsDuration, st.integers(-50, 50) | st.integers(-(10**10), 10**10))
values = dates | times | moments | lengths | spans


def value_of(text, **context):
    return feel.parse(text).evaluate(context)


@given(values)
def test_a_value_that_is_written_out_is_read_back(value):
    assert temporal_from_text(str(value)) == value
    assert value_of("is(x, y)", x=value, y=temporal_from_text(value_of("string(x)", x=value))) is True


@given(st.dates())
def test_days_are_numbered_as_python_numbers_them(day):
    own = Date(day.year, day.month, day.day)
    assert own.number == day.toordinal() - date(1970, 1, 1).toordinal()
    assert (own.weekday, own.day_of_year) == (day.isoweekday(), day.timetuple().tm_yday)
    assert own.week_of_year == day.isocalendar().week
    assert str(own) == day.isoformat()


@given(days)
@example(FIRST_DAY)
@example(LAST_DAY)
def test_every_number_is_a_day_that_exists(number):
    day = Date.numbered(number)
    assert day.number == number
    assert Date.of(day.year, day.month, day.day) == day


@given(dates, st.integers(-(10**6), 10**6))
def test_days_that_are_added_can_be_taken_away_again(day, count):
    assert value_of("d + n - n", d=day, n=DaysDuration(count * DAY)) in (day, None)


@given(moments, lengths)
@settings(deadline=None)
def test_a_moment_comes_back_from_where_it_went(moment, length):
    there_and_back = value_of("m + l - l", m=moment, l=length)
    assert there_and_back is None or value_of("x = y", x=there_and_back, y=moment) is True


@given(moments, lengths)
@settings(deadline=None)
def test_a_duration_that_is_added_is_the_difference(moment, length):
    assert value_of("m + l - m", m=moment, l=length) in (length, None)


@given(times, lengths)
def test_a_time_goes_round_the_clock_and_back(time, length):
    assert value_of("t + l - l", t=time, l=length) == time


@given(dates, spans)
def test_months_keep_the_day_or_end_on_the_last_of_the_month(day, span):
    there = value_of("d + s", d=day, s=span)
    if there is not None:
        assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == span.total
        assert there.day == min(day.day, days_in_month(there.year, there.month))


@given(dates, dates)
def test_the_months_between_two_days_never_reach_beyond_the_second(one, other):
    months = value_of("years and months duration(a, b)", a=one, b=other)
    reached = value_of("a + m", a=one, m=months)
    assert one <= reached <= other or other <= reached <= one
    beyond = value_of("a + m", a=one, m=MonthsDuration(months.total + (1 if other >= one else -1)))
    if beyond is not None and beyond.day == one.day:
        assert beyond > other if other >= one else beyond < other


def ordered(draw_kind):
    return st.lists(draw_kind, min_size=3, max_size=3)


same_kinds = (
    ordered(dates)
    | ordered(lengths)
    | ordered(spans)
    | ordered(st.builds(Time, clocks))
    | ordered(st.builds(Time, clocks, offsets))
    | ordered(st.builds(DateTime, dates, st.builds(Time, clocks)))
    | ordered(st.builds(DateTime, dates, st.builds(Time, clocks, offsets | st.sampled_from(ZONES))))
)


@given(same_kinds)
@settings(max_examples=300, deadline=None)
def test_the_order_within_a_kind_is_total(three):
    for one in three:
        for other in three:
            answers = [value_of(f"a {sign} b", a=one, b=other) for sign in ("<", "=", ">")]
            assert sorted(map(str, answers)) == ["False", "False", "True"]
            assert value_of("a <= b", a=one, b=other) is not answers[2]
    by_order = value_of("sort(l, function(a, b) a < b)", l=three)
    for one, other in pairwise(by_order):
        assert value_of("a <= b", a=one, b=other) is True


@given(moments)
@settings(deadline=None)
def test_a_moment_of_python_comes_back_the_same(moment):
    held = feel.to_python(moment)
    if held is not moment:
        assert value_of("x", x=held) == moment


@given(st.timedeltas(timedelta(days=-99_999), timedelta(days=99_999)))
def test_a_timedelta_comes_back_the_same(length):
    assert feel.to_python(value_of("x", x=length)) == length


numbers = st.decimals(allow_nan=False, allow_infinity=False)
OPERATIONS = [
    *("a + b", "a - b", "a * b", "a / b", "a ** b", "a = b", "a < b", "a >= b", "a != b", "-a", "abs(a)", "is(a, b)"),
    *("a in [b..c]", "a in [b, c]", "a between b and c", "max(a, b, c)", "min([a, b])", "[a..b]", "string([a, b, c])"),
    *("date(a)", "time(a)", "date and time(a)", "date and time(a, b)", "duration(a)", "time(a, b, c)"),
    *("years and months duration(a, b)", "day of year(a)", "day of week(a)", "week of year(a)", "month of year(a)"),
    *("a.year", "a.second", "a.time offset", "a.timezone", "a.days", "a.months", "date(a, b, c)", "time(1, 1, a, b)"),
    *("(for d in a..b return d)[1]", "some d in a..b satisfies true", "sort([a, b, c], function(x, y) x < y)"),
]


@given(st.sampled_from(OPERATIONS), *[values | numbers | st.text(max_size=12) | st.none()] * 3)
@settings(max_examples=800, deadline=None)
def test_whatever_is_done_with_values_of_time_gives_a_value_or_null(operation, a, b, c):
    expression = feel.parse(operation)
    warnings = []
    value = expression.evaluate({"a": a, "b": b, "c": c}, warnings)
    assert type(value) in feel.values.TYPE_NAMES


@given(st.text("0123456789-+:.TZPYMDHS@/ABCaz", max_size=30) | st.text(max_size=30))
@settings(max_examples=400)
def test_any_text_is_read_as_a_value_of_time_or_not_at_all(text):
    for function in ("date", "time", "date and time", "duration"):
        value = value_of(f"{function}(x)", x=text)
        assert value is None or temporal_from_text(str(value)) == value
