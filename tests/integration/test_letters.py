"""Letters in hand: each goes to one of several workers, and none twice."""

from tests import factories as make
from tests.integration.racing import actor, race
from workflows import models, outbox
from workflows.commands import mail
from workflows.queries.home import home


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
        assert mail.hand_over(session, quick)
        assert not mail.hand_over(session, slow)
        mail.note_failure(session, slow, "timed out", permanent=False)
        assert session.get_one(models.OutboxMessage, slow.id).state == "sending"
        mail.note_sent(session, quick)
    with sessions.begin() as session:
        mail.note_failure(session, slow, "timed out", permanent=False)
    with sessions() as session:
        assert session.get_one(models.OutboxMessage, slow.id).state == "sent"


def test_a_letter_left_on_its_way_is_in_doubt_when_nobody_can_be_sending_it_any_more(sessions, clock):
    queued(sessions)
    with sessions.begin() as session:
        assert mail.hand_over(session, mail.claim_next(session))
    with sessions.begin() as session:
        assert mail.doubt_unanswered(session) == 0
    clock.advance(minutes=6)
    with sessions.begin() as session:
        assert mail.claim_next(session) is None
        assert mail.doubt_unanswered(session) == 1
    with sessions() as session:
        assert session.query(models.OutboxMessage).one().state == "in_doubt"


def test_administrators_see_on_their_first_page_that_a_letter_is_in_doubt(sessions):
    queued(sessions)
    with sessions.begin() as session:
        letter = mail.claim_next(session)
        mail.hand_over(session, letter)
        mail.note_doubt(session, letter, "timed out")
        account = make.account(session, make.person(session), administrator=True)
        assert home(session, actor(session, account.id)).operation.unsent == 1


def test_a_letter_that_was_only_in_hand_is_taken_over(sessions, clock):
    queued(sessions)
    with sessions.begin() as session:
        first = mail.claim_next(session)
    clock.advance(minutes=6)
    with sessions.begin() as session:
        second = mail.claim_next(session)
        assert (second.id, second.attempt) == (first.id, first.attempt + 1)
