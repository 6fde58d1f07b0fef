import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.keyboard import press_on
from e2e.store import Store

ADDRESSES = {"projections": ["pr_addresses"]}
ORDERS = "/projects/delivery/projections/pr_orders"


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("address", [ORDERS, "/projects/delivery/single-views/sv_customer_orders"])
def test_fields_fit_a_narrow_window(page: Page, address: str, language: str) -> None:
    """All that is told of a field is in sight at 1024 pixels, without scrolling sideways."""
    page.set_viewport_size({"width": 1024, "height": 768})
    page.add_init_script(f"localStorage.setItem('fdt.language', '{language}')")
    page.goto(address)
    fields = page.get_by_role("group", name=re.compile("^(Fields|Campi)$"))
    expect(fields.get_by_text(re.compile("^(Identifier of the order|Sum of all orders, in euros)$"))).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert fields.evaluate("group => group.scrollWidth <= group.clientWidth")


def test_projection_is_edited_in_place(page: Page, store: Store) -> None:
    """Rows are changed, moved, added and removed where they stand; what the form does not know of them survives."""
    before = store.resource("delivery", "projections", "pr_orders")["entry"]
    fields = _edit(page, ORDERS).get_by_role("table", name="Fields", exact=True)
    fields.get_by_role("combobox", name="Type, row 2", exact=True).select_option("number")
    fields.get_by_role("combobox", name="Cast function, row 2", exact=True).select_option("castEuroAmount")
    fields.get_by_role("button", name="Move row 2 down", exact=True).click()
    fields.get_by_role("button", name="Remove row 5", exact=True).click()
    page.get_by_role("button", name="Add field", exact=True).first.click()
    expect(fields.get_by_role("textbox", name="Name, row 14", exact=True)).to_be_focused()
    page.keyboard.type("tip")
    page.get_by_role("textbox", name="Topic ingestion", exact=True).fill("acme.orders")
    _save(page)

    after = store.resource("delivery", "projections", "pr_orders")["entry"]
    first, second, third, fourth, _, *rest = before["fields"]
    second = {**second, "type": "number", "castFunction": "castEuroAmount"}
    new = {"name": "tip", "type": "string", "primaryKey": False, "required": False, "nullable": False}
    assert after["fields"] == [first, third, second, fourth, *rest, new]
    assert after["topics"] == {**before["topics"], "ingestion": {"name": "acme.orders"}}
    untouched = before.keys() - {"fields", "topics"}
    assert {key: after[key] for key in untouched} == {key: before[key] for key in untouched}


@pytest.mark.refused(422)
def test_fault_is_shown_where_it_is(page: Page, store: Store) -> None:
    """What the server refuses is said at the cell that it is about, also after that row has moved."""
    before = store.resource("delivery", "projections", "pr_orders")
    fields = _edit(page, ORDERS).get_by_role("table", name="Fields", exact=True)
    name = fields.get_by_role("textbox", name="Name, row 2", exact=True)
    name.fill("order_id")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Fields, row 2: The field")
    expect(name).to_have_accessible_description(re.compile(r'The field "order_id" is there twice'))
    assert store.resource("delivery", "projections", "pr_orders") == before

    fields.get_by_role("button", name="Move row 2 up", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Fields, row 1: The field")
    fields.get_by_role("textbox", name="Name, row 1", exact=True).fill("ordered_by")
    expect(page.get_by_role("alert")).to_have_count(0)
    _save(page)
    saved = store.resource("delivery", "projections", "pr_orders")["entry"]["fields"]
    assert [field["name"] for field in saved[:2]] == ["ordered_by", "order_id"]


@pytest.mark.refused(412)
def test_stale_edit_loses_nothing(page: Page, store: Store) -> None:
    """When somebody else saved meanwhile, both changes can be kept."""
    fields = _edit(page, ORDERS).get_by_role("table", name="Fields", exact=True)
    fields.get_by_role("checkbox", name="Nullable, row 1", exact=True).check()
    store.edit("delivery", "projections", "pr_orders", description="Theirs")
    page.get_by_role("button", name="Save", exact=True).click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("What they changed:")
    expect(alert.get_by_role("listitem").first).to_contain_text("Description")
    page.get_by_role("button", name="Keep my changes", exact=True).click()
    expect(page.get_by_role("textbox", name="Description", exact=True)).to_have_value("Theirs")
    _save(page)

    entry = store.resource("delivery", "projections", "pr_orders")["entry"]
    assert entry["description"] == "Theirs"
    assert entry["fields"][0]["nullable"] is True


def test_unsaved_changes_are_not_lost_by_a_link(page: Page, store: Store) -> None:
    """Leaving asks once; staying keeps what was typed, leaving saves nothing."""
    page.goto("/projects/delivery/systems/ordering")
    page.get_by_role("link", name="pr_orders", exact=True).click()
    expect(page.get_by_role("heading", name="pr_orders", exact=True)).to_be_visible()
    page.get_by_role("button", name="Edit", exact=True).click()
    description = page.get_by_role("textbox", name="Description", exact=True)
    description.fill("Half a thought")
    page.get_by_role("link", name="Transfers", exact=True).click()
    question = page.get_by_role("dialog", name="Leave without saving?", exact=True)
    question.get_by_role("button", name="Keep editing", exact=True).click()
    expect(description).to_have_value("Half a thought")
    expect(question).to_have_count(0)

    page.go_back()
    question.get_by_role("button", name="Leave and lose it", exact=True).click()
    expect(page.get_by_role("heading", name="ordering", exact=True)).to_be_visible()
    assert store.resource("delivery", "projections", "pr_orders")["entry"]["description"] != "Half a thought"


def test_cast_function_is_edited_as_code(page: Page, store: Store) -> None:
    """Code is edited in an editor that Escape and Tab lead out of, and stored as the text that was typed."""
    _edit(page, "/projects/delivery/cast-functions/castEuroAmount")
    code = page.get_by_role("textbox", name="Code", exact=True)
    code.press("ControlOrMeta+a")
    code.press_sequentially("export default (value) => value // <b>mine</b>")
    code.press("Tab")
    expect(code).to_be_focused()
    code.press("Escape")
    page.keyboard.press("Tab")
    expect(code).not_to_be_focused()
    _save(page)

    casting = store.resource("delivery", "cast-functions", "castEuroAmount")["entry"]["casting"]
    assert "export default (value) => value // <b>mine</b>" in casting
    expect(page.get_by_role("group", name="Code", exact=True)).to_contain_text("// <b>mine</b>")


def test_er_schema_is_a_diagram_with_words_beside_it(page: Page, store: Store) -> None:  # noqa: ARG001
    """A collection chosen by keyboard in the diagram leaves only its relations in the table, which links to it."""
    page.goto("/projects/delivery/er-schemas/delivery-er")
    diagram = page.get_by_role("region", name=re.compile("Diagram of the ER schema"))
    relations = page.get_by_role("table", name="Relations", exact=True)
    expect(diagram.get_by_role("group", name="pr_dishes", exact=True)).to_be_visible()
    expect(relations.get_by_role("row")).to_have_count(17)
    press_on(page, diagram.get_by_role("group", name="pr_dishes", exact=True), "Enter")
    expect(page.get_by_role("status").filter(has_text="Relations of pr_dishes")).to_be_visible()
    expect(relations.get_by_role("row")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(relations.get_by_role("row")).to_have_count(17)
    expect(relations.get_by_role("row").filter(has_text="riders").first).to_contain_text("CRUD collection")
    relations.get_by_role("link", name="pr_dishes", exact=True).first.click()
    expect(page.get_by_role("heading", name="pr_dishes", exact=True)).to_be_visible()


def test_er_schema_is_edited_as_json(page: Page, store: Store) -> None:
    """Text that is no JSON cannot be saved and says why; JSON is, and the address keeps which view is open."""
    _edit(page, "/projects/delivery/er-schemas/menu-er")
    editor = page.get_by_role("textbox", name="JSON", exact=True)
    editor.press("ControlOrMeta+a")
    editor.press_sequentially('{"version": "1.0.0", "config": {"pr_dishes": ')
    expect(editor).to_have_accessible_description(re.compile("This is not a JSON object"))
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    editor.press_sequentially("{}}}")
    _save(page)
    schema = store.resource("delivery", "er-schemas", "menu-er")["entry"]["erSchema"]
    assert schema == {"version": "1.0.0", "config": {"pr_dishes": {}}}

    page.get_by_role("tab", name="JSON", exact=True).click()
    page.reload()
    expect(page.get_by_role("group", name="JSON", exact=True)).to_contain_text('"pr_dishes": {}')


def test_system_of_references_is_detached_with_its_projections(page: Page, store: Store) -> None:
    """A Projection leads to its system, where `Detach` says what it means; then both are there to be edited."""
    store.import_file("insights", store.export("delivery", ADDRESSES), mode="reference")
    page.goto("/projects/insights/projections/pr_addresses")
    expect(page.get_by_role("button", name="Detach", exact=True)).to_be_disabled()
    banner = page.get_by_role("complementary", name="Reference", exact=True)
    expect(banner).to_contain_text("Delivery")
    banner.get_by_role("link", name="master-data", exact=True).click()
    expect(page.get_by_role("heading", name="master-data", exact=True)).to_be_visible()
    page.get_by_role("button", name="Detach", exact=True).click()
    question = page.get_by_role("dialog", name="Detach master-data from its source?", exact=True)
    expect(question).to_contain_text("It and all its Projections become resources of this Project")
    question.get_by_role("button", name="Detach", exact=True).click()
    expect(banner).to_have_count(0)
    assert store.references("insights") == set()
    assert store.resource("insights", "projections", "pr_addresses")["copiedFrom"]["name"] == "pr_addresses"

    _edit(page, "/projects/insights/projections/pr_addresses")


def test_reference_tells_that_its_source_has_changed(page: Page, store: Store) -> None:
    """Who may see the source is told when it has changed since the export, and led to it."""
    store.import_file("insights", store.export("delivery", ADDRESSES), mode="reference")
    page.goto("/projects/insights/projections/pr_addresses")
    banner = page.get_by_role("complementary", name="Reference", exact=True)
    expect(banner).to_contain_text("Exported at")
    expect(banner).not_to_contain_text("The source has changed")
    store.edit("delivery", "projections", "pr_addresses", description="Where people eat")
    page.reload()
    expect(banner).to_contain_text("The source has changed since this export")
    banner.get_by_role("link", name="See it in the source", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Where people eat")


def test_single_view_is_edited_in_place(page: Page, store: Store) -> None:
    """A Single View has endpoints, and no primary keys and cast functions; its wiring is not touched."""
    before = store.resource("delivery", "single-views", "sv_customer_orders")["entry"]
    form = _edit(page, "/projects/delivery/single-views/sv_customer_orders")
    expect(form.get_by_role("columnheader", name="Primary key")).to_have_count(0)
    endpoints = form.get_by_role("table", name="Internal endpoints", exact=True)
    endpoints.get_by_role("combobox", name="Default state, row 1", exact=True).select_option("DRAFT")
    form.get_by_role("button", name="Add endpoint", exact=True).click()
    expect(endpoints.get_by_role("textbox", name=re.compile("row 2$"))).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("/customers")
    _save(page)

    after = store.resource("delivery", "single-views", "sv_customer_orders")["entry"]
    wanted: dict[str, Any] = {
        "internalEndpoints": [
            {**before["internalEndpoints"][0], "defaultState": "DRAFT"},
            {"basePath": "/customers", "defaultState": "DRAFT"},
        ]
    }
    assert after == {**before, **wanted}


def test_resource_is_deleted_once_nothing_uses_it(page: Page, store: Store) -> None:
    """`Used by` leads to what uses a resource; what nothing uses can be deleted, after a question."""
    page.goto("/projects/delivery/projections/pr_dishes")
    users = page.get_by_role("region", name="Used by", exact=True)
    users.get_by_role("link", name="menu-er", exact=True).click()
    expect(page.get_by_role("heading", name="menu-er", exact=True)).to_be_visible()
    page.get_by_role("button", name="Delete", exact=True).click()
    question = page.get_by_role("dialog", name="Delete menu-er?", exact=True)
    question.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("main").get_by_role("heading", name="Systems of Record", level=1)).to_be_visible()
    assert store.names("delivery", "erSchema") == ["delivery-er"]


def _edit(page: Page, address: str) -> Locator:
    page.goto(address)
    page.get_by_role("button", name="Edit", exact=True).click()
    return page.get_by_role("form", name=re.compile("^Edit "))


def _save(page: Page) -> None:
    save = page.get_by_role("button", name="Save", exact=True)
    save.click()
    expect(save).to_have_count(0)
