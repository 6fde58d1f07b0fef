import asyncio

from httpx import AsyncClient

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
