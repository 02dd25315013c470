"""Answers name rows and choices by their place: the numbers of people and nominees differ in every copy."""

import pytest

from forms import Choice, Context, Row
from tests.unit.forms.support import form, rows, text
from workflows.trying.referring import portable, resolved

CHOOSE = {"type": "select", "id": "chair", "key": "chair", "label": "Ai", "valuesKey": "people"}
MANY = {"type": "checklist", "id": "all", "key": "all", "label": "Những ai", "valuesKey": "people"}
FORM = form(text(), CHOOSE, MANY, rows("votes", text("note"), rows_from="nominees"))


def case(*numbers: str) -> Context:
    return Context(
        choices={"people": tuple(Choice(each, f"Người {each}") for each in (*numbers, "home_affairs"))},
        rows={"nominees": tuple(Row(each, f"Đối tượng {each}") for each in numbers)},
    )


ANSWERS = {
    "name": "138",
    "chair": "138",
    "all": ["139", "home_affairs"],
    "votes": [{"row": "139", "note": "138"}, {"row": "new1", "note": "#1"}],
}
KEPT = {
    "name": "138",
    "chair": "#1",
    "all": ["#2", "home_affairs"],
    "votes": [{"row": "#2", "note": "138"}, {"row": "new1", "note": "#1"}],
}


def test_numbers_of_the_case_are_kept_as_places_and_words_as_they_are():
    assert portable(FORM, case("138", "139"), ANSWERS) == KEPT


def test_places_mean_whatever_stands_there_in_another_copy():
    found = resolved(FORM, case("7", "9"), KEPT)
    assert (found["chair"], found["all"], found["name"]) == ("7", ["9", "home_affairs"], "138")
    assert [row["row"] for row in found["votes"]] == ["9", "new1"]
    assert [row["note"] for row in found["votes"]] == ["138", "#1"]


@pytest.mark.parametrize("place", ["#0", "#4", "#", "#x", "#-1", "#" + "9" * 5_000, "#²"])
def test_what_stands_nowhere_is_left_for_the_form_to_refuse(place):
    assert resolved(FORM, case("7", "9"), {"chair": place}) == {"chair": place}


def test_numbers_that_were_kept_before_mean_themselves():
    assert resolved(FORM, case("7", "9"), {"chair": "9"}) == {"chair": "9"}
