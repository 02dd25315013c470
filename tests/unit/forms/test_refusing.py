"""What nobody asks for: hidden, disabled and calculated questions that are answered all the same."""

import pytest

from forms import Context, FormInvalid, Row, messages
from forms.context import EMPTY
from tests.unit.forms.support import button, day, form, number, radio, rows, text

WRITTEN = '=mode = "written"'


def errors(made, answers, context=EMPTY, **more):
    """Return what is said about the answers."""
    with pytest.raises(FormInvalid) as refused:
        made.check(answers, context, **more)
    return refused.value.errors


def test_an_answer_to_a_hidden_question_is_refused_even_when_it_is_wrong():
    made = form(radio("mode", "meeting", "written"), number("present", conditional={"hide": WRITTEN}))
    for sent in ("9", "nhiều"):
        assert errors(made, {"mode": "written", "present": sent}) == {"present": [messages.HIDDEN]}
    assert made.check({"mode": "meeting", "present": "9"}) == {"mode": "meeting", "present": 9}


def test_what_a_page_without_script_posts_of_hidden_questions_is_no_answer():
    made = form(
        radio("mode", "meeting", "written"),
        text("place", conditional={"hide": WRITTEN}),
        day("on", conditional={"hide": WRITTEN}),
        number("seats", defaultValue=9, conditional={"hide": WRITTEN}),
        {"type": "checkbox", "key": "invited", "label": "Đã mời", "conditional": {"hide": WRITTEN}},
    )
    posted = {"mode": ["written"], "place": [" "], "on-day": [""], "on-month": [""], "on-year": [""], "seats": ["9"]}
    assert made.check(made.read(posted)) == {"mode": "written"}


def test_what_was_typed_into_a_hidden_question_stays_on_the_page_beside_the_refusal():
    made = form(text("place", conditional={"hide": "=written = true"}), values=["written"])
    context = Context({"written": True})
    refusal = errors(made, {"place": "Phòng họp 2"}, context)
    (control,) = made.view("example", {"place": "Phòng họp 2"}, context, errors=refusal).items
    assert (control.value, control.errors, control.reveal) == ("Phòng họp 2", (messages.HIDDEN,), None)
    assert made.view("example", {}, context).items == ()


def test_answers_that_were_kept_before_a_question_was_hidden_are_dropped():
    made = form(radio("mode", "meeting", "written"), text("place", conditional={"hide": WRITTEN}))
    assert made.check({"mode": "written", "place": "Phòng họp 2"}, kept=True) == {"mode": "written"}


def test_what_the_pressed_button_hides_is_left_out():
    made = form(text("place", conditional={"hide": '=outcome = "discard"'}), button("sign"), button("discard"))
    assert made.check({"place": "Phòng họp 2"}, outcome="discard") == {}


def test_hidden_questions_of_a_row_are_refused_in_that_row():
    made = form(
        rows(
            "nominees",
            radio("choice", "yes", "no"),
            text("why", conditional={"hide": '=choice = "yes"'}),
            rows_from="nominees",
        )
    )
    context = Context(rows={"nominees": (Row("n1", "A"), Row("n2", "B"))})
    given = [{"row": "n1", "choice": "no", "why": "x"}, {"row": "n2", "choice": "yes", "why": "y"}]
    assert errors(made, {"nominees": given}, context) == {"nominees-n2-why": [messages.HIDDEN]}


def test_a_list_that_is_hidden_takes_no_rows():
    made = form(radio("mode", "meeting", "written"), rows("guests", text()) | {"conditional": {"hide": WRITTEN}})
    assert list(errors(made, {"mode": "written", "guests": [{"row": "1", "name": "An"}]})) == ["guests-1-name"]
    assert made.check({"mode": "written", "guests": [{"row": "1", "name": ""}]}) == {"mode": "written"}


def test_a_disabled_question_shows_what_the_case_gives_and_takes_no_answer():
    made = form(number("due", disabled=True, properties={"defaultFrom": "due_amount"}), values=["due_amount"])
    context = Context({"due_amount": 1_500})
    (control,) = made.view("example", {"due": "7"}, context).items
    assert (control.disabled, control.value) == (True, "1.500")
    assert errors(made, {"due": "7"}, context) == {"due": [messages.DISABLED]}
    assert made.check({"due": "1.500"}, context) == {} == made.check({}, context)


def test_a_disabled_question_can_be_read_by_conditions():
    check = {"when": "=paid > due", "message": "Chi quá mức", "field": "paid"}
    made = form(number("due", disabled=True, defaultValue=10), number("paid"), checks=[check])
    assert errors(made, {"paid": 11}) == {"paid": ["Chi quá mức"]}
