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
        if target.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(target).to_be_focused()
    page.keyboard.press(key)
