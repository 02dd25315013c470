"""The script that draws diagrams, in a real browser under the product's own security policy."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.built_pages import show

pytestmark = pytest.mark.e2e

DATA = {
    "xml": (Path(__file__).parents[2] / "bpmn" / "receive_dossier.bpmn").read_text(),
    "tokens": [{"element": "check_completeness", "count": 2, "word": "đang ở đây"}],
    "done": ["start_intake", "return_incomplete_dossier", "start_intake_to_merge_submissions"],
    "off": ["issue_rejection"],
    "links": [{"element": "return_incomplete_dossier", "href": "/so-do/return_for_supplement", "text": "Mở"}],
}
BODY = """<h1>Sơ đồ</h1>
<ol><li data-diagram-item="assign_code"><a href="#khung" data-diagram-go="assign_code">Cấp mã hồ sơ</a></li></ol>
<div class="tk-map__canvas" id="khung" data-diagram="so-do">
<div class="tk-map__tools"><button type="button" data-diagram-do="zoom-in" hidden>Phóng to</button></div>
<div class="tk-map__drawing" data-diagram-canvas></div></div>
<script type="application/json" id="so-do">DATA</script>"""


@pytest.fixture
def refusals(page: Page) -> list[str]:
    """Open the page of a diagram; what the browser complains about: refused styles and scripts, errors."""
    # A closing tag inside the data would end the script element: escaped as Flask's tojson does.
    said = show(page, BODY.replace("DATA", json.dumps(DATA).replace("<", "\\u003c")))
    expect(page.locator("[data-diagram]")).to_have_attribute("data-diagram-state", "ready")
    return said


def test_the_diagram_is_drawn_without_breaking_the_security_policy(page: Page, refusals: list[str]) -> None:
    expect(page.locator("[data-element-id=assign_code] .djs-visual")).to_contain_text("Cấp mã hồ sơ")

    assert refusals == []


def test_a_token_says_how_many_stand_there(page: Page, refusals: list[str]) -> None:
    expect(page.get_by_text("2 đang ở đây")).to_be_visible()
    expect(page.locator("[data-element-id=check_completeness]").first).to_contain_class("tk-is-now")


def test_a_passed_step_wears_a_tick_and_a_step_with_a_part_of_its_own_a_link(page: Page, refusals: list[str]) -> None:
    expect(page.get_by_role("img", name="đã qua")).to_have_count(1)
    expect(page.get_by_role("link", name="Mở")).to_have_attribute("href", "/so-do/return_for_supplement")


def test_the_outline_finds_its_step_in_the_drawing(page: Page, refusals: list[str]) -> None:
    page.get_by_role("link", name="Cấp mã hồ sơ").click()

    expect(page.locator("[data-element-id=assign_code]").first).to_be_in_viewport()
    expect(page.locator("[data-diagram-item=assign_code]")).to_have_class("tk-outline__item--chosen")


def test_the_buttons_appear_and_zoom(page: Page, refusals: list[str]) -> None:
    box = page.locator("[data-element-id=check_completeness] .djs-visual > rect")
    before = box.bounding_box()
    page.get_by_role("button", name="Phóng to").click()

    assert box.bounding_box()["width"] > before["width"] * 1.2


def test_the_mark_of_bpmn_io_stays_visible(page: Page, refusals: list[str]) -> None:
    # Its licence asks for this.
    expect(page.locator("a.bjs-powered-by")).to_be_visible()
