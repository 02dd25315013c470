"""Diagrams that would not do what they show are refused, each problem with its element and in Vietnamese."""

import pytest

from tests.unit.engine.draw import (
    END,
    START,
    boundary,
    diagram,
    each,
    flow,
    gateway,
    message,
    on_date,
    on_message,
    path,
    properties,
    service,
    task,
    user,
    variable,
)
from workflows.engine import Known, check_files, load_process
from workflows.errors import DefinitionRejected

SOUND = (START, user("a"), END, path("start", "a", "end"))


def problems(*parts, outside="", known=None, **others):
    """Return {element id: messages} for a process made of the given parts."""
    files = {"p.bpmn": diagram(*parts, outside=outside)} | others
    found = {}
    for problem in check_files(files, known or Known()):
        found.setdefault(problem.element_id, []).append(problem.message)
    return found


def test_a_sound_diagram_has_no_problem():
    assert problems(*SOUND) == {}


def event(tag, own_id, kind, inside=""):
    return f'<bpmn:{tag} id="{own_id}"><bpmn:{kind}EventDefinition>{inside}</bpmn:{kind}EventDefinition></bpmn:{tag}>'


CATCH, THROW = "intermediateCatchEvent", "intermediateThrowEvent"
_SUB = '<bpmn:startEvent id="s1"/><bpmn:endEvent id="s2"/>' + flow("s1", "s2")
ALONE = path("start", "x", "end")
REFUSED = {
    "script task": ((START, '<bpmn:scriptTask id="x"><bpmn:script>1</bpmn:script></bpmn:scriptTask>', END, ALONE), "mã lệnh"),
    "manual task": ((START, task("manualTask", "x"), END, ALONE), "manualTask"),
    "untyped task": ((START, task("task", "x"), END, ALONE), "userTask"),
    "complex gateway": ((START, gateway("complex", "x"), END, ALONE), "complexGateway"),
    "transaction": ((START, task("transaction", "x", "", _SUB), END, ALONE), "transaction"),
    "ad-hoc sub-process": ((START, task("adHocSubProcess", "x", "", user("y")), END, ALONE), "adHocSubProcess"),
    "event sub-process": (
        (*SOUND, task("subProcess", "x", "", _SUB, triggeredByEvent="true")), "kích hoạt bằng sự kiện",
    ),
    "link catch": ((START, event(CATCH, "x", "link"), END, ALONE), "link"),
    "link throw": ((START, event(THROW, "x", "link"), END, ALONE), "link"),
    "compensation throw": ((START, event(THROW, "x", "compensate"), END, ALONE), "compensation"),
    "compensation end": ((START, event("endEvent", "x", "compensate"), path("start", "x")), "compensation"),
    "signal end": ((START, event("endEvent", "x", "signal"), path("start", "x")), "signal"),
    "signal catch": ((START, event(CATCH, "x", "signal"), END, ALONE), "signal"),
    "cancel end": ((START, event("endEvent", "x", "cancel"), path("start", "x")), "cancel"),
    "conditional catch": (
        (START, event(CATCH, "x", "conditional", "<bpmn:condition>1</bpmn:condition>"), END, ALONE), "conditional",
    ),
    "timer start": ((event("startEvent", "x", "timer"), user("a"), END, path("x", "a", "end")), "startEvent"),
    "plain catch": ((START, task(CATCH, "x"), END, ALONE), "thông điệp hoặc thời gian"),
    "duration": (
        (START, event(CATCH, "x", "timer", '<bpmn:timeDuration>"P1D"</bpmn:timeDuration>'), END, ALONE), "timeDate",
    ),
    "cycle": ((START, event(CATCH, "x", "timer", '<bpmn:timeCycle>"R3/P1D"</bpmn:timeCycle>'), END, ALONE), "timeDate"),
    "two kinds at one event": (
        (START, f'<bpmn:{CATCH} id="x">{on_message("m")}{on_date("t")}</bpmn:{CATCH}>', END, ALONE), "một loại",
    ),
    "user task without form": ((START, task("userTask", "x", properties(candidateGroup="g")), END, ALONE), "formKey"),
    "user task without group": ((START, task("userTask", "x", properties(formKey="f")), END, ALONE), "candidateGroup"),
    "outcomes that are no words": ((START, user("x", outcomes="Đồng ý"), END, ALONE), "outcomes"),
    "unknown property": ((START, user("x", formkey="f"), END, ALONE), "formkey"),
    "service task without operation": ((START, task("serviceTask", "x"), END, ALONE), "serviceTaskOperator"),
    "parameter without value": ((START, service("x", when=""), END, ALONE), "Tham số"),
    "script before a task": (
        (START, task("userTask", "x", "<spiffworkflow:preScript>x = 1</spiffworkflow:preScript>"
         + properties(formKey="f", candidateGroup="g")), END, ALONE), "preScript",
    ),
    "foreign extension": ((START, task("userTask", "x", '<c:in xmlns:c="urn:c"/>'), END, ALONE), "Phần mở rộng in"),
    "decision without table": ((START, task("businessRuleTask", "x"), END, ALONE), "calledDecisionId"),
    "call without process": ((START, task("callActivity", "x"), END, ALONE), "calledElement"),
    "call of an unknown process": ((START, task("callActivity", "x", calledElement="q"), END, ALONE), "quy trình q"),
    "call of itself": ((START, task("callActivity", "x", calledElement="p"), END, ALONE), "vòng"),
    "receive task without message": ((START, task("receiveTask", "x"), END, ALONE), "messageRef"),
    "compensation activity": (
        (START, task("userTask", "x", properties(formKey="f", candidateGroup="g"), isForCompensation="true"), END, ALONE),
        "compensation",
    ),
    "standard loop": (
        (START, user("x", "<bpmn:standardLoopCharacteristics/>"), END, ALONE), "standardLoop",
    ),
    "loop by number": (
        (START, user("x", "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality>"
         "</bpmn:multiInstanceLoopCharacteristics>"), END, ALONE), "loopCardinality",
    ),
    "loop over an undeclared collection": ((START, user("x", each("voters", "voter")), END, ALONE), "voters"),
    "condition off a task": ((START, user("x"), END, flow("start", "x"), flow("x", "end", "a = 1", "f")), "rẽ nhánh", "f"),
    "two flows out of a task": (
        (START, user("x"), END, '<bpmn:endEvent id="end2"/>', ALONE, flow("x", "end2")), "2 luồng ra",
    ),
    "two flows into a task": (
        (START, gateway("parallel", "f"), user("x"), END, path("start", "f", "x", "end"),
         '<bpmn:exclusiveGateway id="y"/>', path("f", "y", "x")), "2 luồng vào",
    ),
    "gateway without default": (
        (START, gateway("exclusive", "x"), END, '<bpmn:endEvent id="end2"/>', path("start", "x"),
         flow("x", "end", "a = 1"), flow("x", "end2", "a = 2")), "mặc định",
    ),
    "gateway flow without condition": (
        (START, gateway("exclusive", "x", "x_end"), END, '<bpmn:endEvent id="end2"/>', path("start", "x", "end"),
         flow("x", "end2", name="bare")), "thiếu điều kiện", "bare",
    ),
    "broken condition": (
        (START, gateway("exclusive", "x", "x_end"), END, '<bpmn:endEvent id="end2"/>', path("start", "x", "end"),
         flow("x", "end2", 'outcome = "', name="bad")), "sai ở ký tự", "bad",
    ),
    "Python in a condition": (
        (START, gateway("exclusive", "x", "x_end"), END, '<bpmn:endEvent id="end2"/>', path("start", "x", "end"),
         flow("x", "end2", "outcome == 'a'", name="bad")), "sai ở ký tự", "bad",
    ),
    "unreachable task": ((*SOUND, user("x"), gateway("parallel", "y"), path("x", "y", "x")), "Không có đường nào"),
    "dead end": ((START, gateway("parallel", "f"), user("x"), END, path("start", "f", "end"), flow("f", "x")), "luồng ra"),
    "no way to the end": (
        (START, gateway("parallel", "f"), gateway("exclusive", "m"), user("x"), END, path("start", "f", "end"),
         path("f", "m", "x", "m")), "kết thúc",
    ),
    "inclusive join in a loop": (
        (START, gateway("exclusive", "m"), gateway("inclusive", "f", "f_a"), user("a"), user("b"),
         gateway("inclusive", "x"), gateway("exclusive", "g", "g_m"), END, path("start", "m", "f", "a", "x", "g", "m"),
         flow("f", "b", "n > 1"), path("b", "x"), flow("g", "end", "n = 1")), "vòng lặp",
    ),
    "boundary event on a multi-instance task": (
        (variable("voters"), START, user("a", each("voters", "voter")), boundary("x", "a", on_date("due")), END,
         '<bpmn:endEvent id="end2"/>', path("start", "a", "end"), flow("x", "end2")), "lặp theo danh sách",
    ),
    "unknown message": (
        (START, f'<bpmn:{CATCH} id="x">{on_message("nobody")}</bpmn:{CATCH}>', END, ALONE), "message_nobody",
    ),
    "separation from a step that does not exist": ((START, user("x", notPerformedBy="y"), END, ALONE), "việc y"),
    "join that waits for itself": (
        (START, gateway("parallel", "j"), user("a"), gateway("exclusive", "g", "g_end"), END,
         path("start", "j", "a", "g", "end"), flow("g", "j", "again = true", "x")), "sau khi qua chính cổng",
    ),
    "flow without id": (
        (START, user("a"), END, flow("start", "a"), '<bpmn:sequenceFlow sourceRef="a" targetRef="end"/>'), "thiếu mã", "p",
    ),
    "property twice": (
        (START, task("userTask", "x", properties(formKey="f", candidateGroup="g") * 2), END, ALONE), "nhiều lần",
    ),
    "reserved id": ((START, user("Start"), END, path("start", "Start", "end")), "dành riêng", "Start"),
    "data object": ((*SOUND, '<bpmn:dataObject id="x"/>'), "dataObject"),
    "start event twice": ((*SOUND, '<bpmn:startEvent id="again"/>', user("c"), '<bpmn:endEvent id="end2"/>',
                           path("again", "c", "end2")), "đúng một sự kiện bắt đầu", "p"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_engine_cannot_run_is_refused_by_name(name):
    parts, words, *where = REFUSED[name]
    found = problems(*parts, outside=message("m"))
    where = where[0] if where else "x"
    assert where in found, found
    assert any(words in text for text in found[where]), found[where]


def test_all_problems_of_all_files_come_at_once():
    second = diagram(START, task("scriptTask", "z"), END, path("start", "z", "end"), key="q")
    files = {"p.bpmn": diagram(START, user("x", formkey="f"), END, ALONE), "q.bpmn": second, "r.bpmn": b"<bpmn"}
    found = {(problem.file, problem.element_id) for problem in check_files(files, Known())}
    assert found >= {("p.bpmn", "x"), ("q.bpmn", "z"), ("r.bpmn", None)}


def test_the_reason_for_which_a_clock_stands_still_is_one_that_a_process_can_have():
    for reason, refused in (("consultation", False), ("legal_hold", True), ("", True)):
        parts = (START, user("x", stopsClock=reason), END, ALONE)
        told = problems(*parts).get("x", [])
        assert any("stopsClock" in text for text in told) is refused, told


def test_loading_a_refused_diagram_raises_with_all_problems():
    with pytest.raises(DefinitionRejected) as refused:
        load_process("p", {"p.bpmn": diagram(START, task("scriptTask", "x"), END, ALONE)}, "refused")
    assert [problem.element_id for problem in refused.value.problems] == ["x"]


def test_loading_a_process_that_is_not_there_is_refused():
    with pytest.raises(DefinitionRejected, match="Không có quy trình nobody"):
        load_process("nobody", {"p.bpmn": diagram(*SOUND)}, "nobody")


def test_names_outside_the_diagrams_are_checked_where_they_are_known():
    parts = (
        START, user("a", dueRule="rule.here"), service("b", "work/here"), user("c", dueRule="rule.gone", stage="later"),
        service("d", "work/gone"), task("businessRuleTask", "e", "<spiffworkflow:calledDecisionId>gone</spiffworkflow:calledDecisionId>"),
        task("endEvent", "end", properties(dossierStatus="lost")), path("start", "a", "b", "c", "d", "e", "end"),
    )  # fmt: skip
    known = Known(
        forms=frozenset(),
        groups=frozenset({"group"}),
        operations=frozenset({"work/here"}),
        due_rules=frozenset({"rule.here"}),
        decisions={},
        statuses=frozenset({"awarded"}),
        stages=frozenset({"decide"}),
    )
    assert problems(*parts, known=known) == {
        "a": ["Không có biểu mẫu form."],
        "c": ["Không có biểu mẫu form.", "Không có chặng later.", "Không có quy tắc thời hạn rule.gone."],
        "d": ["Không có nghiệp vụ work/gone."],
        "e": ["Không có bảng quyết định gone."],
        "end": ["Hồ sơ không kết thúc được ở trạng thái lost trong quy trình này."],
    }
    assert problems(*parts) == {}


@pytest.mark.parametrize(
    ("own", "said", "fits"),
    [("p", "revoked", True), ("p", "awarded", False), ("q", "revoked", False), ("q", "awarded", True)],
)
def test_a_process_may_have_statuses_of_its_own(own, said, fits):
    known = Known(statuses=frozenset({"awarded", "revoked"}), statuses_of={own: frozenset({"revoked"})})
    end = task("endEvent", "end", properties(dossierStatus=said))
    assert (problems(START, user("a"), end, path("start", "a", "end"), known=known) == {}) is fits


@pytest.mark.parametrize("said", ["home:", ":group", "group", "home:nobody", "home:group,x", "home: group"])
def test_who_may_begin_is_an_organ_and_a_role_that_is_there(said):
    known = Known(groups=frozenset({"group"}))
    start = task("startEvent", "start", properties(startGroups=said))
    found = problems(start, user("a"), END, path("start", "a", "end"), known=known)
    assert list(found) == ["start"]
    assert "startGroups" in found["start"][0]


@pytest.mark.parametrize("said", ["form:", "form", "form:gone", ":form"])
def test_forms_in_place_of_others_are_there(said):
    called = task("callActivity", "a", properties(forms=said))
    found = problems(START, called, END, path("start", "a", "end"), known=Known(forms=frozenset({"form"})))
    assert any("(forms) cần" in each for each in found["a"])


def test_variables_that_nothing_writes_are_found_where_the_outside_is_known():
    parts = (
        START, user("a", outcomes="yes,no"), gateway("exclusive", "g", "g_end"), END, '<bpmn:endEvent id="end2"/>',
        path("start", "a", "g", "end"), flow("g", "end2", 'outcome = "no" and leval = "x"', "f"),
    )  # fmt: skip
    found = problems(*parts, known=Known(variables=frozenset({"level"})))
    assert "leval" in found["f"][0]
    assert "level" in found["f"][0]
    assert problems(*parts, known=Known(variables=frozenset({"leval"}))) == {}


def test_the_same_step_in_two_diagrams_is_refused():
    files = {"p.bpmn": diagram(*SOUND), "q.bpmn": diagram(*SOUND, key="q")}
    assert {(problem.file, problem.element_id) for problem in check_files(files, Known())} == {
        ("p.bpmn", "a"),
        ("q.bpmn", "a"),
    }
