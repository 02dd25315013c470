"""Open deadlines are counted anew after a day has changed: exactly once, old and new in history, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from service.scheduler import recalculate
from tests import factories as make
from tests.integration.racing import actor, complete, faults, race, scene
from workflows import clocks, history, models, reminders
from workflows.clock import utcnow
from workflows.commands import days, recalculations
from workflows.rules.days import COUNTRY, DayChange, DayFacts

OFF = DayFacts(date(2026, 12, 15), COUNTRY, "official", "off", "Nghỉ bù", "Công văn số 12")
ADDED = [DayChange(None, OFF)]
DUE = datetime(2026, 12, 17, 17, tzinfo=UTC)
LATER = datetime(2026, 12, 18, 17, tzinfo=UTC)


@pytest.fixture
def administrator(sessions):
    with sessions.begin() as session:
        return actor(session, make.account(session, make.person(session, "Bùi Thanh Tùng"), administrator=True).id)


def rule(session, key="appraisal", **facts):
    row = models.DueRule(
        **{"key": key, "name": "Thẩm định", "value": 5, "unit": "working_day", "start": "nhận đủ hồ sơ",
           "on_return": "resume", "confidence": "read", "clause": "Đ1", "stopped_by": []} | facts
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def tasks(sessions, count, *, is_ruled=False):
    """Return the ids of open tasks with a clock that runs from now, each of a dossier of its own."""
    with sessions.begin() as session:
        if not is_ruled:
            rule(session)
        offer, unit = make.offer(session), make.unit(session)
        definition = make.definition(session)
        found = []
        for _ in range(count):
            dossier = make.dossier(session, offer, unit, status="submitted", submitted_at=utcnow())
            instance = make.instance(session, dossier, definition=definition)
            task = make.task(session, instance, due_rule="appraisal", organ_id=unit.id)
            clocks.start(session, task, utcnow())
            found.append(task.id)
        return found


def due(sessions, ids):
    with sessions() as session:
        return {session.get_one(models.UserTask, each).due_at for each in ids}


def test_a_new_day_off_moves_what_is_open_and_says_so_in_each_dossier(sessions, administrator):
    ids = tasks(sessions, 3)
    assert due(sessions, ids) == {DUE}
    with sessions.begin() as session:
        job = days.apply(session, administrator, ADDED)
        assert (job.state, job.total) == ("queued", 3)

    recalculate(sessions)

    assert due(sessions, ids) == {LATER}
    with sessions() as session:
        job = session.scalars(select(models.Recalculation)).one()
        assert (job.state, job.done, job.moved, job.failed) == ("done", 3, 3, 0)
        moved = session.scalars(select(models.MovedDeadline)).all()
        assert {(each.old_due_at, each.new_due_at) for each in moved} == {(DUE, LATER)}
        for each in session.scalars(select(models.HistoryEntry).where(models.HistoryEntry.dossier_id.is_not(None))):
            assert each.before["task_due_at"] == DUE.isoformat()
            assert each.after["task_due_at"] == LATER.isoformat()


def test_a_proposed_day_counts_for_nothing_and_asks_for_nothing(sessions, administrator):
    tasks(sessions, 1)
    with sessions.begin() as session:
        assert days.apply(session, administrator, [DayChange(None, replace(OFF, status="proposal"))]) is None
        assert session.scalars(select(models.Recalculation)).all() == []


def test_a_day_of_one_unit_moves_the_tasks_of_that_unit_alone(sessions, administrator):
    ids = tasks(sessions, 2)
    with sessions.begin() as session:
        other = make.unit(session)
        session.get_one(models.UserTask, ids[1]).organ_id = other.id
        days.apply(session, administrator, [DayChange(None, replace(OFF, scope=other.code))])
    recalculate(sessions)
    assert [*due(sessions, ids[:1]), *due(sessions, ids[1:])] == [DUE, LATER]


def test_a_change_and_its_recalculation_are_one_transaction(sessions, administrator):
    tasks(sessions, 1)
    broken_off(sessions, lambda session: days.apply(session, administrator, ADDED))
    with sessions() as session:
        assert session.scalars(select(models.DayOff)).all() == []
        assert session.scalars(select(models.Recalculation)).all() == []


def test_a_worker_that_dies_between_batches_is_followed_by_one_that_goes_on(sessions, administrator):
    ids = tasks(sessions, 5)
    with sessions.begin() as session:
        days.apply(session, administrator, ADDED)
    with sessions.begin() as session:
        assert recalculations.work(session, 2)
    broken_off(sessions, lambda session: recalculations.work(session, 2))
    with sessions() as session:
        assert session.scalars(select(models.Recalculation.done)).one() == 2

    recalculate(sessions)

    assert due(sessions, ids) == {LATER}
    assert told(sessions) == [1] * 5
    with sessions() as session:
        job = session.scalars(select(models.Recalculation)).one()
        assert (job.state, job.done, job.moved) == ("done", 5, 5)


def test_two_workers_count_every_deadline_once(sessions, administrator, monkeypatch):
    monkeypatch.setattr(recalculations, "BATCH", 3)
    ids = tasks(sessions, 12)
    with sessions.begin() as session:
        days.apply(session, administrator, ADDED)
    workers = [Thread(target=recalculate, args=[sessions]) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(60)
    recalculate(sessions)  # whoever found the job held has gone home

    assert due(sessions, ids) == {LATER}
    assert told(sessions) == [1] * 12
    with sessions() as session:
        assert session.scalars(select(models.Recalculation.moved)).one() == 12


def test_two_changes_at_once_are_counted_one_after_the_other(sessions, administrator):
    ids = tasks(sessions, 2)
    with sessions.begin() as session:
        days.apply(session, administrator, ADDED)
    with sessions.begin() as session:
        days.apply(session, administrator, [DayChange(OFF, None)])
    recalculate(sessions)
    assert due(sessions, ids) == {DUE}
    with sessions() as session:
        assert session.scalars(select(models.Recalculation.state)).all() == ["done", "done"]


def test_an_extension_keeps_its_date(sessions, administrator):
    ids = tasks(sessions, 2)
    kept = datetime(2026, 12, 25, 17, tzinfo=UTC)
    with sessions.begin() as session:
        clocks.set_due(session, session.get_one(models.UserTask, ids[0]), kept)
        session.add(
            models.DeadlineExtension(
                task_id=ids[0],
                old_due_at=DUE,
                new_due_at=kept,
                reason="Chờ đơn vị gửi số liệu",
                extended_by=administrator.person_id,
                extended_at=utcnow(),
            )
        )
        days.apply(session, administrator, ADDED)
    recalculate(sessions)
    assert [*due(sessions, ids[:1]), *due(sessions, ids[1:])] == [kept, LATER]


@pytest.mark.parametrize("others", [0, 2])
def test_what_was_begun_by_the_old_calendar_and_committed_after_the_job_is_counted_later_once(
    sessions, administrator, clock, others
):
    ids = tasks(sessions, others) if others else []
    with sessions.begin() as session:
        assert (days.apply(session, administrator, ADDED) is None) is (not others)
    recalculate(sessions)
    ids += (late := begun_by_the_old_calendar(sessions))
    recalculate(sessions)
    assert due(sessions, late) == {DUE}

    for _ in range(2):
        clock.advance(minutes=3)
        recalculate(sessions)

    assert due(sessions, ids) == {LATER}
    assert told(sessions) == [1] * (others + 1)
    with sessions() as session:
        job = session.scalars(select(models.Recalculation)).one()
        assert (job.state, job.done, job.moved, job.total) == ("done", others + 1, others + 1, others + 1)
        assert job.settled_at


def test_what_cannot_be_counted_is_noted_and_the_others_are(sessions, administrator):
    ids = tasks(sessions, 3)
    with sessions.begin() as session:
        # One task lies in a unit that never works.
        idle = make.unit(session)
        session.get_one(models.UserTask, ids[1]).organ_id = idle.id
        first = date(2026, 12, 1)
        for number in range(200):
            off = {"day": first + timedelta(days=number), "kind": "off", "note": "-", "status": "official"}
            session.add(models.DayOff(unit_id=idle.id, **off))
        days.apply(session, administrator, ADDED)
    recalculate(sessions)
    assert [*due(sessions, ids[:1]), *due(sessions, ids[1:2]), *due(sessions, ids[2:])] == [LATER, DUE, LATER]
    with sessions() as session:
        job = session.scalars(select(models.Recalculation)).one()
        assert (job.state, job.done, job.moved, job.failed) == ("done", 3, 2, 1)
        failed = session.scalars(select(models.MovedDeadline).where(models.MovedDeadline.error.is_not(None))).one()
        assert failed.task_id == ids[1]


def test_the_reminder_of_a_moved_deadline_moves_with_it(sessions, administrator):
    with sessions.begin() as session:
        session.add(
            models.ReminderRule(key="appraisal", days=-1, unit="working_day", audience=["assignee"], effect="notify")
        )
    ids = tasks(sessions, 1)
    with sessions.begin() as session:
        reminders.plan(session, session.get_one(models.UserTask, ids[0]))
    before = reminder(sessions, ids[0])
    with sessions.begin() as session:
        days.apply(session, administrator, ADDED)
    recalculate(sessions)
    assert reminder(sessions, ids[0]) > before


@pytest.mark.parametrize("first", ["completion", "recalculation"])
def test_completing_a_task_while_its_deadline_is_counted_loses_neither(sessions, administrator, first):
    at = scene(sessions)
    with sessions.begin() as session:
        rule(session, "note")
        task = session.get_one(models.UserTask, at.task_id)
        task.due_rule = "note"
        clocks.start(session, task, utcnow())
        session.flush()
        days.apply(session, administrator, ADDED)

    def count(session):
        return recalculations.work(session)

    acts = (complete(at.first, at.task_id), count)
    results = race(sessions, *(acts if first == "completion" else acts[::-1]))
    recalculate(sessions)

    assert [each for each in results if isinstance(each, Exception)] == []
    assert faults(sessions) == []
    with sessions() as session:
        task = session.get_one(models.UserTask, at.task_id)
        assert task.outcome == "done"
        assert task.due_at == (DUE if first == "completion" else LATER)
        assert session.scalars(select(models.Recalculation.state)).one() == "done"


def begun_by_the_old_calendar(sessions):
    """Return the ids of what a transaction has begun that read the days as they were, and was committed only now."""
    with sessions() as session:
        is_there = session.scalars(select(models.DueRule.id)).first()
    ids = tasks(sessions, 1, is_ruled=bool(is_there))
    with sessions.begin() as session:
        clocks.set_due(session, session.get_one(models.UserTask, ids[0]), DUE)
    return ids


def broken_off(sessions, act):
    """Do something in a transaction that never ends."""
    with sessions() as session:
        act(session)
        session.flush()


def told(sessions):
    """Return how often each dossier was told that a deadline moved; chains must be whole."""
    with sessions() as session:
        found = []
        for dossier in session.scalars(select(models.Dossier)):
            query = select(models.HistoryEntry).where(models.HistoryEntry.dossier_id == dossier.id)
            entries = session.scalars(query.order_by(models.HistoryEntry.sequence)).all()
            assert history.faults(entries) == []
            found.append(sum(entry.verb == "deadline_recounted" for entry in entries))
        return found


def reminder(sessions, task_id):
    with sessions() as session:
        return session.scalars(select(models.DueTimer.due_at).where(models.DueTimer.task_id == task_id)).one()
