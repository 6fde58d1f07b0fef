"""
Who gets in: every route, every caller, own and foreign project, owned resource and reference.

Each request has a query parameter that no call knows. That is looked at after all questions of access, so whoever
may make the call is told `invalid-request`, and nothing is ever changed: one server and its data serve all cases.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import pytest
import pytest_asyncio
from httpx import AsyncClient, Response
from litestar import Litestar
from msgspec import structs
from pymongo import MongoClient

from fast_data_transfer.app import create_app
from fast_data_transfer.settings import Networks, Settings
from fast_data_transfer.storage.database import Database
from tests.builders import configuration, er_schema, event_driven
from tests.clients import open_client, start
from tests.hostile import make_file
from tests.problems import assert_problem
from tests.routes import CALLS, PROJECT_CALLS, ROLES, ROUTES, RULES, Route
from tests.workspace import Workspace, make_workspace

pytestmark = pytest.mark.asyncio(loop_scope="session")

GATEWAY: Final = "10.1.2.3"
ELSEWHERE: Final = "192.0.2.7"
SPOOF: Final = {
    "Host": "localhost",
    "X-Forwarded-For": "127.0.0.1",
    "X-Real-IP": "127.0.0.1",
    "miauserid": "company-owner",
}
"""What somebody on another machine says to be taken for a local user, or for the gateway."""

OWNED, REFERENCE = "mine", "theirs"

each_route = pytest.mark.parametrize("route", ROUTES, ids=[route.operation for route in ROUTES])
each_call = pytest.mark.parametrize("route", CALLS, ids=[route.operation for route in CALLS])
each_project_call = pytest.mark.parametrize("route", PROJECT_CALLS, ids=[route.operation for route in PROJECT_CALLS])


@dataclass(frozen=True)
class Site:
    """
    One database under a local and a gateway installation.

    Each of the projects own, dark (feature off) and foreign (of another company) has a branch `main` and a read-only
    branch `v1`, with an owned ER schema and a referenced one, and a transfer on each: `transfers` has their ids.
    """

    local: Litestar
    gateway: Litestar
    transfers: Mapping[tuple[str, str], str]

    async def ask(
        self, route: Route, role: str, project: str = "own", *, name: str = OWNED, branch: str = "main"
    ) -> Response:
        """Make a call with an unknown query parameter, as a user who has this role in the company acme."""
        async with open_client(self.gateway, GATEWAY, {"miauserid": role}) as client:
            return await self.send(client, route, project, name=name, branch=branch)

    async def send(
        self, client: AsyncClient, route: Route, project: str = "own", *, name: str = OWNED, branch: str = "main"
    ) -> Response:
        """Make a call with an unknown query parameter."""
        transfer = self.transfers.get((project, branch), "0" * 24)
        path = route.path.format(projectId=project, kinds="er-schemas", name=name, transferId=transfer)
        query = {"branch": branch} if route.operation not in _WITHOUT_BRANCH else {}
        return await client.request(route.method, path, params=query | {"nope": "1"})


_WITHOUT_BRANCH: Final = frozenset(
    {"listProjects", "createProject", "getProject", "updateProject", "deleteProject", "createBranch"}
    | {"getTransfer", "undoTransfer"}
)
"""Calls on a project as a whole, and on one transfer, which is on a branch itself."""


@pytest.fixture(scope="module")
def database_name(mongo_url: str) -> Iterator[str]:
    """Give the name of a database that does not exist yet, and drop it after the module."""
    name = f"test_{uuid4().hex}"
    yield name
    with MongoClient[dict[str, object]](mongo_url) as client:
        client.drop_database(name)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def site(mongo_url: str, database_name: str) -> AsyncIterator[Site]:
    """Give both installations with their data."""
    settings = Settings(mongodb_url=mongo_url, mongodb_database=database_name)
    local = create_app(settings)
    behind = structs.replace(settings, auth="gateway", trusted_proxies=Networks("10.1.0.0/16"), max_failed_requests=0)
    gateway = create_app(behind)
    async with start(local), start(gateway), open_client(local) as client:
        database: Database = local.state.database
        bindings = [{"subject": role, "role": role, "tenantId": "acme"} for role in ROLES]
        await database.bindings.insert_many(
            [*bindings, {"subject": "stranger", "role": "company-owner", "tenantId": "x"}]
        )
        transfers = {
            (project, branch): transfer
            for project in ("own", "dark", "foreign")
            for branch, transfer in (await _fill(client, database, project)).items()
        }
        yield Site(local, gateway, transfers)


async def _fill(client: AsyncClient, database: Database, project: str) -> dict[str, str]:
    await make_workspace(client, project, configuration(er_schema(OWNED, {})), services=event_driven())
    await client.post(f"/api/projects/{project}/branches", json={"name": "v1", "from": "main"})
    file = make_file(er_schema(REFERENCE, {}))
    transfers = {
        branch: (await Workspace(client, project, branch).apply(file))["transferId"] for branch in ("main", "v1")
    }
    await database.heads.update_one({"project": project, "name": "v1"}, {"$set": {"readOnly": True}})
    changes: dict[str, dict[str, Any]] = {"dark": {"importExport": False}, "foreign": {"tenantId": "beta"}}
    await database.projects.update_one({"_id": project}, {"$set": changes.get(project, {"tenantId": "acme"})})
    return transfers


async def test_every_route_is_in_the_table() -> None:
    """No route is without a rule, and no rule without a route."""
    assert {route.operation for route in ROUTES} == RULES.keys()


@each_route
async def test_status_routes_alone_are_open(site: Site, route: Route) -> None:
    """Without a user only the platform's probes are answered."""
    async with open_client(site.gateway, GATEWAY) as nobody:
        response = await site.send(nobody, route)

    if RULES[route.operation].least is None:
        assert response.status_code == 200
    else:
        assert_problem(response, 401, "unauthenticated")


@each_call
async def test_another_machine_is_no_gateway_and_not_this_one(site: Site, route: Route) -> None:
    """Headers that name a user, or this machine, open nothing to a caller from elsewhere."""
    async with open_client(site.gateway, ELSEWHERE, SPOOF) as pretended_gateway:
        assert_problem(await site.send(pretended_gateway, route), 401, "unauthenticated")
    async with open_client(site.local, ELSEWHERE, SPOOF) as pretended_neighbour:
        assert_problem(await site.send(pretended_neighbour, route), 403, "forbidden")


@each_call
@pytest.mark.parametrize("name", [OWNED, REFERENCE])
@pytest.mark.parametrize("role", ROLES)
async def test_role_opens_what_it_should(site: Site, route: Route, role: str, name: str) -> None:
    """In a project of one's own company, a role opens its calls and those of the roles below it, on any resource."""
    response = await site.ask(route, role, name=name)

    least = RULES[route.operation].least
    if least is not None and ROLES.index(role) < ROLES.index(least):
        assert_problem(response, 403, "forbidden")
    else:
        assert_problem(response, 400, "invalid-request")


@each_project_call
@pytest.mark.parametrize("role", [*ROLES, "stranger", "unknown"])
async def test_foreign_project_is_not_there(site: Site, route: Route, role: str) -> None:
    """Whatever a user may do at home, a project of another company is not there, and neither are its contents."""
    project = "own" if role in {"stranger", "unknown"} else "foreign"

    for name in (OWNED, REFERENCE):
        problem = assert_problem(await site.ask(route, role, project, name=name), 404, "not-found")
        missing = assert_problem(await site.ask(route, role, "absent", name=name), 404, "not-found")

        assert problem["detail"].replace(project, "absent") == missing["detail"]


@each_call
async def test_local_user_may_do_everything(site: Site, route: Route) -> None:
    """The one user of a local installation gets in everywhere."""
    async with open_client(site.local) as client:
        assert_problem(await site.send(client, route, "foreign"), 400, "invalid-request")


@each_project_call
async def test_reasons_come_in_order(site: Site, route: Route) -> None:
    """A request that is wrong in every way hears: not there, not permitted, switched off, read only, not valid."""
    rule = RULES[route.operation]
    checks = (
        ("nope", "guest", "dark", "not-found", _names_something(route)),
        ("v1", "guest", "dark", "forbidden", rule.least != "guest"),
        ("v1", "company-owner", "dark", "feature-disabled", rule.feature),
        ("v1", "company-owner", "own", "read-only-branch", rule.writes),
        ("main", "company-owner", "own", "invalid-request", True),
    )

    for branch, role, project, code, expected in checks:
        response = await site.ask(route, role, project, branch=branch)
        assert (response.json()["code"] == code) == expected, (code, response.text)


def _names_something(route: Route) -> bool:
    return route.operation not in _WITHOUT_BRANCH or "{transferId}" in route.path


@each_project_call
async def test_missing_resource_comes_first(site: Site, route: Route) -> None:
    """A resource that is not there, or a kind that is none, comes before rights, feature and branch."""
    missing = [("nope", OWNED)] if "{kinds}" in route.path else []
    missing += [("er-schemas", "nope"), ("systems", OWNED)] if "{name}" in route.path else []

    async with open_client(site.gateway, GATEWAY, {"miauserid": "guest"}) as client:
        for kinds, name in missing:
            path = route.path.format(projectId="dark", kinds=kinds, name=name)
            response = await client.request(route.method, path, params={"branch": "v1", "nope": "1"})
            assert_problem(response, 404, "not-found")
