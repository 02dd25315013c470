"""Which sources become forms, and what is said about those that do not."""

import pytest

from forms import FormRejected, compile_form
from tests.unit.forms.support import button, day, form, group, number, radio, rows, source, text


def problems(*components, **properties):
    """Return what is said about a source."""
    with pytest.raises(FormRejected) as rejected:
        compile_form(source(*components, **properties))
    return [str(problem) for problem in rejected.value.problems]


def test_each_top_group_is_a_page_and_without_groups_there_is_one():
    assert [page.key for page in form(group("one", text()), group("two", number("count"))).pages] == ["one", "two"]
    assert [page.title for page in form(text()).pages] == ["Biểu mẫu"]


def test_buttons_are_outcomes_in_their_order_the_first_is_primary():
    made = form(button("approve"), button("return"), button("refuse", style="warning"))
    assert [(outcome.key, outcome.style) for outcome in made.outcomes] == [
        ("approve", "primary"),
        ("return", "secondary"),
        ("refuse", "warning"),
    ]


def test_a_button_without_outcome_only_names_the_submit():
    save = {"type": "button", "id": "save", "label": "Ghi kết quả", "action": "submit"}
    assert form(text(), save).submit_label == "Ghi kết quả"
    assert "đúng một nút" in problems(save, button("approve"))[0]


@pytest.mark.parametrize(
    ("component", "said"),
    [
        ({"type": "filepicker", "key": "a", "label": "A"}, "tệp đính kèm nộp ở mục Tài liệu"),
        ({"type": "html", "content": "<b>"}, "mã HTML không dùng được"),
        ({"type": "hologram"}, "loại thành phần “hologram” không dùng được"),
        ({"type": ["text"]}, "không dùng được"),
        ({}, "không dùng được"),
        (text(tooltip="x"), "không dùng được thuộc tính “tooltip”"),
        (text(validate={"pattern": "(a+)+"}), "không dùng được thuộc tính “pattern”"),
        (text(readonly=True), "không dùng được thuộc tính “readonly”"),
        (text(properties={"onclick": "x"}), "không dùng được thuộc tính “onclick”"),
        (text(conditional={"show": "=a"}), "không dùng được thuộc tính “show”"),
        (text(key="Họ tên"), "chu_thuong_khong_dau"),
        (text(key="a.b"), "chu_thuong_khong_dau"),
        (text(key="outcome"), "tên dành riêng"),
        (text(label=""), "thiếu “label”"),
        (text(label=5), "phải là chữ"),
        (text(conditional={"hide": "=a ="}), "không đọc được"),
        (text(conditional={"hide": "=other = 1"}), "Không có giá trị nào tên “other”"),
        (text(properties={"defaultFrom": "today"}), "chưa khai báo"),
        (text(properties={"format": "email"}), "phải là một trong"),
        (text(validate={"maxLength": "dài"}), "phải là số nguyên"),
        (text(validate={"required": "có"}), "true hoặc false"),
        (text(validate=["required"]), "nhóm thuộc tính"),
        (radio("a"), "“values” hoặc “valuesKey”"),
        (radio("a", "x", "x"), "hai lựa chọn cùng giá trị"),
        (radio("a", "x", valuesKey="organs"), "“values” hoặc “valuesKey”"),
        (number("a", validate={"min": "nhỏ"}), "phải là số"),
        (day("a", subtype="week"), "phải là một trong"),
        (day("a", use24h=False), "24 giờ"),
        (rows("list", rows("inner", text())), "không được nằm trong danh sách khác"),
        (rows("list", text("a"), text("a", id="other")), "dùng hai lần trong danh sách"),
        (
            rows("list", text("a"), checks=[{"when": "=a = 1", "message": "Sai", "field": "b"}]),
            "không có trong danh sách",
        ),
        (rows("list", button("approve")), "nút bấm phải đặt ở ngoài cùng"),
        (group("a", text(), path="nested"), "nhóm không có “path”"),
        (group("Trang 1", text()), "chu_thuong_khong_dau"),
        ({"type": "text", "id": "t", "text": "{{ name of }}"}, "biểu thức"),
    ],
)
def test_what_cannot_be_honoured_is_refused(component, said):
    assert any(said in problem for problem in problems(component)), problems(component)


def test_everything_wrong_is_said_at_once_with_its_place():
    found = problems(text("a"), text("a", id="other"), {"type": "image"}, group("page", text("b", color="red")))
    assert len(found) >= 4
    assert any(problem.startswith("page › b: ") for problem in found)


def test_a_key_is_used_once():
    assert "khóa “a” đã dùng" in problems(group("one", text("a")), group("two", text("a", id="other")))[0]


def test_ids_are_used_once():
    assert any("mã “same” đã dùng" in problem for problem in problems(text("a", id="same"), text("b", id="same")))


def test_questions_beside_pages_are_refused():
    assert any("mỗi nhóm là một trang" in problem for problem in problems(text("a"), group("one", text("b"))))


def test_checks_of_the_form_name_a_question_of_the_form():
    check = {"when": "=a > 1", "message": "Sai", "field": "b"}
    assert any("quy tắc chỉ vào “b”" in problem for problem in problems(number("a"), checks=[check]))
    assert any(
        "thiếu “message”" in problem for problem in problems(number("a"), checks=[{"when": "=a > 1", "field": "a"}])
    )


def test_names_of_the_case_are_declared():
    made = form(text(conditional={"hide": "=return_count > 0"}), values=["return_count"])
    assert made.values_read == {"return_count"}


def test_what_the_case_must_supply_can_be_asked():
    made = form(
        rows(
            "list",
            {"type": "select", "key": "organ", "id": "o", "label": "A", "valuesKey": "organs"},
            rows_from="papers",
        )
    )
    assert made.rows_read == {"papers"}
    assert made.choices_read == {"organs"}


def test_too_many_components_are_refused():
    assert any("quá 400" in problem for problem in problems(*(text(f"a{n}") for n in range(401))))


def test_groups_nested_too_deep_are_refused():
    nested = text()
    for level in range(8):
        nested = group(f"g{level}", nested)
    assert any("quá sâu" in problem for problem in problems(nested))


@pytest.mark.parametrize("wrong", [[], "form", None, 5])
def test_a_source_is_an_object(wrong):
    with pytest.raises(FormRejected, match="đối tượng JSON"):
        compile_form(wrong)


def test_cosmetics_of_the_editor_are_left_alone():
    made = form(
        group(
            "page",
            text(layout={"row": "r", "columns": None}),
            {"type": "separator", "id": "s"},
            {"type": "spacer", "height": 60},
            showOutline=True,
        )
    )
    assert list(made.items) == ["name"]
