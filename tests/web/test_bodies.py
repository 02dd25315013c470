"""What is too large is refused before it is read: by what it announces, or where it goes beyond; in words, or as JSON."""

import io
import json

import pytest

from service.bodies import FORM_BYTES
from tests import dossiers
from tests.web.conftest import browser_of
from workflows.commands import accounts

MB = 1_000_000
ALLOWED = 26 * MB
"""25 MB of a file and what stands around it in its form."""


class Tap(io.RawIOBase):
    """A body of any length, which knows how much of it was taken."""

    def __init__(self, head: bytes = b""):
        self.head, self.taken = head, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        given = self.head[self.taken : self.taken + len(buffer)] or b"x" * len(buffer)
        buffer[: len(given)] = given
        self.taken += len(given)
        return len(given)


@pytest.fixture
def draft(sessions):
    return dossiers.draft(sessions, {"key": "to_trinh"})


@pytest.fixture
def officer(app, sessions, draft):
    return browser_of(app, sessions, draft.officer.account_id)


@pytest.fixture
def program(app, sessions, draft):
    with sessions.begin() as session:
        key, _ = accounts.create_token(session, draft.officer, "kiểm thử", ["read", "write"])
    client = app.test_client()
    return lambda address, **more: client.post(f"/api/v1{address}", headers={"Authorization": f"Bearer {key}"}, **more)


def body(tap: Tap, length: int | None, kind: str = "multipart/form-data; boundary=b") -> dict:
    """Return how a request brings a body: with the length that it announces, or in pieces without saying how many."""
    announced = {"CONTENT_LENGTH": str(length)} if length is not None else {"wsgi.input_terminated": True}
    return {"environ_overrides": {"wsgi.input": tap, "CONTENT_TYPE": kind, **announced}}


def test_a_paper_that_is_too_large_is_refused_unread_in_words(officer, draft):
    tap = Tap()
    answer = officer.post(f"/ho-so/{draft.reference}/giay-to/to_trinh", **body(tap, ALLOWED + 1))
    assert (answer.status_code, tap.taken) == (413, 0)
    assert "Nội dung gửi lên quá lớn" in answer.text
    assert "nhận nhiều nhất 26 MB mỗi lần gửi" in answer.text
    assert "Lần gửi này chưa được nhận" in answer.text
    assert 'href="/tai-khoan"' in answer.text  # the frame of whoever is known stands around it


def test_a_paper_of_unknown_length_is_read_as_far_as_allowed(officer, draft):
    head = b'--b\r\nContent-Disposition: form-data; name="tep"; filename="a.pdf"\r\n\r\n'
    tap = Tap(head)
    answer = officer.post(f"/ho-so/{draft.reference}/giay-to/to_trinh", **body(tap, None))
    assert answer.status_code == 413
    assert tap.taken <= ALLOWED + MB


def test_a_program_is_told_so_as_json(program, draft):
    documents = f"/dossiers/{draft.reference}/documents"
    tap = Tap()
    answer = program(documents, **body(tap, ALLOWED + 1))
    assert (answer.status_code, answer.mimetype, tap.taken) == (413, "application/problem+json", 0)
    assert "26 MB" in json.loads(answer.text)["detail"]
    assert program(documents, **body(Tap(), None)).mimetype == "application/problem+json"


@pytest.mark.parametrize("length", [FORM_BYTES + 1, None])
def test_where_no_file_is_wanted_a_megabyte_is_the_end(officer, program, draft, length):
    for ask, address in (
        (officer.post, "/quy-trinh/ban-thao"),
        (officer.post, f"/ho-so/{draft.reference}/muc/reason"),
        (program, f"/dossiers/{draft.reference}/pages/reason"),
    ):
        for kind in ("application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=b"):
            tap = Tap()
            answer = ask(address, **body(tap, length, kind))
            assert answer.status_code == 413 or not tap.taken, (address, kind)
            assert tap.taken <= (0 if length else 2 * FORM_BYTES), (address, kind)


def test_a_strangers_file_is_not_received_at_all(client, draft):
    tap = Tap()
    answer = client.post(f"/ho-so/{draft.reference}/giay-to/to_trinh", **body(tap, 20 * MB))
    assert (answer.status_code, tap.taken) == (401, 0)
