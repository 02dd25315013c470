"""Whatever a mail server does, a letter goes once where it tells, again where it cannot have arrived, else is in doubt."""

from dataclasses import replace

import pytest

from service import mailer
from service.settings import Settings
from tests import factories as make
from tests.rude_server import HANG_UP, SAY_NOTHING, rude_server
from workflows import models, outbox

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
# At which point it does what, and how the letter then stands.
CASES = [
    ("greeting", "554 go away", "failed", "unreachable"),
    ("greeting", SAY_NOTHING, "failed", "timeout"),
    ("greeting", HANG_UP, "failed", "cut"),
    ("ehlo", HANG_UP, "failed", "cut"),
    ("mail", "550 not you", "failed", "sender"),
    ("mail", "451 later", "failed", "sender"),
    ("rcpt", "550 unknown", "dead", "address"),
    ("rcpt", "450 grey", "failed", "busy"),
    ("rcpt", "421 closing", "failed", "busy"),
    ("rcpt", HANG_UP, "failed", "cut"),
    ("rcpt", SAY_NOTHING, "failed", "timeout"),
    ("data", "554 no", "dead", "text"),
    ("data", "451 later", "failed", "busy"),
    ("data", HANG_UP, "failed", "cut"),
    ("data", SAY_NOTHING, "failed", "timeout"),
    ("text", "554 spam", "dead", "text"),
    ("text", "452 full", "failed", "busy"),
    ("text", "421 closing", "failed", "busy"),
    ("text", HANG_UP, "in_doubt", "answer_lost"),
    ("text", SAY_NOTHING, "in_doubt", "answer_lost"),
    ("quit", HANG_UP, "sent", None),
    ("quit", "500 what", "sent", None),
]


@pytest.fixture
def server(monkeypatch):
    """A server, and little patience with it."""
    monkeypatch.setattr(mailer, "TIMEOUT_SECONDS", 0.5)
    monkeypatch.setattr(mailer, "ANSWER_TIMEOUT_SECONDS", 0.5)
    with rude_server() as server:
        yield server


@pytest.fixture
def settings(tmp_path, database_url, server):
    place = {"smtp_host": "127.0.0.1", "smtp_port": server.port, "mail_from": "trinhkhen@example.vn"}
    return Settings(secret_key="x" * 40, var_dir=tmp_path, database_url=database_url, **place)


@pytest.fixture(autouse=True)
def letter(sessions):
    """One letter in the queue."""
    with sessions.begin() as session:
        person = make.person(session)
        outbox.queue(session, "k", "supplement", person.id, dossier=None, subject="Đã nộp", body="Nội dung\n.\n..")


def stands(sessions):
    with sessions() as session:
        return session.query(models.OutboxMessage.state, models.OutboxMessage.fault).one()


@pytest.mark.parametrize(("stage", "what", "state", "fault"), CASES)
def test_what_becomes_of_a_letter_when_the_server(sessions, settings, server, clock, stage, what, state, fault):
    server.behaviour = {stage: what}
    assert mailer.deliver_due(sessions, settings) == (state == "sent")
    assert stands(sessions) == (state, fault)
    server.behaviour = {}
    clock.advance(minutes=6)
    mailer.deliver_due(sessions, settings)
    assert stands(sessions)[0] == ("sent" if state in ("sent", "failed") else state)
    refused_whole = stage == "text" and state == "failed"  # the server had it, and said that it did not keep it
    assert len(server.taken) == {"sent": 1, "failed": 1, "dead": stage == "text", "in_doubt": 1}[state] + refused_whole


def test_a_slow_server_gets_one_letter(sessions, settings, server, clock):
    server.pause = 0.3
    assert mailer.deliver_due(sessions, settings) == 1
    clock.advance(days=1)
    assert mailer.deliver_due(sessions, settings) == 0
    assert len(server.taken) == 1


def test_a_text_that_breaks_off_before_its_full_stop_goes_again(sessions, settings, server, clock, monkeypatch):
    def give_up(_session, _letter):
        raise ConnectionError("the database went away at that moment")

    with monkeypatch.context() as at_that_moment:
        at_that_moment.setattr(mailer.mail, "hand_over", give_up)
        assert mailer.deliver_due(sessions, settings) == 0
    assert stands(sessions)[0] == "failed"
    assert server.taken == []
    clock.advance(minutes=6)
    assert mailer.deliver_due(sessions, settings) == 1
    assert len(server.taken) == 1


def test_where_the_server_is_away_the_others_are_not_tried_one_by_one(sessions, settings, server, clock):
    with sessions.begin() as session:
        for number in range(3):
            person = make.person(session)
            outbox.queue(session, f"n{number}", "supplement", person.id, dossier=None, subject="Đã nộp", body="Có")
    away = replace(settings, smtp_port=1)
    assert mailer.deliver_due(sessions, away) == 0
    with sessions() as session:
        states = [letter.state for letter in session.query(models.OutboxMessage).order_by(models.OutboxMessage.id)]
    assert states == ["failed", "queued", "queued", "queued"]
    clock.advance(minutes=6)
    assert mailer.deliver_due(sessions, settings) == 4
