"""
Files of every format that the product has ever written or read: they stay as they are, and stay readable.

A change of the format adds a folder; what is in the others is never touched, which their digests hold.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from fast_data_transfer.domain.export_file import ExportItem, Integrity
from fast_data_transfer.domain.writing import encode_export_file
from tests.export_files import HEADER, read

FOLDER: Final = Path(__file__).parents[1] / "fixtures" / "formats"


class Kept(NamedTuple):
    """What a file is read as; `sha256` is the beginning of the digest of its bytes."""

    sha256: str
    integrity: Integrity
    counts: tuple[int, int, int, int, int]
    removed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


FILES: Final = {
    "0.9/everything.json": Kept("bdbd8ffb4cc317d4", "unverified", (2, 3, 1, 1, 2)),
    "0.9/verified.json": Kept("bf357bc38e62e484", "verified", (1, 1, 1, 0, 0)),
    "1.0.0/edited.json": Kept("6dfa09f2c2dbafad", "edited", (1, 1, 1, 0, 0)),
    "1.0.0/everything.json": Kept("070a6f29dff29203", "verified", (2, 3, 1, 1, 2)),
    "1.0.0/newer-minor.json": Kept(
        "2d524bd57b1a3d7d",
        "verified",
        (1, 1, 1, 0, 0),
        left_out=("/signature", "/metadata/labels", "/resources/streams"),
    ),
    "1.0.0/nothing.json": Kept("377fa90feea078c3", "unverified", (0, 0, 0, 0, 0)),
    "1.0.0/removed.json": Kept("452c5a2b5a3280bb", "verified", (1, 0, 1, 0, 0), removed=("projection/p",)),
    "1.0.0/turned.json": Kept("17db5c5d1c08e7b9", "verified", (1, 1, 1, 0, 0)),
    "1.0.0/unverified.json": Kept("f004aa81e007add9", "unverified", (1, 1, 1, 0, 0)),
}
"""Counts are of systems, projections, single views, ER schemas and cast functions."""


def test_all_files_are_told() -> None:
    """No file is there without being read here, and none is missing."""
    assert {str(path.relative_to(FOLDER)) for path in FOLDER.glob("*/*")} == FILES.keys()


@pytest.mark.parametrize("name", FILES)
def test_file_stays_as_it_is(name: str) -> None:
    """A file that was written once is never written again."""
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest().startswith(FILES[name].sha256)


@pytest.mark.parametrize("name", FILES)
def test_file_is_read(name: str) -> None:
    """A file of any format is read, whole, with the integrity that it has."""
    file, kept = read((FOLDER / name).read_bytes()), FILES[name]

    assert file.format_version.startswith(name[:2])
    assert (file.integrity, tuple(file.counts.values())) == (kept.integrity, kept.counts)
    assert (file.removed, tuple(warning.pointer for warning in file.warnings)) == (kept.removed, kept.left_out)
    assert (file.metadata.source.project_id, file.metadata.exported_at[:19]) == ("shop", "2026-02-20T10:12:33")


@pytest.mark.parametrize("name", FILES)
def test_file_can_be_written_in_the_present_format(name: str) -> None:
    """What was read from any format is the same once it was written and read again."""
    file = read((FOLDER / name).read_bytes())

    again = read(encode_export_file(HEADER, map(_plain, file.items)))

    assert [_plain(item) for item in again.items] == [_plain(item) for item in file.items]


def test_old_and_present_file_are_one() -> None:
    """The file of format 0.9 holds the same items as its successor."""
    old, present = (read((FOLDER / name / "everything.json").read_bytes()) for name in ("0.9", "1.0.0"))

    assert [_plain(item) for item in old.items] == [_plain(item) for item in present.items]


def test_fixture_is_what_is_written_today() -> None:
    """The present format has not moved: the same items give the same bytes but for what the file says of itself."""
    data = (FOLDER / "1.0.0" / "everything.json").read_bytes()

    written: dict[str, Any] = json.loads(encode_export_file(HEADER, map(_plain, read(data).items)))

    assert written == json.loads(data)
    assert encode_export_file(HEADER, map(_plain, read(data).items)) == data


def _plain(item: ExportItem) -> ExportItem:
    fields = ("kind", "name", "system", "text", "digest", "origin")
    return ExportItem(**{field: getattr(item, field) for field in fields})
