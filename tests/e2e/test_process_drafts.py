"""Two administrators change a process in the browser: one drafts and asks, the other approves."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select

from service import shipped
from tests import product
from tests.e2e.desk import Desk
from tests.e2e.office import Office
from workflows.models import Account

pytestmark = pytest.mark.e2e


@pytest.fixture
def desks(office: Office) -> tuple[Desk, Desk]:
    """The windows of two administrators."""
    with office.sessions.begin() as session:
        first = session.scalars(select(Account).where(Account.administrator)).one()
        second = session.scalars(select(Account).where(Account.administrator.is_(False))).first()
        second.administrator = True
        session.flush()
        actors = [product.actor(session, account.id) for account in (first, second)]
    return office.desk(actors[0]), office.desk(actors[1])


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


def test_a_process_is_changed_by_one_and_approved_by_another(desks: tuple[Desk, Desk], tmp_path: Path):
    first, second = desks
    content = shipped.definitions()["decide.bpmn"].replace(b"deciding_authority", b"council_secretary")
    (tmp_path / "decide.bpmn").write_bytes(content)
    first.open("/quy-trinh/ban-thao")
    first.page.fill("#title", "Đổi người trình quyết định")
    first.press("Lập bản thảo")
    first.attach(tmp_path / "decide.bpmn")
    first.press("Gửi tệp")
    assert "ai làm nay là “Thư ký Hội đồng”" in first.reads()
    first.page.fill("#note", "Theo quy chế mới của Hội đồng")
    look(first, "draft-open")
    first.press("Đề nghị duyệt")
    assert "Một quản trị khác mở trang này" in first.reads()

    second.open(first.page.url)
    look(second, "draft-waiting")
    second.press("Duyệt")

    assert "Đã ban hành" in second.reads()
    second.open("/quy-trinh/ban-thao")
    look(second, "drafts")
