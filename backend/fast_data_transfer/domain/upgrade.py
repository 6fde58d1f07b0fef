"""
Versions of the file format: which ones are read, and how an older one becomes the present one.

A newer minor version may hold more keys and is read as it is, a newer major one is refused. An older one is upgraded
step by step: one function for each format that the product has left behind.

Format 0.9 was never released; it is the ancestor on which upgrading is proved. It had the time of the export in
`exported`, and in `project` what is now `metadata.source`.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from fast_data_transfer.domain.export_file import FORMAT_VERSION
from fast_data_transfer.domain.json_types import name_type
from fast_data_transfer.domain.model import Json, JsonObject
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.quoting import quote

_VERSION: Final = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")


class Version(NamedTuple):
    """A version of the format: N.N.N."""

    major: int
    minor: int
    patch: int


def read_version(value: Json) -> Version | Fault:
    """Read a `formatVersion`; a fault where it is not N.N.N."""
    match = _VERSION.fullmatch(value) if isinstance(value, str) else None
    if match:
        return Version(*map(int, match.groups()))
    found = quote(value) if isinstance(value, str) else name_type(value)
    message = f"`formatVersion` must be a version such as {FORMAT_VERSION}, and is {found}. Export the file again."
    return Fault(code="invalid-file", message=message, pointer="/formatVersion", params={"reason": "version"})


def upgrade(document: JsonObject, version: Version) -> JsonObject:
    """Bring a file of an older format to the present one. Raises `Problem` `unsupported-format`."""
    if version.major == _PRESENT.major:
        return document
    step = _STEPS.get(version[:2])
    if step is None:
        raise _unsupported(version)
    return step(document)


def _unsupported(version: Version) -> Problem:
    written = ".".join(map(str, version))
    reason, way_out = (
        ("newer", "The format could have been updated since: update this product, or export from an older one.")
        if version > _PRESENT
        else ("older", "Export the file again with a present version of the product.")
    )
    message = f"The file has format {written}; {FORMAT_VERSION} is read here. {way_out}"
    params: JsonObject = {"reason": reason, "written": written, "present": FORMAT_VERSION}
    return Problem.of(Fault(code="unsupported-format", message=message, pointer="/formatVersion", params=params))


def _from_0_9(document: JsonObject) -> JsonObject:
    kept = {key: value for key, value in document.items() if key not in {"exported", "project"}}
    metadata: JsonObject = {"exportedAt": document.get("exported"), "source": document.get("project")}
    return {"metadata": metadata, **kept}


_PRESENT: Final = Version(*map(int, FORMAT_VERSION.split(".")))
_STEPS: Final[dict[tuple[int, ...], Callable[[JsonObject], JsonObject]]] = {(0, 9): _from_0_9}
"""From major and minor version to the function that brings a document to the next format."""
