"""Answers against a form: types, conditions, choices, rows, rules."""

import json

import pytest

from forms import Choice, Context, FormInvalid, Row
from tests.unit.forms.support import button, day, form, group, number, radio, rows, text

NOMINEES = Context(rows={"nominees": (Row("n1", "Bà An"), Row("n2", "Ông Bình"))})


def errors(made, answers, context=NOMINEES, **more):
    """Return what is said about the answers."""
    with pytest.raises(FormInvalid) as refused:
        made.check(answers, context, **more)
    return refused.value.errors


def test_clean_answers_are_json_and_clean_again():
    made = form(
        text(),
        number("share", decimalDigits=2),
        day("signed_on"),
        day("meets_at", "datetime"),
        {"type": "checkbox", "key": "agreed", "label": "Đồng ý"},
        rows("nominees", radio("choice", "yes", "no"), rows_from="nominees"),
    )
    answers = {
        "name": " An ",
        "share": "82,35",
        "signed_on": {"day": "3", "month": "12", "year": "2026"},
        "meets_at": {"day": "11", "month": "12", "year": "2026", "time": "8h"},
        "nominees": [{"row": "n2", "choice": "no"}, {"row": "n1", "choice": "yes"}],
    }
    clean = made.check(answers, NOMINEES)
    assert clean == {
        "name": "An",
        "share": 82.35,
        "signed_on": "2026-12-03",
        "meets_at": "2026-12-11T08:00",
        "agreed": False,
        "nominees": [{"row": "n1", "choice": "yes"}, {"row": "n2", "choice": "no"}],
    }
    assert made.check(json.loads(json.dumps(clean)), NOMINEES) == clean


def test_what_is_required_is_asked_for_by_its_label():
    made = form(
        text(validate={"required": True}),
        radio("kind", "a", "b", validate={"required": True}),
        day("on", validate={"required": True}),
        text("reason", id="r", validate={"required": True}, properties={"requiredMessage": "Nêu lý do"}),
    )
    assert errors(made, {"name": "  "}) == {
        "name": ["Nhập “Tên”"],
        "kind": ["Chọn “Chọn”"],
        "on": ["Nhập “Ngày” theo ngày, tháng, năm"],
        "reason": ["Nêu lý do"],
    }


def test_a_box_that_must_be_ticked_is_not_content_with_false():
    made = form({"type": "checkbox", "key": "agreed", "label": "Cam kết đúng", "validate": {"required": True}})
    assert errors(made, {"agreed": "false"}) == {"agreed": ["Đánh dấu vào “Cam kết đúng” để tiếp tục"]}
    assert made.check({"agreed": "true"}) == {"agreed": True}


def test_unknown_names_are_refused_at_the_top_and_within_rows():
    made = form(text(), rows("nominees", text("note", id="n"), rows_from="nominees"))
    assert "“admin”" in errors(made, {"admin": True})[""][0]
    assert "“admin”" in errors(made, {"nominees": [{"row": "n1", "admin": 1}]})["nominees"][0]


@pytest.mark.parametrize("wrong", ["text", {"row": "n1"}, ["n1"], 5, [None]])
def test_a_list_must_be_a_list_of_rows(wrong):
    made = form(rows("nominees", text(), rows_from="nominees"))
    assert list(errors(made, {"nominees": wrong})) == ["nominees"]


@pytest.mark.parametrize(
    "given",
    [
        [{"row": "stranger", "name": "x"}],
        [{"row": "n1"}, {"row": "n1"}],
        [{"row": "n1"}, {"row": "n2"}, {"row": "n3"}],
        [{"row": {"a": 1}}],
        [{"row": f"n{n}"} for n in range(10_000)],
    ],
)
def test_rows_of_the_case_are_exactly_those(given):
    made = form(rows("nominees", text(), rows_from="nominees"))
    assert "đã thay đổi" in errors(made, {"nominees": given})["nominees"][0]


def test_rows_that_are_missing_are_asked_for():
    made = form(rows("nominees", text(validate={"required": True}), rows_from="nominees"))
    assert errors(made, {"nominees": [{"row": "n2", "name": "x"}]}) == {"nominees-n1-name": ["Nhập “Tên”"]}
    assert set(errors(made, {})) == {"nominees-n1-name", "nominees-n2-name"}


def test_free_rows_lose_blank_ones_and_have_limits():
    made = form(rows("people", text(validate={"required": True}), number("age"), minRows=1, maxRows=2))
    clean = made.check({"people": [{"row": "1", "name": ""}, {"row": "2", "name": "An", "age": "40"}]})
    assert clean == {"people": [{"row": "2", "name": "An", "age": 40}]}
    assert errors(made, {"people": []}) == {"people": ["Thêm ít nhất 1 dòng ở “Danh sách”"]}
    assert "nhiều nhất 2 dòng" in errors(made, {"people": [{"name": "x"}] * 10_000})["people"][0]


def test_an_error_within_a_row_names_the_row():
    made = form(rows("nominees", number("votes"), text(), rows_from="nominees"))
    found = errors(made, {"nominees": [{"row": "n1", "votes": "ba", "name": "x"}, {"row": "n2", "votes": 1}]})
    assert list(found) == ["nominees-n1-votes"]


def test_a_hidden_question_counts_as_unanswered_for_others():
    made = form(
        radio("a", "yes", "no"),
        radio("b", "yes", "no", conditional={"hide": '=a = "no"'}),
        text(conditional={"hide": '=b != "yes"'}),
    )
    assert made.check({"a": "no", "b": "yes", "name": "x"}, kept=True) == {"a": "no"}


def test_questions_that_hide_each_other_come_to_an_end():
    made = form(text("a", conditional={"hide": "=b = null"}), text("b", conditional={"hide": "=a != null"}))
    assert isinstance(made.check({"a": "1", "b": "2"}, kept=True), dict)


def test_hiding_a_group_a_page_and_a_list_hides_what_is_within():
    made = form(
        group("one", text("a", validate={"required": True}), conditional={"hide": "=skip = true"}),
        group(
            "two",
            group("inner", text("b"), conditional={"hide": "=skip = true"}),
            rows("people", text()),
        ),
        values=["skip"],
    )
    assert made.check({"b": "x"}, Context({"skip": True}), kept=True) == {"people": []}
    assert list(errors(made, {"b": "x"}, Context({"skip": True}))) == ["b"]
    assert [page.key for page in made.pages_open({}, Context({"skip": True}))] == ["two"]


def test_conditions_within_rows_see_the_row_first():
    made = form(
        radio("kind", "a", "b"),
        rows(
            "nominees",
            radio("choice", "yes", "no"),
            text("why", properties={"requiredWhen": '=choice = "no" and kind = "a"'}),
            rows_from="nominees",
        ),
    )
    given = {"nominees": [{"row": "n1", "choice": "no"}, {"row": "n2", "choice": "yes"}]}
    assert list(errors(made, {"kind": "a", **given})) == ["nominees-n1-why"]
    assert made.check({"kind": "b", **given}, NOMINEES)


def test_conditions_within_rows_see_what_the_case_says_of_the_row():
    made = form(
        rows(
            "nominees",
            number("amount", properties={"defaultFrom": "due"}),
            text("why", properties={"requiredWhen": "=amount != due"}),
            rows_from="nominees",
            rowValues="due",
        )
    )
    context = Context(rows={"nominees": (Row("n1", "A", values={"due": 5}), Row("n2", "B", values={"due": 6}))})
    assert list(errors(made, {"nominees": [{"row": "n1", "amount": 5}, {"row": "n2", "amount": 5}]}, context)) == [
        "nominees-n2-why"
    ]


def test_a_reason_is_required_by_the_outcome_and_long_enough():
    reason = {
        "type": "textarea",
        "key": "reason",
        "label": "Lý do",
        "validate": {"minLength": 20},
        "properties": {"requiredWhen": '=outcome = "return" or outcome = "reject"'},
    }
    made = form(reason, button("accept"), button("return"), button("reject"))
    assert made.check({}, outcome="accept") == {"reason": None}
    assert list(errors(made, {}, outcome="return")) == ["reason"]
    assert "ít nhất 20 ký tự" in errors(made, {"reason": "Thiếu báo cáo."}, outcome="reject")["reason"][0]


def test_a_partial_outcome_asks_only_what_a_condition_requires():
    made = form(
        text(validate={"required": True}),
        number("count"),
        text("why", id="w", properties={"requiredWhen": '=outcome = "discard"'}),
        button("sign"),
        button("discard", partial=True),
    )
    assert made.check({"why": "Lập nhầm"}, outcome="discard")["name"] is None
    assert list(errors(made, {"count": "ba"}, outcome="discard")) == ["count", "why"]
    assert list(errors(made, {}, outcome="sign")) == ["name"]


def test_an_outcome_that_is_unknown_or_closed_is_refused():
    made = form(
        text(),
        button("accept"),
        button("return") | {"conditional": {"hide": "=return_count >= 1"}},
        values=["return_count"],
    )
    assert "outcome" in errors(made, {}, outcome="approve")
    assert "outcome" in errors(made, {}, Context({"return_count": 1}), outcome="return")
    assert made.check({}, Context({"return_count": 0}), outcome="return")
    assert [each.key for each in made.outcomes_open({}, Context({"return_count": 1}))] == ["accept"]


def test_choices_of_the_case_are_the_only_ones():
    made = form({"type": "select", "key": "organ", "label": "Cơ quan", "valuesKey": "organs"})
    context = Context(choices={"organs": (Choice("tax", "Thuế"),)})
    assert made.check({"organ": "tax"}, context) == {"organ": "tax"}
    assert list(errors(made, {"organ": "police"}, context)) == ["organ"]
    assert list(errors(made, {"organ": "tax"}, Context())) == ["organ"]


def test_rules_over_several_answers_mark_their_field():
    check = {"when": "=present > total", "message": "Có mặt lớn hơn tổng số", "field": "present"}
    made = form(number("total"), number("present"), checks=[check])
    assert errors(made, {"total": 9, "present": 11}) == {"present": ["Có mặt lớn hơn tổng số"]}
    assert made.check({"present": 11})
    assert list(errors(made, {"total": 9, "present": "mười"})) == ["present"]


def test_rules_of_a_list_are_tried_on_each_row():
    check = {"when": "=votes > total", "message": "Quá số thành viên", "field": "votes"}
    made = form(number("total"), rows("nominees", number("votes"), rows_from="nominees", checks=[check]))
    given = {"total": 9, "nominees": [{"row": "n1", "votes": 9}, {"row": "n2", "votes": 10}]}
    assert errors(made, given) == {"nominees-n2-votes": ["Quá số thành viên"]}


def test_decimals_are_compared_exactly():
    check = {"when": "=a + b != c", "message": "Không bằng tổng", "field": "c"}
    made = form(*(number(key, decimalDigits=2) for key in "abc"), checks=[check])
    assert made.check({"a": "0,1", "b": "0,2", "c": "0,3"})


def test_a_page_is_checked_alone_but_sees_the_others():
    made = form(
        group("one", radio("mode", "meeting", "written"), text("a", validate={"required": True})),
        group("two", text("place", conditional={"hide": '=mode = "written"'}, validate={"required": True})),
    )
    assert made.check_page("two", {"mode": "written"}) == {}
    with pytest.raises(FormInvalid) as refused:
        made.check_page("two", {"mode": "meeting"})
    assert list(refused.value.errors) == ["place"]
    with pytest.raises(KeyError):
        made.check_page("three", {})


def test_an_over_long_text_is_refused_with_its_length():
    assert "hiện có 300" in errors(form(text()), {"name": "a" * 300})["name"][0]
