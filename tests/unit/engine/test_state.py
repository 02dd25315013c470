"""The saved state is plain JSON, keeps what matters exactly, and does not grow with the past."""

import json

import pytest

from tests.diagrams.files import process as shipped
from tests.unit.engine.draw import (
    END,
    START,
    boundary,
    draw,
    flow,
    gateway,
    message,
    on_date,
    on_message,
    path,
    task,
    user,
)
from tests.unit.engine.hosts import Host, Instance
from workflows.engine import Execution
from workflows.engine.state import StateUnreadable
from workflows.errors import Conflict

LOOP = (
    START, gateway("exclusive", "m"), user("a", outcomes="go,again"), gateway("exclusive", "g", "g_m"), user("z"), END,
    path("start", "m", "a", "g", "m"), flow("g", "z", 'outcome = "go"'), path("z", "end"),
)  # fmt: skip
AND_IN_LOOP = (
    START, gateway("exclusive", "m"), gateway("parallel", "f"), user("a"), user("b"), gateway("parallel", "j"),
    user("z", outcomes="go,again"), gateway("exclusive", "g", "g_m"), END,
    path("start", "m", "f", "a", "j", "z", "g", "m"), path("f", "b", "j"), flow("g", "end", 'outcome = "go"'),
)  # fmt: skip


def test_rounds_leave_no_trace_in_the_state():
    instance = Instance(draw(*LOOP), dossier_id="d1")
    instance.complete("a", outcome="again")
    size = len(instance.at.state)
    for _ in range(300):
        instance.complete("a", outcome="again")
        assert len(instance.at.state) == size
    instance.complete("a", outcome="go")
    assert instance.complete("z").ended


def test_rounds_past_boundary_events_leave_no_trace_in_the_state():
    inside = (START, user("a", outcomes="go,again"), gateway("exclusive", "m"), gateway("exclusive", "g", "g_s"), END)
    instance = Instance(
        draw(
            *inside, user("s"), boundary("late", "a", on_date("until"), interrupting=False), task("endEvent", "noted"),
            boundary("over", "s", on_date("until")), task("endEvent", "given_up"),
            path("start", "m", "a", "g", "s", "m"), flow("g", "end", 'outcome = "go"', name="g_end"),
            path("late", "noted"), path("over", "given_up"),
        ),
        until="2030-01-01T00:00:00+00:00",
    )  # fmt: skip
    sizes = set()
    for _ in range(60):
        instance.complete("a", outcome="again")
        instance.complete("s")
        sizes.add(len(instance.at.state))
    assert len(sizes) == 1
    assert instance.complete("a", outcome="go").ended


def test_returns_of_a_real_dossier_leave_no_trace_in_the_state():
    answers = {"dossier__record_return": 1, "clock__due_at": "2026-12-31T00:00:00+00:00"}
    instance = Instance(shipped("department_certificate"), Host(eligibility_department_certificate={}, **answers))
    instance.complete("compile_dossier", outcome="sign")
    instance.complete("sign_submission", outcome="submit")
    sizes = []
    for _ in range(60):
        instance.complete("check_completeness", outcome="return")
        instance.complete("supplement_dossier", outcome="resubmit")
        sizes.append(len(instance.at.state))
    assert set(sizes[1:]) == {sizes[1]}
    assert sizes[1] < 2_000


def test_a_loop_beside_a_waiting_branch_leaves_no_trace():
    process = draw(
        START, gateway("parallel", "f"), gateway("exclusive", "m"), user("a", outcomes="go,again"),
        gateway("exclusive", "g", "g_m"), user("wait"), gateway("parallel", "j"), END,
        path("start", "f", "m", "a", "g", "m"), flow("g", "j", 'outcome = "go"'), path("f", "wait", "j", "end"),
    )  # fmt: skip
    instance = Instance(process)
    instance.complete("a", outcome="again")
    size = len(instance.at.state)
    for _ in range(50):
        instance.complete("a", outcome="again")
    assert len(instance.at.state) == size
    instance.complete("a", outcome="go")
    assert instance.names == ["wait"]
    assert instance.complete("wait").ended


def test_notes_beside_a_loop_leave_one_trace():
    process = draw(
        START, user("a"), boundary("note", "a", on_message("note"), interrupting=False), user("n"),
        END, '<bpmn:endEvent id="noted"/>', path("start", "a", "end"), path("note", "n", "noted"), outside=message("note"),
    )  # fmt: skip
    instance, sizes = Instance(process), []
    for number in range(6):
        if "note" not in instance.at.messages:
            break
        instance.send("note")
        instance.complete("n", **{f"note{number % 2}": number})
        sizes.append(len(instance.at.state))
    assert sizes[-1] < sizes[0] + 400
    assert instance.complete("a").variables["note0"] == 0


def test_a_join_in_a_loop_waits_for_both_branches_on_every_round():
    instance = Instance(draw(*AND_IN_LOOP))
    sizes = []
    for number in range(20):
        first, second = ("a", "b") if number % 2 else ("b", "a")
        instance.complete(first, **{first: number})
        assert instance.names == [second], number
        after = instance.complete(second, **{second: number})
        assert (instance.names, after.variables["a"], after.variables["b"]) == (["z"], number, number)
        instance.complete("z", outcome="again")
        sizes.append(len(instance.at.state))
    # Once the numbers have two digits nothing changes any more.
    assert len(set(sizes[11:])) == 1


def test_a_field_may_have_any_name_and_values_keep_their_kind():
    instance = Instance(
        draw(*LOOP), typename="x", data={"typename": "y", "format": 1}, zero=0, no=False, one=1, yes=True
    )
    after = instance.complete("a", outcome="again", one=True, zero=False)
    seen = {name: after.variables[name] for name in ("typename", "data", "zero", "no", "one", "yes")}
    assert json.dumps(seen) == json.dumps(
        {"typename": "x", "data": {"typename": "y", "format": 1}, "zero": False, "no": False, "one": True, "yes": True}
    )


def test_saving_what_was_just_restored_changes_nothing():
    instance = Instance(draw(*AND_IN_LOOP), dossier_id="d1")
    instance.complete("a")
    assert json.loads(instance.restored().snapshot().state) == json.loads(instance.at.state)
    assert instance.restored().snapshot().tasks == instance.at.tasks


def test_ids_of_open_work_survive():
    instance = Instance(draw(*AND_IN_LOOP))
    before = {work.element_id: work.id for work in instance.at.tasks}
    instance.complete("a")
    assert {work.element_id: work.id for work in instance.at.tasks} == {"b": before["b"]}


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"format":2}', '{"format":1,"values":[],"data":[],"parts":[]}']
)
def test_a_state_that_is_none_is_refused(text):
    with pytest.raises(StateUnreadable):
        Execution.restore(draw(*LOOP), text, Host())


def test_a_state_of_another_process_is_refused():
    state = Instance(draw(*LOOP)).at.state
    with pytest.raises(Conflict):
        Execution.restore(draw(START, user("other"), END, path("start", "other", "end")), state, Host())


def test_the_end_of_an_inner_loop_does_not_end_the_rest():
    inner = '<bpmn:startEvent id="s1"/>' + user("x") + '<bpmn:endEvent id="s2"/>' + path("s1", "x", "s2")
    process = draw(
        START, gateway("parallel", "f"), task("subProcess", "s", "", inner), user("b"), gateway("parallel", "j"), END,
        path("start", "f", "s", "j", "end"), path("f", "b", "j"),
    )  # fmt: skip
    instance = Instance(process)
    instance.complete("x")
    assert instance.names == ["b"]
    assert instance.complete("b").ended
