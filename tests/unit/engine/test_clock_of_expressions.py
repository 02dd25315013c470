"""Expressions of a diagram take the time from the host: now() for timers, today() for conditions."""

from datetime import timedelta

import pytest

from tests.unit.engine.draw import END, START, boundary, draw, flow, gateway, on_date, path, user
from tests.unit.engine.hosts import NOW, Instance

OTHER_END = '<bpmn:endEvent id="other_end"/>'


@pytest.mark.parametrize(
    ("until", "delay"),
    [
        ('now() + @"P3D"', timedelta(days=3)),
        ('now() + @"PT1H30M"', timedelta(hours=1, minutes=30)),
        ('date and time(today(), time("23:00:00Z"))', NOW.replace(hour=23, minute=0, second=0, microsecond=0) - NOW),
        ('date and time(since) + duration("P1D")', timedelta(days=1)),
    ],
)
def test_a_timer_is_due_by_the_clock_of_the_host(until, delay):
    process = draw(
        START, user("a"), boundary("late", "a", on_date(until)), user("b"), END, OTHER_END,
        path("start", "a", "end"), path("late", "b", "other_end"),
    )  # fmt: skip
    [timer] = Instance(process, since=NOW.isoformat()).at.timers
    assert timer.due_at == NOW + delay


def forked(condition):
    """One task when the condition holds, another when not."""
    return draw(
        START, gateway("exclusive", "x", "x_b"), user("a"), user("b"), END, OTHER_END,
        flow("start", "x"), flow("x", "a", condition), flow("x", "b"), path("a", "end"), path("b", "other_end"),
    )  # fmt: skip


def test_a_condition_knows_the_day():
    process = forked("today() = date(day)")
    assert Instance(process, day=NOW.date().isoformat()).names == ["a"]
    assert Instance(process, day="2020-01-01").names == ["b"]


def test_time_stands_still_within_an_expression():
    assert Instance(forked("is(now(), now())")).names == ["a"]
