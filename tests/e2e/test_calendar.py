"""The calendar in a browser, without scripts and on a phone too: a day is added, what moves is shown, nothing is inaccessible."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import select

from service.scheduler import recalculate
from tests import product
from tests.e2e.office import Office
from workflows.credentials import DEMO_PASSWORD
from workflows.models import DayOff, UserTask

pytestmark = pytest.mark.e2e
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}
PLACE = "/quan-tri/lich-lam-viec"


@pytest.fixture(params=[("desk", True), ("phone", False)], ids=["desk", "phone-without-scripts"])
def page(request, office: Office, browser):
    """The administrator's window."""
    size, scripts = request.param
    context = browser.new_context(
        base_url=office.address, viewport=SIZES[size], locale="vi-VN", java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto("/dang-nhap")
    page.fill("[name=username]", "quan.tri")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).first.click()
    yield page
    context.close()


def look(page: Page, scripts: bool) -> None:
    """Find nothing that shuts anybody out, and nothing wider than the window."""
    if scripts:
        assert [each["id"] for each in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_day_off_is_added_by_keyboard_alone_and_the_deadline_moves(office: Office, page: Page, request, tmp_path):
    scripts = "desk" in request.node.callspec.id
    reference = product.prepared(office.sessions, tmp_path)
    task_id = product.advance(office.sessions, reference, "check_completeness")
    with office.sessions() as session:
        before = session.get_one(UserTask, task_id).due_at
    page.goto(f"{PLACE}/2026/12")
    look(page, scripts)
    page.get_by_role("link", name="Thêm ngày 11/12/2026").focus()
    page.keyboard.press("Enter")
    page.locator("[name=kind][value=off]").focus()
    page.keyboard.press("Space")
    page.select_option("[name=scope]", "country")
    page.fill("[name=name]", "Nghỉ bão")
    page.locator("[name=status][value=official]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Ngày chính thức cần căn cứ")
    assert page.title().startswith("Lỗi:")
    page.fill("[name=source]", "Công điện số 05")
    page.locator("[name=source]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ghi thay đổi này?")
    expect(page.locator("main")).to_contain_text(reference)
    look(page, scripts)
    page.get_by_role("button", name="Ghi và tính lại hạn").press("Enter")
    expect(page.locator("main")).to_contain_text("Chờ chạy")
    look(page, scripts)
    recalculate(office.sessions)
    if not scripts:
        page.get_by_role("button", name="Tải lại").click()
    expect(page.locator("#tien-do")).to_contain_text("Đã xong")
    with office.sessions() as session:
        assert session.get_one(UserTask, task_id).due_at > before
        assert session.scalars(select(DayOff.note).where(DayOff.note == "Nghỉ bão")).one()


def test_the_other_pages_shut_nobody_out(page: Page, request):
    scripts = "desk" in request.node.callspec.id
    for place in (f"{PLACE}/tep", "/quan-tri/thoi-han", "/quan-tri/tinh-lai", f"{PLACE}/2027/2"):
        page.goto(place)
        look(page, scripts)
    page.goto("/quan-tri/thoi-han")
    page.locator("main summary").first.click()
    page.locator("main h3 a").first.click()
    look(page, scripts)
    page.get_by_role("link", name="Đặt hạn khác").first.click()
    look(page, scripts)
