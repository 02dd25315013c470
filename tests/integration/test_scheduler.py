"""What is due is fired once, by any number of workers, and nothing keeps anything else waiting."""

import logging
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from service.scheduler import fire_due
from tests.conftest import NOW
from tests.integration import hands
from tests.integration.racing import faults
from tests.integration.ringing import waiting
from tests.processes import Together
from workflows import models, progress
from workflows.commands import timers
from workflows.errors import StepFailed

WORKERS = 4
LONGEST_SECONDS = 120
LITERAL = {"literal_binds": True}


def rung(sessions) -> list[tuple[int, int]]:
    """Return (instance, history entry) of each firing, in order."""
    fired = select(models.ProcessInstance.id, models.HistoryEntry.id).join(
        models.HistoryEntry, models.HistoryEntry.dossier_id == models.ProcessInstance.dossier_id
    )
    with sessions() as session:
        session.connection(execution_options={"read_only": True})  # not in the way of the workers
        found = session.execute(fired.where(models.HistoryEntry.verb == "timer_fired").order_by(models.HistoryEntry.id))
        return [tuple(row) for row in found]


def fire_one(sessions, turn: int) -> int | None:
    with sessions.begin() as session:
        timer_id = timers.next_due(session, turn)
        if timer_id is not None:
            assert timers.fire(session, timer_id)
        return timer_id


def states(sessions) -> dict[str, int]:
    with sessions() as session:
        found = [each.status for each in session.query(models.ProcessInstance)]
        return {status: found.count(status) for status in sorted(set(found))}


def test_a_timer_is_claimed_before_its_step_and_one_left_behind_is_fired_at_once(sessions, clock):
    waiting(sessions, 3)
    clock.advance(hours=2)
    with sessions.begin() as session:
        first = timers.next_due(session)
        claimed = timers.claim(session, first)
    assert len(claimed) == 3
    with sessions() as session:
        assert timers.next_due(session) is None  # left to whoever claimed them
        assert timers.next_due(session, own=claimed) == first
    assert fire_due(sessions) == 3  # which never came back
    assert len(rung(sessions)) == 3


def test_what_fails_is_not_counted_as_a_death(sessions, clock):
    waiting(sessions, 1, broken=True)
    clock.advance(hours=2)
    fire_due(sessions)
    with sessions() as session:
        timer = session.query(models.DueTimer).one()
        assert (timer.attempts, timer.claims, timer.claimed_at) == (1, 0, None)


def test_four_workers_fire_six_hundred_timers_once_each(request, sessions, database_url):
    """Under `make test-crash` ten thousand; a timer that falls due meanwhile does not wait for them."""
    count = 10_000 if request.config.getoption("--crash") else 600
    waiting(sessions, count)
    workers = Together(WORKERS, hands.fire, database_url, NOW + timedelta(hours=2))
    until = time.monotonic() + LONGEST_SECONDS
    while len(rung(sessions)) < count // 20:
        assert time.monotonic() < until, "the workers do nothing"
        time.sleep(0.1)
    waiting(sessions, 1, NOW + timedelta(hours=2))
    before = len(rung(sessions))
    assert sum(workers.wait(LONGEST_SECONDS * max(1, count // 1_000))) == count + 1
    firings = [instance for instance, _ in rung(sessions)]
    assert sorted(firings) == sorted(set(firings))
    assert len(firings) == count + 1
    assert firings.index(max(firings)) - before < 5 * WORKERS * len(timers.QUEUES)
    assert states(sessions) == {"ended": count + 1}
    with sessions() as session:
        assert session.query(models.DueTimer).filter(models.DueTimer.attempts > 0).count() == 0
    if count < 1_000:
        assert faults(sessions) == []


def test_what_was_missed_while_everything_was_down_goes_off_once_on_start(sessions, clock):
    waiting(sessions, 3)
    clock.advance(days=30)
    assert fire_due(sessions) == 3
    clock.advance(days=30)
    assert fire_due(sessions) == 0
    assert states(sessions) == {"ended": 3}


@pytest.mark.parametrize("turn", range(3))
def test_a_timer_that_falls_due_now_waits_for_two_others_at_most(sessions, clock, turn):
    waiting(sessions, 20)
    waiting(sessions, 1, NOW + timedelta(hours=3))
    clock.advance(hours=3)
    with sessions() as session:
        newest = max(session.scalars(select(models.DueTimer.id)))
    assert newest in [fire_one(sessions, turn + number) for number in range(3)]


def test_the_longest_overdue_does_not_wait_for_what_keeps_falling_due(sessions, clock):
    waiting(sessions, 1)
    for hours in range(2, 6):
        waiting(sessions, 1, NOW + timedelta(hours=hours))
    clock.advance(hours=6)
    with sessions() as session:
        oldest = min(session.scalars(select(models.DueTimer.id)))
    assert oldest in [fire_one(sessions, number) for number in range(3)]


def test_timers_that_fail_keep_no_other_waiting_and_end_as_incidents(sessions, clock):
    waiting(sessions, 6, broken=True)
    waiting(sessions, 4, NOW + timedelta(hours=2))
    clock.advance(hours=3)
    assert fire_due(sessions) == 4
    assert states(sessions) == {"ended": 4, "running": 6}
    assert fire_due(sessions) == 0  # they rest before they are tried again
    for _ in range(2):
        clock.advance(minutes=11)
        assert fire_due(sessions) == 0
    assert states(sessions) == {"ended": 4, "incident": 6}
    with sessions() as session:
        assert [incident.cause for incident in session.query(models.Incident)] == [
            "Chưa có quy định về thời hạn này."
        ] * 6
        assert {timer.attempts for timer in session.query(models.DueTimer)} == {0, 3}
    assert faults(sessions) == []


def test_a_failure_told_in_characters_that_cannot_be_kept_is_noted(sessions, clock, monkeypatch):
    waiting(sessions, 1)
    clock.advance(hours=2)
    # What a test logs is sent from one process to another, which takes no half character either.
    monkeypatch.setattr(logging.getLogger("service.scheduler"), "disabled", True)

    def fail(*_):
        raise StepFailed("Mốc \0\ud800 sai.")

    monkeypatch.setattr(progress, "fire", fail)
    for _ in range(timers.MOST_ATTEMPTS):
        assert fire_due(sessions) == 0
        clock.advance(minutes=11)
    with sessions() as session:
        assert session.query(models.Incident).one().cause == "Mốc ? sai."


def test_a_failure_that_cannot_be_noted_keeps_no_other_waiting(sessions, clock, monkeypatch):
    waiting(sessions, 1, broken=True)
    waiting(sessions, 2, NOW + timedelta(hours=2))
    clock.advance(hours=3)

    def refuse(*_):
        raise ValueError

    monkeypatch.setattr(timers, "postpone", refuse)
    assert fire_due(sessions) == 2


def test_a_database_that_breaks_off_is_not_the_timers_failure(sessions, clock, monkeypatch):
    waiting(sessions, 2)
    clock.advance(hours=2)
    fire, broken = timers.fire, []

    def break_off(session, timer_id):
        if not broken:
            broken.append(timer_id)
            session.connection().invalidate()
            raise OperationalError("select", {}, Exception(), connection_invalidated=True)
        return fire(session, timer_id)

    monkeypatch.setattr(timers, "fire", break_off)
    assert fire_due(sessions) == 1
    assert fire_due(sessions) == 1
    with sessions() as session:
        assert [timer.attempts for timer in session.query(models.DueTimer)] == [0, 0]


def test_finding_the_next_timer_costs_the_same_however_many_there_were(sessions, clock):
    waiting(sessions, 300)
    clock.advance(hours=2)
    with sessions.begin() as session:
        postgresql = session.get_bind().dialect.name == "postgresql"
        session.execute(text("analyze"))
        if postgresql:
            session.execute(text("set local enable_seqscan = off"))  # what it takes for a table as small as this
        for turn, index in enumerate(("ix_due_timer_fresh", "ix_due_timer_fresh", "ix_due_timer_failed")):
            query = str(timers._due(*timers.QUEUES[turn]).compile(session.get_bind(), compile_kwargs=LITERAL))
            explain = "explain" if postgresql else "explain query plan"
            plan = " ".join(str(row) for row in session.execute(text(f"{explain} {query}")))
            assert index in plan, plan
            assert "Sort" not in plan.replace("Incremental Sort", ""), plan
            assert "TEMP B-TREE" not in plan, plan
