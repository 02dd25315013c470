"""A due date opened up on a page and through the API, and the hold of the law that is placed there."""

import html
import re

import pytest

from tests import factories as make
from tests.integration.racing import scene
from tests.integration.scene import department_scene
from tests.web.conftest import browser_of
from workflows import clocks, dates, policy
from workflows.clock import utcnow
from workflows.commands import accounts, interventions
from workflows.models import DayOff, DossierAccess, DueRule, UserTask

REASON = "Đang chờ kết luận thanh tra, công văn số 12"


@pytest.fixture
def at(sessions):
    """A dossier in appraisal; accounts of its specialist, of a clerk of the same organ and of a stranger."""
    with sessions.begin() as session:
        given = department_scene(session)
        session.add(DossierAccess(dossier_id=given.dossier.id, unit_id=given.department.id, since=utcnow()))
        stopped_by = ["applicant", "legal_hold"]
        facts = {"unit": "working_day", "start": "nhận đủ hồ sơ", "on_return": "resume", "confidence": "design"}
        for key, value in (("appraisal.examine", 8), (f"total.{given.dossier.offer.process_key}", 20)):
            row = DueRule(key=key, name="Thẩm định hồ sơ", value=value, clause="Luật 06/2022/QH15, Điều 84", **facts)
            row.stopped_by = stopped_by
            session.add(row)
        session.add(DayOff(day=utcnow().date().replace(day=15), kind="off", note="Ngày nghỉ thử", status="official"))
        session.flush()
        task = given.task("dossier_appraisal", candidate_group="appraisal_specialist", due_rule="appraisal.examine")
        clocks.start(session, task, utcnow())
        clocks.start(session, given.dossier, utcnow())
        people = {
            "specialist": make.officer(session, "appraisal_specialist", given.department),
            "clerk": make.officer(session, "records_clerk", given.department),
            "stranger": make.officer(session, "appraisal_specialist", make.unit(session)),
            "submitter": make.officer(session, "submitting_head", given.dossier.submitting_unit),
        }
        found = {name: make.account(session, person).id for name, person in people.items()}
        return {"task": task.id, "reference": given.dossier.reference, **found}


@pytest.fixture
def call(app, sessions, at):
    """Return `call(who)`: a client of the API with a token of that person."""

    def enter(who):
        with sessions.begin() as session:
            actor = policy.load_actor(session, at[who], dates.local_date(utcnow()))
            token, _ = accounts.create_token(session, actor, "kiểm thử", ["read", "write"])
        client = app.test_client()
        return lambda method, path, **options: client.open(
            f"/api/v1/{path}", method=method, headers={"Authorization": f"Bearer {token}"}, **options
        )

    return enter


@pytest.fixture
def open_as(app, sessions, at):
    return lambda who: browser_of(app, sessions, at[who])


def text(page) -> str:
    """Return what a page says, without its mark-up."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def test_a_due_date_opens_into_its_days_with_the_clause(open_as, at):
    page = open_as("specialist").get(f"/viec/{at['task']}/han")
    said = text(page)
    assert page.status_code == 200
    assert "Còn 8 ngày làm việc, hạn 23/12/2026" in said
    assert "08 ngày làm việc" in said
    assert "Luật 06/2022/QH15, Điều 84" in said
    assert "Thứ Ba, 15/12/2026 nghỉ: Ngày nghỉ thử" in said
    assert "Thứ Bảy 12/12 – Chủ nhật 13/12/2026 nghỉ hằng tuần" in said


def test_a_task_leads_to_how_its_limit_was_counted(app, sessions):
    here = scene(sessions)
    page = browser_of(app, sessions, here.first.account_id).get(f"/viec/{here.task_id}")
    assert f"/viec/{here.task_id}/han" in page.text


def test_a_dossier_leads_to_how_its_limit_was_counted(open_as, at):
    specialist = open_as("specialist")
    assert f"/ho-so/{at['reference']}/han" in specialist.get(f"/ho-so/{at['reference']}?phan=lich-su").text
    assert "hạn 08/01/2027" in text(specialist.get(f"/ho-so/{at['reference']}/han"))


def test_whoever_may_not_see_the_dossier_finds_no_deadline(open_as, at):
    stranger = open_as("stranger")
    for address in (f"/viec/{at['task']}/han", f"/ho-so/{at['reference']}/han", "/viec/999/han", "/ho-so/khong-co/han"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/ho-so/{at['reference']}/tam-dung", data={"reason": REASON}).status_code == 404


def test_a_hold_is_placed_and_lifted_on_the_page_and_leaves_its_days_out(open_as, at, clock):
    specialist, here = open_as("specialist"), f"/ho-so/{at['reference']}"
    refused = specialist.post(f"{here}/tam-dung", data={"reason": "ngắn"})
    assert (refused.status_code, "Nêu lý do, từ 10" in text(refused)) == (422, True)
    held = specialist.post(f"{here}/tam-dung", data={"reason": REASON}, follow_redirects=True)
    assert "Đang dừng, còn 20 ngày làm việc" in text(held)
    assert REASON in text(held)
    clock.advance(days=4)
    specialist = open_as("specialist")
    lifted = specialist.post(f"{here}/chay-tiep", data={"reason": REASON}, follow_redirects=True)
    assert "dừng: tạm dừng theo pháp luật" in text(lifted)
    assert "hạn 12/01/2027" in text(lifted)
    history = text(specialist.get(f"{here}?phan=lich-su"))
    assert "Tạm dừng thời hạn theo pháp luật" in history
    assert "Cho thời hạn chạy tiếp" in history


def test_who_does_not_appraise_reads_the_deadline_and_cannot_hold_it(open_as, at):
    clerk = open_as("clerk")
    assert "Tạm dừng thời hạn" not in text(clerk.get(f"/ho-so/{at['reference']}/han"))
    assert clerk.post(f"/ho-so/{at['reference']}/tam-dung", data={"reason": REASON}).status_code == 403


def test_programs_read_the_same_days_and_hold_by_the_same_rule(call, at):
    ask, hold = call("specialist"), f"dossiers/{at['reference']}/hold"
    found = ask("GET", f"tasks/{at['task']}/deadline").json
    assert (found["state"], found["due_day"], found["working_days"]) == ("left", "2026-12-23", 8)
    assert sum(day["weight"] for day in found["days"]) == 8
    assert {"day": "2026-12-15", "weight": 0.0, "kind": "off", "words": "nghỉ: Ngày nghỉ thử"} in found["days"]
    assert ask("POST", hold, json={"reason": "ngắn"}).status_code == 422
    held = ask("POST", hold, json={"reason": REASON})
    assert (held.status_code, held.json["state"]) == (201, "stopped")
    assert ask("POST", hold, json={"reason": REASON}).status_code == 409
    lifted = ask("DELETE", hold, json={"reason": REASON})
    assert (lifted.status_code, lifted.json["due_day"]) == (200, "2027-01-08")
    stranger = call("stranger")
    assert {stranger("GET", f"{each}/deadline").status_code for each in (f"tasks/{at['task']}", hold[:-5])} == {404}


def test_the_unit_reads_that_the_law_stops_the_clock_but_not_who_said_so_and_why(open_as, call, at):
    reference = at["reference"]
    open_as("specialist").post(f"/ho-so/{reference}/tam-dung", data={"reason": REASON})
    desk = open_as("submitter")
    pages = [text(desk.get(f"/ho-so/{reference}/han")), text(desk.get(f"/ho-so/{reference}?phan=lich-su"))]
    assert "tạm dừng theo pháp luật" in pages[0]
    assert "Tạm dừng thời hạn theo pháp luật" in pages[1]
    assert [page for page in pages if REASON in page] == []
    ask, handles = call("submitter"), call("specialist")
    for who, note in ((ask, None), (handles, REASON)):
        [stop] = who("GET", f"dossiers/{reference}/deadline").json["stops"]
        assert (stop["words"], stop["note"]) == ("tạm dừng theo pháp luật", note)


def test_a_pause_by_an_administrator_is_told_and_the_limit_runs_on(open_as, at, sessions, clock):
    with sessions.begin() as session:
        administrator = make.account(session, make.person(session), administrator=True)
        actor = policy.load_actor(session, administrator.id, dates.local_date(utcnow()))
        instance_id = session.get_one(UserTask, at["task"]).instance_id
        interventions.suspend(session, actor, instance_id, REASON)
    clock.advance(days=1)

    paused = text(open_as("specialist").get(f"/viec/{at['task']}/han"))

    assert "Quản trị đang tạm dừng quy trình từ" in paused
    assert "Thời hạn vẫn chạy" in paused
    assert "hạn 23/12/2026" in paused
    with sessions.begin() as session:
        interventions.resume(session, actor, instance_id, REASON)
    for address in (f"/viec/{at['task']}/han", f"/ho-so/{at['reference']}/han"):
        over = text(open_as("specialist").get(address))
        assert "đang tạm dừng quy trình" not in over
        assert "Quản trị tạm dừng quy trình Từ" in over
        assert "(thời hạn vẫn tính)" in over
