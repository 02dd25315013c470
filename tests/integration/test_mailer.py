"""The outbox is delivered letter by letter to a real mail server; one that cannot go keeps no other waiting."""

import smtplib

import pytest

from service import mailer
from service.settings import Settings
from tests import factories as make
from tests.integration.racing import actor
from tests.post_office import open_post_office
from workflows import models, outbox
from workflows.commands import mail
from workflows.errors import Conflict, NotAllowed

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def office():
    with open_post_office() as office:
        yield office


@pytest.fixture
def settings(tmp_path, database_url, office):
    """Settings with a mail server."""
    mail_server = {"smtp_host": "127.0.0.1", "smtp_port": office.port, "mail_from": "trinhkhen@example.vn"}
    return Settings(secret_key="x" * 40, var_dir=tmp_path, database_url=database_url, **mail_server)


def queue(sessions, *addresses):
    with sessions.begin() as session:
        for number, address in enumerate(addresses):
            person = make.person(session, email=address)
            outbox.queue(session, f"k:{number}", "receipt", person.id, dossier=None, subject="Đã nộp", body="Nội dung")


def states(sessions):
    with sessions() as session:
        return [message.state for message in session.query(models.OutboxMessage).order_by(models.OutboxMessage.id)]


def test_letters_are_sent_once_and_arrive_as_written(sessions, settings, office):
    queue(sessions, "a@example.vn", "b@example.vn")
    assert mailer.deliver_due(sessions, settings) == 2
    assert mailer.deliver_due(sessions, settings) == 0
    assert office.addresses == ["a@example.vn", "b@example.vn"]
    assert office.ids == ["<k.0@example.vn>", "<k.1@example.vn>"]
    plain, html = (part.get_payload(decode=True).decode() for part in office.taken[0].get_payload())
    assert "\r\nNội dung\r\n" in plain
    assert "Nội dung</p>" in html
    assert states(sessions) == ["sent", "sent"]


def test_an_address_that_no_letter_can_carry_keeps_no_other_waiting(sessions, settings, office):
    queue(sessions, "a\n@example.vn", "b@example.vn")
    assert mailer.deliver_due(sessions, settings) == 1
    assert states(sessions) == ["dead", "sent"]


def test_a_refused_address_is_given_up_and_a_busy_server_is_asked_again(sessions, settings, office, clock):
    office.refusals = {"a@example.vn": "550 unknown", "b@example.vn": "451 busy"}
    queue(sessions, "a@example.vn", "b@example.vn", None)
    assert mailer.deliver_due(sessions, settings) == 0
    assert states(sessions) == ["dead", "failed", "dead"]
    office.refusals = {}
    clock.advance(minutes=3)
    assert mailer.deliver_due(sessions, settings) == 1
    assert states(sessions) == ["dead", "sent", "dead"]


def test_a_server_that_is_away_is_asked_again(sessions, settings, office, clock):
    away = Settings(secret_key="x" * 40, var_dir=settings.var_dir, database_url="", smtp_host="127.0.0.1", smtp_port=1)
    queue(sessions, "a@example.vn")
    assert mailer.deliver_due(sessions, away) == 0
    assert states(sessions) == ["failed"]
    clock.advance(minutes=3)
    assert mailer.deliver_due(sessions, settings) == 1


def test_a_letter_whose_answer_is_lost_stands_in_doubt_and_is_not_sent_again(sessions, settings, office, clock):
    office.loses_answer = {"a@example.vn"}
    queue(sessions, "a@example.vn", "b@example.vn")
    assert mailer.deliver_due(sessions, settings) == 1
    assert states(sessions) == ["in_doubt", "sent"]
    clock.advance(days=1)
    assert mailer.deliver_due(sessions, settings) == 0
    assert office.addresses == ["a@example.vn", "b@example.vn"]


def test_an_administrator_decides_what_is_in_doubt_and_it_keeps_its_id(sessions, settings, office):
    office.loses_answer = {"a@example.vn"}
    queue(sessions, "a@example.vn")
    mailer.deliver_due(sessions, settings)
    office.loses_answer = set()
    with sessions.begin() as session:
        accounts = [make.account(session, make.person(session), administrator=flag) for flag in (True, False)]
        administrator, other = (actor(session, account.id) for account in accounts)
        with pytest.raises(NotAllowed):
            mail.send_again(session, other, 1)
        mail.send_again(session, administrator, 1)
        with pytest.raises(Conflict):
            mail.send_again(session, administrator, 1)
    assert mailer.deliver_due(sessions, settings) == 1
    assert office.ids == ["<k.0@example.vn>"] * 2
    assert states(sessions) == ["sent"]


def test_a_farewell_that_fails_does_not_unsend_a_letter(sessions, settings, office, monkeypatch):
    def fail(_self):
        raise TimeoutError

    monkeypatch.setattr(smtplib.SMTP, "quit", fail)
    queue(sessions, "a@example.vn")
    assert mailer.deliver_due(sessions, settings) == 1
    assert states(sessions) == ["sent"]


def test_without_a_mail_server_letters_wait(sessions, settings, office):
    queue(sessions, "a@example.vn")
    with_none = Settings(secret_key="x" * 40, var_dir=settings.var_dir, database_url=settings.database_url)
    assert mailer.deliver_due(sessions, with_none) == 0
    assert states(sessions) == ["queued"]
