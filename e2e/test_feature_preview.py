from playwright.sync_api import Page, expect

from e2e.store import Store


def test_switch_closes_the_feature(page: Page, store: Store) -> None:
    """Switched off, the buttons are gone everywhere and references stay, read only; switched on, they are back."""
    store.import_file("insights", store.export("delivery", {"projections": ["pr_addresses"]}), mode="reference")
    page.goto("/projects/insights/systems")
    menu = page.get_by_role("button", name="Import / Export", exact=True)
    expect(menu).to_be_visible()
    page.get_by_role("link", name="Project settings", exact=True).click()
    expect(page.get_by_role("tab", name="Feature Preview", exact=True)).to_be_visible()
    switch = page.get_by_role("switch", name="Fast Data Import / Export", exact=True)
    switch.click()
    expect(switch).not_to_be_checked()

    page.get_by_role("link", name="Single Views", exact=True).click()
    expect(page.get_by_role("heading", name="There are no Single Views yet")).to_be_visible()
    expect(page.get_by_role("button", name="Import", exact=True)).to_have_count(0)
    expect(menu).to_have_count(0)
    page.get_by_role("link", name="Systems of Record", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="master-data")).to_contain_text("Reference")
    expect(menu).to_have_count(0)
    assert not store.is_open("insights")
    page.get_by_role("link", name="master-data", exact=True).click()
    expect(page.get_by_role("link", name="pr_addresses", exact=True)).to_be_visible()
    expect(page.get_by_role("main").get_by_role("button", name="Edit", exact=True)).to_have_count(0)
    assert store.refuses_to_edit("insights", "projections", "pr_addresses")

    page.get_by_role("link", name="Project settings", exact=True).click()
    switch.click()
    expect(switch).to_be_checked()
    page.get_by_role("link", name="Systems of Record", exact=True).click()
    expect(menu).to_be_visible()
    assert store.is_open("insights")
