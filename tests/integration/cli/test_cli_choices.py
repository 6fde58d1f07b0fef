from pathlib import Path

import httpx
import pytest

from tests.builders import configuration, event_driven, projection, standard, system
from tests.command_line import NOBODY, SOMEWHERE, Fdt, Place, import_and_change, status_of

REFERENCE = ("--mode", "reference")
RESOURCE = ("--mode", "resource")
NOW = "--no-prompt"


def test_conflicts_are_skipped(fdt: Fdt, taken: Place, file: Path) -> None:
    """With --on-conflict skip, what has a taken name stays as it is, and the rest comes."""
    run = fdt("import", file, *taken.target, *REFERENCE, "--on-conflict", "skip", NOW)

    assert run.status == 0, run.err
    assert [item["name"] for item in run.result["skipped"]] == ["pr_a"]
    assert taken.projections().keys() == {"pr_orders", "pr_dishes", "pr_b", "pr_c"}
    assert "reference" not in taken.projections("own")["pr_a"]


def test_conflicts_are_renamed(fdt: Fdt, taken: Place, file: Path) -> None:
    """With --on-conflict rename, what has a taken name gets the suggested one."""
    run = fdt("import", file, *taken.target, *REFERENCE, "--on-conflict", "rename", NOW)

    assert run.status == 0, run.err
    assert {"kind": "projection", "name": "pr_a", "newName": "pr_a_1", "status": "new"} in run.result["created"]
    assert taken.projections()["pr_a_1"]["reference"]["name"] == "pr_a"


def test_asked_name_that_is_taken_is_replaced(fdt: Fdt, taken: Place, file: Path) -> None:
    """A name that the user gave and that is taken gives way to the suggestion, when that was asked for."""
    renames = ("--rename", "projection/pr_b=pr_a", "--rename", "projection/pr_a=pr_z", "--on-conflict", "rename")

    run = fdt("plan", file, *taken.target, *RESOURCE, *renames)

    names = {item["name"]: item["newName"] for item in run.result["items"]}
    assert (run.status, names["pr_a"], names["pr_b"]) == (0, "pr_z", "pr_a_1")


def test_last_plan_decides(fdt: Fdt, taken: Place, file: Path) -> None:
    """When nothing is left after skipping, the plan is blocked."""
    run = fdt("plan", file, *taken.target, *REFERENCE, "--select", "projection/pr_a", "--on-conflict", "skip")

    assert run.status == 3
    assert [issue["code"] for issue in run.result["issues"]] == ["nothing-selected"]


def test_skipping_keeps_the_selection(fdt: Fdt, taken: Place, file: Path) -> None:
    """Skipping leaves out of what was selected, and takes nothing that was not."""
    selection = ("--select", "projection/pr_[ab]", "--on-conflict", "skip")

    run = fdt("import", file, *taken.target, *REFERENCE, *selection, NOW)

    assert run.status == 0, run.err
    assert {(item["kind"], item["name"]) for item in run.result["created"]} == {
        ("system", "delivery"),
        ("projection", "pr_b"),
    }


def test_skipping_leaves_no_dependency_behind(fdt: Fdt, api: httpx.Client, file: Path) -> None:
    """What only a skipped item needs does not come along."""
    taken = Place.make(api, configuration(system("own", projection("pr_orders"))), services=event_driven())
    selection = ("--select", "projection/pr_orders", "--select", "projection/pr_b", "--on-conflict", "skip")

    run = fdt("import", file, *taken.target, *REFERENCE, *selection, NOW)

    assert run.status == 0, run.err
    assert [item["name"] for item in run.result["created"]] == ["delivery", "pr_b"]


def test_selected_projection_brings_what_it_needs(fdt: Fdt, destination: Place, file: Path) -> None:
    """A selected projection brings its system and functions, which is said."""
    run = fdt("plan", file, *destination.target, *REFERENCE, "--select", "projection/pr_orders")

    selected = [item["name"] for item in run.result["items"] if item["selected"]]
    assert selected == ["delivery", "pr_orders", "castItalianDecimal"]
    assert "+ system       delivery (needed by projection pr_orders)" in run.lines()
    assert "+ projection   pr_a" not in run.lines()


def test_selected_system_brings_its_projections(fdt: Fdt, destination: Place, file: Path) -> None:
    """A selected system is imported with all its projections in the file."""
    run = fdt("import", file, *destination.target, *REFERENCE, "--select", "system/*", NOW)

    assert run.status == 0, run.err
    assert len(destination.projections()) == 5
    assert destination.config()["erSchemas"] == {}


def test_selection_must_match_the_file(fdt: Fdt, destination: Place, file: Path) -> None:
    """A --select that matches nothing in the file is an error, and nothing is written."""
    run = fdt("import", file, *destination.target, *REFERENCE, "--select", "system/x*", NOW)

    assert (run.status, run.out, destination.revision()) == (1, b"", 1)
    assert "--select system/x* matches nothing. [unknown-resource]" in run.err


def test_items_are_renamed(fdt: Fdt, destination: Place, file: Path) -> None:
    """A --rename gives an item another name in the destination."""
    run = fdt("import", file, *destination.target, *RESOURCE, "--rename", "projection/pr_a=pr_z", NOW)

    assert run.status == 0, run.err
    assert {"pr_z", "pr_b"} < destination.projections().keys()
    assert "+ projection   pr_a → pr_z" in run.lines()


def test_renamed_item_must_be_in_the_file(fdt: Fdt, destination: Place, file: Path) -> None:
    """A --rename of what the file does not have is an error."""
    run = fdt("plan", file, *destination.target, *RESOURCE, "--rename", "projection/nothing=pr_z")

    assert (run.status, run.out) == (1, b"")
    assert 'The file has no projection "nothing". [unknown-resource]' in run.err


@pytest.mark.parametrize(
    "renames", [["pr_a=pr_z"], ["projection/pr_a"], ["projection/pr_a="], ["table/pr_a=pr_z"], ["projection/a=b"] * 2]
)
def test_rename_has_a_form(fdt: Fdt, file: Path, renames: list[str]) -> None:
    """A --rename that is not kind/old=new, or a second one of the same item, is wrong usage."""
    options = [part for rename in renames for part in ("--rename", rename)]

    run = fdt("plan", file, *SOMEWHERE, *RESOURCE, *options, FDT_SERVER=NOBODY)

    assert run.status == 2
    assert "--rename" in run.err


def test_rename_without_new_name_is_quoted(fdt: Fdt, file: Path) -> None:
    """A --rename that gives no new name is quoted as it was written."""
    run = fdt("plan", file, *SOMEWHERE, *RESOURCE, "--rename", "projection/pr_orders", FDT_SERVER=NOBODY)

    assert run.status == 2
    assert '"projection/pr_orders" gives no new name.' in run.err


def test_older_export_is_taken_on_request(fdt: Fdt, source: Place, destination: Place, tmp_path: Path) -> None:
    """An older file is blocked, and imported with --allow-older."""
    old, new = import_and_change(fdt, source, destination, tmp_path)
    fdt("import", new, *destination.target, *REFERENCE, NOW)

    refused = fdt("import", old, *destination.target, *REFERENCE, NOW)
    done = fdt("import", old, *destination.target, *REFERENCE, NOW, "--allow-older")

    assert (refused.status, status_of(refused.result, "delivery")) == (3, "blocked")
    assert done.status == 0, done.err
    assert destination.config()["systems"]["delivery"]["description"] == "The system delivery"


@pytest.mark.parametrize("options", [[], ["--mode", "copy"], [*REFERENCE, "--on-conflict", "overwrite"]])
def test_choices_have_values(fdt: Fdt, file: Path, options: list[str]) -> None:
    """The mode is mandatory; other modes, and other ways to solve conflicts, are wrong usage."""
    assert fdt("import", file, *SOMEWHERE, *options, NOW, FDT_SERVER=NOBODY).status == 2


def test_references_need_the_architecture(fdt: Fdt, api: httpx.Client, file: Path) -> None:
    """Where no Single View Trigger Generator is, references of projections are blocked."""
    other = Place.make(api, configuration(), services=standard())

    assert fdt("plan", file, *other.target, *REFERENCE).status == 3
    assert fdt("plan", file, *other.target, *RESOURCE).status == 0
