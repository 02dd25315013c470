"""Error pages: what happened, what is kept, what to do next; nothing typed is lost."""

import json
import logging

import pytest
from flask import abort, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm.exc import StaleDataError

from forms import FormInvalid
from service.security import relax
from service.web import name_fields
from tests import factories as make
from workflows.errors import Conflict, DefinitionRejected, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.own_app

CASES = {
    "not-found": (NotFound(), 404, "Không tìm thấy"),
    "not-allowed": (NotAllowed("Chỉ Chủ tịch được ký."), 403, "Chỉ Chủ tịch được ký."),
    "conflict": (Conflict("Đỗ Minh Tuấn đã nhận việc này lúc 10:32."), 409, "Đỗ Minh Tuấn đã nhận việc này"),
    "stale": (StaleDataError("UPDATE statement on table"), 409, "Người khác vừa xử lý"),
    "invalid": (Invalid({"reason": ["Ghi lý do."]}), 422, "Ghi lý do."),
    "form": (FormInvalid({"reason": ["Ghi lý do."]}), 422, "Ghi lý do."),
    "definition": (DefinitionRejected(["a.bpmn: thiếu tên"]), 422, "a.bpmn: thiếu tên"),
    "locked": (OperationalError("select", {}, Exception("database is locked")), 503, "đang bận"),
    "away": (OperationalError("select", {}, Exception(), connection_invalidated=True), 503, "mất kết nối"),
    "full": (NoConnectionFree(), 503, "đang bận"),
    "broken": (RuntimeError("bí mật bên trong"), 500, "Hệ thống gặp lỗi"),
}


@pytest.fixture
def app(app):
    """The application with pages that go wrong, and error pages instead of traces."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.route("/hong/<case>", methods=["GET", "POST"])
    @app.route("/api/hong/<case>", methods=["GET", "POST"])
    def fail(case):
        name_fields({"reason": "Lý do trả"})
        raise CASES[case][0]

    @app.post("/doc")
    def read():
        return request.get_data() or abort(400)

    @app.get("/khung")
    def framed():
        relax("frame-src", "'self'")
        return "ok"

    return app


@pytest.fixture
def officer(app, sign_in, sessions):
    """A signed-in officer."""
    with sessions.begin() as session:
        account = make.account(session, make.officer(session, "intake_officer", make.unit(session), "Lê Hữu Đức"))
    return sign_in(account)


@pytest.mark.parametrize("case", CASES)
def test_each_error_has_its_status_and_a_page_in_the_frame(officer, case):
    _error, status, said = CASES[case]
    answer = officer.get(f"/hong/{case}")
    assert answer.status_code == status
    assert said in answer.text
    assert "Lê Hữu Đức" in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


@pytest.mark.parametrize("case", CASES)
def test_what_was_typed_is_on_every_error_page_by_its_label(officer, case):
    data = {"reason": "Thiếu biên bản <họp>", "empty": " ", "password": "mật", "csrf_token": officer.proof}
    page = officer.post(f"/hong/{case}", data=data).text
    assert "Lý do trả" in page
    assert "Thiếu biên bản &lt;họp&gt;" in page
    assert "mật<" not in page
    assert page.count("tk-conflict__text") == 1


@pytest.mark.parametrize("case", CASES)
def test_only_what_passes_by_itself_says_when_to_come_again(officer, case):
    answer = officer.get(f"/hong/{case}")
    assert answer.headers.get("Retry-After") == ("5" if answer.status_code == 503 else None)


def test_an_unexpected_error_shows_its_number_and_logs_its_trace(officer, caplog):
    with caplog.at_level(logging.ERROR):
        answer = officer.get("/hong/broken")
    assert "bí mật" not in answer.text
    assert "bí mật bên trong" in caplog.text


def test_unknown_addresses_keep_the_frame_for_those_who_are_in(officer, client):
    assert "Lê Hữu Đức" in officer.get("/khong-co").text
    stranger = client.get("/khong-co")
    assert stranger.status_code == 404
    assert "tk-rail" not in stranger.text


def test_a_form_sent_after_the_session_ended_comes_back_with_what_was_typed(client):
    answer = client.post("/hong/broken", data={"reason": "Thiếu biên bản"})
    assert answer.status_code == 401
    assert "Thiếu biên bản" in answer.text
    assert 'href="/dang-nhap' in answer.text


def test_a_form_from_elsewhere_is_refused_with_what_was_typed(officer):
    forged = officer.post("/hong/broken", data={"reason": "x y z"}, headers={"X-CSRF-Token": "0" * 64})
    foreign = officer.post("/hong/broken", data={"reason": "x y z"}, headers={"Origin": "https://evil.example"})
    assert forged.status_code == foreign.status_code == 400
    assert "x y z" in forged.text
    assert officer.post("/doc", data=b"x", headers={"Origin": "http://localhost"}).status_code == 200


def test_too_large_a_file_is_told_so(officer, app):
    answer = officer.post("/doc", data=b"x" * (app.config["MAX_CONTENT_LENGTH"] + 1))
    assert answer.status_code == 413
    assert "quá lớn" in answer.text


def test_programs_get_problem_json(client):
    answer = client.post("/api/hong/broken")
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    problem = json.loads(answer.text)
    assert (problem["status"], problem["request_id"]) == (401, answer.headers["X-Request-Id"])


def test_a_browsers_cookie_opens_no_program_address(officer):
    assert officer.get("/api/hong/invalid").status_code == 401


def test_pages_may_not_be_framed_cached_or_scripted(officer):
    headers = officer.get("/tai-khoan").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_may_open_one_directive_for_itself(officer):
    assert "frame-src 'self'" in officer.get("/khung").headers["Content-Security-Policy"]
    assert "frame-src" not in officer.get("/tai-khoan").headers["Content-Security-Policy"]


def test_pages_hold_no_inline_style_or_script(officer, client):
    for page in (officer.get("/tai-khoan"), officer.get("/doi-mat-khau"), client.get("/dang-nhap"), client.get("/x")):
        assert " style=" not in page.text
        assert "<style" not in page.text
        assert "<script>" not in page.text


def test_health_is_open_to_the_machines_that_watch(client):
    assert client.get("/suc-khoe").json == {"status": "ok"}
    assert client.get("/suc-khoe/san-sang").json == {"status": "ok"}
