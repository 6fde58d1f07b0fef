"""
What a branch holds at this moment, read from its configuration: unlike an export, that leaves no trace in its history.
"""

from collections.abc import Iterator
from typing import NamedTuple

from fast_data_transfer.cli.client import Client
from fast_data_transfer.domain.configuration import read_configuration
from fast_data_transfer.domain.dependencies import close_over, exportable
from fast_data_transfer.domain.export_file import Item
from fast_data_transfer.domain.kinds import Key, sort_key
from fast_data_transfer.domain.model import Base, JsonObject, Origin, Reference
from fast_data_transfer.domain.records import Record, decode_content


class Holding(NamedTuple):
    """The resources of a branch at a revision; digests are those of the contents that came, not those that are kept."""

    revision: int
    records: dict[Key, Record]
    collections: frozenset[str]


class _Configuration(Base, frozen=True):
    """What of a configuration is needed here."""

    fast_data_config: JsonObject
    collections: JsonObject
    revision: int


def fetch_holding(client: Client) -> Holding:
    """Fetch all that a branch holds."""
    answer = client.decode(client.call_on_branch("GET", "configuration"), _Configuration)
    records = read_configuration(answer.fast_data_config).records
    return Holding(answer.revision, records, frozenset(answer.collections))


def list_items(holding: Holding) -> Iterator[Item]:
    """List what an export of the whole branch would write."""
    keys = close_over(exportable(holding.records), holding.records, holding.collections).keys
    for key in sorted(keys, key=sort_key):
        yield _make_item(holding.records[key])


def _make_item(record: Record) -> Item:
    return Item(
        kind=record.kind,
        name=record.name,
        system=record.system,
        text=record.content.encode(),
        digest=record.digest,
        origin=_origin_of(record.reference) if record.reference else None,
        content=decode_content(record),
        facts=record,
        edited=False,
    )


def _origin_of(marker: Reference) -> Origin:
    return Origin(source=marker.source, name=marker.name, exported_at=marker.exported_at, digest=marker.digest)
