"""Posted names become nested answers."""

import pytest

from forms import FormInvalid
from tests.unit.forms.support import day, form, group, radio, rows, text


def test_values_parts_of_days_and_rows_find_their_places():
    made = form(
        text(), day("signed_on"), rows("nominees", radio("choice", "a", "b"), day("since"), rows_from="nominees")
    )
    posted = {
        "name": ["An"],
        "signed_on-day": ["3"],
        "signed_on-month": ["12"],
        "signed_on-year": ["2026"],
        "nominees-0190-ab-7-choice": ["a"],
        "nominees-0190-ab-7-since-year": ["2020"],
        "csrf_token": ["t"],
        "revision": ["4"],
        "outcome": ["approve"],
    }
    assert made.read(posted) == {
        "name": "An",
        "signed_on": {"day": "3", "month": "12", "year": "2026"},
        "nominees": [{"row": "0190-ab-7", "choice": "a", "since": {"year": "2020"}}],
    }


def test_boxes_that_are_not_posted_are_not_ticked():
    box = {"type": "checkbox", "key": "agreed", "label": "Đồng ý"}
    several = {"type": "checklist", "key": "several", "label": "Vài", "values": [{"value": "a", "label": "A"}]}
    assert form(box, several).read({}) == {"agreed": False, "several": []}


@pytest.mark.parametrize(
    "name",
    [
        "hidden",
        "name-day",
        "nominees",
        "nominees-1",
        "nominees-1-x",
        "nominees--choice",
        "nominees-<b>-choice",
        "signed_on-hour",
        "",
    ],
)
def test_names_that_the_form_does_not_have_are_refused(name):
    made = form(text(), day("signed_on"), rows("nominees", radio("choice", "a", "b"), rows_from="nominees"))
    with pytest.raises(FormInvalid, match="Biểu mẫu không có mục"):
        made.read({name: ["x"]})


def test_names_of_other_pages_are_refused_when_a_page_is_posted():
    made = form(group("one", text("a")), group("two", text("b")))
    assert made.read({"a": ["1"]}, page="one") == {"a": "1"}
    with pytest.raises(FormInvalid):
        made.read({"b": ["1"]}, page="one")


def test_many_unknown_names_are_not_all_repeated():
    with pytest.raises(FormInvalid) as refused:
        form(text()).read({f"x{n}" * 50: ["1"] for n in range(50)})
    message = refused.value.errors[""][0]
    assert "và 45 mục khác" in message
    assert len(message) < 400


def test_a_question_with_one_answer_refuses_two():
    with pytest.raises(FormInvalid) as refused:
        form(text()).read({"name": ["a", "b"]})
    assert list(refused.value.errors) == ["name"]


def test_a_day_posted_as_text_and_as_parts_is_refused():
    with pytest.raises(FormInvalid):
        form(day("signed_on")).read({"signed_on": ["3/12/2026"], "signed_on-day": ["3"]})


def test_a_post_with_ten_thousand_rows_is_refused_unread():
    made = form(rows("people", text()))
    with pytest.raises(FormInvalid, match="quá lớn"):
        made.read({f"people-{n}-name": ["x"] for n in range(10_000)})


def test_buttons_add_and_remove_rows():
    made = form(rows("people", text()))
    posted = {"people-1-name": ["An"], "people-4-name": ["Bình"]}
    assert [row["row"] for row in made.read({**posted, "add_row": ["people"]})["people"]] == ["1", "4", "5"]
    assert [row["row"] for row in made.read({**posted, "remove_row": ["people-1"]})["people"]] == ["4"]
    assert len(made.read({**posted, "add_row": ["strangers"], "remove_row": ["people-9"]})["people"]) == 2


def test_rows_of_the_case_cannot_be_added():
    made = form(rows("nominees", text(), rows_from="nominees"))
    assert made.read({"add_row": ["nominees"]}) == {"nominees": []}
