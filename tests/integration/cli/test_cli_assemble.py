import json
from pathlib import Path

import pytest

from fast_data_transfer.domain.canonical import digest_of
from tests.builders import Entry, cast_function, single_view
from tests.command_line import NOBODY, Fdt, Place, Write


def _digests(file: Path) -> Entry:
    digests: Entry = json.loads(file.read_bytes())["digests"]
    return digests


def test_part_of_a_file_is_picked(fdt: Fdt, file: Path, tmp_path: Path) -> None:
    """What is selected goes into a file of its own with its digests; what is in it is printed. No server is needed."""
    run = fdt("pick", file, "--select", "projection/pr_[ab]", "--output", "part.json", FDT_SERVER=NOBODY)

    part, whole = tmp_path / "part.json", _digests(file)
    assert run.status == 0, run.err
    assert _digests(part) == {key: whole[key] for key in ("system/delivery", "projection/pr_a", "projection/pr_b")}
    assert (run.result["digest"], run.result["integrity"]) == (digest_of(part.read_bytes()), "verified")
    assert run.result["counts"]["projections"] == 2
    assert run.lines() == ["Written: part.json"]


def test_picked_system_brings_its_projections(fdt: Fdt, file: Path) -> None:
    """A system is picked with all its projections, as everywhere on the command line."""
    run = fdt("pick", file, "--select", "system/delivery", "--select", "castFunction/*", "--output", "part.json")

    assert run.result["counts"] == {
        "systems": 1,
        "projections": 5,
        "singleViews": 0,
        "erSchemas": 0,
        "castFunctions": 2,
    }


def test_left_out_dependencies_are_told(fdt: Fdt, file: Path) -> None:
    """What the picked resources need and the file had is told, with the reason."""
    run = fdt("pick", file, "--select", "erSchema/*", "--select", "projection/pr_orders", "--output", "part.json")

    assert run.status == 0
    assert run.lines()[:2] == [
        "Left out: projection pr_dishes (needed by erSchema delivery-er)",
        "Left out: castFunction castItalianDecimal (needed by projection pr_orders)",
    ]
    lacking = json.loads(Path("part.json").read_bytes())["metadata"]["notExported"]
    assert [left["name"] for left in lacking] == ["pr_dishes", "castItalianDecimal", "riders"]


def test_picked_file_is_imported(fdt: Fdt, destination: Place, file: Path) -> None:
    """A picked file is imported like any other, and what it brought is unchanged in the file that it came from."""
    fdt("pick", file, "--select", "system/*", "--select", "castFunction/*", "--output", "part.json")

    imported = fdt("import", "part.json", *destination.target, "--mode", "reference", "--no-prompt")
    plan = fdt("plan", file, *destination.target, "--mode", "reference")

    assert imported.status == 0, imported.err
    assert (plan.result["summary"]["unchanged"], plan.result["summary"]["new"]) == (8, 2)


def test_picking_nothing_is_an_error(fdt: Fdt, file: Path) -> None:
    """A --select that matches nothing is an error, and no file is written."""
    run = fdt("pick", file, "--select", "system/x*", "--output", "part.json")

    assert (run.status, run.out, Path("part.json").exists()) == (1, b"", False)
    assert "--select system/x* matches nothing. [unknown-resource]" in run.err


def test_parts_are_merged(fdt: Fdt, file: Path) -> None:
    """Parts that together are all of a file are merged to the same bytes."""
    fdt("pick", file, "--select", "system/*", "--select", "singleView/*", "--output", "a.json")
    fdt("pick", file, "--select", "erSchema/*", "--select", "castFunction/*", "--output", "b.json")

    run = fdt("merge", "a.json", "b.json", "--output", "all.json", FDT_SERVER=NOBODY)

    assert run.status == 0, run.err
    assert Path("all.json").read_bytes() == file.read_bytes()


def test_conflicts_name_both_files(fdt: Fdt, write: Write) -> None:
    """Every conflict of a merge is an error that names both files, and nothing is written."""
    write("a.json", single_view("sv_a"), cast_function("castA"))
    write("b.json", single_view("sv_a", description="x"), cast_function("castA", casting="x"))

    run = fdt("merge", "a.json", "b.json", "--output", "all.json")

    assert (run.status, run.out, Path("all.json").exists()) == (1, b"", False)
    assert [line[:60] for line in run.lines()[:2]] == [
        '! The singleView "sv_a" has two contents in a.json and b.jso',
        '! The castFunction "castA" has two contents in a.json and b.',
    ]
    assert run.lines()[2] == "Error: The files cannot be one: 2 conflicts. Nothing was written."


def test_one_conflict_is_counted_as_one(fdt: Fdt, write: Write) -> None:
    """A single conflict is told in the singular."""
    write("a.json", single_view("sv_a"))
    write("b.json", single_view("sv_a", description="x"))

    run = fdt("merge", "a.json", "b.json", "--output", "all.json")

    assert run.lines()[-1] == "Error: The files cannot be one: 1 conflict. Nothing was written."


def test_merged_file_is_imported(fdt: Fdt, source: Place, destination: Place, write: Write, tmp_path: Path) -> None:
    """Files of two projects are imported as one, and each reference names its own source."""
    (tmp_path / "shop.json").write_bytes(source.export())
    write("b.json", single_view("sv_b"))
    fdt("pick", "shop.json", "--select", "singleView/*", "--output", "a.json")
    fdt("merge", "a.json", "b.json", "--output", "all.json")

    run = fdt("import", "all.json", *destination.target, "--mode", "reference", "--no-prompt")

    views = destination.config()["singleViews"]
    assert run.status == 0, run.err
    assert {name: view["reference"]["source"]["projectId"] for name, view in views.items()} == {
        "sv_customer": source.project,
        "sv_b": "crm",
    }


def test_unverified_result_is_told(fdt: Fdt, file: Path, write: Write) -> None:
    """When one of the files has no digests, the merged one has none, which is said."""
    document = json.loads(file.read_bytes())
    del document["digests"]
    file.write_text(json.dumps(document))
    write("b.json", single_view("sv_b"))

    run = fdt("merge", file, "b.json", "--output", "all.json")

    assert (run.status, run.result["integrity"]) == (0, "unverified")
    assert "Without digests" in run.lines()[0]


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("arguments", [["pick", "shop.json", "--select", "system/*"], ["merge", "shop.json", "b.json"]])
def test_output_may_be_the_standard_output(fdt: Fdt, write: Write, arguments: list[str]) -> None:
    """With `-` the file is the output, byte for byte, and what is in it comes after all other text."""
    write("b.json", single_view("sv_b"))

    run = fdt(*arguments, "--output", "-")

    assert run.status == 0
    assert json.loads(run.err[run.err.index("{") :])["digest"] == digest_of(run.out)


@pytest.mark.parametrize("output", ["nowhere/a.json", "."])
def test_output_is_a_file(fdt: Fdt, file: Path, output: str) -> None:
    """A folder that is not there is wrong usage; so is one that is, where the new file would replace the old one."""
    for arguments in (["pick", str(file), "--select", "system/*"], ["merge", str(file), str(file)]):
        assert fdt(*arguments, "--output", output).status == 2


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize(
    "arguments", [["pick", "shop.json", "--output", "a.json"], ["pick", "shop.json", "--select", "system/*"]]
)
def test_pick_needs_a_selection_and_a_place(fdt: Fdt, arguments: list[str]) -> None:
    """Without --select or --output it is wrong usage."""
    assert fdt(*arguments).status == 2


def test_one_file_is_not_merged(fdt: Fdt, file: Path) -> None:
    """A merge takes two files or more."""
    run = fdt("merge", file, "--output", "all.json")

    assert run.status == 2
    assert "two files or more" in run.err


@pytest.mark.parametrize("command", ["pick", "merge"])
def test_unreadable_file_is_named(fdt: Fdt, file: Path, tmp_path: Path, command: str) -> None:
    """Which of the files cannot be read is said."""
    (tmp_path / "b.json").write_text("[]")
    arguments = {"pick": ["b.json", "--select", "system/*"], "merge": [str(file), "b.json"]}[command]

    run = fdt(command, *arguments, "--output", "all.json")

    assert (run.status, run.out) == (1, b"")
    assert "b.json: This is not an export file." in run.err


def test_merged_file_has_the_limits_of_every_file(fdt: Fdt, file: Path, write: Write) -> None:
    """What would be too large to be read is not written."""
    write("b.json", single_view("sv_b"))

    run = fdt("merge", file, "b.json", "--output", "all.json", FDT_MAX_ITEMS="10")

    assert (run.status, Path("all.json").exists()) == (1, False)
    assert "[too-many-items]" in run.err
