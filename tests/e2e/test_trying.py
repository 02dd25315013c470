"""An administrator tries a draft out in the browser: real forms, time that passes, the way back; at both widths."""

import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import product
from tests.e2e import drafting
from tests.e2e.desk import Desk
from tests.e2e.office import Office

pytestmark = pytest.mark.e2e

TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("main *")]
    .filter(each => each.getBoundingClientRect().right > innerWidth).map(each => each.outerHTML.slice(0, 120))"""


def look(desk: Desk, name: str) -> None:
    """Nothing runs out of the page at either width, axe finds nothing; a picture is kept where SHOTS names a folder."""
    for width in (1280, 360):
        desk.page.set_viewport_size({"width": width, "height": 800})
        if folder := os.environ.get("SHOTS"):
            desk.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        wide = desk.page.evaluate(TOO_WIDE)
        assert wide == [], f"{name} {width}"
        found = Axe().run(desk.page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == [], f"{name} {width}"
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    # axe brings its own script, which the policy rightly refuses.
    desk.refused.clear()


def test_a_draft_is_tried_out_step_by_step(office: Office):
    with office.sessions() as session:
        title = session.get_one(product.Offer, product.offer_id(session)).title
    desk = drafting.begun(office, "Rút ngắn thẩm định")
    desk.open(f"{desk.page.url}/thu")
    desk.page.select_option("#quy-trinh", "department_certificate")
    desk.page.locator("#cho").select_option(label=title)
    desk.press("Tiếp")
    look(desk, "trial-begin")
    desk.press("Bắt đầu chạy thử")
    assert "Lập hồ sơ đề nghị" in desk.reads()
    look(desk, "trial-first")

    desk.press("Điền mẫu")
    desk.press("Chuyển ký Tờ trình")
    desk.press("Điền mẫu")
    desk.press("Ký và nộp hồ sơ")
    assert "Kiểm tra thành phần hồ sơ" in desk.reads()
    desk.press("5 ngày làm việc")
    assert "quá hạn" in desk.reads()
    look(desk, "trial-overdue")

    desk.press("Làm hộ")
    assert "Quy trình đã kết thúc" in desk.reads()
    look(desk, "trial-ended")
    desk.page.get_by_text("việc trước đó").click()
    desk.page.get_by_role("link", name=re.compile("Quay lại đây.*Lập hồ sơ đề nghị")).first.click()
    desk.page.get_by_role("button", name=re.compile(r"^Bỏ \d+ việc")).click()
    desk.page.wait_for_load_state()
    assert "Ký và nộp hồ sơ" in desk.reads()
    assert office.close() == []
