import json
import re

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from e2e.export_dialog import open_export
from e2e.import_dialog import ImportDialog, as_file, open_import
from e2e.store import Store

ER_SCHEMA = {"erSchemas": ["delivery-er"]}
ADDRESSES = {"projections": ["pr_addresses"]}
RISKY = """\
export default function castEuroAmount (messageObject, fieldName, logger) {
  return eval(messageObject[fieldName])
}
"""


def test_code_is_read_before_it_is_imported(page: Page, store: Store) -> None:
    """Code that changed is shown line by line with what stands out, and `Confirm and import` waits for its review."""
    store.import_file("insights", store.export("delivery", ER_SCHEMA), mode="reference")
    store.edit("delivery", "cast-functions", "castEuroAmount", casting=RISKY)
    dialog = _look(page, store.export("delivery", ER_SCHEMA))
    dialog.button("Confirm and import").click()

    function = dialog.window.get_by_role("region", name="castEuroAmount", exact=True)
    expect(function).to_contain_text("Makes code from text, which the sandbox does not allow. Line 2")
    expect(function.get_by_role("insertion").filter(has_text="return eval(messageObject[fieldName])")).to_be_visible()
    expect(function.get_by_role("deletion").first).to_be_visible()
    expect(dialog.window.get_by_role("region")).to_have_count(1)
    expect(dialog.button("Confirm and import")).to_be_disabled()
    assert store.transfers("insights") == ["import"]

    dialog.window.get_by_role("checkbox", name="I have reviewed 1 function", exact=True).click()
    dialog.button("Confirm and import").click()
    expect(dialog.window).to_contain_text("1 updated")
    assert store.resource("insights", "cast-functions", "castEuroAmount")["entry"]["casting"] == RISKY


def test_review_leads_back_to_the_selection(page: Page, store: Store) -> None:
    """`Back` from the code keeps the choices, and what is deselected there needs no review."""
    dialog = _look(page, store.export("delivery", {"castFunctions": ["castEuroAmount"], **ADDRESSES}))
    dialog.button("Confirm and import").click()
    expect(dialog.review).to_be_visible()
    dialog.button("Back").click()
    dialog.open_tab("Cast Functions")
    dialog.pick("castEuroAmount").click()
    expect(dialog.row("castEuroAmount")).to_contain_text("Not selected")
    dialog.button("Confirm and import").click()

    expect(dialog.window).to_contain_text("2 created")
    assert store.names("insights", "castFunction") == []


def test_update_shows_what_changes_and_whom_it_concerns(page: Page, store: Store) -> None:
    """A `Reference update` shows each value before and after, and the resources here that use it."""
    store.import_file("insights", store.export("delivery", ER_SCHEMA), mode="reference")
    store.edit("delivery", "projections", "pr_orders", description="Orders, with tips since spring")
    # Nothing is synchronised by itself.
    before = store.resource("insights", "projections", "pr_orders")["entry"]["description"]
    assert before != "Orders, with tips since spring"
    dialog = _look(page, store.export("delivery", ER_SCHEMA))
    dialog.open_tab("Projections")
    row = dialog.row("pr_orders")
    row.get_by_role("button", name="What changes", exact=True).click()

    expect(row).to_contain_text("1 resource of this branch uses it: delivery-er")
    expect(row.get_by_role("insertion")).to_contain_text("Orders, with tips since spring")
    expect(row.get_by_role("deletion")).to_contain_text(before)
    expect(dialog.row("pr_dishes").get_by_role("button", name="What changes")).to_have_count(0)


def test_file_is_dropped_anywhere_on_the_dialog(page: Page, store: Store) -> None:
    """A file that is dropped beside the drop area is taken all the same, and the page stays."""
    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    dialog.drop(store.export("delivery", ADDRESSES))

    expect(dialog.radio("As a reference")).to_be_checked()
    expect(dialog.button("Next")).to_be_enabled()


def test_another_file_asks_before_choices_are_lost(page: Page, store: Store) -> None:
    """A file that is dropped on choices replaces the first one only when that is meant."""
    content = store.export("delivery", ADDRESSES)
    dialog = _look(page, store.export("delivery", ER_SCHEMA))
    dialog.open_tab("Projections")
    dialog.pick("pr_dishes").click()
    dialog.drop(content)
    stay = page.get_by_role("button", name="Keep editing", exact=True)
    stay.click()
    expect(stay).to_have_count(0)
    expect(dialog.pick("pr_dishes")).not_to_be_checked()
    dialog.drop(content)
    page.get_by_role("button", name="Use this file", exact=True).click()

    expect(dialog.window.get_by_role("definition").filter(has_text="1 Projection")).to_be_visible()


def test_several_files_are_not_taken(page: Page, store: Store) -> None:
    """Two files at once are refused with the way out, on the drop area and beside it."""
    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    content = store.export("delivery", ADDRESSES)
    refusal = page.get_by_role("dialog").filter(has_text="drop a single export file")
    for drop in (dialog.drop, dialog.drop_on_area):
        drop(content, content)
        expect(refusal).to_be_visible()
        refusal.get_by_role("button", name="Close", exact=True).click()
        expect(refusal).to_have_count(0)
        expect(dialog.button("Next")).to_be_disabled()


def test_sending_can_be_stopped(page: Page, store: Store) -> None:
    """While a file is on its way its progress is told, and it can be stopped; another one can be chosen then."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/imports/plan*", hold, times=1)
    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    file = as_file(store.export("delivery", ADDRESSES))
    with page.expect_request("**/imports/plan*"):
        dialog.choose_file(file)
    expect(dialog.window.get_by_role("progressbar", name="Sending export.json…")).to_be_visible()
    dialog.button("Stop sending").click()
    expect(dialog.drop_area).to_contain_text("Drop an export file here")
    dialog.choose_file(file)

    expect(dialog.button("Next")).to_be_enabled()
    assert len(held) == 1


@pytest.mark.refused(409)
def test_stale_plan_shows_what_moved(page: Page, store: Store) -> None:
    """When the project changed meanwhile nothing is written: what moved is told, and the choices are kept."""
    dialog = _look(page, store.export("delivery", {"projections": ["pr_addresses", "pr_dishes"]}), "As a resource")
    dialog.open_tab("Projections")
    dialog.rename("pr_dishes", "pr_meals")
    expect(dialog.row("pr_dishes")).to_contain_text("pr_meals")
    # The plan with the new name is here: what happens from now on is not in it.
    expect(dialog.button("Confirm and import")).to_be_enabled()
    store.create("insights", "single-views", _single_view("pr_addresses"))
    revision = store.configuration("insights")["revision"]
    dialog.confirm(code=True)

    alert = dialog.window.get_by_role("alert")
    expect(alert).to_contain_text("The Project changed since you looked")
    expect(alert.get_by_role("listitem")).to_contain_text(["Projection pr_addresses: New → Name conflict"])
    expect(dialog.button("Confirm and import")).to_be_disabled()
    dialog.open_tab("Projections")
    expect(dialog.row("pr_dishes")).to_contain_text("pr_meals")
    assert store.configuration("insights")["revision"] == revision


def test_double_click_does_no_harm(page: Page, store: Store) -> None:
    """Clicking twice exports once and imports once."""
    page.goto("/projects/delivery/systems")
    export = open_export(page)
    export.checkbox("pr_addresses").click()
    with page.expect_download() as download:
        export.button("Export").dblclick()
    expect(export.window.get_by_role("status")).to_have_text("The file was downloaded")
    assert store.transfers("delivery") == ["export"]

    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/imports?branch=main") else None)
    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    dialog.choose_file(download.value.path())
    dialog.button("Next").click()
    dialog.button("Confirm and import").dblclick()
    expect(dialog.window).to_contain_text("2 created")
    assert len(sent) == 1
    assert store.transfers("insights") == ["import"]


def test_double_click_confirms_nothing_unseen(page: Page, store: Store) -> None:
    """The second click of a double click does not fall on the button of the next step, which is at the same place."""
    page.goto("/projects/delivery/systems")
    export = open_export(page)
    export.open_tab("ER Schemas")
    export.checkbox("delivery-er").click()
    export.button("Export").dblclick(delay=75)
    expect(export.dependency("Will be added", "pr_orders")).to_be_visible()
    export.button("Back").click()
    expect(export.checkbox("delivery-er")).to_be_checked()
    assert store.transfers("delivery") == []

    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(store.export("delivery", ADDRESSES)))
    dialog.button("Next").dblclick(delay=75)
    dialog.button("Back").click()
    expect(dialog.button("Next")).to_be_enabled()
    assert store.transfers("insights") == []


def test_closing_with_choices_asks_once(page: Page, store: Store) -> None:
    """Escape and Close ask; staying keeps the choices and the focus, and leaving leaves without another question."""
    dialog = _look(page, store.export("delivery", ER_SCHEMA))
    dialog.open_tab("Projections")
    dialog.pick("pr_dishes").click()
    stay = page.get_by_role("button", name="Keep editing", exact=True)
    page.keyboard.press("Escape")
    expect(stay).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog.pick("pr_dishes")).to_be_focused()
    dialog.button("Close").click()
    expect(stay).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.button("Close")).to_be_focused()
    expect(dialog.pick("pr_dishes")).not_to_be_checked()
    dialog.button("Close").click()
    page.get_by_role("button", name="Close and lose them", exact=True).click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert store.transfers("insights") == []


def test_leaving_the_page_with_choices_asks_once(page: Page, store: Store) -> None:
    """The browser's own button to go back asks, too; staying keeps the choices, and leaving leaves."""
    page.goto("/projects/insights/single-views")
    page.get_by_role("link", name="Systems of Record", exact=True).click()
    # The page that is being left has the same button.
    expect(page.get_by_role("heading", name="Systems of Record", exact=True)).to_be_visible()
    dialog = open_import(page)
    dialog.choose_file(as_file(store.export("delivery", ADDRESSES)))
    dialog.button("Next").click()
    dialog.pick("master-data").click()
    page.evaluate("history.back()")
    stay = page.get_by_role("button", name="Keep editing", exact=True)
    stay.click()
    expect(stay).to_have_count(0)
    expect(dialog.pick("master-data")).not_to_be_checked()
    page.evaluate("history.back()")
    page.get_by_role("button", name="Close and lose them", exact=True).click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(re.compile("/projects/insights/single-views"))


def test_closing_without_choices_asks_nothing(page: Page) -> None:
    """An empty dialog closes at once."""
    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    page.keyboard.press("Escape")
    expect(dialog.window).to_have_count(0)


def test_all_conflicts_are_renamed_at_once(page: Page, store: Store) -> None:
    """`Rename all conflicts` takes every suggested name; tabs count items and problems."""
    store.import_file("insights", store.export("delivery", ADDRESSES), mode="reference")
    dialog = _look(page, store.export("delivery", ADDRESSES), "As a resource")
    expect(_tab(dialog, "Systems of Record")).to_have_accessible_name("Systems of Record 1 1")
    expect(_tab(dialog, "Projections")).to_have_accessible_name("Projections 1 1")
    expect(dialog.window).to_contain_text("2 problems left")
    dialog.button("Rename all conflicts").click()

    expect(dialog.row("master-data")).to_contain_text("master-data_1")
    expect(dialog.window).not_to_contain_text("problems left")
    dialog.confirm()
    expect(dialog.window).to_contain_text("2 created")
    assert store.names("insights", "system") == ["master-data", "master-data_1"]


def test_reference_gets_another_name_too(page: Page, store: Store) -> None:
    """A reference whose name is taken here is renamed as a copy would be, and keeps where it came from."""
    store.create("insights", "single-views", _single_view("pr_addresses"))
    dialog = _look(page, store.export("delivery", ADDRESSES))
    dialog.open_tab("Projections")
    dialog.rename("pr_addresses")
    expect(dialog.row("pr_addresses")).to_contain_text("New")
    dialog.confirm()
    expect(dialog.window).to_contain_text("2 created")
    reference = store.resource("insights", "projections", "pr_addresses_1")["reference"]
    assert (reference["name"], reference["source"]["projectId"]) == ("pr_addresses", "delivery")


def test_all_conflicts_are_deselected_at_once(page: Page, store: Store) -> None:
    """`Deselect conflicts` leaves out what has a name that is taken, and only that."""
    dialog = _look(page, store.export("delivery", ER_SCHEMA), "As a resource", project="legacy-crm")
    dialog.button("Deselect conflicts").click()

    expect(dialog.row("pr_customers")).to_contain_text("Not selected")
    expect(dialog.pick("pr_orders")).to_be_checked()
    expect(dialog.button("Confirm and import")).to_be_enabled()


def test_selection_survives_a_search(page: Page, store: Store) -> None:
    """All and none of a tab by one click; a search shows a part, changes only that, and keeps the rest."""
    dialog = _look(page, store.export("delivery", ER_SCHEMA))
    dialog.open_tab("Projections")
    dialog.checkbox("Select all").click()
    expect(dialog.window.get_by_role("checkbox", checked=True)).to_have_count(0)
    search = dialog.window.get_by_role("searchbox", name="Search", exact=True)
    search.fill("DISH")
    expect(dialog.row("pr_orders")).to_have_count(0)
    dialog.checkbox("Select all").click()
    search.fill("")
    expect(dialog.pick("pr_dishes")).to_be_checked()
    expect(dialog.pick("pr_orders")).not_to_be_checked()
    dialog.checkbox("Select all").click()
    expect(dialog.pick("pr_orders")).to_be_checked()


def test_older_file_is_taken_on_purpose_only(page: Page, store: Store) -> None:
    """A file that is older than the reference is blocked until `Take the older version` is ticked."""
    old = store.export("delivery", ADDRESSES)
    store.edit("delivery", "projections", "pr_addresses", description="newer")
    store.import_file("insights", store.export("delivery", ADDRESSES), mode="reference")
    dialog = _look(page, old)
    dialog.open_tab("Projections")
    row = dialog.row("pr_addresses")
    expect(row).to_contain_text("Blocked")
    expect(dialog.button("Confirm and import")).to_be_disabled()
    row.get_by_role("checkbox", name="Take the older version", exact=True).click()
    expect(row).to_contain_text("Reference update")
    dialog.confirm()
    expect(dialog.window).to_contain_text("1 updated")


def test_name_from_an_external_project_stays(page: Page, store: Store) -> None:
    """What was a reference in the source offers no `Edit name`, and says why."""
    store.import_file("insights", store.export("delivery", ADDRESSES), mode="reference")
    dialog = _look(page, store.export("insights", ADDRESSES), "As a resource", project="delivery")
    dialog.open_tab("Projections")
    row = dialog.row("pr_addresses")
    expect(row.get_by_role("button", name="Edit name", exact=True)).to_have_count(0)
    row.get_by_role("button", name="came to the source from an external Project, Delivery").focus()
    expect(page.get_by_role("tooltip")).to_contain_text("came to the source from an external Project, Delivery")


def test_file_that_was_edited_by_hand_says_so(page: Page, store: Store) -> None:
    """What was changed in the file cannot be a reference; items that were removed whole are told."""
    file = json.loads(store.export("delivery", {"singleViews": "all", **ADDRESSES}))
    file["resources"]["systems"]["master-data"]["projections"]["pr_addresses"]["description"] = "by hand"
    removed, _ = file["resources"]["singleViews"].popitem()
    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(json.dumps(file).encode()))
    expect(dialog.window.get_by_role("definition").filter(has_text="Edited")).to_be_visible()
    expect(dialog.window).to_contain_text(f"singleView/{removed}")
    dialog.button("Next").click()
    dialog.open_tab("Projections")
    expect(dialog.row("pr_addresses")).to_contain_text("Blocked")


def test_caution_names_what_is_not_imported(page: Page, store: Store) -> None:
    """The selection says that services are not imported, and must be there before a deployment."""
    dialog = _look(page, store.export("delivery", ADDRESSES))
    caution = dialog.window.get_by_role("note").filter(has_text="Services are not imported")
    expect(caution).to_contain_text("Single View Trigger Generators must exist before you deploy")


def _look(page: Page, content: bytes, mode: str = "As a reference", *, project: str = "insights") -> ImportDialog:
    """Open the dialog on a page, choose a file and a mode, and go on to the items."""
    page.goto(f"/projects/{project}/systems")
    dialog = open_import(page)
    dialog.choose_file(as_file(content))
    dialog.radio(mode).check()
    dialog.button("Next").click()
    expect(dialog.window.get_by_role("tab").first).to_be_visible()
    return dialog


def _single_view(name: str) -> dict[str, object]:
    return {"singleViewId": name, "name": name, "fields": [], "indexes": []}


def _tab(dialog: ImportDialog, name: str) -> Locator:
    return dialog.window.get_by_role("tab").filter(has_text=name)
