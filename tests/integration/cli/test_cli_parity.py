"""
One plan everywhere: `fdt plan` shows what the dialog shows, and each executes what the other one planned.

The dialog's choices are those that `frontend/src/features/import/choices.ts` writes.
"""

import json
from pathlib import Path
from typing import Final, NamedTuple

import httpx
import pytest

from tests.builders import Entry
from tests.command_line import Fdt, Place

ALL_PROJECTIONS: Final = ["pr_a", "pr_b", "pr_c", "pr_dishes", "pr_orders"]


class Wish(NamedTuple):
    """What a user wants: the options of `fdt`, and the choices of the dialog."""

    options: list[str]
    choices: Entry


def _select(**picked: object) -> Entry:
    """Write a selection as the dialog does: every kind is named."""
    return {"systems": [], "projections": [], "erSchemas": [], "singleViews": [], "castFunctions": []} | picked


REFERENCE: Final = ["--mode", "reference"]
RESOURCE: Final = ["--mode", "resource"]

WISHES: Final = {
    "everything": Wish(REFERENCE, {"mode": "reference"}),
    "everything-as-a-copy": Wish(RESOURCE, {"mode": "resource"}),
    "everything-older": Wish([*REFERENCE, "--allow-older"], {"mode": "reference", "allowOlder": True}),
    "a-whole-system": Wish(
        [*REFERENCE, "--select", "system/*"],
        {"mode": "reference", "selection": _select(systems=[{"name": "delivery"}])},
    ),
    "a-projection-alone": Wish(
        [*REFERENCE, "--select", "projection/pr_orders"],
        {"mode": "reference", "selection": _select(projections=["pr_orders"])},
    ),
    "other-kinds": Wish(
        [*RESOURCE, "--select", "singleView/*", "--select", "castFunction/castYesNo"],
        {"mode": "resource", "selection": _select(singleViews=["sv_customer"], castFunctions=["castYesNo"])},
    ),
    "a-rename": Wish(
        [*RESOURCE, "--rename", "projection/pr_a=pr_z"],
        {"mode": "resource", "renames": [{"kind": "projection", "name": "pr_a", "newName": "pr_z"}]},
    ),
    "a-free-name": Wish(
        [*REFERENCE, "--on-conflict", "rename"],
        {"mode": "reference", "renames": [{"kind": "projection", "name": "pr_a", "newName": "pr_a_1"}]},
    ),
    "without-conflicts": Wish(
        [*REFERENCE, "--on-conflict", "skip"],
        {
            "mode": "reference",
            "selection": _select(
                systems=[{"name": "delivery", "projections": [name for name in ALL_PROJECTIONS if name != "pr_a"]}],
                erSchemas=["delivery-er"],
                singleViews=["sv_customer"],
                castFunctions=["castItalianDecimal", "castYesNo"],
            ),
        },
    ),
}


def _ask_as_dialog(place: Place, step: str, file: Path, choices: Entry) -> httpx.Response:
    """Send what the dialog sends."""
    form, sent = {"choices": json.dumps(choices)}, {"file": file.read_bytes()}
    return place.api.post(f"{place.project}/{step}", params={"branch": "main"}, data=form, files=sent)


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES.keys())
def test_plan_is_the_same(fdt: Fdt, taken: Place, file: Path, wish: Wish) -> None:
    """For the same wish, `fdt plan` prints the plan that the dialog gets, member by member."""
    shown = _ask_as_dialog(taken, "imports/plan", file, wish.choices).json()

    run = fdt("plan", file, *taken.target, *wish.options)

    assert run.result == shown
    assert run.status == (3 if shown["blocked"] else 0), run.err


@pytest.mark.parametrize("name", ["a-free-name", "without-conflicts", "a-projection-alone", "other-kinds"])
def test_plan_of_the_dialog_is_executed_by_fdt(fdt: Fdt, taken: Place, file: Path, name: str) -> None:
    """What was reviewed in the dialog is imported from the command line, by its digest."""
    digest = _ask_as_dialog(taken, "imports/plan", file, WISHES[name].choices).json()["planDigest"]

    run = fdt("import", file, *taken.target, *WISHES[name].options, "--no-prompt", "--plan-digest", digest)

    assert run.status == 0, run.err
    assert run.result["planDigest"] == digest


@pytest.mark.parametrize("name", ["a-free-name", "without-conflicts", "a-projection-alone", "other-kinds"])
def test_plan_of_fdt_is_executed_by_the_dialog(fdt: Fdt, taken: Place, file: Path, name: str) -> None:
    """What was planned on the command line is imported from the dialog, by its digest."""
    digest = fdt("plan", file, *taken.target, *WISHES[name].options).result["planDigest"]

    response = _ask_as_dialog(taken, "imports", file, WISHES[name].choices | {"planDigest": digest})

    assert response.status_code == 201, response.text
    assert response.json()["planDigest"] == digest


def test_other_plan_is_not_executed(fdt: Fdt, taken: Place, file: Path) -> None:
    """The digest of another plan is refused, with the plan that there is now."""
    digest = _ask_as_dialog(taken, "imports/plan", file, WISHES["other-kinds"].choices).json()["planDigest"]

    run = fdt("import", file, *taken.target, *WISHES["a-free-name"].options, "--no-prompt", "--plan-digest", digest)

    assert (run.status, taken.revision()) == (1, 1)
    assert "[stale-plan]" in run.err
