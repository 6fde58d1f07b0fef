import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from e2e.keyboard import press_on
from e2e.store import Store

NARROW: ViewportSize = {"width": 1024, "height": 768}
ORDERS = "/projects/delivery/projections/pr_orders"
LONG = "name_that_is_much_longer_than_the_column_that_it_is_in"


@pytest.mark.refused(422)
def test_fault_leads_to_its_cell(page: Page) -> None:
    """A refused edit moves the focus to what is wrong with it, and from there to each cell, by keyboard alone."""
    _edit(page, ORDERS)
    page.get_by_role("textbox", name="Name, row 14", exact=True).fill("order_id")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    fault = page.get_by_role("alert").get_by_role("button", name=re.compile("^Fields, row 14: The field"))
    expect(fault).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(fault).to_be_focused()
    page.keyboard.press("Enter")
    name = page.get_by_role("textbox", name="Name, row 14", exact=True)
    expect(name).to_be_focused()
    expect(name).to_be_in_viewport(ratio=1)
    expect(name).to_have_accessible_description(re.compile("is there twice"))


@pytest.mark.parametrize(
    "address,tables",
    [
        (ORDERS, ["Fields", "Indexes"]),
        ("/projects/delivery/single-views/sv_customer_orders", ["Fields", "Indexes", "Internal endpoints"]),
    ],
)
def test_edit_tables_fit_a_narrow_window(page: Page, address: str, tables: list[str]) -> None:
    """All columns of what is edited are in sight at 1024 pixels, without scrolling sideways."""
    page.set_viewport_size(NARROW)
    _edit(page, address)
    for name in tables:
        around = page.get_by_role("region", name=name, exact=True).bounding_box()
        table = page.get_by_role("table", name=name, exact=True).bounding_box()
        assert around
        assert table
        assert around["x"] <= table["x"]
        assert table["x"] + table["width"] <= around["x"] + around["width"] <= NARROW["width"]


def test_long_names_are_shown_whole_in_a_narrow_window(page: Page) -> None:
    """Names are wrapped in the tables that edit them; one that cannot be is told whole to pointer and keyboard."""
    page.set_viewport_size(NARROW)
    _edit(page, ORDERS)
    name = page.get_by_role("textbox", name="Name, row 1", exact=True).first
    name.fill(LONG)
    assert name.evaluate("field => field.scrollHeight <= field.clientHeight && field.clientHeight > 32")
    cast = page.get_by_role("combobox", name="Cast function, row 1", exact=True)
    cast.select_option("defaultCastUnitTimestampToISOString")
    seen = cast.locator("xpath=following-sibling::*")
    expect(seen).to_have_text("defaultCastUnitTimestampToISOString")
    assert seen.evaluate("words => words.scrollWidth <= words.clientWidth && words.scrollHeight <= words.clientHeight")
    field = page.get_by_role("combobox", name="Fields, row 1, 1", exact=True)
    expect(page.get_by_role("tooltip")).to_have_count(0)
    field.fill(LONG)
    expect(page.get_by_role("tooltip").filter(has_text=LONG)).to_be_visible()


def test_diagram_follows_the_text(page: Page) -> None:
    """The diagram beside the text shows what was typed; while that is no JSON, what was there before, and says so."""
    _edit(page, "/projects/delivery/er-schemas/menu-er")
    diagram = page.get_by_role("region", name="Diagram of the ER schema as it is typed", exact=True)
    expect(diagram.get_by_role("group", name="pr_dishes", exact=True)).to_be_visible()
    text = page.get_by_role("textbox", name="JSON", exact=True)
    text.press("ControlOrMeta+a")
    text.press_sequentially('{"version": "1.0.0", "config": {"pr_new": {}}')
    old = page.get_by_role("status").filter(has_text="The text is no JSON now")
    expect(old).to_be_visible()
    expect(diagram.get_by_role("group", name="pr_dishes", exact=True)).to_be_visible()
    text.press_sequentially("}")
    expect(old).to_have_count(0)
    expect(diagram.get_by_role("group", name="pr_new", exact=True)).to_be_visible()
    expect(diagram.get_by_role("group", name="pr_dishes", exact=True)).to_have_count(0)


def test_diagram_opens_whole_at_a_size_that_can_be_read(page: Page) -> None:
    """In a narrow window a diagram is a little smaller, so that all of it is in sight."""
    page.set_viewport_size(NARROW)
    page.goto("/projects/delivery/er-schemas/delivery-er")
    diagram = page.get_by_role("region", name=re.compile("^Diagram of the ER schema"))
    for name in ("pr_addresses", "riders"):
        expect(diagram.get_by_role("group", name=name, exact=True)).to_be_in_viewport(ratio=0.99)
    box = diagram.get_by_role("group", name="riders", exact=True).bounding_box()
    assert box
    assert box["height"] > 30
    expect(diagram.get_by_text("There is more")).to_have_count(0)


def test_wide_diagram_opens_at_its_first_collection(page: Page, store: Store) -> None:
    """One too wide for that begins where its lines begin, and says how to see the rest; so does the keyboard."""
    page.set_viewport_size(NARROW)
    store.create("delivery", "er-schemas", _make_chain(12))
    page.goto("/projects/delivery/er-schemas/chain")
    diagram = page.get_by_role("region", name=re.compile("^Diagram of the ER schema"))
    first = diagram.get_by_role("group", name="collection_00", exact=True)
    last = diagram.get_by_role("group", name="collection_11", exact=True)
    expect(first).to_be_in_viewport(ratio=0.99)
    expect(last).not_to_be_in_viewport()
    box = first.bounding_box()
    assert box
    assert box["height"] > 30
    expect(diagram.get_by_text("There is more")).to_be_visible()
    press_on(page, last, "Enter")
    expect(last).to_be_in_viewport(ratio=0.9)
    diagram.get_by_role("button", name="Fit to view", exact=True).click()
    expect(first).to_be_in_viewport(ratio=0.99)
    expect(diagram.get_by_text("There is more")).to_have_count(0)


def _make_chain(length: int) -> dict[str, Any]:
    names = [f"collection_{position:02}" for position in range(length)]
    to = {"conditions": {"by_id": {"condition": {"id": "id"}, "oneToMany": True}}}
    config = {name: {"outgoing": {after: to}} for name, after in pairwise(names)}
    return {"name": "chain", "erSchema": {"version": "1.0.0", "config": config | {names[-1]: {}}}}


def _edit(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Edit", exact=True).click()
    expect(page.get_by_role("form", name=re.compile("^Edit "))).to_be_visible()
