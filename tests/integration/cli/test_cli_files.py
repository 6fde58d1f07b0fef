import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.branches import export, make_branch
from tests.builders import (
    Entry,
    cast_function,
    er_schema,
    field,
    projection,
    single_view,
    system,
)
from tests.command_line import NOBODY, Fdt, Place

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Give a function that exports a configuration to a file."""

    def write_file(name: str, *entries: Entry, at: str = "2026-02-20T10:00:00.000Z") -> Path:
        path = tmp_path / name
        path.write_bytes(export(make_branch(*entries), at=at))
        return path

    return write_file


def _edit(file: Path, change: Callable[[Entry], object]) -> Path:
    document = json.loads(file.read_bytes())
    change(document)
    file.write_text(json.dumps(document, indent=2))
    return file


def _changes(fdt: Fdt, old: Path, new: Path) -> list[tuple[str, Any, Any]]:
    """Tell what changed in the one resource that changed."""
    run = fdt("diff", old, new, FDT_SERVER=NOBODY)
    assert run.status == 0, run.err
    (changed,) = run.result["changed"]
    return [(change["pointer"], change["from"], change["to"]) for change in changed["changes"]]


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
    assert f"line {run.result['errors'][0]['line']}, column" in run.lines()[0]


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
    assert f"{file}: projection pr_a: warning: /fields: No field of this Projection is its primary key." in run.err


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


def test_resources_come_and_go(fdt: Fdt, write: Write) -> None:
    """What only one file has was added or removed, and is shown as lines, too."""
    old = write("a.json", single_view("sv_a"), single_view("sv_b"), cast_function("castA"))
    new = write("b.json", single_view("sv_b"), er_schema("er", {}))

    run = fdt("diff", old, new, FDT_SERVER=NOBODY)

    assert run.status == 0, run.err
    assert run.result == {
        "added": [{"kind": "erSchema", "name": "er"}],
        "removed": [{"kind": "singleView", "name": "sv_a"}, {"kind": "castFunction", "name": "castA"}],
        "changed": [],
    }
    assert run.lines() == [
        "+ erSchema er",
        "- singleView sv_a",
        "- castFunction castA",
        "1 added, 2 removed, 0 changed.",
    ]


def test_equal_files_have_a_status_on_request(fdt: Fdt, write: Write) -> None:
    """Two exports of the same hold the same, whenever they were made: 0, or with --exit-code 4."""
    old = write("a.json", single_view("sv_a"))
    new = write("b.json", single_view("sv_a"), at="2026-02-21T10:00:00.000Z")

    assert fdt("diff", old, new).status == 0
    assert fdt("diff", old, new, "--exit-code").status == 4
    assert fdt("diff", old, write("c.json", single_view("sv_b")), "--exit-code").status == 0


def test_changed_values_are_pointed_at(fdt: Fdt, write: Write) -> None:
    """A changed value is told with its pointer and both sides."""
    old = write("a.json", single_view("sv_a", description="one", gone=1))
    new = write("b.json", single_view("sv_a", description="two", **{"a/b": [1]}))

    assert _changes(fdt, old, new) == [
        ("/a~1b", None, [1]),
        ("/description", "one", "two"),
        ("/gone", 1, None),
    ]


def test_one_more_field_is_one_change(fdt: Fdt, write: Write) -> None:
    """Fields are compared by name, so that one that is put in before others is the only change."""
    old = write("a.json", single_view("sv_a", fields=[field("A"), field("B"), field("C", type="number")]))
    new = write("b.json", single_view("sv_a", fields=[field("N"), field("A"), field("C")]))

    assert _changes(fdt, old, new) == [
        ("/fields/0", None, field("N")),
        ("/fields/1", field("B"), None),
        ("/fields/2/type", "number", "string"),
    ]


def test_new_order_is_a_change(fdt: Fdt, write: Write) -> None:
    """When fields change places, values are compared place by place."""
    old = write("a.json", single_view("sv_a", fields=[field("A"), field("B")]))
    new = write("b.json", single_view("sv_a", fields=[field("B"), field("A")]))

    assert _changes(fdt, old, new) == [("/fields/0/name", "A", "B"), ("/fields/1/name", "B", "A")]


def test_other_lists_are_compared_by_place(fdt: Fdt, write: Write) -> None:
    """Lists without names are compared place by place; what is longer was added at the end."""
    old = write("a.json", single_view("sv_a", tags=["x", {"name": "y"}]))
    new = write("b.json", single_view("sv_a", tags=["x", {"name": "z"}, True]))

    assert _changes(fdt, old, new) == [("/tags/1/name", "y", "z"), ("/tags/2", None, True)]


def test_true_is_not_one(fdt: Fdt, write: Write) -> None:
    """Values of other types differ."""
    old = write("a.json", single_view("sv_a", flag=1, text={}))
    new = write("b.json", single_view("sv_a", flag=True, text=[]))

    assert _changes(fdt, old, new) == [("/flag", 1, True), ("/text", {}, [])]


def test_moved_projection_is_a_change(fdt: Fdt, write: Write) -> None:
    """A projection in another system has changed."""
    table = projection("pr_a")
    old = write("a.json", system("one", table), system("two"))
    new = write("b.json", system("one"), system("two", table))

    assert _changes(fdt, old, new) == [("/system", "one", "two")]


def test_provenance_is_compared(fdt: Fdt, source: Place, destination: Place, tmp_path: Path) -> None:
    """Where a reference came from is a part of what a file holds."""
    mine, theirs = tmp_path / "mine.json", tmp_path / "theirs.json"
    theirs.write_bytes(source.export())
    fdt("import", theirs, *destination.target, "--mode", "reference", "--select", "singleView/*", "--no-prompt")
    mine.write_bytes(destination.export())

    changed = fdt("diff", theirs, mine).result["changed"]

    assert [(item["name"], [change["pointer"] for change in item["changes"]]) for item in changed] == [
        ("sv_customer", ["/reference"])
    ]


def test_long_values_are_shortened_for_people(fdt: Fdt, write: Write) -> None:
    """In the lines a value takes no more than its place; the JSON has all of it."""
    old = write("a.json", cast_function("castA"))
    new = write("b.json", cast_function("castA", casting="x" * 200))

    run = fdt("diff", old, new)

    assert run.result["changed"][0]["changes"][0]["to"] == "x" * 200
    assert max(map(len, run.lines())) < 160


def test_unreadable_file_is_named(fdt: Fdt, write: Write, tmp_path: Path) -> None:
    """Which of the two files cannot be read is said."""
    (tmp_path / "b.json").write_text("[]")

    run = fdt("diff", write("a.json", single_view("sv_a")), tmp_path / "b.json")

    assert (run.status, run.out) == (1, b"")
    assert run.err.startswith(f"Error: {tmp_path / 'b.json'}: This is not an export file.")


def test_console_shapes_survive(fdt: Fdt, file: Path) -> None:
    """A real file compared with itself, in another layout, holds the same."""
    other = file.with_name("compact.json")
    other.write_text(json.dumps(json.loads(file.read_bytes())))

    assert fdt("diff", file, other, "--exit-code").status == 4
