"""
One state of the database, whatever others do meanwhile: to read it, and to change it in one transaction.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final, TypeAlias, TypeVar

from pymongo.errors import ConnectionFailure, DocumentTooLarge, OperationFailure, ServerSelectionTimeoutError
from pymongo.read_concern import ReadConcern

from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.storage.database import MAJORITY, Database, Session

_DOCUMENT_TOO_LARGE: Final = {10334, 17419}
"""As it is sent, and as it becomes by an update."""
_TOO_LARGE_FOR_CACHE: Final = 388

_TRANSIENT: Final = "TransientTransactionError"
_PATIENCE_SECONDS: Final = 10
"""How long others may be first: a server that was killed leaves a transaction that MongoDB ends after a minute."""
_PAUSES: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""The longest pause before each further attempt, in seconds."""

_Result = TypeVar("_Result")
_Attempt: TypeAlias = Callable[[Session], Coroutine[Any, Any, _Result]]


@asynccontextmanager
async def open_snapshot(database: Database) -> AsyncIterator[Session]:
    """Open a session whose reads all see the database as it is at the first of them."""
    async with await database.client.start_session(snapshot=True) as session:
        yield session


async def in_transaction(
    database: Database,
    callback: Callable[[Session], Awaitable[_Result]],
    *,
    patience_seconds: float = _PATIENCE_SECONDS,
) -> _Result:
    """
    Run the callback in one transaction: all of its changes happen, or none.

    It reads a snapshot, and is run again, whole, when another transaction was first; so it must have no effect
    but on the database. Who is cancelled meanwhile goes when it is decided. Raises `Problem` `busy` when others were
    first for as long as a client can be expected to wait, and `file-too-large` for what no document, or MongoDB's
    cache, can hold.
    """
    return await _to_the_end(_run_transaction(database, _with_patience(callback, patience_seconds)))


async def _to_the_end(work: Coroutine[Any, Any, _Result]) -> _Result:
    # The driver works in threads, which cannot be stopped: what they still send would come after the end.
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    finally:
        await asyncio.wait([task])


def _with_patience(callback: Callable[[Session], Awaitable[_Result]], seconds: float) -> _Attempt[_Result]:
    """Let the driver repeat a callback, but with pauses, and not as long as it would."""
    started = time.monotonic()
    pauses = iter(_PAUSES)

    async def attempt(session: Session) -> _Result:
        try:
            return await callback(session)
        except ServerSelectionTimeoutError as error:
            # Without its label: the driver would go on trying, on top of the wait that has just ended.
            raise ConnectionFailure(str(error)) from error
        except OperationFailure as error:
            if not error.has_error_label(_TRANSIENT):
                raise
            if time.monotonic() - started > seconds:
                raise _busy() from error
            await asyncio.sleep(random.random() * next(pauses, _PAUSES[-1]))  # noqa: S311 - no secret
            raise

    return attempt


async def _run_transaction(database: Database, attempt: _Attempt[_Result]) -> _Result:
    async with await database.client.start_session() as session:
        try:
            result: _Result = await session.with_transaction(
                attempt,
                read_concern=ReadConcern("snapshot"),
                write_concern=MAJORITY,
            )
        except DocumentTooLarge as error:
            raise _too_large() from error
        except OperationFailure as error:
            if error.has_error_label(_TRANSIENT):
                raise _busy() from error
            if _DOCUMENT_TOO_LARGE & _codes(error):
                raise _too_large() from error
            if _TOO_LARGE_FOR_CACHE in _codes(error):
                raise _too_large_for_cache() from error
            raise
    return result


def _codes(error: OperationFailure) -> set[int | None]:
    """Give the codes of what failed; when many documents were sent at once, theirs are inside."""
    return {error.code, *(failed["code"] for failed in (error.details or {}).get("writeErrors", ()))}


def _busy() -> Problem:
    return Problem("busy", "Others keep changing the same data. Try again in a moment.")


def _too_large() -> Problem:
    message = (
        "One resource, or the services or collections of the branch, is larger than the 16 MiB of a MongoDB document. "
        "Split it."
    )
    return Problem.of(Fault(code="file-too-large", message=message, params={"reason": "document"}))


def _too_large_for_cache() -> Problem:
    message = (
        "This change is one transaction, and larger than the cache of MongoDB allows. Import fewer resources at once, "
        "or ask who runs MongoDB for a larger cache (wiredTigerCacheSizeGB)."
    )
    return Problem.of(Fault(code="file-too-large", message=message, params={"reason": "cache"}))
