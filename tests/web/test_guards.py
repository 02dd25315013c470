"""No page answers a stranger, no address of a page changes anything, no form works without its proof."""

import pytest

from service.auth import OPEN, current_actor, granted_scopes
from tests import factories as make
from workflows.clock import utcnow
from workflows.commands import accounts
from workflows.policy import load_actor

pytestmark = pytest.mark.own_app

WRITING = {"POST", "PUT", "PATCH", "DELETE"}


def addresses(app, methods):
    """Return every (method, address, endpoint) with made-up arguments."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            values = {name: 1 if "Integer" in type(kind).__name__ else "x" for name, kind in rule._converters.items()}
            built = rule.build(values)
            for method in sorted((rule.methods or set()) & methods):
                yield method, built[1], rule.endpoint


def test_every_page_asks_a_stranger_to_sign_in(app, client):
    answered = []
    for method, address, endpoint in addresses(app, WRITING | {"GET"}):
        if endpoint in OPEN:
            continue
        answer = client.open(address, method=method)
        asks = answer.status_code == 401 or (answer.location or "").startswith("/dang-nhap")
        if not asks:
            answered.append((method, address, answer.status_code))
    assert answered == []


def test_what_is_open_to_strangers_is_short_and_exists(app):
    assert len(OPEN) < 10
    assert set(app.view_functions) >= OPEN


def test_a_strangers_answer_says_nothing_about_what_exists(client):
    assert client.get("/tai-khoan").status_code == 302
    assert client.get("/tai-khoan-khong-co").status_code == 404


def test_no_form_works_without_the_proof_of_its_page(app, sign_in, sessions):
    with sessions.begin() as session:
        account = make.account(session, make.officer(session, "intake_officer", make.unit(session)))
    browser = sign_in(account)
    browser.proof = ""
    accepted = [
        (method, address, answer.status_code)
        for method, address, _endpoint in addresses(app, WRITING)
        if not address.startswith("/api/")
        for answer in [browser.open(address, method=method)]
        if answer.status_code != 400
    ]
    assert accepted == []


@pytest.mark.parametrize("method", sorted(WRITING))
def test_programs_are_let_in_by_their_token_alone(client, sign_in, sessions, method):
    with sessions.begin() as session:
        account = make.account(session, make.officer(session, "intake_officer", make.unit(session)))
    assert sign_in(account).open("/api/v1/khong-co", method=method).status_code in {401, 404}
    assert client.open("/api/v1/khong-co", method=method).status_code in {401, 404}


def test_a_token_acts_for_its_person_within_its_scopes(app, client, sessions):
    app.add_url_rule(
        "/api/v1/toi", "api.me", lambda: {"name": current_actor().name, "scopes": sorted(granted_scopes())}
    )
    with sessions.begin() as session:
        account = make.account(session, make.officer(session, "intake_officer", make.unit(session), "Đỗ Minh Tuấn"))
        actor = load_actor(session, account.id, utcnow().date())
        key, _row = accounts.create_token(session, actor, "báo cáo", ["read"])
    assert client.get("/api/v1/toi", headers={"Authorization": f"Bearer {key}"}).json == {
        "name": "Đỗ Minh Tuấn",
        "scopes": ["read"],
    }
    assert client.get("/api/v1/toi", headers={"Authorization": "Bearer tk_khong-co"}).status_code == 401
    assert client.get("/tai-khoan", headers={"Authorization": f"Bearer {key}"}).status_code == 302
