from pathlib import Path

import pytest

from tests.command_line import NOBODY, SOMEWHERE, Fdt, Place

NOW = "--no-prompt"


@pytest.fixture
def transfer(fdt: Fdt, destination: Place, file: Path) -> str:
    """Give the id of an import of all of the file, as a resource."""
    transfer_id: str = fdt("import", file, *destination.target, "--mode", "resource", NOW).result["transferId"]
    return transfer_id


def test_import_is_undone(fdt: Fdt, destination: Place, transfer: str) -> None:
    """An undo takes back what the import made, and prints its receipt."""
    run = fdt("undo", transfer, *destination.target, NOW)

    assert run.status == 0, run.err
    assert (run.result["type"], run.result["kept"], run.err) == ("undo", [], "")
    assert destination.config()["systems"] == {}


def test_what_was_edited_is_kept_and_told(fdt: Fdt, destination: Place, transfer: str) -> None:
    """What changed since the import stays, with the reason."""
    destination.edit_system(description="Mine")

    run = fdt("undo", transfer, *destination.target, NOW)

    assert run.status == 0, run.err
    assert "Kept: system delivery (edited)" in run.lines()
    assert destination.config()["systems"]["delivery"]["description"] == "Mine"


def test_import_is_undone_once(fdt: Fdt, destination: Place, transfer: str) -> None:
    """A second undo is an error."""
    fdt("undo", transfer, *destination.target, NOW)

    run = fdt("undo", transfer, *destination.target, NOW)

    assert (run.status, run.out) == (1, b"")
    assert "[nothing-to-undo]" in run.err


def test_undo_is_of_the_branch_that_was_named(fdt: Fdt, destination: Place, transfer: str) -> None:
    """A transfer of another branch than the one named is not undone."""
    destination.api.post(f"{destination.project}/branches", json={"name": "next", "from": "main"})

    run = fdt("undo", transfer, "--project", destination.project, "--branch", "next", NOW)

    assert run.status == 1
    assert 'This transfer was on the branch "main", not on "next".' in run.err
    assert destination.revision() == 2


@pytest.mark.parametrize("transfer_id", ["nothing", "a/b", "é"])
def test_unknown_transfer_is_told(fdt: Fdt, destination: Place, transfer_id: str) -> None:
    """An id that no transfer has is an error, whatever characters are in it."""
    run = fdt("undo", transfer_id, *destination.target, NOW)

    assert (run.status, run.out) == (1, b"")
    assert run.err.startswith("Error: ")


@pytest.mark.parametrize("transfer_id", ["", ".", ".."])
def test_what_names_no_transfer_is_wrong_usage(fdt: Fdt, transfer_id: str) -> None:
    """An empty variable of a script, or a step of a path, is wrong usage, and nothing is sent."""
    run = fdt("undo", transfer_id, *SOMEWHERE, NOW, FDT_SERVER=NOBODY)

    assert (run.status, run.out) == (2, b"")
    assert "It is the transferId of an import" in run.err


def test_without_terminal_somebody_must_have_agreed(fdt: Fdt) -> None:
    """Without a terminal, an undo without --no-prompt is refused before anything is sent."""
    run = fdt("undo", "1", *SOMEWHERE, FDT_SERVER=NOBODY)

    assert run.status == 2
    assert "--no-prompt" in run.err


def test_history_is_of_one_branch(fdt: Fdt, destination: Place, transfer: str) -> None:
    """The history has what was done on the branch, newest first, and nothing of another one."""
    fdt("undo", transfer, *destination.target, NOW)
    destination.api.post(f"{destination.project}/branches", json={"name": "next", "from": "main"})

    main = fdt("history", *destination.target)
    other = fdt("history", "--project", destination.project, "--branch", "next")

    assert (main.status, [item["type"] for item in main.result["items"]]) == (0, ["undo", "import"])
    assert (other.status, other.result) == (0, {"items": [], "total": 0})


def test_history_comes_in_pages(fdt: Fdt, destination: Place, transfer: str) -> None:
    """A part of the history can be asked for."""
    fdt("undo", transfer, *destination.target, NOW)

    run = fdt("history", *destination.target, "--limit", "1", "--offset", "1")

    assert ([item["transferId"] for item in run.result["items"]], run.result["total"]) == ([transfer], 2)


def test_history_is_shown_to_people(fdt: Fdt, destination: Place, transfer: str) -> None:
    """With --table the history is a line for each transfer, with its id, its title and who did it."""
    run = fdt("history", *destination.target, "--table")

    assert (run.status, run.out) == (0, b"")
    assert f"  import  {transfer}  import: 10 Fast Data resources from Shop/main  (by local)" in run.lines()[0]
    assert run.lines()[1] == "1 of 1 transfer."
