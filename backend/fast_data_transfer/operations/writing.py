"""
How a change of a branch is written: one transaction, one new revision, or nothing at all.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from fast_data_transfer.domain.changes import Change
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.times import format_time
from fast_data_transfer.storage.database import Database, Session
from fast_data_transfer.storage.heads import Head, advance_head
from fast_data_transfer.storage.resources import write_change
from fast_data_transfer.storage.transactions import in_transaction

_PATIENCE_SECONDS: Final = 10
_PAUSE_SECONDS: Final = 0.05
"""The longest; it does not grow, or those who waited longest would be overtaken by those who just came."""

_Result = TypeVar("_Result")


def now() -> datetime:
    """Read the clock: here, and nowhere below."""
    return datetime.now(UTC)


async def write_branch(
    database: Database,
    head: Head,
    change: Change,
    *,
    title: str,
    by: str,
    at: str | None = None,
    fields: dict[str, Any] | None = None,
    beside: Callable[[Session, int], Awaitable[None]] | None = None,
    after: Callable[[Session], Awaitable[None]] | None = None,
) -> int:
    """
    Write a change on top of the revision that it was made for, and give the new revision.

    `fields` of the head change with it; `beside` is run in the same transaction with the new revision, before the
    resources are touched, and `after` when they are as they will be. Raises `Problem` `stale-revision` when somebody
    else was first.
    """
    updated_at = at or format_time(now())
    stamp = {"title": title, "updatedAt": updated_at, "updatedBy": by}

    async def write(session: Session) -> int:
        revision = await advance_head(database, session, head, stamp | (fields or {}))
        if beside:
            await beside(session, revision)
        await write_change(database, session, head.id, change, updated_at)
        if after:
            await after(session)
        return revision

    return await in_transaction(database, write)


async def retry_when_stale(attempt: Callable[[], Awaitable[_Result]]) -> _Result:
    """
    Run an attempt that reads, decides and writes again when somebody else wrote in between.

    Raises `Problem` `busy` when that does not end for as long as a client can be expected to wait.
    """
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return await attempt()
        except Problem as problem:
            if problem.code != "stale-revision":
                raise
            if time.monotonic() > until:
                raise Problem("busy", "The branch is being changed all the time. Try again in a moment.") from problem
        # At random: others are late, too.
        await asyncio.sleep(random.random() * _PAUSE_SECONDS)  # noqa: S311 - no secret
