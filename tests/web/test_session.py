"""Signing in and out in the browser, one's own account and password."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.web.conftest import make_app
from workflows import models
from workflows.commands.accounts import ACCOUNT_LIMIT
from workflows.credentials import DEMO_PASSWORD, hash_password

PASSWORD = "một câu dài dễ nhớ"
HASH, DEMO_HASH = hash_password(PASSWORD), hash_password(DEMO_PASSWORD)
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng."


@pytest.fixture
def account(sessions):
    """An officer with PASSWORD."""
    with sessions.begin() as session:
        make.role(session, "intake_officer", name="Tiếp nhận hồ sơ")
        who = make.officer(session, "intake_officer", make.unit(session, name="Sở Nội vụ"), "Đỗ Minh Tuấn")
        return make.account(session, who, username="tuan", password_hash=HASH)


@pytest.fixture
def demo(settings, sessions):
    """A stranger's browser before the application in demo mode."""
    return make_app(replace(settings, demo=True), sessions).test_client()


def proof(client, path="/dang-nhap"):
    return re.search(r'name="csrf_token" value="([0-9a-f]+)"', client.get(path).text)[1]


def enter(client, username="tuan", password=PASSWORD, **fields):
    data = {"username": username, "password": password, "csrf_token": proof(client), **fields}
    return client.post("/dang-nhap", data=data)


def test_one_signs_in_and_returns_to_the_asked_page(client, account):
    asked = client.get("/tai-khoan?x=1")
    assert asked.location == "/dang-nhap?tiep=/tai-khoan?x%3D1"
    page = client.get(asked.location).text
    assert 'name="tiep" value="/tai-khoan?x=1"' in page
    assert enter(client, tiep="/tai-khoan?x=1").location == "/tai-khoan?x=1"
    assert "Đỗ Minh Tuấn" in client.get("/tai-khoan").text


def test_the_cookie_cannot_be_read_by_scripts_or_sent_from_elsewhere(client, account):
    cookie = enter(client).headers["Set-Cookie"]
    assert cookie.startswith("tk_phien=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_over_https_cookies_are_secure_and_of_this_host_alone(settings, sessions, account):
    client = make_app(replace(settings, base_url="https://khen.example.vn"), sessions).test_client()
    page = client.get("/dang-nhap", base_url="https://khen.example.vn")
    assert all("Secure" in cookie and cookie.startswith("__Host-") for cookie in page.headers.getlist("Set-Cookie"))
    assert page.headers["Strict-Transport-Security"]


def test_wrong_password_and_unknown_user_read_the_same(client, account):
    wrong, unknown = enter(client, password="sai"), enter(client, username="khong-co")
    assert wrong.status_code == unknown.status_code == 422
    assert WRONG in wrong.text
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", wrong.text) == strip.sub("", unknown.text)
    assert "<title>Lỗi: " in wrong.text


def test_the_username_stays_and_the_password_does_not(client, account):
    page = enter(client, password="mật khẩu sai").text
    assert 'value="tuan"' in page
    assert "mật khẩu sai" not in page


def test_after_too_many_failures_the_page_says_when_to_come_back(client, account):
    for _ in range(ACCOUNT_LIMIT.failures):
        enter(client, password="sai")
    refused = enter(client)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) <= 901
    assert "Thử lại sau" in refused.text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(client, account, target):
    assert enter(client, tiep=target).location == "/"


def test_a_signed_in_person_is_not_asked_again(sign_in, account):
    assert sign_in(account).get("/dang-nhap?tiep=/tai-khoan").location == "/tai-khoan"


def test_signing_in_again_ends_the_session_before(client, account, sessions):
    enter(client)
    first = client.get_cookie("tk_phien").value
    data = {"username": "tuan", "password": PASSWORD, "csrf_token": proof(client, "/tai-khoan")}
    client.post("/dang-nhap", data=data)
    assert client.get_cookie("tk_phien").value != first
    with sessions() as session:
        revoked = session.scalars(select(models.WebSession.revoked_at)).all()
    assert sorted(at is None for at in revoked) == [False, True]


def test_signing_out_ends_the_session_on_the_server(sign_in, account, sessions):
    browser = sign_in(account)
    answer = browser.post("/dang-xuat")
    assert answer.location == "/dang-nhap"
    assert "Đã đăng xuất." in browser.get("/dang-nhap").text
    with sessions() as session:
        assert session.scalars(select(models.WebSession.revoked_at)).one()


def test_a_link_cannot_sign_anyone_out(sign_in, account):
    browser = sign_in(account)
    assert browser.get("/dang-xuat").status_code == 405
    assert browser.get("/tai-khoan").status_code == 200


def test_the_account_page_says_what_one_is_charged_with(sign_in, account):
    page = sign_in(account).get("/tai-khoan").text
    assert "Chuyên viên" in page
    assert "Tiếp nhận hồ sơ" in page


def test_a_council_member_sees_the_seat_and_an_administrator_what_the_office_is(sign_in, sessions):
    with sessions.begin() as session:
        council = models.Council(
            unit_id=make.unit(session).id, kind="province", name="Hội đồng tỉnh", valid_from=make.LONG_AGO
        )
        member = make.account(session, make.person(session))
        council.seats = [
            models.CouncilSeat(person_id=member.person_id, function="member", votes=True, valid_from=make.LONG_AGO)
        ]
        session.add(council)
        administrator = make.account(session, make.person(session), administrator=True)
    page = sign_in(member).get("/tai-khoan").text
    assert "Hội đồng tỉnh" in page
    assert "Ủy viên Hội đồng" in page
    assert "Quản trị hệ thống" in sign_in(administrator).get("/tai-khoan").text


def test_an_account_that_is_disabled_meanwhile_is_out_at_once(sign_in, account, sessions, clock):
    browser = sign_in(account)
    with sessions.begin() as session:
        session.get_one(models.Account, account.id).disabled_at = clock.at
    assert browser.get("/tai-khoan").location.startswith("/dang-nhap")


def test_one_changes_the_password(client, account):
    enter(client)
    fields = {
        "old_password": PASSWORD,
        "new_password": "câu mới cũng khá dài",
        "repeated_password": "câu mới cũng khá dài",
    }
    answer = client.post("/doi-mat-khau", data={**fields, "csrf_token": proof(client, "/doi-mat-khau")})
    assert answer.location == "/tai-khoan"
    assert "Đã đổi mật khẩu" in client.get("/tai-khoan").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"old_password": "sai", "new_password": "đủ dài đấy nhé", "repeated_password": "đủ dài đấy nhé"}, "chưa đúng"),
        ({"old_password": PASSWORD, "new_password": "đủ dài đấy nhé", "repeated_password": "khác"}, "chưa giống nhau"),
    ],
)
def test_a_poor_change_is_told_at_the_top_and_at_the_field(sign_in, account, fields, said):
    answer = sign_in(account).post("/doi-mat-khau", data=fields)
    assert answer.status_code == 422
    assert answer.text.count(said) == 2
    assert fields["new_password"] not in answer.text


def test_demo_people_come_in_by_their_name(demo, sessions):
    with sessions.begin() as session:
        who = make.officer(session, "intake_officer", make.unit(session), "Đỗ Minh Tuấn")
        make.account(session, who, username="tuan", password_hash=DEMO_HASH)
    page = demo.get("/dang-nhap").text
    assert "Bản dùng thử" in page
    assert "Đỗ Minh Tuấn" in page
    demo.post("/dang-nhap/dung-thu", data={"username": "tuan", "csrf_token": proof(demo)})
    assert demo.get("/tai-khoan").status_code == 200


def test_a_real_account_is_not_opened_by_its_name_in_demo_mode(demo, account):
    answer = demo.post("/dang-nhap/dung-thu", data={"username": "tuan", "csrf_token": proof(demo)})
    assert answer.status_code == 422


def test_demo_mode_answers_this_machine_alone(demo):
    assert demo.get("/dang-nhap", environ_base={"REMOTE_ADDR": "192.168.1.7"}).status_code == 403
    assert demo.get("/dang-nhap", base_url="http://rebound.example:8000").status_code == 403
    assert demo.get("/dang-nhap", base_url="http://127.0.0.1:8000").status_code == 200
    assert demo.get("/dang-nhap", base_url="http://[::1]:8000", environ_base={"REMOTE_ADDR": "::1"}).status_code == 200


def test_outside_demo_mode_nobody_is_listed_and_demo_accounts_stay_shut(client, sessions, account):
    with sessions.begin() as session:
        session.get_one(models.Account, account.id).password_hash = DEMO_HASH
    page = client.get("/dang-nhap").text
    assert "dùng thử" not in page
    assert "Đỗ Minh Tuấn" not in page
    assert enter(client, password=DEMO_PASSWORD).status_code == 422
    token = proof(client)
    assert client.post("/dang-nhap/dung-thu", data={"username": "tuan", "csrf_token": token}).status_code == 404


def test_behind_a_proxy_the_visitors_own_address_is_throttled(settings, sessions, account):
    client = make_app(replace(settings, trusted_proxies=1), sessions).test_client()
    token = proof(client)
    data = {"username": "tuan", "password": "sai", "csrf_token": token}
    client.post("/dang-nhap", data=data, headers={"X-Forwarded-For": "203.0.113.9"})
    with sessions() as session:
        assert session.scalars(select(models.SignInAttempt.address)).one() == "203.0.113.9"
