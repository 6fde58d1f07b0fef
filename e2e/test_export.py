import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.export_dialog import open_export
from e2e.import_dialog import open_import
from e2e.store import Store

FILE_NAME = re.compile(r"fast-data-export-\d{8}T\d{9}Z\.json")
NEEDED = {
    "systems": ["master-data", "ordering"],
    "projections": [
        "pr_addresses",
        "pr_customers",
        "pr_dishes",
        "pr_order_lines",
        "pr_orders",
        "pr_restaurants",
        "pr_shipments",
    ],
    "castFunctions": ["castCommaList", "castEpochToDate", "castEuroAmount", "castPhoneNumber"],
}

WHY_SYSTEM = re.compile(r"Contains the Projection\s+pr_order_lines, needed by\s+delivery-er")
WHY_FUNCTION = re.compile(r"Casts a field of the Projection\s+pr_customers, needed by\s+delivery-er")


@pytest.mark.parametrize("section", ["systems", "single-views"])
def test_button_opens_both_dialogs(page: Page, section: str) -> None:
    """On both pages the button `Import / Export`, at the top right, opens the one dialog and the other."""
    page.goto(f"/projects/delivery/{section}")
    button = page.get_by_role("button", name="Import / Export", exact=True)
    box = button.bounding_box()
    assert box
    assert box["x"] + box["width"] > 1300
    assert box["y"] < 200
    for open_dialog in (open_import, open_export):
        dialog = open_dialog(page)
        expect(dialog.window).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog.window).to_have_count(0)


def test_er_schema_brings_its_dependencies(
    page: Page, store: Store, tmp_path: Path, take_picture: Callable[[str], None]
) -> None:
    """An ER schema alone: a second step lists all that it needs and why, and the file holds it."""
    page.goto("/projects/delivery/systems")
    dialog = open_export(page)
    dialog.open_tab("ER Schemas")
    dialog.checkbox("delivery-er").click()
    dialog.button("Export").click()

    for name in (name for names in NEEDED.values() for name in names):
        expect(dialog.dependency("Will be added", name)).to_be_visible()
    expect(dialog.dependency("Will be added", "pr_orders")).to_contain_text("Node of the ER schema delivery-er")
    expect(dialog.dependency("Will be added", "ordering")).to_contain_text(WHY_SYSTEM)
    expect(dialog.dependency("Will be added", "castPhoneNumber")).to_contain_text(WHY_FUNCTION)
    riders = dialog.dependency("Cannot be exported", "riders")
    expect(riders).to_contain_text("CRUD collection")
    expect(riders).to_contain_text("Node of the ER schema delivery-er")
    take_picture("export-dependencies")

    path = dialog.download(tmp_path, button="Confirm and export")
    expect(dialog.window.get_by_role("status")).to_have_text("The file was downloaded")
    expect(dialog.window).to_contain_text(path.name)
    assert FILE_NAME.fullmatch(path.name)
    file = json.loads(path.read_bytes())
    source = file["metadata"]["source"]
    assert (source["projectId"], source["projectName"], source["branch"]) == ("delivery", "Delivery", "main")
    assert datetime.now(UTC) - datetime.fromisoformat(file["metadata"]["exportedAt"]) < timedelta(minutes=5)
    assert sorted(file["resources"]["systems"]) == NEEDED["systems"]
    assert _projections(file) == NEEDED["projections"]
    assert sorted(file["resources"]["castFunctions"]) == NEEDED["castFunctions"]
    assert list(file["resources"]["erSchemas"]) == ["delivery-er"]
    assert store.transfers("delivery") == ["export"]


def test_all_that_a_project_holds_is_exported(page: Page, store: Store, tmp_path: Path) -> None:
    """All of all tabs is one file, with each System, Projection, ER schema, Single View and own cast function."""
    page.goto("/projects/delivery/systems")
    dialog = open_export(page)
    for tab in ("Systems of Record", "Single Views", "ER Schemas", "Cast Functions"):
        dialog.open_tab(tab)
        dialog.checkbox("Select all").click()

    file = json.loads(dialog.download(tmp_path, button="Export").read_bytes())
    held = store.configuration("delivery")["fastDataConfig"]
    for section in ("systems", "singleViews", "erSchemas"):
        assert file["resources"][section].keys() == held[section].keys() != set()
    assert _projections(file) == sorted(store.names("delivery", "projection"))
    own = [name for name, function in held["castFunctions"].items() if function["type"] == "custom"]
    assert sorted(file["resources"]["castFunctions"]) == sorted(own) != []


def test_projection_makes_its_system_half_checked(page: Page, tmp_path: Path) -> None:
    """A projection alone needs no second step: its system shows as half selected and travels with it, and only it."""
    page.goto("/projects/delivery/systems")
    dialog = open_export(page)
    dialog.checkbox("pr_addresses").click()
    expect(dialog.checkbox("master-data")).to_be_checked(indeterminate=True)
    expect(dialog.checkbox("ordering")).not_to_be_checked()

    path = dialog.download(tmp_path, button="Export")
    expect(dialog.window.get_by_role("status")).to_have_text("The file was downloaded")
    file = json.loads(path.read_bytes())
    assert list(file["resources"]["systems"]) == ["master-data"]
    assert _projections(file) == ["pr_addresses"]


def test_going_back_keeps_the_selection(page: Page) -> None:
    """From the dependencies `Back` leads to the selection as it was made."""
    page.goto("/projects/delivery/systems")
    dialog = open_export(page)
    dialog.checkbox("pr_orders").click()
    dialog.open_tab("ER Schemas")
    dialog.checkbox("menu-er").click()
    dialog.button("Export").click()
    expect(dialog.dependency("Will be added", "pr_dishes")).to_be_visible()
    dialog.button("Back").click()

    expect(dialog.checkbox("menu-er")).to_be_checked()
    expect(dialog.checkbox("delivery-er")).not_to_be_checked()
    dialog.open_tab("Systems of Record")
    expect(dialog.checkbox("pr_orders")).to_be_checked()
    expect(dialog.checkbox("pr_dishes")).not_to_be_checked()


def test_select_all_takes_a_whole_tab(page: Page) -> None:
    """`Select all` is for the open tab, is taken back by the same click, and nothing cannot be exported."""
    page.goto("/projects/delivery/single-views")
    dialog = open_export(page)
    for tab in ("Systems of Record", "Single Views", "ER Schemas", "Cast Functions"):
        expect(dialog.button("Export")).to_be_disabled()
        dialog.open_tab(tab)
        dialog.checkbox("Select all").click()
        expect(dialog.checkbox("Select all")).to_be_checked()
        expect(dialog.window.get_by_role("checkbox", checked=False)).to_have_count(0)
        expect(dialog.button("Export")).to_be_enabled()
        dialog.checkbox("Select all").click()


@pytest.mark.refused(422)
def test_tabs_are_those_of_what_is_there(page: Page, store: Store) -> None:
    """A kind without resources has no tab, and a branch without any says that there is nothing."""
    page.goto("/projects/insights/systems")
    expect(open_export(page).window).to_contain_text("There is nothing to export")
    store.import_file("insights", store.export("delivery", {"projections": ["pr_addresses"]}), mode="resource")
    page.reload()
    dialog = open_export(page)
    expect(dialog.checkbox("master-data")).to_be_visible()
    expect(dialog.window.get_by_role("tab")).to_have_count(1)
    expect(dialog.window.get_by_role("note")).to_contain_text("Services, message formats")
    expect(dialog.window.get_by_role("note")).to_contain_text("are never exported")


def test_search_narrows_and_counts_stay(page: Page) -> None:
    """A search leaves what has the text; what was selected outside of it stays selected, and counted with systems."""
    page.goto("/projects/delivery/systems")
    dialog = open_export(page)
    dialog.checkbox("pr_orders").click()
    dialog.window.get_by_role("searchbox", name="Search", exact=True).fill("DISH")
    expect(dialog.checkbox("pr_orders")).to_have_count(0)
    dialog.checkbox("pr_dishes").click()
    expect(dialog.window.get_by_role("status").filter(has_text="4 selected")).to_be_visible()
    dialog.window.get_by_role("searchbox", name="Search", exact=True).fill("")
    expect(dialog.checkbox("pr_orders")).to_be_checked()
    expect(dialog.checkbox("ordering")).to_be_checked(indeterminate=True)


def test_selected_dependencies_are_listed_as_such(page: Page) -> None:
    """The second step lists all that the ER schema needs, also what was selected already."""
    page.goto("/projects/delivery/systems")
    dialog = open_export(page)
    dialog.checkbox("pr_dishes").click()
    dialog.open_tab("ER Schemas")
    dialog.checkbox("menu-er").click()
    dialog.button("Export").click()
    expect(dialog.dependency("Already selected", "pr_dishes")).to_be_visible()
    expect(dialog.dependency("Will be added", "pr_restaurants")).to_be_visible()


def _projections(file: dict[str, dict[str, dict[str, dict[str, list[str]]]]]) -> list[str]:
    systems = file["resources"]["systems"].values()
    return sorted(name for system in systems for name in system["projections"])
