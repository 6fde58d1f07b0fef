"""
Undo an import: take back what it wrote, and say what was left alone.

Source: `contract.md` section 7.
"""

import asyncio
from typing import Final

from fast_data_transfer.domain.model import Source
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.receipts import Receipt, TransferType, write_undo_receipt
from fast_data_transfer.domain.times import format_time
from fast_data_transfer.domain.undo import Undone, plan_undo
from fast_data_transfer.operations.writing import now, retry_when_stale, write_branch
from fast_data_transfer.storage.database import Database, Session
from fast_data_transfer.storage.heads import Head, fetch_head
from fast_data_transfer.storage.resources import fetch_summaries
from fast_data_transfer.storage.transactions import open_snapshot
from fast_data_transfer.storage.transfers import (
    fetch_snapshots,
    fetch_traces,
    insert_transfer,
    mark_undone,
    new_transfer_id,
)

_REFUSALS: Final[dict[TransferType, str]] = {
    "export": "An export has changed nothing here, so there is nothing to take back.",
    "import": "This import was undone before, or its branch was made anew. Import the file again to have it back.",
    "undo": "An undo cannot be undone. Import the file again to have its resources back.",
}


async def undo_transfer(database: Database, place: Source, transfer: Receipt, by: str) -> Receipt:
    """
    Take back one import on its branch.

    Raises `Problem` `nothing-to-undo` for what is no import, was undone before, or would change nothing.
    """

    async def attempt() -> Receipt:
        head = await fetch_head(database, place)
        return await _execute(database, head, transfer, await _plan(database, head, transfer), by)

    return await retry_when_stale(attempt)


async def _plan(database: Database, head: Head, transfer: Receipt) -> Undone:
    transfer_id = str(transfer.transfer_id)
    async with open_snapshot(database) as session:
        traces, is_undone = await fetch_traces(database, head.id, transfer_id, session)
        before = await fetch_snapshots(database, transfer_id, session)
        resources = await fetch_summaries(database, head.id, session)
    if transfer.type != "import" or is_undone:
        raise Problem("nothing-to-undo", _REFUSALS[transfer.type])
    undone = await asyncio.to_thread(plan_undo, traces, before, resources)
    if not undone.change:
        raise Problem("nothing-to-undo", "Nothing is as this import left it, so there is nothing to take back.")
    return undone


async def _execute(database: Database, head: Head, transfer: Receipt, undone: Undone, by: str) -> Receipt:
    at = format_time(now())
    receipt = write_undo_receipt(
        transfer, undone.change, undone.kept, transfer_id=new_transfer_id(), revision=head.revision, at=at, by=by
    )

    async def keep_receipt(session: Session, _revision: int) -> None:
        await insert_transfer(database, session, head.id, receipt)
        await mark_undone(database, session, str(transfer.transfer_id))

    await write_branch(database, head, undone.change, title=receipt.title, by=by, at=at, beside=keep_receipt)
    return receipt
