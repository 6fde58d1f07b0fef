from pathlib import Path

import pytest
from httpx import AsyncClient
from msgspec import structs

from fast_data_transfer.settings import Settings
from tests.problems import assert_problem

INDEX = "<!doctype html><title>app</title>"


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Give settings with a built frontend, and with a site that may frame the pages."""
    frontend = tmp_path / "dist"
    (frontend / "assets").mkdir(parents=True)
    (frontend / "index.html").write_text(INDEX)
    (frontend / "icon.svg").write_text("<svg/>")
    (frontend / "assets" / "main-1.js").write_text("1")
    (tmp_path / "secret.txt").write_text("secret")
    return structs.replace(settings, frontend_dir=frontend, frame_ancestors="https://console.example")


@pytest.mark.parametrize(
    "path", ["/", "/projects/shop/systems", "/projects/shop/projections/a.b?branch=x%2Fy", "/nope"]
)
async def test_every_address_of_the_app_is_its_page(client: AsyncClient, path: str) -> None:
    """Any address that is no call and no file is the page of the app, which the browser asks for anew each time."""
    response = await client.get(path)

    assert (response.status_code, response.text) == (200, INDEX)
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["cache-control"] == "no-cache"


async def test_assets_are_kept_for_ever(client: AsyncClient) -> None:
    """A built file has its hash in its name, so the browser need not ask again."""
    response = await client.get("/assets/main-1.js")

    assert (response.status_code, response.text) == (200, "1")
    assert "javascript" in response.headers["content-type"]
    assert "immutable" in response.headers["cache-control"]


async def test_files_beside_the_page_are_given(client: AsyncClient) -> None:
    """An icon beside the page is the icon, not the page."""
    response = await client.get("/icon.svg")

    assert response.headers["content-type"].startswith("image/svg+xml")


@pytest.mark.parametrize("name", ["nope.js", "x" * 300, "%00", "..", "..%2f..%2fsecret.txt", "%2e%2e"])
async def test_missing_asset_is_a_problem(client: AsyncClient, name: str) -> None:
    """A file that is not there is not the page: a script that gets HTML fails in an odd way."""
    response = await client.get(f"/assets/{name}")

    assert "secret" not in response.text
    assert response.text == INDEX or assert_problem(response, 404, "not-found")


@pytest.mark.parametrize("path", ["/..%2fsecret.txt", "/%2e%2e/secret.txt", "/%00", "/" + "x" * 300])
async def test_odd_paths_are_only_the_page(client: AsyncClient, path: str) -> None:
    """No path leads out of the folder of the built files."""
    response = await client.get(path)

    assert (response.status_code, response.text) == (200, INDEX)


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nope", "/api/projects/a/nope"])
async def test_unknown_call_is_not_the_page(client: AsyncClient, path: str) -> None:
    """What is below /api and no call is a problem, so that a mistake is seen."""
    assert_problem(await client.get(path), 404, "not-found")


@pytest.mark.parametrize(
    "method,path,status",
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("POST", "/", 405),
        ("GET", "/assets/main-1.js", 200),
        ("GET", "/assets/nope.js", 404),
        ("GET", "/icon.svg", 200),
        ("GET", "/api/projects", 200),
        ("GET", "/api/projects?nope=1", 400),
        ("POST", "/api/projects", 400),
        ("OPTIONS", "/api/projects", 204),
        ("GET", "/api/nope", 404),
        ("GET", "/api/schema/openapi.json", 200),
        ("GET", "/-/healthz", 200),
        ("GET", "/-/metrics", 200),
        ("DELETE", "/-/healthz", 405),
        ("BREW", "/api/projects", 405),
    ],
)
async def test_security_headers_are_everywhere(client: AsyncClient, method: str, path: str, status: int) -> None:
    """Every answer, of whatever kind, restricts scripts, framing, sniffing and referrers."""
    response = await client.request(method, path)

    assert response.status_code == status, response.text
    headers = response.headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "https://console.example"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/api/projects", "/api/nope", "/api/schema/openapi.json"])
async def test_answers_of_calls_are_not_kept(client: AsyncClient, path: str) -> None:
    """No browser or proxy keeps what the API answers."""
    assert (await client.get(path)).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/projects/shop/systems", "/icon.svg", "/assets/main-1.js"])
async def test_head_is_get_without_its_body(client: AsyncClient, path: str) -> None:
    """Who only wants to know of a page or a file gets the headers of it, among them its length."""
    page = await client.get(path)
    head = await client.head(path)

    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-length", "content-type", "cache-control", "etag"):
        assert head.headers[name] == page.headers[name]


async def test_missing_build_is_explained(client: AsyncClient, settings: Settings) -> None:
    """Without built pages, the server says how to build them."""
    (settings.frontend_dir / "index.html").unlink()

    response = await client.get("/")

    assert response.status_code == 404
    assert "make build" in response.text
