import json
import os
import shlex
from pathlib import Path

import pytest

from tests.builders import configuration, projection, system
from tests.command_line import NOBODY, SOMEWHERE, Fdt, Place, status_of

REFERENCE = ("--mode", "reference")
RESOURCE = ("--mode", "resource")
NOW = "--no-prompt"


@pytest.mark.parametrize("command", ["plan", "import"])
def test_nothing_to_change_has_a_status_on_request(fdt: Fdt, destination: Place, file: Path, command: str) -> None:
    """What changes nothing is done (0), or with --exit-code ends with 4."""
    arguments = [str(file), *destination.target, *REFERENCE, *([NOW] if command == "import" else [])]
    fdt("import", file, *destination.target, *REFERENCE, NOW)

    assert fdt(command, *arguments).status == 0
    assert fdt(command, *arguments, "--exit-code").status == 4
    assert destination.revision() == 2


def test_import_is_executed(fdt: Fdt, destination: Place, file: Path) -> None:
    """An import writes, prints the receipt, and says what is left to do."""
    run = fdt("import", file, *destination.target, *RESOURCE, NOW, "--exit-code")

    assert run.status == 0, run.err
    assert (run.result["type"], len(run.result["created"]), run.result["revisionAfter"]) == ("import", 10, 2)
    assert destination.projections().keys() == {"pr_orders", "pr_dishes", "pr_a", "pr_b", "pr_c"}
    assert any(line.startswith("Left to do: ") for line in run.lines())


def test_import_is_taken_back_as_it_is_told(fdt: Fdt, destination: Place, file: Path) -> None:
    """The hint after an import is a command that can be typed as it is, with the project and the branch."""
    destination.api.post(f"{destination.project}/branches", json={"name": "feature/next", "from": "main"})

    run = fdt("import", file, "--project", destination.project, "--branch", "feature/next", *RESOURCE, NOW)
    (hint,) = (line for line in run.lines() if line.startswith("Imported as revision "))
    name, *arguments = shlex.split(hint.split("`")[1])
    undo = fdt(*arguments, NOW)

    assert (name, undo.status, undo.result["type"]) == ("fdt", 0, "undo")


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

    assert (run.status, status_of(run.result, "pr_a")) == (1, "conflict")
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
