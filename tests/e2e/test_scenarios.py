"""An administrator keeps a try-out as a scenario, breaks the draft, is refused by the scenario's name, and sees the gaps."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select

from service.proving import run_scenarios
from tests import product
from tests.e2e.desk import Desk
from tests.e2e.office import Office
from tests.integration.scenario_scene import break_draft, trial
from workflows.models import Account

pytestmark = pytest.mark.e2e

TITLE = "Nộp hồ sơ Giấy khen Sở"


def look(desk: Desk, name: str) -> None:
    """Nothing runs out of the page at either width, axe finds nothing; a picture is kept where SHOTS names a folder."""
    for width in (1280, 360):
        desk.page.set_viewport_size({"width": width, "height": 800})
        if folder := os.environ.get("SHOTS"):
            desk.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} {width}"
        found = Axe().run(desk.page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == [], f"{name} {width}"
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    # axe brings its own script, which the policy rightly refuses.
    desk.refused.clear()


def test_a_scenario_keeps_a_broken_draft_from_being_published(office: Office):
    with office.sessions() as session:
        actor = product.actor(session, session.scalars(select(Account.id).where(Account.administrator)).one())
    desk = office.desk(actor)
    desk.open("/quy-trinh/ban-thao")
    desk.page.fill("#title", "Đổi bước ký nộp hồ sơ")
    desk.press("Lập bản thảo")
    draft, number = desk.page.url, int(desk.page.url.rpartition("/")[2])

    luot = trial(office.sessions, actor, number)
    desk.open(f"{draft}/thu/{luot}")
    desk.press("Lưu thành kịch bản")
    desk.page.fill("#title", TITLE)
    desk.press("Đổi tên")
    assert TITLE in desk.reads()
    desk.open(f"{draft}/kich-ban")
    desk.press("Chạy kịch bản")
    run_scenarios(office.sessions)
    desk.open(f"{draft}/kich-ban?so-do=prepare_dossier")
    desk.page.wait_for_selector('[data-diagram-state="ready"]')
    assert "1 trên 1 kịch bản đạt" in desk.reads()
    assert "Từ “Lập hồ sơ đề nghị”" in desk.reads() or "nhánh “" in desk.reads()
    assert desk.page.locator(".djs-connection.tk-is-done").count() >= 4
    assert desk.page.locator(".djs-connection.tk-is-changed").count() >= 4
    look(desk, "coverage")

    break_draft(office.sessions, actor, number)
    desk.open(f"{draft}/kich-ban")
    desk.press("Chạy kịch bản")
    run_scenarios(office.sessions)
    desk.open(f"{draft}/kich-ban")
    look(desk, "failed")
    desk.open(draft)
    look(desk, "review")
    desk.page.fill("#note", "Theo quy chế mới của đơn vị")
    desk.press("Đề nghị duyệt")
    assert f"Kịch bản không còn chạy đúng: “{TITLE}”" in desk.reads()

    desk.open(f"{draft}/kich-ban")
    desk.follow(TITLE)
    look(desk, "scenario")
    desk.open(f"{draft}/kich-ban/nhan")
    look(desk, "accepting")
    desk.press("Nhận 1 thay đổi")
    desk.press("Chạy kịch bản")
    run_scenarios(office.sessions)
    desk.open(f"{draft}/kich-ban")
    assert "1 trên 1 kịch bản đạt" in desk.reads()
