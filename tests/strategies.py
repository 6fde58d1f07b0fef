"""
Hypothesis strategies for configurations and selections.

Every kind, cyclic ER schemas, unknown keys, other letters; names share prefixes, and appear where they are no names.
Entries are small, so that failures are found and shrunk quickly: `json_strategies` has the wilder contents.
"""

from typing import Final

from hypothesis import strategies as st

from fast_data_transfer.domain.needs import KNOWN_DEFAULTS
from tests.builders import Entry, configuration, er_schema, system

SYSTEMS: Final = ("s", "s_1", "S", "delivery")
COLLECTIONS: Final = ("a", "ab", "a_1", "a-b", "A", "pr_orders", "pr_orders_1", "s")
ER_SCHEMAS: Final = ("e", "e_1", "a")
FUNCTIONS: Final = ("f", "f_1", "_f", "a", "defaultX")
CRUD: Final = ("riders", "a")

_NAMES: Final = (*SYSTEMS, *COLLECTIONS, *FUNCTIONS)
_TYPES: Final = ("string", "number", "boolean", "Date", "GeoPoint", "RawObject", "Array_string", "ObjectId")

_names = st.sampled_from(_NAMES)
_words = st.sampled_from(("", "é \u2028 €", *_NAMES, *(f"/{name}" for name in _NAMES)))
_unknown: st.SearchStrategy[Entry] = st.sampled_from(
    ({}, {"color": "red"}, {"é": {"a": ["f", 0.5, None, {"name": "ab", "s": 2**53 - 1}]}})
)


def _subsets(names: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), unique=True, max_size=4)


@st.composite
def _fields(draw: st.DrawFn, functions: list[str]) -> list[Entry]:
    known = [*functions, *sorted(KNOWN_DEFAULTS)[:2]]
    fields: list[Entry] = [{"name": "ID", "type": "string", "primaryKey": True}]
    for name in draw(_subsets(("f", "ab", "Größe"))):
        used: Entry = {"castFunction": draw(st.sampled_from(known))} if draw(st.booleans()) else {}
        fields.append({"name": name, "type": draw(st.sampled_from(_TYPES)), **used})
    return fields


@st.composite
def _topics(draw: st.DrawFn) -> Entry:
    consoles = st.builds("acme.{}.{}.{}.{}".format, _names, _names, _names, st.sampled_from(["ingestion", "pr-update"]))
    return {kind: {"name": draw(consoles | _words)} for kind in draw(_subsets(("ingestion", "prUpdate")))}


@st.composite
def _projections(draw: st.DrawFn, name: str, functions: list[str]) -> Entry:
    extra: Entry = draw(_unknown)
    return {
        **extra,
        "projectionId": name,
        "name": name,
        "description": draw(_words),
        "fields": draw(_fields(functions)),
        "topics": draw(_topics()),
    }


@st.composite
def _single_views(draw: st.DrawFn, name: str) -> Entry:
    extra: Entry = draw(_unknown)
    paths = draw(st.lists(_words, max_size=2))
    endpoints = [{"basePath": path} for path in (f"/{name}", *paths)]
    return {**extra, "singleViewId": name, "name": name, "description": draw(_words), "internalEndpoints": endpoints}


@st.composite
def _er_schemas(draw: st.DrawFn, name: str) -> Entry:
    extra: Entry = draw(_unknown)
    relations = {node: draw(_subsets((*COLLECTIONS, *CRUD))) for node in draw(_subsets((*COLLECTIONS, *CRUD)))}
    return {**extra, **er_schema(name, relations), "description": draw(_words)}


@st.composite
def _functions(draw: st.DrawFn, name: str) -> Entry:
    extra: Entry = draw(_unknown)
    kind = "default" if name.startswith("default") else "custom"
    known = {"castFunctionId": name, "name": name, "dataType": "all", "casting": draw(_words), "type": kind}
    return {**extra, **known}


@st.composite
def configurations(draw: st.DrawFn) -> Entry:
    """Make a configuration that can be loaded, and copied without errors."""
    functions = draw(_subsets(FUNCTIONS))
    systems: dict[str, Entry] = {name: system(name, description=draw(_words)) for name in draw(_subsets(SYSTEMS))}
    members: dict[str, Entry] = {name: {} for name in systems}
    single_views: list[Entry] = []
    for name in draw(_subsets(COLLECTIONS)):
        is_projection = draw(st.booleans())
        if systems and is_projection:
            members[draw(st.sampled_from(sorted(systems)))][name] = draw(_projections(name, functions))
        else:
            single_views.append(draw(_single_views(name)))
    return configuration(
        *(entry | {"projections": members[name]} for name, entry in systems.items()),
        *single_views,
        *(draw(_er_schemas(name)) for name in draw(_subsets(ER_SCHEMAS))),
        *(draw(_functions(name)) for name in functions),
    )


@st.composite
def selections(draw: st.DrawFn, config: Entry) -> Entry | None:
    """Make a selection of what a configuration holds; everything, as often as not."""
    if draw(st.booleans()):
        return None
    systems = config["systems"]
    projections = sorted(name for entry in systems.values() for name in entry["projections"])
    functions = sorted(name for name, entry in config["castFunctions"].items() if entry["type"] == "custom")
    return {
        "systems": [
            {"name": name, "projections": draw(_chosen(sorted(systems[name]["projections"])))}
            for name in draw(_chosen(sorted(systems)))
        ],
        "projections": draw(_chosen(projections)),
        "erSchemas": draw(_chosen(sorted(config["erSchemas"]))),
        "singleViews": draw(_chosen(sorted(config["singleViews"]))),
        "castFunctions": draw(_chosen(functions)),
    }


def _chosen(names: list[str]) -> st.SearchStrategy[list[str]]:
    return _subsets(tuple(names)) if names else st.just([])
