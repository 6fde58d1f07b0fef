"""
Structs → bytes: an export file, from content that is stored in canonical form and is not encoded again.

Source: `contract.md` section 4. The same content gives the same bytes, but for time and revision.
"""

from collections.abc import Iterable, Sequence

import msgspec

from fast_data_transfer.domain.canonical import Part, assemble, format_file
from fast_data_transfer.domain.export_file import FILE_TYPE, FORMAT_VERSION, ExportItem, FileHeader, count_items
from fast_data_transfer.domain.kinds import KINDS, SECTIONS
from fast_data_transfer.domain.model import JsonObject, Origin


def encode_export_file(header: FileHeader, items: Iterable[ExportItem]) -> bytes:
    """Encode an export file. The system of every projection is among the items."""
    items = tuple(items)
    document: Part = {
        "type": FILE_TYPE,
        "formatVersion": FORMAT_VERSION,
        "metadata": _describe(header, items),
        "resources": _arrange(items),
        "digests": {f"{item.kind}/{item.name}": item.digest for item in items},
    }
    return format_file(assemble(document))


def encode_origin(origin: Origin) -> JsonObject:
    """Encode where a resource came from, as the `reference` of a file; a marker loses who imported it and when."""
    source: JsonObject = msgspec.to_builtins(origin.source)
    return {"source": source, "name": origin.name, "exportedAt": origin.exported_at, "digest": origin.digest}


def _describe(header: FileHeader, items: Sequence[ExportItem]) -> Part:
    source: JsonObject = msgspec.to_builtins(header.source)
    not_exported: list[Part] = msgspec.to_builtins(header.not_exported)
    counts: Part = count_items(items)
    return {
        "exportedAt": header.exported_at,
        "generator": header.generator,
        "source": source | {"revision": header.revision},
        "configVersion": header.config_version,
        "counts": counts,
        "notExported": not_exported,
    }


def _arrange(items: Sequence[ExportItem]) -> Part:
    """Arrange entries as a configuration does: a map for each kind, projections within their systems."""
    projections: dict[str, dict[str, Part]] = {item.name: {} for item in items if item.kind == "system"}
    sections: dict[str, dict[str, Part]] = {SECTIONS[kind]: {} for kind in KINDS if kind != "projection"}
    for item in items:
        entry = _encode_entry(item, projections)
        if item.kind == "projection":
            projections[item.system or ""][item.name] = entry
        else:
            sections[SECTIONS[item.kind]][item.name] = entry
    return sections


def _encode_entry(item: ExportItem, projections: dict[str, dict[str, Part]]) -> Part:
    added: dict[str, Part] = {"reference": encode_origin(item.origin)} if item.origin else {}
    if item.kind == "system":
        added["projections"] = projections[item.name]
    if not added:
        return msgspec.Raw(item.text)
    return {**msgspec.json.decode(item.text, type=dict[str, msgspec.Raw]), **added}
