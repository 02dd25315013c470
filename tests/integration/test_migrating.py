"""Administrators take running dossiers over to another version of their process, and back."""

import json

import pytest

from tests.integration.versions import MAPPING, ONE, REASON, RENAMED, TWO, ballot, deployed, step, version
from workflows import models
from workflows.commands import incidents, migrating, tasks, timers
from workflows.commands.migrating import Wanted
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound, Origin, StepFailed


def migrate(scene, instance_id, definition_id, **mapping):
    """Take an instance over and return the id of the migration."""
    with scene.sessions.begin() as session:
        made = migrating.migrate(session, scene.administrator, instance_id, Wanted(definition_id, mapping), REASON)
        session.flush()
        return made.id


def undo(scene, migration_id):
    with scene.sessions.begin() as session:
        migrating.undo(session, scene.administrator, migration_id, REASON)


def test_a_claimed_and_drafted_task_stays_with_its_holder_and_takes_the_new_form(sessions):
    scene = deployed(sessions, ONE)
    instance_id = scene.begin()
    [before] = scene.open_tasks(instance_id)
    with sessions.begin() as session:
        tasks.claim(session, scene.officer, before.id)
        tasks.save_draft(session, scene.officer, before.id, {"text": "Đang viết"}, 0)
    migrate(scene, instance_id, scene.deploy(TWO))
    rows = scene.rows(instance_id)
    [task] = rows["user_task"]
    assert (task["id"], task["engine_id"], task["assignee_id"]) == (
        before.id,
        before.engine_id,
        scene.officer.person_id,
    )
    assert (task["name"], task["form_key"], task["outcomes"]) == (
        "Ghi ý kiến thẩm định",
        "opinion",
        ["agree", "refuse"],
    )
    assert task["candidate_group"] == "appraiser"
    assert "Đang viết" in rows["task_draft"][0]
    [timer] = rows["due_timer"]
    assert timer["cancelled_at"] is None
    scene.complete(instance_id, scene.officer, "agree")
    assert [each.element_id for each in scene.open_tasks(instance_id)] == ["check"]


def test_it_stands_in_the_history_of_the_dossier(sessions):
    scene = deployed(sessions, ONE)
    instance_id = scene.begin()
    migration_id = migrate(scene, instance_id, scene.deploy(TWO))
    undo(scene, migration_id)
    with sessions() as session:
        dossier_id = session.get_one(models.ProcessInstance, instance_id).dossier_id
        query = (
            session.query(models.HistoryEntry).filter_by(dossier_id=dossier_id).order_by(models.HistoryEntry.sequence)
        )
        found = [(each.verb, each.definition, each.before, each.after, each.reason) for each in query]
    here, there = {"version": 1}, {"version": 2}
    assert found[-2:] == [
        ("migrated", "department_certificate@2", here, there, REASON),
        ("migration_undone", "department_certificate@1", there, here, REASON),
    ]


def test_trying_changes_nothing(sessions):
    scene = deployed(sessions, ONE)
    instance_id = scene.begin()
    before = scene.rows(instance_id)
    definition_id = scene.deploy(TWO)
    with sessions.begin() as session:
        trial = migrating.try_out(session, scene.administrator, instance_id, Wanted(definition_id))
    assert (trial.can_go, trial.obstacles) == (True, ())
    assert trial.tasks[scene.open_tasks(instance_id)[0].id]["form_key"] == "opinion"
    assert scene.rows(instance_id) == before


def test_without_a_mapping_it_is_refused_and_nothing_changes(sessions):
    scene = deployed(sessions, ONE)
    instance_id = scene.begin()
    before, definition_id = scene.rows(instance_id), scene.deploy(RENAMED)
    with sessions.begin() as session:
        trial = migrating.try_out(session, scene.administrator, instance_id, Wanted(definition_id))
    assert [(each.element_id, each.suggestions) for each in trial.obstacles] == [("write", ("compose", "conclude"))]
    with pytest.raises(Conflict, match="không còn trong phiên bản mới"):
        migrate(scene, instance_id, definition_id)
    assert scene.rows(instance_id) == before


def test_with_a_mapping_steps_have_new_ids_and_deadlines_their_instants(sessions, clock):
    scene = deployed(sessions, ONE)
    instance_id = scene.begin()
    [before] = scene.rows(instance_id)["due_timer"]
    migrate(scene, instance_id, scene.deploy(RENAMED), **MAPPING, deadline="limit")
    [timer] = scene.rows(instance_id)["due_timer"]
    assert (timer["id"], timer["element_id"], timer["due_at"]) == (before["id"], "limit", before["due_at"])
    clock.advance(days=60)
    with sessions.begin() as session:
        timers.fire(session, timer["id"])
    with sessions() as session:
        assert session.get_one(models.ProcessInstance, instance_id).dossier.status == "rejected"


def test_whoever_did_a_step_under_its_former_id_is_still_kept_from_the_next(sessions):
    scene = deployed(sessions, ONE)
    done, open_ = scene.begin(), scene.begin()
    scene.complete(done, scene.officer)
    definition_id = scene.deploy(RENAMED)
    with pytest.raises(Conflict, match="bốn mắt"):
        migrate(scene, done, definition_id, sign="conclude")
    for instance_id in (done, open_):
        migrate(scene, instance_id, definition_id, **MAPPING)
    scene.complete(open_, scene.officer)
    for instance_id in (done, open_):
        with pytest.raises(NotAllowed):
            scene.complete(instance_id, scene.officer)
        scene.complete(instance_id, scene.other)
        assert scene.rows(instance_id)["instance"]["status"] == "ended"


def test_a_version_that_asks_for_other_eyes_no_more_takes_what_is_done(sessions):
    scene = deployed(sessions, ONE)
    instance_id = scene.begin()
    scene.complete(instance_id, scene.officer)
    migrate(scene, instance_id, scene.deploy(version(step("first"), step("sign"), ids=("first", "sign"))))
    scene.complete(instance_id, scene.officer)
    assert scene.rows(instance_id)["instance"]["status"] == "ended"


def test_a_step_made_later_knows_the_former_ids_too(sessions):
    three = version(step("write"), step("check"), step("sign", notPerformedBy="write"), ids=("write", "check", "sign"))
    four = version(step("w"), step("c"), step("s", notPerformedBy="w"), ids=("w", "c", "s"))
    five = version(step("w2"), step("c"), step("s", notPerformedBy="w2"), ids=("w2", "c", "s"))
    scene = deployed(sessions, three)
    instance_id = scene.begin()
    scene.complete(instance_id, scene.officer)
    migrate(scene, instance_id, scene.deploy(four), write="w", check="c", sign="s")
    migrate(scene, instance_id, scene.deploy(five), w="w2")
    scene.complete(instance_id, scene.officer)
    with pytest.raises(NotAllowed):
        scene.complete(instance_id, scene.officer)


@pytest.mark.parametrize("content", [TWO, RENAMED], ids=["changed", "renamed"])
def test_undone_it_is_as_it_was_to_the_byte(sessions, content):
    scene = deployed(sessions, ONE)
    instance_id = scene.begin()
    before = scene.rows(instance_id)
    mapping = MAPPING if content is RENAMED else {}
    undo(scene, migrate(scene, instance_id, scene.deploy(content), **mapping))
    after = scene.rows(instance_id)
    for rows in (before, after):
        rows["instance"].pop("version")
        for task in rows["user_task"]:
            task.pop("version")
    waiting = [each for each in after["due_timer"] if each["cancelled_at"] is None]
    assert {**after, "due_timer": waiting} == before
    scene.complete(instance_id, scene.officer)
    assert [each.element_id for each in scene.open_tasks(instance_id)] == ["sign"]


def test_after_a_step_it_cannot_be_undone(sessions):
    scene = deployed(sessions, ONE)
    instance_id = scene.begin()
    migration_id = migrate(scene, instance_id, scene.deploy(TWO))
    scene.complete(instance_id, scene.officer, "agree")
    before = scene.rows(instance_id)
    with pytest.raises(Conflict, match="đã chuyển bước"):
        undo(scene, migration_id)
    assert scene.rows(instance_id) == before


def give_up(scene, instance_id):
    """Let the timer that waits fail until its instance stands still."""
    [timer] = [each for each in scene.rows(instance_id)["due_timer"] if each["cancelled_at"] is None]
    for _ in range(timers.MOST_ATTEMPTS):
        with scene.sessions.begin() as session:
            timers.postpone(session, timer["id"], StepFailed("Chưa có Hội đồng."))


def stands(scene, instance_id):
    instance = scene.rows(instance_id)["instance"]
    return instance["status"], instance["open_incidents"]


def test_without_the_timer_that_failed_it_runs_again_and_undone_the_timer_is_tried_anew(sessions):
    scene = deployed(sessions, ONE)
    instance_id = scene.begin()
    give_up(scene, instance_id)
    assert stands(scene, instance_id) == ("incident", 1)
    migration_id = migrate(scene, instance_id, scene.deploy(version(step("write"), ids=("write",), deadline="")))
    assert stands(scene, instance_id) == ("running", 0)
    undo(scene, migration_id)
    [timer] = scene.rows(instance_id)["due_timer"]
    assert (timer["attempts"], timer["retry_at"], timer["cancelled_at"]) == (0, None, None)
    assert stands(scene, instance_id) == ("running", 0)


def test_what_fails_on_the_new_version_does_not_keep_it_from_being_undone(sessions):
    scene = deployed(sessions, version(step("write"), step("sign"), ids=("write", "sign"), deadline=""))
    instance_id = scene.begin()
    migration_id = migrate(scene, instance_id, scene.deploy(TWO))
    [task] = scene.open_tasks(instance_id)
    failed = StepFailed("Chưa có Hội đồng.")
    failed.origin = Origin(instance_id, "step", task_id=task.id)
    with sessions.begin() as session:
        incidents.note(session, scene.officer, failed)
    give_up(scene, instance_id)
    assert stands(scene, instance_id) == ("incident", 2)
    undo(scene, migration_id)
    assert stands(scene, instance_id) == ("running", 1)
    scene.complete(instance_id, scene.officer)
    assert stands(scene, instance_id) == ("running", 0)


def test_it_is_undone_once(sessions):
    scene = deployed(sessions, ONE)
    migration_id = migrate(scene, scene.begin(), scene.deploy(TWO))
    undo(scene, migration_id)
    with pytest.raises(Conflict, match="đã được hoàn tác"):
        undo(scene, migration_id)


def test_in_the_middle_of_a_vote_ballots_members_and_deadline_stay(sessions):
    scene = deployed(sessions, ballot("count"))
    people = {str(who.person_id): {"person_id": who.person_id} for who in (scene.officer, scene.other)}
    instance_id = scene.begin({"voters": people})
    scene.complete(instance_id, scene.officer, "agree")
    before = scene.rows(instance_id)
    migrate(scene, instance_id, scene.deploy(ballot("check", "count", own_id="poll")), vote="poll")
    after = scene.rows(instance_id)
    assert after["due_timer"] == before["due_timer"]
    [waiting] = scene.open_tasks(instance_id)
    assert (waiting.reserved_for_id, waiting.element_id) == (scene.other.person_id, "poll")
    scene.complete(instance_id, scene.other, "refuse")
    [check] = scene.open_tasks(instance_id)
    state = json.loads(scene.rows(instance_id)["instance"]["state"])
    assert check.element_id == "check"
    assert {str(scene.officer.person_id): "agree", str(scene.other.person_id): "refuse"} in state["values"]


def test_only_administrators_with_a_reason_and_for_what_is_there(sessions):
    scene = deployed(sessions, ONE)
    instance_id, definition_id = scene.begin(), scene.deploy(TWO)
    with sessions.begin() as session:
        for act in (migrating.try_out, lambda *asked: migrating.migrate(*asked, REASON)):
            with pytest.raises(NotAllowed):
                act(session, scene.officer, instance_id, Wanted(definition_id))
            with pytest.raises(NotFound):
                act(session, scene.administrator, 10_000, Wanted(definition_id))
            with pytest.raises(NotFound):
                act(session, scene.administrator, instance_id, Wanted(10_000))
            with pytest.raises(Conflict, match="phiên bản 1 rồi"):
                act(session, scene.administrator, instance_id, Wanted(scene.ids[0]))
        with pytest.raises(Invalid):
            migrating.migrate(session, scene.administrator, instance_id, Wanted(definition_id), "ngắn")
        with pytest.raises(NotAllowed):
            migrating.undo(session, scene.officer, 1, REASON)
        with pytest.raises(NotFound):
            migrating.undo(session, scene.administrator, 10_000, REASON)


def test_what_has_ended_stays_on_its_version(sessions):
    scene = deployed(sessions, ONE)
    instance_id = scene.begin()
    scene.complete(instance_id, scene.officer)
    scene.complete(instance_id, scene.other)
    with pytest.raises(Conflict, match="đã kết thúc"):
        migrate(scene, instance_id, scene.deploy(TWO))


def test_a_new_deadline_without_an_instant_is_an_obstacle(sessions):
    scene = deployed(sessions, version(step("write"), ids=("write",), deadline=""))
    instance_id = scene.begin({"until": None})
    definition_id = scene.deploy(version(step("write"), ids=("write",)))
    with sessions.begin() as session:
        trial = migrating.try_out(session, scene.administrator, instance_id, Wanted(definition_id))
    assert [each.element_id for each in trial.obstacles] == ["deadline"]
