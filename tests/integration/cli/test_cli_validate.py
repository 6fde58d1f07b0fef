import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import Entry, cast_function, field, projection, system
from tests.command_line import NOBODY, Fdt, Write


def _edit(file: Path, change: Callable[[Entry], object]) -> Path:
    document = json.loads(file.read_bytes())
    change(document)
    file.write_text(json.dumps(document, indent=2))
    return file


def test_good_file_is_valid(fdt: Fdt, file: Path) -> None:
    """A file that can be read is valid, and it is said what is in it; no server is needed."""
    run = fdt("validate", file, FDT_SERVER=NOBODY)

    assert run.status == 0, run.err
    assert (run.result["valid"], run.result["errors"], run.result["warnings"]) == (True, [], [])
    assert (run.result["file"]["integrity"], run.result["file"]["counts"]["projections"]) == ("verified", 5)
    assert run.lines() == [f"{file}: valid."]


def test_every_fault_is_told_with_its_place(fdt: Fdt, file: Path) -> None:
    """A file that is not valid has all of its faults told, with pointer, line and column."""

    def break_two(document: Entry) -> None:
        projections = document["resources"]["systems"]["delivery"]["projections"]
        projections["pr_a"]["fields"] = "none"
        projections["pr_b"]["topics"] = []

    run = fdt("validate", _edit(file, break_two), FDT_SERVER=NOBODY)

    assert (run.status, run.result["valid"], run.result["file"]) == (1, False, None)
    pointers = [error["pointer"] for error in run.result["errors"]]
    assert pointers == [f"/resources/systems/delivery/projections/{part}" for part in ("pr_a/fields", "pr_b/topics")]
    assert all(error["line"] > 1 and error["column"] > 1 for error in run.result["errors"])
    line, column = run.result["errors"][0]["line"], run.result["errors"][0]["column"]
    assert run.lines()[0].startswith(f"{file}:{line}:{column}: error: {pointers[0]}: This must be a list")


def test_unreadable_device_is_told(fdt: Fdt) -> None:
    """A file that the system does not let be read is an error with its reason."""
    run = fdt("validate", "/proc/self/mem")

    assert (run.status, run.out) == (1, b"")
    assert '"/proc/self/mem" cannot be read: Input/output error.' in run.err


def test_other_file_is_recognised(fdt: Fdt, file: Path) -> None:
    """A compressed file is not valid, and what to do is said."""
    file.write_bytes(gzip.compress(file.read_bytes()))

    run = fdt("validate", file)

    assert (run.status, [error["code"] for error in run.result["errors"]]) == (1, ["compressed-file"])


def test_large_file_is_refused(fdt: Fdt, file: Path) -> None:
    """The limits are those of the settings, as on the server."""
    run = fdt("validate", file, FDT_MAX_ITEMS="3")

    assert (run.status, [error["code"] for error in run.result["errors"]]) == (1, ["too-many-items"])


def test_faulty_setting_is_told(fdt: Fdt, file: Path) -> None:
    """A setting that cannot be used is an error."""
    run = fdt("validate", file, FDT_MAX_ITEMS="many")

    assert (run.status, run.out) == (1, b"")
    assert "FDT_MAX_ITEMS must be an integer" in run.err


def test_what_an_import_will_say_is_told(fdt: Fdt, write: Write) -> None:
    """Edited items, unknown keys and faulty contents are warnings: a destination decides what they are there."""
    file = write("a.json", system("delivery", projection("pr_a", fields=[field("ID")])), cast_function("castMine"))

    def edit(document: Entry) -> None:
        document["note"] = "by hand"
        document["resources"]["castFunctions"]["castMine"]["casting"] = "other code"

    run = fdt("validate", _edit(file, edit))

    codes = {(warning["code"], warning["severity"]) for warning in run.result["warnings"]}
    assert (run.status, run.result["file"]["integrity"]) == (0, "edited")
    assert codes == {("edited-item", "warning"), ("unknown-field", "warning"), ("no-primary-key", "warning")}
    place = "/resources/systems/delivery/projections/pr_a/fields"
    assert f"warning: {place}: No field of this Projection is its primary key." in run.err


def test_file_without_digests_is_unverified(fdt: Fdt, file: Path) -> None:
    """A file without digests is valid, with a warning."""
    run = fdt("validate", _edit(file, lambda document: document.pop("digests")))

    assert (run.status, run.result["file"]["integrity"]) == (0, "unverified")
    assert [warning["code"] for warning in run.result["warnings"]] == ["unverified-file"]


@pytest.mark.parametrize("command", ["validate", "plan"])
@pytest.mark.parametrize("name", ["nowhere.json", "."])
def test_missing_file_is_wrong_usage(fdt: Fdt, command: str, name: str) -> None:
    """A file that is not there, and a folder, are wrong usage."""
    run = fdt(command, name)

    assert run.status == 2
    assert f"'{name}'" in run.err


def _spoil(file: Path) -> Path:
    """Spoil two projections of a file."""

    def break_two(document: Entry) -> None:
        projections = document["resources"]["systems"]["delivery"]["projections"]
        projections["pr_a"]["fields"] = "none"
        projections["pr_b"]["topics"] = []

    return _edit(file, break_two)


def _line_of(file: Path, text: str) -> int:
    """Tell the first line that holds a text."""
    return 1 + next(i for i, line in enumerate(file.read_text().splitlines()) if text in line)


def test_warnings_have_their_place(fdt: Fdt, write: Write) -> None:
    """A warning, too, has the line and column of what it speaks of."""
    file = write("a.json", system("delivery", projection("pr_a", fields=[field("ID")])), cast_function("castMine"))
    document = json.loads(file.read_bytes())
    document["resources"]["castFunctions"]["castMine"]["casting"] = "other code"
    file.write_text(json.dumps(document, indent=2))

    warnings = {warning["code"]: warning for warning in fdt("validate", file).result["warnings"]}

    edited, key = warnings["edited-item"], warnings["no-primary-key"]
    assert (edited["pointer"], edited["line"]) == (
        "/resources/castFunctions/castMine",
        _line_of(file, '"castMine": {'),
    )
    assert (key["line"], key["column"]) == (_line_of(file, '"fields": ['), 13)


def test_one_line_has_places_too(fdt: Fdt, file: Path) -> None:
    """In a file of one line, every warning and every fault has its line and column, also at the very beginning."""
    document = json.loads(file.read_bytes())
    del document["digests"]
    document["note"] = "by hand"
    file.write_text(json.dumps(document))
    warnings = fdt("validate", file).result["warnings"]
    document["resources"]["systems"] = "none"
    file.write_text(json.dumps(document))
    (error,) = fdt("validate", file).result["errors"]

    assert [(warning["code"], warning["line"]) for warning in warnings] == [
        ("unverified-file", 1),
        ("unknown-field", 1),
    ]
    assert (warnings[0]["column"], warnings[1]["column"] > 1) == (1, True)
    assert (error["line"], error["column"] > 1) == (1, True)


def test_wrong_file_has_a_place(fdt: Fdt, file: Path) -> None:
    """Another file than an export is told at its beginning, in the JSON as in the other formats."""
    file.write_text('{"name": "other", "version": "1.0.0"}')

    (error,) = fdt("validate", file).result["errors"]

    assert (error["code"], error["line"], error["column"]) == ("wrong-file", 1, 1)


def test_text_is_what_editors_read(fdt: Fdt, file: Path) -> None:
    """With --format text the output has a line for each finding, with file, line and column as compilers write them."""
    run = fdt("validate", _spoil(file), "--format", "text")

    first, second = run.out.decode().splitlines()
    line = _line_of(file, '"fields": "none"')
    assert run.status == 1
    assert first.startswith(f"{file}:{line}:13: error: /resources/systems/delivery/")
    assert second.endswith("[invalid-file]")
    assert run.lines() == [f"{file}: not valid."]


def test_github_gets_annotations(fdt: Fdt, file: Path) -> None:
    """With --format github the output has workflow commands, in which nothing of the file is taken for another one."""
    document = json.loads(file.read_bytes())
    document["note,%\n::error ::x"] = 1
    file.write_text(json.dumps(document, indent=2))

    run = fdt("validate", file, "--format", "github")

    (line,) = run.out.decode().splitlines()
    assert run.status == 0
    assert re.match(r"::warning file=[^,:]+,line=\d+,col=3,title=unknown-field::", line)
    assert "note,%25" in line


def test_gitlab_gets_a_report(fdt: Fdt, file: Path) -> None:
    """With --format gitlab the output is a Code Quality report, whose fingerprints do not depend on the lines."""
    first = fdt("validate", _spoil(file), "--format", "gitlab")
    file.write_text("\n\n" + file.read_text())
    second = fdt("validate", file, "--format", "gitlab")

    issue = first.result[0]
    line = _line_of(file, '"fields": "none"') - 2
    assert first.status == 1
    assert (issue["check_name"], issue["severity"]) == ("invalid-file", "critical")
    assert issue["location"]["positions"]["begin"] == {"line": line, "column": 13}
    assert issue["location"]["lines"] == {"begin": line}
    assert [found["fingerprint"] for found in first.result] == [found["fingerprint"] for found in second.result]
    assert len({found["fingerprint"] for found in first.result}) == 2


def test_valid_file_has_an_empty_report(fdt: Fdt, file: Path) -> None:
    """A file without findings gives an empty report, and no annotation."""
    assert fdt("validate", file, "--format", "gitlab").result == []
    assert fdt("validate", file, "--format", "github").out == b""


@pytest.mark.parametrize("output_format", ["text", "github", "gitlab"])
def test_unreadable_file_has_a_place(fdt: Fdt, file: Path, output_format: str) -> None:
    """What is wrong with all of a file is shown at its beginning."""
    file.write_bytes(gzip.compress(file.read_bytes()))

    run = fdt("validate", file, "--format", output_format)

    assert run.status == 1
    assert "compressed-file" in run.out.decode()


def test_unknown_format_is_wrong_usage(fdt: Fdt, file: Path) -> None:
    """A format that does not exist is wrong usage."""
    assert fdt("validate", file, "--format", "xml").status == 2
