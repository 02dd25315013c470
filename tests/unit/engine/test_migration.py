"""An instance goes over to another version and goes on there as if it had begun so."""

import pytest

from tests.unit.engine.crossing import carried, reasons
from tests.unit.engine.draw import (
    END,
    START,
    diagram,
    draw,
    each,
    gateway,
    path,
    service,
    user,
    variable,
)
from tests.unit.engine.hosts import Instance
from tests.unit.engine.moves import move
from workflows.engine import load_process, migration
from workflows.errors import Conflict


def line(*ids):
    """A process of user tasks, one after the other."""
    return draw(START, *(user(each) for each in ids), END, path("start", *ids, "end"))


def test_a_step_more_and_a_step_less_ahead():
    instance = Instance(line("a", "b", "c"), x=1)
    found = carried(instance, line("first", "a", "d", "c"))
    assert [(each.element_id, each.new_element_id) for each in found.carried] == [("a", "a")]
    instance.complete("a", a=1)
    instance.complete("d", d=1)
    assert instance.complete("c").variables == {"x": 1, "a": 1, "d": 1}


def test_a_step_that_is_gone_asks_for_another():
    instance = Instance(line("a", "b"), x=1)
    new = line("a1", "b")
    found = reasons(instance, new)["a"]
    assert "không còn trong phiên bản mới" in found.reason
    assert found.suggestions == ("a1", "b")
    assert "không có trong phiên bản mới" in reasons(instance, new, a="nowhere")["a"].reason
    carried(instance, new, a="a1")
    assert instance.names == ["a1"]
    instance.complete("a1")
    assert instance.names == ["b"]


def test_another_kind_of_step_is_no_replacement():
    instance = Instance(line("a", "b"))
    other = draw(START, service("a"), user("b"), END, path("start", "a", "b", "end"))
    assert "một loại bước khác" in reasons(instance, other)["a"].reason
    many = draw(variable("v"), START, user("a", each("v", "i")), user("b"), END, path("start", "a", "b", "end"))
    assert "nhiều người" in reasons(instance, many)["a"].reason


def test_another_process_and_an_ended_instance_are_refused():
    instance = Instance(line("a"))
    state = instance.at.state
    instance.complete("a")
    with pytest.raises(Conflict, match="đã kết thúc"):
        migration.plan(instance.process, instance.at.state, line("a"), {})
    content = diagram(START, user("a"), END, path("start", "a", "end"), key="q")
    other = load_process("q", {"q.bpmn": content}, "another")
    with pytest.raises(Conflict, match="không phải là một phiên bản"):
        migration.plan(instance.process, state, other, {})


def vote(*after, output="ballots", more="", own_id="vote"):
    loop = each("voters", "voter", output, "ballot", more=more)
    return draw(
        variable("voters", output), START, user(own_id, loop, assigneeExpression="voter.person"),
        *(user(name) for name in after), END, path("start", own_id, *after, "end"),
    )  # fmt: skip


def test_in_the_middle_of_a_vote_nothing_is_lost():
    voters = {name: {"person": name} for name in ("an", "binh", "chi")}
    instance = Instance(vote("count"), voters=voters)
    instance.complete("vote", 1, ballot="yes")
    carried(instance, vote("check", "count"))
    assert [work.assignee for work in instance.at.tasks] == ["an", "chi"]
    instance.complete("vote", 1, ballot="no")
    assert instance.complete("vote", ballot="yes").variables["ballots"] == {"an": "yes", "binh": "yes", "chi": "no"}
    assert instance.names == ["check"]


def test_a_vote_goes_by_the_quorum_of_the_new_version():
    voters = {name: {"person": name} for name in ("an", "binh", "chi")}
    instance = Instance(vote("count"), voters=voters)
    instance.complete("vote", ballot="yes")
    quorum = "<bpmn:completionCondition>nrOfCompletedInstances &gt; 1</bpmn:completionCondition>"
    carried(instance, vote("count", more=quorum, own_id="ballot_paper"), vote="ballot_paper")
    assert instance.complete("ballot_paper", ballot="no").variables["ballots"] == {"an": "yes", "binh": "no"}
    assert instance.names == ["count"]


def test_a_vote_that_keeps_its_answers_elsewhere_is_not_the_same():
    instance = Instance(vote("count"), voters={"an": {"person": "an"}})
    assert "nhiều người" in reasons(instance, vote("count", output="papers"))["vote"].reason


def forked(*branches, join="j"):
    steps = [name for branch in branches for name in branch]
    flows = [path("f", *branch, join) for branch in branches]
    return draw(
        START, gateway("parallel", "f"), *(user(name) for name in steps), gateway("parallel", join), user("z"), END,
        path("start", "f"), *flows, path(join, "z", "end"),
    )  # fmt: skip


@pytest.mark.parametrize("join", ["j", "meeting"])
def test_a_branch_that_waits_at_a_join_is_counted_there(join):
    instance = Instance(forked("a", "b"), x=0)
    instance.complete("a", a=1)
    carried(instance, forked("a", ["b", "c"], join=join), j=join)
    instance.complete("b", b=1)
    assert instance.complete("c").variables == {"x": 0, "a": 1, "b": 1}
    assert instance.names == ["z"]


def test_a_branch_that_came_along_a_flow_that_is_gone_asks_for_another():
    instance = Instance(forked("a", "b"))
    instance.complete("a")
    new = forked("e", "b")
    found = reasons(instance, new)["a"]
    assert "luồng" in found.reason
    assert found.suggestions[0] == "e"
    carried(instance, new, a="e")
    instance.complete("b")
    assert instance.names == ["z"]


def test_a_branch_more_would_be_waited_for_in_vain():
    instance = Instance(forked("a", "b"))
    assert "chờ cả nhánh" in reasons(instance, forked("a", "b", "c"))["j"].reason
    assert "chờ cả nhánh" in reasons(Instance(line("a", "z")), forked("a", "b"))["j"].reason
    before = Instance(draw(START, user("e"), gateway("parallel", "f"), user("a"), user("b"), gateway("parallel", "j"), END,
                           path("start", "e", "f", "a", "j", "end"), path("f", "b", "j")))  # fmt: skip
    carried(before, draw(START, user("e"), gateway("parallel", "f"), user("a"), user("b"), user("c"), gateway("parallel", "j"),
                         END, path("start", "e", "f", "a", "j", "end"), path("f", "b", "j"), path("f", "c", "j")))  # fmt: skip
    before.complete("e")
    assert before.names == ["a", "b", "c"]


def test_two_steps_cannot_become_one():
    instance = Instance(forked("a", "b"))
    assert "cùng chuyển vào một bước" in reasons(instance, forked("a", "c"), b="a")["b"].reason


def test_a_join_that_would_wait_for_nobody_is_named():
    instance = Instance(forked("a", "b"))
    instance.complete("a")
    new = draw(START, user("b"), user("a"), gateway("parallel", "f"), gateway("parallel", "j"), user("z"), END,
               path("start", "b", "f", "a", "j", "z", "end"))  # fmt: skip
    assert "không còn chờ nhánh nào" in reasons(instance, new)["j"].reason


def test_history_that_the_new_version_does_not_know_does_no_harm():
    instance = Instance(forked(["old", "a"], ["b"]), x=0)
    instance.complete("old", old=1)
    carried(instance, forked("a", "b"))
    instance.complete("b", b=1)
    assert instance.complete("a").variables == {"x": 0, "old": 1, "b": 1}
    assert instance.complete("z").ended


def test_ends_that_were_reached_count_in_the_new_version():
    def ends(*names):
        return draw(START, gateway("parallel", "f"), user("a"), user("b"), END, '<bpmn:endEvent id="two"/>',
                    *(user(name) for name in names), path("start", "f", "a", *names, "end"), path("f", "b", "two"))  # fmt: skip

    instance = Instance(ends(), x=0)
    instance.complete("b", b=1)
    carried(instance, ends("c"))
    instance.complete("a")
    assert instance.complete("c").variables == {"x": 0, "b": 1}
    assert instance.at.ended


def test_what_was_moved_by_hand_goes_over_too():
    instance = Instance(forked(["a", "a2"], ["b"]))
    move(instance, "a", "j")
    carried(instance, forked(["a", "a2"], ["b", "c"]))
    instance.complete("b")
    instance.complete("c")
    assert instance.names == ["z"]
