"""
The resources of a branch: one document each, its content as one canonical text, beside it what is queried.

Content stays text because BSON would change it: `{"$ref", "$id"}` becomes a DBRef, NUL in keys is refused, the form of
numbers gets lost. A name is only ever a value in a query, never a path.
"""

import asyncio
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
from bson import ObjectId
from bson import encode as encode_bson
from pymongo import ASCENDING, DESCENDING, UpdateOne

from fast_data_transfer.domain.changes import Change
from fast_data_transfer.domain.kinds import NAMESPACES, Key, Kind, sort_key
from fast_data_transfer.domain.model import JsonObject
from fast_data_transfer.domain.needs import KNOWN_DEFAULTS, Need
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.records import Record, Summary
from fast_data_transfer.storage.database import Database, Session
from fast_data_transfer.storage.paging import Found, Page, contains
from fast_data_transfer.storage.transactions import open_snapshot

MAX_DOCUMENT_BYTES: Final = 16 * 2**20
"""What fits into one document of MongoDB."""

_SURELY_FITS: Final = 2**19
"""Texts of which even what is kept beside them (each name that they use, twice) fits into a document."""

_TEXTS: Final = {"content": 0, "wiring": 0}
_OPTIONAL: Final = frozenset({"wiring", "reference", "copiedFrom"})
_BATCH: Final = 5000
_WRITTEN_AT_ONCE: Final = 1000


_Row = TypeVar("_Row", Summary, Record)


class Listed(NamedTuple):
    """A row of a list: the resource, when it was last written, and how many resources use it."""

    summary: Summary
    updated_at: str
    used_by: int


class Stored(NamedTuple):
    """A whole resource, and when it was last written."""

    record: Record
    updated_at: str


async def fetch_summaries(database: Database, head: ObjectId, session: Session | None = None) -> dict[Key, Summary]:
    """Fetch what is to be known of every resource of a branch, without the contents."""
    cursor = database.resources.find({"head": head}, _TEXTS, session=session).batch_size(_BATCH)
    summaries = await convert_rows(await cursor.to_list(None), Summary)
    return {summary.key: summary for summary in summaries}


async def fetch_records(
    database: Database,
    head: ObjectId,
    keys: Collection[Key] | None = None,
    session: Session | None = None,
) -> list[Record]:
    """Fetch whole resources of a branch: all of them, or those that are named and there."""
    cursor = database.resources.find(_among(head, keys), session=session).batch_size(_BATCH)
    return await convert_rows(await cursor.to_list(None), Record)


async def convert_rows(documents: list[dict[str, Any]], wanted: type[_Row]) -> list[_Row]:
    """Convert what was fetched, beside the event loop."""
    return await asyncio.to_thread(_convert, documents, wanted)


def _convert(documents: list[dict[str, Any]], wanted: type[_Row]) -> list[_Row]:
    """Convert one by one: all in one go, nothing else would happen meanwhile."""
    return [msgspec.convert(document, wanted) for document in documents]


async def fetch_named(
    database: Database, head: ObjectId, needs: Collection[Need], session: Session | None = None
) -> dict[Need, Summary]:
    """Fetch what meets some needs: what holds these names in their namespaces."""
    clauses = [{"namespace": need.namespace, "name": need.name} for need in needs]
    if not clauses:
        return {}
    cursor = database.resources.find({"head": head, "$or": clauses}, _TEXTS, session=session)
    summaries = msgspec.convert(await cursor.to_list(None), list[Summary])
    return {Need(NAMESPACES[summary.kind], summary.name): summary for summary in summaries}


async def find_users(
    database: Database, head: ObjectId, keys: Collection[Key], session: Session | None = None
) -> list[Key]:
    """Find which resources of the branch need some of these, without these themselves, in order."""
    uses = [_use(Need(NAMESPACES[key.kind], key.name)) for key in keys]
    query = {"head": head, "uses": {"$in": uses}}
    cursor = database.resources.find(query, {"kind": 1, "name": 1}, session=session)
    users = {Key(document["kind"], document["name"]) for document in await cursor.to_list(None)}
    return sorted(users.difference(keys), key=sort_key)


async def find_members(database: Database, head: ObjectId, system: str) -> set[Key]:
    """Find the projections of a system."""
    query = {"head": head, "uses": _use(Need("system", system))}
    cursor = database.resources.find(query, {"kind": 1, "name": 1})
    return {Key(document["kind"], document["name"]) for document in await cursor.to_list(None)}


async def fetch_stored(database: Database, head: ObjectId, key: Key, session: Session | None = None) -> Stored | None:
    """Fetch one resource of a branch."""
    document = await database.resources.find_one(_slot(head, key) | {"kind": key.kind}, session=session)
    return Stored(msgspec.convert(document, Record), document["updatedAt"]) if document else None


async def list_resources(
    database: Database, head: ObjectId, kind: Kind | None, system: str | None, page: Page
) -> Found[Listed]:
    """List resources of a branch as it is now: of one kind or all, of one system or all."""
    query: dict[str, Any] = {"head": head}
    if kind is not None:
        query |= {"namespace": NAMESPACES[kind], "kind": kind}
    if system is not None:
        query["uses"] = _use(Need("system", system))
    if page.q:
        query["name"] = contains(page.q)
    order = [("name", ASCENDING)] if page.sort == "name" else [("updatedAt", DESCENDING), ("name", ASCENDING)]
    async with open_snapshot(database) as session:
        total = await database.resources.count_documents(query, session=session)
        cursor = database.resources.find(query, _TEXTS, session=session).sort(order)
        documents = await cursor.skip(page.offset).limit(page.limit).to_list(None)
        uses = await _count_uses(database, head, [_use(_need_of(document)) for document in documents], session)
    listed = [
        Listed(msgspec.convert(document, Summary), document["updatedAt"], uses.get(_use(_need_of(document)), 0))
        for document in documents
    ]
    return Found(items=listed, total=total)


async def _count_uses(database: Database, head: ObjectId, uses: list[str], session: Session) -> dict[str, int]:
    known = [use for use in uses if use in _KNOWN_DEFAULTS]
    # Nearly every projection uses these: they are counted in the index, without a look at the documents.
    counted = [await database.resources.count_documents({"head": head, "uses": use}, session=session) for use in known]
    others = [use for use in uses if use not in _KNOWN_DEFAULTS]
    stages: list[dict[str, Any]] = [
        {"$match": {"head": head, "uses": {"$in": others}}},
        {"$project": {"uses": 1}},
        {"$unwind": "$uses"},
        {"$match": {"uses": {"$in": others}}},
        {"$group": {"_id": "$uses", "count": {"$sum": 1}}},
    ]
    counts = await database.resources.aggregate(stages, session=session).to_list(None)
    return {count["_id"]: count["count"] for count in counts} | dict(zip(known, counted, strict=True))


def _need_of(document: dict[str, Any]) -> Need:
    return Need(NAMESPACES[document["kind"]], document["name"])


async def write_change(database: Database, session: Session, head: ObjectId, change: Change, updated_at: str) -> None:
    """
    Write a change within a transaction.

    Deletes come first: unique indexes are checked statement by statement, and a name may pass from one kind to another.
    Raises `Problem` `file-too-large` for a resource that no document can hold.
    """
    if change.deleted:
        await database.resources.delete_many(_among(head, change.deleted), session=session)
    for records in in_parts(change.updated):
        updates = await asyncio.to_thread(_replacements, head, records, updated_at)
        await database.resources.bulk_write(updates, ordered=False, session=session)
    for records in in_parts(change.created):
        documents = await asyncio.to_thread(_documents, head, records, updated_at)
        await database.resources.insert_many(documents, ordered=False, session=session)


def in_parts(records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    """Split what is written into parts: while the driver encodes one, nothing else happens in this process."""
    return (records[start : start + _WRITTEN_AT_ONCE] for start in range(0, len(records), _WRITTEN_AT_ONCE))


def _documents(head: ObjectId, records: Sequence[Record], updated_at: str) -> list[dict[str, Any]]:
    return [_document(head, record, updated_at) for record in records]


def _replacements(head: ObjectId, records: Sequence[Record], updated_at: str) -> list[UpdateOne]:
    return [_replacement(head, record, updated_at) for record in records]


def _document(head: ObjectId, record: Record, updated_at: str) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(record)
    document = {name: value for name, value in fields.items() if value is not None or name not in _OPTIONAL}
    document |= {"head": head, "namespace": NAMESPACES[record.kind], "updatedAt": updated_at}
    known = (Need("castFunction", name) for name in record.known_defaults)
    document["uses"] = [_use(need) for need in (*record.needs, *known)]
    if len(record.content) + len(record.wiring or "") > _SURELY_FITS:
        _require_fits(record, len(encode_bson(document)))
    return document


def _require_fits(record: Record, size: int) -> None:
    if size > MAX_DOCUMENT_BYTES:
        message = (
            f'The {record.kind} "{record.name}" takes {size:,} bytes in the database; a MongoDB document holds '
            f"{MAX_DOCUMENT_BYTES:,}. Split it."
        )
        params: JsonObject = {"reason": "resource", "name": record.name, "size": size, "limit": MAX_DOCUMENT_BYTES}
        raise Problem.of(Fault(code="file-too-large", message=message, params=params))


def _replacement(head: ObjectId, record: Record, updated_at: str) -> UpdateOne:
    """Replace all but the wiring, where that stays; an absent marker is removed, since the index goes by presence."""
    markers = {"reference": record.reference, "copiedFrom": record.copied_from}
    absent = {name: "" for name, marker in markers.items() if marker is None}
    changes = {"$set": _document(head, record, updated_at)} | ({"$unset": absent} if absent else {})
    return UpdateOne(_slot(head, record.key), changes)


def _among(head: ObjectId, keys: Collection[Key] | None) -> dict[str, Any]:
    if keys is None:
        return {"head": head}
    by_kind: dict[Kind, list[str]] = {}
    for key in keys:
        by_kind.setdefault(key.kind, []).append(key.name)
    clauses = [{"namespace": NAMESPACES[kind], "kind": kind, "name": {"$in": names}} for kind, names in by_kind.items()]
    return {"head": head, "$or": clauses} if clauses else {"head": head, "kind": {"$in": []}}


def _slot(head: ObjectId, key: Key) -> dict[str, Any]:
    return {"head": head, "namespace": NAMESPACES[key.kind], "name": key.name}


def _use(need: Need) -> str:
    return f"{need.namespace}:{need.name}"


_KNOWN_DEFAULTS: Final = frozenset(_use(Need("castFunction", name)) for name in KNOWN_DEFAULTS)
