"""Take a test's instance over to another version of its process."""

import json

import pytest

from tests.unit.engine.hosts import Instance
from workflows.engine import Process, migration
from workflows.errors import Conflict


def carried(instance: Instance, process: Process, **mapping: str) -> migration.MigrationPlan:
    """Take an instance over to a version and return the plan by which it went."""
    found = migration.plan(instance.process, instance.at.state, process, mapping)
    before = {(work.id, work.assignee) for work in instance.at.tasks}
    instance.at = migration.migrate(instance.process, instance.at.state, process, mapping, instance.host).snapshot()
    instance.process = process
    assert {(work.id, work.assignee) for work in instance.at.tasks} == before
    assert json.loads(instance.restored().snapshot().state) == json.loads(instance.at.state)
    return found


def reasons(instance: Instance, process: Process, **mapping: str) -> dict[str, migration.Obstacle]:
    """Return what keeps an instance from a version, by element."""
    found = migration.plan(instance.process, instance.at.state, process, mapping)
    assert found.state == ""
    with pytest.raises(Conflict) as raised:
        migration.migrate(instance.process, instance.at.state, process, mapping, instance.host)
    assert str(raised.value) == " ".join(each.reason for each in found.obstacles)
    return {each.element_id: each for each in found.obstacles}
