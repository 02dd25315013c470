"""At each element an expression knows what the process starts with and what the steps before it have written."""

from feel.checking import words
from feel.types import Type
from tests.unit.engine.draw import END, START, diagram, flow, gateway, path, service, task, user
from workflows.engine import Known
from workflows.engine.naming import names_known, steps_before

KNOWN = Known(variables=frozenset({"award"}), kinds={"award": Type("string")})
LOOP = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>voters</bpmn:loopDataInputRef>"
    "<bpmn:loopDataOutputRef>ballots</bpmn:loopDataOutputRef>"
    '<bpmn:inputDataItem id="voter"/><bpmn:outputDataItem id="ballot"/></bpmn:multiInstanceLoopCharacteristics>'
)


def known(*parts, **others):
    """Return {place: {name: writers}} for a process made of the given parts."""
    files = {"p.bpmn": diagram(*parts), **others}
    return {
        place: {each.name: each.writers for each in found}
        for place, found in names_known(files, KNOWN, "p.bpmn").items()
    }


def test_a_step_knows_what_was_written_before_and_a_flow_also_what_its_source_writes():
    found = known(START, user("a", outcomes="yes,no"), user("b"), END, path("start", "a", "b", "end"))

    assert found["a"] == {"award": ()}
    assert found["a_b"] == {"award": (), "outcome": ("a",)}
    assert found["b"] == {"award": (), "outcome": ("a",)}


def test_a_loop_lets_a_step_know_what_comes_after_it():
    loop = (gateway("exclusive", "x"), gateway("exclusive", "y", default="y_end"))
    found = known(
        START,
        *loop,
        user("a", outcomes="yes,no"),
        END,
        path("start", "x", "a", "y", "end"),
        flow("y", "x", 'outcome = "no"'),
    )

    assert found["a"]["outcome"] == ("a",)


def test_behind_a_gateway_only_the_answers_of_the_step_before_it_remain():
    parts = (
        START,
        user("a", outcomes="yes,no"),
        user("b", outcomes="maybe"),
        gateway("exclusive", "x", default="x_end"),
        END,
    )
    files = {"p.bpmn": diagram(*parts, path("start", "a", "b", "x", "end"))}
    kinds = {each.name: each.kind for each in names_known(files, KNOWN, "p.bpmn")["x_end"]}

    assert kinds["outcome"] == words("maybe")
    assert kinds["award"] == Type("string")


def test_behind_a_gateway_after_a_call_the_answers_inside_it_remain():
    called = diagram(START, user("d", outcomes="accept,reject"), END, path("start", "d", "end"), key="q")
    outer = (
        START,
        user("a", outcomes="yes"),
        task("callActivity", "c", calledElement="q"),
        gateway("exclusive", "x"),
        END,
    )
    files = {"p.bpmn": diagram(*outer, path("start", "a", "c", "x", "end")), "q.bpmn": called}
    kinds = {each.name: each.kind for each in names_known(files, KNOWN, "p.bpmn")["x_end"]}

    assert kinds["outcome"] == words("accept", "reject")


def test_what_one_turn_of_a_list_knows_nobody_knows_after_it():
    found = known(
        START,
        user("a", LOOP, outcomes="cast", outcomeVariable="ballot"),
        user("b"),
        END,
        path("start", "a", "b", "end"),
    )

    assert {"voter", "ballot", "nrOfInstances"} <= set(found["a"])
    assert set(found["b"]) == {"award", "ballots"}


def test_a_called_process_knows_what_its_callers_know_and_leaves_what_it_writes():
    called = diagram(START, service("d", "work/do", "done"), END, path("start", "d", "end"), key="q")
    outer = (START, user("a", outcomes="yes"), task("callActivity", "c", calledElement="q"), user("b"), END)
    files = {"p.bpmn": diagram(*outer, path("start", "a", "c", "b", "end")), "q.bpmn": called}

    inside = {each.name for each in names_known(files, KNOWN, "q.bpmn")["d"]}
    after = {each.name: each.writers for each in names_known(files, KNOWN, "p.bpmn")["b"]}

    assert inside == {"award", "outcome"}
    assert after["done"] == ("d",)


def test_processes_that_call_each_other_in_a_circle_come_to_an_end():
    files = {
        f"{key}.bpmn": diagram(
            START, task("callActivity", f"c{key}", calledElement=other), END, path("start", f"c{key}", "end"), key=key
        )
        for key, other in (("p", "q"), ("q", "p"))
    }

    assert names_known(files, KNOWN, "p.bpmn")["cp"]


def test_an_unreadable_file_is_left_out():
    assert known(START, END, path("start", "end"), **{"q.bpmn": b"<"})["end"] == {"award": ()}


def test_the_steps_before_are_those_of_people_wherever_they_were():
    called = diagram(START, user("d"), END, path("start", "d", "end"), key="q")
    outer = (START, user("a"), task("callActivity", "c", calledElement="q"), user("b"), END)
    files = {"p.bpmn": diagram(*outer, path("start", "a", "c", "b", "end")), "q.bpmn": called}

    assert steps_before(files, "p.bpmn")["b"] == ("a", "d")
    assert steps_before(files, "q.bpmn")["d"] == ("a",)


def test_what_one_turn_of_a_list_knows_is_no_step_before():
    called = diagram(START, user("d"), END, path("start", "d", "end"), key="q")
    each = task("callActivity", "c", inside=LOOP, calledElement="q")
    files = {"p.bpmn": diagram(START, user("a"), each, END, path("start", "a", "c", "end")), "q.bpmn": called}

    assert steps_before(files, "q.bpmn")["d"] == ("a",)
