"""
The JSON Schema of export files: what can be read, for whoever writes or checks such files with other tools.

It is made from typed views of the document. Entries are never decoded into them, since structs drop unknown keys; they
say in one place what `envelope`, `entries` and `shape` check one by one, and tests hold the two together. A schema
cannot say that names are unique, that key, id and name are equal, or that a day is in the calendar.
"""

from typing import Annotated, Any, Final, Literal, TypeAlias

import msgspec
from msgspec import UNSET, Meta, UnsetType

from fast_data_transfer.domain.envelope import MAX_TEXT_LENGTH
from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.times import TIME_PATTERN

Object: TypeAlias = dict[str, Any]
Line: TypeAlias = Annotated[str, Meta(min_length=1, max_length=MAX_TEXT_LENGTH)]
Time: TypeAlias = Annotated[
    str,
    Meta(
        max_length=MAX_TEXT_LENGTH,
        pattern=f"^{TIME_PATTERN}$",
        description="RFC 3339, in UTC.",
        examples=["2026-02-20T10:12:33.004Z"],
    ),
]
Version: TypeAlias = Annotated[str, Meta(pattern=r"^1\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})$", examples=["1.0.0"])]


class OriginSource(Base, frozen=True):
    """The project and branch that a reference is to."""

    tenant_id: Line
    project_id: Line
    project_name: Line
    branch: Line


class EntryReference(Base, frozen=True):
    """What a resource is a reference to, where the file was written: its true origin."""

    source: OriginSource
    name: Annotated[str, Meta(description="Its name in the source.")]
    exported_at: Time
    digest: Annotated[Line, Meta(description="Its digest in the source's own export.")]


class Entry(Base, frozen=True):
    """A resource. Keys that are not named here are kept; services, strategies and the like are left out."""

    name: Annotated[str, Meta(description="Equal to the key.")] | UnsetType = UNSET
    reference: EntryReference | UnsetType = UNSET


class Field(Base, frozen=True):
    """A field of a Projection or Single View."""

    name: str


class CollectionEntry(Entry, frozen=True):
    """What becomes a collection of MongoDB."""

    fields: list[Field] | UnsetType = UNSET
    indexes: list[Object] | UnsetType = UNSET


class Projection(CollectionEntry, frozen=True):
    """A Projection."""

    projection_id: Annotated[str, Meta(description="Equal to the key.")] | UnsetType = UNSET
    topics: Annotated[dict[str, Object], Meta(description="Kafka topics by their use.")] | UnsetType = UNSET


class System(Entry, frozen=True):
    """A System of Record with its Projections."""

    system_id: Annotated[str, Meta(description="Equal to the key.")] | UnsetType = UNSET
    projections: dict[str, Projection] | UnsetType = UNSET


class SingleView(CollectionEntry, frozen=True):
    """A Single View."""

    single_view_id: Annotated[str, Meta(description="Equal to the key.")] | UnsetType = UNSET


class Condition(Base, frozen=True):
    """How two collections are joined."""

    condition: Object | UnsetType = UNSET


class Relation(Base, frozen=True):
    """What joins a collection to another one."""

    conditions: dict[str, Condition] | UnsetType = UNSET


class Node(Base, frozen=True):
    """A collection of an ER schema."""

    outgoing: (
        Annotated[dict[str, Relation], Meta(description="By the collection that it is joined to.")] | UnsetType
    ) = UNSET


class ErGraph(Base, frozen=True):
    """The collections of an ER schema, and how they are joined."""

    config: dict[str, Node] | UnsetType = UNSET


class ErSchema(Entry, frozen=True):
    """An ER schema."""

    er_schema_id: Annotated[str, Meta(description="Equal to the key.")] | UnsetType = UNSET
    er_schema: ErGraph | UnsetType = UNSET


class CastFunction(Entry, frozen=True):
    """A cast function, whose code is never executed here."""

    cast_function_id: Annotated[str, Meta(description="Equal to the key.")] | UnsetType = UNSET


class FileSource(Base, frozen=True):
    """The project and branch that the file was written from."""

    tenant_id: Line
    project_id: Line
    branch: Line
    project_name: Annotated[Any, Meta(description="A text, for information.")] | UnsetType = UNSET
    revision: Annotated[Any, Meta(description="An integer, for information.")] | UnsetType = UNSET


class Metadata(Base, frozen=True):
    """What the file says of itself."""

    exported_at: Time
    source: FileSource
    generator: Annotated[Any, Meta(description="A text, for information.")] | UnsetType = UNSET
    config_version: Annotated[Any, Meta(description="The version of the configuration.")] | UnsetType = UNSET
    counts: Annotated[Any, Meta(description="How many resources of each kind, for information.")] | UnsetType = UNSET
    not_exported: Annotated[Any, Meta(description="What no file can carry, for information.")] | UnsetType = UNSET


class Resources(Base, frozen=True):
    """The resources by kind, then by name; Projections are in their systems."""

    systems: dict[str, System] | UnsetType = UNSET
    er_schemas: dict[str, ErSchema] | UnsetType = UNSET
    single_views: dict[str, SingleView] | UnsetType = UNSET
    cast_functions: dict[str, CastFunction] | UnsetType = UNSET


class Document(Base, frozen=True):
    """An export file of Fast Data resources, format 1. Keys that are not named here are left out, with a warning."""

    type: Literal["fast-data-export"]
    format_version: Version
    metadata: Metadata
    resources: Resources
    digests: (
        Annotated[Object, Meta(description="`kind/name` → `sha256-…` of the resource's content in RFC 8785 form.")]
        | UnsetType
    ) = UNSET


_HEAD: Final = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:fast-data-transfer:schema:export-file:1",
    "title": "Fast Data export file",
}


def encode_schema() -> bytes:
    """Encode the JSON Schema (2020-12) of export files, laid out for people."""
    schema = _HEAD | msgspec.json.schema(Document)
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"
