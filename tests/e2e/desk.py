"""A person at a browser: signs in, types, attaches, presses. What to type comes from sample answers."""

import re
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from workflows.credentials import DEMO_PASSWORD

_KINDS = """(names) => Object.fromEntries(names.map((name) => {
    const found = document.querySelector(`main [name="${name}"]`);
    return [name, document.querySelector(`[name="${name}-day"]`) ? "date" : found && (found.type || found.tagName)];
}))"""
"""What kind of control each name is, asked once for a page."""


class Desk:
    """One signed-in person with a window of their own."""

    def __init__(self, browser: Browser, address: str, username: str):
        self.context = browser.new_context(
            base_url=address, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1280, "height": 800}
        )
        self.page: Page = self.context.new_page()
        self.refused: list[str] = []
        self.page.on("console", lambda message: self.refused.append(message.text) if message.type == "error" else None)
        self.page.goto("/dang-nhap")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", DEMO_PASSWORD)
        self.press("Đăng nhập")

    def open(self, path: str) -> None:
        """Go to a page."""
        self.page.goto(path)

    def follow(self, name: str) -> None:
        """Press a link by its words."""
        self.page.locator("main").get_by_role("link", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def press_link(self, name: str) -> None:
        """Press a link by the whole of what it says, also what is said to those who hear the page."""
        words = re.compile(r"^\s*" + r"\s*".join(map(re.escape, name.split())) + r"\s*$")
        self.page.get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()

    def press(self, name: str) -> None:
        """Press a button by its words."""
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def save(self) -> None:
        """Press the main button at the foot of a form."""
        self.page.locator("main .tk-form__foot button[type=submit]").first.click()
        self.page.wait_for_load_state()

    def type_in(self, posted: Mapping[str, list[str]]) -> None:
        """Fill in every control of the page that has a name among `posted`."""
        kinds = self.page.evaluate(_KINDS, list(posted))
        for name, values in posted.items():
            for value in values:
                self._put(name, value, kinds[name])

    def tick(self, box: Locator) -> None:
        """Choose a radio button or tick a box as people do: by its label, which covers the drawn control."""
        if not box.is_checked():
            self.page.locator(f'label[for="{box.get_attribute("id")}"]').first.click()
        assert box.is_checked()

    def attach(self, path: Path) -> None:
        """Choose a file in the first upload control and send it."""
        self.page.locator("main input[type=file]").first.set_input_files(path)

    def reads(self) -> str:
        """Return the text of the page's main part."""
        return self.page.locator("main").inner_text()

    def close(self) -> None:
        """Leave."""
        self.context.close()

    def _put(self, name: str, value: str, kind: str | None) -> None:
        assert kind, f"nothing on the page is called {name}"
        if kind == "date":
            day, _, time = value.partition(" ")
            parts = dict(zip(("day", "month", "year"), day.split("/"), strict=True))
            for part, each in (parts | ({"time": time} if time else {})).items():
                self.page.fill(f'[name="{name}-{part}"]', each)
        elif kind in ("radio", "checkbox"):
            self.tick(self.page.locator(f'main [name="{name}"][value="{value}"]'))
        elif kind.startswith("select"):
            self.page.select_option(f'main [name="{name}"]', value)
        else:
            self.page.fill(f'main [name="{name}"]', value)
