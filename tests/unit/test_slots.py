"""
Places for transfers: `web.slots`.
"""

import asyncio

import pytest

from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.web.slots import TransferSlots


async def test_a_transfer_too_many_is_refused_as_busy() -> None:
    """Who waits in vain for a place is told that the server is busy."""
    slots = TransferSlots(1, patience_seconds=0.01)

    async with slots.take():
        with pytest.raises(Problem) as raised:
            async with slots.take():
                raise AssertionError

    assert raised.value.code == "busy"


async def test_a_failed_transfer_gives_its_place_back() -> None:
    """A transfer that fails does not hold its place."""
    slots = TransferSlots(1, patience_seconds=0.01)
    with pytest.raises(ValueError, match="failed"):
        async with slots.take():
            raise ValueError("failed")

    async with slots.take():
        pass


async def test_who_gives_up_waiting_leaves_the_place_to_others() -> None:
    """A request that is cancelled while it waits for a place ends, and takes none."""
    slots = TransferSlots(1, patience_seconds=1)

    async with slots.take():
        waiting = asyncio.create_task(_take(slots))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])

    assert waiting.cancelled()
    await _take(slots)


async def _take(slots: TransferSlots) -> None:
    async with slots.take():
        pass
