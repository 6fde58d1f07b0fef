"""
Hypothesis strategies for JSON and export files: unicode, unknown keys, nesting, every kind.
"""

from typing import Any

from hypothesis import strategies as st

from fast_data_transfer.domain.export_file import ExportItem
from fast_data_transfer.domain.kinds import Kind
from fast_data_transfer.domain.model import Json, JsonObject
from tests.export_files import OTHER_SOURCE, make_item, make_origin

MAX_INTEGER = 2**53 - 1

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
keys = texts.filter(lambda key: "\0" not in key)
doubles = st.floats(allow_nan=False, allow_infinity=False)
integers = st.integers(-MAX_INTEGER, MAX_INTEGER)
readable_doubles = doubles.map(lambda number: 0.5 if number.is_integer() else number)
"""Doubles that reading does not turn into integers, or refuse."""


def make_json(numbers: st.SearchStrategy[int | float]) -> st.SearchStrategy[Json]:
    """Make JSON values with the given numbers."""
    scalars = st.none() | st.booleans() | numbers | texts
    return st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
    )


json_values = make_json(integers | readable_doubles)

COLLECTIONS: tuple[Kind, ...] = ("projection", "singleView")
OTHERS: tuple[Kind, ...] = ("erSchema", "castFunction")

_RESERVED = {"name", "fields", "indexes", "topics", "erSchema", "reference", "copiedFrom", "projections"}
_WIRING = {"services", "kafkaMessageAdapter", "messageFormat", "singleViewCreators", "strategies", "endpoints"}

unknown_members = st.dictionaries(
    keys.filter(lambda key: key not in _RESERVED | _WIRING and not key.endswith("Id")), json_values, max_size=3
)
fields = st.lists(
    unknown_members.flatmap(lambda more: st.builds(lambda name: {**more, "name": name}, texts)), max_size=3
)
indexes = st.lists(unknown_members, max_size=2)
conditions = st.dictionaries(keys, st.fixed_dictionaries({"condition": unknown_members}), max_size=2)
er_configs = st.dictionaries(
    keys,
    st.fixed_dictionaries(
        {"outgoing": st.dictionaries(keys, st.fixed_dictionaries({"conditions": conditions}), max_size=2)}
    ),
    max_size=3,
)

_PARTS: dict[Kind, dict[str, st.SearchStrategy[Any]]] = {
    "system": {},
    "projection": {"fields": fields, "indexes": indexes, "topics": st.dictionaries(keys, unknown_members, max_size=2)},
    "singleView": {"fields": fields, "indexes": indexes},
    "erSchema": {"erSchema": st.fixed_dictionaries({"config": er_configs})},
    "castFunction": {"dataType": texts, "casting": texts},
}


@st.composite
def entries(draw: st.DrawFn, kind: Kind) -> JsonObject:
    """Make a content of a kind that has the shape for it, with and without its parts."""
    entry: JsonObject = draw(unknown_members)
    return entry | draw(st.fixed_dictionaries({}, optional=_PARTS[kind]))


@st.composite
def item_lists(draw: st.DrawFn) -> list[ExportItem]:
    """Make items that can be in one file: names are free within their namespace, ownership is not mixed."""
    collections = draw(st.lists(keys, max_size=5, unique=True))
    system_names = draw(st.lists(keys, min_size=1, max_size=3, unique=True))
    origins = {
        name: make_origin(f"source_{number}", OTHER_SOURCE) if draw(st.booleans()) else None
        for number, name in enumerate(system_names)
    }
    items = [make_item("system", name, draw(entries("system")), origin=origins[name]) for name in system_names]
    for number, name in enumerate(collections):
        kind = draw(st.sampled_from(COLLECTIONS))
        system = draw(st.sampled_from(system_names)) if kind == "projection" else None
        has_origin = origins[system] is not None if system is not None else draw(st.booleans())
        origin = make_origin(f"source_{number}", OTHER_SOURCE) if has_origin else None
        items.append(make_item(kind, name, draw(entries(kind)), system=system, origin=origin))
    for kind in OTHERS:
        names = draw(st.lists(keys, max_size=2, unique=True))
        items += [make_item(kind, name, draw(entries(kind))) for name in names]
    return items
