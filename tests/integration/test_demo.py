import asyncio
import json
from typing import Any

import pytest
import pytest_asyncio
from httpx import AsyncClient, Response
from pymongo.errors import PyMongoError

from fast_data_transfer.demo import load_demo
from fast_data_transfer.storage.database import Database

DEMO = ["delivery", "insights", "legacy-crm", "tracking"]


@pytest_asyncio.fixture(autouse=True)
async def loaded(database: Database) -> bool:
    """Load the demo projects, and give what the loader answered."""
    return await load_demo(database)


async def _export(client: AsyncClient, selection: dict[str, Any] | None = None) -> bytes:
    response = await client.post("/api/projects/delivery/exports", json={"selection": selection})
    assert response.status_code == 200, response.text
    return response.content


async def _send(client: AsyncClient, project_id: str, call: str, file: bytes, **choices: object) -> Response:
    form = {"choices": json.dumps(choices)}
    return await client.post(f"/api/projects/{project_id}/{call}", data=form, files={"file": ("export.json", file)})


async def _plan(client: AsyncClient, project_id: str, file: bytes, **choices: object) -> dict[str, Any]:
    response = await _send(client, project_id, "imports/plan", file, **choices)
    assert response.status_code == 200, response.text
    plan: dict[str, Any] = response.json()
    return plan


async def _project_ids(client: AsyncClient) -> list[str]:
    projects = (await client.get("/api/projects")).json()["items"]
    return sorted(project["projectId"] for project in projects)


async def test_demo_is_four_projects_with_the_feature_on(client: AsyncClient, *, loaded: bool) -> None:
    """An empty database gets the four projects, each saved once, with Import / Export switched on."""
    projects = (await client.get("/api/projects")).json()["items"]

    assert loaded
    assert sorted(project["projectId"] for project in projects) == DEMO
    assert all(project["featurePreview"]["importExport"] for project in projects)
    assert all(project["branches"] == [{"name": "main", "revision": 1, "readOnly": False}] for project in projects)


async def test_demo_is_loaded_once(client: AsyncClient, database: Database) -> None:
    """What a user deleted does not come back while any project is there."""
    await client.delete("/api/projects/legacy-crm")

    assert not await load_demo(database)
    assert await _project_ids(client) == ["delivery", "insights", "tracking"]


async def test_demo_is_loaded_whole_or_not_at_all(client: AsyncClient, database: Database) -> None:
    """A start that breaks off leaves no part of the demo, so the next one loads it."""
    for project_id in DEMO:
        await client.delete(f"/api/projects/{project_id}")
    validator = {"name": {"$ne": "pr_customers"}}
    await database.resources.database.command("collMod", "resources", validator=validator)
    try:
        with pytest.raises(PyMongoError):
            await load_demo(database)
        assert await _project_ids(client) == []
    finally:
        await database.resources.database.command("collMod", "resources", validator={})

    assert await load_demo(database)
    assert await _project_ids(client) == DEMO


async def test_two_servers_load_one_demo(client: AsyncClient, database: Database) -> None:
    """Servers that start at the same time on an empty database load the demo once."""
    for project_id in DEMO:
        await client.delete(f"/api/projects/{project_id}")

    assert sorted(await asyncio.gather(*(load_demo(database) for _ in range(3)))) == [False, False, True]
    assert await _project_ids(client) == DEMO


@pytest.mark.parametrize("project_id", DEMO)
async def test_demo_is_valid(client: AsyncClient, project_id: str) -> None:
    """A demo project saves again as it is, without a warning, and nothing changes."""
    path = f"/api/projects/{project_id}/configuration"
    saved = (await client.get(path)).json()
    update = {key: saved[key] for key in ("fastDataConfig", "services", "collections")}

    receipt = await client.put(path, json=update | {"title": "again", "previousRevision": 1})

    assert receipt.status_code == 200, receipt.text
    assert receipt.json()["warnings"] == []
    assert receipt.json()["revision"] == 1


@pytest.mark.parametrize(
    "project_id,architecture",
    [
        ("delivery", "event-driven"),
        ("insights", "event-driven"),
        ("legacy-crm", "standard"),
        ("tracking", "undetermined"),
    ],
)
async def test_demo_shows_each_architecture(client: AsyncClient, project_id: str, architecture: str) -> None:
    """The services of a demo project tell the architecture that it is there to show."""
    plan = await _plan(client, project_id, await _export(client), mode="resource")

    assert plan["destination"]["architecture"] == architecture


async def test_all_of_delivery_becomes_references_in_insights(client: AsyncClient) -> None:
    """The whole of `delivery` imports into `insights` by reference, with no difficulty at all."""
    file = await _export(client)

    plan = await _plan(client, "insights", file, mode="reference")
    response = await _send(client, "insights", "imports", file, mode="reference", planDigest=plan["planDigest"])

    found = [*plan["issues"], *(issue for item in plan["items"] for issue in item["issues"])]
    # `riders` is a CRUD collection, which no file carries; JavaScript is always to be read.
    assert {(issue["severity"], issue["code"]) for issue in found} <= {
        ("warning", "unknown-node"),
        ("info", "code-review"),
    }
    assert plan["file"]["counts"] == {
        "systems": 2,
        "projections": 8,
        "erSchemas": 2,
        "singleViews": 1,
        "castFunctions": 4,
    }
    assert response.status_code == 201, response.text
    assert len(response.json()["created"]) == 17


async def test_er_schema_brings_what_it_needs(client: AsyncClient) -> None:
    """Exporting `delivery-er` alone shows both systems, projections and functions as dependencies, and what stays."""
    selection = {"erSchemas": ["delivery-er"]}

    preview = (await client.post("/api/projects/delivery/exports/preview", json={"selection": selection})).json()

    kinds = [dependency["kind"] for dependency in preview["dependencies"]]
    assert {kind: kinds.count(kind) for kind in kinds} == {"system": 2, "projection": 7, "castFunction": 4}
    assert [(node["kind"], node["name"]) for node in preview["notExported"]] == [("crudCollection", "riders")]


async def test_one_name_is_taken_in_legacy_crm(client: AsyncClient) -> None:
    """A copy of `delivery` meets one conflict in `legacy-crm`, which a new name solves."""
    file = await _export(client)

    plan = await _plan(client, "legacy-crm", file, mode="resource")
    conflicts = [item for item in plan["items"] if item["status"] == "conflict"]
    rename = {"kind": "projection", "name": "pr_customers", "newName": conflicts[0]["suggestedName"]}
    response = await _send(client, "legacy-crm", "imports", file, mode="resource", renames=[rename])

    assert [item["name"] for item in conflicts] == ["pr_customers"]
    assert response.status_code == 201, response.text
