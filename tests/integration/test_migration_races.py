"""A dossier goes over to another version at the very moment at which somebody works on it."""

import pytest

from tests.integration.racing import race
from tests.integration.versions import ONE, REASON, deployed, step, version
from workflows import models
from workflows.commands import migrating, tasks
from workflows.commands.migrating import Wanted
from workflows.errors import Conflict

STOPS = ["begun", "locked", "acted"]
LONGER = version(
    step("write", "Ghi ý kiến"), step("check"), step("sign", notPerformedBy="write"), ids=("write", "check", "sign")
)


class Duel:
    """One dossier, an officer who completes its open step, and an administrator."""

    def __init__(self, sessions):
        self.scene = deployed(sessions, ONE)
        self.instance_id = self.scene.begin()
        self.task_id = self.scene.open_tasks(self.instance_id)[0].id
        self.definition_id = self.scene.deploy(LONGER)

    def complete(self, session):
        return tasks.complete(session, self.scene.officer, self.task_id, "done", {"text": "Được."})

    def migrate(self, session):
        wanted = Wanted(self.definition_id)
        return migrating.migrate(session, self.scene.administrator, self.instance_id, wanted, REASON)

    def undo(self, session):
        return migrating.undo(session, self.scene.administrator, 1, REASON)

    def stands(self):
        """Return the version and the open steps, all of which the engine knows too."""
        found = self.scene.open_tasks(self.instance_id)
        instance = self.scene.rows(self.instance_id)["instance"]
        assert all(task.engine_id in instance["state"] for task in found)
        return self.scene.ids.index(instance["definition_id"]) + 1, [task.element_id for task in found]


@pytest.mark.parametrize("stop", STOPS)
def test_completed_while_it_goes_over_it_goes_on_in_the_new_version(sessions, stop):
    duel = Duel(sessions)
    results = race(sessions, duel.migrate, duel.complete, stop=stop)
    assert [type(each) for each in results] == [models.InstanceMigration, models.UserTask]
    # Whoever is stopped before its lock may come second.
    assert duel.stands() == (2, ["check"]) or (stop == "begun" and duel.stands() == (2, ["sign"]))


@pytest.mark.parametrize("stop", STOPS)
def test_going_over_while_a_step_is_completed_it_takes_the_next_one(sessions, stop):
    duel = Duel(sessions)
    results = race(sessions, duel.complete, duel.migrate, stop=stop)
    assert [type(each) for each in results] == [models.UserTask, models.InstanceMigration]
    assert duel.stands() == (2, ["sign"]) or (stop == "begun" and duel.stands() == (2, ["check"]))


@pytest.mark.parametrize("stop", STOPS)
def test_of_two_who_take_it_over_one_does(sessions, stop):
    duel = Duel(sessions)
    results = race(sessions, duel.migrate, duel.migrate, stop=stop)
    assert sorted(type(each).__name__ for each in results) == ["Conflict", "InstanceMigration"]
    assert duel.stands() == (2, ["write"])


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize("first", ["complete", "undo"])
def test_undone_or_completed_but_not_half_of_each(sessions, first, stop):
    duel = Duel(sessions)
    with sessions.begin() as session:
        duel.migrate(session)
    acts = (duel.complete, duel.undo) if first == "complete" else (duel.undo, duel.complete)
    results = race(sessions, *acts, stop=stop)
    refused = [each for each in results if isinstance(each, Exception)]
    assert all(isinstance(each, Conflict) for each in refused)
    assert duel.stands() == ((2, ["check"]) if refused else (1, ["sign"]))
