from playwright.sync_api import Page, expect

from e2e.import_dialog import ImportDialog, as_file
from e2e.keyboard import press_on
from e2e.store import Store


def test_whole_import_without_a_mouse(page: Page, store: Store) -> None:
    """An import with a conflict, from the menu to the result, by keyboard alone."""
    content = store.export("delivery", {"erSchemas": ["delivery-er"]})
    page.goto("/projects/legacy-crm/systems")
    menu = page.get_by_role("button", name="Import / Export", exact=True)
    press_on(page, menu, "Enter")
    press_on(page, page.get_by_role("menuitem", name="Import", exact=True), "Enter")

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
