import json
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from e2e.import_dialog import as_file, open_import
from e2e.store import Store

ADDRESSES = {"projections": ["pr_addresses"]}


def test_result_links_to_what_was_imported(page: Page, store: Store) -> None:
    """The last step says what was created, links to it, and lists what is left to do by hand."""
    _import_addresses(page, store)
    dialog = page.get_by_role("dialog", name="Import", exact=True)
    expect(dialog).to_contain_text("2 created")
    left = dialog.get_by_role("complementary").filter(has=page.get_by_role("heading", name="Left to do"))
    expect(left).to_contain_text("Services are not imported")
    dialog.get_by_role("table").get_by_role("link", name="pr_addresses", exact=True).click()
    expect(page.get_by_role("heading", name="pr_addresses", exact=True)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_import_is_taken_back_at_once(page: Page, store: Store, tmp_path: Path) -> None:
    """The last step gives the receipt as a file, and `Undo` takes the import back."""
    _import_addresses(page, store)
    dialog = page.get_by_role("dialog", name="Import", exact=True)
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Download receipt", exact=True).click()
    download.value.save_as(tmp_path / "receipt.json")
    receipt = json.loads((tmp_path / "receipt.json").read_bytes())
    assert receipt["type"] == "import"
    assert [entry["name"] for entry in receipt["created"]] == ["master-data", "pr_addresses"]

    undo = dialog.get_by_role("button", name="Undo", exact=True)
    undo.click()
    expect(dialog.get_by_role("status").filter(has_text="Undone")).to_be_visible()
    expect(undo).to_be_disabled()
    assert store.references("insights") == set()
    assert store.transfers("insights") == ["undo", "import"]


def test_history_takes_an_import_back_later(page: Page, store: Store, tmp_path: Path) -> None:
    """The page `Transfers` lists what happened, when and by whom, keeps the receipts, and can undo an import."""
    store.import_file("insights", store.export("delivery", ADDRESSES), mode="reference")
    page.goto("/projects/insights/transfers")
    row = _row(page, "Import")
    expect(row).to_contain_text("2 created")
    expect(row).to_contain_text("Delivery / main")
    with page.expect_download() as download:
        row.get_by_role("button", name="Download receipt", exact=True).click()
    download.value.save_as(tmp_path / "receipt.json")
    receipt = json.loads((tmp_path / "receipt.json").read_bytes())
    assert receipt["mode"] == "reference"
    expect(row.get_by_role("cell", name=receipt["by"], exact=True)).to_be_visible()
    expect(row).to_contain_text(f":{datetime.fromisoformat(receipt['at']).minute:02}")

    row.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Undo", exact=True).click()
    expect(_row(page, "Undo")).to_be_visible()
    assert store.references("insights") == set()


def test_history_shows_an_export(page: Page, store: Store) -> None:
    """An export is in the history of the project that it came from, with what the file holds."""
    store.export("delivery", ADDRESSES)
    page.goto("/projects/delivery/transfers")
    row = _row(page, "Export")
    row.get_by_role("button", name="Details", exact=True).click()
    expect(page.get_by_role("link", name="pr_addresses", exact=True)).to_be_visible()


def _row(page: Page, kind: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("cell", name=kind, exact=True))


def _import_addresses(page: Page, store: Store) -> None:
    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(store.export("delivery", ADDRESSES)))
    dialog.button("Next").click()
    dialog.confirm()
    expect(dialog.window).to_contain_text("Import completed")
