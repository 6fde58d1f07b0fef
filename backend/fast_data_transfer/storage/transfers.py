"""
The history of a branch: a receipt for each export, import and undo, and what an import replaced.

A receipt may name 50,000 resources, so it is kept as one compressed text beside the few fields that are asked for.
What an undo needs is kept likewise (how the import left each resource), and one document for each content replaced.
"""

import asyncio
import zlib
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from bson import ObjectId
from bson.errors import InvalidId
from pymongo import DESCENDING

from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.receipts import Receipt, ReceiptSummary, summarize
from fast_data_transfer.domain.records import Record
from fast_data_transfer.domain.undo import Trace
from fast_data_transfer.storage.database import Database, Session
from fast_data_transfer.storage.paging import Found, Page, contains
from fast_data_transfer.storage.resources import convert_rows, in_parts

_COMPRESSION: Final = 1
_TEXTS: Final = {"receipt": 0, "traces": 0}


class Repetition(Base, frozen=True):
    """What makes two requests the same: who sent them under which key, and with what."""

    user: str
    key: str
    request: str


def new_transfer_id() -> str:
    """Make the id of a transfer that is about to be written."""
    return str(ObjectId())


async def insert_transfer(
    database: Database,
    session: Session,
    head: ObjectId,
    receipt: Receipt,
    *,
    traces: Sequence[Trace] = (),
    repetition: Repetition | None = None,
) -> None:
    """
    Keep a receipt; `traces` tell how an import left what it wrote.

    `head` is the branch itself: another one may get its name once it is deleted.
    """
    document: dict[str, Any] = msgspec.to_builtins(summarize(receipt))
    document |= {
        "_id": ObjectId(receipt.transfer_id),
        "writtenAt": ObjectId(receipt.transfer_id).generation_time,
        "project": receipt.project_id,
        "head": head,
        "receipt": await asyncio.to_thread(_compress, receipt),
        "traces": await asyncio.to_thread(_compress, traces),
    }
    if repetition:
        document["repetition"] = msgspec.to_builtins(repetition)
    await database.transfers.insert_one(document, session=session)


async def list_transfers(database: Database, project: str, branch: str | None, page: Page) -> Found[ReceiptSummary]:
    """List the transfers of a project, newest first, of one branch or of all."""
    query: dict[str, Any] = {"project": project}
    if branch is not None:
        query["branch"] = branch
    if page.q:
        query["title"] = contains(page.q)
    total = await database.transfers.count_documents(query)
    order = [("at", DESCENDING), ("_id", DESCENDING)]
    cursor = database.transfers.find(query, _TEXTS).sort(order).skip(page.offset).limit(page.limit)
    return Found(items=msgspec.convert(await cursor.to_list(None), list[ReceiptSummary]), total=total)


async def has_transfers(database: Database, project: str, branch: str) -> bool:
    """Tell whether a project has receipts of a branch, which may be gone."""
    return await database.transfers.find_one({"project": project, "branch": branch}, {"_id": 1}) is not None


async def fetch_receipt(database: Database, project: str, transfer_id: str) -> Receipt | None:
    """Fetch one receipt of a project."""
    document = await database.transfers.find_one({"_id": _object_id(transfer_id), "project": project})
    return _read_receipt(document) if document else None


async def find_repetition(database: Database, head: ObjectId, user: str, key: str) -> tuple[Repetition, Receipt] | None:
    """Find what was answered to the first request under a key."""
    query = {"head": head, "repetition.user": user, "repetition.key": key}
    document = await database.transfers.find_one(query)
    return (msgspec.convert(document["repetition"], Repetition), _read_receipt(document)) if document else None


async def fetch_traces(
    database: Database, head: ObjectId, transfer_id: str, session: Session
) -> tuple[list[Trace], bool]:
    """Fetch how an import left what it wrote on this branch, and whether it has been undone."""
    query = {"_id": _object_id(transfer_id), "head": head}
    document = await database.transfers.find_one(query, {"receipt": 0}, session=session)
    if document is None:
        return [], True
    return await asyncio.to_thread(_read_traces, document), document["undone"]


async def mark_undone(database: Database, session: Session, transfer_id: str) -> None:
    """Note that a transfer was taken back, so that nobody does it twice."""
    await database.transfers.update_one({"_id": _object_id(transfer_id)}, {"$set": {"undone": True}}, session=session)


async def insert_snapshots(
    database: Database, session: Session, project: str, transfer_id: str, records: Sequence[Record]
) -> None:
    """Keep whole resources as they were before an import replaced them."""
    transfer = ObjectId(transfer_id)
    owner = {"project": project, "transfer": transfer, "writtenAt": transfer.generation_time}
    for part in in_parts(records):
        documents = [{**msgspec.to_builtins(record), **owner} for record in part]
        await database.snapshots.insert_many(documents, session=session)


async def fetch_snapshots(database: Database, transfer_id: str, session: Session) -> dict[Key, Record]:
    """Fetch what an import replaced."""
    cursor = database.snapshots.find({"transfer": _object_id(transfer_id)}, session=session)
    records = await convert_rows(await cursor.to_list(None), Record)
    return {record.key: record for record in records}


def _object_id(text: str) -> ObjectId | None:
    try:
        return ObjectId(text)
    except InvalidId:
        return None


def _compress(value: object) -> bytes:
    return zlib.compress(msgspec.json.encode(value), _COMPRESSION)


def _read_traces(document: dict[str, Any]) -> list[Trace]:
    return msgspec.json.decode(zlib.decompress(document["traces"]), type=list[Trace])


def _read_receipt(document: dict[str, Any]) -> Receipt:
    return msgspec.json.decode(zlib.decompress(document["receipt"]), type=Receipt)
