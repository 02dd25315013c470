"""What must hold of every count, whatever the days, the limit and the stops."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.calendar import VIETNAM, Calendar, is_working_day, local_day
from workflows.rules.counting import Stop, count
from workflows.rules.deadlines import Limit

FIRST, LAST = date(2024, 1, 1), date(2027, 6, 30)
LIMIT = Limit(rule="a.step", name="Bước", value=1, unit="working_day", start="nhận đủ", on_return="resume")
some_day = st.dates(FIRST, LAST)
few_days = st.frozensets(some_day, max_size=25)
calendars = st.builds(Calendar, days_off=few_days, days_worked=few_days, half_days=few_days)
limits = st.builds(
    lambda value, unit: replace(LIMIT, value=value, unit=unit),
    st.integers(0, 45),
    st.sampled_from(["working_day", "calendar_day"]),
)


@st.composite
def stops_after(draw, start: date, most: int = 3) -> list[Stop]:
    """Draw stops that begin on or after a day, in any order, overlapping or not."""
    found = []
    for _ in range(draw(st.integers(0, most))):
        begun = datetime.combine(start, time(), VIETNAM) + timedelta(hours=draw(st.integers(0, 24 * 60)))
        found.append(Stop("applicant", begun, begun + timedelta(hours=draw(st.integers(0, 24 * 40)))))
    return found


def day_of(limit: Limit, start: date, calendar: Calendar, stops: list[Stop] | tuple[Stop, ...] = ()) -> date:
    found = count(limit, start, calendar, stops).due_day
    assert found is not None
    return found


@given(limits, some_day, calendars, st.data())
def test_a_longer_limit_ends_no_earlier(limit: Limit, start: date, calendar: Calendar, data):
    stops = data.draw(stops_after(start))
    longer = replace(limit, value=(limit.value or 0) + 1)
    assert day_of(limit, start, calendar, stops) <= day_of(longer, start, calendar, stops)


@given(limits, some_day, st.integers(1, 30), calendars, st.data())
def test_a_later_start_ends_no_earlier(limit: Limit, start: date, later: int, calendar: Calendar, data):
    stops = data.draw(stops_after(start))
    assert day_of(limit, start, calendar, stops) <= day_of(limit, start + timedelta(days=later), calendar, stops)


@given(limits, some_day, calendars, st.data())
def test_a_stop_never_makes_it_end_earlier(limit: Limit, start: date, calendar: Calendar, data):
    stops = data.draw(stops_after(start))
    assert day_of(limit, start, calendar, stops) >= day_of(limit, start, calendar, stops[1:])


@given(limits.filter(lambda each: each.value), some_day, calendars, st.data())
def test_a_limit_of_days_is_never_due_on_a_day_off(limit: Limit, start: date, calendar: Calendar, data):
    assert is_working_day(calendar, day_of(limit, start, calendar, data.draw(stops_after(start))))


@given(st.integers(1, 40), some_day, calendars, st.data())
def test_exactly_the_limit_is_counted_however_often_it_stands_still(value: int, start: date, calendar: Calendar, data):
    found = count(replace(LIMIT, value=value), start, calendar, data.draw(stops_after(start)))
    weights = [each.weight for each in found.days]
    # The last day that counts may bring half a day more than is wanted; without it, something is lacking.
    last = max(number for number, weight in enumerate(weights) if weight)
    assert sum(weights[:last]) < value <= sum(weights)
    assert sum(weights) - value < 1


@given(st.integers(1, 40), st.integers(0, 40), some_day, calendars, st.integers(0, 60))
def test_what_is_left_when_it_stops_is_what_it_takes_afterwards(
    value: int, after: int, start: date, calendar: Calendar, length: int
):
    """Additive over a pause: days before it, and the rest counted from its end as a limit of its own."""
    calendar = replace(calendar, half_days=frozenset())
    begun = start + timedelta(days=after)
    ended = begun + timedelta(days=length)
    pause = Stop("applicant", datetime.combine(begun, time(9), VIETNAM), datetime.combine(ended, time(9), VIETNAM))
    used = sum(is_working_day(calendar, start + timedelta(days=each)) for each in range(1, after + 1))
    got = day_of(replace(LIMIT, value=value), start, calendar, [pause])
    if used < value:
        assert got == day_of(replace(LIMIT, value=value - used), ended, calendar)
    elif day_of(replace(LIMIT, value=value), start, calendar) < begun:
        assert got == day_of(replace(LIMIT, value=value), start, calendar)
    else:
        assert got >= ended  # it does not run out while it stands still
        assert all(not is_working_day(calendar, ended + timedelta(days=each)) for each in range((got - ended).days))


@given(st.integers(1, 40), some_day, calendars, st.data())
def test_stops_are_a_union_whatever_their_order_and_cut(value: int, start: date, calendar: Calendar, data):
    limit, stops = replace(LIMIT, value=value), data.draw(stops_after(start))
    cut = [
        part
        for stop in stops
        for middle in [stop.started_at + ((stop.ended_at or stop.started_at) - stop.started_at) / 2]
        for part in (replace(stop, ended_at=middle), replace(stop, started_at=middle))
    ]
    assert day_of(limit, start, calendar, stops) == day_of(limit, start, calendar, cut[::-1])


@given(some_day, calendars, st.data())
def test_the_list_of_days_is_whole_and_in_order(start: date, calendar: Calendar, data):
    found = count(replace(LIMIT, value=10), start, calendar, data.draw(stops_after(start)))
    assert found.due_day is not None
    days = [each.day for each in found.days]
    assert days == [start + timedelta(days=number) for number in range((found.due_day - start).days + 1)]
    assert local_day(found.due_at - timedelta(microseconds=1)) == found.due_day if found.due_at else False
