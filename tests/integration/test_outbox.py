"""A person is told once by one key, in the bell and by mail, and the letter says no more than a letter should."""

import pytest
from sqlalchemy import event, select

from tests import factories as make
from workflows import models, outbox
from workflows.clock import utcnow

SAID = {"dossier": None, "subject": "Hồ sơ", "body": "Lý do: Người Mẫu chưa đủ thời gian."}


@pytest.fixture
def person_id(sessions):
    with sessions.begin() as session:
        return make.person(session).id


def told(sessions):
    """Return what stands in the bell, and the letters."""
    with sessions() as session:
        notices = session.scalars(select(models.Notice).order_by(models.Notice.id)).all()
        return [notice.effect_key for notice in notices], session.scalars(select(models.OutboxMessage.effect_key)).all()


def test_the_same_is_told_once_in_one_transaction_and_in_the_next(sessions, person_id):
    for _ in range(2):
        with sessions.begin() as session:
            outbox.queue(session, "k", "supplement", person_id, **SAID)
            outbox.queue(session, "k", "supplement", person_id, **SAID)
            session.flush()
            outbox.queue(session, "k", "supplement", person_id, **SAID)
    assert told(sessions) == (["k"], ["k"])


def test_what_the_version_before_has_queued_is_not_told_again(sessions, person_id):
    with sessions.begin() as session:
        old = {"effect_key": "k", "kind": "receipt", "person_id": person_id, "subject": "a", "body": "b"}
        session.add(models.OutboxMessage(**old, created_at=utcnow(), state="sent", sent_at=utcnow()))
    with sessions.begin() as session:
        outbox.queue(session, "k", "receipt", person_id, **SAID)
    assert told(sessions) == ([], ["k"])


def test_telling_takes_one_question_and_two_rows(sessions, person_id):
    heard = []
    event.listen(sessions.kw["bind"], "before_cursor_execute", lambda *given: heard.append(given[2].split()[0]))
    with sessions.begin() as session:
        outbox.queue(session, "k", "supplement", person_id, **SAID)
    assert [word for word in heard if word in ("SELECT", "INSERT", "UPDATE")] == ["SELECT", "INSERT", "INSERT"]


def test_a_link_to_a_task_makes_it_a_notice_of_that_task_else_it_is_one_of_the_dossier(sessions):
    with sessions.begin() as session:
        unit = make.unit(session)
        officer = make.officer(session, "intake_officer", unit)
        dossier = make.dossier(session, None, unit)
        outbox.queue(session, "d", "supplement", officer.id, **SAID | {"dossier": dossier})
        outbox.queue(session, "q", "supplement", officer.id, link="/viec?khung=qua-han", **SAID)
        session.flush()
        of_dossier, of_list = session.scalars(select(models.Notice).order_by(models.Notice.id)).all()
        assert (of_dossier.link, of_dossier.task_id) == (f"/ho-so/{dossier.reference}", None)
        assert of_dossier.letter.link == of_dossier.link
        assert of_list.task_id is None


def test_the_letter_may_say_less_than_the_bell(sessions, person_id):
    with sessions.begin() as session:
        outbox.queue(session, "k", "supplement", person_id, letter="Mở hồ sơ để xem lý do.", **SAID)
    with sessions() as session:
        notice = session.scalars(select(models.Notice)).one()
        assert notice.body == SAID["body"]
        assert notice.letter.body == "Mở hồ sơ để xem lý do."
