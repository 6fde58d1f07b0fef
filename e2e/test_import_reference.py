import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from e2e.export_dialog import open_export
from e2e.import_dialog import ImportDialog, as_file, open_import
from e2e.keyboard import press_on
from e2e.store import Store

ADDRESSES = {"projections": ["pr_addresses"]}
ER_SCHEMA = {"erSchemas": ["delivery-er"]}
REFERENCES = {
    ("system", "master-data"),
    ("system", "ordering"),
    ("projection", "pr_addresses"),
    ("projection", "pr_customers"),
    ("projection", "pr_dishes"),
    ("projection", "pr_order_lines"),
    ("projection", "pr_orders"),
    ("projection", "pr_restaurants"),
    ("projection", "pr_shipments"),
    ("erSchema", "delivery-er"),
    ("castFunction", "castCommaList"),
    ("castFunction", "castEpochToDate"),
    ("castFunction", "castEuroAmount"),
    ("castFunction", "castPhoneNumber"),
}
TABS = {
    "Systems of Record": "ordering",
    "Projections": "pr_orders",
    "ER Schemas": "delivery-er",
    "Cast Functions": "castEuroAmount",
}
TIME = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}, \d{2}:\d{2}")
PROVENANCE = re.compile(r"Source project.*Delivery.*Branch.*main.*Exported at.* \d{4}, \d{1,2}:\d{2}")
PAGES = {
    "systems": "ordering",
    "projections": "pr_orders",
    "er-schemas": "delivery-er",
    "cast-functions": "castEuroAmount",
    "single-views": "sv_customer_orders",
}


def test_exported_file_is_imported_in_a_few_clicks(page: Page, store: Store, tmp_path: Path) -> None:
    """An exported file becomes references in an empty project: `Import`, the file, `Next`, and two confirmations."""
    page.goto("/projects/delivery/systems")
    export = open_export(page)
    export.open_tab("ER Schemas")
    export.checkbox("delivery-er").click()
    export.button("Export").click()
    path = export.download(tmp_path, button="Confirm and export")

    page.goto("/projects/insights/systems")
    dialog = ImportDialog(page)
    page.get_by_role("button", name="Import", exact=True).click()
    dialog.choose_file(path)
    expect(dialog.radio("As a reference")).to_be_checked()
    facts = dialog.window.get_by_role("definition")
    for fact in ("Delivery", "main", TIME, "7 Projections", "Verified"):
        expect(facts.filter(has_text=fact).first).to_be_visible()
    dialog.button("Next").click()
    for tab, name in TABS.items():
        dialog.open_tab(tab)
        expect(dialog.row(name)).to_contain_text("New")
    dialog.confirm(code=True)

    expect(dialog.window).to_contain_text("Import completed")
    assert store.references("insights") == REFERENCES
    marker = store.resource("insights", "projections", "pr_orders")["reference"]
    assert marker["source"] == {
        "tenantId": "acme",
        "projectId": "delivery",
        "projectName": "Delivery",
        "branch": "main",
    }
    dialog.button("Close").last.click()
    expect(page.get_by_role("row").filter(has_text="ordering")).to_contain_text("Reference")


def test_empty_single_views_page_imports_too(page: Page, store: Store) -> None:
    """The placeholder of a project without Single Views opens the same dialog, and the page then lists them."""
    content = store.export("delivery", {"singleViews": ["sv_customer_orders"]})
    page.goto("/projects/insights/single-views")
    expect(page.get_by_role("heading", name="There are no Single Views yet")).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    dialog = ImportDialog(page)
    dialog.choose_file(as_file(content))
    dialog.button("Next").click()
    dialog.confirm()
    dialog.button("Close").last.click()

    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="sv_customer_orders", exact=True))
    expect(row.get_by_role("button", name="Reference", exact=True)).to_be_visible()
    assert store.references("insights") == {("singleView", "sv_customer_orders")}


def test_label_tells_where_a_reference_comes_from(page: Page, store: Store) -> None:
    """The label of a reference opens a popover with project, branch and time, by mouse and by keyboard alike."""
    store.import_file("insights", store.export("delivery", ER_SCHEMA), mode="reference")
    page.goto("/projects/insights/projections/pr_orders")
    label = page.get_by_role("button", name="Reference", exact=True)
    popover = page.get_by_role("tooltip")
    label.hover()
    expect(popover).to_contain_text(PROVENANCE)
    page.mouse.move(0, 0)
    expect(popover).to_be_hidden()

    press_on(page, label, "Shift")
    expect(popover).to_contain_text(PROVENANCE)


def test_every_list_labels_its_references(page: Page, store: Store) -> None:
    """Systems, ER schemas, cast functions and the projections of a system all carry the label in their lists."""
    store.import_file("insights", store.export("delivery", ER_SCHEMA), mode="reference")
    page.goto("/projects/insights/systems")
    for tab, name in (
        ("Systems of Record", "ordering"),
        ("ER Schemas", "delivery-er"),
        ("Cast Functions", "castEuroAmount"),
    ):
        page.get_by_role("tab", name=tab, exact=True).click()
        expect(_row_of(page, name).get_by_role("button", name="Reference", exact=True)).to_be_visible()
    page.goto("/projects/insights/systems/ordering")
    expect(_row_of(page, "pr_orders").get_by_role("button", name="Reference", exact=True)).to_be_visible()


def test_nothing_of_a_reference_can_be_edited(page: Page, store: Store) -> None:
    """The page of a reference offers no `Edit` and no field to type in, and the server refuses a change besides."""
    content = store.export("delivery", {"singleViews": ["sv_customer_orders"], **ER_SCHEMA})
    store.import_file("insights", content, mode="reference")
    main = page.get_by_role("main")
    for kinds, name in PAGES.items():
        page.goto(f"/projects/insights/{kinds}/{name}")
        expect(main.get_by_role("heading", name=name, exact=True)).to_be_visible()
        expect(main.get_by_role("button", name="Detach", exact=True)).to_be_visible()
        expect(main.get_by_role("button", name="Edit", exact=True)).to_have_count(0)
        expect(main.get_by_role("textbox")).to_have_count(0)
        assert store.refuses_to_edit("insights", kinds, name)


def test_next_file_updates_the_reference(page: Page, store: Store, tmp_path: Path) -> None:
    """What was edited in the source is a `Reference update` in the next file, and its new content is what is read."""
    store.import_file("insights", store.export("delivery", ER_SCHEMA), mode="reference")
    _edit_description(page, "/projects/delivery/projections/pr_orders", "Orders, with tips since spring")
    page.goto("/projects/delivery/systems")
    export = open_export(page)
    export.open_tab("ER Schemas")
    export.checkbox("delivery-er").click()
    export.button("Export").click()
    path = export.download(tmp_path, button="Confirm and export")

    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    dialog.choose_file(path)
    dialog.button("Next").click()
    dialog.open_tab("Projections")
    expect(dialog.row("pr_orders")).to_contain_text("Reference update")
    expect(dialog.row("pr_dishes")).to_contain_text("Unchanged")
    dialog.confirm()
    expect(dialog.window).to_contain_text("1 updated")
    expect(dialog.window).to_contain_text("13 unchanged")
    dialog.window.get_by_role("link", name="pr_orders", exact=True).first.click()

    expect(page.get_by_role("main")).to_contain_text("Orders, with tips since spring")
    entry = store.resource("insights", "projections", "pr_orders")["entry"]
    assert entry["description"] == "Orders, with tips since spring"
    assert store.references("insights") == REFERENCES


def test_same_name_of_another_source_is_no_update(page: Page, store: Store) -> None:
    """A reference is not overwritten by a resource of its name that comes from another project."""
    content = store.export("delivery", ADDRESSES)
    store.import_file("insights", content, mode="reference")
    before = store.resource("insights", "projections", "pr_addresses")
    other = store.configuration("delivery")["fastDataConfig"]
    store.make_project("elsewhere", "Elsewhere", other)
    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(store.export("elsewhere", ADDRESSES)))
    dialog.button("Next").click()
    dialog.open_tab("Projections")
    expect(dialog.row("pr_addresses")).to_contain_text("Name conflict")
    expect(dialog.button("Confirm and import")).to_be_disabled()
    assert store.resource("insights", "projections", "pr_addresses") == before


def test_same_file_again_changes_nothing(page: Page, store: Store) -> None:
    """A file that was imported before is `Unchanged` in every row, and confirming it makes no revision."""
    content = store.export("delivery", ER_SCHEMA)
    store.import_file("insights", content, mode="reference")
    before = store.configuration("insights")["revision"]
    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(content))
    dialog.button("Next").click()
    expect(dialog.row("ordering")).to_contain_text("Unchanged")
    dialog.confirm()

    expect(dialog.window).to_contain_text("Nothing to change")
    assert store.configuration("insights")["revision"] == before
    assert store.transfers("insights") == ["import"]


def _row_of(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))


def _edit_description(page: Page, address: str, description: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("textbox", name="Description", exact=True).fill(description)
    save = page.get_by_role("button", name="Save", exact=True)
    save.click()
    expect(save).to_have_count(0)
