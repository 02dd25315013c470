"""A token is moved by hand out of, into and inside of what surrounds it: events, sub-processes, many members."""

import pytest

from tests.unit.engine.draw import (
    END,
    START,
    boundary,
    draw,
    each,
    gateway,
    message,
    on_date,
    on_message,
    path,
    task,
    user,
    variable,
)
from tests.unit.engine.hosts import Instance
from tests.unit.engine.moves import move, refused, token
from workflows.errors import Conflict

UNTIL = "2026-12-11T03:00:00Z"


def part(*inner, loop=""):
    """A sub-process in which `x` and then `y` are done."""
    inside = '<bpmn:startEvent id="s1"/><bpmn:endEvent id="s2"/>' + user("x") + user("y") + path("s1", "x", "y", "s2")
    return task("subProcess", "part", "", loop + inside + "".join(inner))


AROUND = (
    START, part(), boundary("withdrawn", "part", on_message("withdraw")), user("n"), user("b"), END,
    '<bpmn:endEvent id="end2"/>', path("start", "part", "b", "end"), path("withdrawn", "n", "end2"),
)  # fmt: skip


def drawn_around():
    return draw(*AROUND, outside=message("withdraw"))


def test_the_deadline_of_what_it_leaves_goes_and_that_of_where_it_comes_begins():
    process = draw(
        START, user("a"), boundary("late_a", "a", on_date("until")), user("b"), boundary("late_b", "b", on_date("until")),
        END, '<bpmn:endEvent id="l1"/><bpmn:endEvent id="l2"/>', path("start", "a", "b", "end"), path("late_a", "l1"),
        path("late_b", "l2"),
    )  # fmt: skip
    instance = Instance(process, until=UNTIL)
    move(instance, "a", "b")
    assert [timer.element_id for timer in instance.at.timers] == ["late_b"]
    size = len(instance.at.state)
    move(instance, "b", "a")
    move(instance, "a", "b")
    assert len(instance.at.state) == size
    assert instance.complete("b").ended


def noted():
    return draw(
        START, user("a"), boundary("note", "a", on_message("note"), interrupting=False),
        boundary("late", "a", on_date("until")), user("n"), user("b"), END, '<bpmn:endEvent id="e2"/><bpmn:endEvent id="e3"/>',
        path("start", "a", "b", "end"), path("note", "n", "e2"), path("late", "e3"), outside=message("note"),
    )  # fmt: skip


@pytest.mark.parametrize("order", [("b", "n"), ("n", "b")])
def test_what_a_boundary_event_set_off_stays_when_its_activity_is_moved(order):
    instance = Instance(noted(), until=UNTIL, x=0)
    instance.send("note")
    move(instance, "a", "b")
    assert (instance.names, instance.at.timers) == (["b", "n"], ())
    for name in order:
        after = instance.complete(name, **{name: 1})
    assert (after.ended, after.variables) == (True, {"until": UNTIL, "x": 0, "b": 1, "n": 1})


def test_what_a_boundary_event_set_off_can_be_moved_itself():
    instance = Instance(noted(), until=UNTIL)
    instance.send("note")
    move(instance, "n", "e2")
    assert (instance.names, len(instance.at.timers)) == (["a"], 1)
    instance.complete("a")
    assert instance.complete("b").ended


def test_a_sub_process_is_left_with_all_inside_and_with_what_was_done_there():
    instance = Instance(drawn_around(), x=0)
    instance.complete("x", done="x")
    after = move(instance, "part", "b")
    assert (instance.names, after.messages, after.variables) == (["b"], (), {"x": 0, "done": "x"})
    assert instance.complete("b").ended


def test_branches_inside_a_sub_process_that_is_left_bring_all_that_they_know():
    forked = user("x1") + user("x2") + gateway("parallel", "g") + gateway("parallel", "h") + '<bpmn:endEvent id="s2"/>'
    inner = '<bpmn:startEvent id="s1"/>' + forked + path("s1", "g", "x1", "h", "s2") + path("g", "x2", "h")
    process = draw(START, task("subProcess", "part", "", inner), user("b"), END, path("start", "part", "b", "end"))
    instance = Instance(process, x=0)
    instance.complete("x1", done=1)
    assert move(instance, "part", "b").variables == {"x": 0, "done": 1}


def test_a_sub_process_can_be_begun_again_and_entered():
    instance = Instance(drawn_around())
    instance.complete("x")
    move(instance, "part", "part")
    assert (instance.names, instance.at.messages) == (["x"], ("withdraw",))
    move(instance, "part", "b")
    move(instance, "b", "part")
    assert instance.names == ["x"]


def test_inside_a_sub_process_its_own_steps_can_be_chosen():
    instance = Instance(drawn_around())
    move(instance, "x", "y")
    assert (instance.names, instance.at.messages) == (["y"], ("withdraw",))
    move(instance, "y", "s2")
    assert instance.names == ["b"]


def test_an_event_gateway_is_left_with_its_events():
    process = draw(
        START, gateway("eventBased", "g"),
        f'<bpmn:intermediateCatchEvent id="reply">{on_message("reply")}</bpmn:intermediateCatchEvent>',
        f'<bpmn:intermediateCatchEvent id="late">{on_date("until")}</bpmn:intermediateCatchEvent>',
        user("a"), user("b"), gateway("exclusive", "m"), END, path("start", "g", "reply", "a", "m", "end"),
        path("g", "late", "b", "m"), outside=message("reply"),
    )  # fmt: skip
    instance = Instance(process, until=UNTIL)
    move(instance, "g", "b")
    assert (instance.names, instance.at.messages, instance.at.timers) == (["b"], (), ())
    assert "cổng sự kiện" in refused(instance, token(instance, "b"), "reply")
    move(instance, "b", "g")
    instance.send("reply")
    assert instance.names == ["a"]


VOTE = user("vote", each("voters", "voter", "ballots", "ballot"), assigneeExpression="voter.person")


def voting():
    return Instance(
        draw(variable("voters", "ballots"), START, VOTE, user("count"), END, path("start", "vote", "count", "end")),
        voters={"an": {"person": "an"}, "binh": {"person": "binh"}},
    )


def test_a_vote_is_moved_as_a_whole_and_begins_again_with_an_empty_box():
    instance = voting()
    instance.complete("vote", ballot="cast")
    [member] = instance.at.tokens
    assert "cả nhóm việc" in refused(instance, member.id, "count")
    after = instance.do(lambda execution: execution.move(member.block_id, "count"))
    assert (instance.names, after.variables["ballots"]) == (["count"], {"an": "cast"})
    move(instance, "count", "vote")
    for number in (1, 0):
        after = instance.complete("vote", number, ballot=number)
    assert after.variables["ballots"] == {"an": 0, "binh": 1}


def test_each_member_with_a_sub_process_of_its_own_moves_in_it_alone():
    process = draw(
        variable("voters", "answers"), START, part(loop=each("voters", "voter", "answers", "answer")), user("b"), END,
        path("start", "part", "b", "end"),
    )  # fmt: skip
    instance = Instance(process, voters=["an", "binh"])
    move(instance, "x", "y")
    assert instance.names == ["x", "y"]
    instance.complete("y", answer=1)
    block = next(each.block_id for each in instance.at.tokens if each.element_id == "part")
    instance.do(lambda execution: execution.move(block, "b"))
    assert instance.names == ["b"]
    assert [each.element_id for each in instance.at.tokens] == ["b"]


def test_what_cannot_be_is_refused_and_changes_nothing():
    instance = Instance(drawn_around())
    inside, outside = token(instance, "x"), token(instance, "part")
    assert "tải lại trang" in refused(instance, "nonsense", "b")
    assert "tải lại trang" in refused(instance, "0" * 32, "b")
    assert "cùng quy trình" in refused(instance, inside, "b")
    assert "cùng quy trình" in refused(instance, outside, "x")
    assert "cùng quy trình" in refused(instance, outside, "unknown")
    assert "chọn bước đó" in refused(instance, outside, "withdrawn")
    assert "điểm bắt đầu" in refused(instance, outside, "start")
    assert "điểm bắt đầu" in refused(instance, inside, "s1")


def test_an_ended_instance_has_no_token_to_move():
    instance = Instance(drawn_around())
    old = token(instance, "part")
    move(instance, "part", "end")
    for ask in (lambda each: each.move(old, "b"), lambda each: each.targets(old)):
        with pytest.raises(Conflict, match="đã kết thúc"):
            ask(instance.restored())


def test_the_places_to_choose_from_are_all_that_can_be_chosen():
    instance = Instance(drawn_around())
    places = {name: instance.restored().targets(token(instance, name)) for name in ("part", "x")}
    assert [each.id for each in places["part"]] == ["part", "b", "end", "n", "end2"]
    assert [each.id for each in places["x"]] == ["x", "y", "s2"]
