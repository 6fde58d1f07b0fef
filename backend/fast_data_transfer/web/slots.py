"""
How many transfers run at once: each takes memory and processor time in proportion to its file.

Source: `contract.md` sections 7 (`busy`) and 9 (`FDT_MAX_CONCURRENT_TRANSFERS`).
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from litestar.datastructures import State

from fast_data_transfer.domain.problems import Problem

_PATIENCE_SECONDS: Final = 10


class TransferSlots:
    """The places for transfers of one server."""

    def __init__(self, places: int, patience_seconds: float = _PATIENCE_SECONDS) -> None:
        self._places = asyncio.Semaphore(places)
        self._patience_seconds = patience_seconds

    @asynccontextmanager
    async def take(self) -> AsyncIterator[None]:
        """
        Hold a place while a transfer runs.

        Raises `Problem` `busy` when none was free for as long as a client can be expected to wait.
        """
        try:
            # Not `wait_for`: that one may take the place and lose the cancellation.
            async with asyncio.timeout(self._patience_seconds):
                await self._places.acquire()
        except TimeoutError:
            detail = "Too many transfers are running (setting FDT_MAX_CONCURRENT_TRANSFERS). Try again in a moment."
            raise Problem("busy", detail) from None
        try:
            yield
        finally:
            self._places.release()


def provide_slots(state: State) -> TransferSlots:
    """Provide the places for transfers."""
    slots: TransferSlots = state.slots
    return slots
