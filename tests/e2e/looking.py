"""Looks at a page at desk and phone width: nothing runs out of it, axe finds nothing, SHOTS=folder keeps pictures."""

import os

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.desk import Desk

WIDTHS = (1280, 360)


def faults_of(desk: Desk, name: str, opened: str = "") -> list[str]:
    """Return what is wrong with the page that a person has open, at both widths, with the <details> `opened` (a selector) open."""
    # axe brings its own script, which the policy rightly refuses.
    context = desk.context.browser.new_context(storage_state=desk.context.storage_state(), bypass_csp=True)
    page = context.new_page()
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(desk.page.url)
        if opened:
            page.locator(opened).evaluate_all("all => all.forEach(each => { each.open = true })")
        faults += _faults(page, f"{name}-{width}")
    context.close()
    return faults


def _faults(page: Page, name: str) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    faults = [f"{name}: {over} px too wide"] if over > 0 else []
    found = Axe().run(page).response["violations"]
    faults += [f"{name}: {each['id']}: {each['nodes'][0]['html']}" for each in found]
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    return faults
