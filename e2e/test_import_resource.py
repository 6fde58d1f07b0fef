from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.import_dialog import ImportDialog, as_file, open_import
from e2e.store import Store

ER_SCHEMA = {"erSchemas": ["delivery-er"]}
"""Its projection `pr_customers` has a name that Legacy CRM has too."""


def test_conflict_is_solved_by_the_suggested_name(
    page: Page, store: Store, take_picture: Callable[[str], None]
) -> None:
    """A name that is taken stops the import; the free one that is suggested solves it, wherever the name is used."""
    own = store.resource("legacy-crm", "projections", "pr_customers")["entry"]
    dialog = _open_selection(page, store)
    dialog.open_tab("Projections")
    row = dialog.row("pr_customers")
    expect(row).to_contain_text("Name conflict")
    expect(row).to_contain_text('The name "pr_customers" is taken by a Projection of this project.')
    expect(dialog.window).to_contain_text("1 problem left")
    expect(dialog.button("Confirm and import")).to_be_disabled()
    expect(row.get_by_role("button", name="Edit name", exact=True)).to_be_visible()
    take_picture("import-selection")

    dialog.rename("pr_customers")
    expect(row).to_contain_text("pr_customers_1")
    expect(row).to_contain_text("New")
    dialog.confirm(code=True)
    expect(dialog.window).to_contain_text("14 created")

    assert store.resource("legacy-crm", "projections", "pr_customers")["entry"] == own
    copy = store.resource("legacy-crm", "projections", "pr_customers_1")
    assert copy["system"] == "master-data"
    assert "reference" not in copy or copy["reference"] is None
    nodes = store.resource("legacy-crm", "er-schemas", "delivery-er")["entry"]["erSchema"]["config"]
    assert "pr_customers_1" in nodes
    assert "pr_customers" not in nodes


def test_copy_can_be_edited(page: Page, store: Store) -> None:
    """What came as a resource has no label, and its page offers `Edit`."""
    store.import_file("legacy-crm", store.export("delivery", {"projections": ["pr_addresses"]}), mode="resource")
    page.goto("/projects/legacy-crm/projections/pr_addresses")
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_enabled()
    expect(page.get_by_role("button", name="Reference", exact=True)).to_have_count(0)


def test_taken_name_is_refused_at_once(page: Page, store: Store) -> None:
    """A new name is checked when it is given: a taken one is another conflict, and its own name can be had back."""
    dialog = _open_selection(page, store)
    dialog.open_tab("Projections")
    row = dialog.row("pr_customers")
    dialog.rename("pr_customers", "pr_contracts")
    expect(row).to_contain_text('The name "pr_contracts" is taken')
    dialog.rename("pr_customers", "not a name")
    expect(row).to_contain_text("Invalid name")
    expect(dialog.button("Confirm and import")).to_be_disabled()
    dialog.rename("pr_customers", "pr_buyers")
    expect(row).to_contain_text("New")
    expect(dialog.button("Confirm and import")).to_be_enabled()


def test_new_name_counts_however_its_field_is_left(page: Page, store: Store) -> None:
    """A name that was typed is taken when another tab is opened, without Enter; what is confirmed has it."""
    dialog = _open_selection(page, store)
    dialog.open_tab("Projections")
    row = dialog.row("pr_customers")
    row.get_by_role("button", name="Edit name", exact=True).click()
    row.get_by_role("textbox", name="New name", exact=True).fill("pr_buyers")
    dialog.open_tab("ER Schemas")
    dialog.confirm(code=True)
    expect(dialog.window).to_contain_text("14 created")
    assert "pr_buyers" in store.names("legacy-crm", "projection")


def test_architecture_rules_references_out(page: Page, store: Store) -> None:
    """Without a Single View Trigger Generator `As a reference` is closed, with the services that were looked at."""
    content = store.export("delivery", {"projections": ["pr_addresses"]})
    page.goto("/projects/legacy-crm/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(content))

    expect(dialog.radio("As a reference")).to_be_disabled()
    expect(dialog.radio("As a resource")).to_be_checked()
    expect(dialog.window).to_contain_text("This branch uses the standard architecture.")
    expect(dialog.window.get_by_role("listitem").filter(has_text="crm-updater")).to_contain_text("Real-Time Updater")
    expect(dialog.window.get_by_role("listitem").filter(has_text="sv-crm-customer-creator")).to_be_visible()


def test_architecture_blocks_the_rows_that_it_concerns(page: Page, store: Store) -> None:
    """When only some items cannot be references here, their rows say why, and the others can be imported."""
    page.goto("/projects/legacy-crm/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(store.export("delivery", ER_SCHEMA)))
    dialog.radio("As a reference").check()
    dialog.button("Next").click()
    expect(dialog.row("ordering")).to_contain_text("Blocked")
    expect(dialog.row("ordering")).to_contain_text("Single View Trigger Generator")
    expect(dialog.row("ordering")).to_contain_text("crm-updater")
    dialog.open_tab("Cast Functions")
    expect(dialog.row("castEuroAmount")).to_contain_text("New")
    expect(dialog.button("Confirm and import")).to_be_disabled()
    assert store.references("legacy-crm") == set()


def test_only_problems_hides_the_rest(page: Page, store: Store) -> None:
    """The filter `Only problems` leaves the rows that stop the import."""
    dialog = _open_selection(page, store)
    dialog.open_tab("Projections")
    expect(dialog.row("pr_orders")).to_be_visible()
    dialog.checkbox("Only problems").click()
    expect(dialog.row("pr_customers")).to_be_visible()
    expect(dialog.row("pr_orders")).to_have_count(0)
    dialog.checkbox("Only problems").click()
    expect(dialog.row("pr_orders")).to_be_visible()


def test_deselected_item_stays_out(page: Page, store: Store) -> None:
    """An item that is deselected is no problem any more, is skipped by the import, and the rest is imported."""
    dialog = _open_selection(page, store)
    dialog.open_tab("Projections")
    dialog.pick("pr_customers").click()
    expect(dialog.row("pr_customers")).to_contain_text("Not selected")
    dialog.confirm(code=True)
    expect(dialog.window).to_contain_text("13 created")
    expect(dialog.window).to_contain_text("1 skipped")
    assert "pr_dishes" in store.names("legacy-crm", "projection")
    assert store.resource("legacy-crm", "projections", "pr_customers")["system"] == "crm"


def test_going_back_keeps_the_choices(page: Page, store: Store) -> None:
    """`Back` and `Next` again: mode, deselected items and new names are as they were."""
    dialog = _open_selection(page, store)
    dialog.open_tab("Projections")
    dialog.rename("pr_customers")
    dialog.pick("pr_dishes").click()
    expect(dialog.row("pr_dishes")).to_contain_text("Not selected")
    dialog.button("Back").click()
    expect(dialog.radio("As a resource")).to_be_checked()
    dialog.button("Next").click()
    dialog.open_tab("Projections")

    expect(dialog.row("pr_customers")).to_contain_text("pr_customers_1")
    expect(dialog.pick("pr_dishes")).not_to_be_checked()
    expect(dialog.pick("pr_orders")).to_be_checked()


def _open_selection(page: Page, store: Store) -> ImportDialog:
    page.goto("/projects/legacy-crm/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(store.export("delivery", ER_SCHEMA)))
    dialog.radio("As a resource").check()
    dialog.button("Next").click()
    return dialog
