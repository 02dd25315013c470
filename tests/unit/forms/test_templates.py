"""The mark-up of forms: every control has its label, errors are tied to fields, answers stay text."""

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import html

import forms
from forms import Context, FormInvalid, Row
from tests.unit.forms.support import button, day, form, group, number, radio, rows, text
from tests.unit.forms.test_definitions import CASE, SHIPPED

TEMPLATES = Path(__file__).parents[3] / "service" / "templates"
JINJA = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
PAGE = JINJA.from_string(
    '{% from "forms/page.html" import questions, errors, buttons %}<main>{{ errors(view.errors) }}<form>'
    "{{ questions(view) }}{{ buttons(outcomes, plain) }}</form></main>"
)
SUMMARY = JINJA.from_string('{% from "forms/summary.html" import answers %}<main>{{ answers(pages, href) }}</main>')


def page(made, key, answers=None, context=None, errors=None):
    """Return the tree of a rendered page."""
    case = context or Context()
    view = made.view(key, answers or {}, case, errors=errors)
    return html.fromstring(
        PAGE.render(view=view, outcomes=made.outcomes_open(answers or {}, case), plain=made.submit_label)
    )


def named(tree, name):
    """Return the controls with that name."""
    return tree.xpath("//*[@name=$name]", name=name)


@pytest.mark.parametrize(("key", "part"), [(key, part.key) for key, made in SHIPPED.items() for part in made.pages])
def test_every_shipped_page_is_sound_html(key, part):
    made = SHIPPED[key]
    try:
        made.check({}, CASE)
        errors = {}
    except FormInvalid as invalid:
        errors = invalid.errors
    tree = page(made, part, {}, CASE, errors)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for control in tree.xpath("//input | //textarea | //select"):
        assert tree.xpath("//label[@for=$id]", id=control.get("id")), control.get("name")
    for reference in " ".join(tree.xpath("//@aria-describedby") + tree.xpath("//@aria-labelledby")).split():
        assert reference in ids
    for target in tree.xpath("//*[@class='govuk-error-summary']//a/@href"):
        assert target.removeprefix("#") in ids
    assert not tree.xpath("//@style | //script | //@onclick")


def test_what_is_drawn_can_be_posted_back():
    for key, made in SHIPPED.items():
        for part in made.pages:
            tree = page(made, part.key, {}, CASE)
            names = {name for name in tree.xpath("//form//@name") if name not in ("outcome", "add_row", "remove_row")}
            assert made.read({name: ["x"] for name in names}, page=part.key) is not None, key


def test_markup_in_answers_labels_and_rows_stays_text():
    evil = '"><script>alert(1)</script>'
    made = form(
        text(label=f"Tên {evil}", description=evil),
        {"type": "textarea", "key": "b", "label": "B"},
        rows("nominees", text(id="other"), rows_from="nominees"),
    )
    context = Context(rows={"nominees": (Row("n1", evil, evil),)})
    answers = {"name": evil, "b": evil, "nominees": [{"row": "n1", "name": evil}]}
    tree = page(made, "example", answers, context, {"name": [evil]})
    assert not tree.xpath("//script")
    assert named(tree, "name")[0].get("value") == evil
    assert named(tree, "b")[0].text.strip() == evil
    assert not html.fromstring(SUMMARY.render(pages=made.summary(answers, context), href=None)).xpath("//script")


def test_an_error_is_tied_to_its_control_and_linked_from_the_summary():
    made = form(text(description="Như giấy khai sinh"), day("on"), radio("kind", "a", "b"))
    tree = page(made, "example", {}, errors={"name": ["Nhập tên"], "on": ["Nhập ngày"], "kind": ["Chọn loại"]})
    assert named(tree, "name")[0].get("aria-describedby").split() == ["name-hint", "name-error"]
    assert "Nhập tên" in tree.get_element_by_id("name-error").text_content()
    assert tree.xpath("//*[@class='govuk-error-summary']//a/@href") == ["#name", "#on-day", "#kind"]
    assert [node.get("aria-describedby") for node in tree.xpath("//fieldset")] == ["on-error", "kind-error"]


def test_choices_dates_and_boxes_show_what_was_answered():
    made = form(
        radio("kind", "a", "b"),
        {
            "type": "select",
            "key": "size",
            "label": "Cỡ",
            "values": [{"value": "s", "label": "S"}, {"value": "m", "label": "M"}],
        },
        {"type": "checkbox", "key": "agreed", "label": "Đồng ý"},
        day("on"),
        number("amount", properties={"format": "money"}),
    )
    tree = page(made, "example", {"kind": "b", "size": "m", "agreed": True, "on": "2026-12-03", "amount": 2530000})
    assert [node.get("value") for node in tree.xpath("//input[@checked]")] == ["b", "true"]
    assert tree.xpath("//option[@selected]/@value") == ["m"]
    assert [named(tree, f"on-{part}")[0].get("value") for part in ("day", "month", "year")] == ["03", "12", "2026"]
    assert named(tree, "amount")[0].get("value") == "2.530.000"
    assert "đ" in tree.xpath("//*[@class='govuk-input__suffix']")[0].text


def test_rows_stand_in_fieldsets_with_their_names():
    made = form(rows("nominees", radio("choice", "a", "b"), rows_from="nominees"))
    tree = page(made, "example", {}, Context(rows={"nominees": (Row("n1", "Bà An", "Cá nhân"), Row("n2", "Ông Bình"))}))
    legends = [
        node.text_content().strip() for node in tree.xpath("//fieldset[contains(@class, 'tk-answers__row')]/legend")
    ]
    assert legends == ["1. Bà An", "2. Ông Bình"]
    assert not named(tree, "add_row")


def test_free_rows_have_buttons_that_work_without_script():
    tree = page(
        form(rows("people", text(), addLabel="Thêm người")), "example", {"people": [{"row": "1"}, {"row": "2"}]}
    )
    assert [node.get("value") for node in named(tree, "remove_row")] == ["people-1", "people-2"]
    assert named(tree, "add_row")[0].text == "Thêm người"


def test_the_first_way_to_finish_is_green_and_the_others_are_not():
    tree = page(
        form(
            text(),
            button("accept", "Tiếp nhận"),
            button("return", "Trả bổ sung"),
            button("reject", "Từ chối", style="warning"),
        ),
        "example",
    )
    assert [(node.get("value"), node.get("class")) for node in named(tree, "outcome")] == [
        ("accept", "govuk-button"),
        ("return", "govuk-button govuk-button--secondary"),
        ("reject", "govuk-button govuk-button--warning"),
    ]


def test_a_form_with_one_way_to_finish_has_one_plain_green_button():
    save = {"type": "button", "id": "save", "label": "Ghi kết quả", "action": "submit"}
    found = page(form(text(), save), "example").xpath("//button")
    assert [(node.text, node.get("name"), node.get("class")) for node in found] == [
        ("Ghi kết quả", None, "govuk-button")
    ]


def test_answers_in_words_lead_back_to_their_field():
    made = form(group("one", text()), group("two", day("on")))
    rendered = SUMMARY.render(
        pages=made.summary({"name": "An"}), href=lambda page_key, anchor: f"/sua/{page_key}#{anchor}"
    )
    tree = html.fromstring(rendered)
    assert tree.xpath("//dd/a/@href") == ["/sua/one#name", "/sua/two#on-day"]
    assert tree.xpath("//dd[contains(@class, 'value')]/text()") == ["An", "Chưa nhập"]


def test_forms_are_drawn_without_knowing_the_web():
    assert not [name for name in vars(forms) if name in ("flask", "jinja2", "sqlalchemy")]
