from functools import partial
from itertools import count

from httpx import AsyncClient

from tests.builders import cast_function, configuration
from tests.interruptions import Interruption
from tests.workspace import Workspace, make_workspace


async def _make(client: AsyncClient) -> Workspace:
    return await make_workspace(client, "crm", configuration(cast_function("castOwn")))


async def test_edit_is_answered_with_what_it_wrote(client: AsyncClient) -> None:
    """With the entry and the `ETag` of whoever came next, a client would overwrite what it has never shown."""
    crm = await _make(client)
    url = crm.url("resources/cast-functions/castOwn")

    async def put(text: str, **headers: str) -> tuple[int, str | None]:
        entry = cast_function("castOwn", description=text)
        response = await client.put(url, json={"entry": entry}, headers=headers)
        return response.status_code, response.json().get("entry", {}).get("description")

    for wait in count(1):
        tag = (await client.get(url)).headers["etag"]
        interruption = Interruption(wait, partial(put, "theirs"))
        assert await interruption.run(put("mine", **{"If-Match": tag})) in {(200, "mine"), (412, None)}
        if not interruption.happened:
            break


async def test_created_resource_is_shown_though_it_is_deleted_at_once(client: AsyncClient) -> None:
    """Who creates hears of what was created, also when somebody else deletes it in the same moment."""
    crm = await _make(client)

    for wait in count(1):
        name = f"cast{wait}"
        interruption = Interruption(wait, partial(crm.delete, "cast-functions", name))
        body = {"name": name, "entry": cast_function(name)}
        response = await interruption.run(client.post(crm.url("resources/cast-functions"), json=body))
        assert (response.status_code, response.json()["name"]) == (201, name)
        if not interruption.happened:
            break


async def test_list_counts_what_it_shows(client: AsyncClient) -> None:
    """Rows and their number are those of one moment, whatever is created meanwhile."""
    crm = await _make(client)

    for wait in count(1):
        name = f"cast{wait}"
        body = {"name": name, "entry": cast_function(name)}
        create = partial(client.post, crm.url("resources/cast-functions"), json=body)
        interruption = Interruption(wait, create)
        found = (await interruption.run(client.get(crm.url("resources")))).json()
        assert found["total"] == len(found["items"])
        if not interruption.happened:
            break
