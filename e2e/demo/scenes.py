"""
The scenes of the demo. Each begins with the demo projects as they are new, so each can be played alone.
"""

import json
from collections.abc import Callable
from typing import Any, Final

from playwright.sync_api import expect

from e2e.demo.stage import Stage
from e2e.export_dialog import ExportDialog
from e2e.import_dialog import ImportDialog, as_file

Scene = Callable[[Stage], None]

_ER_SCHEMA: Final[dict[str, Any]] = {"erSchemas": ["delivery-er"]}


def export_with_dependencies(stage: Stage) -> None:
    """An ER schema is exported with what it needs, and the product says why."""
    stage.open("/projects/delivery/systems")
    stage.say("Team Delivery owns the model: Systems of Record, Projections, ER schemas.")
    _choose_from_menu(stage, "Export")
    dialog = ExportDialog(stage.page)
    stage.say("Another team needs its ER schema. Nothing else is selected.")
    stage.click(dialog.window.get_by_role("tab", name="ER Schemas"))
    stage.click(dialog.checkbox("delivery-er"))
    stage.click(dialog.button("Export"))
    stage.show(dialog.dependency("Will be added", "pr_orders"), "An ER schema is of no use without what it joins.")
    stage.show(
        dialog.dependency("Cannot be exported", "riders"),
        "What cannot travel is said, before and not after.",
        keep=True,
    )
    with stage.page.expect_download() as download:
        stage.click(dialog.button("Confirm and export"))
    assert download.value.suggested_filename.startswith("fast-data-export-")
    stage.say("One file, ready to be handed over. No credentials, services or users are in it.")


def import_as_reference(stage: Stage) -> None:
    """An empty project takes the file as references."""
    file = as_file(stage.store.export("delivery", _ER_SCHEMA), "fast-data-export-20260220T101233004Z.json")
    stage.open("/projects/insights/systems")
    stage.say("Team Insights has an empty project, and the file.")
    stage.click(stage.page.get_by_role("button", name="Import", exact=True))
    dialog = ImportDialog(stage.page)
    stage.choose(dialog, file)
    verified = dialog.window.get_by_role("definition").filter(has_text="Verified")
    stage.show(verified, "Where the file comes from, and that nobody changed it.")
    stage.show(dialog.radio("As a reference"), "As a reference: read only here, and updated by the next file.")
    stage.click(dialog.button("Next"))
    stage.show(dialog.row("ordering"), "The plan says what would happen to every resource. Nothing is written yet.")
    _confirm(stage, dialog, code=True)
    stage.show(dialog.window.get_by_text("Import completed"), "Exactly the plan was executed, in one step.")
    stage.click(dialog.button("Close").last)
    row = stage.page.get_by_role("row").filter(has_text="ordering")
    stage.point(row.get_by_role("button", name="Reference", exact=True))
    stage.show(stage.page.get_by_role("tooltip"), "Every reference knows where it comes from.", keep=True)


def rename_a_conflict(stage: Stage) -> None:
    """A name that is taken is solved in place."""
    stage.open("/projects/legacy-crm/systems")
    stage.say("Legacy CRM wants a copy that it can edit. One of the names is taken there.")
    dialog = _open_import(stage, stage.store.export("delivery", _ER_SCHEMA))
    stage.click(dialog.radio("As a resource"))
    stage.click(dialog.button("Next"))
    stage.click(dialog.window.get_by_role("tab", name="Projections"))
    row = dialog.row("pr_customers")
    stage.show(row, "The name is taken: the import waits until that is solved.", keep=True)
    stage.click(row.get_by_role("button", name="Edit name", exact=True))
    stage.say("A free name is suggested. What names the Projection is renamed with it.")
    row.get_by_role("textbox", name="New name", exact=True).press("Enter")
    expect(row).to_contain_text("pr_customers_1")
    _confirm(stage, dialog, code=True)
    stage.show(dialog.window.get_by_text("14 created"), "Copied. Nothing that was there has changed.")


def update_a_reference(stage: Stage) -> None:
    """The next file of the source updates what changed, and nothing else."""
    stage.store.import_file("insights", stage.store.export("delivery", _ER_SCHEMA), mode="reference")
    stage.store.edit("delivery", "projections", "pr_orders", description="Orders, with tips since spring")
    stage.open("/projects/insights/systems")
    stage.say("Some weeks later Team Delivery has changed a Projection, and sends its next file.")
    dialog = _open_import(stage, stage.store.export("delivery", _ER_SCHEMA))
    stage.click(dialog.button("Next"))
    stage.click(dialog.window.get_by_role("tab", name="Projections"))
    stage.show(dialog.row("pr_orders"), "One reference is updated. All others are unchanged.", keep=True)
    expect(dialog.row("pr_orders")).to_contain_text("Reference update")
    expect(dialog.row("pr_dishes")).to_contain_text("Unchanged")
    _confirm(stage, dialog, code=False)
    stage.show(dialog.window.get_by_text("1 updated"), "And Undo takes it back, should it be needed.")


def blocked_by_architecture(stage: Stage) -> None:
    """A project that cannot use references is told why."""
    stage.open("/projects/legacy-crm/systems")
    stage.say("Not every project can use references of Systems of Record.")
    dialog = _open_import(stage, stage.store.export("delivery", {"projections": ["pr_addresses"]}))
    expect(dialog.radio("As a reference")).to_be_disabled()
    evidence = dialog.window.get_by_role("listitem").filter(has_text="crm-updater")
    stage.show(
        evidence, "The reason is given, with the services that were looked at. A copy is still possible.", keep=True
    )


def wrong_file(stage: Stage) -> None:
    """A wrong file is recognised for what it is."""
    configuration = json.dumps(stage.store.configuration("delivery")["fastDataConfig"]).encode()
    stage.open("/projects/insights/systems")
    stage.say("Somebody picks a wrong file. That happens.")
    dialog = _open_import(stage, configuration, "fastdata-config.json")
    alert = dialog.window.get_by_role("alert")
    stage.show(alert, "It is recognised for what it is, with the way out.", keep=True)
    stage.choose(dialog, as_file(stage.store.export("delivery", _ER_SCHEMA)))
    expect(alert).to_have_count(0)
    stage.show(dialog.button("Next"), "The right file, and on it goes.")


SCENES: Final[dict[str, Scene]] = {
    "export": export_with_dependencies,
    "reference": import_as_reference,
    "rename": rename_a_conflict,
    "update": update_a_reference,
    "architecture": blocked_by_architecture,
    "wrong-file": wrong_file,
}
"""In the order of the tour."""


def _choose_from_menu(stage: Stage, name: str) -> None:
    stage.click(stage.page.get_by_role("button", name="Import / Export", exact=True))
    stage.click(stage.page.get_by_role("menuitem", name=name, exact=True))


def _open_import(stage: Stage, content: bytes, name: str = "fast-data-export.json") -> ImportDialog:
    _choose_from_menu(stage, "Import")
    dialog = ImportDialog(stage.page)
    stage.choose(dialog, as_file(content, name))
    return dialog


def _confirm(stage: Stage, dialog: ImportDialog, *, code: bool) -> None:
    stage.click(dialog.button("Confirm and import"))
    if code:
        stage.show(dialog.review, "Code that comes along is read before, and confirmed once. It is never executed.")
        stage.click(dialog.review)
        stage.click(dialog.button("Confirm and import"))
