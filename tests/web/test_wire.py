"""What may come in: pages refuse what no database can keep before anything is done with it."""

import pytest

from tests import factories as make
from workflows.errors import OperationFailed


@pytest.fixture
def browser(sign_in, sessions):
    """The browser of an officer."""
    with sessions.begin() as session:
        account = make.account(session, make.officer(session, "intake_officer", make.unit(session)))
    return sign_in(account)


def test_a_form_with_a_hidden_character_is_refused(browser):
    refused = browser.post("/doi-mat-khau", data={"old_password": "a\0b"})
    assert refused.status_code == 400
    assert "ký tự ẩn" in refused.text


def test_an_address_with_a_hidden_character_is_refused(browser):
    assert browser.get("/tai-khoan?x=%00").status_code == 400
    assert browser.get("/%00").status_code == 400


@pytest.mark.parametrize("origin", ["http://[", "null", "http://evil.vn", "http://localhost.evil.vn"])
def test_a_form_from_elsewhere_is_refused_whatever_its_origin_looks_like(browser, origin):
    assert browser.post("/dang-xuat", headers={"Origin": origin}).status_code == 400


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 5000])
def test_a_number_that_no_key_can_be_names_nothing(app, browser, number):
    app.add_url_rule("/thu/<int:number>", "try_number", lambda number: f"{number}")
    assert browser.get(f"/thu/{number}").text == "0"
    assert browser.get("/thu/9223372036854775807").text == "9223372036854775807"


@pytest.mark.parametrize(
    ("error", "status"),
    [(OperationFailed("Sở Mẫu chưa có Hội đồng đang hiệu lực."), 409), (OverflowError("too large for SQLite"), 422)],
)
def test_what_a_step_misses_is_told_and_what_a_driver_says_is_not(app, browser, error, status):
    def fail():
        raise error

    app.add_url_rule("/thu-loi", "try_error", fail)
    answer = browser.get("/thu-loi")
    assert answer.status_code == status
    assert ("chưa có Hội đồng" in answer.text) is isinstance(error, OperationFailed)
    assert "SQLite" not in answer.text
