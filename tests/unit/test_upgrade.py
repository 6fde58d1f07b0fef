from typing import Any

import pytest

from tests.export_files import encode, find_faults, find_problem, make_document, read, read_document


@pytest.mark.parametrize(
    "version",
    [
        None,
        1,
        1.0,
        "",
        "1",
        "1.0",
        "v1.0.0",
        "1.0.0 ",
        "1.0.0\n",
        "01.0.0",
        "-1.0.0",
        "1.0.0-rc.1",
        "9" * 10 + ".0.0",
        [],
    ],
)
def test_a_version_that_is_no_version_is_refused_where_it_is(version: object) -> None:
    """Nothing else of the file is looked at."""
    document = make_document() | {"formatVersion": version, "metadata": None}

    (fault,) = find_faults(document)

    assert fault.pointer == "/formatVersion"
    assert fault.line
    assert "1.0.0" in fault.message


def test_a_missing_version_is_refused() -> None:
    """The fault is at the beginning of the document."""
    document = make_document()
    del document["formatVersion"]

    (fault,) = find_faults(document)

    assert (fault.pointer, fault.line, fault.column) == ("/formatVersion", 1, 1)


@pytest.mark.parametrize("version", ["2.0.0", "10.0.0", "999999999.0.0"])
def test_a_newer_major_version_is_refused_and_both_are_named(version: str) -> None:
    """Its shape cannot be known."""
    problem = find_problem(encode({"type": "fast-data-export", "formatVersion": version}))

    assert problem.code == "unsupported-format"
    assert version in problem.detail
    assert "1.0.0" in problem.detail
    assert "update this product" in problem.detail


@pytest.mark.parametrize("version", ["0.8.0", "0.10.0", "0.0.1"])
def test_an_older_version_without_upgrade_is_refused(version: str) -> None:
    """The way out is another export."""
    problem = find_problem(encode({"type": "fast-data-export", "formatVersion": version}))

    assert problem.code == "unsupported-format"
    assert "Export the file again" in problem.detail


@pytest.mark.parametrize("version", ["1.0.1", "1.7.0"])
def test_a_newer_minor_version_is_read(version: str) -> None:
    """What is new in it is left out with a warning."""
    file = read_document(make_document() | {"formatVersion": version, "signature": "…"})

    assert file.format_version == version
    assert [(warning.code, warning.pointer) for warning in file.warnings] == [("unknown-field", "/signature")]


def _make_ancestor() -> dict[str, Any]:
    document = make_document()
    metadata = document.pop("metadata")
    return document | {
        "formatVersion": "0.9.0",
        "exported": metadata["exportedAt"],
        "project": metadata["source"],
    }


def test_a_file_of_format_0_9_is_upgraded() -> None:
    """It is read as the file of today that says the same."""
    new = read_document(make_document())
    old = read(encode(_make_ancestor()))

    assert old.format_version == "0.9.0"
    assert old.items == new.items
    assert old.integrity == "verified"
    assert old.warnings == ()
    assert old.metadata.source == new.metadata.source
    assert old.metadata.exported_at == new.metadata.exported_at


def test_faults_of_an_upgraded_file_are_those_of_today() -> None:
    """What an old file lacks is missed under the name that it has now."""
    document = _make_ancestor()
    del document["exported"]

    assert [fault.pointer for fault in find_faults(document)] == ["/metadata/exportedAt"]
