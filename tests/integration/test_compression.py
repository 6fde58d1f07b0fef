import gzip
import os
from pathlib import Path

import pytest
from httpx import AsyncClient
from msgspec import structs

from fast_data_transfer.settings import Settings
from tests.builders import configuration, er_schema, single_view
from tests.workspace import Workspace, make_workspace

SCRIPT = "export const answer = 42;\n" * 4000
FONT = os.urandom(5000)


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Give settings with a built frontend."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>" + "<p>x</p>" * 200)
    (tmp_path / "assets" / "main-1.js").write_text(SCRIPT)
    (tmp_path / "assets" / "font-1.woff2").write_bytes(FONT)
    return structs.replace(settings, frontend_dir=tmp_path)


async def _fill(client: AsyncClient) -> Workspace:
    views = (single_view(f"sv_{number}") for number in range(60))
    return await make_workspace(client, "shop", configuration(er_schema("er", {}), *views))


async def _fetch_raw(client: AsyncClient, path: str, coding: str) -> tuple[dict[str, str], bytes]:
    """Get an answer as it travels."""
    async with client.stream("GET", path, headers={"Accept-Encoding": coding}) as response:
        raw = b"".join([piece async for piece in response.aiter_raw()])
        assert response.status_code == 200
        assert int(response.headers["content-length"]) == len(raw)
        return dict(response.headers), raw


@pytest.mark.parametrize(
    "path", ["/", "/assets/main-1.js", "/api/projects/shop/resources", "/api/schema/openapi.json", "/-/metrics"]
)
async def test_texts_are_compressed(client: AsyncClient, path: str) -> None:
    """Pages, scripts and what the API answers travel compressed, and are the same when they arrive."""
    await _fill(client)

    plain_headers, plain = await _fetch_raw(client, path, "identity")
    headers, raw = await _fetch_raw(client, path, "br, gzip;q=0.8")

    assert (headers["content-encoding"], headers["vary"]) == ("gzip", "Accept-Encoding")
    assert len(raw) < len(plain) / 2
    assert "content-encoding" not in plain_headers
    assert gzip.decompress(raw) == plain or path == "/-/metrics"
    assert headers["content-type"] == plain_headers["content-type"]
    assert headers.get("etag") == plain_headers.get("etag")
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("coding", ["", "identity", "br", "gzip;q=0", "gzip; q=0.000, br", "gzipped"])
async def test_who_does_not_take_it_gets_plain_text(client: AsyncClient, coding: str) -> None:
    """A client that does not name the coding, or refuses it, gets the answer as it is."""
    headers, raw = await _fetch_raw(client, "/assets/main-1.js", coding)

    assert "content-encoding" not in headers
    assert raw == SCRIPT.encode()


@pytest.mark.parametrize("coding", ["GZIP", "*", "deflate, gzip ;q=1.0", "gzip;q=0.5"])
async def test_header_is_read_as_it_may_be_written(client: AsyncClient, coding: str) -> None:
    """Upper case, any coding, spaces and weights are understood."""
    headers, _ = await _fetch_raw(client, "/assets/main-1.js", coding)

    assert headers["content-encoding"] == "gzip"


async def test_small_and_compressed_files_pass(client: AsyncClient) -> None:
    """What is small, or compressed by its nature, goes out as it is."""
    for path in ("/-/healthz", "/assets/font-1.woff2"):
        headers, _ = await _fetch_raw(client, path, "gzip")
        assert "content-encoding" not in headers


async def test_export_file_is_not_compressed(client: AsyncClient) -> None:
    """The export file goes out byte for byte, since writing it takes less time than compressing it."""
    shop = await _fill(client)

    response = await shop.try_export()

    assert "content-encoding" not in response.headers
    assert int(response.headers["content-length"]) == len(response.content) > 10_000


async def test_refusals_are_compressed_too(client: AsyncClient) -> None:
    """A problem with many faults is as compressible as any answer."""
    shop = await make_workspace(client, "shop")

    response = await shop.try_save({"erSchemas": {f"x {i}": {} for i in range(100)}})

    assert (response.status_code, len(response.json()["errors"])) == (422, 100)
    assert response.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/", "/assets/main-1.js"])
async def test_file_that_the_browser_has_is_not_sent_again(client: AsyncClient, settings: Settings, path: str) -> None:
    """Asked again with its tag, a file is answered in a few bytes, until it has changed."""
    first = await client.get(path)
    condition = {"If-None-Match": first.headers["etag"]}

    again = await client.get(path, headers=condition)

    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "cache-control", "content-security-policy"):
        assert again.headers[name] == first.headers[name]
    for file in (settings.frontend_dir / "index.html", settings.frontend_dir / "assets" / "main-1.js"):
        file.write_text("changed")
    assert (await client.get(path, headers=condition)).text == "changed"
