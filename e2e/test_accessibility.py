"""
No rule of axe is broken on any step of the dialogs and on any screen, light and dark.
"""

import json
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import find_violations
from e2e.export_dialog import open_export
from e2e.import_dialog import as_file, open_import
from e2e.store import Store

Scheme = Literal["light", "dark"]

ER_SCHEMA = {"erSchemas": ["delivery-er"]}
SCREENS = (
    "/projects/delivery/systems",
    "/projects/delivery/systems?tab=er-schemas",
    "/projects/delivery/systems?tab=cast-functions",
    "/projects/delivery/systems/ordering",
    "/projects/delivery/projections/pr_orders",
    "/projects/delivery/er-schemas/delivery-er",
    "/projects/delivery/cast-functions/castEuroAmount",
    "/projects/delivery/single-views",
    "/projects/delivery/single-views/sv_customer_orders",
    "/projects/insights/projections/pr_addresses",
    "/projects/insights/single-views",
    "/projects/insights/transfers",
    "/projects/insights/settings",
)

each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


@each_scheme
def test_export_dialog(page: Page, store: Store, scheme: Scheme) -> None:  # noqa: ARG001 - the demo as it was
    """The steps of the dialog `Export`: selection, dependencies, done."""
    page.emulate_media(color_scheme=scheme)
    page.goto("/projects/delivery/systems")
    dialog = open_export(page)
    dialog.checkbox("pr_addresses").click()
    assert find_violations(page) == []
    dialog.open_tab("ER Schemas")
    dialog.checkbox("delivery-er").click()
    dialog.button("Export").click()
    expect(dialog.dependency("Will be added", "pr_orders")).to_be_visible()
    assert find_violations(page) == []
    dialog.button("Confirm and export").click()
    expect(dialog.window.get_by_role("status")).to_have_text("The file was downloaded")
    assert find_violations(page) == []


@each_scheme
@pytest.mark.refused(400)
def test_file_step(page: Page, store: Store, scheme: Scheme) -> None:
    """The first step of the dialog `Import`: nothing chosen, a wrong file, a file that rules references out."""
    page.emulate_media(color_scheme=scheme)
    page.goto("/projects/legacy-crm/systems")
    dialog = open_import(page)
    assert find_violations(page) == []
    dialog.choose_file(as_file(b"<html></html>"))
    expect(dialog.window.get_by_role("alert")).to_be_visible()
    assert find_violations(page) == []
    dialog.choose_file(as_file(store.export("delivery", {"projections": ["pr_addresses"]})))
    expect(dialog.radio("As a reference")).to_be_disabled()
    assert find_violations(page) == []


@each_scheme
def test_selection_with_problems(page: Page, store: Store, scheme: Scheme) -> None:
    """The items of an import: a conflict, the field of its new name, and the question before all is lost."""
    page.emulate_media(color_scheme=scheme)
    page.goto("/projects/legacy-crm/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(store.export("delivery", ER_SCHEMA)))
    dialog.radio("As a resource").check()
    dialog.button("Next").click()
    row = dialog.row("pr_customers")
    expect(row).to_contain_text("Name conflict")
    assert find_violations(page) == []
    row.get_by_role("button", name="Edit name", exact=True).click()
    assert find_violations(page) == []
    page.keyboard.press("Escape")
    dialog.button("Close").click()
    expect(page.get_by_role("button", name="Keep editing", exact=True)).to_be_visible()
    assert find_violations(page) == []


@each_scheme
def test_update_review_and_result(page: Page, store: Store, scheme: Scheme) -> None:
    """A reference update: what changes, the code with what stands out, the result, and the result undone."""
    page.emulate_media(color_scheme=scheme)
    store.import_file("insights", store.export("delivery", ER_SCHEMA), mode="reference")
    store.edit("delivery", "cast-functions", "castEuroAmount", casting="export default () => process.env.HOME\n")
    store.edit("delivery", "projections", "pr_orders", description="Orders, with tips")
    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(store.export("delivery", ER_SCHEMA)))
    dialog.button("Next").click()
    dialog.open_tab("Projections")
    dialog.row("pr_orders").get_by_role("button", name="What changes", exact=True).click()
    expect(dialog.row("pr_orders")).to_contain_text("Orders, with tips")
    assert find_violations(page) == []
    dialog.button("Confirm and import").click()
    expect(dialog.window.get_by_role("region", name="castEuroAmount")).to_be_visible()
    assert find_violations(page) == []
    dialog.review.click()
    dialog.button("Confirm and import").click()
    expect(dialog.window).to_contain_text("Import completed")
    assert find_violations(page) == []
    dialog.button("Undo").click()
    expect(dialog.window).to_contain_text("Undone")
    assert find_violations(page) == []


@each_scheme
def test_screens(page: Page, store: Store, scheme: Scheme) -> None:
    """Every screen, with owned resources, references, and nothing."""
    page.emulate_media(color_scheme=scheme)
    store.import_file("insights", store.export("delivery", {"projections": ["pr_addresses"]}), mode="reference")
    found = {}
    for address in SCREENS:
        page.goto(address)
        expect(page.get_by_role("main").get_by_role("heading").first).to_be_visible()
        expect(page.get_by_text("Loading…")).to_have_count(0)
        found[address] = find_violations(page)
    assert json.dumps({address: faults for address, faults in found.items() if faults}, indent=1) == "{}"
