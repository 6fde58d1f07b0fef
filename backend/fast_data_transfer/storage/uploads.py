"""
Files on their way to an import: kept for an hour, so that a plan can be made again without sending the file again.

They are in the database, so that any instance answers; in parts, since a document holds 16 MiB. MongoDB compresses
them on disk.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from fast_data_transfer.storage.database import Database

_LIFETIME: Final = timedelta(hours=1)
_PART: Final = 8 * 2**20


async def keep_upload(database: Database, user: str, digest: str, data: bytes, now: datetime) -> None:
    """Keep a file of a user for an hour from now."""
    owner = {"user": user, "digest": digest}
    starts = range(0, len(data), _PART)
    unexpired = owner | {"expiresAt": {"$gt": now}}
    kept = await database.uploads.update_many(unexpired, {"$set": {"expiresAt": now + _LIFETIME}})
    if kept.matched_count == len(starts):
        return
    # Parts of an upload that broke off would be in the way.
    await database.uploads.delete_many(owner)
    described: dict[str, Any] = owner | {"of": len(starts), "expiresAt": now + _LIFETIME}
    # One by one: while the driver encodes, nothing else happens in this process.
    for start in starts:
        await database.uploads.insert_one(described | {"part": start, "data": data[start : start + _PART]})


async def fetch_upload(database: Database, user: str, digest: str, now: datetime) -> bytes | None:
    """Fetch a file that the same user sent within the hour."""
    query = {"user": user, "digest": digest, "expiresAt": {"$gt": now}}
    parts = {part["part"]: part async for part in database.uploads.find(query)}
    whole = next(iter(parts.values()), {"of": 1})["of"]
    if len(parts) < whole:
        return None
    return b"".join(parts[start]["data"] for start in sorted(parts))
