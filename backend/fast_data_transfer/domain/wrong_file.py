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
_UNPACK: Final = "Unpack it, and send the .json file that is in it."
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
# What it looks like, and the way out, by the reason that clients word in their own language.
LOOKS: Final = {
    "workbook": ("an Excel workbook", _EXPORT_FIRST),
    "zip": ("a ZIP archive", _UNPACK),
    "archive": ("an archive", _UNPACK),
    "old-office": ("an old Office document", _EXPORT_FIRST),
    "pdf": ("a PDF document", _EXPORT_FIRST),
    "image": ("an image", _EXPORT_FIRST),
    "web-page": (
        "a web page",
        "It may be the login page of what you downloaded from: sign in, and download again.",
    ),
    "xml": ("an XML document", _EXPORT_FIRST),
    "plan": ("a plan of an import", "Send the export file that the plan was made for."),
    "receipt": ("the receipt of a transfer", "Send the export file itself."),
    "problem": ("an error answer of this product", "Mend what it says, and send the file of a successful export."),
    "branch": ("the whole configuration of a branch", _EXPORT_FIRST),
    "fast-data-config": ("a Console configuration (`fastdata-config.json`)", _OPEN_AND_EXPORT),
    "api-console-config": (
        "a Console configuration (`api-console-config.json`), which holds no Fast Data",
        _EXPORT_FIRST,
    ),
    "kibana-lines": ("an NDJSON export of Kibana", _EXPORT_FIRST),
    "kibana": ("a saved object of Kibana", _EXPORT_FIRST),
    "grafana": ("a dashboard of Grafana", _EXPORT_FIRST),
    "n8n": ("a workflow of n8n", _EXPORT_FIRST),
    "postman": ("a collection of Postman", _EXPORT_FIRST),
    "openapi": ("an OpenAPI document", _EXPORT_FIRST),
}

_OTHER_BYTES: Final = (
    (re.compile(rb"PK\x03\x04(?s:.){0,4000}?xl/"), "workbook"),
    (re.compile(rb"PK(?:\x03\x04|\x05\x06)"), "zip"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07"), "archive"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "old-office"),
    (re.compile(rb"%PDF-"), "pdf"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF(?s:.){4}WEBP|BM(?s:.){4}\0\0\0\0"), "image"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)", re.IGNORECASE), "web-page"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<"), "xml"),
)

# The first that holds says what a JSON object is.
_OBJECTS: Final[tuple[tuple[Callable[[JsonObject], bool], str], ...]] = (
    (lambda value: "planDigest" in value and "items" in value, "plan"),
    (lambda value: "transferId" in value, "receipt"),
    (lambda value: str(value.get("type")).startswith("urn:fast-data-transfer:problem:"), "problem"),
    (lambda value: "fastDataConfig" in value, "branch"),
    (
        lambda value: len({"systems", "castFunctions", "singleViews", "erSchemas"} & value.keys()) > 1,
        "fast-data-config",
    ),
    (
        lambda value: len({"services", "collections", "endpoints", "configMaps", "decorators"} & value.keys()) > 1,
        "api-console-config",
    ),
    (lambda value: {"attributes", "references"} <= value.keys(), "kibana"),
    (lambda value: {"panels", "schemaVersion"} <= value.keys(), "grafana"),
    (lambda value: {"nodes", "connections"} <= value.keys(), "n8n"),
    (lambda value: {"info", "item"} <= value.keys(), "postman"),
    (lambda value: "openapi" in value or "swagger" in value, "openapi"),
)


def require_plain_text(data: bytes) -> None:
    """Refuse what its first bytes show to be no JSON: `Problem` `compressed-file`, or `unreadable-file`."""
    for magic, name in _COMPRESSED:
        if data.startswith(magic):
            message = f"The file is compressed ({name}). Decompress it, and send the .json file."
            raise Problem.of(Fault(code="compressed-file", message=message))
    for pattern, reason in _OTHER_BYTES:
        if pattern.match(data):
            raise _recognise(reason)
    first_line, _, rest = data[:_MAX_LINE].partition(b"\n")
    if b'"attributes"' in first_line and rest.startswith(b"{"):
        raise _recognise("kibana-lines")


def require_export_file(value: Json) -> JsonObject:
    """Return the object that an export file is; else raise `Problem` `unreadable-file`, fault `wrong-file`."""
    if not isinstance(value, dict):
        raise _refuse(f"JSON, but {name_type(value)} instead of an object", reason="other-root")
    if value.get("type") == FILE_TYPE:
        return value
    for is_it, reason in _OBJECTS:
        if is_it(value):
            raise _recognise(reason)
    raise _refuse_unknown(value)


def _recognise(reason: str) -> Problem:
    looks, way_out = LOOKS[reason]
    return _refuse(looks, way_out, reason=reason)


def _refuse_unknown(value: JsonObject) -> Problem:
    file_type = value.get("type")
    if isinstance(file_type, str):
        found = quote(file_type)
        looks = f"JSON of another kind: its `type` is {found}, not {quote(FILE_TYPE)}"
        return _refuse(looks, reason="other-type", type=found)
    keys = quote(", ".join(nsmallest(5, value))) if value else "none"
    looks = f'JSON of another kind: it has no `type` "{FILE_TYPE}" (its first keys: {keys})'
    return _refuse(looks, reason="no-type", keys=keys if value else "-")


def _refuse(looks: str, way_out: str = _EXPORT_FIRST, **params: Json) -> Problem:
    message = f"This is not an export file. It looks like {looks}. {way_out}"
    return Problem("unreadable-file", message, errors=[Fault(code="wrong-file", message=message, params=params)])
