"""Read notices go after a while, some in each transaction; what was not read and what waits for a mail stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from service.upkeep import purge_notices
from tests import factories as make
from workflows import models, outbox
from workflows.clock import utcnow
from workflows.commands import notices


@pytest.fixture
def person_id(sessions):
    with sessions.begin() as session:
        return make.person(session).id


def tell(sessions, person_id, *keys):
    with sessions.begin() as session:
        for key in keys:
            outbox.queue(session, key, "supplement", person_id, dossier=None, subject=key, body="-")


def read(sessions, key, days_ago):
    with sessions.begin() as session:
        notice = session.scalars(select(models.Notice).where(models.Notice.effect_key == key)).one()
        notice.created_at = notice.read_at = utcnow() - timedelta(days=days_ago)


def kept(sessions):
    with sessions() as session:
        return set(session.scalars(select(models.Notice.effect_key)))


def test_what_was_read_long_ago_goes_and_its_letter_stays(sessions, person_id, monkeypatch):
    monkeypatch.setattr(notices, "PURGED_AT_ONCE", 2)
    tell(sessions, person_id, "old", "older", "oldest", "fresh", "unread")
    for key, days in (("old", 366), ("older", 400), ("oldest", 2000), ("fresh", 364)):
        read(sessions, key, days)

    assert purge_notices(sessions, 365) == 3

    assert kept(sessions) == {"fresh", "unread"}
    with sessions() as session:
        assert len(session.scalars(select(models.OutboxMessage)).all()) == 5
    tell(sessions, person_id, "old")
    assert "old" not in kept(sessions)  # its letter still says that it was told
    assert purge_notices(sessions, 365) == 0


def test_what_waits_for_a_mail_stays_although_it_was_read(sessions, person_id):
    with sessions.begin() as session:
        session.add(models.NoticeSetting(person_id=person_id, mail="daily", quiet_days_off=False, muted=[]))
    tell(sessions, person_id, "waiting")
    read(sessions, "waiting", 500)

    assert purge_notices(sessions, 365) == 0
    assert kept(sessions) == {"waiting"}
