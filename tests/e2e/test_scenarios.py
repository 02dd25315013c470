"""An administrator keeps a try-out as a scenario, breaks the draft, is refused by the scenario's name, and sees the gaps."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe

from service.proving import run_scenarios
from tests.e2e import drafting
from tests.e2e.desk import Desk
from tests.e2e.office import Office
from tests.integration.scenario_scene import break_draft, trial

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


def keep_as_scenario(desk: Desk, trial: str) -> None:
    desk.open(trial)
    desk.press("Lưu thành kịch bản")
    desk.page.fill("#title", TITLE)
    desk.press("Đổi tên")
    assert TITLE in desk.reads()


def play(desk: Desk, office: Office, draft: str) -> None:
    """Have the scenarios of a draft played, and come back to what they came to."""
    desk.open(f"{draft}/kich-ban")
    desk.press("Chạy kịch bản")
    run_scenarios(office.sessions)
    desk.open(f"{draft}/kich-ban")


def see_what_is_covered(desk: Desk, draft: str) -> None:
    desk.open(f"{draft}/kich-ban?so-do=prepare_dossier")
    desk.page.wait_for_selector('[data-diagram-state="ready"]')
    assert "1 trên 1 kịch bản đạt" in desk.reads()
    desk.page.locator("main details").evaluate_all("all => all.forEach(each => { each.open = true })")
    assert "chưa có kịch bản nào đi qua" in desk.reads()
    assert desk.page.locator(".djs-connection.tk-is-done").count() >= 4
    assert desk.page.locator(".djs-connection.tk-is-changed").count() >= 4
    look(desk, "coverage")


def test_a_scenario_keeps_a_broken_draft_from_being_published(office: Office):
    desk = drafting.begun(office, "Đổi bước ký nộp hồ sơ")
    actor, draft, number = drafting.administrator(office), desk.page.url, int(desk.page.url.rpartition("/")[2])
    keep_as_scenario(desk, f"{draft}/thu/{trial(office.sessions, actor, number)}")
    play(desk, office, draft)
    see_what_is_covered(desk, draft)

    break_draft(office.sessions, actor, number)
    play(desk, office, draft)
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
    play(desk, office, draft)
    assert "1 trên 1 kịch bản đạt" in desk.reads()
