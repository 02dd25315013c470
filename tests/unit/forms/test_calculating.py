"""Values that the server works out, and rules of single answers in FEEL."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from forms import Context, FormInvalid, FormRejected, Row, messages
from tests.unit.forms.support import button, day, form, number, rows, text

NOW = Context(now=datetime(2026, 11, 20, 6, 30, tzinfo=timezone(timedelta(hours=7))))


def result(key, expression, conditional=None, **properties):
    """Return a calculated value as the editor of form-js writes it."""
    made = {"type": "expression", "id": f"id_{key}", "key": key, "expression": expression, "computeOn": "change"}
    return (
        made
        | ({"properties": properties} if properties else {})
        | ({"conditional": conditional} if conditional else {})
    )


def share(**more):
    """Return a form with a percentage of two numbers."""
    calculation = result("share", "=yes / total * 100", label="Tỷ lệ", suffix="%", decimalDigits=2)
    return form(number("yes"), number("total"), calculation, **more)


def test_a_calculated_value_is_stored_with_the_answers_and_may_come_back():
    clean = share().check({"yes": "7", "total": "9"})
    assert clean == {"yes": 7, "total": 9, "share": 77.78}
    assert share().check(json.loads(json.dumps(clean))) == clean
    assert share().check({"yes": "7", "total": "9", "share": "77,78"}) == clean


def test_another_value_than_the_calculated_one_is_refused():
    with pytest.raises(FormInvalid) as refused:
        share().check({"yes": 7, "total": 9, "share": 100})
    assert refused.value.errors == {"share": [messages.CALCULATED]}
    assert share().check({"yes": 7, "total": 9, "share": 100}, kept=True)["share"] == 77.78


def test_what_cannot_be_calculated_is_null():
    assert share().check({"yes": 7})["share"] is None
    assert share().check({"yes": 7, "total": 0})["share"] is None


def test_the_page_and_the_summary_show_it_in_words():
    answers = {"yes": 1_234_500, "total": 1_000}
    shown = share().view("example", answers).items[-1]
    assert (shown.type, shown.value, shown.label) == ("result", "123.450 %", "Tỷ lệ")
    (page,) = share().summary(answers)
    assert page.lines[-1].texts == ("123.450 %",)


def test_a_value_without_a_label_is_stored_and_read_but_not_shown():
    made = form(number("a"), result("double", "=a * 2"), text(conditional={"hide": "=double < 10"}))
    assert made.check({"a": 2}) == {"a": 2, "double": 4}
    assert [item.name for item in made.view("example", {"a": 5}).items] == ["a", "name"]
    assert [line.label for line in made.summary({"a": 2})[0].lines] == ["Số"]


def test_calculations_read_each_other_lists_and_rows():
    made = form(
        result("total", "=sum(for each in people return each.pay)"),
        result("twice", "=2 * base"),
        result("base", "=rate + 1"),
        number("rate"),
        rows("people", number("days"), result("pay", "=days * twice", label="Tiền", suffix="đ")),
    )
    clean = made.check({"rate": 4, "people": [{"row": "1", "days": 3}, {"row": "2", "days": 5}]})
    assert clean["people"] == [{"row": "1", "days": 3, "pay": 30}, {"row": "2", "days": 5, "pay": 50}]
    assert (clean["base"], clean["twice"], clean["total"]) == (5, 10, 80)
    cells = [row.items[-1].value for row in made.view("example", clean).items[-1].rows]
    assert cells == ["30 đ", "50 đ"]


def test_rows_of_the_case_calculate_with_what_it_says_of_them():
    made = form(rows("nominees", number("paid"), result("left", "=due - paid"), rows_from="nominees", rowValues="due"))
    context = Context(rows={"nominees": (Row("n1", "A", values={"due": 10}),)})
    assert made.check({"nominees": [{"row": "n1", "paid": 4}]}, context)["nominees"][0]["left"] == 6


def test_today_is_the_day_of_the_hosts_clock():
    made = form(day("born"), result("age", "=years and months duration(date(born), today()).years", label="Tuổi"))
    assert made.check({"born": "1990-11-20"}, NOW)["age"] == 36
    assert made.check({"born": "1990-11-21"}, NOW)["age"] == 35
    assert made.check({"born": "1990-11-21"})["age"] is None


def test_days_are_stored_as_days_are_and_read_out_as_days():
    made = form(day("from"), result("until", '=date(from) + duration("P15D")', label="Đến"))
    assert made.check({"from": "2026-11-20"})["until"] == "2026-12-05"
    assert made.view("example", {"from": "2026-11-20"}).items[-1].value == "05/12/2026"


def test_a_hidden_calculation_has_no_value():
    made = form(number("a"), result("b", "=a + 1", conditional={"hide": "=a < 0"}))
    assert made.check({"a": -1}) == {"a": -1}
    with pytest.raises(FormInvalid):
        made.check({"a": -1, "b": 5})


def test_conditions_use_the_clock_on_pages_and_buttons():
    made = form(
        text(conditional={"hide": "=now() = null"}), button("go") | {"conditional": {"hide": "=today() = null"}}
    )
    assert made.view("example", {}, NOW).items
    assert made.outcomes_open({}, NOW)
    assert not made.view("example", {}).items
    assert not made.outcomes_open({})


def test_a_rule_of_an_answer_is_said_where_it_is_broken_and_only_there():
    made = form(
        day("until", properties={"validWhen": "=date(until) > today()", "validMessage": "Chọn ngày sau hôm nay"}),
        rows("people", number("age", properties={"validWhen": "=age >= 18", "validMessage": "Phải từ 18 tuổi"})),
    )
    with pytest.raises(FormInvalid) as refused:
        made.check({"until": "2026-11-20", "people": [{"row": "1", "age": 17}, {"row": "2", "age": 18}]}, NOW)
    assert refused.value.errors == {"until": ["Chọn ngày sau hôm nay"], "people-1-age": ["Phải từ 18 tuổi"]}
    assert made.check({"until": "2026-11-21"}, NOW)
    assert made.check({}, NOW)


@pytest.mark.parametrize(
    ("component", "said"),
    [
        (result("x", ""), "thiếu phép tính"),
        (result("x", "=1 +"), "không đọc được"),
        (result("x", "=missing + 1"), "missing"),
        (result("x", "=1", colour="red"), "colour"),
        (number("x", properties={"validWhen": "=x > 1"}), "validMessage"),
    ],
)
def test_a_calculation_that_cannot_be_done_is_refused_with_its_place(component, said):
    with pytest.raises(FormRejected) as rejected:
        form(component)
    assert said in str(rejected.value)
    assert all(problem.place.startswith("x") for problem in rejected.value.problems)
