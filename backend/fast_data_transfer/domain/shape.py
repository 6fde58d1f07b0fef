"""
What an entry has to look like: to be read at all (`check_shape`), and to make sense (`check_content`).

Files, loading and editing use the same two. Sources: `contract.md` section 4 (*invalid-file*) and section 2.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from fast_data_transfer.domain.json_types import Check, check_text, list_of, map_of, name_type, object_with, refuse_type
from fast_data_transfer.domain.kinds import ID_KEYS, KINDS, Kind
from fast_data_transfer.domain.model import Json, JsonObject
from fast_data_transfer.domain.problems import Fault
from fast_data_transfer.domain.quoting import quote

MAX_FAULTS: Final = 100

FIELD_TYPES: Final = (
    "string",
    "number",
    "boolean",
    "Date",
    "GeoPoint",
    "RawObject",
    "Array_string",
    "Array_number",
    "Array_RawObject",
    "ObjectId",
)
INDEX_TYPES: Final[dict[Kind, tuple[str, ...]]] = {
    "projection": ("normal", "hash", "TTL"),
    "singleView": ("normal", "geo", "hash", "TTL"),
}
DATA_TYPES: Final = (*FIELD_TYPES, "all")
FUNCTION_TYPES: Final = ("default", "custom")

_FIELD_NAME: Final = re.compile(r"[^$.\0]{1,120}", re.DOTALL)


def check_shape(kind: Kind, entry: JsonObject, pointer: str) -> list[Fault]:
    """
    Check what must be an object, a list or a text for an entry to be read; up to 100 faults.

    Not looked at are markers and, of a system, its projections.
    """
    return list(islice(_SHAPES[kind](entry, pointer), MAX_FAULTS))


def check_content(kind: Kind, content: JsonObject) -> list[Fault]:
    """
    Check what must hold for a content of right shape to be of use; up to 100 faults, pointers within the content.

    `invalid-content` and `no-primary-key` are errors on edit and for a copy, warnings on load and for a reference.
    """
    return list(islice(_check_content(kind, content), MAX_FAULTS))


def _check_content(kind: Kind, content: JsonObject) -> Iterator[Fault]:
    if kind in INDEX_TYPES:
        fields = _objects(content, "fields")
        yield from _check_fields(fields)
        for position, index in enumerate(_objects(content, "indexes")):
            yield from _check_choice(index, "type", INDEX_TYPES[kind], f"/indexes/{position}")
        if kind == "projection" and not any(field.get("primaryKey") is True for field in fields):
            message = "No field of this Projection is its primary key. Set `primaryKey` of a field to true."
            yield Fault(code="no-primary-key", message=message, pointer="/fields")
    elif kind == "castFunction":
        yield from _check_choice(content, "dataType", DATA_TYPES, "")
        if "type" in content:
            yield from _check_choice(content, "type", FUNCTION_TYPES, "")


def _check_fields(fields: list[JsonObject]) -> Iterator[Fault]:
    seen: set[Json] = set()
    for position, field in enumerate(fields):
        name = str(field["name"])
        if not _FIELD_NAME.fullmatch(name):
            message = f"{quote(name)} is no name for a field: 1 to 120 characters without $, . and NUL. Rename it."
            yield _invalid(message, f"/fields/{position}/name", reason="field-name", name=name)
        if name in seen:
            message = f"The field {quote(name)} is there twice. Remove or rename one of them."
            yield _invalid(message, f"/fields/{position}/name", reason="field-twice", name=name)
        seen.add(name)
        if field.get("type") not in FIELD_TYPES:
            yield from _check_choice(field, "type", FIELD_TYPES, f"/fields/{position}")


def _check_choice(entry: JsonObject, key: str, choices: tuple[str, ...], pointer: str) -> Iterator[Fault]:
    value = entry.get(key)
    if value not in choices:
        shown = quote(value) if isinstance(value, str) else name_type(value)
        found = f"not {shown}" if key in entry else "and is not there"
        message = f"`{key}` must be one of {', '.join(choices)}, {found}."
        yield _invalid(message, f"{pointer}/{key}", reason="choice", key=key, choices=list(choices))


def _invalid(message: str, pointer: str, **params: Json) -> Fault:
    return Fault(code="invalid-content", message=message, pointer=pointer, params=params)


def _objects(content: JsonObject, key: str) -> list[JsonObject]:
    values = content.get(key, [])
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _is_field(value: Json) -> bool:
    return isinstance(value, dict) and isinstance(value.get("name"), str)


def _is_object(value: Json) -> bool:
    return isinstance(value, dict)


def _check_field(value: Json, pointer: str) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield refuse_type(value, pointer, "object", " that describes a field")
    elif "name" not in value:
        yield _invalid("This field has no `name`. Give it one.", pointer, reason="no-name")
    else:
        yield from check_text(value["name"], f"{pointer}/name")


_OBJECT: Final = object_with({})
_CONDITION: Final = object_with({"condition": _OBJECT})
_RELATION: Final = object_with({"conditions": map_of(_CONDITION)})
_NODE: Final = object_with({"outgoing": map_of(_RELATION)})
_COLLECTION: Final[dict[str, Check]] = {
    "fields": list_of(_check_field, _is_field),
    "indexes": list_of(_OBJECT, _is_object),
}

_PARTS: Final[dict[Kind, dict[str, Check]]] = {
    "system": {},
    "projection": {**_COLLECTION, "topics": map_of(_OBJECT)},
    "singleView": _COLLECTION,
    "erSchema": {"erSchema": object_with({"config": map_of(_NODE)})},
    "castFunction": {},
}
_SHAPES: Final[dict[Kind, Check]] = {
    kind: object_with({ID_KEYS[kind]: check_text, "name": check_text, **_PARTS[kind]}) for kind in KINDS
}
