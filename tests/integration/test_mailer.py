"""The outbox is delivered letter by letter; one that cannot go keeps no other waiting."""

import smtplib

import pytest

from service import mailer
from service.settings import Settings
from tests import factories as make
from workflows import models, outbox

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def settings(tmp_path, database_url):
    """Settings with a mail server."""
    return Settings(secret_key="x" * 40, var_dir=tmp_path, database_url=database_url, smtp_host="mail.example.vn")


@pytest.fixture
def server(monkeypatch):
    """Stands in for the mail server: takes letters, or raises what a test puts into `errors` by address."""

    class Server:
        def __init__(self, *_address, **_options):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_error):
            return None

        def send_message(self, message):
            if message["To"] in Server.errors:
                raise Server.errors[message["To"]]
            Server.taken.append((message["To"], message["Subject"], message["Message-ID"]))

    Server.taken, Server.errors = [], {}
    monkeypatch.setattr(smtplib, "SMTP", Server)
    return Server


def queue(sessions, *addresses):
    with sessions.begin() as session:
        for number, address in enumerate(addresses):
            person = make.person(session, email=address)
            outbox.queue(session, f"k:{number}", "receipt", person.id, dossier=None, subject="Đã nộp", body="Nội dung")


def states(sessions):
    with sessions() as session:
        return [message.state for message in session.query(models.OutboxMessage).order_by(models.OutboxMessage.id)]


def test_letters_are_sent_once(sessions, settings, server):
    queue(sessions, "a@example.vn", "b@example.vn")
    assert mailer.deliver_due(sessions, settings) == 2
    assert mailer.deliver_due(sessions, settings) == 0
    assert [address for address, *_ in server.taken] == ["a@example.vn", "b@example.vn"]
    assert states(sessions) == ["sent", "sent"]


def test_an_address_that_no_letter_can_carry_keeps_no_other_waiting(sessions, settings, server):
    queue(sessions, "a\n@example.vn", "b@example.vn")
    assert mailer.deliver_due(sessions, settings) == 1
    assert states(sessions) == ["failed", "sent"]


def test_a_refused_address_is_given_up_and_a_silent_server_is_asked_again(sessions, settings, server, clock):
    server.errors = {
        "a@example.vn": smtplib.SMTPRecipientsRefused({"a@example.vn": (550, b"unknown")}),
        "b@example.vn": TimeoutError(),
    }
    queue(sessions, "a@example.vn", "b@example.vn", None)
    assert mailer.deliver_due(sessions, settings) == 0
    assert states(sessions) == ["dead", "failed", "dead"]
    server.errors = {}
    clock.advance(minutes=3)
    assert mailer.deliver_due(sessions, settings) == 1
    assert states(sessions) == ["dead", "sent", "dead"]


def test_without_a_mail_server_letters_wait(sessions, settings, server):
    queue(sessions, "a@example.vn")
    with_none = Settings(secret_key="x" * 40, var_dir=settings.var_dir, database_url=settings.database_url)
    assert mailer.deliver_due(sessions, with_none) == 0
    assert states(sessions) == ["queued"]
