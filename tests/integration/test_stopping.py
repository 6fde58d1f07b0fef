import asyncio
from collections.abc import AsyncIterator

from httpx import AsyncClient

from tests.problems import assert_problem
from tests.workspace import make_workspace


async def test_request_that_the_server_gives_up_is_answered(client: AsyncClient) -> None:
    """A client that still sends when the server ends hears when to come again, as for any problem."""
    await make_workspace(client, "shop")
    sending = asyncio.Event()

    async def send_slowly() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n{'
        sending.set()
        await asyncio.Event().wait()

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    request = client.post("/api/projects/shop/imports", content=send_slowly(), headers=headers)
    upload = asyncio.create_task(request)
    await sending.wait()
    upload.cancel()
    response = await upload

    problem = assert_problem(response, 429, "busy")
    assert "may have been done or not" in problem["detail"]
    assert response.headers["retry-after"]
