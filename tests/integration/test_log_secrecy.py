import json
import logging
import sys
from collections.abc import AsyncIterator, Iterator
from io import StringIO
from typing import Any

import pytest
import pytest_asyncio
from httpx import AsyncClient
from litestar import Litestar
from msgspec import structs

from fast_data_transfer.settings import Networks, Settings
from fast_data_transfer.storage.database import Database
from fast_data_transfer.web.logs import configure_logging
from tests.builders import cast_function, configuration, event_driven, projection, single_view, system
from tests.clients import open_client
from tests.hostile import make_file
from tests.workspace import make_workspace

TELLTALE = "zebra"
USER = {"miauserid": f"{TELLTALE}@acme.example", "miausergroups": TELLTALE}

CONTENT = make_file(
    system("delivery", projection("pr_a", description=TELLTALE, topics={"ingestion": {"name": TELLTALE}})),
    cast_function("f", casting=f"module.exports = () => '{TELLTALE}'"),
    single_view("sv", **{TELLTALE: TELLTALE}),
)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Give the settings of an installation behind a gateway, whose headers name the user."""
    return structs.replace(settings, auth="gateway", trusted_proxies=Networks("127.0.0.1"))


@pytest_asyncio.fixture
async def client(app: Litestar, database: Database) -> AsyncIterator[AsyncClient]:
    """Give a client that is the gateway, for a user with a telltale name."""
    await database.bindings.insert_one({"subject": USER["miauserid"], "role": "company-owner"})
    async with open_client(app, headers=USER | {"Referer": f"http://127.0.0.1/?q={TELLTALE}"}) as opened:
        yield opened


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Give the whole log as a server writes it, and put the process's logging back after the test."""
    root, own = logging.getLogger(), logging.getLogger("fast_data_transfer")
    before = root.handlers[:], root.level, own.level
    output = StringIO()
    monkeypatch.setattr(sys, "stdout", output)
    configure_logging("trace")
    yield output
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    own.setLevel(before[2])


def _read_log(log: StringIO) -> tuple[str, list[dict[str, Any]]]:
    text = log.getvalue()
    return text, [json.loads(line) for line in text.splitlines()]


async def test_log_has_nothing_of_content_and_user(client: AsyncClient, log: StringIO) -> None:
    """What is transferred, who does it, what they search and how they call it leave no trace in the log."""
    crm = await make_workspace(client, "crm", services=event_driven())
    receipt = await crm.apply(CONTENT, title=f"take {TELLTALE}")
    await crm.export()
    await crm.undo(receipt["transferId"])
    await client.get("/api/projects/crm/transfers", params={"q": TELLTALE})

    text, lines = _read_log(log)

    assert {line["msg"] for line in lines} == {"incoming request", "request completed"}
    assert TELLTALE not in text
    assert "acme.example" not in text


async def test_log_has_nothing_of_what_is_refused(client: AsyncClient, log: StringIO) -> None:
    """A refused file or body is named in the answer, with what is wrong in it, and not in the log."""
    crm = await make_workspace(client, "crm")
    refused = [
        await crm.try_apply(CONTENT.replace(b'"fields":', b'"fields":"x","fields":', 1)),
        await crm.try_apply(f'{{"{TELLTALE}": "{TELLTALE}"'.encode()),
        await crm.try_save({"systems": {f"{TELLTALE} {TELLTALE}": {}}}),
        await client.post("/api/projects", json={TELLTALE: TELLTALE}),
    ]

    text, lines = _read_log(log)

    assert all(400 <= response.status_code < 500 for response in refused)
    assert any(TELLTALE in response.text for response in refused)
    assert lines
    assert TELLTALE not in text


async def test_failure_is_logged_without_its_message(app: Litestar, client: AsyncClient, log: StringIO) -> None:
    """A failure of the server is in its log with the request's id and the place, not with the values at hand."""
    await make_workspace(client, "crm", configuration(single_view("sv")))
    await app.state.database.resources.update_one({"name": "sv"}, {"$set": {"kind": TELLTALE}})

    response = await client.get("/api/projects/crm/configuration", headers={"X-Request-Id": "gateway-7"})

    text, lines = _read_log(log)
    (failure,) = [line for line in lines if line["level"] == 50]
    assert response.status_code == 500
    assert failure["reqId"] == response.headers["x-request-id"] == "gateway-7"
    assert "load_configuration" in failure["error"]["stackTrace"]
    assert TELLTALE not in text


@pytest.mark.parametrize("sent", ["a b", "x" * 129, "a\u00e9", "", '{"a":1}'])
async def test_odd_request_id_is_replaced(client: AsyncClient, log: StringIO, sent: str) -> None:
    """An id that could spoil a log or a header is not taken over: the request gets one of its own."""
    response = await client.get("/api/projects", headers={b"X-Request-Id": sent.encode("latin-1")})

    _, lines = _read_log(log)
    assert response.headers["x-request-id"] != sent
    assert {line["reqId"] for line in lines} == {response.headers["x-request-id"]}
