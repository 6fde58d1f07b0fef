"""
A part of an export file as a file of its own: what was chosen, as it is, with the same provenance.
"""

from collections.abc import Collection
from typing import NamedTuple

from fast_data_transfer.domain.documents import FileDocument, find_missing, rebuild
from fast_data_transfer.domain.export_file import NotExported
from fast_data_transfer.domain.kinds import Key, sort_key
from fast_data_transfer.domain.model import JsonObject


class Picked(NamedTuple):
    """The new document, and what of the old one it needs and does not have."""

    document: JsonObject
    left_out: list[NotExported]


def pick(source: FileDocument, keys: Collection[Key]) -> Picked:
    """Pick some resources of a file; a projection brings its system, in which it is kept."""
    entries = source.entries
    systems = {Key("system", str(entries[key].system)) for key in keys if key.kind == "projection"}
    kept = [entries[key] for key in sorted({*keys, *systems}, key=sort_key)]
    names = {f"{entry.kind}/{entry.name}" for entry in kept}
    digests = None if source.digests is None else {key: source.digests[key] for key in source.digests.keys() & names}
    left_out = [left for left in find_missing(kept, [source]) if (left.kind, left.name) in entries]
    return Picked(rebuild(source.document, kept, digests, [source]), left_out)
