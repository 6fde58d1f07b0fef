import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest_asyncio
from httpx import AsyncClient, TimeoutException

from tests.branches import export, make_shop
from tests.builders import configuration, event_driven
from tests.chaos.clients import Log
from tests.chaos.kills import make_file
from tests.chaos.servers import Server, run_server
from tests.workspace import Workspace, make_workspace

FILE = make_file(300)

UPLOAD = (
    "POST /api/projects/crm/imports HTTP/1.1\r\n"
    "Host: 127.0.0.1\r\n"
    "Content-Type: multipart/form-data; boundary=b\r\n"
    "Content-Length: 100000\r\n"
    "\r\n"
    '--b\r\nContent-Disposition: form-data; name="file"; filename="f.json"\r\n\r\n{'
)


@pytest_asyncio.fixture
async def server(mongo_url: str, database_name: str) -> AsyncIterator[Server]:
    """Give a server with one place for transfers."""
    url = f"--mongodb-url={mongo_url}"
    async with run_server(url, MONGODB_DATABASE=database_name, FDT_MAX_CONCURRENT_TRANSFERS="1") as started:
        yield started


@pytest_asyncio.fixture
async def client(server: Server) -> AsyncIterator[AsyncClient]:
    """Give a client that is patient."""
    async with server.open_client() as opened:
        yield opened


async def test_upload_that_breaks_off_leaves_nothing(server: Server, client: AsyncClient) -> None:
    """A client that goes while it sends its file has done nothing, and takes no place from others."""
    crm = await make_workspace(client, "crm", configuration(), services=event_driven())
    before = await crm.load()
    address = urlsplit(server.url)

    for _ in range(3):
        _, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(UPLOAD.encode())
        await writer.drain()
        writer.close()

    assert (await crm.try_apply(export(make_shop()))).status_code == 201
    history = (await client.get(crm.url("transfers"))).json()
    assert (history["total"], (await crm.load())["revision"]) == (1, before["revision"] + 1)


async def test_import_whose_client_has_gone_is_done_once(server: Server, client: AsyncClient) -> None:
    """A client that stops waiting, as behind a proxy with a limit, sends the same again, and it is done once."""
    log = Log()
    for number, seconds in enumerate((0.02, 0.1, 0.3)):
        crm = await make_workspace(client, f"crm-{number}", configuration(), services=event_driven())
        async with AsyncClient(base_url=server.url, timeout=seconds) as hasty:
            with suppress(TimeoutException):
                await Workspace(hasty, crm.project).try_apply(FILE, key="k")

        again = await log.insist(lambda: crm.try_apply(FILE, key="k"))  # noqa: B023 - called here

        assert again.status_code == 201, again.text
        history = (await client.get(crm.url("transfers"))).json()
        assert [receipt["transferId"] for receipt in history["items"]] == [again.json()["transferId"]]
        assert (await crm.load())["revision"] == 2
