"""Many running dossiers are taken over one by one: what stops one of them stops no other."""

import pytest
from click.testing import CliRunner

from service.cli import main
from service.instance_verbs import migrate_many
from tests.integration.versions import MAPPING, ONE, REASON, RENAMED, TWO, deployed
from workflows import history, models
from workflows.commands import migrating
from workflows.commands.migrating import Wanted
from workflows.errors import Conflict

COUNT = 60


def test_sixty_with_failures_planted_leave_none_half_moved(sessions, monkeypatch):
    scene = deployed(sessions, ONE)
    ids = [scene.begin() for _ in range(COUNT)]
    ended, broken, late = set(ids[::10]), set(ids[3::10]), set(ids[7::10])
    for each in ended:
        scene.complete(each, scene.officer)
        scene.complete(each, scene.other)
    before = {each: scene.rows(each) for each in ids}
    wanted = Wanted(scene.deploy(TWO))
    record, note = migrating.record, history.record

    def fail_at_recording(work, snapshot):
        record(work, snapshot)
        if work.instance.id in broken:
            raise RuntimeError("planted after the tables were written")

    def fail_at_history(session, actor, verb, **facts):
        entry = note(session, actor, verb, **facts)
        if facts["dossier"].id in {before[each]["instance"]["dossier_id"] for each in late}:
            raise Conflict("planted at the very end")
        return entry

    monkeypatch.setattr(migrating, "record", fail_at_recording)
    monkeypatch.setattr(migrating.history, "record", fail_at_history)
    results = dict(migrate_many(sessions, scene.administrator, ids, wanted, REASON))
    for each in ids:
        after = scene.rows(each)
        if each in ended | broken | late:
            assert isinstance(results[each], Exception)
            assert after == before[each]
        else:
            assert (after["instance"]["definition_id"], after["user_task"][0]["form_key"]) == (scene.ids[1], "opinion")
    with sessions() as session:
        made = {row.instance_id for row in session.query(models.InstanceMigration)}
    assert made == set(ids) - ended - broken - late
    assert len(made) == COUNT - 18


@pytest.fixture
def run(database_url):
    """Return `run(*words)`: the result of `trinhkhen instances words` on the test's database."""
    environment = {"TRINHKHEN_DATABASE_URL": database_url}
    return lambda *words: CliRunner(env=environment).invoke(main, ["instances", *words])


@pytest.fixture
def scene(sessions):
    """Two dossiers on version 1; version 2 has another id for everything."""
    found = deployed(sessions, ONE)
    found.instance_ids = [found.begin() for _ in range(2)]
    found.deploy(RENAMED)
    with sessions() as session:
        account = session.get_one(models.Account, found.administrator.account_id)
        found.by = ("--by", account.username)
    return found


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PAIRS = [word for old, new in MAPPING.items() for word in ("--map", f"{old}={new}")] + ["--map", "deadline=limit"]


@on_sqlite
def test_a_trial_says_what_is_missing_and_how_to_give_it(run, scene):
    before = [scene.rows(each) for each in scene.instance_ids]
    told = run("migrate", "department_certificate", "--to", "2", *scene.by)
    assert told.exit_code == 1
    assert "--map write=compose" in told.output
    assert "0/2 hồ sơ chuyển được" in told.output
    told = run("migrate", "department_certificate", "--to", "2", *scene.by, *PAIRS)
    assert (told.exit_code, "2/2 hồ sơ chuyển được" in told.output) == (0, True)
    assert [scene.rows(each) for each in scene.instance_ids] == before


@on_sqlite
def test_applied_to_one_and_undone(run, scene, sessions):
    with sessions() as session:
        reference = session.get_one(models.ProcessInstance, scene.instance_ids[0]).dossier.reference
    asked = (
        "migrate",
        "department_certificate",
        "--to",
        "2",
        "--from",
        "1",
        "--only",
        reference,
        *scene.by,
        *PAIRS,
        "--apply",
    )
    refused = run(*asked)
    assert (refused.exit_code, "Nêu lý do" in refused.output) == (1, True)
    told = run(*asked, "--reason", REASON)
    assert (told.exit_code, f"{reference}: đã chuyển (lần chuyển 1)" in told.output) == (0, True), told.output
    assert [scene.rows(each)["instance"]["definition_id"] for each in scene.instance_ids] == [
        scene.ids[1],
        scene.ids[0],
    ]
    told = run("undo", "1", *scene.by, "--reason", REASON)
    assert (told.exit_code, "trở về phiên bản 1" in told.output) == (0, True), told.output
    assert scene.rows(scene.instance_ids[0])["instance"]["definition_id"] == scene.ids[0]


@on_sqlite
def test_who_is_no_administrator_and_what_is_not_there_are_refused(run, scene, sessions):
    with sessions() as session:
        officer = session.get_one(models.Account, scene.officer.account_id).username
    for words, said in (
        (("migrate", "department_certificate", "--to", "2", "--by", officer), "quản trị"),
        (("migrate", "department_certificate", "--to", "9", *scene.by), "Không có phiên bản 9"),
        (("undo", "7", *scene.by, "--reason", REASON), "Không tìm thấy"),
    ):
        refused = run(*words)
        assert (refused.exit_code, said in refused.output) == (1, True), refused.output
    assert run("migrate", "department_certificate", "--to", "2", *scene.by, "--map", "write").exit_code == 2
