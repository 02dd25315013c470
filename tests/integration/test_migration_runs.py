"""Administrators take many running dossiers to another version at once, stop, go on, and take all of it back."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from service import studio_jobs
from tests.integration import run_scene as runs
from tests.integration.racing import faults
from tests.integration.versions import MAPPING, REASON, RENAMED, TWO
from workflows import history, models
from workflows.commands import migration_runs, run_items, tasks
from workflows.commands.migrating import Wanted
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound
from workflows.running_instances import Choice

MANY = 24


def test_with_failures_planted_all_others_go_and_none_is_half_moved(sessions, monkeypatch):
    scene, ids = runs.many(sessions, MANY)
    runs.plant(scene, ids)
    number = runs.begin(scene, RENAMED, **MAPPING)
    left_out = {ids[n - 1] for n in range(1, MANY + 1) if n % runs.UNREADABLE == 0}
    assert {each for each, state in runs.states(scene, number).items() if state == "cannot"} == left_out
    ahead, stumbling = ids[0], ids[1]
    runs.move_alone(scene, ahead)
    record = history.record

    def stumble(session, actor, verb, **facts):
        if verb == "migrated" and session.get_one(models.ProcessInstance, stumbling).dossier is facts.get("dossier"):
            raise RuntimeError("the disk is full")
        return record(session, actor, verb, **facts)

    monkeypatch.setattr(history, "record", stumble)
    before = scene.rows(stumbling)
    runs.start(scene, number)
    studio_jobs.move_instances(sessions)

    found = runs.states(scene, number)
    assert (found[ahead], found[stumbling]) == ("refused", "failed")
    assert "đang chạy phiên bản 2 rồi" in runs.reasons(scene, number)[ahead]
    assert scene.rows(stumbling) == before
    assert {each for each in ids if found[each] == "done"} == set(ids) - left_out - {ahead, stumbling}
    assert set(runs.migrations(scene).values()) == {1}
    assert runs.halves(scene, [each for each in ids if each not in left_out]) == []
    assert runs.run_of(scene, number).state == "done"


def test_trying_moves_nothing_and_asks_once_for_what_is_missing(sessions):
    scene, ids = runs.many(sessions, 4)
    scene.complete(ids[0], scene.officer)
    before = [scene.rows(each) for each in ids]
    number = runs.begin(scene, RENAMED)
    assert runs.run_of(scene, number).state == "tried"
    assert set(runs.states(scene, number).values()) == {"cannot"}
    with pytest.raises(Conflict, match="Không có hồ sơ nào chuyển được"):
        runs.start(scene, number)
    with sessions.begin() as session:
        migration_runs.remap(session, scene.administrator, number, MAPPING)
    studio_jobs.move_instances(sessions)
    assert set(runs.states(scene, number).values()) == {"can"}
    assert [scene.rows(each) for each in ids] == before
    begun, remapped = runs.noted(scene, number)
    assert (begun.verb, remapped.verb) == ("migration_run_begun", "migration_run_remapped")
    assert (remapped.actor_id, remapped.after["mapping"]) == (scene.administrator.person_id, MAPPING)
    assert remapped.after["mapping_before"] == {}


def test_what_would_change_is_told_of_each(sessions):
    scene, _ = runs.many(sessions, 1)
    number = runs.begin(scene, TWO)
    with sessions() as session:
        item = session.query(models.MigrationRunItem).filter_by(run_id=number).one()
    [task] = item.findings["tasks"]
    assert (task["name"], task["now"]) == ("Ghi ý kiến", "Ghi ý kiến thẩm định")
    assert {"form", "name", "outcomes", "who"} <= set(task["changes"])


def test_a_worker_that_dies_between_two_instances_leaves_the_rest_to_the_next(sessions):
    scene, ids = runs.many(sessions, 5)
    number = runs.begin(scene, RENAMED, **MAPPING)
    runs.start(scene, number)
    with sessions.begin() as session:
        run_items.do(session, run_items.next_turn(session))
    session = sessions()
    run_items.do(session, run_items.next_turn(session))
    session.close()  # as a death does: nothing was committed
    assert list(runs.migrations(scene).values()) == [1]
    studio_jobs.move_instances(sessions)
    assert runs.migrations(scene) == dict.fromkeys(ids, 1)
    assert faults(sessions) == []


def test_two_workers_share_the_work_and_none_goes_twice(sessions):
    scene, ids = runs.many(sessions, 10)
    number = runs.begin(scene, RENAMED, **MAPPING)
    runs.start(scene, number)
    with ThreadPoolExecutor(2) as workers:
        turns = list(workers.map(studio_jobs.move_instances, [sessions, sessions]))
    assert sum(turns) == len(ids) + 1  # and one that ends the run
    assert runs.migrations(scene) == dict.fromkeys(ids, 1)
    assert [each.verb for each in runs.noted(scene, number)] == [
        f"migration_run_{what}" for what in ("begun", "started", "ended")
    ]
    assert faults(sessions) == []


def test_stopped_in_the_middle_it_goes_on_where_it_was(sessions):
    scene, ids = runs.many(sessions, 3)
    number = runs.begin(scene, RENAMED, **MAPPING)
    runs.start(scene, number)
    with sessions.begin() as session:
        run_items.do(session, run_items.next_turn(session))
    with sessions.begin() as session:
        migration_runs.stop(session, scene.administrator, number)
    assert studio_jobs.move_instances(sessions) == 0
    assert len(runs.migrations(scene)) == 1
    with sessions.begin() as session:
        migration_runs.go_on(session, scene.administrator, number)
    studio_jobs.move_instances(sessions)
    assert runs.migrations(scene) == dict.fromkeys(ids, 1)


def test_the_whole_run_is_taken_back_but_for_those_that_have_moved_on(sessions):
    scene, ids = runs.many(sessions, 4)
    before = {each: scene.rows(each)["instance"]["state"] for each in ids}
    number = runs.moved(scene)
    scene.complete(ids[0], scene.officer)
    with sessions.begin() as session:
        back = migration_runs.undo(session, scene.administrator, number, REASON).id
    studio_jobs.move_instances(sessions)
    assert runs.states(scene, back) == {ids[0]: "refused", **dict.fromkeys(ids[1:], "done")}
    assert "đã chuyển bước" in runs.reasons(scene, back)[ids[0]]
    assert {each: scene.rows(each)["instance"]["state"] for each in ids[1:]} == {each: before[each] for each in ids[1:]}
    with sessions.begin() as session, pytest.raises(Conflict, match="đã được hoàn tác"):
        migration_runs.undo(session, scene.administrator, number, REASON)
    assert faults(sessions) == []


def test_who_holds_a_task_whose_form_changes_is_told(sessions):
    scene, ids = runs.many(sessions, 2)
    with sessions.begin() as session:
        tasks.claim(session, scene.officer, scene.open_tasks(ids[0])[0].id)
    runs.moved(scene, TWO)
    with sessions() as session:
        told = [(each.kind, each.person_id) for each in session.query(models.Notice)]
    assert told == [("task_changed", scene.officer.person_id)]


def test_a_choice_is_by_version_step_unit_or_by_hand(sessions):
    scene, ids = runs.many(sessions, 3)
    scene.complete(ids[0], scene.officer)
    choices = {
        Choice(element="sign"): [ids[0]],
        Choice(version=1): ids,
        Choice(unit_id=scene.unit_id, instance_ids=frozenset(ids[1:])): ids[1:],
    }
    scene.deploy(RENAMED)
    for choice, expected in choices.items():
        with sessions.begin() as session:
            number = migration_runs.begin(session, scene.administrator, Wanted(scene.ids[-1]), choice).id
        assert sorted(runs.states(scene, number)) == sorted(expected)
    for nobody in (Choice(version=2), Choice(unit_id=scene.unit_id + 999), Choice(instance_ids=frozenset({0}))):
        with sessions.begin() as session, pytest.raises(Invalid):
            migration_runs.begin(session, scene.administrator, Wanted(scene.ids[-1]), nobody)


def test_others_may_not_and_an_administrator_who_is_none_any_more_stops_the_run(sessions):
    scene, _ = runs.many(sessions, 2)
    number = runs.begin(scene, RENAMED, **MAPPING)
    for act in (migration_runs.stop, migration_runs.go_on, migration_runs.discard):
        with sessions.begin() as session, pytest.raises(NotAllowed):
            act(session, scene.officer, number)
    with sessions.begin() as session, pytest.raises(NotFound):
        migration_runs.start(session, scene.administrator, number + 99, REASON)
    with sessions.begin() as session, pytest.raises(Invalid):
        migration_runs.start(session, scene.administrator, number, "ngắn")
    runs.start(scene, number)
    with sessions.begin() as session:
        session.get_one(models.Account, scene.administrator.account_id).administrator = False
    studio_jobs.move_instances(sessions)
    found = runs.run_of(scene, number)
    assert (found.state, found.stopped_because, runs.migrations(scene)) == ("stopped", run_items.NO_RIGHT, {})
    last = runs.noted(scene, number)[-1]
    assert (last.verb, last.actor_id, last.reason) == ("migration_run_stopped", None, run_items.NO_RIGHT)
    assert faults(sessions) == []
