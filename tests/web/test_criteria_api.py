"""Criteria through /api/v1: the same as the pages, with the same refusals."""

import pytest

from tests.integration import criteria_scene as scene
from workflows.commands import accounts


@pytest.fixture
def database_url(product_database_url: str) -> str:
    """Plans, tables and people are needed here."""
    return product_database_url


@pytest.fixture
def call(app, sessions):
    """Return `call(actor)`: a client of that person's token."""

    def enter(actor):
        with sessions.begin() as session:
            token, _ = accounts.create_token(session, actor, "kiểm thử", ["read", "write"])
        client = app.test_client()
        return lambda method, path, **options: client.open(
            f"/api/v1{path}", method=method, headers={"Authorization": f"Bearer {token}"}, **options
        )

    return enter


def test_answers_are_saved_and_compared(call, sessions):
    draft = scene.draft(sessions)
    ask, place = call(draft.officer), f"/dossiers/{draft.reference}/nominees/{draft.nominee_id}/criteria"
    before = ask("GET", place).json
    assert before["verdict"] == "cannot_tell"
    given = {"targets": [{"row": "1", "planned": "100", "achieved": "99,5"}]}
    saved = ask("PUT", place, json={"answers": given, "version": before["version"]})
    assert saved.json["errors"] == {}
    line = next(line for line in ask("GET", place).json["lines"] if line["code"] == "KG-2.1-GK-1")
    assert (line["verdict"], line["value"], line["threshold"]) == ("not_met", "99.5", "100")
    assert ask("PUT", place, json={"answers": given, "version": before["version"]}).status_code == 409


def test_a_conclusion_is_read_by_reviewers_alone(call, sessions, tmp_path):
    step = scene.at_step(sessions, tmp_path, "examine_dossier")
    place = f"/tasks/{step.task_id}/nominees/{step.nominee_id}/conclusions"
    made = {"criterion": "KG-GEN-2", "verdict": "not_met", "reason": "Xác minh: chưa hoàn thành nhiệm vụ"}
    assert call(step.officer)("POST", place, json=made).status_code in (403, 404)
    specialist = call(step.worker)
    assert specialist("POST", place, json=made | {"reason": "ngắn"}).status_code == 422
    done = specialist("POST", place, json=made)
    assert (done.status_code, done.json["verdict"]) == (201, "not_met")
    own = call(step.officer)("GET", f"/dossiers/{step.reference}/nominees/{step.nominee_id}/criteria").json
    assert made["reason"] not in {line["reason"] for line in own["lines"]}


def test_the_norm_of_a_council_is_entered_and_taken_away(call, sessions):
    with sessions() as session:
        follower = scene.follower(session, "Sở Nội vụ tỉnh An Giang")
    ask = call(follower)
    place = "/campaigns/kien-giang-2021-2025/figures/contribution_norm_vnd"
    day = {"day": "1", "month": "1", "year": "2026"}
    given = {"amount": "50.000.000", "valid_from": day, "source": "Quyết định số 12/QĐ-HĐTĐKT"}
    made = ask("POST", place, json={"answers": given})
    assert (made.status_code, made.json["items"][0]["holds"]) == (201, True)
    number = made.json["items"][0]["id"]
    assert (
        ask(
            "DELETE", f"/campaigns/kien-giang-2021-2025/figures/{number}", json={"reason": "Nhập nhầm số tiền"}
        ).status_code
        == 200
    )
    assert ask("GET", place).json["items"] == []
