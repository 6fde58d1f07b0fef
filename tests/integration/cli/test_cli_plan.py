from pathlib import Path

import httpx

from tests.builders import configuration, standard
from tests.command_line import Fdt, Place, import_and_change

REFERENCE = ("--mode", "reference")
NOW = "--no-prompt"


def test_plan_is_that_of_the_api(fdt: Fdt, destination: Place, file: Path) -> None:
    """The plan is printed as the API gives it, and nothing is written."""
    run = fdt("plan", file, *destination.target, *REFERENCE)

    form = {"choices": '{"mode": "reference"}'}
    path = f"{destination.project}/imports/plan"
    answer = destination.api.post(path, data=form, files={"file": file.read_bytes()}).json()
    assert run.status == 0, run.err
    assert run.result == answer
    assert destination.revision() == 1


def test_plan_is_shown_as_lines(fdt: Fdt, taken: Place, file: Path) -> None:
    """New items have a plus, what cannot be imported an exclamation mark and its reason, and all is counted."""
    lines = fdt("plan", file, *taken.target, *REFERENCE).lines()

    assert "+ projection   pr_orders" in lines
    assert "! projection   pr_a (free name: pr_a_1)" in lines
    reason = lines[lines.index("! projection   pr_a (free name: pr_a_1)") + 1]
    assert reason.startswith('    error: The name "pr_a" is taken by a Projection of this project.')
    assert lines[-2].startswith("Blocked: 9 new, 1 conflict.")
    assert lines[-1] == "  Names that are taken: --on-conflict skip or rename, or --rename KIND/OLD=NEW."


def test_plan_is_for_programs_or_people(fdt: Fdt, destination: Place, file: Path) -> None:
    """With --json there are no lines for people, with --table there is no JSON; without, there are both."""
    arguments = ("plan", str(file), *destination.target, *REFERENCE)

    both, programs, people = fdt(*arguments), fdt(*arguments, "--json"), fdt(*arguments, "--table")

    assert (programs.out, programs.err) == (both.out, "")
    assert (people.out, people.err) == (b"", both.err)


def test_options_that_help_are_named(fdt: Fdt, api: httpx.Client, destination: Place, file: Path) -> None:
    """What an option can do about an error is said once, whatever number of items has it; else nothing is said."""
    elsewhere = Place.make(api, configuration(), services=standard())

    blocked = fdt("plan", file, *elsewhere.target, *REFERENCE).lines()
    empty = fdt("plan", file, *destination.target, *REFERENCE, "--rename", "singleView/sv_customer=a b").lines()
    fine = fdt("plan", file, *destination.target, *REFERENCE).lines()

    way_out = "  Items that cannot be references here: leave them out with --select, or use --mode resource."
    assert blocked.count(way_out) == 1
    assert empty[-1] == "  Names that are not valid: --rename KIND/OLD=NEW."
    assert fine[-1].startswith("Plan: 10 new")


def test_update_and_unchanged_are_marked(fdt: Fdt, source: Place, destination: Place, tmp_path: Path) -> None:
    """An update has a tilde, what stays as it is an equals sign."""
    _, new = import_and_change(fdt, source, destination, tmp_path)

    lines = fdt("plan", new, *destination.target, *REFERENCE).lines()

    assert "~ system       delivery" in lines
    assert "= projection   pr_a" in lines
    assert lines[-1] == "Plan: 1 reference-update, 9 unchanged."


def test_update_of_the_source_alone_is_told(fdt: Fdt, source: Place, destination: Place, tmp_path: Path) -> None:
    """When only the name of the source project changed, the update says so."""
    file = tmp_path / "shop.json"
    file.write_bytes(source.export())
    fdt("import", file, *destination.target, *REFERENCE, NOW)
    source.api.patch(source.project, json={"name": "Shop of 2026"})
    file.write_bytes(source.export())

    run = fdt("plan", file, *destination.target, *REFERENCE)

    assert "~ projection   pr_a (same content, other source)" in run.lines()


def test_blocked_plan_has_itsstatus_of(fdt: Fdt, taken: Place, file: Path) -> None:
    """A plan that cannot be executed ends with 3, and is printed all the same."""
    run = fdt("plan", file, *taken.target, *REFERENCE)

    assert (run.status, run.result["blocked"]) == (3, True)
