"""Programs of administrators take running dossiers over to another version of their process; others are refused."""

import pytest

from tests.integration.versions import MAPPING, ONE, REASON, RENAMED, deployed
from workflows.commands import accounts

EVERYTHING = MAPPING | {"deadline": "limit"}


@pytest.fixture
def at(sessions):
    """A dossier on version 1; version 2 has another id for everything."""
    scene = deployed(sessions, ONE)
    scene.instance_id = scene.begin()
    scene.deploy(RENAMED)
    return scene


@pytest.fixture
def ask(app, sessions):
    """Return `ask(actor, method, path, **body)`: what the API answers to a token of that person."""

    def call(actor, method, path, **body):
        with sessions.begin() as session:
            token, _ = accounts.create_token(session, actor, "kiểm thử", ["read", "write"])
        return app.test_client().open(
            f"/api/v1{path}", method=method, headers={"Authorization": f"Bearer {token}"}, json=body or None
        )

    return call


def test_tried_done_listed_and_undone(at, ask):
    path, boss = f"/instances/{at.instance_id}", at.administrator
    trial = ask(boss, "POST", f"{path}/migration-trials", version=2).json
    assert (trial["can_go"], trial["obstacles"][0]["suggestions"]) == (False, ["compose", "conclude"])
    trial = ask(boss, "POST", f"{path}/migration-trials", version=2, mapping=EVERYTHING).json
    assert (trial["can_go"], trial["carried"][0]["new_element_id"], trial["added"]) == (True, "compose", [])
    refused = ask(boss, "POST", f"{path}/migrations", version=2, reason=REASON)
    assert (refused.status_code, "không còn trong phiên bản mới" in refused.json["detail"]) == (409, True)
    made = ask(boss, "POST", f"{path}/migrations", version=2, mapping=EVERYTHING, reason=REASON)
    assert (made.status_code, made.json["to_version"], made.json["may_undo"]) == (201, 2, True)
    assert ask(boss, "GET", f"{path}/migrations").json["items"] == [made.json]
    undone = ask(boss, "POST", f"/migrations/{made.json['id']}/undo", reason=REASON).json
    assert (undone["undone_at"] is not None, undone["may_undo"]) == (True, False)
    assert at.rows(at.instance_id)["instance"]["definition_id"] == at.ids[0]


def test_others_and_what_is_not_there_are_refused(at, ask):
    path = f"/instances/{at.instance_id}"
    for action in ("migration-trials", "migrations"):
        body = {"version": 2} | ({"reason": REASON} if action == "migrations" else {})
        assert ask(at.officer, "POST", f"{path}/{action}", **body).status_code in (403, 404)
        assert ask(at.administrator, "POST", f"{path}/{action}", **body | {"version": 9}).status_code == 404
        assert ask(at.administrator, "POST", f"/instances/999/{action}", **body).status_code == 404
        assert ask(at.administrator, "POST", f"{path}/{action}", **body | {"mapping": {"write": 1}}).status_code == 422
    assert ask(at.officer, "GET", f"{path}/migrations").status_code == 404
    assert ask(at.administrator, "GET", "/instances/999/migrations").status_code == 404
    assert ask(at.administrator, "POST", "/migrations/999/undo", reason=REASON).status_code == 404
