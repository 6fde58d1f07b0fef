"""
What two sides, export files or branches, hold differently: which resources, and within a resource which values.

Source: `contract.md` section 8.
"""

from collections.abc import Iterable, Iterator

import msgspec

from fast_data_transfer.domain.differences import ValueChange, find_changes
from fast_data_transfer.domain.export_file import Item
from fast_data_transfer.domain.kinds import Key, Kind, sort_key
from fast_data_transfer.domain.model import Base, JsonObject


class Named(Base, frozen=True):
    """A resource that one side has."""

    kind: Kind
    name: str


class Changed(Base, frozen=True):
    """A resource that both sides have, and hold differently."""

    kind: Kind
    name: str
    changes: list[ValueChange]


class Difference(Base, frozen=True):
    """What came, went and changed from one side to the other."""

    added: list[Named]
    removed: list[Named]
    changed: list[Changed]

    @property
    def is_empty(self) -> bool:
        """Tell whether both hold the same."""
        return not (self.added or self.removed or self.changed)


def compare_items(old: Iterable[Item], new: Iterable[Item]) -> Difference:
    """Compare what two sides hold: contents, systems of projections, and where references come from."""
    before = {Key(item.kind, item.name): item for item in old}
    after = {Key(item.kind, item.name): item for item in new}
    changed = (
        Changed(kind=key.kind, name=key.name, changes=list(_compare_items(before[key], after[key])))
        for key in sorted(before.keys() & after.keys(), key=sort_key)
    )
    return Difference(
        added=[Named(*key) for key in sorted(after.keys() - before.keys(), key=sort_key)],
        removed=[Named(*key) for key in sorted(before.keys() - after.keys(), key=sort_key)],
        changed=[resource for resource in changed if resource.changes],
    )


def _compare_items(old: Item, new: Item) -> Iterator[ValueChange]:
    if (old.digest, old.system, old.origin) != (new.digest, new.system, new.origin):
        yield from find_changes(_show(old), _show(new))


def _show(item: Item) -> JsonObject:
    """Show an item as its entry in a file, with the system that it is in."""
    origin = {"reference": msgspec.to_builtins(item.origin)} if item.origin else {}
    return item.content | origin | ({"system": item.system} if item.system is not None else {})
