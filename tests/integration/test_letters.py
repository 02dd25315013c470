"""Letters in hand: each goes to one of several workers, and none twice."""

from datetime import timedelta

from sqlalchemy import event

from tests import factories as make
from tests.integration.racing import actor, race, scene
from workflows import history, models, outbox
from workflows.clock import utcnow
from workflows.commands import mail
from workflows.queries import letters
from workflows.queries.home import home

TIMED_OUT = mail.Failure("timeout", "timed out")


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
        mail.note_failure(session, slow, TIMED_OUT)
        assert session.get_one(models.OutboxMessage, slow.id).state == "sending"
        mail.note_sent(session, quick)
    with sessions.begin() as session:
        mail.note_failure(session, slow, TIMED_OUT)
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
        assert (second.id, second.claim) == (first.id, first.claim + 1)


def test_a_sender_from_before_a_letter_was_sent_again_has_nothing_to_say_of_the_second_sending(sessions, clock):
    queued(sessions)
    with sessions.begin() as session:
        slow = mail.claim_next(session)
        mail.hand_over(session, slow)
    clock.advance(minutes=6)
    with sessions.begin() as session:
        mail.doubt_unanswered(session)
        mail.send_again(session, None, slow.id)
        mail.note_failure(session, slow, TIMED_OUT)
        mail.note_doubt(session, slow, "timed out")
        letter = session.get_one(models.OutboxMessage, slow.id)
        assert (letter.state, letter.attempts, letter.last_error) == ("queued", 0, mail.UNANSWERED)
    with sessions.begin() as session:
        again = mail.claim_next(session)
        mail.hand_over(session, again)
        mail.note_failure(session, slow, TIMED_OUT)
        assert session.get_one(models.OutboxMessage, slow.id).state == "sending"
        mail.note_sent(session, again)
    with sessions() as session:
        assert session.get_one(models.OutboxMessage, slow.id).state == "sent"


def test_a_late_refusal_of_the_only_sender_settles_the_doubt(sessions, clock):
    queued(sessions)
    with sessions.begin() as session:
        slow = mail.claim_next(session)
        mail.hand_over(session, slow)
    clock.advance(minutes=6)
    with sessions.begin() as session:
        mail.doubt_unanswered(session)
        mail.note_failure(session, slow, mail.Failure("text", "554 no", permanent=True))
    with sessions() as session:
        assert session.get_one(models.OutboxMessage, slow.id).state == "dead"


def test_a_mail_server_may_be_away_over_a_long_weekend_before_a_letter_is_given_up(sessions, clock):
    queued(sessions)
    began, tries = clock.at, 0
    while True:
        with sessions.begin() as session:
            letter = mail.claim_next(session)
            if letter is not None:
                mail.note_failure(session, letter, TIMED_OUT)
                tries += 1
            if session.get_one(models.OutboxMessage, 1).state == "dead":
                break
        clock.advance(minutes=30)
    assert tries == mail.MOST_ATTEMPTS
    assert timedelta(days=3) < clock.at - began < timedelta(days=5)


def test_a_reminder_of_what_was_done_meanwhile_is_not_sent(sessions):
    at = scene(sessions)
    with sessions.begin() as session:
        text = {"subject": "Chủ đề", "body": "Nội dung", "link": outbox.task_link(at.task_id)}
        for number, kind in enumerate(("reminder_half", "supplement")):
            outbox.queue(session, f"r{number}", kind, at.first.person_id, dossier=None, **text)
        task = session.get_one(models.UserTask, at.task_id)
        task.completed_at, task.completed_by = utcnow(), at.first.person_id
    with sessions.begin() as session:
        assert mail.claim_next(session).effect_key == "r1"
        assert mail.claim_next(session) is None
    with sessions() as session:
        assert [letter.state for letter in session.query(models.OutboxMessage).order_by("id")] == ["dropped", "queued"]
        assert [notice.mail for notice in session.query(models.Notice).order_by("id")] == ["dropped", "at_once"]


def test_who_sent_a_letter_again_is_found_by_its_index_and_the_last_ones_are_told(sessions):
    queued(sessions, messages=2)
    with sessions.begin() as session:
        who = actor(session, make.account(session, make.person(session), administrator=True).id)
        first, second = session.query(models.OutboxMessage).order_by(models.OutboxMessage.id)
        for number in range(letters.MOST_RESENDINGS + 5):
            history.record(session, who, "letter_sent_again", before={"message": first.id, "state": f"state {number}"})
        history.record(session, who, "letter_sent_again", before={"message": second.id, "state": "dead"})
        asked = []
        event.listen(session.connection(), "after_cursor_execute", lambda *of: asked.append((of[2], of[3])))
        told = [each.state for each in letters.letter(session, who, first.id).resendings]
        assert told == [f"state {number}" for number in range(5, letters.MOST_RESENDINGS + 5)]
        assert [each.state for each in letters.letter(session, who, second.id).resendings] == ["dead"]
        if session.connection().dialect.name == "sqlite":  # PostgreSQL reads so few rows without any index
            statement, values = next(each for each in asked if "FROM history_entry" in each[0])
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            assert "ix_history_entry_system" in str(plan)
