"""The line that says what a due date was before days or limits changed: the last move that still holds."""

from datetime import date

import pytest

from service.scheduler import recalculate
from tests.integration.moved_scene import OFF, Place
from workflows import clocks, models
from workflows.clock import utcnow
from workflows.commands import days
from workflows.queries import moved_dates
from workflows.rules.calendar import end_of_day
from workflows.rules.days import DayChange

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def place(sessions):
    with sessions.begin() as session:
        found = Place(session)
        found.id = found.task(session)
        return found


def change(sessions, place, changes=OFF):
    with sessions.begin() as session:
        days.apply(session, place.administrator, changes)
    recalculate(sessions)


def moved(sessions, task_id):
    with sessions() as session:
        return moved_dates.of_task(session, task_id)


def test_a_moved_date_tells_the_old_day_and_why(sessions, place):
    assert moved(sessions, place.id) is None

    change(sessions, place)

    found = moved(sessions, place.id)
    assert found.old_day == date(2026, 12, 17)
    assert any("15/12/2026" in each for each in found.reasons)


def test_what_moved_back_tells_the_day_between_and_what_was_put_off_since_tells_nothing(sessions, place):
    change(sessions, place)
    change(sessions, place, [DayChange(OFF[0].after, None)])
    assert moved(sessions, place.id).old_day == date(2026, 12, 18)

    with sessions.begin() as session:
        clocks.set_due(session, session.get_one(models.UserTask, place.id), end_of_day(date(2026, 12, 30)))

    assert moved(sessions, place.id) is None


def test_a_whole_dossier_has_its_line_too(sessions, place):
    with sessions.begin() as session:
        task = session.get_one(models.UserTask, place.id)
        facts = {"unit": "working_day", "start": "nhận đủ hồ sơ", "on_return": "resume", "confidence": "read"}
        key = f"total.{task.dossier.offer.process_key}"
        session.add(models.DueRule(key=key, name="Toàn bộ", value=10, clause="Đ1", stopped_by=[], **facts))
        session.flush()
        clocks.start(session, task.dossier, utcnow())
        reference = task.dossier.reference
    with sessions() as session:
        assert moved_dates.of_dossier(session, reference) is None

    change(sessions, place)

    with sessions() as session:
        assert moved_dates.of_dossier(session, reference).old_day == date(2026, 12, 24)
