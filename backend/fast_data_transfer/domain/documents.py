"""
Export files as documents that can be taken apart and put together again, without a server.

What is kept of a file is kept as it is: entries, digests, provenance. So an item that was edited stays edited, and all
of a file put together again has the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias, cast

import msgspec

from fast_data_transfer.domain.canonical import encode_canonical, format_file
from fast_data_transfer.domain.entries import SECTION_KINDS, Entry, list_entries
from fast_data_transfer.domain.export_file import FORMAT_VERSION, ExportFile, Limits, NotExported
from fast_data_transfer.domain.issues import relate
from fast_data_transfer.domain.json_bounds import node_limit
from fast_data_transfer.domain.kinds import KIND_ORDER, KINDS, NAMESPACES, SECTIONS, Key, sort_key
from fast_data_transfer.domain.model import Json, JsonObject
from fast_data_transfer.domain.needs import RULES, find_needs
from fast_data_transfer.domain.reading import decode_export_file
from fast_data_transfer.domain.safe_json import decode_json
from fast_data_transfer.domain.upgrade import Version, read_version, upgrade

Slot: TypeAlias = tuple[str, str]
"""A name in a namespace."""


class FileDocument(NamedTuple):
    """A file as it was read, and the document that it is, in the present format."""

    file: ExportFile
    document: JsonObject

    @property
    def entries(self) -> dict[Key, Entry]:
        """The entries of all items."""
        return {Key(entry.kind, entry.name): entry for entry in list_entries(self.document)}

    @property
    def digests(self) -> JsonObject | None:
        """What the file says of its items; `None` when it has no digests."""
        return cast("JsonObject | None", self.document.get("digests"))


def decode_document(data: bytes, limits: Limits) -> FileDocument:
    """Decode an export file that anybody may have written. Raises `Problem` as `decode_export_file`."""
    file = decode_export_file(data, limits)
    written = cast("JsonObject", decode_json(data, max_depth=limits.max_depth, max_nodes=node_limit(len(data))))
    document = upgrade(written, cast("Version", read_version(file.format_version)))
    return FileDocument(file, document if document is written else document | {"formatVersion": FORMAT_VERSION})


def encode_document(document: JsonObject) -> bytes:
    """Encode a document as exports are."""
    return format_file(encode_canonical(document))


def rebuild(
    document: JsonObject, entries: Iterable[Entry], digests: JsonObject | None, sources: Sequence[FileDocument]
) -> JsonObject:
    """Put other entries into a document; `sources` know what kind of thing is not among them."""
    entries = sorted(entries, key=lambda entry: sort_key(Key(entry.kind, entry.name)))
    metadata: JsonObject = {
        **cast("JsonObject", document["metadata"]),
        "counts": {SECTIONS[kind]: sum(entry.kind == kind for entry in entries) for kind in KINDS},
        "notExported": msgspec.to_builtins(find_missing(entries, sources)),
    }
    rebuilt = {**document, "metadata": metadata, "resources": _arrange(entries), "digests": digests}
    return {key: value for key, value in rebuilt.items() if (key, value) != ("digests", None)}


def find_missing(entries: Sequence[Entry], sources: Iterable[FileDocument]) -> list[NotExported]:
    """Find what entries need and what is not among them, in the order in which an export lists it."""
    present = {slot_of(entry) for entry in entries}
    noted, kinds = _look_up(sources)
    kept = {(entry.kind, entry.name) for entry in entries}
    missing = {slot: left for slot, left in noted.items() if left.because and _first(left) in kept}
    # Of several that need the same, the first is named; `reversed`, since the last one written stays.
    missing |= dict(reversed(list(_list_needs(entries, kinds))))
    return sorted((left for slot, left in missing.items() if slot not in present), key=_order)


def slot_of(holder: Entry | NotExported) -> Slot:
    """Tell which name in which namespace something has."""
    return NAMESPACES.get(holder.kind, "collection"), holder.name


def _look_up(sources: Iterable[FileDocument]) -> tuple[dict[Slot, NotExported], dict[Slot, str]]:
    """Look up what files say that they lack, and of what kind everything is that they know."""
    noted: dict[Slot, NotExported] = {}
    kinds: dict[Slot, str] = {}
    for source in sources:
        for left in _read_not_exported(source.document):
            noted.setdefault(slot_of(left), left)
            kinds.setdefault(slot_of(left), left.kind)
        kinds |= {slot_of(entry): entry.kind for entry in source.entries.values()}
    return noted, kinds


def _list_needs(entries: Iterable[Entry], kinds: Mapping[Slot, str]) -> Iterator[tuple[Slot, NotExported]]:
    """List what entries need, but for cast functions that no file has: those are no dependency of an export."""
    for entry in entries:
        key = Key(entry.kind, entry.name)
        for need in find_needs(entry.kind, entry.system, entry.value):
            kind = kinds.get(need, "unknown")
            if kind != "unknown" or need.namespace == "collection":
                rule = RULES[need.namespace]
                yield need, NotExported(kind=kind, name=need.name, rule=rule, because=(relate(key),))


def _read_not_exported(document: JsonObject) -> Iterator[NotExported]:
    """Read what is information only, and was not checked: what has another form says nothing."""
    listed = cast("JsonObject", document["metadata"]).get("notExported")
    for value in listed if isinstance(listed, list) else ():
        try:
            yield msgspec.convert(value, NotExported)
        except msgspec.ValidationError:
            continue


def _first(left: NotExported) -> tuple[str, str]:
    return left.because[0].kind, left.because[0].name


def _order(left: NotExported) -> tuple[int, str]:
    return KIND_ORDER.get(left.kind, len(KINDS)), left.name


def _arrange(entries: Iterable[Entry]) -> JsonObject:
    """Arrange entries as a configuration does; systems come before their projections."""
    sections: dict[str, dict[str, Json]] = {SECTIONS[kind]: {} for kind in SECTION_KINDS}
    projections: dict[str, dict[str, Json]] = {}
    for entry in entries:
        if entry.kind == "projection":
            projections[str(entry.system)][entry.name] = entry.value
        elif entry.kind == "system":
            projections[entry.name] = {}
            sections["systems"][entry.name] = entry.value | {"projections": projections[entry.name]}
        else:
            sections[SECTIONS[entry.kind]][entry.name] = entry.value
    return cast("JsonObject", sections)
