"""
Import: read the file, plan, and execute exactly that plan.

Source: `contract.md` sections 6 and 7.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

import msgspec

from fast_data_transfer.domain.apply import apply_plan
from fast_data_transfer.domain.canonical import digest_of
from fast_data_transfer.domain.changes import Change
from fast_data_transfer.domain.choices import Choices
from fast_data_transfer.domain.comparison import Comparison, ItemName, compare_items, find_present, match_items
from fast_data_transfer.domain.export_file import ExportFile, Limits
from fast_data_transfer.domain.model import Source
from fast_data_transfer.domain.plan import Plan, Planned, plan_import
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.reading import decode_export_file
from fast_data_transfer.domain.receipts import Receipt, write_import_receipt
from fast_data_transfer.domain.times import format_time
from fast_data_transfer.domain.undo import trace_change
from fast_data_transfer.operations.writing import now, retry_when_stale, write_branch
from fast_data_transfer.storage.database import DATABASE_ERRORS, Database, Session
from fast_data_transfer.storage.heads import Head, fetch_head, make_destination
from fast_data_transfer.storage.resources import fetch_records, fetch_summaries
from fast_data_transfer.storage.transactions import open_snapshot
from fast_data_transfer.storage.transfers import (
    Repetition,
    find_repetition,
    insert_snapshots,
    insert_transfer,
    new_transfer_id,
)
from fast_data_transfer.storage.uploads import fetch_upload, keep_upload


class Upload(NamedTuple):
    """What was sent: a file, or the digest of one that was sent within the hour."""

    data: bytes | None
    digest: str | None


class Outcome(NamedTuple):
    """The receipt of an import; `replayed` when an earlier request under the same key had done it."""

    receipt: Receipt
    replayed: bool


@asynccontextmanager
async def open_upload(database: Database, user: str, upload: Upload, limits: Limits) -> AsyncIterator[ExportFile]:
    """
    Read the file of an import; one that was sent, and can be read, is kept for an hour while it is used already.

    Raises `Problem` `file-expired` for a digest without file, or what `decode_export_file` finds wrong.
    """
    data = await _fetch_kept(database, user, upload) if upload.data is None else upload.data
    file = await asyncio.to_thread(decode_export_file, data, limits)
    try:
        async with _keep_meanwhile(database, user, upload, file.digest):
            yield file
    finally:
        await asyncio.to_thread(file.let_go)


@asynccontextmanager
async def _keep_meanwhile(database: Database, user: str, upload: Upload, digest: str) -> AsyncIterator[None]:
    if upload.data is None:
        yield
        return
    keeping = asyncio.create_task(keep_upload(database, user, digest, upload.data, now()))
    try:
        yield
    finally:
        # What is done is done, though the file may not be kept: then it is sent again.
        with suppress(*DATABASE_ERRORS):
            await keeping


async def plan_upload(
    database: Database, place: Source, upload: Upload, choices: Choices, *, by: str, limits: Limits
) -> Plan:
    """
    Plan an import; nothing is written.

    Raises what `open_upload` raises, and `Problem` `unknown-resource` or `invalid-request` for the choices.
    """
    async with open_upload(database, by, upload, limits) as file:
        # No name for all that was planned: it would keep the items alive that the file lets go.
        return (await _plan(database, place, file, choices))[1].plan


async def compare_upload(
    database: Database,
    place: Source,
    upload: Upload,
    choices: Choices,
    items: Sequence[ItemName],
    *,
    by: str,
    limits: Limits,
) -> list[Comparison]:
    """
    Look closer at what an import would make of some items; nothing is written.

    Raises what `open_upload` raises, and `Problem` `unknown-resource` or `invalid-request` for choices and items.
    """
    async with open_upload(database, by, upload, limits) as file, open_snapshot(database) as session:
        head = await fetch_head(database, place, session)
        destination = make_destination(place, head, await fetch_summaries(database, head.id, session))
        cases = await asyncio.to_thread(match_items, file, destination, choices, items)
        records = await fetch_records(database, head.id, find_present(cases), session)
        return await asyncio.to_thread(compare_items, cases, records)


async def apply_upload(
    database: Database,
    place: Source,
    upload: Upload,
    choices: Choices,
    *,
    by: str,
    key: str | None,
    limits: Limits,
) -> Outcome:
    """
    Execute the plan of an import, in one transaction; a `key` makes it safe to send the request again.

    Raises `Problem` `stale-plan` or `plan-blocked` (both carry the fresh plan), `idempotency-key-reused`, `busy`, or
    what `open_upload` raises.
    """
    request = await asyncio.to_thread(_digest_request, upload, choices) if key else ""
    repetition = Repetition(user=by, key=key, request=request) if key else None
    earlier = await _find_earlier(database, await fetch_head(database, place), repetition)
    if earlier:
        return Outcome(earlier, replayed=True)

    async def attempt() -> Outcome:
        # A save between plan and write does not matter unless it alters the plan, so the plan is made again.
        head, planned = await _plan(database, place, file, choices)
        # Another request under the key that was done by now is seen here; one that comes later makes the head stale.
        earlier = await _find_earlier(database, head, repetition)
        if earlier:
            return Outcome(earlier, replayed=True)
        _require_executable(planned.plan, choices)
        receipt = await _execute(database, head, planned, choices, by=by, repetition=repetition)
        return Outcome(receipt, replayed=False)

    async with open_upload(database, by, upload, limits) as file:
        return await retry_when_stale(attempt)


async def _fetch_kept(database: Database, user: str, upload: Upload) -> bytes:
    data = await fetch_upload(database, user, upload.digest or "", now())
    if data is None:
        raise Problem("file-expired", "The file is no longer kept here (one hour after it was sent). Send it again.")
    return data


async def _plan(database: Database, place: Source, file: ExportFile, choices: Choices) -> tuple[Head, Planned]:
    async with open_snapshot(database) as session:
        head = await fetch_head(database, place, session)
        destination = make_destination(place, head, await fetch_summaries(database, head.id, session))
    return head, await asyncio.to_thread(plan_import, file, destination, choices, now())


def _require_executable(plan: Plan, choices: Choices) -> None:
    extra = {"plan": plan}
    if choices.plan_digest is not None and choices.plan_digest != plan.plan_digest:
        detail = "The branch, the file or the choices changed since this plan was made. Review the fresh plan."
        raise Problem("stale-plan", detail, extra=extra)
    if plan.blocked:
        detail = "The plan has errors, so nothing was imported. Solve or deselect what `plan` marks as an error."
        raise Problem("plan-blocked", detail, extra=extra)


async def _execute(
    database: Database, head: Head, planned: Planned, choices: Choices, *, by: str, repetition: Repetition | None
) -> Receipt:
    at = format_time(now())
    change = await asyncio.to_thread(apply_plan, planned, at, by)
    title = choices.title or _title(planned.plan, change)
    if not change:
        return write_import_receipt(planned.plan, transfer_id=None, revision=head.revision, at=at, by=by, title=title)
    transfer_id = new_transfer_id()
    receipts: list[Receipt] = []

    async def keep_traces(session: Session, revision: int) -> None:
        receipt = write_import_receipt(
            planned.plan, transfer_id=transfer_id, revision=revision, at=at, by=by, title=title
        )
        replaced = [record.key for record in change.updated]
        before = await fetch_records(database, head.id, replaced, session) if replaced else []
        await insert_snapshots(database, session, head.project, transfer_id, before)
        await insert_transfer(database, session, head.id, receipt, traces=trace_change(change), repetition=repetition)
        receipts[:] = [receipt]

    await write_branch(database, head, change, title=title, by=by, at=at, beside=keep_traces)
    return receipts[0]


def _title(plan: Plan, change: Change) -> str:
    count = len(change.created) + len(change.updated)
    source = plan.file.source
    return f"import: {count} Fast Data resources from {source.project_name}/{source.branch}"


def _digest_request(upload: Upload, choices: Choices) -> str:
    digest = upload.digest if upload.data is None else digest_of(upload.data)
    # What is left out and what is said to be as it is by default are the same choices.
    said = {name: value for name, value in msgspec.to_builtins(choices).items() if value not in (None, False, [], "")}
    return digest_of(f"{digest}".encode() + msgspec.json.encode(said, order="sorted"))


async def _find_earlier(database: Database, head: Head, repetition: Repetition | None) -> Receipt | None:
    """
    Find what was answered to the same request before.

    Raises `Problem` `idempotency-key-reused` when the key was used for another file or other choices.
    """
    if repetition is None:
        return None
    found = await find_repetition(database, head.id, repetition.user, repetition.key)
    if found is None:
        return None
    earlier, receipt = found
    if earlier.request != repetition.request:
        detail = "This Idempotency-Key was used for another file or other choices. Use a new key for a new import."
        raise Problem("idempotency-key-reused", detail)
    return receipt
