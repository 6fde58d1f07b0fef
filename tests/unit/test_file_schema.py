import json
from typing import Any

from fast_data_transfer.domain.file_schema import encode_schema
from tests.export_files import make_document


def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(encode_schema())
    return schema


def _definition(name: str) -> dict[str, Any]:
    definition: dict[str, Any] = _schema()["$defs"][name]
    return definition


def test_schema_says_what_it_is() -> None:
    """A tool finds the dialect, a name that never changes within a major version, and a title."""
    schema = _schema()

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == "urn:fast-data-transfer:schema:export-file:1"
    assert schema["title"] == "Fast Data export file"
    assert schema["$ref"] == "#/$defs/Document"


def test_schema_is_laid_out_like_a_file() -> None:
    """People read it: two spaces, one newline at the end, nothing escaped."""
    text = encode_schema().decode()

    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_schema_demands_what_reading_demands() -> None:
    """What tells a file from others, and where and when it was written, cannot be missing."""
    assert set(_definition("Document")["required"]) == {"type", "formatVersion", "metadata", "resources"}
    assert set(_definition("Metadata")["required"]) == {"exportedAt", "source"}
    assert set(_definition("FileSource")["required"]) == {"tenantId", "projectId", "branch"}
    assert set(_definition("EntryReference")["required"]) == {"source", "name", "exportedAt", "digest"}


def test_schema_names_every_key_around_entries() -> None:
    """All that an export writes around its entries is described."""
    document = make_document()

    assert document.keys() == _definition("Document")["properties"].keys()
    assert document["metadata"].keys() == _definition("Metadata")["properties"].keys()
    assert document["metadata"]["source"].keys() == _definition("FileSource")["properties"].keys()
    assert document["resources"].keys() == _definition("Resources")["properties"].keys()


def test_schema_leaves_entries_open() -> None:
    """A Console writes keys that nobody describes: no object of the schema refuses more."""
    definitions = _schema()["$defs"].values()

    assert all("additionalProperties" not in definition for definition in definitions)
