from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from httpx import AsyncClient
from litestar import Litestar
from msgspec import structs

from fast_data_transfer.settings import Networks, Settings
from fast_data_transfer.storage.database import Database
from fast_data_transfer.web.failure_bound import FailureBound
from tests.clients import open_client
from tests.problems import assert_problem

GATEWAY = "10.1.2.3"
SHOP = {"tenantId": "acme", "projectId": "shop", "name": "Shop"}
ROLES = ("guest", "reporter", "developer", "maintainer", "project-admin", "company-owner")

Bind = Callable[..., Any]


class TestLocal:
    """A local installation: one user, and only on its own machine."""

    @pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
    async def test_own_machine_is_let_in(self, app: Litestar, address: str) -> None:
        """Every loopback address is this machine."""
        async with open_client(app, address) as client:
            assert (await client.get("/api/projects")).status_code == 200

    @pytest.mark.parametrize("address", ["192.168.1.5", "10.0.0.1", "::ffff:10.0.0.1", "2001:db8::1", "testclient"])
    async def test_other_machines_are_refused(self, app: Litestar, address: str) -> None:
        """Who calls from elsewhere is refused, whatever the Host header says."""
        async with open_client(app, address) as client:
            assert_problem(await client.get("/api/projects"), 403, "forbidden")

    @pytest.mark.parametrize("host", ["localhost", "localhost:3000", "127.0.0.1", "[::1]:3000", "LOCALHOST"])
    async def test_loopback_hosts_are_let_in(self, client: AsyncClient, host: str) -> None:
        """The server may be called by each name of this machine."""
        assert (await client.get("/api/projects", headers={"Host": host})).status_code == 200

    @pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "192.168.1.5:3000", "10.0.0.1"])
    async def test_other_hosts_are_refused(self, client: AsyncClient, host: str) -> None:
        """A name that somebody else controls may point to this machine, so it opens nothing."""
        assert_problem(await client.get("/api/projects", headers={"Host": host}), 403, "forbidden")


async def test_failures_on_one_s_own_machine_are_not_bounded(client: AsyncClient) -> None:
    """A local installation has nobody to be protected from."""
    codes = {(await client.get("/api/projects/nope")).status_code for _ in range(301)}

    assert codes == {404}


async def test_asking_for_methods_needs_no_rights(app: Litestar) -> None:
    """Which methods there are is in the OpenAPI document anyway; the question finds out nothing about projects."""
    async with open_client(app, "192.168.1.5") as client:
        assert (await client.options("/api/projects/shop")).status_code == 204


class TestCrossSite:
    """What a page of another site makes a browser send."""

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "null"},
            {"Origin": "https://evil.example"},
            {"Origin": "http://127.0.0.1:4000"},
            {"Origin": "https://127.0.0.1:3000"},
            {"Origin": "http://127.0.0.1:3000/path"},
            {"Origin": ""},
            {"Origin": "http://["},
            {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        ],
    )
    async def test_change_from_another_site_is_refused(self, client: AsyncClient, headers: dict[str, str]) -> None:
        """A request that would change something is refused when it comes from another site."""
        assert_problem(await client.post("/api/projects", json=SHOP, headers=headers), 403, "cross-site")
        assert (await client.get("/api/projects")).json()["total"] == 0

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Sec-Fetch-Site": "none"},
            {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:3000"},
            {"Origin": "HTTP://127.0.0.1:3000"},
        ],
    )
    async def test_own_pages_and_programs_are_let_in(self, client: AsyncClient, headers: dict[str, str]) -> None:
        """The product's own pages and programs without browser may change things."""
        assert (await client.post("/api/projects", json=SHOP, headers=headers)).status_code == 201

    async def test_reading_is_not_refused(self, client: AsyncClient) -> None:
        """A read changes nothing; the browser itself keeps its answer from other sites."""
        assert (await client.get("/api/projects", headers={"Sec-Fetch-Site": "cross-site"})).status_code == 200


class TestGateway:
    """Behind the platform's gateway: its headers say who asks, the bindings what they may do."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """Give the settings of an installation behind a gateway."""
        return structs.replace(settings, auth="gateway", trusted_proxies=Networks("10.1.0.0/16"))

    @pytest_asyncio.fixture
    async def client(self, app: Litestar) -> AsyncIterator[AsyncClient]:
        """Give a client that is the gateway, for the user ann of the groups ops and qa."""
        async with open_client(app, GATEWAY, {"miauserid": "ann", "miausergroups": "ops, ,qa"}) as opened:
            yield opened

    @pytest.fixture
    def bind(self, database: Database) -> Bind:
        """Give a function that gives ann, or another subject, a role."""

        async def bind(role: str, subject: str = "ann", **scope: str) -> None:
            await database.bindings.insert_one({"subject": subject, "role": role, **scope})

        return bind

    @pytest_asyncio.fixture
    async def shop(self, database: Database) -> None:
        """Put the project shop there, with the feature on, and a read-only branch v1."""
        await _put_project(database, "shop", "acme", importExport=True)

    async def test_nobody_is_refused(self, app: Litestar) -> None:
        """Without a user in the header, nothing is answered, and the way to sign in is named."""
        async with open_client(app, GATEWAY, {"miauserid": " "}) as client:
            response = await client.get("/api/projects")
            unknown = await client.get("/api/nope")

        assert_problem(unknown, 401, "unauthenticated")
        assert_problem(response, 401, "unauthenticated")
        assert "www-authenticate" in response.headers

    async def test_only_the_gateway_is_believed(self, app: Litestar, bind: Bind) -> None:
        """The headers of a caller that is not the gateway name nobody."""
        await bind("company-owner")
        async with open_client(app, "10.2.0.1", {"miauserid": "ann"}) as client:
            assert_problem(await client.get("/api/projects"), 401, "unauthenticated")

    @pytest.mark.usefixtures("shop")
    async def test_without_roles_the_list_is_empty(self, client: AsyncClient) -> None:
        """Who may see no project gets an empty list, not an error."""
        assert (await client.get("/api/projects")).json() == {"items": [], "total": 0}

    @pytest.mark.parametrize(
        "scope,seen",
        [
            ({}, ["other", "shop", "third"]),
            ({"tenantId": "acme"}, ["other", "shop"]),
            ({"projectId": "shop"}, ["shop"]),
            ({"tenantId": "acme", "projectId": "shop"}, ["shop"]),
            ({"tenantId": "beta", "projectId": "shop"}, []),
        ],
    )
    @pytest.mark.usefixtures("shop")
    async def test_binding_reaches_its_scope(
        self, client: AsyncClient, database: Database, bind: Bind, *, scope: dict[str, str], seen: list[str]
    ) -> None:
        """A binding is for all, for a company, for a project; list and single calls agree on that."""
        await _put_project(database, "other", "acme")
        await _put_project(database, "third", "beta")
        await bind("guest", **scope)

        listed = (await client.get("/api/projects")).json()
        single = {name: await client.get(f"/api/projects/{name}") for name in ("other", "shop", "third")}

        assert sorted(project["projectId"] for project in listed["items"]) == seen
        assert [name for name, response in single.items() if response.status_code == 200] == seen

    @pytest.mark.usefixtures("shop")
    async def test_groups_have_roles_too(self, client: AsyncClient, bind: Bind) -> None:
        """A role of a group of the user is a role of the user; one of another group is not."""
        await bind("reporter", subject="qa")
        await bind("company-owner", subject="dev")

        permissions = (await client.get("/api/projects/shop")).json()["permissions"]

        assert "console.company.project.view" in permissions
        assert "console.project.configuration.update" not in permissions

    @pytest.mark.usefixtures("shop")
    async def test_unknown_role_permits_nothing(self, client: AsyncClient, bind: Bind) -> None:
        """A role that the product does not know, or that is not even a text, opens nothing."""
        await bind("emperor")
        await bind(["company-owner"])

        assert (await client.get("/api/projects")).json()["total"] == 0
        assert_problem(await client.get("/api/projects/shop"), 404, "not-found")

    @pytest.mark.usefixtures("shop")
    async def test_foreign_project_looks_like_a_missing_one(
        self, client: AsyncClient, database: Database, bind: Bind
    ) -> None:
        """Nothing but the name tells a project that one may not see from one that is not there."""
        await _put_project(database, "hidden", "beta")
        await bind("company-owner", tenantId="acme")

        hidden, missing = [(await client.get(f"/api/projects/{name}")).json() for name in ("hidden", "absent")]

        assert {**hidden, "detail": hidden["detail"].replace("hidden", "absent"), "instance": ""} == {
            **missing,
            "instance": "",
        }

    # Rows: what is called; columns: guest, reporter, developer, maintainer, project admin, company owner.
    @pytest.mark.parametrize(
        "method,path,body,statuses",
        [
            ("GET", "/shop", None, "200 200 200 200 200 200"),
            ("PATCH", "/shop", {}, "403 403 403 403 200 200"),
            ("DELETE", "/shop", None, "403 403 403 403 204 204"),
            ("POST", "", SHOP | {"projectId": "new"}, "403 403 403 403 201 201"),
            ("POST", "/shop/branches", {"name": "dev"}, "403 403 201 201 201 201"),
            ("DELETE", "/shop/branches?branch=v1", None, "403 403 204 204 204 204"),
            ("GET", "/shop/configuration", None, "403 200 200 200 200 200"),
            ("GET", "/shop/resources", None, "403 200 200 200 200 200"),
            ("POST", "/shop/exports/preview", {}, "403 422 422 422 422 422"),
            ("GET", "/shop/transfers", None, "403 200 200 200 200 200"),
        ],
        ids=lambda value: value if isinstance(value, str) and value.startswith("/") else "",
    )
    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.usefixtures("shop")
    async def test_role_permits(
        self,
        client: AsyncClient,
        bind: Bind,
        *,
        role: str,
        method: str,
        path: str,
        body: object,
        statuses: str,
    ) -> None:
        """Each role may do what the Console lets it do, and nothing else."""
        await bind(role, tenantId="acme")

        response = await client.request(method, f"/api/projects{path}", json=body)

        assert response.status_code == int(statuses.split()[ROLES.index(role)]), response.text

    @pytest.mark.usefixtures("shop")
    async def test_project_role_makes_no_projects(self, client: AsyncClient, bind: Bind) -> None:
        """Who administrates one project, or another company, makes none in this one."""
        await bind("project-admin", projectId="shop")
        assert_problem(await client.post("/api/projects", json=SHOP | {"projectId": "new"}), 403, "forbidden")

        await bind("company-owner", tenantId="beta")
        assert_problem(await client.post("/api/projects", json=SHOP | {"projectId": "new"}), 403, "forbidden")

    @pytest.mark.usefixtures("shop")
    async def test_checks_come_in_order(self, app: Litestar, client: AsyncClient, bind: Bind) -> None:
        """A request that is wrong in every way is told the first reason; each that is mended uncovers the next."""

        async def answer(caller: AsyncClient, path: str) -> str:
            code: str = (await caller.put(f"/api/projects/{path}", content=b"{")).json()["code"]
            return code

        async with open_client(app, GATEWAY) as nobody:
            assert await answer(nobody, "nope/configuration?branch=nope&x=1") == "unauthenticated"
        await bind("reporter")
        assert await answer(client, "nope/configuration?branch=nope&x=1") == "not-found"
        assert await answer(client, "shop/configuration?branch=nope&x=1") == "not-found"
        assert await answer(client, "shop/configuration?branch=v1&x=1") == "forbidden"
        await bind("developer")
        assert await answer(client, "shop/configuration?branch=v1&x=1") == "read-only-branch"
        assert await answer(client, "shop/configuration?x=1") == "invalid-request"

    async def test_feature_is_asked_before_the_branch(
        self, client: AsyncClient, database: Database, bind: Bind
    ) -> None:
        """With the feature off, an import into a read-only branch is told of the feature, before its body is read."""
        await _put_project(database, "shop", "acme", importExport=False)
        await bind("developer")

        response = await client.post("/api/projects/shop/imports?branch=v1", content=b"x")
        assert_problem(response, 403, "feature-disabled")

        await database.projects.update_one({"_id": "shop"}, {"$set": {"importExport": True}})
        response = await client.post("/api/projects/shop/imports?branch=v1", content=b"x")
        assert_problem(response, 403, "read-only-branch")

    @pytest.mark.usefixtures("shop")
    async def test_failures_of_a_user_are_bounded(self, app: Litestar, client: AsyncClient, bind: Bind) -> None:
        """Who fails too often in a minute is told when to come again; others, and what succeeds, are not concerned."""
        app.state.failure_bound = FailureBound(3)
        await bind("reporter")
        for path in ("shop", "shop", "nope", "shop/transfers/x", "shop?x=1"):
            await client.get(f"/api/projects/{path}")

        response = await client.get("/api/projects/shop")

        assert_problem(response, 429, "busy")
        assert 0 < int(response.headers["retry-after"]) <= 60
        async with open_client(app, GATEWAY, {"miauserid": "bob"}) as bob:
            assert (await bob.get("/api/projects")).status_code == 200

    @pytest.mark.parametrize(
        "forwarded,status",
        [
            ({}, 403),
            ({"X-Forwarded-Proto": "https"}, 403),
            ({"X-Forwarded-Host": "console.example"}, 201),
            ({"X-Forwarded-Host": "evil.example"}, 403),
            ({"X-Forwarded-Host": "console.example", "X-Forwarded-Proto": "http"}, 403),
            ({"X-Forwarded-Host": "console.example", "X-Forwarded-Proto": "https"}, 201),
            ({"X-Forwarded-Host": "console.example, inner", "X-Forwarded-Proto": "https,http"}, 201),
            ({"X-Forwarded-Host": "inner, console.example", "X-Forwarded-Proto": "https"}, 403),
        ],
    )
    async def test_origin_is_what_the_gateway_was_called_by(
        self, client: AsyncClient, bind: Bind, *, forwarded: dict[str, str], status: int
    ) -> None:
        """Behind the gateway the browser's origin is compared with the scheme and host that the gateway tells."""
        await bind("company-owner")

        response = await client.post(
            "/api/projects", json=SHOP, headers={"Origin": "https://console.example"} | forwarded
        )

        assert response.status_code == status, response.text


async def _put_project(database: Database, project_id: str, tenant_id: str, **fields: object) -> None:
    await database.projects.insert_one(
        {
            "_id": project_id,
            "tenantId": tenant_id,
            "name": project_id,
            "defaultBranch": "main",
            "importExport": False,
            **fields,
        }
    )
    for name in ("main", "v1"):
        await database.heads.insert_one(
            {
                "project": project_id,
                "name": name,
                "readOnly": name == "v1",
                "revision": 0,
                "title": None,
                "updatedAt": None,
                "updatedBy": None,
                "configVersion": "2.2.0",
                "extra": "{}",
                "services": "{}",
                "collections": "{}",
                "collectionNames": [],
            }
        )
