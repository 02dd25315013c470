"""What a page shows for given answers, and the same answers in words."""

from forms import Choice, Context, Row
from forms.views import Control, Paragraphs, Rows
from tests.unit.forms.support import button, day, form, group, number, radio, rows, text

NOMINEES = Context(rows={"nominees": (Row("n1", "Bà An", "Cá nhân"), Row("n2", "Ông Bình"))})


def controls(items):
    """Yield all controls by name."""
    found = {}
    for item in items:
        if isinstance(item, Control):
            found[item.name] = item
        elif isinstance(item, Rows):
            for row in item.rows:
                found |= controls(row.items)
        elif not isinstance(item, Paragraphs):
            found |= controls(item.items)
    return found


def drawn(made, answers=None, context=NOMINEES, **more):
    """Return the controls of the first page by name."""
    return controls(made.view(made.pages[0].key, answers or {}, context, **more).items)


def test_what_was_typed_is_shown_again_right_or_wrong():
    made = form(text(), number("count"), day("on"))
    shown = drawn(made, {"name": "<b>", "count": "mười", "on": {"day": "31", "month": "2", "year": "26"}})
    assert shown["name"].value == "<b>"
    assert shown["count"].value == "mười"
    assert [part.value for part in shown["on"].parts] == ["31", "2", "26"]


def test_clean_answers_are_shown_the_vietnamese_way():
    made = form(
        number("amount", properties={"format": "money"}),
        number("share", decimalDigits=2),
        number("year", properties={"format": "year"}),
        day("on", "datetime"),
    )
    shown = drawn(made, {"amount": 2530000, "share": 82.35, "year": 2026, "on": "2026-12-11T08:00"})
    assert (shown["amount"].value, shown["amount"].suffix) == ("2.530.000", "đ")
    assert shown["share"].value == "82,35"
    assert shown["year"].value == "2026"
    assert [part.value for part in shown["on"].parts] == ["11", "12", "2026", "08:00"]


def test_an_unreadable_day_is_not_lost():
    assert drawn(form(day("on")), {"on": "hôm qua"})["on"].parts[0].value == "hôm qua"


def test_defaults_stand_until_someone_answers():
    made = form(
        text(properties={"defaultFrom": "name"}),
        radio("mode", "a", "b", defaultValue="b"),
        values=["name"],
    )
    context = Context({"name": "Sở Nội vụ"})
    assert drawn(made, {}, context)["name"].value == "Sở Nội vụ"
    assert [option.chosen for option in drawn(made, {}, context)["mode"].options] == [False, True]
    assert drawn(made, {"name": "", "mode": None}, context)["name"].value == ""
    assert not any(option.chosen for option in drawn(made, {"mode": None}, context)["mode"].options)


def test_rows_of_the_case_appear_with_their_own_defaults():
    made = form(
        rows("nominees", number("amount", properties={"defaultFrom": "due"}), rows_from="nominees", rowValues=["due"])
    )
    context = Context(rows={"nominees": (Row("n1", "A", values={"due": 5000}), Row("n2", "B"))})
    shown = drawn(made, {}, context)
    assert {name: control.value for name, control in shown.items()} == {
        "nominees-n1-amount": "5.000",
        "nominees-n2-amount": "",
    }


def test_free_rows_start_with_blank_ones_and_may_grow():
    page = form(rows("people", text(), rowLabel="Thành viên", addLabel="Thêm thành viên")).view("example", {})
    assert page.items[0].add_label == "Thêm thành viên"
    assert [row.label for row in page.items[0].rows] == ["Thành viên 1"]
    full = form(rows("people", text(), maxRows=1)).view("example", {"people": [{"row": "7", "name": "An"}]})
    assert full.items[0].add_label == ""
    assert full.items[0].removable


def test_a_question_is_left_out_when_nothing_on_the_page_can_bring_it_back():
    made = form(
        text("a", conditional={"hide": "=simplified = true"}),
        radio("mode", "meeting", "written"),
        text("place", conditional={"hide": '=mode = "written"'}),
        values=["simplified"],
    )
    shown = drawn(made, {"mode": "written"}, Context({"simplified": True}))
    assert list(shown) == ["mode", "place"]
    assert (shown["place"].reveal.name, shown["place"].reveal.values, shown["place"].reveal.shows) == (
        "mode",
        ("written",),
        False,
    )


def test_a_question_within_a_row_depends_on_its_own_row():
    made = form(
        rows(
            "nominees",
            radio("choice", "yes", "no"),
            text("why", conditional={"hide": '=choice != "no"'}),
            rows_from="nominees",
        )
    )
    assert drawn(made)["nominees-n2-why"].reveal.name == "nominees-n2-choice"


def test_conditions_that_a_script_cannot_apply_leave_the_question_in_sight():
    made = form(
        number("a"), text(conditional={"hide": "=a > 1"}), text("b", conditional={"hide": '=name = "x" and a = 1'})
    )
    assert drawn(made)["name"].reveal is None
    assert drawn(made)["b"].reveal is None


def test_errors_stand_at_their_field_and_in_the_summary_in_reading_order():
    made = form(group("one", day("on"), rows("nominees", number("votes"), rows_from="nominees")), group("two", text()))
    errors = {"name": ["Nhập tên"], "nominees-n2-votes": ["Quá nhiều"], "on": ["Nhập ngày"], "": ["Có mục lạ"]}
    page = made.view("one", {}, NOMINEES, errors=errors)
    assert [(line.text, line.anchor) for line in page.errors] == [
        ("Có mục lạ", ""),
        ("Nhập ngày", "on-day"),
        ("Ông Bình: Số: Quá nhiều", "nominees-n2-votes"),
    ]
    assert controls(page.items)["nominees-n2-votes"].errors == ("Quá nhiều",)
    assert [(line.page, line.anchor) for line in made.error_lines(errors, NOMINEES)][-1] == ("two", "name")


def test_optional_questions_are_known_as_such():
    made = form(
        text(),
        text("b", id="b", validate={"required": True}),
        text("c", id="c", properties={"requiredWhen": "=b != null"}),
    )
    assert [control.optional for control in drawn(made).values()] == [True, False, False]


def test_notes_put_in_values_of_the_case():
    note = {"type": "text", "id": "t", "text": "Đã bỏ {{cast}} phiếu.\n\nTổng {{total}}."}
    page = form(note, values=["cast", "total"]).view("example", {}, Context({"cast": 1200, "total": None}))
    assert page.items[0].texts == ("Đã bỏ 1.200 phiếu.", "Tổng .")


def test_answers_in_words_follow_the_pages():
    made = form(
        group("one", text(), day("on"), number("share", decimalDigits=2, appearance={"suffixAdorner": "%"})),
        group(
            "two",
            {"type": "checklist", "key": "organs", "label": "Cơ quan", "valuesKey": "organs"},
            {"type": "textarea", "key": "why", "label": "Lý do"},
            {"type": "checkbox", "key": "agreed", "label": "Đồng ý"},
            rows("nominees", radio("choice", "yes", "no"), rows_from="nominees"),
        ),
    )
    context = Context(choices={"organs": (Choice("tax", "Cơ quan thuế"),)}, rows=NOMINEES.rows)
    answers = {
        "on": "2026-12-03",
        "share": 82.35,
        "organs": ["tax", "gone"],
        "why": "Một\n\nHai",
        "agreed": True,
        "nominees": [{"row": "n2", "choice": "no"}],
    }
    first, second = made.summary(answers, context)
    assert [line.texts for line in first.lines] == [("Chưa nhập",), ("03/12/2026",), ("82,35 %",)]
    assert [line.is_empty for line in first.lines] == [True, False, False]
    assert [line.texts for line in second.lines] == [("Cơ quan thuế", "gone"), ("Một", "Hai"), ("Có",)]
    title, listed = second.lists[0]
    assert (title, [(row.label, row.lines[0].texts) for row in listed]) == (
        "Danh sách",
        [("Bà An", ("Chưa nhập",)), ("Ông Bình", ("NO",))],
    )


def test_answers_in_words_leave_hidden_questions_out():
    made = form(radio("mode", "a", "b"), text(conditional={"hide": '=mode = "a"'}))
    assert [line.anchor for line in made.summary({"mode": "a", "name": "x"})[0].lines] == ["mode"]


def test_short_controls_of_a_row_stand_side_by_side():
    made = form(
        rows("nominees", number("yes"), number("no"), rows_from="nominees"), rows("papers", text(), rows_from="papers")
    )
    context = Context(rows={kind: (Row("r1", "Một"),) for kind in ("nominees", "papers")})
    first, second = made.view("example", {}, context).items
    assert (first.rows[0].compact, second.rows[0].compact) == (True, False)


def test_what_only_one_way_to_finish_asks_for_is_left_out_while_empty():
    made = form(
        text(), text("why", id="w", properties={"requiredWhen": '=outcome = "return"'}), button("go"), button("return")
    )
    assert [line.anchor for line in made.summary({})[0].lines] == ["name"]
    assert [line.anchor for line in made.summary({"why": "Thiếu"})[0].lines] == ["name", "why"]


def test_a_list_of_rows_that_the_case_knows_nothing_of_is_left_out():
    made = form(text(), rows("figures", number("value"), rows_from="figures"))
    assert [item.type for item in made.view("example", {}).items] == ["input"]
    assert [item.type for item in made.view("example", {}, Context(rows={"figures": ()})).items] == ["input", "rows"]
