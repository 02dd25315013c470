"""Two people, or a person and the clock, act on the same thing at the same moment: one wins, the other is told."""

from sqlalchemy import func, select

from tests import factories as make
from tests.integration.racing import race, scene
from workflows import history, models, numbers, outbox, progress
from workflows.commands import dossiers, idempotency, mail, tasks, timers
from workflows.commands.idempotency import Answer
from workflows.errors import Conflict, Invalid

ANSWERS = {"text": "Đồng ý."}


def complete(who, task_id):
    return lambda session: tasks.complete(session, who, task_id, "done", ANSWERS)


def attempts(sessions, at, number):
    with sessions.begin() as session:
        session.get_one(models.DueTimer, at.timer_id).attempts = number


def chain_is_sound(sessions):
    with sessions() as session:
        entries = session.scalars(select(models.HistoryEntry).order_by(models.HistoryEntry.sequence)).all()
        by_chain = {entry.chain: [each for each in entries if each.chain == entry.chain] for entry in entries}
        return [fault for chain in by_chain.values() for fault in history.faults(chain)] == []


def test_of_two_who_complete_a_task_one_wins_and_the_other_hears_who(sessions):
    at = scene(sessions)
    won, lost = race(sessions, complete(at.first, at.task_id), complete(at.second, at.task_id))
    assert isinstance(won, models.UserTask)
    assert isinstance(lost, Conflict)
    assert at.first.name in str(lost)
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(models.TaskAnswers)) == 1
        assert session.get_one(models.ProcessInstance, at.instance_id).end_event == "end"
    assert chain_is_sound(sessions)


def test_the_same_person_in_two_windows_completes_once(sessions):
    at = scene(sessions)
    _, lost = race(sessions, complete(at.first, at.task_id), complete(at.first, at.task_id))
    assert isinstance(lost, Conflict)
    assert chain_is_sound(sessions)


def test_of_two_who_claim_a_task_one_holds_it(sessions):
    at = scene(sessions)
    won, lost = race(
        sessions,
        lambda session: tasks.claim(session, at.first, at.task_id),
        lambda session: tasks.claim(session, at.second, at.task_id),
    )
    assert won.assignee_id == at.first.person_id
    assert isinstance(lost, Conflict)
    assert chain_is_sound(sessions)


def test_a_task_completed_while_its_deadline_fires_is_completed_once(sessions, clock):
    at = scene(sessions)
    clock.advance(hours=2)
    won, fired = race(sessions, complete(at.first, at.task_id), lambda session: timers.fire(session, at.timer_id))
    assert isinstance(won, models.UserTask), won
    assert fired is False
    assert chain_is_sound(sessions)


def test_a_deadline_that_fires_while_the_task_is_completed_wins(sessions, clock):
    at = scene(sessions)
    clock.advance(hours=2)
    fired, lost = race(sessions, lambda session: timers.fire(session, at.timer_id), complete(at.first, at.task_id))
    assert fired is True
    assert isinstance(lost, Conflict), lost
    with sessions() as session:
        task = session.get_one(models.UserTask, at.task_id)
        assert (task.cancelled_at is not None, task.completed_at) == (True, None)
    assert chain_is_sound(sessions)


def test_a_person_and_the_clock_never_wait_for_each_other_in_a_circle(sessions, clock):
    """Completing takes the timer away: whoever fires it must not hold its row while waiting for the instance."""
    at = scene(sessions)
    clock.advance(hours=2)
    won, fired = race(
        sessions,
        complete(at.first, at.task_id),
        lambda session: timers.fire(session, at.timer_id),
        opening=lambda session: progress.lock(session, at.instance_id),
    )
    assert isinstance(won, models.UserTask), won
    assert fired is False


def test_a_person_and_a_failing_timer_never_wait_for_each_other_in_a_circle(sessions, clock):
    at = scene(sessions)
    clock.advance(hours=2)
    attempts(sessions, at, 2)
    won, noted = race(
        sessions,
        complete(at.first, at.task_id),
        lambda session: timers.postpone(session, at.timer_id, "OperationFailed: không có người nhận"),
        opening=lambda session: progress.lock(session, at.instance_id),
    )
    assert isinstance(won, models.UserTask), won
    assert noted is None, noted
    with sessions() as session:
        assert session.get_one(models.ProcessInstance, at.instance_id).status == "ended"


def test_two_workers_fire_a_timer_once(sessions, clock):
    at = scene(sessions)
    clock.advance(hours=2)
    fired = race(
        sessions,
        lambda session: timers.fire(session, at.timer_id),
        lambda session: timers.fire(session, at.timer_id),
    )
    assert fired == (True, False)


def test_a_withdrawal_and_a_completion_do_not_both_happen(sessions):
    at = scene(sessions)
    won, lost = race(
        sessions,
        lambda session: dossiers.withdraw(session, at.submitter, at.reference, "Nộp nhầm hình thức khen."),
        complete(at.first, at.task_id),
    )
    assert not isinstance(won, Exception), won
    assert isinstance(lost, Conflict)
    with sessions() as session:
        assert session.get_one(models.ProcessInstance, at.instance_id).end_event == "withdrawn"
    assert chain_is_sound(sessions)


def test_a_completion_that_came_first_refuses_the_withdrawal(sessions):
    at = scene(sessions)
    won, lost = race(
        sessions,
        complete(at.first, at.task_id),
        lambda session: dossiers.withdraw(session, at.submitter, at.reference, "Nộp nhầm hình thức khen."),
    )
    assert isinstance(won, models.UserTask)
    assert isinstance(lost, Conflict)


def test_two_windows_save_a_first_draft_and_one_is_told(sessions):
    at = scene(sessions)

    def save(text):
        return lambda session: tasks.save_draft(session, at.first, at.task_id, {"text": text}, 0)

    won, lost = race(sessions, save("một"), save("hai"))
    assert won == 1
    assert isinstance(lost, Conflict), lost


def test_no_draft_is_left_behind_by_a_save_during_completion(sessions):
    at = scene(sessions)
    _, lost = race(
        sessions,
        complete(at.first, at.task_id),
        lambda session: tasks.save_draft(session, at.first, at.task_id, {"text": "muộn"}, 0),
    )
    assert isinstance(lost, Conflict), lost
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(models.TaskDraft)) == 0


def test_two_who_take_the_first_number_of_a_year_get_one_and_two(sessions):
    def take(session):
        return numbers.take(session, "SNNMT", "QĐ", 2026).last_number

    assert race(sessions, take, take) == (1, 2)


def test_a_number_that_is_given_back_is_taken_next(sessions):
    def take_and_fail(session):
        numbers.take(session, "SNNMT", "QĐ", 2026)
        session.flush()
        raise Conflict("hoàn tác")

    with sessions.begin() as session:
        numbers.take(session, "SNNMT", "QĐ", 2026)
    _, second = race(sessions, take_and_fail, lambda session: numbers.take(session, "SNNMT", "QĐ", 2026).last_number)
    assert second == 2


def test_two_acts_on_one_dossier_stand_one_after_the_other_in_its_chain(sessions):
    at = scene(sessions)

    def note(verb):
        def act(session):
            dossier = session.query(models.Dossier).filter_by(reference=at.reference).one()
            return history.record(session, at.first, verb, dossier=dossier).sequence

        return act

    first, second = race(sessions, note("claimed"), note("released"))
    assert second == first + 1
    assert chain_is_sound(sessions)


def test_an_instance_read_before_the_lock_is_read_again_under_it(sessions):
    at = scene(sessions)

    def look_then_complete(session):
        # What a page or an idempotent write may have loaded before the command asks for the lock.
        session.get_one(models.ProcessInstance, at.instance_id)
        session.get_one(models.UserTask, at.task_id)
        return tasks.complete(session, at.second, at.task_id, "done", ANSWERS)

    _, lost = race(sessions, lambda session: tasks.claim(session, at.first, at.task_id), look_then_complete)
    assert isinstance(lost, Conflict), lost


def test_the_third_failure_stops_an_instance_that_still_runs(sessions, clock):
    at = scene(sessions)
    clock.advance(hours=2)
    for _ in range(3):
        with sessions.begin() as session:
            timers.postpone(session, at.timer_id, "OperationFailed: không có người nhận")
    with sessions() as session:
        assert session.get_one(models.ProcessInstance, at.instance_id).status == "incident"
        assert timers.next_due(session) is None


def once(at, key, request_hash, effect):
    """Return an idempotent write as the API does it."""

    def act(session):
        first = idempotency.recall(session, at.first, key, request_hash)
        if first is None:
            effect(session)
            first = Answer(201, {"number": session.query(models.NumberSeries).one().last_number})
            idempotency.remember(session, at.first, key, request_hash, first)
        return first

    return act


def test_the_same_request_at_the_same_moment_runs_once_and_both_get_its_answer(sessions):
    at = scene(sessions)
    write = once(at, "gui-lan-1", "a", lambda session: numbers.take(session, "SNNMT", "QĐ", 2026))
    assert race(sessions, write, write) == (Answer(201, {"number": 1}), Answer(201, {"number": 1}))
    with sessions() as session:
        assert session.query(models.NumberSeries).one().last_number == 1


def test_a_request_that_is_undone_leaves_its_key_to_the_one_that_waited(sessions):
    at = scene(sessions)

    def take_and_fail(session):
        numbers.take(session, "SNNMT", "QĐ", 2026)
        session.flush()
        raise Conflict("hoàn tác")

    failed, second = race(
        sessions,
        once(at, "gui-lan-1", "a", take_and_fail),
        once(at, "gui-lan-1", "a", lambda session: numbers.take(session, "SNNMT", "QĐ", 2026)),
    )
    assert isinstance(failed, Conflict)
    assert second == Answer(201, {"number": 1})


def test_one_key_for_two_requests_at_the_same_moment_is_refused(sessions):
    at = scene(sessions)
    take = lambda session: numbers.take(session, "SNNMT", "QĐ", 2026)  # noqa: E731
    _, refused = race(sessions, once(at, "gui-lan-1", "a", take), once(at, "gui-lan-1", "b", take))
    assert isinstance(refused, Invalid)


def test_the_kept_trace_of_a_request_cannot_be_tried_out_without_the_servers_secret():
    """Else whoever reads the table could hash the few possible ballots and compare."""
    ballot = ("POST", "/api/v1/tasks/1/complete", b'{"answers": {"nominees": [{"row": "1", "choice": "agree"}]}}')
    assert idempotency.fingerprint("secret one", *ballot) != idempotency.fingerprint("secret two", *ballot)
    assert idempotency.fingerprint("secret one", *ballot) == idempotency.fingerprint("secret one", *ballot)


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
