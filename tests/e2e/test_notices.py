"""The bell and its pages, letters for administrators and a mail, in a real browser on a desk and on a phone."""

import re
from email import message_from_bytes, policy

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from service import unsubscribing
from service.letters import compose
from service.settings import Settings
from tests import factories as make
from tests.e2e.live import served
from tests.web.conftest import make_app
from workflows import models, outbox
from workflows.commands.mail import Item, Letter
from workflows.credentials import DEMO_PASSWORD, hash_password

pytestmark = [pytest.mark.e2e, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}
SECRET = "k" * 40


@pytest.fixture
def settings(database_url, tmp_path):
    return Settings(secret_key=SECRET, var_dir=tmp_path, database_url=database_url, demo=True, log_level="WARNING")


@pytest.fixture
def address(settings, sessions):
    """The application with an officer who was told three things, one letter in doubt, and an administrator."""
    with sessions.begin() as session:
        kept = hash_password(DEMO_PASSWORD)
        officer = make.officer(session, "intake_officer", make.unit(session, name="Sở Nội vụ"), "Đỗ Minh Tuấn")
        make.account(session, officer, password_hash=kept)
        make.account(session, make.person(session, "Bùi Thanh Tùng"), administrator=True, password_hash=kept)
        for number in range(3):
            text = {"subject": f"Hồ sơ số {number} cần bổ sung", "body": "Thiếu Biên bản họp Hội đồng của đơn vị."}
            outbox.queue(session, f"k{number}", "supplement", officer.id, dossier=None, link="/phong-trao", **text)
        session.flush()
        session.get_one(models.OutboxMessage, 1).state = "in_doubt"
        session.get_one(models.OutboxMessage, 1).fault = "answer_lost"
    with served(make_app(settings, sessions)) as url:
        yield url


def enter(browser: Browser, address: str, name: str, size: str = "desk", **options) -> Page:
    page = browser.new_context(viewport=SIZES[size], **options).new_page()
    page.goto(f"{address}/dang-nhap")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.get_by_role("button", name=name).click()
    return page


def faults(page: Page) -> list[str]:
    found = [f"{page.url}: {fault['id']}" for fault in Axe().run(page).response["violations"]]
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([f"{page.url}: {width} px too wide"] if width > 0 else [])]


@pytest.mark.parametrize("size", SIZES)
def test_pages_have_no_fault_for_readers_and_no_sideways_scroll(address, browser: Browser, size):
    token = unsubscribing.sign(SECRET, 1, "reminder")
    pages = {
        "Đỗ Minh Tuấn": ("/thong-bao", "/tai-khoan/thong-bao", f"/thong-bao/ngung/{token}"),
        "Bùi Thanh Tùng": ("/thong-bao", "/thu-di", "/thu-di/1"),
    }
    found = []
    for name, paths in pages.items():
        page = enter(browser, address, name, size, bypass_csp=True)  # axe brings its own script
        for path in paths:
            page.goto(address + path)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            found += faults(page)
        page.context.close()
    assert found == []


def test_the_bell_leads_to_what_was_told_and_counts_down(address, browser: Browser):
    page = enter(browser, address, "Đỗ Minh Tuấn", "phone")
    page.get_by_role("link", name="Thông báo: 3 chưa đọc").click()
    page.get_by_role("button", name="Hồ sơ số 2 cần bổ sung", exact=True).press("Enter")
    expect(page).to_have_url(f"{address}/phong-trao")
    page.get_by_role("link", name="Thông báo: 2 chưa đọc").click()
    page.get_by_role("button", name=re.compile("Đánh dấu đã đọc.*số 1")).click()
    expect(page.get_by_role("link", name="Thông báo: 1 chưa đọc")).to_be_visible()
    page.get_by_role("button", name="Đánh dấu đã đọc tất cả").click()
    expect(page.get_by_text("Đã đánh dấu 1 thông báo là đã đọc.")).to_be_visible()
    expect(page.get_by_role("link", name="Hồ sơ số 0 cần bổ sung")).to_be_visible()
    page.context.close()


def test_a_letter_in_doubt_is_sent_again_once_the_risk_is_known(address, browser: Browser):
    page = enter(browser, address, "Bùi Thanh Tùng")
    page.locator("main").locator("a[href='/thu-di']").first.click()
    page.get_by_role("link", name="Hồ sơ số 0 cần bổ sung").click()
    page.get_by_role("button", name="Gửi lại thư này").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_label("Tôi biết người nhận có thể nhận thư này hai lần").check()
    page.get_by_role("button", name="Gửi lại thư này").click()
    expect(page.get_by_text("Thư số 1 đã vào hàng chờ gửi.")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_mail_can_be_read_by_day_and_by_night(settings, browser: Browser, size, colours):
    letter = Letter(1, 1, "k", 1, "tuan@example.vn", "Hồ sơ cần bổ sung", "Dòng một\nDòng hai", "/viec/7", "reminder")
    items = tuple(Item(f"Hồ sơ NB-2026-{number:04} cần bổ sung", f"/viec/{number}") for number in range(5))
    gathering = Letter(2, 1, "d", 1, "tuan@example.vn", "5 thông báo mới", "", "/thong-bao", None, items)
    page = browser.new_context(viewport=SIZES[size], color_scheme=colours).new_page()
    for each in (letter, gathering):
        message = message_from_bytes(compose(each, settings).as_bytes(), policy=policy.default)
        page.set_content(message.get_body(("html",)).get_content())
        assert faults(page) == []
    page.context.close()
