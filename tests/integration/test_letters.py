"""Letters in hand: each goes to one of several workers, and none twice."""

from tests import factories as make
from tests.integration.racing import race
from workflows import models, outbox
from workflows.commands import mail


def queued(sessions, messages=1):
    with sessions.begin() as session:
        for number in range(messages):
            person = make.person(session)
            outbox.queue(session, f"k{number}", "receipt", person.id, dossier=None, subject="Chủ đề", body="Nội dung")


def test_two_workers_never_hold_the_same_letter(sessions):
    queued(sessions, messages=2)
    first, second = race(sessions, mail.claim_next, mail.claim_next)
    assert {first.effect_key, second.effect_key} == {"k0", "k1"}
    with sessions.begin() as session:
        assert mail.claim_next(session) is None


def test_one_letter_goes_to_one_of_two_workers(sessions):
    queued(sessions)
    first, second = race(sessions, mail.claim_next, mail.claim_next)
    assert first.effect_key == "k0"
    assert second is None


def test_a_sender_that_was_given_up_cannot_undo_what_another_has_sent(sessions, clock):
    queued(sessions)
    with sessions.begin() as session:
        slow = mail.claim_next(session)
    clock.advance(minutes=6)
    with sessions.begin() as session:
        quick = mail.claim_next(session)
        mail.note_sent(session, quick.id)
    with sessions.begin() as session:
        mail.note_failure(session, slow.id, "timed out", permanent=False)
    with sessions() as session:
        assert session.get_one(models.OutboxMessage, slow.id).state == "sent"
