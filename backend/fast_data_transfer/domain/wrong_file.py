"""
What was sent instead of an export file, so that the answer can say what to do: told by first bytes, or by keys.
"""

import re
from collections.abc import Callable
from heapq import nsmallest
from typing import Final

from fast_data_transfer.domain.export_file import FILE_TYPE
from fast_data_transfer.domain.json_types import name_type
from fast_data_transfer.domain.model import Json, JsonObject
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.quoting import quote

_EXPORT_FIRST: Final = "Send a file that was made with Import / Export → Export."
_OPEN_AND_EXPORT: Final = "Load it with `fdt load`, then make a file with Import / Export → Export."

_MAX_LINE: Final = 1_000_000

_COMPRESSED: Final = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"\x1f\x9d", "compress"),
)
_OTHER_BYTES: Final = (
    (re.compile(rb"PK\x03\x04(?s:.){0,4000}?xl/"), "an Excel workbook", _EXPORT_FIRST),
    (re.compile(rb"PK(?:\x03\x04|\x05\x06)"), "a ZIP archive", "Unpack it, and send the .json file that is in it."),
    (
        re.compile(rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07"),
        "an archive",
        "Unpack it, and send the .json file that is in it.",
    ),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old Office document", _EXPORT_FIRST),
    (re.compile(rb"%PDF-"), "a PDF document", _EXPORT_FIRST),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF(?s:.){4}WEBP|BM(?s:.){4}\0\0\0\0"), "an image", _EXPORT_FIRST),
    (
        re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)", re.IGNORECASE),
        "a web page",
        "It may be the login page of what you downloaded from: sign in, and download again.",
    ),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<"), "an XML document", _EXPORT_FIRST),
)

# The first that holds says what a JSON object is.
_OBJECTS: Final[tuple[tuple[Callable[[JsonObject], bool], str, str], ...]] = (
    (
        lambda value: "planDigest" in value and "items" in value,
        "a plan of an import",
        "Send the export file that the plan was made for.",
    ),
    (
        lambda value: "transferId" in value,
        "the receipt of a transfer",
        "Send the export file itself.",
    ),
    (
        lambda value: str(value.get("type")).startswith("urn:fast-data-transfer:problem:"),
        "an error answer of this product",
        "Mend what it says, and send the file of a successful export.",
    ),
    (lambda value: "fastDataConfig" in value, "the whole configuration of a branch", _EXPORT_FIRST),
    (
        lambda value: len({"systems", "castFunctions", "singleViews", "erSchemas"} & value.keys()) > 1,
        "a Console configuration (`fastdata-config.json`)",
        _OPEN_AND_EXPORT,
    ),
    (
        lambda value: len({"services", "collections", "endpoints", "configMaps", "decorators"} & value.keys()) > 1,
        "a Console configuration (`api-console-config.json`), which holds no Fast Data",
        _EXPORT_FIRST,
    ),
    (lambda value: {"attributes", "references"} <= value.keys(), "a saved object of Kibana", _EXPORT_FIRST),
    (lambda value: {"panels", "schemaVersion"} <= value.keys(), "a dashboard of Grafana", _EXPORT_FIRST),
    (lambda value: {"nodes", "connections"} <= value.keys(), "a workflow of n8n", _EXPORT_FIRST),
    (lambda value: {"info", "item"} <= value.keys(), "a collection of Postman", _EXPORT_FIRST),
    (lambda value: "openapi" in value or "swagger" in value, "an OpenAPI document", _EXPORT_FIRST),
)


def require_plain_text(data: bytes) -> None:
    """Refuse what its first bytes show to be no JSON: `Problem` `compressed-file`, or `unreadable-file`."""
    for magic, name in _COMPRESSED:
        if data.startswith(magic):
            detail = f"The file is compressed ({name}). Decompress it, and send the .json file."
            raise Problem("compressed-file", detail, errors=[Fault(code="compressed-file", message=detail)])
    for pattern, name, way_out in _OTHER_BYTES:
        if pattern.match(data):
            raise _refuse(name, way_out)
    first_line, _, rest = data[:_MAX_LINE].partition(b"\n")
    if b'"attributes"' in first_line and rest.startswith(b"{"):
        raise _refuse("an NDJSON export of Kibana", _EXPORT_FIRST)


def require_export_file(value: Json) -> JsonObject:
    """Return the object that an export file is; else raise `Problem` `unreadable-file`, fault `wrong-file`."""
    if not isinstance(value, dict):
        raise _refuse(f"JSON, but {name_type(value)} instead of an object", _EXPORT_FIRST)
    if value.get("type") == FILE_TYPE:
        return value
    for is_it, name, way_out in _OBJECTS:
        if is_it(value):
            raise _refuse(name, way_out)
    raise _refuse(_describe_unknown(value), _EXPORT_FIRST)


def _describe_unknown(value: JsonObject) -> str:
    file_type = value.get("type")
    if isinstance(file_type, str):
        return f"JSON of another kind: its `type` is {quote(file_type)}, not {quote(FILE_TYPE)}"
    keys = quote(", ".join(nsmallest(5, value))) if value else "none"
    return f'JSON of another kind: it has no `type` "{FILE_TYPE}" (its first keys: {keys})'


def _refuse(name: str, way_out: str) -> Problem:
    message = f"This is not an export file. It looks like {name}. {way_out}"
    return Problem("unreadable-file", message, errors=[Fault(code="wrong-file", message=message)])
