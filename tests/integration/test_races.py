"""Two people act on the same thing at the same moment: one wins, the other is told."""

from sqlalchemy import func, select

from tests.integration.racing import complete, faults, race, scene
from workflows import history, models, numbers
from workflows.commands import dossiers, tasks
from workflows.errors import Conflict


def test_of_two_who_complete_a_task_one_wins_and_the_other_hears_who(sessions):
    at = scene(sessions)
    won, lost = race(sessions, complete(at.first, at.task_id), complete(at.second, at.task_id))
    assert isinstance(won, models.UserTask)
    assert isinstance(lost, Conflict)
    assert at.first.name in str(lost)
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(models.TaskAnswers)) == 1
        assert session.get_one(models.ProcessInstance, at.instance_id).end_event == "end"
    assert faults(sessions) == []


def test_the_same_person_in_two_windows_completes_once(sessions):
    at = scene(sessions)
    _, lost = race(sessions, complete(at.first, at.task_id), complete(at.first, at.task_id))
    assert isinstance(lost, Conflict)
    assert faults(sessions) == []


def test_of_two_who_claim_a_task_one_holds_it(sessions):
    at = scene(sessions)
    won, lost = race(
        sessions,
        lambda session: tasks.claim(session, at.first, at.task_id),
        lambda session: tasks.claim(session, at.second, at.task_id),
    )
    assert won.assignee_id == at.first.person_id
    assert isinstance(lost, Conflict)
    assert faults(sessions) == []


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
    assert faults(sessions) == []


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
    assert faults(sessions) == []


def test_an_instance_read_before_the_lock_is_read_again_under_it(sessions):
    at = scene(sessions)

    def look_then_complete(session):
        # What a page or an idempotent write may have loaded before the command asks for the lock.
        session.get_one(models.ProcessInstance, at.instance_id)
        session.get_one(models.UserTask, at.task_id)
        return complete(at.second, at.task_id)(session)

    _, lost = race(sessions, lambda session: tasks.claim(session, at.first, at.task_id), look_then_complete)
    assert isinstance(lost, Conflict), lost
