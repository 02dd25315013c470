"""Multi-instance work: ballots by member, recusals, quorum, second rounds, deadlines."""

import pytest

from tests.unit.engine.draw import END, START, draw, each, flow, gateway, path, service, task, user, variable
from tests.unit.engine.hosts import Host, Instance
from workflows.engine import StepFailed

VOTE = user(
    "vote", each("voters", "voter", "ballots", "ballot"), outcomes="cast,recused", outcomeVariable="ballot",
    assigneeExpression="voter.person",
)  # fmt: skip
ONCE = (variable("voters", "ballots"), START, VOTE, user("count"), END, path("start", "vote", "count", "end"))


def people(*names):
    return {name: {"person": name} for name in names}


def cast(instance, name, ballot="cast"):
    number = [work.assignee for work in instance.at.tasks if work.element_id == "vote"].index(name)
    return instance.complete("vote", number, ballot=ballot)


def quorum(condition):
    more = f"<bpmn:completionCondition>{condition}</bpmn:completionCondition>"
    vote = user("vote", each("voters", "voter", "ballots", "ballot", more), assigneeExpression="voter.person")
    return draw(variable("voters", "ballots"), START, vote, user("count"), END, path("start", "vote", "count", "end"))


def test_each_member_has_a_ballot_and_the_answers_are_kept_by_member():
    instance = Instance(draw(*ONCE), voters=people("an", "binh", "chi"))
    assert [work.assignee for work in instance.at.tasks] == ["an", "binh", "chi"]
    cast(instance, "chi")
    cast(instance, "an", "recused")
    assert instance.names == ["vote"]
    after = cast(instance, "binh")
    assert instance.names == ["count"]
    assert after.variables["ballots"] == {"chi": "cast", "an": "recused", "binh": "cast"}
    assert "voter" not in after.variables


def test_nobody_to_vote_ends_the_vote():
    assert Instance(draw(*ONCE), voters={}).names == ["count"]


def test_a_list_has_its_answers_as_a_list():
    instance = Instance(draw(*ONCE), voters=[{"person": "an"}, {"person": "binh"}])
    cast(instance, "an")
    assert cast(instance, "binh", "recused").variables["ballots"] == ["cast", "recused"]


def test_a_second_round_starts_with_an_empty_box():
    process = draw(
        variable("voters", "ballots"), START, gateway("exclusive", "m"), service("call", result="voters"), VOTE,
        user("count", outcomes="done,again"), gateway("exclusive", "g", "g_m"), END,
        path("start", "m", "call", "vote", "count", "g", "m"), flow("g", "end", 'outcome = "done"'),
    )  # fmt: skip
    rounds = iter([people("an", "binh"), people("binh", "chi")])
    instance = Instance(process, Host(work__do=lambda *_: next(rounds)))
    cast(instance, "an")
    cast(instance, "binh")
    instance.complete("count", outcome="again")
    cast(instance, "binh", "recused")
    assert cast(instance, "chi").variables["ballots"] == {"binh": "recused", "chi": "cast"}


def test_a_quorum_reads_the_counters_and_ends_the_vote_for_the_others():
    instance = Instance(quorum("nrOfCompletedInstances * 2 &gt; nrOfInstances"), voters=people("an", "binh", "chi"))
    cast(instance, "an")
    assert instance.names == ["vote", "vote"]
    after = cast(instance, "chi")
    assert instance.names == ["count"]
    assert after.variables["ballots"] == {"an": "cast", "chi": "cast"}


def test_a_quorum_reads_the_ballots():
    instance = Instance(quorum('ballots.an = "cast" and nrOfActiveInstances = 1'), voters=people("an", "binh", "chi"))
    cast(instance, "binh")
    assert instance.names == ["vote", "vote"]
    cast(instance, "an")
    assert instance.names == ["count"]


def test_one_after_the_other():
    vote = user(
        "vote", each("voters", "voter", "ballots", "ballot", sequential=True), assigneeExpression="voter.person"
    )
    process = draw(
        variable("voters", "ballots"), START, vote, user("count"), END, path("start", "vote", "count", "end")
    )
    instance = Instance(process, voters=people("an", "binh"))
    assert [work.assignee for work in instance.at.tasks] == ["an"]
    cast(instance, "an")
    assert [work.assignee for work in instance.at.tasks] == ["binh"]
    assert cast(instance, "binh").variables["ballots"] == {"an": "cast", "binh": "cast"}


def test_closing_the_vote_ends_the_open_ballots():
    process = draw(
        variable("voters", "ballots"), START, gateway("parallel", "f"), VOTE, END, user("close"),
        '<bpmn:endEvent id="closed"><bpmn:terminateEventDefinition/></bpmn:endEvent>',
        path("start", "f", "vote", "end"), path("f", "close", "closed"),
    )  # fmt: skip
    instance = Instance(process, voters=people("an", "binh"))
    cast(instance, "an")
    ended = instance.complete("close")
    assert (ended.ended, ended.end_event) == (True, "closed")


def test_each_member_can_have_a_whole_sub_process():
    inner = '<bpmn:startEvent id="s1"/>' + user("write", organExpression="voter.person") + user("sign")
    inner += '<bpmn:endEvent id="s2"/>' + path("s1", "write", "sign", "s2")
    part = task("subProcess", "part", "", each("voters", "voter", "ballots", "ballot") + inner)
    process = draw(
        variable("voters", "ballots"), START, part, user("count"), END, path("start", "part", "count", "end")
    )
    instance = Instance(process, voters=people("an", "binh"))
    assert [work.organ_id for work in instance.at.tasks] == ["an", "binh"]
    instance.complete("write", 1)
    instance.complete("sign", ballot="cast")
    instance.complete("write")
    assert instance.complete("sign", ballot="recused").variables["ballots"] == {"an": "recused", "binh": "cast"}


@pytest.mark.parametrize("voters", [None, "an", 3])
def test_a_loop_over_something_that_is_no_collection_fails_with_its_element(voters):
    with pytest.raises(StepFailed, match="voters") as failed:
        Instance(draw(*ONCE), voters=voters)
    assert failed.value.element_id == "vote"


def test_fifteen_open_ballots_stay_small():
    instance = Instance(draw(*ONCE), voters=people(*(f"person{n:02}" for n in range(15))), dossier_id="d" * 30)
    assert len(instance.at.state) < 4_000
    sizes = [len(instance.at.state)]
    for n in range(14):
        cast(instance, f"person{n:02}")
        sizes.append(len(instance.at.state))
    assert max(sizes) < 4_200
