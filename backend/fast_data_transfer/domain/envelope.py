"""
What an export file says of itself: source, time, digests, and the keys around its entries.

Source: `contract.md` section 4. Checks take any JSON; the readers take what the checks found nothing wrong with.
"""

from collections.abc import Collection, Iterator
from typing import Final, cast

from fast_data_transfer.domain.export_file import FileMetadata
from fast_data_transfer.domain.json_types import check_text, name_type, object_with, refuse_type
from fast_data_transfer.domain.kinds import KINDS, SECTIONS, is_valid_name
from fast_data_transfer.domain.model import Json, JsonObject, Origin, Source
from fast_data_transfer.domain.pointers import join_pointer
from fast_data_transfer.domain.problems import Fault
from fast_data_transfer.domain.quoting import cut_pointer, quote
from fast_data_transfer.domain.times import is_export_time

MAX_TEXT_LENGTH: Final = 255
"""Of what is stored with every resource: a marker must not grow beyond what a document or an index takes."""

SECTION_KEYS: Final = tuple(SECTIONS[kind] for kind in KINDS if kind != "projection")
ORIGIN_KEYS: Final = ("source", "name", "exportedAt", "digest")
_SOURCE_KEYS: Final = ("tenantId", "projectId", "projectName", "branch")

_KNOWN_KEYS: Final = (
    ("", {"type", "formatVersion", "metadata", "resources", "digests"}),
    ("/metadata", {"exportedAt", "generator", "source", "configVersion", "counts", "notExported"}),
    ("/metadata/source", {*_SOURCE_KEYS, "revision"}),
    ("/resources", set(SECTION_KEYS)),
)

_check_object: Final = object_with({})


def check_metadata(document: JsonObject) -> Iterator[Fault]:
    """Check that a file says where it comes from, and when; the name of the project is information only."""
    metadata = document.get("metadata")
    if not isinstance(metadata, dict):
        yield refuse_type(metadata, "/metadata", "object", " with `exportedAt` and `source`")
        return
    yield from check_time(metadata.get("exportedAt"), "/metadata/exportedAt")
    yield from check_source(metadata.get("source"), "/metadata/source", {"projectName"})


def check_digests(document: JsonObject) -> Iterator[Fault]:
    """Check that digests, if there are any, can be looked up."""
    if "digests" in document:
        yield from _check_object(document["digests"], "/digests")


def check_origin(value: Json, pointer: str) -> Iterator[Fault]:
    """Check that a `reference` is complete."""
    if not isinstance(value, dict):
        yield refuse_type(value, pointer, "object", f" with {', '.join(ORIGIN_KEYS)}")
        return
    yield from check_source(value.get("source"), f"{pointer}/source")
    # Not a name that the rule allows: an item of any name can be imported under another one, and is known by it here.
    yield from check_text(value.get("name"), f"{pointer}/name")
    yield from check_time(value.get("exportedAt"), f"{pointer}/exportedAt")
    yield from _check_line(value.get("digest"), f"{pointer}/digest")


def check_source(value: Json, pointer: str, optional: Collection[str] = ()) -> Iterator[Fault]:
    """Check that a project and branch are named."""
    if not isinstance(value, dict):
        yield refuse_type(value, pointer, "object", f" with {', '.join(_SOURCE_KEYS)}")
        return
    for key in _SOURCE_KEYS:
        if key not in optional:
            yield from _check_line(value.get(key), f"{pointer}/{key}")


def check_time(value: Json, pointer: str) -> Iterator[Fault]:
    """Check that a value is a time that can be compared, and kept."""
    if not is_export_time(value) or len(str(value)) > MAX_TEXT_LENGTH:
        found = quote(value) if isinstance(value, str) else name_type(value)
        message = f"This must be a time in UTC such as 2026-02-20T10:12:33.004Z (RFC 3339), and is {found}. Correct it."
        yield Fault(code="invalid-file", message=message, pointer=pointer, params={"reason": "time"})


def read_metadata(document: JsonObject) -> FileMetadata:
    """Read where a file comes from; what is information only is taken when it is of its type."""
    metadata = cast("JsonObject", document["metadata"])
    source = cast("JsonObject", metadata["source"])
    revision = source.get("revision")
    return FileMetadata(
        exported_at=str(metadata["exportedAt"]),
        generator=_read_line(metadata.get("generator")),
        source=read_source(source | {"projectName": _read_line(source.get("projectName")) or source["projectId"]}),
        revision=revision if isinstance(revision, int) and not isinstance(revision, bool) else None,
        config_version=_read_line(metadata.get("configVersion")),
    )


def read_origin(value: JsonObject) -> Origin:
    """Read a complete `reference`."""
    return Origin(
        source=read_source(cast("JsonObject", value["source"])),
        name=str(value["name"]),
        exported_at=str(value["exportedAt"]),
        digest=str(value["digest"]),
    )


def read_source(value: JsonObject) -> Source:
    """Read a complete source."""
    tenant_id, project_id, project_name, branch = (str(value[key]) for key in _SOURCE_KEYS)
    return Source(tenant_id=tenant_id, project_id=project_id, project_name=project_name, branch=branch)


def find_unknown_keys(document: JsonObject) -> Iterator[Fault]:
    """Find the keys outside entries that this format does not have; they are left out."""
    for pointer, known in _KNOWN_KEYS:
        holder: Json = document
        for token in pointer.split("/")[1:]:
            holder = cast("JsonObject", holder)[token]
        for key in cast("JsonObject", holder):
            if key not in known:
                yield leave_out(key, pointer, "this version does not know it")


def is_digest_key(key: str) -> bool:
    """Tell whether a digest is one of a resource: `projection/pr_orders`."""
    kind, _, name = key.partition("/")
    return any(kind == known and is_valid_name(known, name) for known in KINDS)


def leave_out(key: str, pointer: str, reason: str) -> Fault:
    """Warn that a key of a file is not taken over."""
    place = cut_pointer(join_pointer(pointer, key))
    return Fault(code="unknown-field", message=f"{quote(key)} is left out: {reason}.", pointer=place)


def _read_line(value: Json) -> str | None:
    return value if isinstance(value, str) and len(value) <= MAX_TEXT_LENGTH else None


def _check_line(value: Json, pointer: str) -> Iterator[Fault]:
    if not isinstance(value, str) or not 0 < len(value) <= MAX_TEXT_LENGTH:
        found = quote(value) if isinstance(value, str) else name_type(value)
        message = f"This must be a text of 1 to {MAX_TEXT_LENGTH} characters, and is {found}. Correct it."
        params: JsonObject = {"reason": "text", "most": MAX_TEXT_LENGTH}
        yield Fault(code="invalid-file", message=message, pointer=pointer, params=params)
