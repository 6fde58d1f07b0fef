"""
The dialogs, step by step.
"""

import json
from typing import Any, Final

from playwright.sync_api import Page, expect

from e2e.export_dialog import ExportDialog, open_export
from e2e.import_dialog import ImportDialog, as_file, open_import
from e2e.store import Store

ER_SCHEMA: Final[dict[str, Any]] = {"erSchemas": ["delivery-er"]}
ADDRESSES: Final[dict[str, Any]] = {"projections": ["pr_addresses"]}


def export_small(page: Page, _: Store) -> None:
    """A system with its projections in the tree, one of them left out."""
    dialog = _open_export(page, "delivery")
    dialog.checkbox("ordering").click()


def export_er_schemas(page: Page, _: Store) -> None:
    """The tab of the ER schemas."""
    _open_export(page, "delivery").open_tab("ER Schemas")


def export_large(page: Page, _: Store) -> None:
    """The tree of 2,000 projections, all selected."""
    _open_export(page, "warehouse").checkbox("Select all").click()


def export_nothing(page: Page, _: Store) -> None:
    """An empty project."""
    _open_export(page, "empty")


def export_dependencies(page: Page, _: Store) -> None:
    """What an ER schema needs, and why."""
    dialog = _open_export(page, "delivery")
    dialog.open_tab("ER Schemas")
    dialog.checkbox("delivery-er").click()
    dialog.button("Export").click()
    expect(dialog.button("Confirm and export")).to_be_visible()


def import_start(page: Page, _: Store) -> None:
    """Before a file is chosen."""
    _open_import(page, "empty")


def import_file(page: Page, store: Store) -> None:
    """What a file holds, and how to import it."""
    _choose(page, "empty", store.export("delivery", ER_SCHEMA))


def import_wrong_file(page: Page, store: Store) -> None:
    """A configuration of the Console."""
    configuration = store.configuration("delivery")["fastDataConfig"]
    dialog = _open_import(page, "empty")
    dialog.choose_file(as_file(json.dumps(configuration).encode(), "fastdata-config.json"))
    expect(dialog.window.get_by_role("alert")).to_be_visible()


def import_broken_file(page: Page, store: Store) -> None:
    """A file with faults, each with its place."""
    file = json.loads(store.export("delivery", {"projections": ["pr_addresses"]}))
    projection = file["resources"]["systems"]["master-data"]["projections"]["pr_addresses"]
    projection["fields"][0] = {"type": "string"}
    projection["indexes"] = "none"
    dialog = _open_import(page, "empty")
    dialog.choose_file(as_file(json.dumps(file, indent=2).encode()))
    expect(dialog.window.get_by_role("alert")).to_be_visible()


def import_blocked(page: Page, store: Store) -> None:
    """A project whose architecture rules references out."""
    dialog = _open_import(page, "legacy-crm")
    dialog.choose_file(as_file(store.export("delivery", {"projections": ["pr_addresses"]})))
    expect(dialog.radio("As a reference")).to_be_disabled()


def import_new(page: Page, store: Store) -> None:
    """A selection in which everything is new."""
    _select(page, "empty", store.export("delivery", ER_SCHEMA))


def import_blocked_rows(page: Page, store: Store) -> None:
    """Rows that say why they are blocked."""
    dialog = _choose(page, "legacy-crm", store.export("delivery", ER_SCHEMA))
    dialog.radio("As a reference").check()
    dialog.button("Next").click()
    expect(dialog.row("ordering")).to_be_visible()


def import_conflict(page: Page, store: Store) -> None:
    """A name that is taken."""
    dialog = _choose(page, "legacy-crm", store.export("delivery", ER_SCHEMA))
    dialog.radio("As a resource").check()
    dialog.button("Next").click()
    dialog.open_tab("Projections")
    expect(dialog.row("pr_customers")).to_be_visible()


def import_rename(page: Page, store: Store) -> None:
    """A name that is being edited."""
    import_conflict(page, store)
    ImportDialog(page).row("pr_customers").get_by_role("button", name="Edit name", exact=True).click()


def import_update(page: Page, store: Store) -> None:
    """What the next file of a source brings."""
    file = json.loads(store.export("delivery", ER_SCHEMA))
    orders = file["resources"]["systems"]["ordering"]["projections"]["pr_orders"]
    orders["description"] = "Orders, with tips since spring"
    orders["fields"].append({**orders["fields"][-1], "name": "TIP"})
    del file["digests"]
    dialog = _select(page, "insights", json.dumps(file).encode())
    dialog.open_tab("Projections")
    dialog.window.get_by_role("searchbox", name="Search", exact=True).fill("pr_orders")
    dialog.row("pr_orders").get_by_role("button", name="What changes").click()
    expect(dialog.row("pr_orders")).to_contain_text("Orders, with tips since spring")


def import_large(page: Page, store: Store) -> None:
    """A selection of 2,000 projections."""
    dialog = _select(page, "empty", store.export("warehouse"))
    dialog.open_tab("Projections")


def import_review(page: Page, store: Store) -> None:
    """The code that an import brings."""
    dialog = _select(page, "empty", store.export("delivery", ER_SCHEMA))
    dialog.button("Confirm and import").click()
    expect(dialog.review).to_be_visible()


def import_result(page: Page, store: Store) -> None:
    """What an import did, and what is left to do. It writes."""
    import_conflict(page, store)
    dialog = ImportDialog(page)
    dialog.rename("pr_customers")
    dialog.confirm(code=True)
    expect(dialog.window).to_contain_text("Import completed")


def import_nothing(page: Page, store: Store) -> None:
    """A file that was imported before."""
    dialog = _select(page, "insights", store.export("delivery", ER_SCHEMA))
    dialog.button("Confirm and import").click()
    expect(dialog.window).to_contain_text("Nothing to change")


def export_done(page: Page, _: Store) -> None:
    """The file was downloaded."""
    dialog = _open_export(page, "versioned")
    dialog.checkbox("ordering").click()
    dialog.button("Export").click()
    expect(dialog.window.get_by_text("The file was downloaded")).to_be_visible()


def import_close(page: Page, store: Store) -> None:
    """What closing would lose."""
    dialog = _select(page, "empty", store.export("delivery", ER_SCHEMA))
    dialog.pick("ordering").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Keep editing", exact=True)).to_be_visible()


def import_other_file(page: Page, store: Store) -> None:
    """What another file would lose."""
    dialog = _select(page, "empty", store.export("delivery", ER_SCHEMA))
    dialog.pick("ordering").click()
    dialog.drop(store.export("delivery", ER_SCHEMA))
    expect(page.get_by_role("button", name="Keep editing", exact=True)).to_be_visible()


def import_older(page: Page, store: Store) -> None:
    """A file that is older than the references."""
    content = store.export("versioned", ADDRESSES)
    store.import_file("older", content, mode="reference")
    file = json.loads(content)
    file["metadata"]["exportedAt"] = "2025-12-24T10:12:33.004Z"
    file["resources"]["systems"]["master-data"]["description"] = "Before it was renamed"
    del file["digests"]
    _select(page, "older", json.dumps(file).encode())


def import_review_changes(page: Page, store: Store) -> None:
    """Code that was changed in the source, beside what is here."""
    file = json.loads(store.export("delivery", ER_SCHEMA))
    function = file["resources"]["castFunctions"]["castEuroAmount"]
    function["casting"] = function["casting"].replace("return", "console.log('seen')\n  return", 1)
    del file["digests"]
    dialog = _select(page, "insights", json.dumps(file).encode())
    dialog.button("Confirm and import").click()
    expect(dialog.review).to_be_visible()


def import_stale(page: Page, store: Store) -> None:
    """What moved in the project since the plan was made; it writes."""
    dialog = _choose(page, "legacy-crm", store.export("delivery", {"singleViews": ["sv_customer_orders"]}))
    dialog.radio("As a resource").check()
    dialog.button("Next").click()
    expect(dialog.button("Confirm and import")).to_be_enabled()
    store.create("legacy-crm", "single-views", {"name": "sv_customer_orders", "fields": [], "indexes": []})
    dialog.confirm()
    expect(dialog.window.get_by_role("alert")).to_be_visible()


def import_undone(page: Page, store: Store) -> None:
    """An import that was taken back at once; it writes."""
    dialog = _select(page, "insights", store.export("delivery", {"singleViews": ["sv_customer_orders"]}))
    dialog.confirm()
    dialog.button("Undo").click()
    expect(dialog.window.get_by_role("status").filter(has_text="Undone")).to_be_visible()


def _open_export(page: Page, project: str) -> ExportDialog:
    page.goto(f"/projects/{project}/systems")
    return open_export(page)


def _open_import(page: Page, project: str) -> ImportDialog:
    page.goto(f"/projects/{project}/systems")
    return open_import(page)


def _choose(page: Page, project: str, content: bytes) -> ImportDialog:
    dialog = _open_import(page, project)
    dialog.choose_file(as_file(content))
    expect(dialog.button("Next")).to_be_enabled()
    return dialog


def _select(page: Page, project: str, content: bytes) -> ImportDialog:
    dialog = _choose(page, project, content)
    dialog.button("Next").click()
    expect(dialog.button("Confirm and import")).to_be_visible()
    return dialog


STEPS: Final = {
    "export-empty": export_nothing,
    "export-small": export_small,
    "export-er-schemas": export_er_schemas,
    "export-large": export_large,
    "export-dependencies": export_dependencies,
    "export-done": export_done,
    "import-start": import_start,
    "import-file": import_file,
    "import-wrong-file": import_wrong_file,
    "import-broken-file": import_broken_file,
    "import-blocked": import_blocked,
    "import-new": import_new,
    "import-blocked-rows": import_blocked_rows,
    "import-conflict": import_conflict,
    "import-rename": import_rename,
    "import-update": import_update,
    "import-large": import_large,
    "import-review": import_review,
    "import-review-changes": import_review_changes,
    "import-close": import_close,
    "import-other-file": import_other_file,
    "import-older": import_older,
    "import-nothing": import_nothing,
    # From here on they write.
    "import-result": import_result,
    "import-undone": import_undone,
    "import-stale": import_stale,
}

ITALIAN: Final = {
    "export-small",
    "export-dependencies",
    "import-file",
    "import-wrong-file",
    "import-blocked-rows",
    "import-conflict",
    "import-update",
    "import-review",
    "import-result",
}
"""Those that are shown in Italian too."""
