import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from e2e.keyboard import press_on

NARROW: ViewportSize = {"width": 1024, "height": 768}
ORDERS = "/projects/delivery/projections/pr_orders"


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


def test_names_of_a_diagram_can_be_read_in_a_narrow_window(page: Page) -> None:
    """A diagram too wide for the window starts at a size that can be read; the keyboard brings the rest into view."""
    page.set_viewport_size(NARROW)
    page.goto("/projects/delivery/er-schemas/delivery-er")
    diagram = page.get_by_role("region", name=re.compile("^Diagram of the ER schema"))
    nearest = diagram.get_by_role("group", name="pr_addresses", exact=True)
    expect(nearest).to_be_in_viewport(ratio=0.9)
    box = nearest.bounding_box()
    assert box
    assert box["height"] > 30
    farthest = diagram.get_by_role("group", name="riders", exact=True)
    expect(farthest).not_to_be_in_viewport(ratio=0.9)
    press_on(page, farthest, "Enter")
    expect(farthest).to_be_in_viewport(ratio=0.9)


def _edit(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Edit", exact=True).click()
    expect(page.get_by_role("form", name=re.compile("^Edit "))).to_be_visible()
