"""
Where scenes are played: before an audience, with captions and a cursor at human pace, or silently, as a test.
"""

from pathlib import Path
from typing import Final

from playwright.sync_api import FilePayload, Locator, Page, expect

from e2e.browser import keep_picture
from e2e.import_dialog import ImportDialog
from e2e.store import Store

OVERLAY: Final = Path(__file__).with_name("overlay.js")
"""What a page needs from its first load on, if there is an audience."""

_GLIDE_MS: Final = 650
"""How long the cursor of the overlay is on its way."""
_LOOK_MS: Final = 900
_READ_MS: Final = 1_200
_READ_CHARACTER_MS: Final = 45
_QUALITY: Final = 80


class Stage:
    """A page for one scene. Without an `audience` nothing is said and nothing waits; `picture` is of the scene."""

    def __init__(self, page: Page, store: Store, *, audience: bool = False, picture: Path | None = None) -> None:
        self.page = page
        self.store = store
        self._audience = audience
        self._picture = picture

    def open(self, address: str) -> None:
        """Go to a page."""
        self.page.goto(address)
        expect(self.page.get_by_role("main")).to_be_visible()

    def say(self, text: str) -> None:
        """Show a caption for as long as it takes to read it."""
        if self._audience:
            self.page.evaluate("text => window.demo.say(text)", text)
            self.page.wait_for_timeout(_READ_MS + _READ_CHARACTER_MS * len(text))

    def point(self, target: Locator) -> None:
        """Move the cursor to something."""
        target.hover()
        self._wait(_GLIDE_MS)

    def click(self, target: Locator) -> None:
        """Go to something with the cursor, and click it."""
        if self._audience:
            expect(target).to_be_enabled()
            self.point(target)
        target.click()
        self._wait(_LOOK_MS)

    def choose(self, dialog: ImportDialog, file: Path | FilePayload) -> None:
        """Click the drop area of the dialog, and choose a file."""
        self.point(dialog.drop_area)
        dialog.choose_file(file)
        self._wait(_LOOK_MS)

    def show(self, target: Locator, text: str, *, keep: bool = False) -> None:
        """Make sure that something is seen, and draw attention to it; with `keep` this is the picture of the scene."""
        expect(target).to_be_visible()
        if self._audience:
            target.scroll_into_view_if_needed()
            self.page.evaluate("box => window.demo.show(box)", target.bounding_box())
            self.say(text)
            if keep and self._picture:
                keep_picture(self.page, self._picture, quality=_QUALITY)
            self.page.evaluate("() => window.demo.show(null)")

    def _wait(self, milliseconds: int) -> None:
        if self._audience:
            self.page.wait_for_timeout(milliseconds)
