"""
Bytes → export file, in stages: bytes, is it ours, version, shape. The first stage that fails lists all its faults.

Source: `contract.md` section 4, *Reading*. What can be read and is not good is an issue of an item, later.
"""

from itertools import chain, islice
from operator import itemgetter
from typing import Final, cast

import msgspec

from fast_data_transfer.domain.canonical import digest_of
from fast_data_transfer.domain.entries import check_entries, count_entries, find_left_out, read_items
from fast_data_transfer.domain.envelope import (
    check_digests,
    check_metadata,
    find_unknown_keys,
    is_digest_key,
    leave_out,
    read_metadata,
)
from fast_data_transfer.domain.export_file import ExportFile, Integrity, Item, Limits, count_items
from fast_data_transfer.domain.json_bounds import node_limit
from fast_data_transfer.domain.kinds import Key, sort_key
from fast_data_transfer.domain.locate import Position, locate
from fast_data_transfer.domain.model import Json, JsonObject
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.quoting import cut_pointer
from fast_data_transfer.domain.safe_json import JsonFault, decode_json
from fast_data_transfer.domain.upgrade import read_version, upgrade
from fast_data_transfer.domain.wrong_file import require_export_file, require_plain_text

MAX_FAULTS: Final = 100
_MEBIBYTE: Final = 2**20
_DIGESTS_PER_ITEM: Final = 10
"""A file that was cut down by hand still has the digests of what was removed."""
_NEEDS_PER_ITEM: Final = 10
"""A plan tells each thing that an item needs; one ER schema may name millions."""


def decode_export_file(data: bytes, limits: Limits) -> ExportFile:
    """
    Decode an export file that anybody may have written.

    Raises `Problem`: `file-too-large`, `compressed-file`, `unreadable-file`, `unsupported-format`, `too-many-items`,
    or `invalid-file` with up to 100 faults.
    """
    written = require_export_file(_decode(data, limits))
    document = _upgrade(written, data)
    _require_few_items(document, limits)
    _require_shape(document, data)
    digests = cast("JsonObject | None", document.get("digests"))
    items = sorted(read_items(document, digests), key=lambda item: sort_key(Key(item.kind, item.name)))
    _require_few("dependencies", sum(len(item.facts.needs) for item in items), limits.max_items * _NEEDS_PER_ITEM)
    removed, junk = _split_orphans(items, digests or {})
    warnings = chain(find_unknown_keys(document), junk, find_left_out(document))
    return ExportFile(
        digest=digest_of(data),
        format_version=str(written["formatVersion"]),
        metadata=read_metadata(document),
        items=items,
        integrity=_judge_integrity(items, digests),
        removed=removed,
        warnings=tuple(islice(warnings, MAX_FAULTS)),
        counts=count_items(items),
    )


def _decode(data: bytes, limits: Limits) -> Json:
    if len(data) > limits.max_bytes:
        message = (
            f"The file has {len(data):,} bytes; at most {limits.max_bytes:,} ({limits.max_bytes / _MEBIBYTE:g} MB) are "
            "read (setting FDT_MAX_FILE_MB). Export fewer resources at once, or have the setting raised."
        )
        params: JsonObject = {"reason": "file", "limit": limits.max_bytes}
        raise Problem.of(Fault(code="file-too-large", message=message, params=params))
    require_plain_text(data)
    try:
        return decode_json(data, max_depth=limits.max_depth, max_nodes=node_limit(len(data)))
    except JsonFault as error:
        raise Problem("unreadable-file", str(error), errors=[error.fault]) from None


def _upgrade(written: JsonObject, data: bytes) -> JsonObject:
    version = read_version(written.get("formatVersion"))
    if isinstance(version, Fault):
        raise _invalid_file([version], data)
    return upgrade(written, version)


def _require_few_items(document: JsonObject, limits: Limits) -> None:
    """Refuse too many items before they are looked at one by one; digests of removed items may be many more."""
    digests = document.get("digests")
    _require_few("items", count_entries(document), limits.max_items)
    _require_few("digests", len(digests) if isinstance(digests, dict) else 0, limits.max_items * _DIGESTS_PER_ITEM)


def _require_few(what: str, count: int, limit: int) -> None:
    if count > limit:
        message = (
            f"The file holds {count:,} {what}; at most {limit:,} are read (setting FDT_MAX_ITEMS). "
            "Export fewer resources at once, or have the setting raised."
        )
        params: JsonObject = {"reason": what, "count": count, "limit": limit}
        raise Problem.of(Fault(code="too-many-items", message=message, params=params))


def _require_shape(document: JsonObject, data: bytes) -> None:
    found = chain(check_metadata(document), check_digests(document), check_entries(document))
    faults = list(islice(found, MAX_FAULTS + 1))
    if faults:
        raise _invalid_file(faults, data)


def _invalid_file(faults: list[Fault], data: bytes) -> Problem:
    number = f"{len(faults)} faults" if len(faults) > 1 else "1 fault"
    shown = number if len(faults) <= MAX_FAULTS else f"more than {MAX_FAULTS} faults"
    detail = f"The file cannot be read as an export file: {shown}. `errors` says where, and what to do."
    return Problem("invalid-file", detail, errors=_locate(faults[:MAX_FAULTS], data))


def _locate(faults: list[Fault], data: bytes) -> list[Fault]:
    """Add line and column, and sort by them. Only files with faults pay for looking the places up."""
    positions = locate(data.decode("utf-8-sig"), [fault.pointer or "" for fault in faults])
    places = [(positions[fault.pointer or ""], fault) for fault in faults]
    return [_place(fault, position) for position, fault in sorted(places, key=itemgetter(0))]


def _place(fault: Fault, position: Position) -> Fault:
    pointer = cut_pointer(fault.pointer or "")
    line, column = position
    return msgspec.structs.replace(fault, code="invalid-file", pointer=pointer, line=line, column=column)


def _judge_integrity(items: list[Item], digests: "JsonObject | None") -> Integrity:
    if digests is None:
        return "unverified"
    return "edited" if any(item.edited for item in items) else "verified"


def _split_orphans(items: list[Item], digests: JsonObject) -> tuple[tuple[str, ...], list[Fault]]:
    """Split the digests without item: those of items that were removed, and those that never had one."""
    present = {f"{item.kind}/{item.name}" for item in items}
    orphans = [key for key in digests if key not in present]
    removed = tuple(sorted(filter(is_digest_key, orphans)))
    return removed, [leave_out(key, "/digests", "it names no resource") for key in orphans if not is_digest_key(key)]
