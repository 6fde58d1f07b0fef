"""
The floor: what a program with this database and this file has to do at least, with no check, no index and no server.

Export: find one document for each resource, encode them to a file. Import: read the product's file, decode it into
structs, insert a document for each in one transaction. The documents are the entries themselves, as a program stores
them that does not care for what BSON makes of a content; the product stores it as text, which is faster to insert and
find, and slower to check. PyMongo is used as it is, since Motor, which runs it in threads, adds to that.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

Document = dict[str, Any]

_MAJORITY: Final = WriteConcern("majority")


class _Field(msgspec.Struct, rename="camel"):
    name: str
    description: str
    type: str
    required: bool
    nullable: bool
    primary_key: bool
    cast_function: str


class _IndexField(msgspec.Struct):
    name: str
    order: int


class _Index(msgspec.Struct):
    name: str
    type: str
    unique: bool
    fields: list[_IndexField]


class _Projection(msgspec.Struct, rename="camel"):
    projection_id: str
    name: str
    description: str
    fields: list[_Field]
    indexes: list[_Index]
    primary_key_index_automation: bool
    topics: dict[str, dict[str, str]]


class _System(msgspec.Struct, rename="camel"):
    system_id: str
    name: str
    description: str
    projections: dict[str, _Projection]


class _CastFunction(msgspec.Struct, rename="camel"):
    cast_function_id: str
    name: str
    data_type: str
    casting: str
    type: str


class _Resources(msgspec.Struct, rename="camel"):
    systems: dict[str, _System]
    cast_functions: dict[str, _CastFunction]


class _File(msgspec.Struct):
    type: str
    metadata: Document
    resources: _Resources
    digests: dict[str, str]


class Floor:
    """Two collections beside the database of the product: one to export from, one to import into."""

    def __init__(self, client: "MongoClient[Document]", database: str) -> None:
        self._client = client
        self._source = client[f"{database}_floor"].get_collection("source", write_concern=_MAJORITY)
        self._target = client[f"{database}_floor"].get_collection("target", write_concern=_MAJORITY)

    def fill(self, path: Path) -> None:
        """Store what a file holds, for `export`."""
        self._source.drop()
        self._insert(self._source, path)

    def export(self, path: Path) -> None:
        """Write all resources to a file."""
        path.write_bytes(msgspec.json.encode(list(self._source.find({}, {"_id": 0}))))

    def empty(self) -> None:
        """Make room for the next import; a transaction does not have to make the collection."""
        self._target.drop()
        self._target.database.create_collection(self._target.name)

    def apply(self, path: Path) -> None:
        """Insert what a file holds."""
        self._insert(self._target, path)

    def _insert(self, collection: "Collection[Document]", path: Path) -> None:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
        documents = list(_documents(file.resources))
        with self._client.start_session() as session:
            session.with_transaction(
                lambda held: collection.insert_many(documents, ordered=False, session=held),
                read_concern=ReadConcern("snapshot"),
                write_concern=_MAJORITY,
            )


def _documents(resources: _Resources) -> Iterator[Document]:
    for system in resources.systems.values():
        for projection in system.projections.values():
            yield _document("projection", projection.name, projection)
        system.projections = {}
        yield _document("system", system.name, system)
    for function in resources.cast_functions.values():
        yield _document("castFunction", function.name, function)


def _document(kind: str, name: str, content: msgspec.Struct) -> Document:
    return {"kind": kind, "name": name, "content": msgspec.to_builtins(content)}
