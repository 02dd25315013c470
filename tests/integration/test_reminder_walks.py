"""Random walks of tasks through stops, suspensions, later dates, jumps of the clock and ends: nothing is told wrongly or twice."""

import random

import pytest
from sqlalchemy import select

from service.scheduler import remind_due
from tests.integration.reminded import Office, day_end
from workflows import clocks, models, reminders
from workflows.clock import utcnow
from workflows.rules.calendar import Calendar, add_working_days, end_of_day, local_day

STEPS, TASKS = 60, 6


def complete(task, _chance) -> None:
    task.completed_at, task.completed_by = utcnow(), task.dossier.created_by


def cancel(task, _chance) -> None:
    task.cancelled_at = utcnow()


def stop(task, _chance) -> None:
    task.stopped_at = utcnow()


def resume(task, _chance) -> None:
    task.stopped_at = None


def suspend(task, _chance) -> None:
    task.instance.status = "suspended"


def go_on(task, _chance) -> None:
    task.instance.status = "running"


def another_date(task, chance) -> None:
    task.due_at = end_of_day(add_working_days(Calendar(), local_day(utcnow()), chance.randrange(9)))


ACTS = (complete, cancel, stop, resume, suspend, go_on, another_date, *(another_date, resume, go_on) * 2)


def may_be_told(task: models.UserTask) -> bool:
    return task.is_open and task.stopped_at is None and task.due_at is not None and task.instance.status == "running"


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_told_of_what_is_over_or_stands_still_and_nothing_twice(sessions, clock, seed):
    office, chance = Office(sessions), random.Random(seed)
    tasks = [office.task(day_end("2026-12-18")) for _ in range(TASKS)]
    told: set[str] = set()
    for _ in range(STEPS):
        with sessions.begin() as session:
            task = session.get_one(models.UserTask, chance.choice(tasks))
            if task.is_open:
                chance.choice(ACTS)(task, chance)
                clocks.set_due(session, task, task.due_at)
        clock.advance(hours=chance.choice((-30, 3, 8, 20, 26, 80)))
        with sessions() as session:
            open_to = {each for each in tasks if may_be_told(session.get_one(models.UserTask, each))}
        remind_due(sessions)
        with sessions() as session:
            found = {each.effect_key: each for each in session.scalars(select(models.Notice))}
            new = [each for key, each in found.items() if key not in told]
            assert {each.task_id for each in new} <= open_to
            assert len({(each.task_id, each.person_id, each.kind) for each in new}) == len(new)
            told = set(found)
            due = session.scalars(select(models.DueTimer).where(models.DueTimer.kind == "reminder"))
            waiting = [each for each in due if each.is_open]
            assert len({each.task_id for each in waiting}) == len(waiting)
            assert all(each.task.is_open and each.task.stopped_at is None for each in waiting)
            assert not [each for each in waiting if each.due_at <= utcnow() and each.instance.status == "running"]
    assert told


def test_workers_that_were_down_for_three_days_tell_each_task_once_and_say_so(sessions, clock):
    office = Office(sessions)
    tasks = [office.task(day_end(f"2026-12-{day}")) for day in (14, 15, 16, 17, 18)]
    clock.advance(days=5)  # from Thursday to Tuesday: the first is overdue, the second is due today
    with sessions() as session:
        moments = {task: reminders.moments_of(session, session.get_one(models.UserTask, task)) for task in tasks}
    missed = [task for task in tasks if moments[task][0].at < clock.at]
    assert missed == tasks[:3]
    assert remind_due(sessions) == len(missed)
    clock.advance(minutes=10)
    assert remind_due(sessions) == 0
    with sessions() as session:
        found = session.scalars(select(models.Notice).where(models.Notice.kind != "escalation")).all()
    assert sorted(each.task_id for each in found) == missed
    assert all("(nhắc trễ)" in each.subject for each in found)
    for task, planned in moments.items():
        coming = [each.at for each in planned if each.at > clock.at]
        assert office.next_at(task) == (coming[0] if coming else None)
