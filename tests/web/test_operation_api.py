"""Programs of administrators see incidents and running processes and act on them; others are refused."""

import pytest

from tests.stuck import REASON, complete, fire, mend, status, stuck
from workflows.commands import accounts


@pytest.fixture
def at(sessions):
    """A dossier whose next steps fail."""
    return stuck(sessions)


@pytest.fixture
def ask(app, sessions, at):
    """Return `ask(actor, method, path, **body)`: what the API answers to a token of that person."""

    def call(actor, method, path, key=None, **body):
        with sessions.begin() as session:
            token, _ = accounts.create_token(session, actor, "kiểm thử", ["read", "write"])
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
        return app.test_client().open(f"/api/v1{path}", method=method, headers=headers, json=body or None)

    return call


def test_a_step_that_fails_is_a_problem_with_the_number_of_its_incident(at, ask):
    answer = ask(at.officer, "POST", f"/tasks/{at.task_id}/complete", outcome="done", answers={"text": "Đồng ý"})
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert answer.json["title"] == "Bước tiếp theo của quy trình chưa chạy được"
    assert answer.json["incident"] == 1


def test_the_same_key_has_one_effect_once_the_step_works(sessions, at, ask):
    path, body = f"/tasks/{at.task_id}/complete", {"outcome": "done", "answers": {"text": "Đồng ý"}}
    assert ask(at.officer, "POST", path, key="hoan-thanh-1", **body).status_code == 409
    mend(sessions)
    first = ask(at.officer, "POST", path, key="hoan-thanh-1", **body)
    assert (first.status_code, first.json["is_open"]) == (200, False)
    assert ask(at.officer, "POST", path, key="hoan-thanh-1", **body).json == first.json


def test_incidents_are_listed_and_read(sessions, at, ask):
    number = complete(sessions, at)
    [row] = ask(at.first, "GET", "/incidents").json["items"]
    assert (row["id"], row["element_id"], row["reference"]) == (number, "set_limit", at.reference)
    assert ask(at.first, "GET", "/incidents?state=resolved").json["items"] == []
    found = ask(at.first, "GET", f"/incidents/{number}").json
    assert (found["incident"], found["technical_kind"], found["may_dismiss"]) == (row, "OperationFailed", True)
    assert found["values"]["rule"]["kind"] == "text"
    assert ask(at.first, "GET", "/incidents?kind=other").status_code == 422


def test_an_incident_is_dismissed(sessions, at, ask):
    number = complete(sessions, at)
    answer = ask(at.first, "POST", f"/incidents/{number}/dismissal", reason=REASON)
    assert answer.json["incident"]["resolution"] == "dismissed"


def test_an_instance_is_read_suspended_resumed_and_cancelled(sessions, at, ask):
    path = f"/instances/{at.instance_id}"
    found = ask(at.first, "GET", path).json
    assert [each["element_id"] for each in found["tokens"]] == ["write_note"]
    assert [each["element_id"] for each in found["timers"]] == ["deadline"]
    assert [each["id"] for each in ask(at.first, "GET", "/instances?status=running").json["items"]] == [at.instance_id]
    assert "version" in ask(at.first, "GET", f"/instances?version={2**63}").json["errors"]
    for act, then in (("suspend", "suspended"), ("resume", "running"), ("cancel", "ended")):
        assert ask(at.first, "POST", f"{path}/{act}", reason=REASON).json["status"] == then
        assert ask(at.first, "POST", f"{path}/{act}", reason="ngắn").status_code == 422
    assert ask(at.first, "POST", f"{path}/cancel", reason=REASON).status_code == 409


def test_a_failed_timer_is_retried(sessions, at, ask, clock):
    clock.advance(hours=2)
    fire(sessions, at, times=3)
    answer = ask(at.first, "POST", f"/instances/{at.instance_id}/retry", reason=REASON)
    assert (answer.json["status"], answer.json["timers"][0]["attempts"]) == ("running", 0)


def test_a_move_is_asked_declined_asked_again_and_approved(sessions, at, ask):
    path = f"/instances/{at.instance_id}"

    def wanted():
        found = ask(at.first, "GET", path).json
        move = {"token_id": found["tokens"][0]["id"], "element_id": "check_note", "revision": found["revision"]}
        return ask(at.first, "POST", f"{path}/moves", reason=REASON, **move)

    asked = wanted()
    assert (asked.status_code, asked.json["interventions"][0]["state"]) == (201, "pending")
    number = asked.json["interventions"][0]["id"]
    assert ask(at.first, "POST", f"/moves/{number}/approval").status_code == 403
    declined = ask(at.second, "POST", f"/moves/{number}/refusal", reason="Chưa đủ căn cứ để chuyển")
    assert declined.json["interventions"][0]["state"] == "declined"
    number = wanted().json["interventions"][0]["id"]
    approved = ask(at.second, "POST", f"/moves/{number}/approval")
    assert [each["element_id"] for each in approved.json["tasks"]] == ["check_note"]


def test_others_than_administrators_are_told_nothing_and_do_nothing(sessions, at, ask):
    number = complete(sessions, at)
    for path in ("/incidents", f"/incidents/{number}", "/instances", f"/instances/{at.instance_id}"):
        assert ask(at.officer, "GET", path).status_code == 404, path
    acts = [f"/instances/{at.instance_id}/{act}" for act in ("retry", "suspend", "resume", "cancel")]
    for path in (*acts, f"/incidents/{number}/dismissal", "/moves/1/refusal"):
        assert ask(at.officer, "POST", path, reason=REASON).status_code == 403, path
    assert ask(at.officer, "POST", "/moves/1/approval").status_code == 403
    assert status(sessions, at) == "running"
