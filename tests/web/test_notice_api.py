"""Notices, wishes about mail, and letters for programs: the same as the pages, for one's own alone."""

import pytest

from tests import factories as make
from workflows import models, outbox
from workflows.clock import utcnow
from workflows.commands import accounts
from workflows.policy import load_actor

ROOT = "/api/v1"


@pytest.fixture
def programs(sessions, client):
    """Ask on behalf of an officer, another, and an administrator: `ask(method, path, json) -> answer`."""

    def asking(key):
        def ask(method, path, body=None):
            return client.open(ROOT + path, method=method, json=body, headers={"Authorization": f"Bearer {key}"})

        return ask

    with sessions.begin() as session:
        unit = make.unit(session)
        people = [make.officer(session, "intake_officer", unit), make.person(session), make.person(session)]
        found = []
        for person, administrator in zip(people, (False, False, True), strict=True):
            account = make.account(session, person, administrator=administrator)
            actor = load_actor(session, account.id, utcnow().date())
            found.append(asking(accounts.create_token(session, actor, "x", ["read", "write"])[0]))
        for key in ("a", "b"):
            text = {"subject": f"Hồ sơ {key}", "body": "Nội dung riêng", "link": "/phong-trao"}
            outbox.queue(session, key, "supplement", people[0].id, dossier=None, **text)
    return found


def test_a_program_reads_and_marks_the_notices_of_its_person(programs):
    own, other, _ = programs
    items = own("GET", "/notices").json["items"]
    assert [item["subject"] for item in items] == ["Hồ sơ b", "Hồ sơ a"]
    assert other("GET", "/notices").json == {"items": []}
    assert other("POST", f"/notices/{items[0]['id']}/read").status_code == 404
    assert own("POST", f"/notices/{items[0]['id']}/read").json["read_at"]
    assert [item["subject"] for item in own("GET", "/notices?unread=true").json["items"]] == ["Hồ sơ a"]
    assert own("POST", "/notices/read", {"newest_id": items[0]["id"]}).json == {"marked": 1}


def test_a_program_changes_how_mail_comes(programs):
    own = programs[0]
    assert own("GET", "/notice-settings").json["mail"] == "at_once"
    changed = own("PUT", "/notice-settings", {"mail": "daily", "quiet_days_off": True, "muted": ["reminder"]}).json
    assert (changed["mail"], changed["quiet_days_off"], changed["muted"]) == ("daily", True, ["reminder"])
    assert own("PUT", "/notice-settings", {"mail": "x", "quiet_days_off": True, "muted": []}).status_code == 422
    assert own("PUT", "/notice-settings", {"mail": "daily", "quiet_days_off": True, "muted": ["y"]}).status_code == 422
    leave = own("POST", "/notice-settings/leaves", {"first_day": "2026-12-24", "last_day": "2026-12-31"})
    assert leave.status_code == 201
    (kept,) = leave.json["leaves"]
    assert programs[1]("DELETE", f"/notice-settings/leaves/{kept['id']}").status_code == 404
    assert own("DELETE", f"/notice-settings/leaves/{kept['id']}").json["leaves"] == []


def test_letters_are_for_administrators_and_do_not_say_what_they_say(sessions, programs):
    own, _, administrator = programs
    with sessions.begin() as session:
        session.get_one(models.OutboxMessage, 1).state = "dead"
    assert own("GET", "/letters").status_code == 404
    assert own("GET", "/letters/1").status_code == 404
    assert own("POST", "/letters/1/resend", {"state": "dead"}).status_code == 404
    answer = administrator("GET", "/letters")
    assert [item["id"] for item in answer.json["items"]] == [1]
    assert "Nội dung riêng" not in answer.text + administrator("GET", "/letters/1").text
    assert administrator("POST", "/letters/1/resend", {"state": "sent"}).status_code == 409
    again = administrator("POST", "/letters/1/resend", {"state": "dead"}).json
    assert (again["letter"]["state"], [each["state"] for each in again["resendings"]]) == ("queued", ["dead"])
