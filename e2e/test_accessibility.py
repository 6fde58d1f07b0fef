"""
No rule of axe is broken on any step of the dialogs and on any screen, light and dark.
"""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, Route, expect

from e2e.accessibility import find_violations
from e2e.export_dialog import open_export
from e2e.import_dialog import ImportDialog, as_file, open_import
from e2e.store import Store

ADDRESSES = {"projections": ["pr_addresses"]}
ER_SCHEMA = {"erSchemas": ["delivery-er"]}
Role = Literal["heading", "link", "switch", "table"]

SCREENS: dict[str, tuple[Role, str]] = {
    "/projects/delivery/systems": ("link", "ordering"),
    "/projects/delivery/systems?q=nothing": ("table", "Systems of Record"),
    "/projects/delivery/systems?tab=er-schemas": ("link", "delivery-er"),
    "/projects/delivery/systems?tab=cast-functions": ("link", "castEuroAmount"),
    "/projects/delivery/systems/ordering": ("link", "pr_orders"),
    "/projects/delivery/projections/pr_orders": ("table", "Fields"),
    "/projects/delivery/er-schemas/delivery-er": ("table", "Relations"),
    "/projects/delivery/cast-functions/castEuroAmount": ("heading", "Code"),
    "/projects/delivery/single-views": ("link", "sv_customer_orders"),
    "/projects/delivery/single-views/sv_customer_orders": ("table", "Fields"),
    "/projects/delivery/nothing": ("heading", "This page does not exist"),
    "/projects/insights/systems": ("link", "master-data"),
    "/projects/insights/projections/pr_addresses": ("table", "Fields"),
    "/projects/insights/single-views": ("heading", "There are no Single Views yet"),
    "/projects/insights/transfers": ("table", "Transfers"),
    "/projects/insights/settings": ("switch", "Fast Data Import / Export"),
}
"""What is on each screen once it is complete."""


@pytest.mark.parametrize("address", SCREENS)
def test_screen(page: Page, store: Store, address: str) -> None:
    """Every screen, with owned resources, references, nothing, and what does not exist."""
    store.import_file("insights", store.export("delivery", ADDRESSES), mode="reference")
    role, name = SCREENS[address]
    page.goto(address)
    expect(page.get_by_role("main").get_by_role(role, name=name).first).to_be_visible()
    expect(page.get_by_text("Loading…")).to_have_count(0)
    assert find_violations(page) == []


@pytest.mark.refused(404)
@pytest.mark.parametrize(
    "address, title",
    [
        ("/projects/nothing/systems", "This Project does not exist, or you may not see it"),
        ("/projects/delivery/systems?branch=nothing", "There is no branch “nothing” in this Project"),
        ("/projects/delivery/projections/nothing", "Projection nothing does not exist in branch main"),
    ],
)
def test_what_is_not_there(page: Page, address: str, title: str) -> None:
    """The pages for a project, a branch and a resource that the address names in vain."""
    page.goto(address)
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    assert find_violations(page) == []


def test_menu_and_popover(page: Page, store: Store) -> None:
    """The menu of `Import / Export`, and where a reference comes from."""
    store.import_file("insights", store.export("delivery", ADDRESSES), mode="reference")
    page.goto("/projects/insights/systems")
    page.get_by_role("button", name="Import / Export", exact=True).click()
    expect(page.get_by_role("menuitem", name="Export", exact=True)).to_be_visible()
    assert find_violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Reference", exact=True).hover()
    expect(page.get_by_role("tooltip")).to_contain_text("Source project")
    assert find_violations(page) == []


def test_export_dialog(page: Page) -> None:
    """The steps of the dialog `Export`: selection, dependencies, done."""
    page.goto("/projects/delivery/systems")
    dialog = open_export(page)
    dialog.checkbox("pr_addresses").click()
    expect(dialog.checkbox("pr_addresses")).to_be_checked()
    assert find_violations(page) == []
    dialog.open_tab("ER Schemas")
    dialog.checkbox("delivery-er").click()
    dialog.button("Export").click()
    expect(dialog.dependency("Will be added", "pr_orders")).to_be_visible()
    assert find_violations(page) == []
    dialog.button("Confirm and export").click()
    expect(dialog.window.get_by_role("status")).to_have_text("The file was downloaded")
    assert find_violations(page) == []


@pytest.mark.refused(400)
@pytest.mark.refused(422)
def test_file_step(page: Page, store: Store) -> None:
    """The first step of the dialog `Import`: nothing, a wrong file, a broken one, one that rules references out."""
    page.goto("/projects/legacy-crm/systems")
    dialog = open_import(page)
    expect(dialog.drop_area).to_be_visible()
    assert find_violations(page) == []
    dialog.choose_file(as_file(b"<html></html>"))
    expect(dialog.window.get_by_role("alert")).to_be_visible()
    assert find_violations(page) == []
    content = store.export("delivery", ADDRESSES)
    dialog.choose_file(as_file(content.replace(b'"fields": [', b'"fields": [1, ')))
    expect(dialog.window.get_by_role("alert").get_by_role("listitem").first).to_be_visible()
    assert find_violations(page) == []
    dialog.choose_file(as_file(content))
    expect(dialog.radio("As a reference")).to_be_disabled()
    assert find_violations(page) == []


def test_sending(page: Page, store: Store) -> None:
    """A file on its way."""

    def hold(_: Route) -> None:
        """Answer nothing."""

    page.route("**/imports/plan*", hold, times=1)
    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(store.export("delivery", ADDRESSES)))
    expect(dialog.window.get_by_role("progressbar")).to_be_visible()
    assert find_violations(page) == []
    dialog.button("Stop sending").click()


def test_selection_with_problems(page: Page, store: Store) -> None:
    """The items of an import: a conflict, the field of its new name, and the questions before all is lost."""
    dialog = _look(page, "legacy-crm", store.export("delivery", ER_SCHEMA), "As a resource")
    row = dialog.row("pr_customers")
    expect(row).to_contain_text("Name conflict")
    assert find_violations(page) == []
    row.get_by_role("button", name="Edit name", exact=True).click()
    expect(row.get_by_role("textbox", name="New name", exact=True)).to_be_focused()
    assert find_violations(page) == []
    page.keyboard.press("Escape")
    dialog.button("Close").click()
    question = page.get_by_role("button", name="Keep editing", exact=True)
    expect(question).to_be_visible()
    assert find_violations(page) == []
    question.click()
    expect(question).to_have_count(0)
    dialog.rename("pr_customers")
    expect(dialog.button("Confirm and import")).to_be_enabled()
    dialog.drop(store.export("delivery", ADDRESSES))
    expect(page.get_by_role("button", name="Use this file", exact=True)).to_be_visible()
    assert find_violations(page) == []


@pytest.mark.refused(409)
def test_stale_plan(page: Page, store: Store) -> None:
    """What moved while the items of an import were looked at."""
    dialog = _look(page, "insights", store.export("delivery", ADDRESSES), "As a resource")
    expect(dialog.button("Confirm and import")).to_be_enabled()
    store.import_file("insights", store.export("delivery", ADDRESSES), mode="reference")
    dialog.confirm()
    expect(dialog.window.get_by_role("alert")).to_contain_text("The Project changed since you looked")
    assert find_violations(page) == []


def test_update_review_and_result(page: Page, store: Store) -> None:
    """A reference update: what changes, the code with what stands out, the result, and the result undone."""
    store.import_file("insights", store.export("delivery", ER_SCHEMA), mode="reference")
    store.edit("delivery", "cast-functions", "castEuroAmount", casting="export default () => process.env.HOME\n")
    store.edit("delivery", "projections", "pr_orders", description="Orders, with tips")
    dialog = _look(page, "insights", store.export("delivery", ER_SCHEMA), "As a reference")
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


def test_undo_that_keeps_something(page: Page, store: Store) -> None:
    """The question before an import is undone from the history, and what was kept since it was edited."""
    content = store.export("delivery", {"singleViews": ["sv_customer_orders"], **ADDRESSES})
    store.import_file("insights", content, mode="resource")
    store.edit("insights", "projections", "pr_addresses", description="mine now")
    page.goto("/projects/insights/transfers")
    page.get_by_role("button", name="Undo", exact=True).click()
    question = page.get_by_role("dialog")
    expect(question).to_be_visible()
    assert find_violations(page) == []
    question.get_by_role("button", name="Undo", exact=True).click()
    kept = page.get_by_role("listitem").filter(has_text="pr_addresses")
    expect(kept).to_be_visible()
    assert find_violations(page) == []


@pytest.mark.refused(422)
def test_edit_form_with_a_fault(page: Page) -> None:
    """The form of a projection, what the server refuses of it, and the question before it is lost."""
    page.goto("/projects/delivery/projections/pr_orders")
    page.get_by_role("button", name="Edit", exact=True).click()
    name = page.get_by_role("table", name="Fields", exact=True).get_by_role("textbox", name="Name, row 2", exact=True)
    expect(name).to_be_visible()
    assert find_violations(page) == []
    name.fill("order_id")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("order_id")
    assert find_violations(page) == []
    page.get_by_role("link", name="Transfers", exact=True).click()
    expect(page.get_by_role("dialog", name="Leave without saving?", exact=True)).to_be_visible()
    assert find_violations(page) == []


@pytest.mark.parametrize(
    "address, field",
    [
        ("/projects/delivery/er-schemas/menu-er", "JSON"),
        ("/projects/delivery/cast-functions/castEuroAmount", "Code"),
        ("/projects/delivery/single-views/sv_customer_orders", "Description"),
    ],
)
def test_edit_form(page: Page, address: str, field: str) -> None:
    """The forms with an editor of code, of JSON, and of a Single View."""
    page.goto(address)
    page.get_by_role("button", name="Edit", exact=True).click()
    form = page.get_by_role("form", name=re.compile("^Edit "))
    expect(form.get_by_role("textbox", name=field, exact=True)).to_be_visible()
    assert find_violations(page) == []


@pytest.mark.parametrize(
    "address, button",
    [
        ("/projects/delivery/single-views/sv_customer_orders", "Delete"),
        ("/projects/insights/systems/master-data", "Detach"),
    ],
)
def test_question_before_a_loss(page: Page, store: Store, address: str, button: str) -> None:
    """The questions before a resource is deleted or detached."""
    store.import_file("insights", store.export("delivery", ADDRESSES), mode="reference")
    page.goto(address)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("button", name=button, exact=True)).to_be_visible()
    assert find_violations(page) == []


def _look(page: Page, project: str, content: bytes, mode: str) -> ImportDialog:
    page.goto(f"/projects/{project}/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(content))
    dialog.radio(mode).check()
    dialog.button("Next").click()
    return dialog
