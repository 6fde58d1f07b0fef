import gzip
import json
import zipfile
from io import BytesIO

import pytest

from tests.export_files import encode, find_problem


def _zip(*names: str) -> bytes:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name in names:
            file.writestr(name, "{}")
    return archive.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(b"{}"),
        b"\x28\xb5\x2f\xfd\x04",
        b"BZh91AY",
        b"\xfd7zXZ\x00\x00",
        b"\x04\x22\x4d\x18\x64",
        b"\x1f\x9d\x90",
    ],
    ids=["gzip", "zstd", "bzip2", "xz", "lz4", "compress"],
)
def test_a_compressed_file_is_not_inflated(data: bytes) -> None:
    """It is refused by its first bytes, with the way out."""
    problem = find_problem(data)

    assert problem.code == "compressed-file"
    assert "Decompress" in problem.detail


@pytest.mark.parametrize(
    "data, name",
    [
        (_zip("export.json"), "a ZIP archive"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook"),
        (b"PK\x05\x06" + bytes(18), "a ZIP archive"),
        (b"7z\xbc\xaf\x27\x1c\x00", "an archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Office document"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (b"GIF89a", "an image"),
        (b"RIFF\x00\x00\x00\x00WEBP", "an image"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html>", "a web page"),
        (b"<html lang=en>", "a web page"),
        (b'<?xml version="1.0"?><a/>', "an XML document"),
        (b'{"attributes":{},"type":"dashboard"}\n{"exportedCount":1}\n', "an NDJSON export of Kibana"),
    ],
)
def test_what_is_no_json_is_named(data: bytes, name: str) -> None:
    """The first bytes tell what was sent instead."""
    problem = find_problem(data)

    assert problem.code == "unreadable-file"
    assert [fault.code for fault in problem.errors] == ["wrong-file"]
    assert f"It looks like {name}. " in problem.detail


@pytest.mark.parametrize(
    "document, name",
    [
        (None, "JSON, but null instead of an object"),
        (True, "JSON, but true or false instead of an object"),
        (1, "JSON, but a number instead of an object"),
        (1.5, "JSON, but a number instead of an object"),
        ("fast-data-export", "JSON, but a string instead of an object"),
        ([{"type": "fast-data-export"}], "JSON, but a list instead of an object"),
        ({}, 'JSON of another kind: it has no `type` "fast-data-export" (its first keys: none)'),
        ({"b": 1, "a": 2}, 'its first keys: "a, b"'),
        (dict.fromkeys("gfedcba"), 'its first keys: "a, b, c, d, e"'),
        ({"type": "Fast-Data-Export"}, 'its `type` is "Fast-Data-Export", not "fast-data-export"'),
        ({"planDigest": "sha256-", "items": [], "mode": "reference"}, "a plan of an import"),
        ({"transferId": "x", "type": "import"}, "the receipt of a transfer"),
        ({"type": "urn:fast-data-transfer:problem:busy", "code": "busy"}, "an error answer of this product"),
        ({"fastDataConfig": {}, "revision": 1}, "the whole configuration of a branch"),
        ({"systems": {}, "castFunctions": {}, "version": "2.2.0"}, "a Console configuration (`fastdata-config.json`)"),
        ({"services": {}, "collections": {}}, "a Console configuration (`api-console-config.json`)"),
        ({"attributes": {}, "references": [], "type": "x"}, "a saved object of Kibana"),
        ({"panels": [], "schemaVersion": 39}, "a dashboard of Grafana"),
        ({"nodes": [], "connections": {}}, "a workflow of n8n"),
        ({"info": {}, "item": []}, "a collection of Postman"),
        ({"openapi": "3.1.0"}, "an OpenAPI document"),
    ],
)
def test_json_of_another_kind_is_named(document: object, name: str) -> None:
    """Another root, our own answers, files of the Console and of other products."""
    problem = find_problem(encode(document))

    assert problem.code == "unreadable-file"
    assert [fault.code for fault in problem.errors] == ["wrong-file"]
    assert name in problem.detail
    assert problem.detail.endswith(".")


@pytest.mark.parametrize(
    "data, params",
    [
        (b"%PDF-1.7\n", {"reason": "pdf"}),
        (b"[]", {"reason": "other-root"}),
        (b'{"type": "other"}', {"reason": "other-type", "type": '"other"'}),
        (b'{"b": 1, "a": 2}', {"reason": "no-type", "keys": '"a, b"'}),
        (b'{"openapi": "3.1.0"}', {"reason": "openapi"}),
    ],
)
def test_what_was_recognised_is_there_for_other_languages(data: bytes, params: object) -> None:
    """The fault holds which of its messages it has, and the values in it."""
    assert [fault.params for fault in find_problem(data).errors] == [params]


def test_other_broken_lines_are_no_kibana_export() -> None:
    """Lines of another kind are data after the document."""
    problem = find_problem(b'{"a": 1}\n{"b": 2}\n')

    assert [fault.code for fault in problem.errors] == ["trailing-data"]


def test_what_is_told_does_not_repeat_the_file() -> None:
    """A message has a few characters of what was sent."""
    assert len(find_problem(json.dumps({"k" * 10_000: 1, "type": None}).encode()).detail) < 300
    assert len(find_problem(json.dumps({"type": "t" * 10_000}).encode()).detail) < 300


def test_an_export_file_on_one_line_is_not_taken_for_kibana() -> None:
    """A key "attributes" somewhere in a file without line breaks means nothing."""
    assert find_problem(b'{"type": "fast-data-export", "attributes": 1}\n').code == "invalid-file"
