"""Before a form is published: expressions that cannot work with its answers are named with their place."""

import pytest

from forms import FormRejected
from tests.unit.forms.support import button, day, form, number, radio, rows, text

PARTS = [
    radio("mode", "meeting", "written"),
    number("present"),
    day("held_on"),
    {"type": "checkbox", "key": "agreed", "label": "Đồng ý"},
    {"type": "expression", "id": "id_half", "key": "half", "expression": "=present / 2"},
    rows("people", radio("state", "here", "away"), number("age"), rowValues=["due"]),
    button("accept"),
    button("refuse"),
]


def problems(expression, *more, **properties):
    """Return what is said about a form in which a question is hidden by the expression."""
    with pytest.raises(FormRejected) as rejected:
        form(*PARTS, text("reason", conditional={"hide": expression}), *more, **properties)
    return [(problem.place, problem.message) for problem in rejected.value.problems]


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ('=mode = "remote"', "Không có giá trị “remote” ở đây. Có: meeting, written."),
        ('=outcome = "return"', "Có: accept, refuse."),
        ('=present > "3"', "ký tự 9: So sánh số với chuỗi"),
        ('=half = "3"', "So sánh số với chuỗi"),
        ("=agreed > 3", "So sánh đúng/sai với số"),
        ("=held_on > today()", "So sánh chuỗi với ngày"),
        ("=present", "Điều kiện phải cho đúng/sai, không phải số"),
        ('=count(people[state = "gone"]) > 0', "Không có giá trị “gone”"),
        ('=some p in people satisfies p.stat = "here"', "Không có trường “stat”"),
        ('=mode = "meeting" and mode = "written"', "không bao giờ đúng"),
        ("=1 = 1", "luôn đúng"),
    ],
)
def test_a_condition_that_cannot_work_is_refused_with_its_place(expression, said):
    ((place, message),) = problems(expression)
    assert place == "reason"
    assert said in message


def test_conditions_of_rows_rules_and_calculations_are_checked_too():
    row = rows("guests", radio("kind", "one", "two"), text("why", properties={"requiredWhen": '=kind = "three"'}))
    ((place, message),) = problems('=mode = "written"', row)
    assert (place, "“three”" in message) == ("guests › why", True)
    rule = {"when": '=present > "9"', "message": "Sai", "field": "present"}
    assert "số với chuỗi" in problems('=mode = "written"', checks=[rule])[0][1]
    sum_of_words = {"type": "expression", "key": "odd", "expression": "=mode + present"}
    assert "Không tính được chuỗi + số" in problems('=mode = "written"', sum_of_words)[0][1]
