"""Looks at a page at desk and phone width: nothing runs out of it, axe finds nothing, a picture is kept."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from tests.e2e.desk import Desk

WIDTHS = (1280, 360)


def faults_of(desk: Desk, pictures: Path, name: str) -> list[str]:
    """Return what is wrong with the page that a person has open, at both widths."""
    faults = []
    for width in WIDTHS:
        # axe brings its own script, which the policy rightly refuses.
        state, size = desk.context.storage_state(), {"width": width, "height": 900}
        context = desk.context.browser.new_context(storage_state=state, viewport=size, bypass_csp=True)
        page = context.new_page()
        page.goto(desk.page.url)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{name}: {over} px too wide at {width}"] if over > 0 else []
        found = Axe().run(page).response["violations"]
        faults += [f"{name}: {each['id']} at {width}: {each['nodes'][0]['html']}" for each in found]
        page.screenshot(path=pictures / f"{name}-{width}.png", full_page=True)
        context.close()
    return faults
