"""An incident is noted in a transaction of its own, so whatever mends its cause may come first, or in the middle."""

import pytest

from tests.integration.racing import Scene, complete, faults, race, scene
from workflows import models
from workflows.commands import incidents
from workflows.errors import OperationFailed, Origin

POINTS = [("sqlite", "begun"), ("sqlite", "acted"), *(("postgresql", stop) for stop in ("begun", "locked", "acted"))]
pytestmark = pytest.mark.parametrize(("database_url", "stop"), POINTS, indirect=["database_url"])


def noted(at: Scene):
    """Return the act of noting that the scene's step failed when it was tried before."""
    failed = OperationFailed("Chưa có quy định về thời hạn này.", "department_certificate", "write_note")
    failed.origin = Origin(at.instance_id, "step", task_id=at.task_id)
    return lambda session: incidents.note(session, at.second, failed)


def left(sessions, at: Scene) -> tuple[int, list[str | None]]:
    """Return how many incidents the instance counts as open, and how each that was noted has ended."""
    with sessions() as session:
        instance = session.get_one(models.ProcessInstance, at.instance_id)
        assert instance.status == "ended"
        return instance.open_incidents, [each.resolution for each in session.query(models.Incident)]


def test_an_incident_noted_while_the_task_completes_is_not_left_open(sessions, stop):
    at = scene(sessions)
    won, number = race(sessions, complete(at.first, at.task_id), noted(at), stop=stop)
    assert isinstance(won, models.UserTask), won
    assert number is None, number
    assert left(sessions, at) == (0, [])
    assert faults(sessions) == []


def test_a_task_that_completes_while_its_incident_is_noted_resolves_it(sessions, stop):
    at = scene(sessions)
    number, won = race(sessions, noted(at), complete(at.first, at.task_id), stop=stop)
    assert isinstance(won, models.UserTask), won
    assert left(sessions, at) == ((0, []) if number is None else (0, ["worked"]))
    assert faults(sessions) == []
