"""
What is around every screen: where things are, which project and branch is looked at, in which words and colours.
"""

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.store import Store

PLACES = {
    "Systems of Record": "/projects/delivery/systems?branch=main",
    "Single Views": "/projects/delivery/single-views?branch=main",
    "Transfers": "/projects/delivery/transfers?branch=main",
    "Project settings": "/projects/delivery/settings?branch=main",
}
EVERY_PAGE = (
    "/projects/delivery/systems?tab=cast-functions",
    "/projects/delivery/projections/pr_orders",
    "/projects/delivery/er-schemas/delivery-er",
    "/projects/delivery/single-views/sv_customer_orders",
    "/projects/insights/transfers",
)


def test_sidebar_leads_to_every_section(page: Page, base_url: str) -> None:
    """The group `Fast Data` has both lists, and below it are the history and the settings, each at its address."""
    page.goto("/projects/delivery/single-views")
    group = page.get_by_role("list", name="Fast Data", exact=True)
    expect(group.get_by_role("link")).to_have_text(["Systems of Record", "Single Views"])
    for name, address in PLACES.items():
        page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("main").get_by_role("heading", name=name, exact=True, level=1)).to_be_visible()
        expect(page).to_have_url(base_url + address)


def test_top_bar_chooses_project_and_branch(page: Page, store: Store) -> None:
    """The top bar tells project, branch and revision; another project opens at its own branch."""
    page.goto("/projects/delivery/projections/pr_orders")
    banner = page.get_by_role("banner")
    expect(banner).to_contain_text("Delivery")
    expect(banner).to_contain_text(f"Revision {store.configuration('delivery')['revision']}")
    branch = banner.get_by_role("combobox", name="Branch", exact=True)
    branch.press("ArrowDown")
    expect(page.get_by_role("option", name="main")).to_have_attribute("aria-selected", "true")
    branch.press("Escape")

    project = banner.get_by_role("combobox", name="Project", exact=True)
    project.fill("Legacy")
    project.press("Enter")
    expect(page).to_have_url(re.compile(r"/projects/legacy-crm/systems\?branch=main$"))
    expect(page.get_by_role("main").get_by_role("link", name="crm", exact=True)).to_be_visible()


def test_lists_lead_to_the_page_of_a_resource(page: Page) -> None:
    """A name in a list is a link to the page of the resource, whose address can be kept."""
    page.goto("/projects/delivery/single-views")
    page.get_by_role("main").get_by_role("link", name="sv_customer_orders", exact=True).click()
    heading = page.get_by_role("heading", name="sv_customer_orders", exact=True)
    expect(heading).to_be_visible()
    expect(page).to_have_url(re.compile(r"/projects/delivery/single-views/sv_customer_orders\?branch=main$"))
    page.reload()
    expect(heading).to_be_visible()


def test_language_and_theme_are_kept(page: Page) -> None:
    """Italian and dark can be chosen at any time, and are what this browser has from then on."""
    page.goto("/projects/delivery/systems")
    page.get_by_role("button", name="Theme", exact=True).click()
    page.get_by_role("menuitem", name="Dark", exact=True).click()
    page.get_by_role("button", name="Language", exact=True).click()
    page.get_by_role("menuitem", name="Italiano", exact=True).click()
    for _ in range(2):
        expect(page.get_by_role("tab", name="Funzioni di cast", exact=True)).to_be_visible()
        expect(page.locator("html")).to_have_attribute("lang", "it")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        page.reload()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_browser_decides_until_something_is_chosen(
    browser: Browser, base_url: str, scheme: Literal["light", "dark"]
) -> None:
    """Who chose nothing has the language and the theme that the browser has."""
    context = browser.new_context(base_url=base_url, locale="it-IT", color_scheme=scheme)
    page = context.new_page()
    page.goto("/projects/delivery/systems")
    page.get_by_role("button", name="Importa / Esporta", exact=True).click()
    expect(page.get_by_role("menuitem", name="Importa", exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-theme", scheme)
    context.close()


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_page_fits_at_1024(page: Page, address: str) -> None:
    """From 1024 pixels up no page scrolls sideways."""
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(address)
    expect(page.get_by_role("main").get_by_role("table").first).to_be_visible()
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
