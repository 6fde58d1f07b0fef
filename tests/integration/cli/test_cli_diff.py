import json
from pathlib import Path
from typing import Any

from tests.builders import cast_function, er_schema, field, projection, single_view, system
from tests.command_line import NOBODY, Fdt, Place, Write


def _changes(fdt: Fdt, old: Path, new: Path) -> list[tuple[str, Any, Any]]:
    """Tell what changed in the one resource that changed."""
    run = fdt("diff", old, new, FDT_SERVER=NOBODY)
    assert run.status == 0, run.err
    (changed,) = run.result["changed"]
    return [(change["pointer"], change["from"], change["to"]) for change in changed["changes"]]


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


def test_file_is_compared_with_a_branch(fdt: Fdt, source: Place, tmp_path: Path) -> None:
    """Instead of a second file, a branch may be named: its present state is the second side."""
    file = tmp_path / "backup.json"
    file.write_bytes(source.export())
    source.edit_system(description="Another one")

    run = fdt("diff", file, *source.target, "--exit-code")

    assert run.status == 0, run.err
    (changed,) = run.result["changed"]
    assert (run.result["added"], run.result["removed"], changed["name"]) == ([], [], "delivery")
    change = {"pointer": "/description", "from": "The system delivery", "to": "Another one"}
    assert changed["changes"] == [change]


def test_unchanged_branch_holds_what_was_exported(fdt: Fdt, source: Place, tmp_path: Path) -> None:
    """A branch that has not changed since its export holds the same, and the comparison is not in its history."""
    file = tmp_path / "backup.json"
    file.write_bytes(source.export())
    before = source.transfers()

    run = fdt("diff", file, *source.target, "--exit-code")

    assert run.status == 4, run.err
    assert run.result == {"added": [], "removed": [], "changed": []}
    assert source.transfers() == before


def test_references_of_a_branch_are_compared(fdt: Fdt, destination: Place, file: Path, tmp_path: Path) -> None:
    """What a branch has as references is compared with what its own export says of them."""
    fdt("import", file, *destination.target, "--mode", "reference", "--no-prompt")
    mine = tmp_path / "mine.json"
    mine.write_bytes(destination.export())

    assert fdt("diff", mine, *destination.target, "--exit-code").status == 4


def test_diff_has_one_second_side(fdt: Fdt, file: Path) -> None:
    """Without a second side, with half of a branch, or with both a file and a branch, it is wrong usage."""
    for second in ([], ["--project", "shop"], ["--branch", "main"], [str(file), "--project", "shop"]):
        run = fdt("diff", file, *second, FDT_SERVER=NOBODY)
        assert run.status == 2
        assert "second FILE" in run.err


def test_diff_is_for_programs_or_people(fdt: Fdt, write: Write) -> None:
    """With --json there are no lines for people, with --table there is no JSON."""
    old, new = write("a.json", single_view("sv_a")), write("b.json", single_view("sv_b"))

    programs, people = fdt("diff", old, new, "--json"), fdt("diff", old, new, "--table")

    assert (len(programs.result["added"]), programs.err) == (1, "")
    assert (people.out, people.lines()[0]) == (b"", "+ singleView sv_b")
