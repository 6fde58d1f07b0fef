"""
What a user does in the dialog `Export`. Nothing is asserted here.
"""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page


class ExportDialog:
    """The dialog `Export`, open on a page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.window = page.get_by_role("dialog", name="Export", exact=True)

    def open_tab(self, name: str) -> None:
        """Show the resources of one kind."""
        self.window.get_by_role("tab", name=re.compile(rf"^{re.escape(name)}\b")).click()

    def checkbox(self, name: str) -> Locator:
        """Give the check box of a resource in the open tab, or `Select all`."""
        return self.window.get_by_role("checkbox", name=name, exact=True)

    def button(self, name: str) -> Locator:
        """Give a button, such as `Confirm and export`."""
        return self.window.get_by_role("button", name=name, exact=True)

    def dependency(self, group: str, name: str) -> Locator:
        """Give the row of a resource in a group of dependencies, such as `Will be added`."""
        cell = self._page.get_by_role("cell", name=name, exact=True)
        return self.window.get_by_role("table", name=group, exact=True).get_by_role("row").filter(has=cell)

    def download(self, folder: Path, *, button: str) -> Path:
        """Click the button that downloads, and keep the file under its own name."""
        with self._page.expect_download() as download:
            self.button(button).click()
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path


def open_export(page: Page) -> ExportDialog:
    """Choose `Export` from the menu of the page."""
    page.get_by_role("button", name="Import / Export", exact=True).click()
    page.get_by_role("menuitem", name="Export", exact=True).click()
    return ExportDialog(page)
