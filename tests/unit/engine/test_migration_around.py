"""What surrounds the work goes over with it: events, sub-processes, calls, many members."""

from datetime import UTC, datetime

import pytest

from tests.unit.engine.crossing import carried, reasons
from tests.unit.engine.draw import (
    END,
    START,
    boundary,
    diagram,
    draw,
    each,
    flow,
    gateway,
    message,
    on_date,
    on_message,
    path,
    task,
    user,
    variable,
)
from tests.unit.engine.hosts import Host, Instance
from workflows.engine import StepFailed, load_process, migration

UNTIL = "2026-12-11T03:00:00Z"
NOTED = '<bpmn:endEvent id="noted"/>'
LATE = '<bpmn:endEvent id="late_end"/>'
STOPPED = '<bpmn:endEvent id="stopped"/>'


def timed(*, late="until", note=False, work="a", inner="", until="late"):
    """One step, perhaps with a deadline, perhaps with a note that may be sent meanwhile."""
    parts = [START, inner or user(work), user("b"), END, path("start", work, "b", "end")]
    if late:
        parts += [boundary(until, work, on_date(late)), user("l"), LATE, path(until, "l", "late_end")]
    if note:
        parts += [
            boundary("note", work, on_message("note"), interrupting=False),
            user("n"),
            NOTED,
            path("note", "n", "noted"),
        ]
    return draw(*parts, outside=message("note"))


def test_a_deadline_keeps_the_instant_that_it_had():
    instance = Instance(timed(), until=UNTIL, later="2027-01-01T00:00:00Z")
    before = instance.at.timers
    found = carried(instance, timed(late="later"))
    assert (instance.at.timers, found.added, found.removed) == (before, (), ())
    instance.host.wait(days=2)
    instance.fire()
    assert instance.names == ["l"]


@pytest.mark.parametrize("noted", [False, True])
def test_a_deadline_that_is_new_begins_to_wait(noted):
    instance = Instance(timed(late="", note=noted), until=UNTIL)
    found = carried(instance, timed(note=noted))
    assert found.added == ("late",)
    [timer] = instance.at.timers
    assert (timer.element_id, timer.due_at) == ("late", datetime(2026, 12, 11, 3, tzinfo=UTC))
    instance.host.wait(days=2)
    instance.fire()
    assert (instance.names, instance.at.messages) == (["l"], ())


def test_a_new_deadline_that_has_passed_waits_for_the_clock():
    instance = Instance(timed(late=""), until="2026-12-01T00:00:00Z")
    carried(instance, timed())
    assert (instance.names, len(instance.at.timers)) == (["a"], 1)
    instance.fire()
    assert instance.names == ["l"]


def test_a_new_deadline_without_an_instant_fails_with_its_element():
    instance = Instance(timed(late=""))
    with pytest.raises(StepFailed) as failed:
        migration.migrate(instance.process, instance.at.state, timed(), {}, instance.host)
    assert failed.value.element_id == "late"


def test_a_deadline_that_is_gone_waits_no_more():
    instance = Instance(timed(), until=UNTIL)
    found = carried(instance, timed(late=""))
    assert (found.removed, instance.at.timers) == (("late",), ())
    instance.complete("a")
    assert instance.complete("b").ended


def test_a_deadline_of_another_name_is_the_same_by_mapping_and_else_a_new_one():
    one, two = (Instance(timed(), until=UNTIL, other="2026-12-20T00:00:00Z") for _ in range(2))
    new = timed(late="other", until="overdue")
    before = one.at.timers[0]
    carried(one, new, late="overdue")
    assert [(each.id, each.element_id, each.due_at) for each in one.at.timers] == [
        (before.id, "overdue", before.due_at)
    ]
    found = carried(two, new)
    assert (found.added, found.removed) == (("overdue",), ("late",))
    assert two.at.timers[0].due_at.day == 20


def test_an_event_around_a_step_of_another_name():
    instance = Instance(timed(note=True), until=UNTIL)
    carried(instance, timed(note=True, work="a1"), a="a1")
    instance.send("note")
    instance.complete("a1")
    instance.complete("n")
    assert instance.complete("b").ended


def test_what_an_event_has_set_off_goes_on_and_the_event_does_not_wait_again():
    instance = Instance(timed(note=True), until=UNTIL)
    instance.send("note")
    found = carried(instance, timed(note=True, late=""))
    assert (found.added, found.removed, instance.at.messages) == ((), ("late",), ())
    instance.complete("a")
    instance.complete("n")
    assert instance.complete("b").ended


@pytest.mark.parametrize("late", ["until", ""])
@pytest.mark.parametrize("order", [("a", "n"), ("n", "a")])
def test_what_an_event_has_set_off_goes_on_without_the_event(late, order):
    new = [START, gateway("exclusive", "g", "g_a"), flow("g", "n", "x"), user("a"), user("b"), user("n"), END, NOTED]
    new += [path("start", "g", "a", "b", "end"), path("n", "noted")]
    if late:
        new += [boundary("late", "a", on_date(late)), LATE, path("late", "late_end")]
    instance = Instance(timed(note=True, late=late), until=UNTIL, y=0)
    instance.send("note")
    carried(instance, draw(*new))
    assert len(instance.at.timers) == bool(late)
    instance.complete(order[0], **{order[0]: 1})
    assert len(instance.at.timers) == (bool(late) and order[0] == "n")
    instance.complete(order[1], **{order[1]: 1})
    after = instance.complete("b")
    assert (after.ended, after.variables) == (True, {"until": UNTIL, "y": 0, "a": 1, "n": 1})


def part(*steps, own_id="part", loop=""):
    inside = '<bpmn:startEvent id="s1"/><bpmn:endEvent id="s2"/>' + "".join(user(each) for each in steps)
    return task("subProcess", own_id, "", loop + inside + path("s1", *steps, "s2"))


def around(*steps, own_id="part", stop=True):
    parts = [START, part(*steps, own_id=own_id), user("b"), END, path("start", own_id, "b", "end")]
    if stop:
        parts += [boundary("stop", own_id, on_message("stop")), STOPPED, path("stop", "stopped")]
    return draw(*parts, outside=message("stop"))


def test_inside_a_sub_process_that_has_another_name():
    instance = Instance(around("x", "y"), v=0)
    instance.complete("x", x=1)
    assert set(reasons(instance, around("y", own_id="part1"))) == {"part"}
    assert set(reasons(instance, around("y1", own_id="part1"), part="part1")) == {"y"}
    carried(instance, around("y1", "w", own_id="part1"), part="part1", y="y1")
    instance.complete("y1", y=1)
    assert instance.complete("w").variables == {"v": 0, "x": 1, "y": 1}
    assert instance.names == ["b"]


def test_a_way_out_of_a_sub_process_that_is_new_takes_along_what_was_done_inside():
    instance = Instance(around("x", "y", stop=False), v=0)
    instance.complete("x", x=1)
    found = carried(instance, around("x", "y"))
    assert (found.added, instance.at.messages) == (("stop",), ("stop",))
    ended = instance.send("stop")
    assert (ended.end_event, ended.variables) == ("stopped", {"v": 0, "x": 1})


def test_a_new_way_out_that_is_not_taken_changes_nothing():
    instance = Instance(around("x", "y", stop=False), v=0)
    instance.complete("x", x=1)
    carried(instance, around("x", "y"))
    instance.complete("y", y=1)
    assert instance.complete("b").variables == {"v": 0, "x": 1, "y": 1}
    assert instance.at.ended


def calling(called, *steps):
    inner = diagram('<bpmn:startEvent id="s1"/><bpmn:endEvent id="s2"/>', *(user(each) for each in steps),
                    path("s1", *steps, "s2"), key=called)  # fmt: skip
    call = f'<bpmn:callActivity id="call" calledElement="{called}"/>'
    outer = diagram(START, call, user("b"), END, path("start", "call", "b", "end"))
    return load_process("p", {"p.bpmn": outer, "q.bpmn": inner}, str(hash((outer, inner))))


def test_a_call_may_go_to_another_process_that_has_the_step():
    instance = Instance(calling("q", "x", "y"))
    assert set(reasons(instance, calling("r", "y"))) == {"x"}
    carried(instance, calling("r", "x", "z"))
    instance.complete("x")
    instance.complete("z")
    assert instance.names == ["b"]


def test_each_member_goes_over_in_a_sub_process_of_its_own():
    def many(*steps):
        loop = each("voters", "voter", "answers", "answer")
        return draw(
            variable("voters", "answers"),
            START,
            part(*steps, loop=loop),
            user("b"),
            END,
            path("start", "part", "b", "end"),
        )

    instance = Instance(many("x", "y"), voters={"an": 1, "binh": 2})
    instance.complete("x")
    carried(instance, many("x", "w", "y"))
    assert instance.names == ["x", "y"]
    instance.complete("y", answer="one")
    for name in ("x", "w"):
        instance.complete(name)
    assert set(instance.complete("y", answer="two").variables["answers"].values()) == {"one", "two"}


def test_an_event_gateway_waits_on_with_its_deadline():
    def catch(own_id, event):
        return f'<bpmn:intermediateCatchEvent id="{own_id}">{event}</bpmn:intermediateCatchEvent>'

    def asked(other):
        return draw(
            START, gateway("eventBased", "g"), catch("reply", on_message("reply")), catch("other", other), user("a"),
            user("l"), END, LATE, path("start", "g", "reply", "a", "end"), path("g", "other", "l", "late_end"),
            outside=message("reply") + message("no"),
        )  # fmt: skip

    instance = Instance(asked(on_message("no")), until=UNTIL)
    carried(instance, asked(on_date("until")))
    assert [each.element_id for each in instance.at.timers] == ["other"]
    carried(instance, asked(on_date("until") + "\n"))
    instance.host.wait(days=3)
    instance.fire()
    assert instance.names == ["l"]


def test_a_receive_task_and_a_catching_event_wait_on():
    def waiting(name, timer=False):
        event = on_date("until") if timer else on_message(name)
        return draw(
            START, gateway("parallel", "f"), gateway("parallel", "j"), task("receiveTask", "hear", messageRef=f"message_{name}"),
            f'<bpmn:intermediateCatchEvent id="catch">{event}</bpmn:intermediateCatchEvent>', END, user("z"),
            path("start", "f", "hear", "j", "z", "end"), path("f", "catch", "j"), outside=message("one") + message("two"),
        )  # fmt: skip

    instance = Instance(waiting("one"), until=UNTIL)
    assert "một loại bước khác" in reasons(instance, waiting("two", timer=True))["catch"].reason
    carried(instance, waiting("two"))
    assert instance.at.messages == ("two",)
    instance.send("two")
    assert instance.names == ["z"]


def test_the_host_is_not_asked_to_do_anything():
    host = Host()
    instance = Instance(timed(late=""), host, until=UNTIL)
    carried(instance, timed())
    assert host.steps == []
