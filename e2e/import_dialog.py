"""
What a user does in the dialog `Import`. Nothing is asserted here.
"""

import re
from pathlib import Path
from typing import Final

from playwright.sync_api import FilePayload, Locator, Page

_DROP_AREA: Final = re.compile(r"[Dd]rop (an export file here, or choose one|or choose another file)")

_REVIEWED: Final = re.compile(r"I have reviewed \d+ functions?")

_DROP: Final = """(target, contents) => {
  const data = new DataTransfer()
  for (const content of contents) data.items.add(new File([content], "dropped.json", { type: "application/json" }))
  for (const type of ["dragenter", "dragover", "drop"])
    target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }))
}"""


class ImportDialog:
    """The dialog `Import`, open on a page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.window = page.get_by_role("dialog", name="Import", exact=True)
        self.drop_area = self.window.get_by_role("button", name=_DROP_AREA)

    def choose_file(self, file: Path | FilePayload) -> None:
        """Click the drop area, and choose a file."""
        with self._page.expect_file_chooser() as chooser:
            self.drop_area.click()
        chooser.value.set_files(file)

    def drop(self, *contents: bytes) -> None:
        """Drop files beside the drop area, on the title."""
        title = self.window.get_by_text("Import", exact=True)
        title.evaluate(_DROP, [content.decode() for content in contents])

    def drop_on_area(self, *contents: bytes) -> None:
        """Drop files on the drop area."""
        self.drop_area.evaluate(_DROP, [content.decode() for content in contents])

    def radio(self, name: str) -> Locator:
        """Give `As a reference` or `As a resource`."""
        return self.window.get_by_role("radio", name=name, exact=True)

    def button(self, name: str) -> Locator:
        """Give a button, such as `Confirm and import`."""
        return self.window.get_by_role("button", name=name, exact=True)

    def checkbox(self, name: str) -> Locator:
        """Give a check box, such as `Only problems`."""
        return self.window.get_by_role("checkbox", name=name, exact=True)

    def open_tab(self, name: str) -> None:
        """Show the items of one kind."""
        self.window.get_by_role("tab", name=re.compile(rf"^{re.escape(name)}\b")).click()

    def pick(self, name: str) -> Locator:
        """Give the check box of an item in the open tab."""
        return self.checkbox(name)

    def row(self, name: str) -> Locator:
        """Give the row of an item in the open tab."""
        # What a filter has is looked for inside of each row.
        pick = self._page.get_by_role("checkbox", name=name, exact=True)
        return self.window.get_by_role("row").filter(has=pick)

    @property
    def review(self) -> Locator:
        """Give the check box that says that the code was read."""
        return self.window.get_by_role("checkbox", name=_REVIEWED)

    def confirm(self, *, code: bool = False) -> None:
        """Confirm the import; with `code`, after reading the code that it brings."""
        self.button("Confirm and import").click()
        if code:
            self.review.click()
            self.button("Confirm and import").click()

    def rename(self, name: str, new_name: str | None = None) -> None:
        """Give an item of the open tab another name, or take the one that is suggested."""
        row = self.row(name)
        row.get_by_role("button", name="Edit name", exact=True).click()
        field = row.get_by_role("textbox", name="New name", exact=True)
        if new_name is not None:
            field.fill(new_name)
        field.press("Enter")


def open_import(page: Page) -> ImportDialog:
    """Choose `Import` from the menu of the page."""
    page.get_by_role("button", name="Import / Export", exact=True).click()
    page.get_by_role("menuitem", name="Import", exact=True).click()
    return ImportDialog(page)


def as_file(content: bytes, name: str = "export.json") -> FilePayload:
    """Make a file for choosing, from what it holds."""
    return {"name": name, "mimeType": "application/json", "buffer": content}
