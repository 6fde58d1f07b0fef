"""
What a user does without a mouse.
"""

from typing import Final

from playwright.sync_api import Locator, Page, expect

_FAR: Final = 60
"""Presses of the Tab key after which an element counts as out of reach."""


def press_on(page: Page, target: Locator, key: str) -> None:
    """Go to an element with the Tab key, then press a key on it."""
    expect(target).to_be_enabled()
    for _ in range(_FAR):
        if is_focused(target):
            break
        page.keyboard.press("Tab")
    expect(target).to_be_focused()
    page.keyboard.press(key)


def choose(page: Page, button: Locator, item: Locator) -> None:
    """Open a menu by its button, and choose an item: the menu has the focus as it opens, and arrows go through it."""
    press_on(page, button, "Enter")
    focused = page.get_by_role("menu").locator("*:focus")
    expect(focused).to_have_count(1)
    for _ in range(_FAR):
        if is_focused(item):
            break
        passed = focused.inner_text()
        page.keyboard.press("ArrowDown")
        expect(focused).not_to_have_text(passed)
    expect(item).to_be_focused()
    page.keyboard.press("Enter")


def is_focused(element: Locator) -> bool:
    """Tell whether an element has the focus now."""
    return bool(element.evaluate("element => element === document.activeElement"))


def expect_focus_within(area: Locator) -> None:
    """Wait until the focus is on something in an area."""
    expect(area.locator("*:focus")).to_have_count(1)


def is_focus_behind(dialog: Locator) -> bool:
    """Tell whether the focus is on something of the page behind a dialog; it may be with the browser itself."""
    behind = "element => document.activeElement !== document.body && !element.contains(document.activeElement)"
    return bool(dialog.evaluate(behind))
