"""An administrator changes a decision table in the browser: a gap is told at once, mended, saved, and told on the draft's page."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from service import shipped
from tests.e2e import drafting
from tests.e2e.desk import Desk
from tests.e2e.looking import faults_of
from tests.e2e.office import Office
from workflows.comparing import compare, read_bundle

pytestmark = pytest.mark.e2e

NAME = "criteria_of_dossier.dmn"
CELL = '[data-element-id="of_dossier_together_rule_4_in_3"]'


@pytest.fixture
def desk(office: Office) -> Desk:
    """The window of an administrator with a draft that has just begun."""
    return drafting.begun(office, "Sửa kết quả đối chiếu")


def write(desk: Desk, text: str) -> None:
    """Type into the cell of the last rule."""
    cell = desk.page.locator(f"[data-canvas] {CELL}")
    cell.click()
    desk.page.keyboard.press("Control+A")
    desk.page.keyboard.type(text)
    desk.page.locator("[data-canvas] .rule-index").first.click()


def test_a_gap_is_told_mended_saved_and_shown_on_the_page_of_the_draft(desk: Desk, office: Office):
    page, draft = desk.page, desk.page.url
    desk.open(f"{draft}/bang/{NAME}")
    root = page.locator("[data-tables]")
    expect(root).to_have_attribute("data-tables", "ready")
    expect(page.locator(".tk-boxes__link[aria-current]")).to_have_text("Kết quả chung")
    expect(page.locator("[data-findings-none]")).to_be_visible()

    write(desk, "< 0")
    expect(page.locator("[data-findings-list]")).to_contain_text("Không dòng nào khớp khi")
    write(desk, "<= 1")
    expect(page.locator("[data-findings-list]")).to_contain_text("Dòng 3 và dòng 4 cùng khớp")
    expect(page.locator("[data-canvas] .tk-rule-mark--overlap")).to_have_count(2)
    write(desk, "> (")
    expect(page.locator("[data-findings-list]")).to_contain_text("sai ở ký tự")
    write(desk, "not(> 0)")
    expect(page.locator("[data-findings-none]")).to_be_visible()

    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("[data-saving-said]")).to_contain_text("Đã lưu")
    changes = compare(
        read_bundle({NAME: shipped.definitions()[NAME]}), read_bundle({NAME: drafting.kept(office, NAME)})
    )
    assert [aspect.after for change in changes for aspect in change.aspects] == ["not(> 0)"]
    assert faults_of(desk, "table-editor") == []
    desk.open(draft)
    assert "not(> 0)" in desk.reads()


def test_every_view_speaks_vietnamese(desk: Desk):
    page, draft = desk.page, desk.page.url
    desk.open(f"{draft}/bang/{NAME}")
    expect(page.locator("[data-tables]")).to_have_attribute("data-tables", "ready")
    for link in page.locator(".tk-boxes__link").all()[:4]:
        link.click()
    page.locator(".tk-boxes__link", has_text="Kết quả chung").click()
    page.locator("[data-canvas] .rule-index").first.click(button="right")
    expect(page.locator(".context-menu")).to_contain_text("Thêm dòng")
    page.keyboard.press("Escape")
    page.locator("[data-canvas] th.input-cell").first.dblclick()
    misses = page.evaluate(
        "() => { const found = []; document.querySelector('[data-tables]').dispatchEvent("
        "new CustomEvent('tk-misses', { detail: found })); return found; }"
    )
    assert misses == []


def test_on_a_phone_the_tables_are_read_and_a_cell_is_changed_without_the_editor(desk: Desk, office: Office):
    page, draft = desk.page, desk.page.url
    page.set_viewport_size({"width": 360, "height": 740})
    desk.open(f"{draft}/bang/{NAME}")
    page.locator(".tk-dmn__cell").first.click()
    page.fill("#o-dang-sua", "> 1")
    desk.press("Ghi ô")
    assert "Không dòng nào khớp khi" in desk.reads()
    assert b"<text>&gt; 1</text>" in drafting.kept(office, NAME)


def test_a_file_that_cannot_be_given_back_is_only_read(desk: Desk, tmp_path: Path):
    content = shipped.definitions()[NAME].replace(b"<decision id", b"<mystery/><decision id", 1)
    (tmp_path / NAME).write_bytes(content)
    desk.attach(tmp_path / NAME)
    desk.press("Gửi tệp")
    draft = desk.page.url.partition("#")[0]
    desk.open(f"{draft}/bang/{NAME}")
    expect(desk.page.locator("[data-tables]")).to_have_attribute("data-tables", "ready")
    expect(desk.page.locator("[data-lossy]")).to_be_visible()
    assert json.loads(desk.page.locator("#tep").text_content())["revision"] == 1
