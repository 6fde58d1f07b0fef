import re

from playwright.sync_api import Page, expect

from e2e.store import Store


def test_list_keeps_its_place_in_the_address(page: Page, store: Store) -> None:
    """Tab, page, search and order survive a reload, since they are in the address; the server cuts the pages."""
    page.goto("/projects/delivery/systems")
    page.get_by_role("tab", name="Cast Functions", exact=True).click()
    table = page.get_by_role("table", name="Cast Functions", exact=True)
    expect(table.get_by_role("row")).to_have_count(11)
    page.get_by_role("listitem", name="2", exact=True).click()
    expect(page).to_have_url(re.compile(r"tab=cast-functions.*page=2"))
    rest = len(store.names("delivery", "castFunction")) - 10
    page.reload()
    expect(table.get_by_role("row")).to_have_count(1 + rest)

    page.get_by_role("searchbox", name="Search", exact=True).fill("euro")
    expect(table.get_by_role("row")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"q=euro"))
    page.reload()
    expect(page.get_by_role("searchbox", name="Search", exact=True)).to_have_value("euro")
    expect(table.get_by_role("row").last).to_contain_text(re.compile(r"castEuroAmount.*number.*Custom"))


def test_list_is_ordered_by_name_or_by_time(page: Page, store: Store) -> None:
    """The last change comes first when the list is ordered by time, which a screen reader is told."""
    store.edit("delivery", "projections", "pr_shipments", description="Changed last")
    page.goto("/projects/delivery/systems/ordering")
    table = page.get_by_role("table", name="Projections", exact=True)
    names = table.get_by_role("row").get_by_role("link")
    expect(names).to_have_text(["pr_order_lines", "pr_orders", "pr_payments", "pr_shipments"])
    table.get_by_role("button", name="Updated at", exact=True).click()
    expect(names.first).to_have_text("pr_shipments")
    expect(table.get_by_role("columnheader", name="Updated at")).to_have_attribute("aria-sort", "descending")
    expect(page).to_have_url(re.compile(r"sort=-updatedAt"))


def test_list_that_is_empty_offers_to_import(page: Page, store: Store) -> None:  # noqa: ARG001
    """Each tab without resources says so, and offers to import; a search without a match says that instead."""
    page.goto("/projects/insights/systems")
    for tab, title in (
        ("Systems of Record", "There are no Systems of Record yet"),
        ("ER Schemas", "There are no ER schemas yet"),
    ):
        page.get_by_role("tab", name=tab, exact=True).click()
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Import", exact=True)).to_be_visible()
    page.goto("/projects/delivery/systems?q=nothing")
    expect(page.get_by_role("cell", name="Nothing matches “nothing”", exact=True)).to_be_visible()


def test_long_texts_leave_room_for_the_other_columns(page: Page, store: Store) -> None:
    """A name of 80 characters is broken and a long description cut, also where there is little room."""
    name = "orders_" + "x" * 73
    store.create("delivery", "systems", {"name": name, "description": "All of the orders. " * 250})
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto("/projects/delivery/systems")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))
    assert row.evaluate("row => row.getBoundingClientRect().height") < 100
    list_ = page.get_by_role("group", name="Systems of Record", exact=True)
    assert list_.evaluate("list => list.scrollWidth - list.clientWidth") == 0


def test_times_are_written_as_the_reader_does(page: Page, store: Store) -> None:  # noqa: ARG001
    """A British browser shows a day before its month, in English."""
    page.goto("/projects/delivery/systems")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="ordering", exact=True))
    expect(row).to_contain_text(re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}, \d{2}:\d{2}"))
