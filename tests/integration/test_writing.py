import asyncio
from contextlib import suppress

from httpx import AsyncClient

from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.operations.writing import retry_when_stale
from tests.builders import cast_function
from tests.workspace import make_workspace

WRITERS = 20


async def test_writers_on_one_branch_take_turns(client: AsyncClient) -> None:
    """Many who write to one branch at once all succeed, one after the other: none is sent away for being late."""
    shop = await make_workspace(client, "shop")
    entries = [cast_function(f"cast{number}") for number in range(WRITERS)]

    created = await asyncio.gather(
        *(
            client.post(shop.url("resources/cast-functions"), json={"name": entry["name"], "entry": entry})
            for entry in entries
        )
    )

    assert {response.status_code for response in created} == {201}
    assert (await shop.load())["revision"] == WRITERS


async def test_who_is_late_waits_a_moment() -> None:
    """Who finds a branch changed does not ask again at once, over and over: that would hold up those who change it."""
    attempts = 0

    async def come_late() -> None:
        nonlocal attempts
        attempts += 1
        await asyncio.sleep(0)
        raise Problem("stale-revision", "too late")

    with suppress(TimeoutError):
        async with asyncio.timeout(0.5):
            await retry_when_stale(come_late)

    assert 1 < attempts < 100
