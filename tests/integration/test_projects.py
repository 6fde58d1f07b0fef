import asyncio
from typing import Any

import pytest
from bson import ObjectId
from httpx import AsyncClient

from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.storage import branches, projects
from fast_data_transfer.storage.database import Database
from tests.problems import assert_problem

SHOP = {"tenantId": "acme", "projectId": "shop", "name": "Shop"}


async def _create(client: AsyncClient, **changes: object) -> dict[str, Any]:
    response = await client.post("/api/projects", json=SHOP | changes)
    assert response.status_code == 201, response.text
    project: dict[str, Any] = response.json()
    return project


async def _names(client: AsyncClient, **parameters: str | int) -> list[str]:
    response = await client.get("/api/projects", params=parameters)
    return [project["name"] for project in response.json()["items"]]


async def test_new_project_has_an_empty_default_branch(client: AsyncClient) -> None:
    """A new project has the branch main at revision 0, and the feature off."""
    project = await _create(client)

    permissions = project.pop("permissions")
    assert project == SHOP | {
        "defaultBranch": "main",
        "branches": [{"name": "main", "revision": 0, "readOnly": False}],
        "featurePreview": {"importExport": False},
    }
    assert "console.project.configuration.update" in permissions


async def test_new_project_takes_branch_and_feature(client: AsyncClient) -> None:
    """The default branch and the Feature Preview switch can be given at once."""
    project = await _create(client, defaultBranch="release/1", featurePreview={"importExport": True})

    assert project["branches"] == [{"name": "release/1", "revision": 0, "readOnly": False}]
    assert project["featurePreview"] == {"importExport": True}


async def test_get_gives_what_was_created(client: AsyncClient) -> None:
    """A project is read as it was answered when it was made."""
    created = await _create(client)

    assert (await client.get("/api/projects/shop")).json() == created


async def test_project_id_is_unique(client: AsyncClient) -> None:
    """A second project with the same id is refused, also in another company."""
    await _create(client)

    response = await client.post("/api/projects", json=SHOP | {"tenantId": "other"})

    problem = assert_problem(response, 409, "name-taken")
    assert problem["errors"][0]["pointer"] == "/projectId"


async def test_of_two_equal_projects_at_once_one_is_made(client: AsyncClient) -> None:
    """Two requests that race for one id end as one project and one refusal."""
    responses = await asyncio.gather(*(client.post("/api/projects", json=SHOP) for _ in range(2)))

    assert sorted(response.status_code for response in responses) == [201, 409]


@pytest.mark.parametrize(
    "project_id", ["", "-a", "a b", "a.b", "é", "shop\n", "a" * 81], ids=lambda value: repr(value)[:12]
)
@pytest.mark.parametrize("field", ["projectId", "tenantId"])
async def test_ids_have_a_form(client: AsyncClient, field: str, project_id: str) -> None:
    """The ids of projects and companies are 1 to 80 ASCII letters, digits, _ and -."""
    response = await client.post("/api/projects", json=SHOP | {field: project_id})

    problem = assert_problem(response, 400, "invalid-request")
    assert problem["errors"][0]["pointer"] == f"/{field}"


@pytest.mark.parametrize("name", ["", "x" * 201])
async def test_names_have_1_to_200_characters(client: AsyncClient, name: str) -> None:
    """A project without a name, or with one that is too long, is refused."""
    assert_problem(await client.post("/api/projects", json=SHOP | {"name": name}), 400, "invalid-request")


async def test_list_is_paged(client: AsyncClient) -> None:
    """A page has the items from offset on, at most limit, and the total of all pages."""
    for name in ("c", "a", "b"):
        await _create(client, projectId=name, name=name)

    page = (await client.get("/api/projects?offset=1&limit=1")).json()

    assert page["total"] == 3
    assert [project["name"] for project in page["items"]] == ["b"]


async def test_list_is_searched_in_names_and_ids(client: AsyncClient) -> None:
    """The search finds a text in name or id, in upper or lower case, and takes no character as a wildcard."""
    await _create(client, projectId="one", name="Shop (new)")
    await _create(client, projectId="shop-2", name="Two")
    await _create(client, projectId="three", name="Three")

    assert await _names(client, q="SHOP") == ["Shop (new)", "Two"]
    assert await _names(client, q="(") == ["Shop (new)"]
    assert await _names(client, q=".") == []


async def test_last_changed_project_comes_first(client: AsyncClient, database: Database) -> None:
    """Sorted by -updatedAt, a project is as new as the last write in one of its branches."""
    await _create(client, projectId="old", name="old")
    await asyncio.sleep(0.002)
    await _create(client, projectId="new", name="new")
    assert await _names(client, sort="-updatedAt") == ["new", "old"]

    await database.heads.update_one({"project": "old"}, {"$set": {"updatedAt": "9999-01-01T00:00:00.000Z"}})

    assert await _names(client, sort="-updatedAt") == ["old", "new"]


async def test_patch_changes_what_it_names(client: AsyncClient) -> None:
    """A change of the name leaves the switch, a change of the switch leaves the name."""
    await _create(client)

    await client.patch("/api/projects/shop", json={"name": "Shop 2"})
    response = await client.patch("/api/projects/shop", json={"featurePreview": {"importExport": True}})

    assert response.json() == (await client.get("/api/projects/shop")).json()
    assert response.json()["name"] == "Shop 2"
    assert response.json()["featurePreview"] == {"importExport": True}


async def test_patches_at_the_same_time_both_count(client: AsyncClient) -> None:
    """Who changes the name does not take back what somebody else switches in the same moment."""
    await _create(client)

    for number, switch in enumerate([True, False] * 5):
        feature = {"featurePreview": {"importExport": switch}}
        await asyncio.gather(
            *(client.patch("/api/projects/shop", json=change) for change in ({"name": f"Shop {number}"}, feature))
        )
        project = (await client.get("/api/projects/shop")).json()
        assert (project["name"], project["featurePreview"]["importExport"]) == (f"Shop {number}", switch)


@pytest.mark.parametrize("change", [{"projectId": "x"}, {"defaultBranch": "x"}, {"name": None}])
async def test_patch_takes_nothing_else(client: AsyncClient, change: dict[str, object]) -> None:
    """Ids and the default branch do not change, and null is no name."""
    await _create(client)

    assert_problem(await client.patch("/api/projects/shop", json=change), 400, "invalid-request")


async def test_deleted_project_leaves_nothing(client: AsyncClient, database: Database) -> None:
    """A deleted project takes its branches, resources and history along, and no other project's."""
    await _create(client)
    await _create(client, projectId="other")
    head = await database.heads.find_one({"project": "shop"})
    assert head is not None
    await database.resources.insert_one({"head": head["_id"], "namespace": "system", "name": "s", "kind": "system"})
    for collection in (database.transfers, database.snapshots):
        await collection.insert_one({"project": "shop"})

    response = await client.delete("/api/projects/shop")

    assert response.status_code == 204
    assert_problem(await client.get("/api/projects/shop"), 404, "not-found")
    assert await database.heads.distinct("project") == ["other"]
    for collection in (database.resources, database.transfers, database.snapshots):
        assert await collection.count_documents({}) == 0


@pytest.mark.parametrize(
    "collection,field",
    [("heads", "project"), ("resources", "head"), ("transfers", "project"), ("snapshots", "project")],
)
async def test_deletion_goes_by_indexes(database: Database, collection: str, field: str) -> None:
    """What belongs to a project is found without looking at what belongs to others, however much that is."""
    explained = await getattr(database, collection).find({field: "shop"}).explain()

    assert explained["queryPlanner"]["winningPlan"]["inputStage"]["stage"] == "IXSCAN"


async def test_new_branch_is_empty(client: AsyncClient) -> None:
    """A branch that is made from nothing is at revision 0."""
    await _create(client)

    response = await client.post("/api/projects/shop/branches", json={"name": "feature/x"})

    assert response.status_code == 201
    assert response.json() == {"name": "feature/x", "revision": 0, "readOnly": False}
    branches = (await client.get("/api/projects/shop")).json()["branches"]
    assert [branch["name"] for branch in branches] == ["feature/x", "main"]


async def test_branch_copies_everything(client: AsyncClient, database: Database) -> None:
    """A branch that is made from another one has its revision, its head and all of its resources."""
    await _create(client)
    head = await database.heads.find_one_and_update(
        {"project": "shop"}, {"$set": {"revision": 7, "services": '{"a":{}}', "title": "seven"}}, return_document=True
    )
    resources = [
        {"_id": ObjectId(), "head": head["_id"], "namespace": "collection", "kind": "projection", "name": f"pr_{n}"}
        for n in range(2500)
    ]
    await database.resources.insert_many(resources)

    response = await client.post("/api/projects/shop/branches", json={"name": "v1", "from": "main", "readOnly": True})

    assert response.json() == {"name": "v1", "revision": 7, "readOnly": True}
    copy = await database.heads.find_one({"project": "shop", "name": "v1"})
    assert copy is not None
    assert copy == head | {"_id": copy["_id"], "name": "v1", "readOnly": True}
    assert await database.resources.count_documents({"head": copy["_id"]}) == 2500
    assert await database.resources.count_documents({"head": head["_id"]}) == 2500


async def test_copy_of_a_read_only_branch_can_be_written(client: AsyncClient) -> None:
    """Only the new branch's own `readOnly` says whether it can be written."""
    await _create(client)
    await client.post("/api/projects/shop/branches", json={"name": "v1", "readOnly": True})

    response = await client.post("/api/projects/shop/branches", json={"name": "fix", "from": "v1"})

    assert response.json()["readOnly"] is False


async def test_branch_name_is_unique_in_its_project(client: AsyncClient) -> None:
    """A second branch of one name is refused; another project may have it."""
    await _create(client)
    await _create(client, projectId="other")
    await client.post("/api/projects/shop/branches", json={"name": "dev"})

    taken = await client.post("/api/projects/shop/branches", json={"name": "dev"})
    other = await client.post("/api/projects/other/branches", json={"name": "dev"})

    assert_problem(taken, 409, "name-taken")
    assert other.status_code == 201


async def test_what_has_gone_meanwhile_is_not_found(client: AsyncClient, database: Database) -> None:
    """A project or a source that is deleted while a request is under way ends in 404, and nothing is written."""
    await _create(client)
    project = await projects.fetch_project(database, "shop")
    main = await branches.fetch_branch(database, "shop", "main")
    assert project
    assert main
    await _create(client, projectId="other")
    await client.delete("/api/projects/shop")

    with pytest.raises(Problem, match="is not there any more"):
        await projects.update_project(database, project.project_id, name="x", import_export=None)
    with pytest.raises(Problem, match="is not there any more"):
        await branches.create_branch(database, "shop", "dev", read_only=False, source=None)
    with pytest.raises(Problem, match="is not there any more"):
        await branches.create_branch(database, "other", "dev", read_only=False, source=main)
    assert await database.heads.distinct("project") == ["other"]


async def test_branch_of_an_unknown_one_is_refused(client: AsyncClient) -> None:
    """A branch cannot be copied from one that is not there."""
    await _create(client)

    response = await client.post("/api/projects/shop/branches", json={"name": "dev", "from": "nope"})

    assert assert_problem(response, 422, "unknown-resource")["errors"][0]["pointer"] == "/from"


@pytest.mark.parametrize("name", [".x", "x.", "a..b", "a.lock", "a b", "é", "dev\n", "{x}", "a", "x" * 201, "a\0"])
async def test_branch_names_have_a_form(client: AsyncClient, name: str) -> None:
    """A branch is named as the Console names branches, in ASCII."""
    await _create(client)

    response = await client.post("/api/projects/shop/branches", json={"name": name})

    assert assert_problem(response, 400, "invalid-request")["errors"][0]["pointer"] == "/name"


async def test_read_only_branch_may_be_named_as_a_tag(client: AsyncClient) -> None:
    """What is read only is a tag or a version, and these have more names than branches."""
    await _create(client)

    response = await client.post("/api/projects/shop/branches", json={"name": "{1}", "readOnly": True})

    assert response.status_code == 201


async def test_deleted_branch_takes_its_resources_along(client: AsyncClient, database: Database) -> None:
    """A deleted branch leaves no resource, and the other branches as they are."""
    await _create(client)
    await client.post("/api/projects/shop/branches", json={"name": "feature/x"})
    async for head in database.heads.find():
        await database.resources.insert_one({"head": head["_id"], "namespace": "system", "name": "s", "kind": "system"})

    response = await client.delete("/api/projects/shop/branches", params={"branch": "feature/x"})

    assert response.status_code == 204
    assert await database.heads.distinct("name") == ["main"]
    assert await database.resources.count_documents({}) == 1


@pytest.mark.parametrize("query", ["", "?branch=main"])
async def test_default_branch_stays(client: AsyncClient, query: str) -> None:
    """The default branch, named or not, cannot be deleted."""
    await _create(client)

    assert_problem(await client.delete(f"/api/projects/shop/branches{query}"), 409, "resource-in-use")


async def test_unknown_branch_is_not_found(client: AsyncClient) -> None:
    """A branch that is not there cannot be deleted."""
    await _create(client)

    assert_problem(await client.delete("/api/projects/shop/branches?branch=nope"), 404, "not-found")
