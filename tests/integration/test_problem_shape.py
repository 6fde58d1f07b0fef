import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import AsyncClient
from litestar import Litestar, get
from litestar.types import Message
from pymongo.errors import AutoReconnect, CursorNotFound, OperationFailure, WTimeoutError

from fast_data_transfer.app import create_app
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.settings import Settings
from fast_data_transfer.storage.embedded import open_embedded_mongod
from tests.clients import open_client, start
from tests.problems import assert_problem
from tests.workspace import make_workspace

SHOP = {"tenantId": "acme", "projectId": "shop", "name": "Shop"}
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "method,path,status,code",
    [
        ("GET", "/api/nope", 404, "not-found"),
        ("POST", "/api", 404, "not-found"),
        ("GET", "/api/projects/nope", 404, "not-found"),
        ("GET", "/api/projects/a/b/c/d", 404, "not-found"),
        ("GET", "/api/projects/%00", 404, "not-found"),
        ("GET", "/api/projects/%ED%A0%80", 404, "not-found"),
        ("GET", "/api/projects/" + "x" * 5000, 404, "not-found"),
        ("GET", "/api/schema", 404, "not-found"),
        ("GET", "/api/schema/elements", 404, "not-found"),
        ("PUT", "/api/projects", 405, "method-not-allowed"),
        ("BREW", "/api/projects", 405, "method-not-allowed"),
        ("POST", "/", 405, "method-not-allowed"),
        ("GET", "/api/projects?nope=1", 400, "invalid-request"),
        ("GET", "/api/projects?%00=1", 400, "invalid-request"),
        ("GET", "/api/schema/openapi.json?nope=1", 400, "invalid-request"),
        ("GET", "/api/schema/export-file.json?nope=1", 400, "invalid-request"),
        ("GET", "/api/projects?branch=main", 400, "invalid-request"),
        ("GET", "/api/projects?limit=1&limit=2", 400, "invalid-request"),
        ("GET", "/api/projects?q=%00", 400, "invalid-request"),
        ("GET", "/api/projects?limit=0", 400, "invalid-request"),
        ("GET", "/api/projects?limit=1001", 400, "invalid-request"),
        ("GET", "/api/projects?limit=x", 400, "invalid-request"),
        ("GET", "/api/projects?limit=", 400, "invalid-request"),
        ("GET", "/api/projects?offset=-1", 400, "invalid-request"),
        ("GET", "/api/projects?offset=" + "9" * 400, 400, "invalid-request"),
        ("GET", "/api/projects?sort=updatedAt", 400, "invalid-request"),
        ("GET", "/api/projects?q=" + "x" * 201, 400, "invalid-request"),
    ],
)
async def test_every_failure_has_one_shape(client: AsyncClient, method: str, path: str, status: int, code: str) -> None:
    """Whatever is wrong with a request, the answer is a problem with a stable code."""
    assert_problem(await client.request(method, path), status, code)


@pytest.mark.parametrize("query", ["q=%ED%A0%80", "q=%ff%fe", "q=\\", "q=[(", "q=$where", "q=%F0%9F%98%80"])
async def test_odd_searches_find_nothing(client: AsyncClient, query: str) -> None:
    """Broken UTF-8 and signs that mean something to a database are only text to look for."""
    response = await client.get(f"/api/projects?{query}")

    assert response.json() == {"items": [], "total": 0}


async def test_unknown_parameter_is_named(client: AsyncClient) -> None:
    """Each query parameter that a call does not know is named, with those that it knows."""
    problem = assert_problem(await client.get("/api/projects?foo=1&bar=2"), 400, "invalid-request")

    assert [error["code"] for error in problem["errors"]] == ["unknown-parameter"] * 2
    assert '"foo"' in problem["errors"][0]["message"]
    assert "limit, offset, q, sort" in problem["detail"]


async def test_method_not_allowed_names_what_is(client: AsyncClient) -> None:
    """The answer to a method that is not possible has the possible ones in its header Allow."""
    response = await client.put("/api/projects")

    assert sorted(response.headers["allow"].split(", ")) == ["GET", "OPTIONS", "POST"]


async def test_options_names_every_method(client: AsyncClient) -> None:
    """Who asks what is possible at an address is told all of it."""
    await make_workspace(client, "shop")

    response = await client.options("/api/projects/shop")

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["allow"] == "DELETE, GET, OPTIONS, PATCH"


@pytest.mark.parametrize(
    "body,fault",
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xff", "not-utf8"),
        (b'{"name": "\xed\xa0\x80"}', "not-utf8"),
        (b'{"name": "Sh', "truncated"),
        (b"{name: 1}", "invalid-json"),
        (b'{"name": NaN}', "invalid-json"),
        (b'{"name": "a", "name": "b"}', "duplicate-key"),
        (b"[" * 100_000, "too-deep"),
        (b"{} {}", "trailing-data"),
        (b'{"name": "\\ud800"}', "lone-surrogate"),
        (b'{"name": 9007199254740993}', "number-out-of-range"),
        (b'{"name": 1e999}', "number-out-of-range"),
        (b'{"a\\u0000b": 1}', "nul-in-key"),
        (b"null", "invalid-value"),
        (b"[]", "invalid-value"),
        (b"{}", "missing-field"),
        (b'{"x": 1}', "unknown-field"),
    ],
)
async def test_bodies_are_judged_as_files_are(client: AsyncClient, body: bytes, fault: str) -> None:
    """A JSON body passes the byte checks of a file, and says what is wrong with it."""
    problem = assert_problem(await client.post("/api/projects", content=body, headers=JSON), 400, "invalid-request")

    assert problem["errors"][0]["code"] == fault


@pytest.mark.parametrize("value", [1, 0, "true", "1", None, [], {}])
async def test_no_value_is_guessed(client: AsyncClient, value: object) -> None:
    """What is no boolean does not become one; the pointer says where it stands."""
    body = SHOP | {"featurePreview": {"importExport": value}}

    problem = assert_problem(await client.post("/api/projects", json=body), 400, "invalid-request")

    assert problem["errors"][0]["pointer"] == "/featurePreview/importExport"


@pytest.mark.parametrize("version", ["1", True, 1.5, None])
async def test_no_number_is_guessed(client: AsyncClient, version: object) -> None:
    """What is no integer does not become one."""
    await client.post("/api/projects", json=SHOP)
    body = {"title": "t", "previousRevision": version, "fastDataConfig": {}}

    problem = assert_problem(await client.put("/api/projects/shop/configuration", json=body), 400, "invalid-request")

    assert problem["errors"][0]["pointer"] == "/previousRevision"


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_body_must_be_json(client: AsyncClient, content_type: str) -> None:
    """A body of another content type is refused, even if its bytes are JSON; a browser sends those unasked."""
    response = await client.post("/api/projects", content=b'{"a": 1}', headers={"Content-Type": content_type})

    assert_problem(response, 415, "unsupported-media-type")


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
async def test_json_may_be_named_in_many_ways(client: AsyncClient, content_type: str) -> None:
    """Parameters and case of the content type do not matter."""
    body = b'\xef\xbb\xbf{"tenantId": "acme", "projectId": "shop", "name": "Shop"}'

    response = await client.post("/api/projects", content=body, headers={"Content-Type": content_type})

    assert response.status_code == 201


async def test_long_body_is_judged_too(client: AsyncClient) -> None:
    """A body that is decoded off the event loop is refused as a short one is."""
    body = b'{"name": "' + b"x" * 300_000 + b'", "name": 1}'

    problem = assert_problem(await client.post("/api/projects", content=body, headers=JSON), 400, "invalid-request")

    assert problem["errors"][0]["code"] == "duplicate-key"


async def test_large_body_is_refused(client: AsyncClient) -> None:
    """A body over the limit is refused with the limit and the size that was announced."""
    response = await client.post("/api/projects", content=b" " * (2**20 + 1), headers=JSON)

    problem = assert_problem(response, 413, "file-too-large")
    assert "1,048,577 bytes; at most 1,048,576" in problem["detail"]


async def test_large_body_without_length_is_refused(client: AsyncClient) -> None:
    """A body that does not say its length is read up to the limit only."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 2**16

    response = await client.post("/api/projects", content=pieces(), headers=JSON)

    assert_problem(response, 413, "file-too-large")


async def test_body_that_breaks_off_is_no_fault_of_ours(app: Litestar) -> None:
    """When the client goes away in the middle of its body, nothing is done, and nothing is logged as an error."""
    messages = iter([{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}])
    sent: list[dict[str, object]] = []

    async def receive() -> object:
        return next(messages)

    async def send(message: Message) -> None:
        sent.append(dict(message))

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/api/projects", "raw_path": b"/api/projects"}
    scope |= {"query_string": b"", "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 3000)}
    await app(scope | {"scheme": "http", "root_path": "", "http_version": "1.1"}, receive, send)  # type: ignore[arg-type]

    assert sent[0]["status"] == 400


async def test_request_id_is_kept_when_it_is_sane(client: AsyncClient) -> None:
    """The id that a gateway gave a request names it in the answer; one with odd signs is replaced."""
    given = await client.get("/api/nope", headers={"X-Request-Id": "abc-1:2"})
    odd = await client.get("/api/nope", headers={"X-Request-Id": "<script>"})

    assert given.json()["instance"] == "urn:request:abc-1:2"
    assert "<script>" not in odd.text


async def test_failure_tells_nothing_and_is_logged_once(
    app: Litestar, client: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    """An error of our own is answered without its text, and stands in the log once."""

    @get("/boom")
    async def boom() -> None:
        raise RuntimeError("a secret of the inside")

    app.register(boom)
    with caplog.at_level(logging.INFO, "fast_data_transfer"):
        response = await client.get("/boom")

    assert_problem(response, 500, "internal")
    assert "secret" not in response.text
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO"]


async def test_problem_without_kind_is_a_failure(app: Litestar, client: AsyncClient) -> None:
    """A code that is in no table must not reach a client."""

    @get("/boom")
    async def boom() -> None:
        raise Problem("made-up", "no such code")

    app.register(boom)

    assert_problem(await client.get("/boom"), 500, "internal")


@pytest.mark.parametrize(
    "error",
    [
        AutoReconnect("connection closed"),
        CursorNotFound("cursor id 1 not found", 43),
        WTimeoutError("waiting for replication timed out", 64),
        OperationFailure("Read concern majority reads are currently not possible.", 134),
        OperationFailure("Unable to read from a snapshot", 246),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_database_without_majority_is_said(app: Litestar, client: AsyncClient, error: Exception) -> None:
    """What a replica set answers that lacks members is no failure of the server: it will pass."""

    @get("/boom")
    async def boom() -> None:
        raise error

    app.register(boom)

    assert_problem(await client.get("/boom"), 503, "storage-unavailable")


async def test_lost_database_is_said(tmp_path: Path) -> None:
    """When the database has gone, calls answer 503 with the time to wait, and the service is not ready."""
    async with open_embedded_mongod(tmp_path) as url:
        app = create_app(Settings(mongodb_url=f"{url}&serverSelectionTimeoutMS=300"))
        manager = start(app)
        await manager.__aenter__()
    try:
        async with open_client(app) as client:
            read, write, ready, health = await asyncio.gather(
                client.get("/api/projects"),
                client.post("/api/projects", json=SHOP),
                client.get("/-/ready"),
                client.get("/-/healthz"),
            )
    finally:
        await manager.__aexit__(None, None, None)

    for call in (read, write):
        assert_problem(call, 503, "storage-unavailable")
        assert int(call.headers["retry-after"]) > 0
    assert (ready.status_code, ready.json()["status"]) == (503, "KO")
    assert health.status_code == 200
