"""What may come in: pages refuse what no database can keep before anything is done with it."""

import re
from pathlib import Path

import pytest
from sqlalchemy.exc import DataError

import service
from tests import factories as make
from workflows.errors import OperationFailed

pytestmark = pytest.mark.own_app


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


def numbers_asked_for() -> set[str]:
    """Return the names under which some page reads a number from its address or form."""
    texts = [path.read_text() for path in (Path(service.__file__).parent).rglob("*.py")]
    texts += [path.read_text() for path in (Path(service.__file__).parent / "templates").rglob("*.html")]
    return {name for text in texts for name in re.findall(r'"([\w-]+)"(?:, \w+)?, type=int\)', text)}


@pytest.mark.parametrize("number", [str(10**30), str(2**63 - 1), "-" + "9" * 40, "9" * 5000, "²"])
def test_no_number_of_an_address_reaches_the_database_that_it_cannot_hold(app, sign_in, sessions, number):
    with sessions.begin() as session:
        unit = make.unit(session)
        who = make.officer(session, "intake_officer", unit)
        make.officer(session, "submitting_officer", unit)
        make.definition(session)
        account = make.account(session, who, administrator=True)
    browser, names = sign_in(account), numbers_asked_for()

    def fail(error):
        raise error  # instead of the page on which a driver's error ends

    for kind in (DataError, OverflowError):
        app.register_error_handler(kind, fail)
    assert {"trang", "ban", "nam", "don-vi", "hinh-thuc", "revision"} <= names
    asked = dict.fromkeys(names, number)
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments and rule.endpoint != "static":
            answer = browser.get(rule.rule, query_string=asked)
            assert answer.status_code in (200, 302, 400, 401, 403, 404, 422), (rule.rule, answer.status_code)
            if answer.status_code == 404 and not rule.rule.startswith("/api/"):
                assert "Không tìm thấy" in answer.text, rule.rule


def test_a_number_out_of_reach_is_said_to_be_so(sign_in, sessions):
    with sessions.begin() as session:
        account = make.account(session, make.person(session), administrator=True)
    browser = sign_in(account)
    for address in ("/quy-trinh/luot-chay?ban=", "/quy-trinh/luot-chay?trang=", "/su-co?trang=", "/ho-so?trang="):
        refused = browser.get(f"{address}{10**30}")
        assert refused.status_code == 404, address
        assert "lớn hơn mọi số" in refused.text
        assert browser.get(f"{address}7").status_code in (200, 404)


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
