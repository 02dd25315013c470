"""A token is moved by hand along flows, forks and joins, and the others go on as they should."""

import json

import pytest

from tests.unit.engine.draw import END, START, draw, flow, gateway, path, service, user
from tests.unit.engine.hosts import Host, Instance
from tests.unit.engine.moves import move
from workflows.errors import Conflict

LINE = (START, user("a"), user("b"), service("s"), user("c"), END, path("start", "a", "b", "s", "c", "end"))
FORKED = (
    START, user("first"), gateway("parallel", "f"), user("a"), user("b"), user("c"), gateway("parallel", "j"), user("z"),
    END, path("start", "first", "f", "a", "b", "j", "z", "end"), path("f", "c", "j"),
)  # fmt: skip
INCLUSIVE = (
    START, gateway("inclusive", "f", "f_c"), user("a"), user("b"), user("c"), gateway("inclusive", "j"), user("z"), END,
    flow("f", "a", "x > 0"), flow("f", "b", "x > 1"), path("start", "f", "c", "j", "z", "end"), path("a", "j"), path("b", "j"),
)  # fmt: skip


def test_forward_and_back_with_what_it_knew():
    instance = Instance(draw(*LINE), Host(work__do="done"), x=1)
    before = instance.task("a").id
    assert move(instance, "a", "b").variables == {"x": 1}
    assert instance.names == ["b"]
    assert move(instance, "b", "s").variables == {"x": 1, "result": "done"}
    assert instance.names == ["c"]
    move(instance, "c", "a")
    assert instance.task("a").id != before
    for name in "abc":
        instance.complete(name, **{name: name})
    assert instance.at.ended
    assert instance.at.variables == {"x": 1, "result": "done", "a": "a", "b": "b", "c": "c"}


def test_the_old_work_is_gone_and_moving_leaves_no_trace_in_the_state():
    instance = Instance(draw(*LINE))
    old, sizes = instance.task("a").id, []
    for _ in range(5):
        move(instance, "a", "b")
        sizes.append(len(instance.at.state))
        move(instance, "b", "a")
    assert len(set(sizes)) == 1
    with pytest.raises(Conflict, match="không còn mở"):
        instance.restored().complete(old, {})


def test_before_an_end_event_the_way_ends_there():
    instance = Instance(draw(*LINE))
    assert move(instance, "a", "end").end_event == "end"


def test_what_is_moved_can_be_saved_and_restored():
    instance = Instance(draw(*FORKED), x=0)
    instance.complete("first")
    move(instance, "a", "b")
    assert json.loads(instance.restored().snapshot().state) == json.loads(instance.at.state)
    assert instance.restored().snapshot().tokens == instance.at.tokens


@pytest.mark.parametrize("order", [("b", "c"), ("c", "b")])
def test_moved_within_its_branch_it_still_joins(order):
    instance = Instance(draw(*FORKED), x=0)
    instance.complete("first")
    other = instance.task("c").id
    move(instance, "a", "b")
    assert instance.task("c").id == other
    for name in order:
        after = instance.complete(name, **{name: 1})
    assert (instance.names, after.variables) == (["z"], {"x": 0, "b": 1, "c": 1})
    assert instance.complete("z").ended


def test_moved_to_the_join_it_waits_as_its_branch():
    instance = Instance(draw(*FORKED))
    instance.complete("first")
    move(instance, "a", "j")
    assert sorted(each.element_id for each in instance.at.tokens) == ["c", "j"]
    instance.complete("c")
    assert instance.names == ["z"]


def test_both_moved_to_the_join_go_on_as_one():
    instance = Instance(draw(*FORKED))
    instance.complete("first")
    move(instance, "c", "j")
    move(instance, "a", "j")
    assert instance.names == ["z"]
    assert instance.complete("z").ended


def test_a_token_that_waits_at_the_join_can_go_back():
    instance = Instance(draw(*FORKED))
    instance.complete("first")
    instance.complete("c")
    move(instance, "j", "c")
    assert instance.names == ["a", "c"]
    for name in "abc":
        instance.complete(name)
    assert instance.names == ["z"]


THREE = (
    START, gateway("parallel", "f"), user("a"), user("b"), user("c"), gateway("parallel", "j"), user("z"), END,
    path("start", "f", "a", "j", "z", "end"), path("f", "b", "j"), path("f", "c", "j"),
)  # fmt: skip


def test_what_has_arrived_at_a_join_leaves_it_as_one():
    instance = Instance(draw(*THREE), x=0)
    instance.complete("a", a=1)
    instance.complete("b", b=1)
    assert move(instance, "j", "z").variables == {"x": 0, "a": 1, "b": 1}
    assert instance.names == ["c", "z"]
    move(instance, "c", "end")
    assert instance.complete("z").ended


def test_what_has_arrived_at_the_join_of_an_inner_fork_leaves_it_for_the_outer_one():
    process = draw(
        START, gateway("parallel", "f"), gateway("parallel", "g"), user("a"), user("b"), user("c"), user("w"),
        gateway("parallel", "h"), user("y"), gateway("parallel", "j"), user("z"), END,
        path("start", "f", "g", "a", "h", "y", "j", "z", "end"), path("g", "b", "h"), path("g", "c", "h"), path("f", "w", "j"),
    )  # fmt: skip
    instance = Instance(process, x=0)
    instance.complete("a", a=1)
    instance.complete("c", c=1)
    move(instance, "b", "j")
    assert move(instance, "h", "y").variables == {"x": 0, "a": 1, "c": 1}
    instance.complete("y", y=1)
    assert instance.complete("w", w=1).variables == {"x": 0, "a": 1, "c": 1, "y": 1, "w": 1}
    assert instance.names == ["z"]
    assert instance.complete("z").ended


def test_moved_past_the_join_it_is_missed_there_until_the_others_are_moved_too():
    instance = Instance(draw(*FORKED))
    instance.complete("first")
    move(instance, "a", "z")
    assert not instance.complete("z").ended
    instance.complete("c")
    assert [each.element_id for each in instance.at.tokens] == ["j"]
    assert move(instance, "j", "end").ended


def test_taken_back_before_the_fork_all_branches_begin_again():
    instance = Instance(draw(*FORKED))
    instance.complete("first")
    instance.complete("a")
    instance.complete("b")
    instance.complete("c")
    for place in ("first", "f"):
        move(instance, "z", place)
        if place == "first":
            instance.complete("first")
        for name in "cab":
            instance.complete(name)
        assert instance.names == ["z"]
    assert instance.complete("z").ended


def test_an_inclusive_join_sees_that_nobody_comes_any_more():
    instance = Instance(draw(*INCLUSIVE), x=2)
    instance.complete("a")
    assert instance.names == ["b"]
    move(instance, "b", "z")
    assert instance.names == ["z", "z"]


def test_before_an_inclusive_fork_the_round_begins_again():
    instance = Instance(draw(*INCLUSIVE), x=2)
    instance.complete("a")
    instance.complete("b")
    move(instance, "z", "f")
    instance.complete("b")
    assert instance.names == ["a"]
    instance.complete("a")
    assert instance.names == ["z"]
