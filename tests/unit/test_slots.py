"""
Places for transfers: `web.slots`.
"""

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
