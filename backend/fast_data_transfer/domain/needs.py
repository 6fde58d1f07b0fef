"""
What a resource needs: the edges of the dependency graph, read from its content.

Source: `contract.md` section 5. The graph is cyclic by nature inside an ER schema, never between resources.
"""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from fast_data_transfer.domain.kinds import Kind, Namespace
from fast_data_transfer.domain.model import JsonObject

Rule: TypeAlias = Literal["projection-system", "projection-cast-function", "er-schema-node"]

RULES: Final[dict[Namespace, Rule]] = {
    "system": "projection-system",
    "castFunction": "projection-cast-function",
    "collection": "er-schema-node",
}
"""A need speaks of a name in a namespace, and each namespace is needed under one rule only."""

KNOWN_DEFAULTS: Final = frozenset(
    {
        "defaultIdentity",
        "defaultCastToString",
        "defaultCastToInteger",
        "defaultCastToFloat",
        "defaultCastUnitTimestampToISOString",
        "defaultCastStringToBoolean",
        "defaultCastToDate",
        "defaultCastToObject",
        "defaultCastToArrayOfObject",
    }
)
"""The default cast functions that every project knows, listed or not (`domain.md` 4.1)."""


class Need(NamedTuple):
    """A name in a namespace that a resource cannot do without."""

    namespace: Namespace
    name: str

    @property
    def rule(self) -> Rule:
        """The rule under which it is needed."""
        return RULES[self.namespace]


def find_needs(kind: Kind, system: str | None, content: JsonObject) -> tuple[Need, ...]:
    """Find what a resource needs, sorted; the nine default cast functions are there anyway and do not count."""
    if kind == "erSchema":
        return tuple(sorted(Need("collection", name) for name in find_nodes(content)))
    if kind != "projection":
        return ()
    functions = (Need("castFunction", name) for name in find_cast_functions(content) - KNOWN_DEFAULTS)
    return tuple(sorted({Need("system", str(system)), *functions}))


def find_known_defaults(kind: Kind, content: JsonObject) -> tuple[str, ...]:
    """Find which of the nine default cast functions a resource uses, sorted: no needs, but it counts as their user."""
    return tuple(sorted(find_cast_functions(content) & KNOWN_DEFAULTS)) if kind == "projection" else ()


def find_cast_functions(projection: JsonObject) -> set[str]:
    """Find the names of the cast functions that the fields of a projection use, defaults included."""
    fields = projection.get("fields")
    names = (
        [field.get("castFunction") for field in fields if isinstance(field, dict)] if isinstance(fields, list) else []
    )
    return {name for name in names if isinstance(name, str) and name}


def find_nodes(er_schema: JsonObject) -> set[str]:
    """Find the collections that an ER schema joins: the keys of `config` and of every `outgoing`."""
    nodes = set(find_config(er_schema))
    for _, outgoing in find_outgoing(er_schema):
        nodes |= set(outgoing)
    return nodes


def find_config(er_schema: JsonObject) -> JsonObject:
    """Find the `config` of an ER schema; empty where there is none."""
    schema = er_schema.get("erSchema")
    config = schema.get("config") if isinstance(schema, dict) else None
    return config if isinstance(config, dict) else {}


def find_outgoing(er_schema: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """Yield each node that relates to others, with its `outgoing`."""
    for name, node in find_config(er_schema).items():
        outgoing = node.get("outgoing") if isinstance(node, dict) else None
        if isinstance(outgoing, dict):
            yield name, outgoing
