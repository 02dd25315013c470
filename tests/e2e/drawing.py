"""The hands on the editor of diagrams: choose an element, add behind it by keys, wait until the server has it."""

from playwright.sync_api import Page, expect


def ready(page: Page) -> None:
    """Wait until the editor is there."""
    expect(page.locator('[data-drawing="ready"]')).to_be_attached()


def saved(page: Page) -> None:
    """Wait until the server has everything."""
    expect(page.locator('[data-saving-state="saved"]')).to_contain_text("Đã lưu")


def choose(page: Page, element_id: str) -> None:
    """Click an element; the keyboard is the drawing's from then on."""
    page.evaluate("document.activeElement?.blur()")  # out of the panel
    page.locator(f'[data-element-id="{element_id}"]').first.click()


def append(page: Page, element_id: str, words: str) -> None:
    """Add what the menu finds under some words behind an element, by keys."""
    choose(page, element_id)
    page.keyboard.press("a")
    page.keyboard.type(words)  # at once, as people do
    found = page.locator('.djs-popup [data-group="default"] .entry')  # the one list there is when something is sought
    expect(found.first).to_contain_class("selected")
    page.keyboard.press("Enter")
    expect(page.locator(".djs-popup")).to_have_count(0)
