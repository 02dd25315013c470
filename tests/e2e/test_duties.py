"""A campaign's yearly report in the browser, from the officer who opens it to the paper that goes up to Bộ Nội vụ."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import select

from tests.e2e.office import Office
from workflows.commands import rehearsing, rehearsing_duties
from workflows.models import CampaignDuty, UserTask

pytestmark = pytest.mark.e2e

KEY = "ninh-binh-2021-2025"
BOARD = f"/phong-trao/{KEY}/bao-cao"


def next_step(office: Office, number: int):
    """Return the open task of the duty to do now, its element, its first outcome and who may do it."""
    with office.sessions() as session:
        task = rehearsing_duties.waiting(session, number)
        if task is None:
            return None
        outcome = task.outcomes[0] if task.outcomes else None
        return task.id, task.element_id, outcome, rehearsing.worker_of(session, task)


def test_a_report_is_opened_written_signed_compiled_and_sent_up(office: Office):
    with office.sessions() as session:
        officer = rehearsing_duties.officer(session, KEY)
    desk = office.desk(officer)
    desk.open(f"/phong-trao/{KEY}")
    desk.follow("Báo cáo của các đơn vị: ai đã gửi, ai trễ")
    desk.page.get_by_role("button", name="Thêm kỳ báo cáo").click()
    desk.type_in(rehearsing_duties.typed(2026, date(2026, 12, 28)))
    desk.save()
    desk.press("Mở kỳ báo cáo")
    expect(desk.page.get_by_text("Đang thu báo cáo")).to_be_visible()
    with office.sessions() as session:
        number = session.scalars(select(CampaignDuty.id).where(CampaignDuty.year == 2026)).one()

    done = []
    while step := next_step(office, number):
        task_id, element, outcome, actor = step
        office.do(task_id, actor, outcome)
        done.append(element)
    assert done == [*["write_report"] * 4, *["sign_report"] * 4, "close_reporting", "compile_reports", "sign_summary"]

    desk.open(f"{BOARD}/{number}")
    expect(desk.page.get_by_text("Đã gửi Bộ Nội vụ")).to_be_visible()
    assert Axe().run(desk.page).response["violations"] == []
    desk.page.set_viewport_size({"width": 360, "height": 800})
    desk.open(f"{BOARD}/{number}")
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 360
    desk.page.get_by_role("link", name="Báo cáo kết quả phong trào thi đua").click()
    expect(desk.page.get_by_text("Kính gửi: Bộ Nội vụ")).to_be_visible()


def test_a_unit_finds_its_report_in_the_inbox_and_may_save_it_half_written(office: Office):
    with office.sessions.begin() as session:
        number = rehearsing_duties.prepare(session, KEY)
        task = session.scalars(
            select(UserTask).where(UserTask.duty_id == number, UserTask.form_key == "campaign_report")
        )
        found = task.first()
        task_id, actor = found.id, rehearsing.worker_of(session, found)
    desk = office.desk(actor)
    desk.open("/viec")
    desk.page.get_by_role("link", name="Báo cáo năm").first.click()
    assert desk.page.url.endswith(f"/viec/{task_id}")
    desk.type_in({"results": ["Đang viết kết quả nổi bật của đơn vị."]})
    desk.press("Lưu nháp")
    desk.open(f"/viec/{task_id}")
    assert "Đang viết kết quả" in desk.page.locator("[name=results]").input_value()
    assert Axe().run(desk.page).response["violations"] == []
