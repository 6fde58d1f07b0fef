"""
The pages: what is seen at an address, and what opens on it.
"""

from typing import Final

from playwright.sync_api import Page, expect

ADDRESSES: Final = {
    "systems-empty": "/projects/empty/systems",
    "systems-small": "/projects/delivery/systems",
    "systems-large": "/projects/warehouse/systems",
    "systems-references": "/projects/insights/systems",
    "systems-no-match": "/projects/delivery/systems?q=nothing",
    "er-schemas-empty": "/projects/empty/systems?tab=er-schemas",
    "er-schemas-small": "/projects/delivery/systems?tab=er-schemas",
    "cast-functions-small": "/projects/delivery/systems?tab=cast-functions",
    "single-views-empty": "/projects/empty/single-views",
    "single-views-small": "/projects/delivery/single-views",
    "system-small": "/projects/delivery/systems/ordering",
    "system-large": "/projects/warehouse/systems/system_000",
    "projection": "/projects/delivery/projections/pr_orders",
    "projection-reference": "/projects/insights/projections/pr_orders",
    "er-schema": "/projects/delivery/er-schemas/delivery-er",
    "er-schema-reference": "/projects/insights/er-schemas/delivery-er",
    "cast-function": "/projects/delivery/cast-functions/castEuroAmount",
    "cast-function-default": "/projects/delivery/cast-functions/defaultCastToString",
    "single-view": "/projects/delivery/single-views/sv_customer_orders",
    "transfers-empty": "/projects/empty/transfers",
    "transfers-small": "/projects/insights/transfers",
    "settings": "/projects/delivery/settings",
    "feature-off": "/projects/closed/systems",
    "settings-feature-off": "/projects/closed/settings",
    "page-not-found": "/projects/delivery/nothing",
    "resource-not-found": "/projects/delivery/projections/nothing",
}


def choose_project(page: Page) -> None:
    """The projects to choose from."""
    page.goto("/projects/delivery/systems")
    page.get_by_role("combobox", name="Project", exact=True).click()
    expect(page.get_by_role("listbox")).to_be_attached()


def show_reference(page: Page) -> None:
    """Where a reference comes from."""
    page.goto("/projects/insights/projections/pr_orders")
    page.get_by_role("main").get_by_role("button", name="Reference", exact=True).first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()


def ask_to_detach(page: Page) -> None:
    """What detaching means."""
    _press("/projects/insights/systems/ordering", "Detach", page)


def ask_to_delete(page: Page) -> None:
    """What deleting means."""
    _press("/projects/delivery/single-views/sv_customer_orders", "Delete", page)


def edit_projection(page: Page) -> None:
    """The form of a projection."""
    _press("/projects/delivery/projections/pr_orders", "Edit", page)


def edit_cast_function(page: Page) -> None:
    """The form of a cast function, with its code."""
    _press("/projects/delivery/cast-functions/castEuroAmount", "Edit", page)


def edit_single_view(page: Page) -> None:
    """The form of a Single View."""
    _press("/projects/delivery/single-views/sv_customer_orders", "Edit", page)


def edit_er_schema(page: Page) -> None:
    """The text of an ER schema, with the diagram that it makes."""
    _press("/projects/delivery/er-schemas/menu-er", "Edit", page)
    page.get_by_role("group", name="pr_dishes", exact=True).scroll_into_view_if_needed()


def save_faults(page: Page) -> None:
    """What is wrong in a form, and where."""
    edit_projection(page)
    fields = page.get_by_role("table", name="Fields", exact=True)
    fields.get_by_role("textbox", name="Name, row 2", exact=True).fill("order_id")
    fields.get_by_role("textbox", name="Name, row 3", exact=True).fill("$total")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert").first).to_be_visible()


def show_transfer(page: Page) -> None:
    """What a transfer did, resource by resource."""
    _press("/projects/insights/transfers", "Details", page)
    expect(page.get_by_role("link", name="master-data", exact=True)).to_be_visible()


def ask_to_undo(page: Page) -> None:
    """What undoing an import means."""
    _press("/projects/insights/transfers", "Undo", page)


def open_menu(page: Page) -> None:
    """The menu of the button `Import / Export`."""
    _press("/projects/delivery/systems", "Import / Export", page)
    page.get_by_role("menuitem", name="Export", exact=True).hover()


def open_menu_of_version(page: Page) -> None:
    """The menu on a branch that cannot be written: why there is no import."""
    _press("/projects/versioned/systems?branch=v1.0.0", "Import / Export", page)
    expect(page.get_by_role("menuitem").first).to_be_visible()


def _press(address: str, button: str, page: Page) -> None:
    page.goto(address)
    page.get_by_role("button", name=button, exact=True).first.click()


ACTIONS: Final = {
    "projects": choose_project,
    "menu": open_menu,
    "menu-read-only": open_menu_of_version,
    "reference-popover": show_reference,
    "detach": ask_to_detach,
    "delete": ask_to_delete,
    "projection-edit": edit_projection,
    "cast-function-edit": edit_cast_function,
    "single-view-edit": edit_single_view,
    "projection-edit-faults": save_faults,
    "er-schema-edit": edit_er_schema,
    "transfer-details": show_transfer,
    "undo": ask_to_undo,
}

ITALIAN: Final = {
    "systems-references",
    "cast-functions-small",
    "single-views-empty",
    "projection-reference",
    "er-schema",
    "transfers-small",
    "settings",
    "projection-edit",
}
"""Those that are shown in Italian too."""
