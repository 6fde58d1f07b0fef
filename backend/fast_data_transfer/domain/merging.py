"""
Several export files as one.

The file that comes out says of itself what the first one does. What other files bring keeps its own provenance: where
that is another project, branch or time, the item carries it as its `reference`, as an item does that was a reference
where it was exported. A system and its projections carry it together, or not at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from fast_data_transfer.domain.documents import FileDocument, Slot, rebuild, slot_of
from fast_data_transfer.domain.entries import Entry
from fast_data_transfer.domain.export_file import ExportFile, Item
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.model import Identity, Json, JsonObject, Origin, identity_of
from fast_data_transfer.domain.upgrade import Version, read_version
from fast_data_transfer.domain.writing import encode_origin


class Part(NamedTuple):
    """One of the files, under the name that messages call it by."""

    name: str
    source: FileDocument


class _Found(NamedTuple):
    """An item of one of the files."""

    part: Part
    item: Item
    entry: Entry
    origin: Origin

    @property
    def key(self) -> Key:
        return Key(self.item.kind, self.item.name)

    @property
    def identity(self) -> Identity:
        return identity_of(self.item.kind, self.origin)

    @property
    def claims(self) -> tuple[Identity, str, str | None]:
        """What must be equal in all files that have the item."""
        return self.identity, self.item.digest, self.item.system


def check_parts(parts: Sequence[Part]) -> Iterator[str]:
    """Check that files can be one: each message names what stands in the way, and both files."""
    yield from _check_versions(parts)
    slots: dict[Slot, _Found] = {}
    identities: dict[Identity, _Found] = {}
    for found in _list_found(parts):
        first = slots.setdefault(slot_of(found.entry), found)
        if first.key != found.key or first.claims != found.claims:
            yield _describe(first, found)
            continue
        first = identities.setdefault(found.identity, found)
        if first.key != found.key:
            yield (
                f'"{first.key.name}" in {first.part.name} and "{found.key.name}" in {found.part.name} are the same '
                f"{found.key.kind} of one project. Keep one of them."
            )


def merge(parts: Sequence[Part]) -> JsonObject:
    """Merge files that `check_parts` found nothing wrong with."""
    base = parts[0].source
    found: dict[Key, _Found] = {}
    for item in _list_found(parts):
        found.setdefault(item.key, item)
    carriers = _list_carriers(found, base.file)
    entries = [_with_origin(item) if key in carriers else item.entry for key, item in found.items()]
    newest = max((part.source.document["formatVersion"] for part in parts), key=_read_known_version)
    document = base.document | {"formatVersion": newest}
    return rebuild(document, entries, _merge_digests(found, parts), [part.source for part in parts])


def _read_known_version(value: Json) -> Version:
    """Read a version that a file was read with, which is no fault."""
    return cast("Version", read_version(value))


def _list_found(parts: Sequence[Part]) -> Iterator[_Found]:
    for part in parts:
        metadata, entries = part.source.file.metadata, part.source.entries
        for item in part.source.file.items:
            own = Origin(source=metadata.source, name=item.name, exported_at=metadata.exported_at, digest=item.digest)
            yield _Found(part, item, entries[Key(item.kind, item.name)], item.origin or own)


def _check_versions(parts: Sequence[Part]) -> Iterator[str]:
    """A file has one version of the configuration, if any; the contents of another one may mean something else."""
    known = [(part.name, version) for part in parts if (version := part.source.file.metadata.config_version)]
    for name, version in known[1:]:
        first, first_version = known[0]
        if version != first_version:
            yield f"{first} has configuration version {first_version}, {name} has {version}. Import them one by one."


def _describe(first: _Found, second: _Found) -> str:
    files = f"{first.part.name} and {second.part.name}"
    if first.key != second.key:
        return (
            f'The name "{first.key.name}" is a {first.key.kind} and a {second.key.kind} in {files}. Pick one of them.'
        )
    what = f'The {first.key.kind} "{first.key.name}"'
    if first.identity != second.identity:
        return f"{what} comes from {_place(first)} and {_place(second)} in {files}. Pick one of them."
    if first.item.system != second.item.system:
        return f"{what} is in the systems {first.item.system} and {second.item.system} in {files}. Pick one of them."
    return f"{what} has two contents in {files}. See `fdt diff`, and pick one of them."


def _place(found: _Found) -> str:
    source = found.origin.source
    return f"{source.tenant_id}/{source.project_id}"


def _list_carriers(found: Mapping[Key, _Found], base: ExportFile) -> set[Key]:
    """List the items that carry their provenance themselves; one of a system makes all of it do so."""
    own = (base.metadata.source, base.metadata.exported_at)
    carriers = {key for key, item in found.items() if item.item.origin or _provenance(item) != own}
    systems = {_system_of(found[key]) for key in carriers} - {None}
    return carriers | {key for key, item in found.items() if _system_of(item) in systems}


def _provenance(found: _Found) -> tuple[object, str]:
    metadata = found.part.source.file.metadata
    return metadata.source, metadata.exported_at


def _system_of(found: _Found) -> str | None:
    return found.item.name if found.item.kind == "system" else found.item.system


def _with_origin(found: _Found) -> Entry:
    # What else a `reference` in the file says is left out by every import.
    return found.entry._replace(value=found.entry.value | {"reference": encode_origin(found.origin)})


def _merge_digests(found: Mapping[Key, _Found], parts: Sequence[Part]) -> JsonObject | None:
    """Keep what each file says of its items; when one of them says nothing, nothing is known of the whole."""
    if any(part.source.digests is None for part in parts):
        return None
    claimed: JsonObject = {}
    for key, item in found.items():
        digests = item.part.source.digests or {}
        name = f"{key.kind}/{key.name}"
        claimed |= {name: digests[name]} if name in digests else {}
    return claimed
