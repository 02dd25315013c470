"""Timers fire by the host's clock, at a UTC instant from the variables, and only once."""

from datetime import UTC, datetime

import pytest

from tests.unit.engine.draw import END, START, boundary, draw, gateway, on_date, path, task, user
from tests.unit.engine.hosts import NOW, Host, Instance
from workflows.engine import Execution, StepFailed

LATE_END = '<bpmn:endEvent id="late_end"/>'


def reminded(interrupting=True):
    """A task with a deadline."""
    return draw(
        START, user("a"), boundary("late", "a", on_date("until"), interrupting), user("b"), END, LATE_END,
        path("start", "a", "end"), path("late", "b", "late_end"),
    )  # fmt: skip


def test_a_timer_waits_for_its_instant():
    instance = Instance(reminded(), until="2026-12-11T10:00:00+07:00")
    [timer] = instance.at.timers
    assert (timer.element_id, timer.due_at) == ("late", datetime(2026, 12, 11, 3, tzinfo=UTC))
    instance.host.wait(days=1, seconds=-1)
    assert instance.fire().timers == (timer,)
    instance.host.wait(seconds=1)
    instance.fire()
    assert instance.names == ["b"]
    assert instance.at.timers == ()
    assert instance.fire().tasks[0].element_id == "b"


def test_a_reminder_leaves_the_work_open_and_comes_once():
    instance = Instance(reminded(interrupting=False), until="2026-12-11T03:00:00Z")
    instance.host.wait(days=2)
    instance.fire()
    instance.fire()
    assert instance.names == ["a", "b"]
    assert not instance.complete("a").ended
    assert instance.complete("b").ended


def test_work_done_in_time_takes_its_timer_away():
    instance = Instance(reminded(), until="2026-12-11T03:00:00Z")
    assert instance.complete("a").ended


def test_an_instant_that_has_passed_fires_at_once():
    assert Instance(reminded(), until="2026-12-01T00:00:00Z").names == ["b"]


def test_time_does_not_move_inside_a_step():
    host = Host()
    moments = iter([NOW, NOW])
    host.now = lambda: next(moments)
    Execution.start(reminded(), {"until": "2026-12-11T03:00:00Z"}, host)


@pytest.mark.parametrize("until", [None, "soon", 5, "2026-12-11T03:00:00"])
def test_a_timer_without_a_sound_instant_fails_with_its_element(until):
    with pytest.raises(StepFailed, match="until") as failed:
        Instance(reminded(), until=until)
    assert failed.value.element_id == "late"


def test_work_that_is_done_does_not_set_off_what_is_due_elsewhere():
    """Else a deadline would pass in the name of whoever works at that moment."""
    process = draw(
        START, gateway("parallel", "f"), user("a"), user("b"), boundary("late", "b", on_date("until")), END,
        '<bpmn:endEvent id="end_b"/>', LATE_END, path("start", "f", "a", "end"), path("f", "b", "end_b"), path("late", "late_end"),
    )  # fmt: skip
    instance = Instance(process, until="2026-12-11T03:00:00Z")
    [timer] = instance.at.timers
    instance.host.wait(days=2)
    instance.complete("a")
    assert (instance.names, instance.at.timers) == (["b"], (timer,))
    instance.fire()
    assert (instance.fired, instance.at.ended) == ([timer.id], True)


def test_each_timer_that_goes_off_is_told_and_none_that_is_taken_away():
    inside = task(
        "subProcess", "part",
        inside="".join((
            '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/><bpmn:endEvent id="e2"/>', user("a"),
            boundary("remind", "a", on_date("first"), False), path("s", "a", "e"), path("remind", "e2"),
        )),
    )  # fmt: skip
    process = draw(
        START, inside, boundary("late", "part", on_date("second")), END, LATE_END,
        path("start", "part", "end"), path("late", "late_end"),
    )  # fmt: skip
    for second, told in (("2026-12-11T03:00:00Z", {"remind", "late"}), ("2026-12-13T03:00:00Z", {"remind"})):
        instance = Instance(process, first="2026-12-11T03:00:00Z", second=second)
        names = {timer.id: timer.element_id for timer in instance.at.timers}
        instance.host.wait(days=1)
        instance.fire()
        assert {names[each] for each in instance.fired} == told


def test_a_catching_timer_and_two_timers_at_once():
    process = draw(
        START, gateway("parallel", "f"), gateway("parallel", "j"), END,
        f'<bpmn:intermediateCatchEvent id="one">{on_date("first")}</bpmn:intermediateCatchEvent>',
        f'<bpmn:intermediateCatchEvent id="two">{on_date("second")}</bpmn:intermediateCatchEvent>',
        path("start", "f", "one", "j", "end"), path("f", "two", "j"),
    )  # fmt: skip
    instance = Instance(process, first="2026-12-11T03:00:00Z", second="2026-12-12T03:00:00Z")
    assert [timer.element_id for timer in instance.at.timers] == ["one", "two"]
    instance.host.wait(days=1)
    assert [timer.element_id for timer in instance.fire().timers] == ["two"]
    instance.host.wait(days=1)
    assert instance.fire().ended
