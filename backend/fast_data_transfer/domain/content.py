"""
What of an entry travels, and what belongs to the project that it is in.

Source: `contract.md` section 2, *Content and wiring*.
"""

from typing import Final

from fast_data_transfer.domain.kinds import ID_KEYS, Kind
from fast_data_transfer.domain.model import JsonObject

WIRING_KEYS: Final = frozenset(
    {"services", "kafkaMessageAdapter", "messageFormat", "singleViewCreators", "strategies", "endpoints"}
)
"""Keys that tie an entry to the services of its project: never exported, compared, or written by an import."""

MARKER_KEYS: Final = frozenset({"reference", "copiedFrom"})
"""Keys that say where an entry came from: written by the server only."""


def split_entry(kind: Kind, entry: JsonObject) -> tuple[JsonObject, JsonObject]:
    """Split an entry into content and wiring; markers and the projections of a system are in neither."""
    elsewhere = WIRING_KEYS | MARKER_KEYS | ({"projections"} if kind == "system" else set())
    content = {key: value for key, value in entry.items() if key not in elsewhere}
    return content, {key: entry[key] for key in entry.keys() & WIRING_KEYS}


def with_name(kind: Kind, name: str, content: JsonObject) -> JsonObject:
    """Give a content its name, under both keys that hold it, so that equal content has equal bytes."""
    return {**content, ID_KEYS[kind]: name, "name": name}
