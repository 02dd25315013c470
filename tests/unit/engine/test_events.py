"""Events that lead out of a sub-process, and messages that pass inside one instance."""

from tests.unit.engine.draw import END, START, boundary, draw, gateway, message, on_date, on_message, path, task, user
from tests.unit.engine.hosts import Instance

ERROR = '<bpmn:error id="failed" name="failed" errorCode="F1"/>'
ESCALATION = '<bpmn:escalation id="raised" name="raised" escalationCode="R1"/>'
ON_ERROR = '<bpmn:errorEventDefinition errorRef="failed"/>'
ON_ESCALATION = '<bpmn:escalationEventDefinition escalationRef="raised"/>'
LATE_END = '<bpmn:endEvent id="late_end"/>'


def around(*inner):
    """A sub-process."""
    return task("subProcess", "part", "", "".join(inner))


def test_an_error_end_leaves_the_sub_process_by_its_boundary():
    inside = around(
        '<bpmn:startEvent id="s1"/>',
        user("a"),
        f'<bpmn:endEvent id="s2">{ON_ERROR}</bpmn:endEvent>',
        path("s1", "a", "s2"),
    )
    process = draw(
        START, inside, boundary("caught", "part", ON_ERROR), user("mend"), END, LATE_END,
        path("start", "part", "end"), path("caught", "mend", "late_end"), outside=ERROR,
    )  # fmt: skip
    instance = Instance(process)
    instance.complete("a", cause="x")
    assert instance.names == ["mend"]
    assert instance.complete("mend").end_event == "late_end"


def test_an_escalation_calls_for_help_and_the_work_goes_on():
    inside = around(
        '<bpmn:startEvent id="s1"/>', f'<bpmn:intermediateThrowEvent id="call">{ON_ESCALATION}</bpmn:intermediateThrowEvent>',
        user("a"), '<bpmn:endEvent id="s2"/>', path("s1", "call", "a", "s2"),
    )  # fmt: skip
    process = draw(
        START, inside, boundary("caught", "part", ON_ESCALATION, interrupting=False), user("help"), END, LATE_END,
        path("start", "part", "end"), path("caught", "help", "late_end"), outside=ESCALATION,
    )  # fmt: skip
    instance = Instance(process)
    assert instance.names == ["a", "help"]
    assert not instance.complete("a").ended
    assert instance.complete("help").ended


def test_a_message_thrown_is_caught_in_the_same_instance():
    process = draw(
        START, gateway("parallel", "f"), user("a"),
        f'<bpmn:intermediateThrowEvent id="tell">{on_message("note")}</bpmn:intermediateThrowEvent>',
        f'<bpmn:intermediateCatchEvent id="hear">{on_message("note")}</bpmn:intermediateCatchEvent>',
        user("b"), gateway("parallel", "j"), END,
        path("start", "f", "a", "tell", "j", "end"), path("f", "hear", "b", "j"), outside=message("note"),
    )  # fmt: skip
    instance = Instance(process)
    assert instance.at.messages == ("note",)
    after = instance.complete("a")
    assert (instance.names, after.sent) == (["b"], ())


def test_a_message_end_is_reported():
    process = draw(
        START,
        f'<bpmn:endEvent id="told">{on_message("note")}</bpmn:endEvent>',
        path("start", "told"),
        outside=message("note"),
    )
    ended = Instance(process).at
    assert (ended.ended, ended.end_event, ended.sent) == (True, "told", ("note",))


def test_the_first_event_of_an_event_gateway_wins():
    process = draw(
        START, gateway("eventBased", "g"),
        f'<bpmn:intermediateCatchEvent id="reply">{on_message("reply")}</bpmn:intermediateCatchEvent>',
        f'<bpmn:intermediateCatchEvent id="late">{on_date("until")}</bpmn:intermediateCatchEvent>',
        user("a"), user("b"), END, LATE_END, path("start", "g", "reply", "a", "end"), path("g", "late", "b", "late_end"),
        outside=message("reply"),
    )  # fmt: skip
    answered, late = (Instance(process, until="2026-12-11T03:00:00Z") for _ in range(2))
    assert [timer.element_id for timer in late.at.timers] == ["late"]
    assert late.at.messages == ("reply",)
    assert [task.element_id for task in answered.send("reply").tasks] == ["a"]
    assert answered.at.timers == ()
    late.host.wait(days=2)
    assert [task.element_id for task in late.fire().tasks] == ["b"]
    assert late.at.messages == ()


def test_a_message_that_comes_between_the_deadline_and_its_firing_goes_one_way_only():
    process = draw(
        START, gateway("eventBased", "g"),
        f'<bpmn:intermediateCatchEvent id="reply">{on_message("reply")}</bpmn:intermediateCatchEvent>',
        f'<bpmn:intermediateCatchEvent id="late">{on_date("until")}</bpmn:intermediateCatchEvent>',
        user("a"), user("b"), END, LATE_END, path("start", "g", "reply", "a", "end"), path("g", "late", "b", "late_end"),
        outside=message("reply"),
    )  # fmt: skip
    instance = Instance(process, until="2026-12-11T03:00:00Z")
    instance.host.wait(days=2)
    instance.send("reply")
    assert (instance.names, instance.at.timers) == (["a"], ())


def test_withdrawing_ends_everything_inside():
    inside = around(
        '<bpmn:startEvent id="s1"/>', gateway("parallel", "f"), user("a"), boundary("remind", "a", on_date("until"), False),
        '<bpmn:endEvent id="s4"/>', user("b"), '<bpmn:endEvent id="s2"/><bpmn:endEvent id="s3"/>',
        path("s1", "f", "a", "s2"), path("f", "b", "s3"), path("remind", "s4"),
    )  # fmt: skip
    process = draw(
        START, inside, boundary("withdrawn", "part", on_message("withdraw")), END, LATE_END,
        path("start", "part", "end"), path("withdrawn", "late_end"), outside=message("withdraw"),
    )  # fmt: skip
    instance = Instance(process, until="2026-12-11T03:00:00Z")
    assert (instance.names, len(instance.at.timers)) == (["a", "b"], 1)
    ended = instance.send("withdraw")
    assert (ended.end_event, ended.tasks, ended.timers, ended.messages) == ("late_end", (), (), ())
