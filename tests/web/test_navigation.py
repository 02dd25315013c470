"""The rail: which places whom is shown."""

import pytest

from service.navigation import PLACES, links
from tests import factories as make
from workflows.actors import Actor, Assignment, Seat

pytestmark = pytest.mark.own_app


@pytest.fixture
def words(app):
    """Return `words(actor)`: the places that the actor is shown, as if every page were installed."""
    for place in PLACES:
        if place.endpoint not in app.view_functions:
            app.add_url_rule(f"/{place.endpoint}", place.endpoint, lambda: "")

    def shown(**facts):
        defaults = {
            "person_id": 1,
            "account_id": 1,
            "name": "A",
            "administrator": False,
            "assignments": (),
            "seats": (),
        }
        with app.test_request_context("/"):
            return [link.word for link in links(Actor(**defaults | facts))]

    return shown


def test_nobody_is_shown_more_than_seven_places():
    assert len(PLACES) <= 7


def test_an_officer_is_shown_the_work_and_no_council_or_process(words):
    officer = words(assignments=(Assignment("intake_officer", 1, "Sở", "Chuyên viên", "Sở"),))
    assert officer == ["Trang chủ", "Việc", "Hồ sơ", "Phong trào", "Sổ khen"]


def test_who_sits_in_a_council_is_shown_it(words):
    assert "Hội đồng" in words(seats=(Seat(1, "member"),))


def test_administrators_are_shown_the_processes(words):
    assert "Quy trình" in words(administrator=True)


def test_a_place_without_pages_is_left_out(app, sign_in, sessions):
    with sessions.begin() as session:
        account = make.account(session, make.person(session))
    page = sign_in(account).get("/tai-khoan").text
    for place in PLACES:
        assert (f"<span>{place.word}</span>" in page) <= (place.endpoint in app.view_functions)
