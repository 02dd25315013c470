"""Decisions, knowledge and services that need each other, in one file and across files."""

import pytest

from tests.unit.decisions.drawn import NOW, decision, evaluated, given, knowledge, literal, loaded, model
from workflows.engine.decisions import load_decisions
from workflows.errors import DefinitionRejected, NotFound

IMPORTING = (
    f'<import namespace="urn:other" name="Mẫu B" importType="{"https://www.omg.org/spec/DMN/20191111/MODEL/"}"/>'
)


def service(name, outputs, decisions=(), data=()):
    parts = [f'<outputDecision href="#{each}"/>' for each in outputs]
    parts += [f'<inputDecision href="#{each}"/>' for each in decisions]
    parts += [f'<inputData href="#{each}"/>' for each in data]
    return f'<decisionService id="{name}" name="{name}"><variable name="{name}"/>{"".join(parts)}</decisionService>'


def refusals(*parts):
    with pytest.raises(DefinitionRejected) as refused:
        loaded(*parts)
    return [str(problem) for problem in refused.value.problems]


def test_a_decision_is_worked_out_after_what_it_requires():
    chain = (
        given("a"),
        decision("d", literal("e + f"), ["@e", "@f"]),
        decision("e", literal("f * 2"), ["@f"]),
        decision("f", literal("a + 1"), ["a"]),
    )
    result = evaluated(*chain, a=1, explain=True)
    assert result.value == 6
    assert [each.decision_id for each in result.trace] == ["f", "e", "d"]


def test_a_decision_sees_only_what_it_requires():
    assert refusals(given("a"), decision("d", literal("a + 1"))) == [
        "m.dmn, d: Quyết định “d”, biểu thức: “a + 1”: Không có giá trị nào tên “a”."
    ]


def test_a_missing_value_is_null_with_a_warning_that_names_it():
    result = evaluated(given("a"), decision("d", literal("a"), ["a"]))
    assert (result.value, [str(each) for each in result.warnings]) == (
        None,
        ["Dữ liệu vào “a”: Chưa có giá trị cho “a”."],
    )


def test_knowledge_is_called_by_place_or_name_and_may_use_other_knowledge():
    square = knowledge("square", [("n", "number")], literal("n * n"))
    both = knowledge("both", ["a", "b"], literal("square(a) + square(n: b)"), ["square"])
    assert evaluated(square, both, decision("d", literal("both(b: 3, a: 2)"), (), ["both"])).value == 13


def test_knowledge_may_call_itself_and_comes_to_an_end():
    sums = knowledge("sums", ["n"], literal("if n <= 0 then 0 else n + sums(n - 1)"))
    assert evaluated(sums, decision("d", literal("sums(10)"), (), ["sums"])).value == 55
    endless = knowledge("sums", ["n"], literal("sums(n + 1)"))
    result = evaluated(endless, decision("d", literal("sums(1)"), (), ["sums"]))
    assert (result.value, len(result.errors)) == (None, 1)


def test_an_argument_of_another_type_gives_null():
    square = knowledge("square", [("n", "number")], literal("n * n"))
    assert evaluated(square, decision("d", literal('square("a")'), (), ["square"])).value is None
    assert evaluated(square, decision("d", literal("square([3])"), (), ["square"])).value == 9


def test_a_service_takes_its_input_data_first_and_then_decisions():
    parts = (
        given("a"),
        decision("b", literal('"never asked"')),
        decision("c", literal('a + " " + b'), ["a", "@b"]),
        service("s", ["c"], ["b"], ["a"]),
    )
    assert evaluated(*parts, decision("d", literal('s("x", "y")'), (), ["s"])).value == "x y"
    assert loaded(*parts).evaluate("s", {"a": "m", "b": "n"}, now=NOW).value == "m n"


def test_a_service_with_several_outputs_gives_a_context():
    parts = (decision("a", literal("1")), decision("b", literal("2")), service("s", ["a", "b"]))
    assert evaluated(*parts, of="s").value == {"a": 1, "b": 2}


def test_what_a_service_is_given_changes_nothing_outside():
    parts = (
        decision("b", literal('"outside"')),
        decision("c", literal("b"), ["@b"]),
        service("s", ["c"], ["b"]),
    )
    both = decision("d", literal('[s("inside"), b]'), ["@b"], ["s"])
    assert evaluated(*parts, both).value == ["inside", "outside"]


def test_a_decision_without_logic_is_what_people_say():
    parts = ('<decision id="e" name="e"/>', decision("d", literal("e"), ["@e"]))
    assert evaluated(*parts, e="yes").value == "yes"
    assert evaluated(*parts).value is None


def test_models_in_other_files_are_reached_by_the_name_of_the_import():
    other = model(given("tên"), decision("lời chào", literal('"Chào " + tên'), ["tên"]), namespace="urn:other")
    own = model(IMPORTING, decision("d", literal("Mẫu B.lời chào"), ["@urn:other#lời chào"]))
    found = load_decisions({"own.dmn": own, "other.dmn": other})
    assert found.evaluate("d", {"tên": "bạn"}, now=NOW).value == "Chào bạn"
    assert found.evaluate("d", {"urn:other#tên": "An"}, now=NOW).value == "Chào An"
    assert found.inputs("d") == {"tên"}


def test_what_is_not_there_is_named():
    assert refusals(decision("d", literal("1"), ["@e"])) == [
        "m.dmn, d: Quyết định “d” cần “#e” nhưng không có phần tử này."
    ]
    assert refusals(decision("a", literal("1")), service("s", ["a"], (), ["b"])) == [
        "m.dmn, s: Dịch vụ quyết định “s” cần “#b” nhưng không có phần tử này."
    ]
    assert refusals(IMPORTING) == ["m.dmn: Không có mô hình “Mẫu B” (urn:other) để nạp."]


def test_requirements_in_a_circle_are_refused():
    circle = (decision("a", literal("b"), ["@b"]), decision("b", literal("a"), ["@a"]))
    assert refusals(*circle) == ["m.dmn, a: Các yêu cầu tạo thành vòng: a → b → a."]
    assert loaded(*circle, lenient=True).evaluate("a", {}, now=NOW).value is None


def test_a_decision_cannot_be_called():
    assert "không phải là hàm" in refusals(decision("e", literal("1")), decision("d", literal("e()"), (), ["e"]))[0]


def test_names_and_ids_are_used_once():
    found = refusals(decision("d", literal("1")), decision("d", literal("2")))
    assert [each.partition(": ")[2] for each in found] == [
        "Quyết định “d”: mã “d” đã có ở phần tử khác.",
        "Quyết định “d”: tên này đã có ở phần tử khác.",
    ]


def test_an_unknown_decision_is_not_found():
    with pytest.raises(NotFound):
        evaluated(of="gone")


def test_the_same_files_are_compiled_once():
    files = {"m.dmn": model(decision("d", literal("1")))}
    assert load_decisions(files) is load_decisions(dict(files))


def test_the_clock_is_the_callers():
    assert evaluated(decision("d", literal("string(now())"))).value == "2026-11-20T09:30:00Z"


def test_work_is_limited():
    result = evaluated(decision("d", literal("some a in 1..9999, b in 1..9999 satisfies a < 0")))
    assert result.value is None
    assert "bước tính" in str(result.errors[0])
