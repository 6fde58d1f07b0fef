import json
import os
import re
from pathlib import Path

import httpx
import pytest

from fast_data_transfer.domain.canonical import digest_of
from tests.builders import Entry, configuration, er_schema, projection, system
from tests.command_line import NOBODY, SOMEWHERE, Fdt, Place


def _items(file: Path) -> set[str]:
    """List what a file holds, by what its digests name."""
    return set(json.loads(file.read_bytes())["digests"])


def _names(folder: Path) -> list[str]:
    """List what is in a folder."""
    return [path.name for path in folder.iterdir()]


def test_export_is_written_under_its_own_name(fdt: Fdt, source: Place, tmp_path: Path) -> None:
    """Without more, everything goes into a file in the current folder, and its receipt is printed."""
    run = fdt("export", *source.target)

    (file,) = tmp_path.iterdir()
    assert run.status == 0, run.err
    assert re.fullmatch(r"fast-data-export-[0-9]{8}T[0-9]{9}Z\.json", file.name)
    assert (run.result["type"], run.result["projectId"]) == ("export", source.project)
    assert run.result["fileDigest"] == digest_of(file.read_bytes())
    assert f"Written: {file.name}" in run.lines()


def test_receipt_is_that_of_the_history(fdt: Fdt, source: Place) -> None:
    """What is printed is what the history has."""
    receipt = fdt("export", *source.target).result

    assert receipt == source.api.get(f"{source.project}/transfers/{receipt['transferId']}").json()


def test_output_may_be_a_file(fdt: Fdt, source: Place, tmp_path: Path) -> None:
    """A file that is there is replaced, and nothing is left beside it."""
    (tmp_path / "shop.json").write_text("old")

    run = fdt("export", *source.target, "--output", "shop.json")

    assert run.result["fileDigest"] == digest_of((tmp_path / "shop.json").read_bytes())
    assert _names(tmp_path) == ["shop.json"]


def test_output_may_be_a_link(fdt: Fdt, source: Place, tmp_path: Path) -> None:
    """A link stays one: the file that it leads to is written."""
    (tmp_path / "latest.json").symlink_to("shop.json")

    run = fdt("export", *source.target, "--output", "latest.json")

    assert (tmp_path / "latest.json").is_symlink()
    assert run.result["fileDigest"] == digest_of((tmp_path / "shop.json").read_bytes())


def test_output_may_be_a_folder(fdt: Fdt, source: Place, tmp_path: Path) -> None:
    """In a folder, the file has its own name."""
    (tmp_path / "backup").mkdir()

    run = fdt("export", *source.target, "--output", "backup/")

    assert run.status == 0, run.err
    assert [name[:17] for name in _names(tmp_path / "backup")] == ["fast-data-export-"]


def test_output_may_be_a_pipe(fdt: Fdt, source: Place) -> None:
    """What is no regular file is written to, and not replaced."""
    reader, writer = os.pipe()

    run = fdt("export", *source.target, "--output", f"/dev/fd/{writer}")

    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        assert run.result["fileDigest"] == digest_of(pipe.read())


def test_output_may_be_the_standard_output(fdt: Fdt, source: Place, tmp_path: Path) -> None:
    """With `-` the file is the output, byte for byte, and the receipt is all of the other text."""
    run = fdt("export", *source.target, "--output", "-")

    assert run.status == 0
    assert json.loads(run.err)["fileDigest"] == digest_of(run.out)
    assert _names(tmp_path) == []


@pytest.mark.parametrize("output", ["nowhere/shop.json", "nowhere/"])
def test_missing_folder_is_refused_first(fdt: Fdt, output: str) -> None:
    """A folder that does not exist is wrong usage, before an export gets into the history."""
    run = fdt("export", *SOMEWHERE, "--output", output, FDT_SERVER=NOBODY)

    assert run.status == 2
    assert 'The folder "nowhere' in run.err


def test_unwritable_place_is_told(fdt: Fdt, source: Place, tmp_path: Path) -> None:
    """A file that cannot be written is an error with its reason."""
    run = fdt("export", *source.target, "--output", tmp_path / ("a" * 300))

    assert run.status == 1
    assert run.lines()[-1].endswith("cannot be written: File name too long.")


def test_system_brings_its_projections(fdt: Fdt, source: Place, tmp_path: Path) -> None:
    """A selected system goes with all its projections, and their cast functions come along."""
    fdt("export", *source.target, "--select", "system/del*", "--output", "a.json")

    projections = {f"projection/{name}" for name in ("pr_orders", "pr_dishes", "pr_a", "pr_b", "pr_c")}
    assert _items(tmp_path / "a.json") == {"system/delivery", *projections, "castFunction/castItalianDecimal"}


def test_projection_brings_no_other(fdt: Fdt, source: Place, tmp_path: Path) -> None:
    """A selected projection brings its system, but none of the others in it."""
    run = fdt("export", *source.target, "--select", "projection/pr_[ab]", "--output", "a.json")

    assert _items(tmp_path / "a.json") == {"system/delivery", "projection/pr_a", "projection/pr_b"}
    assert "+ system delivery (needed by projection pr_a)" in run.lines()


def test_er_schema_brings_its_nodes(fdt: Fdt, source: Place, tmp_path: Path) -> None:
    """What an ER schema joins is added, and said with the reason; so is what no file can carry."""
    run = fdt("export", *source.target, "--select", "erSchema/delivery-er", "--output", "a.json")

    assert {"projection/pr_orders", "projection/pr_dishes", "system/delivery"} < _items(tmp_path / "a.json")
    assert "+ projection pr_dishes (needed by erSchema delivery-er)" in run.lines()
    assert "+ system delivery (needed by erSchema delivery-er → projection pr_dishes)" in run.lines()
    assert "Not exported: crudCollection riders (needed by erSchema delivery-er)" in run.lines()


def test_nodes_may_be_left_out(fdt: Fdt, source: Place, tmp_path: Path) -> None:
    """With --no-dependencies, an ER schema goes without what it joins, which is said."""
    run = fdt("export", *source.target, "--select", "erSchema/*", "--no-dependencies", "--output", "a.json")

    assert _items(tmp_path / "a.json") == {"erSchema/delivery-er"}
    assert "Left out: projection pr_dishes (needed by erSchema delivery-er)" in run.lines()
    assert not [line for line in run.lines() if line.startswith("+")]


def test_selections_add_up(fdt: Fdt, source: Place, tmp_path: Path) -> None:
    """Several --select are one selection."""
    selection = ["--select", "singleView/*", "--select", "castFunction/castYesNo"]

    fdt("export", *source.target, *selection, "--output", "a.json")

    assert _items(tmp_path / "a.json") == {"singleView/sv_customer", "castFunction/castYesNo"}


@pytest.mark.parametrize("pattern", ["projection/nothing*", "system/pr_orders", "projection/PR_A"])
def test_selection_must_match(fdt: Fdt, source: Place, tmp_path: Path, pattern: str) -> None:
    """A --select that matches nothing is an error, also beside one that does; nothing is written."""
    run = fdt("export", *source.target, "--select", "system/*", "--select", pattern)

    assert (run.status, run.out) == (1, b"")
    assert f"--select {pattern} matches nothing. [unknown-resource]" in run.err
    assert _names(tmp_path) == []


@pytest.mark.parametrize("pattern", ["pr_orders", "projections/pr_orders", "projection/", "*", ""])
def test_selection_has_a_form(fdt: Fdt, pattern: str) -> None:
    """A --select without one of the five kinds is wrong usage, and the kinds are told."""
    run = fdt("export", *SOMEWHERE, "--select", pattern, FDT_SERVER=NOBODY)

    assert run.status == 2
    assert "Kinds: system, projection, singleView, erSchema, castFunction" in " ".join(run.err.split())


def test_empty_branch_exports_nothing(fdt: Fdt, api: httpx.Client, tmp_path: Path) -> None:
    """A branch without resources is an error, and leaves no file."""
    run = fdt("export", *Place.make(api, configuration()).target)

    assert (run.status, run.out, _names(tmp_path)) == (1, b"", [])
    assert "[nothing-selected]" in run.err


def test_future_warnings_are_told(fdt: Fdt, api: httpx.Client) -> None:
    """What an importer will be warned about is said when the file is made."""
    broken: Entry = configuration(system("delivery", projection("pr_a", functions=["castGone"])), er_schema("er", {}))

    run = fdt("export", *Place.make(api, broken).target)

    assert run.status == 0
    assert 'An import will say: "pr_a" uses the cast function "castGone"' in run.err
