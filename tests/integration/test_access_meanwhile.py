"""
Access is judged again when a body is there: sending it may take minutes, and whoever sends may lose access meanwhile.

The routes come from the OpenAPI document, so a new one with a body and no line here fails.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final, TypeAlias

import pytest
import pytest_asyncio
from httpx import AsyncClient, Response
from litestar import Litestar
from msgspec import structs

from fast_data_transfer.app import create_app
from fast_data_transfer.settings import Networks, Settings
from fast_data_transfer.storage.database import Database
from fast_data_transfer.storage.projects import delete_project
from tests.builders import configuration, er_schema
from tests.clients import open_client
from tests.hostile import make_file
from tests.problems import assert_problem
from tests.routes import ROUTES, RULES, Route
from tests.workspace import make_workspace

GATEWAY: Final = "10.1.2.3"
OWNER: Final = {"subject": "ann", "role": "company-owner", "tenantId": "acme"}
CHANGED: Final = er_schema("er-mine", {}) | {"description": "changed"}


def _form(**parts: object) -> dict[str, Any]:
    file = ("export.json", make_file(er_schema("er-theirs", {})), "application/json")
    return {"files": {"file": file}, "data": {name: json.dumps(part) for name, part in parts.items()}}


BODIES: Final[dict[str, dict[str, Any]]] = {
    "createProject": {"json": {"tenantId": "acme", "projectId": "new", "name": "New"}},
    "updateProject": {"json": {"name": "Renamed"}},
    "createBranch": {"json": {"name": "dev"}},
    "saveConfiguration": {"json": {"title": "a save", "previousRevision": 1, "fastDataConfig": configuration(CHANGED)}},
    "createResource": {"json": {"name": "er-new", "entry": er_schema("er-new", {})}},
    "updateResource": {"json": {"entry": CHANGED}},
    "previewExport": {"json": {}},
    "exportResources": {"json": {}},
    "planImport": _form(choices={"mode": "reference"}),
    "compareImport": _form(choices={"mode": "reference"}, items=[{"kind": "erSchema", "name": "er-theirs"}]),
    "importResources": _form(choices={"mode": "reference"}),
}
"""For each route with a body, one that it accepts."""

WITH_BODY: Final = [route for route in ROUTES if route.operation in BODIES]
ON_PROJECT: Final = [route for route in WITH_BODY if "{projectId}" in route.path]

Event: TypeAlias = Callable[[], Awaitable[object]]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Give the settings of an installation behind a gateway."""
    return structs.replace(settings, auth="gateway", trusted_proxies=Networks("10.1.0.0/16"))


@pytest_asyncio.fixture
async def client(app: Litestar, database: Database) -> AsyncIterator[AsyncClient]:
    """Give a client of ann, who owns the company, and has made the project crm with an ER schema."""
    await database.bindings.insert_one(dict(OWNER))
    async with open_client(app, GATEWAY, {"miauserid": "ann"}) as opened:
        await make_workspace(opened, "crm", configuration(er_schema("er-mine", {})))
        yield opened


def _each(routes: list[Route]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("route", routes, ids=[route.operation for route in routes])


def test_every_route_with_a_body_is_in_the_table() -> None:
    """No route that takes a body is left out."""
    paths = create_app(Settings()).openapi_schema.to_schema()["paths"]
    operations = [operation for path in paths.values() for operation in path.values()]

    assert {operation["operationId"] for operation in operations if "requestBody" in operation} == BODIES.keys()


@_each(WITH_BODY)
async def test_who_keeps_access_is_served(client: AsyncClient, route: Route) -> None:
    """A body that takes its time is accepted when nothing changes."""

    async def nothing() -> None:
        pass

    response = await _send_while(client, route, nothing)

    assert response.status_code < 300, response.text


@_each([route for route in WITH_BODY if RULES[route.operation].feature])
async def test_feature_is_switched_off_meanwhile(client: AsyncClient, database: Database, route: Route) -> None:
    """What the Feature Preview closes is closed, also for those who have begun to send."""

    async def switch_off() -> None:
        await database.projects.update_one({}, {"$set": {"importExport": False}})

    await _assert_refused(client, database, route, switch_off, status=403, code="feature-disabled")


@_each(WITH_BODY)
async def test_role_is_taken_meanwhile(client: AsyncClient, database: Database, route: Route) -> None:
    """Who may no more than look does no more."""

    async def demote() -> None:
        await database.bindings.update_one({}, {"$set": {"role": "guest"}})

    await _assert_refused(client, database, route, demote, status=403, code="forbidden")


@_each(ON_PROJECT)
async def test_project_is_hidden_meanwhile(client: AsyncClient, database: Database, route: Route) -> None:
    """A project that the caller may not see any more is not there."""

    async def hide() -> None:
        await database.bindings.delete_many({})

    await _assert_refused(client, database, route, hide, status=404, code="not-found")


@_each(ON_PROJECT)
async def test_project_is_deleted_meanwhile(client: AsyncClient, database: Database, route: Route) -> None:
    """Nothing is written to a project that is gone."""

    async def delete() -> None:
        await delete_project(database, "crm")

    await _assert_refused(client, database, route, delete, status=404, code="not-found")


@_each([route for route in WITH_BODY if RULES[route.operation].writes])
async def test_branch_becomes_read_only_meanwhile(client: AsyncClient, database: Database, route: Route) -> None:
    """A branch that was made anew, read only, stays as it is."""

    async def freeze() -> None:
        await database.heads.update_one({}, {"$set": {"readOnly": True}})

    await _assert_refused(client, database, route, freeze, status=403, code="read-only-branch")


async def _assert_refused(
    client: AsyncClient, database: Database, route: Route, event: Event, *, status: int, code: str
) -> None:
    """Assert that a request is refused for what happens while its body is sent, and that it writes nothing after it."""
    left: list[object] = []

    async def happen() -> None:
        await event()
        left[:] = await _look(database)

    assert_problem(await _send_while(client, route, happen), status, code)
    assert await _look(database) == left


async def _send_while(client: AsyncClient, route: Route, event: Event) -> Response:
    """Make a call whose body is held back until something has happened."""
    path = route.path.format(projectId="crm", kinds="er-schemas", name="er-mine")
    whole = client.build_request(route.method, path, **BODIES[route.operation])

    async def hold_back() -> AsyncIterator[bytes]:
        content = whole.read()
        yield content[:1]
        await event()
        yield content[1:]

    headers = {"Content-Type": whole.headers["content-type"]}
    return await client.request(route.method, path, content=hold_back(), headers=headers)


async def _look(database: Database) -> list[object]:
    """Look at all that a request could write, but for the files on their way to an import."""
    kept = (database.projects, database.heads, database.resources, database.transfers, database.snapshots)
    return [await collection.find().to_list(None) for collection in kept]
