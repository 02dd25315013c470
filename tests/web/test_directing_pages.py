"""A head's pages on a task of the organ: another person for it, a later date; by pages and by programs."""

import re

import pytest

from tests import factories as make
from tests.integration.racing import actor, scene
from tests.integration.reminded import day_end
from tests.web.conftest import browser_of
from workflows import models
from workflows.clock import utcnow
from workflows.commands import accounts

REASON = "Chờ xác minh thêm thành tích."


@pytest.fixture
def at(sessions):
    """The open step of a dossier that another unit has sent in, due today."""
    found = scene(sessions)
    with sessions.begin() as session:
        task = session.get_one(models.UserTask, found.task_id)
        task.due_at = day_end("2026-12-10")
        sender = make.unit(session, name="UBND xã Mẫu")
        make.officer(session, "submitting_head", sender)
        task.dossier.submitting_unit = sender
    return found


@pytest.fixture
def head(sessions, at):
    with sessions.begin() as session:
        person = make.officer(session, "appraisal_head", session.get_one(models.Unit, at.unit_id))
        return actor(session, make.account(session, person).id)


@pytest.fixture
def open_as(app, sessions):
    return lambda who: browser_of(app, sessions, who.account_id)


def names(sessions, *people) -> list[str]:
    with sessions() as session:
        return [session.get_one(models.Person, each.person_id).full_name for each in people]


def test_the_head_finds_the_ways_beside_the_task_and_others_do_not(open_as, at, head):
    page = open_as(head).get(f"/viec/{at.task_id}").text
    assert f'href="/viec/{at.task_id}/giao-lai"' in page
    assert f'href="/viec/{at.task_id}/gia-han"' in page
    assert "/giao-lai" not in open_as(at.first).get(f"/viec/{at.task_id}").text
    for way in ("giao-lai", "gia-han"):
        assert open_as(at.first).get(f"/viec/{at.task_id}/{way}").status_code == 403


def test_the_head_finds_the_open_work_of_the_office_in_the_inbox_and_others_do_not(open_as, at, head):
    desk = open_as(head)
    page = desk.get("/viec?khung=ca-co-quan").text
    task = f"/viec/{at.task_id}?khung=ca-co-quan"
    assert f'href="{task}"' in page
    assert f'href="/viec/{at.task_id}/giao-lai?khung=ca-co-quan"' in desk.get(task).text
    assert re.search(r'khung=ca-co-quan">Việc đang mở của cơ quan</a> <span class="tk-count">1<', desk.get("/").text)
    for address in ("/", "/viec", "/viec?khung=ca-co-quan"):
        assert "Cả cơ quan" not in open_as(at.first).get(address).text


def test_what_another_office_does_is_not_shown_to_a_head(open_as, sessions, at, head):
    with sessions.begin() as session:
        session.get_one(models.UserTask, at.task_id).organ = make.unit(session)
    assert f"/viec/{at.task_id}" not in open_as(head).get("/viec?khung=ca-co-quan").text


def test_work_is_given_to_somebody_and_back_to_the_group(open_as, sessions, at, head):
    desk, address = open_as(head), f"/viec/{at.task_id}/giao-lai"
    first, second = names(sessions, at.first, at.second)
    asked = desk.get(address).text
    assert f"{first}, đang giữ 0 việc" in asked
    assert "Trả về nhóm" not in asked
    refused = desk.post(address, data={})
    assert refused.status_code == 422
    given = desk.post(address, data={"person": str(at.second.person_id)}, follow_redirects=True).text
    assert f"Đã giao việc cho {second}. Người đó được báo." in given
    asked = desk.get(address).text
    assert f"<strong>{second}</strong> đang giữ việc này" in asked
    assert f"{second}, đang giữ" not in asked
    assert "Đã trả việc về nhóm." in desk.post(address, data={"person": "group"}, follow_redirects=True).text


def test_a_date_is_put_off_with_a_slip_that_the_task_then_shows(open_as, at, head):
    desk, address = open_as(head), f"/viec/{at.task_id}/gia-han"
    refused = desk.post(address, data={"new_day": "2026-12-19", "reason": REASON})
    assert refused.status_code == 422
    assert "Ngày 19/12/2026 là ngày nghỉ. Chọn ngày làm việc, ví dụ 21/12/2026." in refused.text
    assert REASON in refused.text
    assert desk.post(address, data={"new_day": "", "reason": "ngắn"}).status_code == 422
    done = desk.post(address, data={"new_day": "2026-12-21", "reason": REASON}, follow_redirects=True).text
    assert "Đã gia hạn đến hết ngày 21/12/2026." in done
    assert "10/12/2026 → 21/12/2026" in done
    assert "phiếu gia hạn</a>" in done
    assert "Phiếu gia hạn" in desk.get(f"/ho-so/{at.reference}?phan=tai-lieu").text
    assert "Gia hạn, gửi phiếu cho đơn vị trình" in desk.get(f"/ho-so/{at.reference}?phan=lich-su").text


def test_an_overdue_task_says_that_its_head_was_told(open_as, sessions, at, head, clock):
    with sessions.begin() as session:
        due_at = day_end("2026-12-10")
        clock.advance(days=2)
        row = {"raised_at": utcnow(), "head_told_at": utcnow()}
        session.add(models.TaskEscalation(task_id=at.task_id, due_at=due_at, **row))
    page = open_as(head).get(f"/viec/{at.task_id}").text
    assert "Việc đã quá hạn; người phụ trách được báo lúc" in page
    assert "Giao lại cho người khác, hoặc gia hạn kèm phiếu xin lỗi" in page


def test_programs_do_the_same(client, sessions, at, head):
    with sessions.begin() as session:
        token, _ = accounts.create_token(session, head, "kiểm thử", ["read", "write"])
    ask = {"Authorization": f"Bearer {token}"}
    people = client.get(f"/api/v1/tasks/{at.task_id}/candidates", headers=ask).json["items"]
    assert {each["person_id"] for each in people} == {at.first.person_id, at.second.person_id}
    for number in (2**63, -1):
        refused = client.post(f"/api/v1/tasks/{at.task_id}/assignment", json={"person_id": number}, headers=ask)
        assert (refused.status_code, refused.json["errors"]) == (422, {"person_id": ["Không có số này."]})
    given = {"person_id": at.first.person_id}
    assigned = client.post(f"/api/v1/tasks/{at.task_id}/assignment", json=given, headers=ask)
    assert assigned.status_code == 200
    back = client.post(f"/api/v1/tasks/{at.task_id}/assignment", json={"person_id": None}, headers=ask)
    assert back.status_code == 200
    later = {"new_day": "2026-12-21", "reason": REASON}
    extended = client.post(f"/api/v1/tasks/{at.task_id}/extension", json=later, headers=ask)
    assert extended.json["due_at"].startswith("2026-12-21T17:00")
    again = client.post(f"/api/v1/tasks/{at.task_id}/extension", json=later, headers=ask)
    assert again.status_code == 422
    assert again.json["errors"] == {"new_day": ["Hạn mới phải sau hạn cũ, ngày 21/12/2026."]}
