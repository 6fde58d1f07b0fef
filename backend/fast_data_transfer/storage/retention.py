"""
How long the history is kept: MongoDB itself deletes what is older, by an index on the time of the transfer.

The index holds for all transfers, so a change of the setting holds for those that are there already. With a receipt go
its idempotency key and its undo.
"""

from typing import Final

from pymongo.errors import OperationFailure

from fast_data_transfer.storage.database import Database

_DAY: Final = 86_400
_FOR_EVER: Final = 2**31 - 1
"""The longest that MongoDB knows: 68 years."""

_INDEX: Final = "retention"
_OTHER_OPTIONS: Final = 85


async def keep_transfers_for(database: Database, days: int) -> None:
    """Keep transfers for this many days, for ever if there are none, and what an undo restores for a day longer."""
    seconds = days * _DAY
    # An undo that finds its transfer finds the snapshots, too, whichever of them MongoDB deletes first.
    for collection, lifetime in ((database.transfers, seconds), (database.snapshots, seconds + _DAY)):
        await _expire(database, collection.name, lifetime if days else _FOR_EVER)


async def _expire(database: Database, name: str, seconds: int) -> None:
    collection = database.transfers.database[name]
    try:
        await collection.create_index("writtenAt", name=_INDEX, expireAfterSeconds=seconds)
    except OperationFailure as error:
        if error.code != _OTHER_OPTIONS:
            raise
        index = {"name": _INDEX, "expireAfterSeconds": seconds}
        await collection.database.command("collMod", name, index=index)
