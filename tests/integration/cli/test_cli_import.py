import json
import os
from pathlib import Path

import httpx
import pytest

from tests.builders import configuration, event_driven, projection, standard, system
from tests.command_line import NOBODY, SOMEWHERE, Fdt, Place

REFERENCE = ("--mode", "reference")
RESOURCE = ("--mode", "resource")
NOW = "--no-prompt"


@pytest.fixture
def taken(api: httpx.Client) -> Place:
    """Give a project that takes references, and owns a projection with a name of the source."""
    return Place.make(api, configuration(system("own", projection("pr_a", system="own"))), services=event_driven())


def _import_and_change(fdt: Fdt, source: Place, destination: Place, folder: Path) -> tuple[Path, Path]:
    """Import all of the source by reference, change it, and give the file of before and the one of after."""
    old, new = folder / "old.json", folder / "new.json"
    old.write_bytes(source.export())
    fdt("import", old, *destination.target, *REFERENCE, NOW)
    source.edit_system(description="Another description")
    new.write_bytes(source.export())
    return old, new


def _status(plan: dict[str, list[dict[str, str]]], name: str) -> str:
    return next(item["status"] for item in plan["items"] if item["name"] == name)


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
    _, new = _import_and_change(fdt, source, destination, tmp_path)

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


def test_blocked_plan_has_its_status(fdt: Fdt, taken: Place, file: Path) -> None:
    """A plan that cannot be executed ends with 3, and is printed all the same."""
    run = fdt("plan", file, *taken.target, *REFERENCE)

    assert (run.status, run.result["blocked"]) == (3, True)


@pytest.mark.parametrize("command", ["plan", "import"])
def test_nothing_to_change_has_a_status_on_request(fdt: Fdt, destination: Place, file: Path, command: str) -> None:
    """What changes nothing is done (0), or with --exit-code ends with 4."""
    arguments = [str(file), *destination.target, *REFERENCE, *([NOW] if command == "import" else [])]
    fdt("import", file, *destination.target, *REFERENCE, NOW)

    assert fdt(command, *arguments).status == 0
    assert fdt(command, *arguments, "--exit-code").status == 4
    assert destination.revision() == 2


def test_import_is_executed(fdt: Fdt, destination: Place, file: Path) -> None:
    """An import writes, prints the receipt, and says how to take it back and what is left to do."""
    run = fdt("import", file, *destination.target, *RESOURCE, NOW, "--exit-code")

    assert run.status == 0, run.err
    assert (run.result["type"], len(run.result["created"]), run.result["revisionAfter"]) == ("import", 10, 2)
    assert destination.projections().keys() == {"pr_orders", "pr_dishes", "pr_a", "pr_b", "pr_c"}
    assert any(f"fdt undo {run.result['transferId']}" in line for line in run.lines())
    assert any(line.startswith("Left to do: ") for line in run.lines())


def test_second_import_changes_nothing(fdt: Fdt, destination: Place, file: Path) -> None:
    """The same import again is done, with a receipt that is not in the history."""
    fdt("import", file, *destination.target, *RESOURCE, NOW)

    run = fdt("import", file, *destination.target, *RESOURCE, NOW)

    assert (run.status, run.result["transferId"]) == (0, None)
    assert len(destination.transfers()) == 1


def test_blocked_import_writes_nothing(fdt: Fdt, taken: Place, file: Path) -> None:
    """An import that is blocked ends with 3, prints the plan, and writes nothing."""
    run = fdt("import", file, *taken.target, *REFERENCE, NOW)

    assert (run.status, run.result["blocked"]) == (3, True)
    assert (taken.revision(), taken.transfers()) == (1, [])


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


def test_older_export_is_taken_on_request(fdt: Fdt, source: Place, destination: Place, tmp_path: Path) -> None:
    """An older file is blocked, and imported with --allow-older."""
    old, new = _import_and_change(fdt, source, destination, tmp_path)
    fdt("import", new, *destination.target, *REFERENCE, NOW)

    refused = fdt("import", old, *destination.target, *REFERENCE, NOW)
    done = fdt("import", old, *destination.target, *REFERENCE, NOW, "--allow-older")

    assert (refused.status, _status(refused.result, "delivery")) == (3, "blocked")
    assert done.status == 0, done.err
    assert destination.config()["systems"]["delivery"]["description"] == "The system delivery"


def test_reviewed_plan_is_executed(fdt: Fdt, destination: Place, file: Path) -> None:
    """A plan that was made before is executed by its digest."""
    plan = fdt("plan", file, *destination.target, *REFERENCE).result

    run = fdt("import", file, *destination.target, *REFERENCE, NOW, "--plan-digest", plan["planDigest"])

    assert (run.status, run.result["planDigest"]) == (0, plan["planDigest"])


def test_plan_that_is_stale_is_refused(fdt: Fdt, destination: Place, file: Path) -> None:
    """When the destination changed since the review, the fresh plan is printed, and nothing is written."""
    digest = fdt("plan", file, *destination.target, *REFERENCE).result["planDigest"]
    destination.save(configuration(system("own", projection("pr_a", system="own"))))

    run = fdt("import", file, *destination.target, *REFERENCE, NOW, "--plan-digest", digest)

    assert (run.status, _status(run.result, "pr_a")) == (1, "conflict")
    assert "[stale-plan]" in run.err
    assert destination.revision() == 2


@pytest.mark.parametrize("digest", ["", "null", "sha256-"])
def test_plan_digest_has_a_form(fdt: Fdt, file: Path, digest: str) -> None:
    """What a script makes of a plan that it did not get is wrong usage, and not any plan."""
    run = fdt("import", file, *SOMEWHERE, *REFERENCE, NOW, "--plan-digest", digest, FDT_SERVER=NOBODY)

    assert run.status == 2


def test_title_is_kept(fdt: Fdt, destination: Place, file: Path) -> None:
    """A --title becomes that of the branch."""
    fdt("import", file, *destination.target, *REFERENCE, NOW, "--title", "promotion 42")

    assert destination.load()["title"] == "promotion 42"


def test_key_repeats_the_receipt(fdt: Fdt, destination: Place, file: Path) -> None:
    """The same import under the same key, by the plan of then, gives the receipt of then."""
    digest = fdt("plan", file, *destination.target, *REFERENCE).result["planDigest"]
    options = (*REFERENCE, NOW, "--plan-digest", digest, "--idempotency-key", "job-1")

    first = fdt("import", file, *destination.target, *options)
    second = fdt("import", file, *destination.target, *options)

    assert (first.status, second.status) == (0, 0)
    assert first.result["transferId"] == second.result["transferId"]
    assert destination.revision() == 2


def test_job_may_run_again_with_its_key(fdt: Fdt, destination: Place, file: Path) -> None:
    """The second run of a job whose import was done finds nothing to change."""
    options = (*REFERENCE, NOW, "--idempotency-key", "job-1")
    fdt("import", file, *destination.target, *options)

    run = fdt("import", file, *destination.target, *options)

    assert (run.status, run.result["transferId"]) == (0, None)


def test_key_is_for_one_import(fdt: Fdt, destination: Place, file: Path) -> None:
    """Another import under a key that was used is refused."""
    options = (*RESOURCE, NOW, "--idempotency-key", "job-1")
    fdt("import", file, *destination.target, *options, "--select", "singleView/*")

    run = fdt("import", file, *destination.target, *options)

    assert run.status == 1
    assert "[idempotency-key-reused]" in run.err


@pytest.mark.parametrize("key", ["", "two words", "é", "a" * 256])
def test_key_has_a_form(fdt: Fdt, file: Path, key: str) -> None:
    """A key that no header can hold is wrong usage."""
    run = fdt("import", file, *SOMEWHERE, *RESOURCE, NOW, "--idempotency-key", key, FDT_SERVER=NOBODY)

    assert run.status == 2


def test_without_terminal_somebody_must_have_agreed(fdt: Fdt, file: Path) -> None:
    """Without a terminal, an import without --no-prompt is refused before anything is sent."""
    run = fdt("import", file, *SOMEWHERE, *REFERENCE, FDT_SERVER=NOBODY)

    assert (run.status, run.out) == (2, b"")
    assert "--no-prompt" in run.err


def test_file_may_come_from_a_pipe(fdt: Fdt, destination: Place, file: Path) -> None:
    """A file that can be read once only is imported, since it is sent once."""
    reader, writer = os.pipe()
    os.write(writer, file.read_bytes())
    os.close(writer)

    run = fdt("import", f"/dev/fd/{reader}", *destination.target, *REFERENCE, "--on-conflict", "rename", NOW)

    os.close(reader)
    assert run.status == 0, run.err


def test_faults_of_the_file_are_listed(fdt: Fdt, destination: Place, file: Path) -> None:
    """A file that cannot be read is an error, each fault with its place."""
    document = json.loads(file.read_bytes())
    document["resources"]["systems"]["delivery"]["projections"]["pr_a"]["fields"] = "none"
    file.write_text(json.dumps(document, indent=2))

    run = fdt("plan", file, *destination.target, *REFERENCE)

    assert (run.status, run.out) == (1, b"")
    assert "/resources/systems/delivery/projections/pr_a/fields line " in run.err
    assert "[invalid-file]" in run.err


def test_references_need_the_architecture(fdt: Fdt, api: httpx.Client, file: Path) -> None:
    """Where no Single View Trigger Generator is, references of projections are blocked."""
    other = Place.make(api, configuration(), services=standard())

    assert fdt("plan", file, *other.target, *REFERENCE).status == 3
    assert fdt("plan", file, *other.target, *RESOURCE).status == 0


@pytest.mark.parametrize("options", [[], ["--mode", "copy"], [*REFERENCE, "--on-conflict", "overwrite"]])
def test_choices_have_values(fdt: Fdt, file: Path, options: list[str]) -> None:
    """The mode is mandatory; other modes, and other ways to solve conflicts, are wrong usage."""
    assert fdt("import", file, *SOMEWHERE, *options, NOW, FDT_SERVER=NOBODY).status == 2
