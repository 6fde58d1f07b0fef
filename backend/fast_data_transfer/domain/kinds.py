"""
The five kinds of resource: their order, their names on the wire and in paths, and the rules of their names.

Source: `contract.md` section 1.
"""

import re
from typing import Final, Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["system", "projection", "singleView", "erSchema", "castFunction"]
Namespace: TypeAlias = Literal["system", "collection", "erSchema", "castFunction"]

KINDS: Final[tuple[Kind, ...]] = ("system", "projection", "singleView", "erSchema", "castFunction")
KIND_ORDER: Final[dict[str, int]] = {kind: position for position, kind in enumerate(KINDS)}

SECTIONS: Final[dict[Kind, str]] = {
    "system": "systems",
    "projection": "projections",
    "singleView": "singleViews",
    "erSchema": "erSchemas",
    "castFunction": "castFunctions",
}
"""Where a configuration or an export file keeps a kind; projections are inside their system."""

PATHS: Final[dict[str, Kind]] = {
    "systems": "system",
    "projections": "projection",
    "single-views": "singleView",
    "er-schemas": "erSchema",
    "cast-functions": "castFunction",
}
"""How a path of the HTTP API names a kind."""

ID_KEYS: Final[dict[Kind, str]] = {
    "system": "systemId",
    "projection": "projectionId",
    "singleView": "singleViewId",
    "erSchema": "erSchemaId",
    "castFunction": "castFunctionId",
}

NAMESPACES: Final[dict[str, Namespace]] = {
    "system": "system",
    "projection": "collection",
    "singleView": "collection",
    "crudCollection": "collection",
    "erSchema": "erSchema",
    "castFunction": "castFunction",
}
"""Projections, single views and CRUD collections are all MongoDB collections of the project, so they share one."""

MAX_NAME_LENGTH: Final = 80

_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,80}")
_FUNCTION_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}")


class Key(NamedTuple):
    """What identifies a resource within a branch or a file."""

    kind: Kind
    name: str


def sort_key(key: Key) -> tuple[int, str]:
    """Order resources by kind, then name: the order of every list that the product shows."""
    return KIND_ORDER[key.kind], key.name


def is_valid_name(kind: Kind, name: str) -> bool:
    """Tell whether a resource of this kind may have this name."""
    pattern = _FUNCTION_NAME if kind == "castFunction" else _PLAIN_NAME
    return pattern.fullmatch(name) is not None
