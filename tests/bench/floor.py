"""
The floor: the least that any program with this database and this file has to do, with no check and no server.

Export: find the documents as the product stores them, encode them to a file. Import: read the product's file, decode
it into structs, insert one document for each in one transaction, without any index. PyMongo is used as it is, since
Motor, which runs it in threads, adds to that.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
from pymongo import MongoClient
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
    """The database of the product, for `export`, and a collection of its own beside it, for `apply`."""

    def __init__(self, client: "MongoClient[Document]", database: str) -> None:
        self._client = client
        self._heads = client[database]["heads"]
        self._resources = client[database]["resources"]
        self._target = client[f"{database}_floor"].get_collection("resources", write_concern=_MAJORITY)

    def export(self, project_id: str, path: Path) -> None:
        """Write the resources of a project to a file."""
        head = self._heads.find_one({"project": project_id}, {"_id": 1})
        documents = list(self._resources.find({"head": head and head["_id"]}, {"_id": 0, "head": 0}))
        path.write_bytes(msgspec.json.encode(documents))

    def empty(self) -> None:
        """Make room for the next import; a transaction does not have to make the collection."""
        self._target.drop()
        self._target.database.create_collection(self._target.name)

    def apply(self, path: Path) -> None:
        """Insert what a file holds."""
        file = msgspec.json.decode(path.read_bytes(), type=_File)
        documents = list(_documents(file.resources))
        with self._client.start_session() as session:
            session.with_transaction(
                lambda held: self._target.insert_many(documents, ordered=False, session=held),
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
    return {"kind": kind, "name": name, "content": msgspec.json.encode(content).decode()}
