import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.export_dialog import ExportDialog
from e2e.import_dialog import ImportDialog, as_file, open_import
from e2e.keyboard import choose, expect_focus_within, is_focus_behind, is_focused, press_on
from e2e.store import Store


def test_whole_import_without_a_mouse(page: Page, store: Store) -> None:
    """An import with a conflict, from the menu to the result, by keyboard alone."""
    content = store.export("delivery", {"erSchemas": ["delivery-er"]})
    page.goto("/projects/legacy-crm/systems")
    menu = page.get_by_role("button", name="Import / Export", exact=True)
    choose(page, menu, page.get_by_role("menuitem", name="Import", exact=True))

    dialog = ImportDialog(page)
    with page.expect_file_chooser() as chooser:
        press_on(page, dialog.drop_area, "Enter")
    chooser.value.set_files(as_file(content))
    press_on(page, dialog.radio("As a reference"), "ArrowDown")
    expect(dialog.radio("As a resource")).to_be_checked()
    press_on(page, dialog.button("Next"), "Enter")

    press_on(page, dialog.row("pr_customers").get_by_role("button", name="Edit name", exact=True), "Enter")
    expect(dialog.row("pr_customers").get_by_role("textbox", name="New name", exact=True)).to_be_focused()
    page.keyboard.type("pr_buyers")
    page.keyboard.press("Enter")
    expect(dialog.row("pr_customers")).to_contain_text("pr_buyers")
    expect(dialog.button("Confirm and import")).to_be_enabled()
    press_on(page, dialog.button("Confirm and import"), "Enter")
    press_on(page, dialog.review, "Space")
    press_on(page, dialog.button("Confirm and import"), "Enter")
    expect(dialog.window).to_contain_text("14 created")
    page.keyboard.press("Escape")

    expect(dialog.window).to_have_count(0)
    expect(menu).to_be_focused()
    assert "pr_buyers" in store.names("legacy-crm", "projection")


def test_whole_export_without_a_mouse(page: Page, tmp_path: Path) -> None:
    """An export with dependencies, from the menu to the file, by keyboard alone."""
    page.goto("/projects/delivery/systems")
    menu = page.get_by_role("button", name="Import / Export", exact=True)
    choose(page, menu, page.get_by_role("menuitem", name="Export", exact=True))

    dialog = ExportDialog(page)
    tabs = dialog.window.get_by_role("tab")
    press_on(page, dialog.window.get_by_role("tab", selected=True), "ArrowRight")
    expect(tabs.nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(tabs.nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    press_on(page, dialog.window.get_by_role("tree", name="ER Schemas", exact=True), "Space")
    expect(dialog.checkbox("delivery-er")).to_be_checked()
    press_on(page, dialog.button("Export"), "Enter")
    with page.expect_download() as download:
        press_on(page, dialog.button("Confirm and export"), "Enter")
    download.value.save_as(tmp_path / "export.json")
    assert list(json.loads((tmp_path / "export.json").read_bytes())["resources"]["erSchemas"]) == ["delivery-er"]


@pytest.mark.parametrize("name", ["Import", "Export"])
def test_focus_stays_in_the_dialog(page: Page, name: str) -> None:
    """The Tab key goes round within the dialog, in both directions; Escape gives the focus back to the menu."""
    page.goto("/projects/delivery/systems")
    menu = page.get_by_role("button", name="Import / Export", exact=True)
    choose(page, menu, page.get_by_role("menuitem", name=name, exact=True))
    window = page.get_by_role("dialog", name=name, exact=True)
    expect(window.get_by_role("button").nth(2)).to_be_visible()
    expect_focus_within(window)
    for key in ("Tab", "Shift+Tab"):
        for _ in range(12):
            page.keyboard.press(key)
            assert not is_focus_behind(window)
    page.keyboard.press("Escape")
    expect(window).to_have_count(0)
    expect(menu).to_be_focused()


def test_focus_follows_what_is_read(page: Page, store: Store) -> None:
    """In the selection the Tab key goes from the search over tabs and rows to the buttons, and round again."""
    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(store.export("delivery", {"projections": ["pr_addresses"]})))
    dialog.button("Next").click()
    expect(dialog.button("Confirm and import")).to_be_enabled()
    stops = [
        dialog.window.get_by_role("searchbox", name="Search", exact=True),
        dialog.checkbox("Only problems"),
        dialog.window.get_by_role("tab", selected=True),
        dialog.checkbox("Select all"),
        dialog.pick("master-data"),
        dialog.row("master-data").get_by_role("button", name="Edit name", exact=True),
        dialog.button("Back"),
        dialog.button("Confirm and import"),
        dialog.button("Close"),
    ]
    stops[0].focus()
    passed: list[int] = []
    for _ in range(len(stops) * 2):
        passed += [number for number, stop in enumerate(stops) if is_focused(stop)]
        page.keyboard.press("Tab")
    assert passed[: len(stops) + 1] == [*range(len(stops)), 0]


def test_focus_and_announcements_follow_the_work(page: Page, store: Store) -> None:
    """Each step and each field takes the focus and gives it back, and what changes elsewhere is announced."""
    page.goto("/projects/legacy-crm/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(store.export("delivery", {"erSchemas": ["delivery-er"]})))
    dialog.radio("As a resource").check()
    press_on(page, dialog.button("Next"), "Enter")
    edit = dialog.row("pr_customers").get_by_role("button", name="Edit name", exact=True)
    expect(edit).to_be_visible()
    expect_focus_within(dialog.window)
    status = dialog.window.get_by_role("status")
    expect(status).to_have_text("1 problem left")

    field = dialog.row("pr_customers").get_by_role("textbox", name="New name", exact=True)
    press_on(page, edit, "Enter")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(edit).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.row("pr_customers")).to_contain_text("pr_customers_1")
    expect(edit).to_be_focused()
    expect(status).to_have_text("14 new")

    press_on(page, dialog.button("Confirm and import"), "Enter")
    expect(dialog.review).to_be_visible()
    expect_focus_within(dialog.window)
    press_on(page, dialog.review, "Space")
    press_on(page, dialog.button("Confirm and import"), "Enter")
    expect(dialog.window.get_by_role("status").filter(has_text="Import completed")).to_be_visible()
    expect_focus_within(dialog.window)


def test_another_page_begins_at_its_title(page: Page) -> None:
    """Following a link gives the focus to the title of the page that it leads to; opening a page does not."""
    page.goto("/projects/delivery/systems")
    link = page.get_by_role("table").get_by_role("link", name="master-data", exact=True)
    expect(link).to_be_visible()
    expect(page.locator("body")).to_be_focused()
    press_on(page, link, "Enter")
    expect(page.get_by_role("heading", name="master-data", exact=True)).to_be_focused()
    press_on(page, page.get_by_role("link", name="pr_addresses", exact=True), "Enter")
    expect(page.get_by_role("heading", name="pr_addresses", exact=True)).to_be_focused()


def test_another_tab_keeps_the_focus(page: Page) -> None:
    """The address of a tab is still that of the same page."""
    page.goto("/projects/delivery/systems")
    press_on(page, page.get_by_role("tab", selected=True), "ArrowRight")
    expect(page.get_by_role("tab").filter(has_text="ER Schemas")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="ER Schemas", exact=True)).to_be_visible()
    expect(page.get_by_role("tab", selected=True)).to_be_focused()


def test_deleting_leads_to_the_title_of_the_list(page: Page) -> None:
    """What was deleted has no page any more: the focus goes to the list that it was in."""
    page.goto("/projects/delivery/er-schemas/delivery-er")
    press_on(page, page.get_by_role("button", name="Delete", exact=True), "Enter")
    question = page.get_by_role("dialog")
    expect(question.get_by_role("button", name="Cancel", exact=True)).to_be_focused()
    press_on(page, question.get_by_role("button", name="Delete", exact=True), "Enter")
    expect(page.get_by_role("heading", name="Systems of Record", exact=True)).to_be_focused()


def test_leaving_the_form_leads_back_to_edit(page: Page) -> None:
    """Also when it was asked whether what was typed may be lost."""
    page.goto("/projects/delivery/systems/master-data")
    edit = page.get_by_role("button", name="Edit", exact=True)
    press_on(page, edit, "Enter")
    expect(page.get_by_role("textbox", name="Description", exact=True)).to_be_focused()
    page.keyboard.type("Typed ")
    press_on(page, page.get_by_role("button", name="Cancel", exact=True), "Enter")
    question = page.get_by_role("dialog")
    # It takes the focus once it is open, wherever that went meanwhile.
    expect(question.get_by_role("button", name="Keep editing", exact=True)).to_be_focused()
    press_on(page, question.get_by_role("button", name="Leave and lose it", exact=True), "Enter")
    expect(edit).to_be_focused()


def test_detaching_leads_to_edit(page: Page, store: Store) -> None:
    """What is no reference any more can be edited: the focus is where that begins."""
    store.import_file("insights", store.export("delivery", {"projections": ["pr_addresses"]}), mode="reference")
    page.goto("/projects/insights/systems/master-data")
    press_on(page, page.get_by_role("button", name="Detach", exact=True), "Enter")
    question = page.get_by_role("dialog")
    expect(question.get_by_role("button", name="Cancel", exact=True)).to_be_focused()
    press_on(page, question.get_by_role("button", name="Detach", exact=True), "Enter")
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_focused()
    assert store.references("insights") == set()
