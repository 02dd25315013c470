"""The clock acts beside people and beside other workers: each deadline goes off once or not at all."""

from tests.integration.racing import complete, faults, race, scene
from workflows import models
from workflows.commands import timers
from workflows.errors import Conflict, OperationFailed

NOBODY = OperationFailed("không có người nhận")


def attempts(sessions, at, number):
    with sessions.begin() as session:
        session.get_one(models.DueTimer, at.timer_id).attempts = number


def test_a_task_completed_while_its_deadline_fires_is_completed_once(sessions, clock):
    at = scene(sessions)
    clock.advance(hours=2)
    won, fired = race(sessions, complete(at.first, at.task_id), lambda session: timers.fire(session, at.timer_id))
    assert isinstance(won, models.UserTask), won
    assert fired is False
    assert faults(sessions) == []


def test_a_deadline_that_fires_while_the_task_is_completed_wins(sessions, clock):
    at = scene(sessions)
    clock.advance(hours=2)
    fired, lost = race(sessions, lambda session: timers.fire(session, at.timer_id), complete(at.first, at.task_id))
    assert fired is True
    assert isinstance(lost, Conflict), lost
    with sessions() as session:
        task = session.get_one(models.UserTask, at.task_id)
        assert (task.cancelled_at is not None, task.completed_at) == (True, None)
    assert faults(sessions) == []


def test_a_person_and_the_clock_never_wait_for_each_other_in_a_circle(sessions, clock):
    """Completing takes the timer away: whoever fires it must not hold its row while waiting for the instance."""
    at = scene(sessions)
    clock.advance(hours=2)
    won, fired = race(
        sessions,
        complete(at.first, at.task_id),
        lambda session: timers.fire(session, at.timer_id),
        stop="locked",
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
        lambda session: timers.postpone(session, at.timer_id, NOBODY),
        stop="locked",
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


def test_the_third_failure_stops_an_instance_that_still_runs(sessions, clock):
    at = scene(sessions)
    clock.advance(hours=2)
    for _ in range(3):
        with sessions.begin() as session:
            timers.postpone(session, at.timer_id, NOBODY)
    with sessions() as session:
        assert session.get_one(models.ProcessInstance, at.instance_id).status == "incident"
        assert timers.next_due(session) is None
