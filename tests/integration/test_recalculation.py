"""Open deadlines are counted anew after a day has changed: exactly once, old and new in history, on both databases."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from service.scheduler import recalculate
from tests import factories as make
from tests.integration.racing import actor
from workflows import clocks, models
from workflows.clock import utcnow
from workflows.commands import days
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


def tasks(sessions, count):
    """Return the ids of open tasks with a clock that runs from now, each of a dossier of its own."""
    with sessions.begin() as session:
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
