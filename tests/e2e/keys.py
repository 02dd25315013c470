"""A person who uses the keyboard alone: everything is reached by Tab, chosen by arrows, pressed by Enter."""

from playwright.sync_api import Page

from tests.e2e.desk import Desk

FARTHEST = 260
"""No page has so many places to stop at; whoever comes so far goes round in circles."""
_HERE = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) return ["", ""];
    const labels = [...(here.labels ?? [])].map((label) => label.innerText);
    const said = [here.getAttribute("aria-label"), ...labels, here.innerText].filter(Boolean).join(" ");
    return [said.replace(/\\s+/g, " ").replace(/ ,/g, ",").trim(), here.tagName.toLowerCase()];
}"""
_CHOSEN = "document.activeElement.selectedOptions?.[0]?.text ?? ''"


class Keys:
    """The keyboard of a desk. Nothing here touches the page but by keys."""

    def __init__(self, desk: Desk):
        self.desk = desk
        self.page: Page = desk.page

    def to(self, name: str, tag: str = "") -> None:
        """Go to the next place that is called so (`tag`: "a", "button", "input", "select", "textarea")."""
        for _ in range(FARTHEST):
            self.page.keyboard.press("Tab")
            if self._is_here(name, tag):
                return
        raise AssertionError(f"“{name}” is not reached by Tab on {self.page.url}")

    def write(self, name: str, text: str) -> None:
        """Go to a field and type into it in place of what it holds."""
        self.to(name)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def choose(self, name: str, words: str) -> None:
        """Go to a list and step to the choice that begins so."""
        self.to(name, "select")
        self.page.keyboard.press("Home")
        for _ in range(FARTHEST):
            if self.page.evaluate(_CHOSEN).startswith(words):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"“{name}” offers no “{words}”")

    def press(self, name: str, tag: str = "") -> None:
        """Go to a link or button and press it; wait for the page that it leads to."""
        self.to(name, tag)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _is_here(self, name: str, tag: str) -> bool:
        said, kind = self.page.evaluate(_HERE)
        return (said == name or said.startswith(f"{name} ")) and (not tag or kind == tag)
