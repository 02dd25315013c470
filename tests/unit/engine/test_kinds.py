"""Before diagrams are published: expressions that cannot work with the variables, each with its element and column."""

import pytest

from feel.types import Type
from tests.unit.engine.draw import END, START, diagram, flow, gateway, path, user
from workflows.engine import Known, check_files

KNOWN = Known(
    variables=frozenset({"return_count", "needs_opinion", "award"}),
    kinds={"return_count": Type("number"), "needs_opinion": Type("boolean")},
)


def found(condition, known=KNOWN, outcomes="yes,no"):
    """Return the messages about a flow with this condition, behind a step with these outcomes."""
    parts = (
        START, user("a", outcomes=outcomes), gateway("exclusive", "g", "g_end"), END, '<bpmn:endEvent id="end2"/>',
        path("start", "a", "g", "end"), flow("g", "end2", condition, "f"),
    )  # fmt: skip
    return [problem.message for problem in check_files({"p.bpmn": diagram(*parts)}, known) if problem.element_id == "f"]


@pytest.mark.parametrize(
    ("condition", "column", "said"),
    [
        ('outcome = "maybe"', 9, "Không có giá trị “maybe” ở đây. Có: no, yes."),
        ('return_count > "3"', 14, "So sánh số với chuỗi"),
        ("return_count", 1, "Điều kiện phải cho đúng/sai, không phải số"),
        ("needs_opinion and return_count", 19, "Vế của and, or phải là đúng/sai, không phải số"),
        ('outcome = "yes" and outcome = "no"', 17, "không bao giờ đúng"),
        ("1 = 1", 3, "luôn đúng"),
        ("contains(return_count, award)", 1, "Hàm contains không nhận số"),
    ],
)
def test_a_condition_that_cannot_work_is_named_with_its_column(condition, column, said):
    (message,) = found(condition)
    assert f"“{condition}” ở ký tự {column}: " in message
    assert said in message


def test_conditions_that_may_work_are_left_alone():
    for condition in (
        'outcome = "yes"',
        "return_count >= 3",
        "needs_opinion = true",
        'award = "x" or return_count < 2',
    ):
        assert found(condition) == []


def test_diagrams_that_run_already_are_not_judged_again():
    assert found('outcome = "maybe"', Known()) == []


def test_a_variable_that_others_write_too_may_hold_anything():
    parts = (
        START, user("a", outcomes="yes,no"), user("b"), gateway("exclusive", "g", "g_end"), END,
        '<bpmn:endEvent id="end2"/>', path("start", "a", "b", "g", "end"), flow("g", "end2", 'outcome = "late"', "f"),
    )  # fmt: skip
    other = diagram(START, user("c", outcomes="late,early"), END, path("start", "c", "end"), key="q")
    for files, count in (({}, 1), ({"q.bpmn": other}, 0)):
        problems = check_files({"p.bpmn": diagram(*parts)} | files, KNOWN)
        assert len([each for each in problems if each.element_id == "f"]) == count
