import json
from pathlib import Path

import pytest

from tests.builders import cast_function, collections, configuration, event_driven, projection, service, system
from tests.command_line import NOBODY, SOMEWHERE, Fdt, Place

NOW = "--no-prompt"


def _write(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document))
    return path


def test_configuration_is_replaced(fdt: Fdt, destination: Place, tmp_path: Path) -> None:
    """A Console configuration becomes all that the branch owns; the server's answer is printed."""
    config = configuration(system("own", projection("pr_a", system="own")), cast_function("castMine"))

    run = fdt("load", _write(tmp_path / "fastdata-config.json", config), *destination.target, NOW)

    saved = destination.load()
    assert (run.status, run.result["revision"], run.result["warnings"]) == (0, 2, [])
    assert destination.config() == config
    assert (saved["services"], saved["title"]) == (event_driven(), "load: fastdata-config.json")


def test_services_and_collections_are_taken(fdt: Fdt, destination: Place, tmp_path: Path) -> None:
    """From a Console configuration beside it, services and collections are taken, and nothing else."""
    config = _write(tmp_path / "fastdata-config.json", configuration())
    beside = {"services": service("crud", "crud-service"), "collections": collections("riders"), "endpoints": {"a": {}}}
    console = _write(tmp_path / "api-console-config.json", beside)

    run = fdt("load", config, "--console-config", console, *destination.target, NOW, "--title", "from the Console")

    saved = destination.load()
    assert run.status == 0, run.err
    assert {"services": saved["services"], "collections": saved["collections"]} | {"endpoints": {"a": {}}} == beside
    assert saved["title"] == "from the Console"


def test_warnings_are_told(fdt: Fdt, destination: Place, tmp_path: Path) -> None:
    """What is accepted with a warning is named."""
    broken = projection("pr_a", fields=[{"name": "ID", "type": "text", "primaryKey": True}])

    run = fdt("load", _write(tmp_path / "a.json", configuration(system("delivery", broken))), *destination.target, NOW)

    assert run.status == 0
    assert run.lines()[0].startswith("warning: /systems/delivery/projections/pr_a/fields/0/type: `type` must be one of")


def test_equal_configuration_changes_nothing(fdt: Fdt, destination: Place, tmp_path: Path) -> None:
    """A configuration that is there already is done, or with --exit-code ends with 4."""
    file = _write(tmp_path / "a.json", configuration())

    assert fdt("load", file, *destination.target, NOW).status == 0
    assert fdt("load", file, *destination.target, NOW, "--exit-code").status == 4
    assert destination.revision() == 1


def test_references_are_protected(fdt: Fdt, destination: Place, file: Path, tmp_path: Path) -> None:
    """A configuration without the references of the branch is refused, each of them named."""
    fdt("import", file, *destination.target, "--mode", "reference", "--select", "castFunction/*", NOW)

    run = fdt("load", _write(tmp_path / "a.json", configuration()), *destination.target, NOW)

    assert (run.status, run.out, destination.revision()) == (1, b"", 2)
    assert "castItalianDecimal" in run.err
    assert "[reference-read-only]" in run.err


def test_unknown_branch_is_told(fdt: Fdt, destination: Place, tmp_path: Path) -> None:
    """A branch that is not there is an error, and not made."""
    file = _write(tmp_path / "a.json", configuration())

    run = fdt("load", file, "--project", destination.project, "--branch", "next", NOW)

    assert run.status == 1
    assert f'The project "{destination.project}" has no branch "next".' in run.err


@pytest.mark.parametrize(
    "document,reason",
    [
        ({"type": "fast-data-export", "systems": {}}, "is an export file. Use `fdt import`."),
        ({"services": {}, "collections": {}}, "is no fastdata-config.json"),
        ({}, "is no fastdata-config.json"),
        ([], "is JSON, but not an object."),
    ],
)
def test_other_files_do_not_empty_a_branch(fdt: Fdt, tmp_path: Path, document: object, reason: str) -> None:
    """A file of another kind is refused before anything is sent: saved as it is, it would delete everything."""
    run = fdt("load", _write(tmp_path / "a.json", document), *SOMEWHERE, NOW, FDT_SERVER=NOBODY)

    assert run.status == 1
    assert reason in run.err


def test_other_console_file_is_refused(fdt: Fdt, tmp_path: Path) -> None:
    """What is given as the Console configuration beside it must be one."""
    file = _write(tmp_path / "a.json", configuration())

    run = fdt("load", file, "--console-config", file, *SOMEWHERE, NOW, FDT_SERVER=NOBODY)

    assert run.status == 1
    assert "is no api-console-config.json: it has neither services nor collections." in run.err


def test_broken_json_is_told_with_its_place(fdt: Fdt, tmp_path: Path) -> None:
    """A file that is no JSON is an error with line and column."""
    (tmp_path / "a.json").write_text('{"systems": {},}')

    run = fdt("load", tmp_path / "a.json", *SOMEWHERE, NOW, FDT_SERVER=NOBODY)

    assert run.status == 1
    assert "line 1, column 16" in run.err


def test_without_terminal_somebody_must_have_agreed(fdt: Fdt, tmp_path: Path) -> None:
    """Without a terminal, a load without --no-prompt is refused before anything is sent."""
    run = fdt("load", _write(tmp_path / "a.json", configuration()), *SOMEWHERE, FDT_SERVER=NOBODY)

    assert run.status == 2
    assert "--no-prompt" in run.err
