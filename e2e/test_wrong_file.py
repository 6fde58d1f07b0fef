import json

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.import_dialog import ImportDialog, as_file, open_import
from e2e.store import Store

HTML = b"<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>"


@pytest.mark.refused(400)
def test_console_configuration_is_recognised(page: Page, store: Store) -> None:
    """A configuration of the Console is called that, with the way to make an export file of it."""
    content = json.dumps(store.configuration("delivery")["fastDataConfig"]).encode()
    alert = _choose(page, "fastdata-config.json", content)

    expect(alert).to_contain_text("This is not an export file")
    expect(alert).to_contain_text("It looks like a Console configuration")
    expect(alert).to_contain_text("fdt load")


@pytest.mark.refused(400)
def test_web_page_is_recognised(page: Page) -> None:
    """A page of a login that was saved under the name of a download is called a web page."""
    alert = _choose(page, "fast-data-export-20260220T101233004Z.json", HTML)

    expect(alert).to_contain_text("It looks like a web page")
    expect(alert).to_contain_text("sign in, and download again")


@pytest.mark.refused(400)
def test_truncated_file_says_where_it_ends(page: Page, store: Store) -> None:
    """A download that broke off is told with line and column of its end, and what to do."""
    content = store.export("delivery", {"projections": ["pr_addresses"]})
    part = content[: len(content) // 2]
    lines = part.decode().split("\n")
    alert = _choose(page, "export.json", part)

    expect(alert).to_contain_text(f"Line {len(lines)}, column {len(lines[-1]) + 1}")
    expect(alert).to_contain_text("The text ends too early")
    expect(alert).to_contain_text("download it again")


@pytest.mark.refused(422)
def test_every_fault_of_a_broken_file_is_listed(page: Page, store: Store) -> None:
    """A file that was damaged by hand lists all its faults at once, each with its place."""
    file = json.loads(store.export("delivery", {"projections": ["pr_addresses"]}))
    projection = file["resources"]["systems"]["master-data"]["projections"]["pr_addresses"]
    projection["fields"][0] = {"type": "string"}
    projection["indexes"] = "none"
    alert = _choose(page, "export.json", json.dumps(file, indent=2).encode())

    expect(alert.get_by_role("listitem")).to_have_count(2)
    expect(alert.get_by_role("listitem").first).to_contain_text("Line ")
    expect(alert).to_contain_text("Export it again from the source, or correct what is listed.")


@pytest.mark.refused(400)
def test_right_file_after_a_wrong_one(page: Page, store: Store) -> None:
    """After a wrong file another one can be chosen, and the error is gone."""
    alert = _choose(page, "page.json", HTML)
    expect(alert).to_be_visible()
    dialog = ImportDialog(page)
    expect(dialog.button("Next")).to_be_disabled()
    dialog.choose_file(as_file(store.export("delivery", {"projections": ["pr_addresses"]})))

    expect(dialog.radio("As a reference")).to_be_checked()
    expect(alert).to_have_count(0)
    expect(dialog.button("Next")).to_be_enabled()


def _choose(page: Page, name: str, content: bytes) -> Locator:
    """Choose a file in the dialog of an empty project, and give the alert that tells what is wrong."""
    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(content, name))
    return dialog.window.get_by_role("alert")
