"""The script that draws diagrams, in a real browser under the product's own security policy."""

import json
import mimetypes
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from service.security import POLICY

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "service" / "static" / "build"
ADDRESS = "http://trinhkhen.test"
DATA = {
    "xml": (ROOT / "bpmn" / "receive_dossier.bpmn").read_text(),
    "tokens": [{"element": "check_completeness", "count": 2, "word": "đang ở đây"}],
    "done": ["start_intake", "return_incomplete_dossier", "start_intake_to_merge_submissions"],
    "off": ["issue_rejection"],
    "links": [{"element": "return_incomplete_dossier", "href": "/so-do/return_for_supplement", "text": "Mở"}],
}
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Sơ đồ</title>
<link rel="stylesheet" href="app.css"><link rel="stylesheet" href="viewer.css">
<script type="module" src="app.js"></script><script type="module" src="viewer.js"></script></head>
<body class="govuk-template__body"><main><h1>Sơ đồ</h1>
<ol><li data-diagram-item="assign_code"><a href="#khung" data-diagram-go="assign_code">Cấp mã hồ sơ</a></li></ol>
<div class="tk-map__canvas" id="khung" data-diagram="so-do">
<button type="button" data-diagram-do="zoom-in" hidden>Phóng to</button>
<div class="tk-map__drawing" data-diagram-canvas></div></div>
<script type="application/json" id="so-do">DATA</script></main></body></html>"""


@pytest.fixture
def refusals(page: Page) -> list[str]:
    """What the browser complains about while the page of a diagram is open: refused styles and scripts, errors."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route(f"{ADDRESS}/**", _answer)
    page.goto(f"{ADDRESS}/")
    expect(page.locator("[data-diagram]")).to_have_attribute("data-diagram-state", "ready")
    return said


def _answer(route: Route) -> None:
    name = route.request.url.removeprefix(f"{ADDRESS}/")
    headers = {"Content-Security-Policy": "; ".join(f"{key} {value}" for key, value in POLICY.items())}
    if not name:
        # A closing tag inside the data would end the script element: templates escape it as Flask's tojson does.
        html = PAGE.replace("DATA", json.dumps(DATA).replace("<", "\\u003c"))
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)
    elif (BUILT / name).is_file():
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        route.fulfill(body=(BUILT / name).read_bytes(), headers=headers | {"Content-Type": kind})
    else:
        route.fulfill(status=404 if name != "favicon.ico" else 204)


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
