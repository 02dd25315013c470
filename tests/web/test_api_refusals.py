"""What no client should send is refused in Vietnamese, on both databases, and changes nothing."""

import json
import shutil
from io import BytesIO

import pytest

from service.rehearsal import PAPER
from tests import dossiers
from tests.integration import racing
from workflows import models
from workflows.commands import accounts

BIG, HUGE = 2**63, 10**30
BROKEN = ("a\0b" * 10, "a\ud800b" * 10)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """Each database in turn: they differ most in what they cannot hold."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server = request.getfixturevalue("postgresql")
    url = server.create(request.getfixturevalue("postgresql_template"))
    yield url
    server.drop(url)


@pytest.fixture
def draft(sessions):
    """A dossier in preparation."""
    return dossiers.draft(sessions, {"key": "to_trinh"})


def calling(app, sessions, actor):
    with sessions.begin() as session:
        token, _ = accounts.create_token(session, actor, "kiểm thử", ["read", "write"])
    client = app.test_client()

    def ask(method, path, *, key=None, **options):
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
        return client.open(f"/api/v1{path}", method=method, headers=headers, **options)

    return ask


@pytest.fixture
def ask(app, sessions, draft):
    """The client of the officer who prepares it."""
    return calling(app, sessions, draft.officer)


def as_json(body):
    return {"data": json.dumps(body).encode(), "content_type": "application/json"}


def a_file(name="to-trinh.pdf"):
    return BytesIO(PAPER), name


def test_a_number_that_no_key_can_be_is_not_found(ask, draft):
    for number in (BIG - 1, BIG, HUGE, "9" * 5000):
        answers = [
            ask("GET", f"/tasks/{number}"),
            ask("POST", f"/tasks/{number}/claim"),
            ask("POST", f"/tasks/{number}/complete", json={}),
            ask("PUT", f"/dossiers/{draft.reference}/nominees/{number}", json={"answers": {}, "version": 1}),
            ask("DELETE", f"/dossiers/{draft.reference}/documents/{number}"),
            ask("GET", f"/dossiers/{draft.reference}/documents/{number}/content"),
        ]
        assert [answer.status_code for answer in answers] == [404] * len(answers)


def test_a_number_that_no_key_can_be_is_refused_in_a_body(ask, draft):
    for number in (BIG, HUGE, -1):
        for body in ({"offer_id": number, "unit_id": 1}, {"offer_id": 1, "unit_id": number}):
            refused = ask("POST", "/dossiers", json=body)
            assert refused.status_code == 422
            assert "Không có số này." in refused.get_json()["detail"]
        sent = {"paper": "to_trinh", "nominee_id": str(number), "file": a_file()}
        assert ask("POST", f"/dossiers/{draft.reference}/documents", data=sent).status_code == 422


def test_a_page_that_no_list_has_is_refused(ask):
    for page in (0, -1, BIG, "9" * 5000, "x"):
        for path in ("/dossiers", "/tasks", "/register"):
            assert ask("GET", f"{path}?page={page}").status_code == 422


def test_a_text_that_cannot_be_kept_is_refused_in_a_body(ask, draft, sessions):
    at = f"/dossiers/{draft.reference}"
    for text in BROKEN:
        bodies = [
            ("PUT", f"{at}/pages/reason", {"answers": {"grounds": text}, "revision": 0}),
            ("PUT", f"{at}/pages/reason", {"answers": {text: "x"}, "revision": 0}),
            ("POST", f"{at}/nominees", {"kind": "individual", "answers": {"full_name": text}}),
            ("POST", f"{at}/nominees", {"kind": text, "answers": {}}),
            ("POST", f"{at}/withdrawal", {"reason": text}),
        ]
        answers = [ask(method, path, **as_json(body)) for method, path, body in bodies]
        assert [answer.status_code for answer in answers] == [422] * len(answers)
    with sessions() as session:
        assert dossiers.found(session, draft.reference).content == {}
        assert session.query(models.Nominee).count() == 0


def test_a_reason_with_a_hidden_character_does_not_break_the_step(app, sessions):
    at = racing.scene(sessions)
    ask = calling(app, sessions, at.submitter)
    refused = ask("POST", f"/dossiers/{at.reference}/withdrawal", **as_json({"reason": BROKEN[0]}))
    assert refused.status_code == 422
    assert ask("GET", f"/dossiers/{at.reference}").get_json()["status"] == "submitted"


def test_an_address_with_a_hidden_character_is_refused(ask):
    for path in ("/dossiers?status=%00", "/dossiers/%00", "/tasks?step=%00", "/register?q=%00", "/%00"):
        refused = ask("GET", path)
        assert refused.status_code == 400
        assert refused.content_type == "application/problem+json"


def test_a_form_with_a_hidden_character_is_refused(ask, draft):
    sent = {"paper": "to_trinh\0", "file": a_file()}
    assert ask("POST", f"/dossiers/{draft.reference}/documents", data=sent).status_code == 400


def test_a_number_that_json_does_not_know_is_refused(ask, draft, sessions):
    for value in (b"NaN", b"Infinity", b"-Infinity", b"1e999", b"9" * 5000):
        body = b'{"answers": {"member_count": %s}, "revision": 0}' % value
        refused = ask("PUT", f"/dossiers/{draft.reference}/pages/reason", data=body, content_type="application/json")
        assert refused.status_code == 422
    with sessions() as session:
        assert dossiers.found(session, draft.reference).content == {}


def test_what_is_nested_too_deep_is_refused(ask, draft):
    at = f"/dossiers/{draft.reference}/pages/reason"
    for depth in (30, 900, 50_000):
        body = b'{"answers": {"grounds": ' + b"[" * depth + b"]" * depth + b'}, "revision": 0}'
        assert ask("PUT", at, data=body, content_type="application/json").status_code == 422


def test_a_body_that_is_too_long_is_refused_unread(ask, draft):
    body = {"answers": {"grounds": "x" * 1_000_001}, "revision": 0}
    refused = ask("PUT", f"/dossiers/{draft.reference}/pages/reason", json=body)
    assert refused.status_code == 413
    assert "JSON" in refused.get_json()["detail"]


SHAPES = (
    {"data": {"revision": "0"}},
    {"data": b'{"answers": {}, "revision": 0}', "content_type": "text/plain"},
    {"data": b"\xff\xfe{", "content_type": "application/json"},
    {"data": b"", "content_type": "application/json"},
    {"json": {"answers": [], "revision": 0}},
    {"json": {"answers": None, "revision": 0}},
    {"json": {"answers": {}, "revision": "0"}},
    {"json": {"answers": {}, "revision": True}},
    {"json": {"answers": {}, "revision": 0, "more": 1}},
    {"json": {"answers": {"votes": [{"yes": 1}]}, "revision": 0}},
    {"json": {"answers": {"votes": [{"row": "1", "yes": 1}, 5]}, "revision": 0}},
    {"json": {"answers": {"votes": [{"row": {"a": 1}}]}, "revision": 0}},
)


def test_a_body_of_another_shape_is_refused_in_vietnamese(ask, draft):
    for options in SHAPES:
        refused = ask("PUT", f"/dossiers/{draft.reference}/pages/minutes", **options)
        assert refused.status_code == 422, options
        told = [message for messages in refused.get_json()["errors"].values() for message in messages]
        assert told
        assert not any(message.isascii() for message in told), told


def test_a_document_without_its_file_is_refused(ask, draft, sessions):
    for options in (
        {"data": {"paper": "to_trinh"}},
        {"json": {"paper": "to_trinh"}},
        {"data": b"--x\r\nrubbish", "content_type": "multipart/form-data; boundary=x"},
        {"data": b"rubbish", "content_type": "multipart/form-data"},
        {"data": {"paper": "to_trinh", "nominee_id": "١", "file": a_file()}},
        {"data": {"paper": "to_trinh", "file": (BytesIO(b""), "a.pdf")}},
        {"data": {"paper": "to_trinh", "file": a_file("")}},
    ):
        assert ask("POST", f"/dossiers/{draft.reference}/documents", **options).status_code == 422, options
    with sessions() as session:
        assert session.query(models.Attachment).count() == 0


def test_a_document_sent_again_with_its_key_is_kept_once(ask, draft, sessions):
    """Every attempt of a client has another boundary between its parts; the request is the same."""
    path = f"/dossiers/{draft.reference}/documents"
    first, again = (
        ask("POST", path, key="gui-to-trinh-1", data={"paper": "to_trinh", "file": a_file()}) for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json()
    other = {"paper": "to_trinh", "file": a_file("khac.pdf")}
    assert ask("POST", path, key="gui-to-trinh-1", data=other).status_code == 422
    with sessions() as session:
        assert session.query(models.Attachment).count() == 1


def test_a_malformed_key_is_refused(ask, draft):
    for key in ("ngan", "x" * 201, "khoa\tcodautab", " "):
        refused = ask("POST", f"/dossiers/{draft.reference}/withdrawal", json={"reason": "x"}, key=key)
        assert refused.status_code == 422


def test_a_stranger_learns_nothing_from_the_difference_of_refusals(app, sessions, draft):
    stranger = calling(app, sessions, draft.stranger)
    with sessions() as session:
        task_id = session.query(models.UserTask).one().id
    for number in (task_id, task_id + 1):
        answers = [
            stranger("GET", f"/tasks/{number}"),
            stranger("POST", f"/tasks/{number}/claim"),
            stranger("POST", f"/tasks/{number}/release"),
            stranger("POST", f"/tasks/{number}/complete", json={"outcome": "sign"}),
        ]
        assert {answer.status_code for answer in answers} == {404}
