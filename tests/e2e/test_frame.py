"""The frame in a real browser: signing in with and without scripts, on a desk and on a phone."""

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from service.settings import Settings
from tests import factories as make
from tests.e2e.live import served
from tests.web.conftest import make_app
from workflows.credentials import DEMO_PASSWORD, hash_password

pytestmark = [pytest.mark.e2e, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}


@pytest.fixture
def address(database_url, sessions, tmp_path):
    """The application in demo mode with one officer and one administrator."""
    with sessions.begin() as session:
        kept = hash_password(DEMO_PASSWORD)
        office = make.unit(session, name="Sở Nội vụ tỉnh Ninh Bình")
        officer = make.officer(session, "intake_officer", office, "Đỗ Minh Tuấn")
        make.account(session, officer, username="tuan", password_hash=kept)
        make.account(session, make.person(session, "Bùi Thanh Tùng"), administrator=True, password_hash=kept)
    settings = Settings(secret_key="k" * 40, var_dir=tmp_path, database_url=database_url, demo=True)
    with served(make_app(replace(settings, log_level="WARNING"), sessions)) as url:
        yield url


@pytest.fixture(params=SIZES)
def visitor(request, browser: Browser):
    """A page on each kind of screen; refused styles and scripts are kept in `said`."""
    context = browser.new_context(viewport=SIZES[request.param], locale="vi-VN", bypass_csp=False)
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    yield page
    context.close()


def test_one_chooses_a_demo_person_and_arrives_at_the_asked_page(address, visitor: Page):
    visitor.goto(f"{address}/doi-mat-khau")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    visitor.get_by_role("button", name="Đỗ Minh Tuấn").click()
    expect(visitor).to_have_url(f"{address}/doi-mat-khau")
    assert not [line for line in visitor.said if "Content Security Policy" in line]


def test_a_wrong_password_is_told_first_and_the_name_stays(address, visitor: Page):
    visitor.goto(f"{address}/dang-nhap")
    visitor.get_by_label("Tên đăng nhập").fill("tuan")
    visitor.get_by_label("Mật khẩu", exact=True).fill("sai")
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_title("Lỗi: Đăng nhập – Trình Khen")
    expect(visitor.locator(".govuk-error-summary")).to_be_focused()
    expect(visitor.get_by_label("Tên đăng nhập")).to_have_value("tuan")


def test_everything_works_without_scripts(address, browser: Browser):
    page = browser.new_context(java_script_enabled=False, viewport=SIZES["phone"]).new_page()
    page.goto(f"{address}/tai-khoan")
    page.get_by_role("button", name="Đỗ Minh Tuấn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đỗ Minh Tuấn")
    page.locator(".tk-band__menu summary").click()
    page.locator(".tk-menu").get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_text("Đã đăng xuất.")).to_be_visible()
    page.goto(f"{address}/tai-khoan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    page.context.close()


def test_after_signing_out_the_back_button_shows_nothing(address, visitor: Page):
    visitor.goto(f"{address}/tai-khoan")
    visitor.get_by_role("button", name="Đỗ Minh Tuấn").click()
    visitor.locator("main").get_by_role("button", name="Đăng xuất").click()
    # Going back while the answer is still on its way would cut it off, and say nothing about signing out.
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    visitor.wait_for_load_state()
    visitor.go_back()
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Đăng nhập")


def test_pages_of_the_frame_have_no_fault_for_readers_and_no_sideways_scroll(address, browser: Browser):
    faults = []
    for size in SIZES.values():
        # axe brings its own script, which the policy rightly refuses.
        page = browser.new_context(viewport=size, bypass_csp=True).new_page()
        page.goto(f"{address}/dang-nhap")
        faults += look(page)
        page.get_by_role("button", name="Đỗ Minh Tuấn").click()
        for path in ("/tai-khoan", "/doi-mat-khau", "/khong-co"):
            page.goto(address + path)
            faults += look(page)
        page.context.close()
    assert faults == []


def look(page: Page) -> list[str]:
    found = [f"{page.url}: {fault['id']}" for fault in Axe().run(page).response["violations"]]
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([f"{page.url}: {width} px too wide"] if width > 0 else [])]
