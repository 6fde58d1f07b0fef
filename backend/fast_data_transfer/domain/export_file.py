"""
What an export file holds, once it has been read, and what it is written from.

`reading.py` decodes one, `writing.py` encodes one; `contract.md` section 4 is the format.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, TypeAlias

from fast_data_transfer.domain.issues import Related
from fast_data_transfer.domain.kinds import KINDS, SECTIONS, Kind
from fast_data_transfer.domain.model import Base, JsonObject, Origin, Source
from fast_data_transfer.domain.problems import Fault
from fast_data_transfer.domain.records import Facts

FILE_TYPE: Final = "fast-data-export"
FORMAT_VERSION: Final = "1.0.0"

Integrity: TypeAlias = Literal["verified", "edited", "unverified"]


class Limits(NamedTuple):
    """How much of a file is read: bytes (`FDT_MAX_FILE_MB`), items (`FDT_MAX_ITEMS`), depth (`FDT_MAX_DEPTH`)."""

    max_bytes: int = 64 * 2**20
    max_items: int = 50_000
    max_depth: int = 64


class FileMetadata(Base, frozen=True):
    """Where a file comes from; what is only information (counts, what was not exported) is not read."""

    exported_at: str
    generator: str | None
    source: Source
    revision: int | None
    config_version: str | None


class ExportItem(Base, frozen=True):
    """
    One resource as a file holds it.

    `text` is its content in canonical form, `digest` the digest of that; `origin` is its own `reference`, which it
    has when it was a reference where the file was written.
    """

    kind: Kind
    name: str
    system: str | None
    text: bytes
    digest: str
    origin: Origin | None


class Item(ExportItem, frozen=True):
    """One resource as it was read; `edited`: the file has digests, and the one of this item is missing or differs."""

    content: JsonObject
    facts: Facts
    edited: bool


class ExportFile(Base, frozen=True):
    """
    A file that could be read.

    `items` are ordered by kind, then name, `counts` are ours, `removed` are the digests without item
    (`projection/pr_x`), sorted, and `warnings` what was left out because format 1 does not know it.
    """

    digest: str
    format_version: str
    metadata: FileMetadata
    items: list[Item]
    integrity: Integrity
    removed: tuple[str, ...]
    warnings: tuple[Fault, ...]
    counts: dict[str, int]

    def let_go(self) -> None:
        """Free the items one by one: millions of objects that are freed at once stop all threads for as long."""
        while self.items:
            self.items.pop()


class NotExported(Base, frozen=True):
    """Something that an exported resource depends on and no file can carry."""

    kind: str
    name: str
    rule: str
    because: tuple[Related, ...]


class FileHeader(Base, frozen=True):
    """What a file says of itself; `exported_at` is an RFC 3339 time in UTC with milliseconds."""

    exported_at: str
    generator: str
    source: Source
    revision: int
    config_version: str
    not_exported: tuple[NotExported, ...]


def count_items(items: Iterable[ExportItem]) -> dict[str, int]:
    """Count the items of each kind."""
    counts = Counter(item.kind for item in items)
    return {SECTIONS[kind]: counts[kind] for kind in KINDS}
