"""
What differs between two JSON values: each value that came, went or changed, and where.

Fields and indexes are lists of named things: they are compared by name, so that one more is one change. Where their
order changed, and in all other lists, values are compared place by place.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import msgspec

from fast_data_transfer.domain.model import Base, Json, JsonObject
from fast_data_transfer.domain.pointers import join_pointer

_ElementKey: TypeAlias = str | int


class ValueChange(Base, frozen=True):
    """A value that differs; it is null on the side that does not have it. Places are those of the second value."""

    pointer: str
    from_: Json = msgspec.field(name="from")
    to: Json


def find_changes(old: Json, new: Json) -> Iterator[ValueChange]:
    """Find what differs, in the order of the document."""
    return _compare(old, new, "")


def _compare(old: Json, new: Json, pointer: str) -> Iterator[ValueChange]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from _compare_members(old, new, key, pointer)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _compare_lists(old, new, pointer)
    # For Python, true is 1.
    elif type(old) is not type(new) or old != new:
        yield ValueChange(pointer=pointer, from_=old, to=new)


def _compare_members(old: JsonObject, new: JsonObject, key: str, pointer: str) -> Iterator[ValueChange]:
    place = join_pointer(pointer, key)
    if key in old and key in new:
        yield from _compare(old[key], new[key], place)
    else:
        yield ValueChange(pointer=place, from_=old.get(key), to=new.get(key))


def _compare_lists(old: list[Json], new: list[Json], pointer: str) -> Iterator[ValueChange]:
    old_keys, new_keys = _key_elements(old, new)
    before, after = dict(zip(old_keys, old, strict=True)), dict(zip(new_keys, new, strict=True))
    places = _number(old_keys) | _number(new_keys)
    for key, place in sorted(places.items(), key=lambda item: item[1]):
        if key in before and key in after:
            yield from _compare(before[key], after[key], f"{pointer}/{place}")
        else:
            yield ValueChange(pointer=f"{pointer}/{place}", from_=before.get(key), to=after.get(key))


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
