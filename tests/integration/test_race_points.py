"""Every pair of acts that may meet, with the first one stopped at each chosen point: one effect, and nothing half done."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.integration.racing import Scene, actor, complete, faults, race, scene
from tests.integration.voting import Vote, cast, close, tally, vote_scene
from workflows import models, numbers
from workflows.commands import ballots, dossiers, tasks, timers
from workflows.errors import Conflict

# On SQLite whoever has begun holds the lock already.
POINTS = [("sqlite", "begun"), ("sqlite", "acted"), *(("postgresql", stop) for stop in ("begun", "locked", "acted"))]
pytestmark = pytest.mark.parametrize(("database_url", "stop"), POINTS, indirect=["database_url"])


@dataclass(frozen=True)
class Act:
    """Something that somebody does to the scene. `end`: the event in which the process ends if it wins."""

    do: Callable[[Scene], Callable]
    end: str | None


COMPLETE = Act(lambda at: complete(at.first, at.task_id), "end")
COMPLETE_TOO = Act(lambda at: complete(at.second, at.task_id), "end")
FIRE = Act(lambda at: lambda session: timers.fire(session, at.timer_id), None)
WITHDRAW = Act(
    lambda at: lambda session: dossiers.withdraw(session, at.submitter, at.reference, "Nộp nhầm hình thức khen."),
    "withdrawn",
)
PAIRS = {
    "complete-complete": (COMPLETE, COMPLETE_TOO),
    "complete-timer": (COMPLETE, FIRE),
    "timer-complete": (FIRE, COMPLETE),
    "timer-timer": (FIRE, FIRE),
    "complete-withdraw": (COMPLETE, WITHDRAW),
    "withdraw-complete": (WITHDRAW, COMPLETE),
    "withdraw-timer": (WITHDRAW, FIRE),
}


def is_refusal(result) -> bool:
    return result is False or isinstance(result, Conflict)


@pytest.mark.parametrize("pair", PAIRS)
def test_of_two_acts_on_one_step_exactly_one_has_its_effect(sessions, clock, pair, stop):
    at = scene(sessions)
    clock.advance(hours=2)
    acts = PAIRS[pair]
    results = race(sessions, *(act.do(at) for act in acts), stop=stop)
    assert [is_refusal(result) for result in results] in ([True, False], [False, True]), results
    assert not any(isinstance(result, Exception) for result in results if not is_refusal(result))
    [won] = [act for act, result in zip(acts, results, strict=True) if not is_refusal(result)]
    with sessions() as session:
        instance, timer = session.get_one(models.ProcessInstance, at.instance_id), session.query(models.DueTimer).one()
        task = session.get_one(models.UserTask, at.task_id)
        assert (instance.status, instance.end_event) == ("ended", won.end or "end")
        assert (timer.fired_at is not None, timer.cancelled_at is not None) == (won is FIRE, won is not FIRE)
        completed = won in (COMPLETE, COMPLETE_TOO)
        assert (task.completed_at is not None, task.cancelled_at is not None) == (completed, not completed)
        assert session.query(models.TaskAnswers).count() == completed
    assert faults(sessions) == []


def test_a_task_is_claimed_by_one_of_two(sessions, stop):
    at = scene(sessions)
    results = race(
        sessions,
        lambda session: tasks.claim(session, at.first, at.task_id),
        lambda session: tasks.claim(session, at.second, at.task_id),
        stop=stop,
    )
    assert sorted(is_refusal(result) for result in results) == [False, True], results
    with sessions() as session:
        winner = (at.first, at.second)[[is_refusal(result) for result in results].index(False)]
        assert session.get_one(models.UserTask, at.task_id).assignee_id == winner.person_id
    assert faults(sessions) == []


def test_of_two_numbers_each_is_given_once_and_none_is_left_out(sessions, stop):
    def take(session):
        return numbers.take(session, "SNNMT", "QĐ", 2026).last_number

    with sessions.begin() as session:
        assert take(session) == 1
    assert sorted(race(sessions, take, take, stop=stop)) == [2, 3]


def closed(sessions, at: Vote) -> bool:
    with sessions() as session:
        return session.get_one(models.ProcessInstance, at.instance_id).end_event == "end"


@pytest.mark.parametrize("first", ["vote", "close"])
def test_a_ballot_cast_while_the_vote_is_closed_is_counted_or_refused(sessions, first, stop):
    at = vote_scene(sessions)
    with sessions.begin() as session:
        cast(session, at, 0)
    acts = {"vote": lambda session: cast(session, at, 1), "close": lambda session: close(session, at)}
    results = race(sessions, acts.pop(first), *acts.values(), stop=stop)
    voted, shut = results if first == "vote" else reversed(results)
    assert isinstance(shut, models.UserTask), shut
    assert isinstance(voted, models.UserTask) or is_refusal(voted), voted
    counted = 1 if is_refusal(voted) else 2
    assert (tally(sessions, at).agree, tally(sessions, at).not_cast) == (counted, 3 - counted)
    assert closed(sessions, at)
    assert faults(sessions) == []


@pytest.mark.parametrize("first", ["change", "close"])
def test_a_ballot_changed_while_the_vote_is_closed_counts_as_it_was_or_as_it_is(sessions, first, stop):
    at = vote_scene(sessions)
    with sessions.begin() as session:
        who = cast(session, at, 0).completed_by
    answers = {"nominees": [{"row": str(at.nominee_id), "choice": "disagree"}]}

    def change(session):
        account = session.query(models.Account).filter_by(person_id=who).one()
        ballots.change(session, actor(session, account.id), at.session_id, answers)

    acts = {"change": change, "close": lambda session: close(session, at)}
    results = race(sessions, acts.pop(first), *acts.values(), stop=stop)
    changed, shut = results if first == "change" else reversed(results)
    assert isinstance(shut, models.UserTask), shut
    assert changed is None or is_refusal(changed), changed
    assert (tally(sessions, at).agree, tally(sessions, at).disagree) == ((1, 0) if is_refusal(changed) else (0, 1))
    assert closed(sessions, at)
    assert faults(sessions) == []
