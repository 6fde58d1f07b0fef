"""
What two export files hold differently: which resources, and within a resource which values.

Fields and indexes are lists of named things: they are compared by name, so that one more is one change. Where their
order changed, and in all other lists, values are compared place by place. Source: `contract.md` section 8.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import msgspec

from fast_data_transfer.domain.export_file import ExportFile, Item
from fast_data_transfer.domain.kinds import Key, Kind, sort_key
from fast_data_transfer.domain.model import Base, Json, JsonObject
from fast_data_transfer.domain.pointers import join_pointer

_ElementKey: TypeAlias = str | int


class Change(Base, frozen=True):
    """A value that differs; it is null on the side that does not have it. Places are those of the second file."""

    pointer: str
    from_: Json = msgspec.field(name="from")
    to: Json


class Named(Base, frozen=True):
    """A resource that one of the files has."""

    kind: Kind
    name: str


class Changed(Base, frozen=True):
    """A resource that both files have, and hold differently."""

    kind: Kind
    name: str
    changes: list[Change]


class Difference(Base, frozen=True):
    """What came, went and changed from one file to another."""

    added: list[Named]
    removed: list[Named]
    changed: list[Changed]

    @property
    def is_empty(self) -> bool:
        """Tell whether the files hold the same."""
        return not (self.added or self.removed or self.changed)


def compare_files(old: ExportFile, new: ExportFile) -> Difference:
    """Compare what two files hold: contents, systems of projections, and where references come from."""
    before = {Key(item.kind, item.name): item for item in old.items}
    after = {Key(item.kind, item.name): item for item in new.items}
    changed = (
        Changed(kind=key.kind, name=key.name, changes=list(_compare_items(before[key], after[key])))
        for key in sorted(before.keys() & after.keys(), key=sort_key)
    )
    return Difference(
        added=[Named(*key) for key in sorted(after.keys() - before.keys(), key=sort_key)],
        removed=[Named(*key) for key in sorted(before.keys() - after.keys(), key=sort_key)],
        changed=[resource for resource in changed if resource.changes],
    )


def _compare_items(old: Item, new: Item) -> Iterator[Change]:
    if (old.digest, old.system, old.origin) != (new.digest, new.system, new.origin):
        yield from _compare(_show(old), _show(new), "")


def _show(item: Item) -> JsonObject:
    """Show an item as its entry in a file, with the system that it is in."""
    origin = {"reference": msgspec.to_builtins(item.origin)} if item.origin else {}
    return item.content | origin | ({"system": item.system} if item.system is not None else {})


def _compare(old: Json, new: Json, pointer: str) -> Iterator[Change]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from _compare_members(old, new, key, pointer)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _compare_lists(old, new, pointer)
    # For Python, true is 1.
    elif type(old) is not type(new) or old != new:
        yield Change(pointer=pointer, from_=old, to=new)


def _compare_members(old: JsonObject, new: JsonObject, key: str, pointer: str) -> Iterator[Change]:
    place = join_pointer(pointer, key)
    if key in old and key in new:
        yield from _compare(old[key], new[key], place)
    else:
        yield Change(pointer=place, from_=old.get(key), to=new.get(key))


def _compare_lists(old: list[Json], new: list[Json], pointer: str) -> Iterator[Change]:
    old_keys, new_keys = _key_elements(old, new)
    before, after = dict(zip(old_keys, old, strict=True)), dict(zip(new_keys, new, strict=True))
    places = _number(old_keys) | _number(new_keys)
    for key, place in sorted(places.items(), key=lambda item: item[1]):
        if key in before and key in after:
            yield from _compare(before[key], after[key], f"{pointer}/{place}")
        else:
            yield Change(pointer=f"{pointer}/{place}", from_=before.get(key), to=after.get(key))


def _key_elements(old: list[Json], new: list[Json]) -> tuple[Sequence[_ElementKey], Sequence[_ElementKey]]:
    """Tell which elements of two lists are the same: by name if they have one and kept their order, else by place."""
    old_names, new_names = _list_names(old), _list_names(new)
    if old_names is not None and new_names is not None:
        both = set(old_names) & set(new_names)
        if [name for name in old_names if name in both] == [name for name in new_names if name in both]:
            return old_names, new_names
    return range(len(old)), range(len(new))


def _list_names(elements: list[Json]) -> list[str] | None:
    """List the names of the elements, if each has one of its own."""
    names = [name for element in elements if isinstance(element, dict) and isinstance(name := element.get("name"), str)]
    return names if len(names) == len(elements) == len(set(names)) else None


def _number(keys: Sequence[_ElementKey]) -> dict[_ElementKey, int]:
    return {key: place for place, key in enumerate(keys)}
