"""An instance moves exactly as asked, refuses what is no longer open, and hides no error."""

import threading

import pytest

from tests.unit.engine.draw import END, START, draw, flow, gateway, message, path, service, task, user
from tests.unit.engine.hosts import Host, Instance
from workflows.engine import Execution, StepFailed, load_process
from workflows.errors import Conflict, NotAllowed

LOOP = (
    START, gateway("exclusive", "m"), user("a", outcomes="go,again"), service("s"), gateway("exclusive", "g", "g_m"),
    END, path("start", "m", "a", "s", "g", "m"), flow("g", "end", 'outcome = "go"'),
)  # fmt: skip
RECEIVE = task(
    "receiveTask",
    "answer",
    '<spiffworkflow:properties><spiffworkflow:property name="formKey" value="form"/>'
    '<spiffworkflow:property name="candidateGroup" value="group"/>'
    '<spiffworkflow:property name="outcomes" value="approve,refuse"/></spiffworkflow:properties>'
    "<spiffworkflow:messageVariable>outcome</spiffworkflow:messageVariable>",
    messageRef="message_reply",
)


def test_a_task_is_completed_once():
    instance = Instance(draw(START, user("a"), user("b"), END, path("start", "a", "b", "end")))
    first = instance.task("a")
    instance.complete("a")
    with pytest.raises(Conflict, match="không còn mở"):
        instance.restored().complete(first.id, {})


def test_a_task_is_completed_once_in_the_same_execution():
    process = draw(START, user("a"), user("b"), END, path("start", "a", "b", "end"))
    execution = Execution.start(process, {}, Host())
    [first] = execution.snapshot().tasks
    execution.complete(first.id, {})
    with pytest.raises(Conflict):
        execution.complete(first.id, {})


@pytest.mark.parametrize("task_id", ["", "nonsense", "0" * 32, "../../etc"])
def test_a_task_that_never_was_is_not_open(task_id):
    instance = Instance(draw(*LOOP))
    with pytest.raises(Conflict):
        instance.restored().complete(task_id, {})


def test_tasks_to_come_and_engine_tasks_cannot_be_completed():
    instance = Instance(draw(START, user("a"), user("b"), END, path("start", "a", "b", "end")))
    execution = instance.restored()
    others = [each for each in execution._workflow.tasks.values() if each.id.hex != instance.at.tasks[0].id]
    assert others
    for other in others:
        with pytest.raises(Conflict):
            execution.complete(other.id.hex, {})


def test_an_ended_instance_takes_nothing_and_says_how_it_ended():
    process = draw(START, user("a"), task("endEvent", "end", '<spiffworkflow:properties><spiffworkflow:property '
                   'name="dossierStatus" value="awarded"/></spiffworkflow:properties>'), path("start", "a", "end"))  # fmt: skip
    instance = Instance(process, award="x")
    done = instance.task("a")
    ended = instance.complete("a", answer=1)
    assert (ended.ended, ended.end_event, ended.end_properties) == (True, "end", {"dossierStatus": "awarded"})
    assert ended.variables == {"award": "x", "answer": 1}
    assert instance.restored().snapshot() == ended
    with pytest.raises(Conflict):
        instance.restored().complete(done.id, {})
    with pytest.raises(Conflict):
        instance.restored().send_message("reply")
    with pytest.raises(Conflict):
        instance.restored().fire_timers()


def test_a_receive_task_is_open_work_and_ends_by_its_form():
    instance = Instance(
        draw(START, RECEIVE, user("b"), END, path("start", "answer", "b", "end"), outside=message("reply"))
    )
    [waiting] = instance.at.tasks
    assert (waiting.kind, waiting.form_key, waiting.outcomes) == ("receive", "form", ("approve", "refuse"))
    assert instance.at.messages == ("reply",)
    after = instance.complete("answer", outcome="approve", note="by hand")
    assert instance.names == ["b"]
    assert (after.variables["outcome"], after.variables["note"]) == ("approve", "by hand")


def test_a_receive_task_ends_by_its_message():
    instance = Instance(
        draw(START, RECEIVE, user("b"), END, path("start", "answer", "b", "end"), outside=message("reply"))
    )
    after = instance.send("reply", "refuse")
    assert instance.names == ["b"]
    assert after.variables["outcome"] == "refuse"
    with pytest.raises(Conflict, match="reply"):
        instance.restored().send_message("reply", "approve")


def test_a_form_ends_only_its_own_receive_task():
    instance = Instance(
        draw(START, gateway("parallel", "f"), RECEIVE, RECEIVE.replace('"answer"', '"second"'), gateway("parallel", "j"),
             END, path("start", "f", "answer", "j", "end"), path("f", "second", "j"), outside=message("reply"))
    )  # fmt: skip
    instance.complete("answer", outcome="approve")
    assert instance.names == ["second"]


def test_messages_thrown_are_reported_and_terminate_events_are_not():
    process = draw(
        START, task("sendTask", "send", messageRef="message_out"), gateway("parallel", "f"), user("a"), user("b"),
        '<bpmn:endEvent id="all"><bpmn:terminateEventDefinition/></bpmn:endEvent>', END,
        path("start", "send", "f", "a", "all"), path("f", "b", "end"), outside=message("out"),
    )  # fmt: skip
    instance = Instance(process)
    assert instance.at.sent == ("out",)
    ended = instance.complete("a")
    assert (ended.ended, ended.end_event, ended.sent) == (True, "all", ())


def test_an_operation_is_told_where_it_is_called_from_and_its_answer_is_kept():
    process = draw(START, service("s", "work/do", "result", count="1 + 1", who="name"), user("a"), END,
                   path("start", "s", "a", "end"))  # fmt: skip
    host = Host(work__do={"list": [1, {"typename": "x"}]})
    instance = Instance(process, host, name="An")
    [(operation, parameters, step)] = host.steps
    assert (operation, parameters) == ("work/do", {"count": 2, "who": "An"})
    assert (step.element_id, step.process_id, step.path, step.variables) == ("s", "p", (), {"name": "An"})
    assert instance.at.variables["result"] == {"list": [1, {"typename": "x"}]}


@pytest.mark.parametrize("error", [NotAllowed("không được"), KeyError("missing"), TypeError("bad")])
def test_what_an_operation_raises_reaches_the_caller_as_it_is(error):
    def fail(parameters, step):
        raise error

    process = draw(START, user("a"), service("s"), END, path("start", "a", "s", "end"))
    instance = Instance(process, Host(work__do=fail))
    execution = instance.restored()
    with pytest.raises(type(error)) as raised:
        execution.complete(instance.task("a").id, {})
    assert raised.value is error
    with pytest.raises(StepFailed, match="nạp lại"):
        execution.snapshot()
    assert Execution.restore(process, instance.at.state, Host()).snapshot().tasks == instance.at.tasks


def test_an_operation_that_answers_no_json_fails_with_its_element():
    process = draw(START, service("s"), END, path("start", "s", "end"))
    with pytest.raises(StepFailed) as failed:
        Instance(process, Host(work__do={1, 2}))
    assert (failed.value.process_id, failed.value.element_id) == ("p", "s")


@pytest.mark.parametrize("value", [{1, 2}, (1, 2), object(), float("nan"), {1: "a"}, b"x", 2**60, "\ud800"])
def test_only_plain_json_becomes_a_variable(value):
    process = draw(START, user("a"), END, path("start", "a", "end"))
    with pytest.raises(TypeError):
        Execution.start(process, {"x": value}, Host())
    instance = Instance(process)
    with pytest.raises(TypeError):
        instance.complete("a", x=value)


def test_a_decision_gives_its_outputs():
    called = "<spiffworkflow:calledDecisionId>limits</spiffworkflow:calledDecisionId>"
    process = draw(START, task("businessRuleTask", "r", called), user("a"), END, path("start", "r", "a", "end"))
    assert Instance(process, Host(limits={"level": 3})).at.variables == {"level": 3}


def test_a_condition_that_is_not_true_takes_the_default_flow():
    process = draw(
        START, gateway("exclusive", "g", "g_b"), user("a"), user("b"), gateway("exclusive", "j"), END,
        flow("g", "a", "x"), path("start", "g", "b", "j", "end"), path("a", "j"),
    )  # fmt: skip
    assert [Instance(process, x=x).names for x in (True, False, None, "yes", 1)] == [["a"], ["b"], ["b"], ["b"], ["b"]]


def test_a_diagram_that_never_waits_is_stopped():
    process = draw(
        START, gateway("exclusive", "m"), service("s"), gateway("exclusive", "g", "g_m"), END,
        path("start", "m", "s", "g", "m"), flow("g", "end", 'result = "never"'),
    )  # fmt: skip
    with pytest.raises(StepFailed, match="quá 1000 bước"):
        Instance(process, Host(work__do="again"))


def test_variables_are_for_routing_and_have_a_limit():
    process = draw(START, user("a"), user("b"), END, path("start", "a", "b", "end"))
    instance = Instance(process)
    with pytest.raises(StepFailed, match="16 KB"):
        instance.complete("a", essay="x" * 20_000)


def test_parallel_branches_share_no_data():
    process = draw(
        START, gateway("parallel", "f"), service("s"), user("a"), user("b"), gateway("parallel", "j"), END,
        path("start", "f", "s", "a", "j", "end"), path("f", "b", "j"),
    )  # fmt: skip

    def meddle(parameters, step):
        step.variables["shared"]["inner"]["x"] = 99
        return "done"

    given = {"inner": {"x": 0}}
    instance = Instance(process, Host(work__do=meddle), shared=given)
    values = [
        each.data["shared"]["inner"]["x"] for each in instance.restored()._workflow.tasks.values() if each.state == 16
    ]
    assert values == [0, 0]
    assert given == {"inner": {"x": 0}}


def test_what_surrounds_a_task_is_inherited_by_the_nearest():
    inner = '<bpmn:startEvent id="s1"/>' + user("a") + user("b", organ="unit", stage="own") + '<bpmn:endEvent id="s2"/>'
    inner += path("s1", "a", "b", "s2")
    around = '<spiffworkflow:properties><spiffworkflow:property name="organ" value="province"/><spiffworkflow:property '
    around += 'name="council" value="standing"/><spiffworkflow:property name="stage" value="council"/></spiffworkflow:properties>'
    instance = Instance(draw(START, task("subProcess", "x", around, inner), END, path("start", "x", "end")))
    [first] = instance.at.tasks
    assert (first.organ, first.council, first.stage, first.path) == ("province", "standing", "council", ("x",))
    assert {token.element_id: token.path for token in instance.at.tokens} == {"x": (), "a": ("x",)}
    [second] = instance.complete("a").tasks
    assert (second.organ, second.council, second.stage) == ("unit", "standing", "own")


def test_a_concrete_organ_and_assignee_come_from_the_variables():
    task_ = user("a", organExpression="who.organ", assigneeExpression="who.person")
    instance = Instance(draw(START, task_, END, path("start", "a", "end")), who={"organ": 7, "person": "p1"})
    [work] = instance.at.tasks
    assert (work.organ, work.organ_id, work.assignee) == (None, 7, "p1")


def test_one_process_is_shared_by_threads():
    process, ended, errors = draw(*LOOP), [], []

    def run(number):
        try:
            instance = Instance(process, Host(work__do=number), who=number)
            for _ in range(5):
                instance.complete("a", outcome="again")
            ended.append(instance.complete("a", outcome="go").variables)
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            errors.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted((each["who"], each["result"]) for each in ended) == [(number, number) for number in range(8)]


def test_a_process_is_parsed_once_for_a_checksum():
    files = {"p.bpmn": draw(*LOOP).files["p.bpmn"]}
    assert load_process("p", files, "once") is load_process("p", files, "once")
    assert load_process("p", files, "once") is not load_process("p", files, "twice")


def test_the_outline_lists_elements_as_a_token_meets_them():
    process = draw(
        START, user("late"), task("subProcess", "x", "", '<bpmn:endEvent id="s2"/><bpmn:startEvent id="s1"/>' + flow("s1", "s2")),
        END, path("start", "x", "late", "end"),
    )  # fmt: skip
    assert [element.id for element in process.outline()] == ["start", "x", "s1", "s2", "late", "end"]
    assert process.element("x", "s1").type == "startEvent"
