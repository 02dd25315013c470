"""An administrator changes a form in the browser: the server's drawing follows, what is wrong is told, the file is saved."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from service import shipped
from tests.e2e import drafting
from tests.e2e.desk import Desk
from tests.e2e.looking import faults_of
from tests.e2e.office import Office

pytestmark = pytest.mark.e2e

NAME = "completeness_check.form"
WORDS = Path(__file__).parents[2] / "studio/src/words/patch-form-js.json"
SAID = """() => [...document.querySelectorAll("[data-palette] *, [data-canvas] *, [data-panel] *")].flatMap((each) => [
  ...["title", "aria-label", "placeholder"].map((name) => each.getAttribute(name)),
  ...[...each.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent),
]).filter(Boolean).map((text) => text.trim()).filter(Boolean)"""


@pytest.fixture
def desk(office: Office) -> Desk:
    """The window of an administrator with a draft that has just begun."""
    return drafting.begun(office, "Sửa phiếu kiểm tra")


def field(desk: Desk, label: str):
    """Return the control of the property panel with that label, all groups opened."""
    closed = desk.page.locator("[data-panel] .bio-properties-panel-group-header:not(.open)")
    for _ in range(closed.count()):
        closed.first.click()
    return desk.page.locator("[data-panel]").get_by_label(label, exact=True)


def test_a_label_and_a_rule_are_changed_seen_as_officers_will_and_saved(desk: Desk, office: Office):
    page, draft = desk.page, desk.page.url
    desk.open(f"{draft}/bieu-mau/{NAME}")
    expect(page.locator("[data-forms]")).to_have_attribute("data-forms", "ready")
    preview = page.locator("[data-preview]")
    expect(preview.get_by_text("Số bộ bản chính đã nhận")).to_be_visible()

    page.locator('[data-canvas] [data-id="reason"]').click()
    field(desk, "Nhãn trường").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Lý do và cách sửa")
    expect(preview.get_by_text("Lý do và cách sửa")).to_be_visible()

    rule = field(desk, "Bắt buộc khi")
    rule.fill("=outcome = ")
    expect(page.locator("[data-problems]")).to_contain_text("“Lý do và cách sửa”: Biểu thức")
    rule.fill('=outcome = "return"')
    expect(page.locator("[data-problems-none]")).to_be_visible()

    page.select_option("#hien", "refused")
    expect(preview.locator(".govuk-error-message").first).to_be_visible()
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("[data-saving-said]")).to_contain_text("Đã lưu")
    wanted = json.loads(shipped.definitions()[NAME])
    reason = next(each for each in wanted["components"] if each["id"] == "reason")
    reason["label"] = "Lý do và cách sửa"
    reason["properties"]["requiredWhen"] = '=outcome = "return"'
    assert json.loads(drafting.kept(office, NAME)) == wanted
    assert faults_of(desk, "form-editor") == []
    desk.open(draft)
    assert "Lý do và cách sửa" in desk.reads()


def test_nothing_in_the_editor_is_said_in_english(desk: Desk):
    page, draft = desk.page, desk.page.url
    desk.open(f"{draft}/bieu-mau/{NAME}")
    expect(page.locator("[data-forms]")).to_have_attribute("data-forms", "ready")
    said: set[str] = set(page.evaluate(SAID))
    for chosen in ("papers", "papers_state", "set_count", "reason", "finish_accept"):
        page.locator(f'[data-canvas] .fjs-element[data-id="{chosen}"]').click(position={"x": 5, "y": 5})
        field(desk, "Nhãn trường")
        said |= set(page.evaluate(SAID))

    english = {each["en"] for file in json.loads(WORDS.read_text())["files"] for each in file["strings"]}
    vietnamese = {each["vi"] for file in json.loads(WORDS.read_text())["files"] for each in file["strings"]}
    assert len(said & vietnamese) > 20
    assert said & english - vietnamese == set()
