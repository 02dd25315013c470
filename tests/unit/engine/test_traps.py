"""Traps of the library that no other test of the engine holds; docs/reference/engine-traps.md lists them all."""

import pytest

from tests.unit.engine.draw import (
    END,
    START,
    boundary,
    diagram,
    draw,
    each,
    gateway,
    on_date,
    path,
    service,
    task,
    user,
    variable,
)
from tests.unit.engine.hosts import Host, Instance
from workflows.engine import Known, check_files

INSIDE = '<bpmn:startEvent id="s1"/>' + user("a") + '<bpmn:endEvent id="s2"/>' + path("s1", "a", "s2")
VOTE = user("vote", each("voters", "voter", "ballots", "ballot"), assigneeExpression="voter.person")
LATE = '<bpmn:endEvent id="late_end"><bpmn:terminateEventDefinition/></bpmn:endEvent>'


@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize(
    "work", [user("vote", each("voters", "voter")), task("subProcess", "vote", "", each("voters", "voter") + INSIDE)]
)
def test_a_deadline_on_ballots_is_refused(work, interrupting):
    drawn = diagram(
        variable("voters"), START, work, boundary("late", "vote", on_date("until"), interrupting), END,
        '<bpmn:endEvent id="end2"/>', path("start", "vote", "end"), path("late", "end2"),
    )  # fmt: skip
    found = [problem for problem in check_files({"p.bpmn": drawn}, Known()) if problem.element_id == "late"]
    assert "việc kết thúc đứng song song" in found[0].message


def test_a_deadline_beside_the_vote_keeps_the_ballots():
    kept = {}

    def close(parameters, step):
        kept.update(step.variables)
        return "closed"

    cast = service("keep", "ballot/keep", "kept", of="voter.person", ballot="ballot")
    part = '<bpmn:startEvent id="s1"/>' + user("fill", assigneeExpression="voter.person") + cast
    part += '<bpmn:endEvent id="s2"/>' + path("s1", "fill", "keep", "s2")
    process = draw(
        variable("voters", "ballots"), START, gateway("parallel", "f"),
        task("subProcess", "vote", "", each("voters", "voter", "ballots", "ballot") + part), END,
        f'<bpmn:intermediateCatchEvent id="late">{on_date("until")}</bpmn:intermediateCatchEvent>',
        service("close", "vote/close"), LATE, path("start", "f", "vote", "end"), path("f", "late", "close", "late_end"),
    )  # fmt: skip
    box = {}
    host = Host(ballot__keep=lambda given, _: box.setdefault(given["of"], given["ballot"]), vote__close=close)
    members = {name: {"person": name} for name in ("an", "binh", "chi")}
    instance = Instance(process, host, voters=members, until="2026-12-11T03:00:00Z")
    instance.complete("fill", 1, ballot="agree")
    host.wait(days=2)
    ended = instance.fire()
    assert (ended.ended, ended.end_event, box) == (True, "late_end", {"binh": "agree"})
    assert kept["voters"] == members


def test_a_join_keeps_equal_entries_of_a_list():
    process = draw(
        START, gateway("parallel", "f"), user("a"), user("b"), gateway("parallel", "j"), user("z"), END,
        path("start", "f", "a", "j", "z", "end"), path("f", "b", "j"),
    )  # fmt: skip
    instance = Instance(process)
    instance.complete("a", marks=[1, 1, 2, 2])
    assert instance.complete("b", notes=["x", "x"]).variables == {"marks": [1, 1, 2, 2], "notes": ["x", "x"]}


@pytest.mark.parametrize(("lanes_inside", "lane"), [("a", "Văn thư"), ("", "Sở Nội vụ")])
def test_work_inside_a_sub_process_stands_in_its_own_lane(lanes_inside, lane):
    own = _lane("inner", "Văn thư", lanes_inside) if lanes_inside else ""
    process = draw(
        _lane("outer", "Sở Nội vụ", "part"), START, task("subProcess", "part", "", own + INSIDE), END,
        path("start", "part", "end"),
    )  # fmt: skip
    assert [work.lane for work in Instance(process).at.tasks] == [lane]


def _lane(own_id: str, name: str, element: str) -> str:
    inside = f"<bpmn:flowNodeRef>{element}</bpmn:flowNodeRef>"
    return f'<bpmn:laneSet id="set_{own_id}"><bpmn:lane id="{own_id}" name="{name}">{inside}</bpmn:lane></bpmn:laneSet>'
