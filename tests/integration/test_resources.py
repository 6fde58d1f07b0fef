import pytest
from httpx import AsyncClient

from tests.builders import (
    Entry,
    cast_function,
    collections,
    configuration,
    er_schema,
    event_driven,
    field,
    projection,
    shop_config,
    single_view,
    system,
)
from tests.problems import assert_problem
from tests.workspace import CLOSURE, Workspace, make_workspace, projections_of

ENTRIES: dict[str, Entry] = {
    "systems": system("x"),
    "single-views": single_view("x"),
    "er-schemas": er_schema("x", {"pr_a": ["riders"]}),
    "cast-functions": cast_function("x"),
}


async def _make_shop(client: AsyncClient) -> Workspace:
    return await make_workspace(client, "shop", shop_config(), collections=collections("riders"))


async def _make_referencing(client: AsyncClient) -> Workspace:
    """Make a branch that holds the ER closure of the shop by reference."""
    shop = await _make_shop(client)
    crm = await make_workspace(client, "crm", services=event_driven())
    await crm.apply(await shop.export(CLOSURE))
    return crm


async def _list(workspace: Workspace, **parameters: str | int) -> Entry:
    response = await workspace.client.get(workspace.url("resources"), params=parameters)
    assert response.status_code == 200, response.text
    found: Entry = response.json()
    return found


async def _names(workspace: Workspace, **parameters: str | int) -> list[str]:
    return [item["name"] for item in (await _list(workspace, **parameters))["items"]]


# Lists


async def test_list_summarizes(client: AsyncClient) -> None:
    """A row has what a table shows, and no contents."""
    shop = await _make_shop(client)

    (row,) = (await _list(shop, kind="projection", q="orders"))["items"]

    assert row | {"digest": "", "updatedAt": ""} == {
        "kind": "projection",
        "name": "pr_orders",
        "system": "delivery",
        "description": "What pr_orders holds",
        "counts": {"fields": 2, "indexes": 1},
        "usedBy": 1,
        "digest": "",
        "updatedAt": "",
    }


async def test_list_counts_users(client: AsyncClient) -> None:
    """A row says how many resources use it."""
    shop = await _make_shop(client)

    used = {item["name"]: item["usedBy"] for item in (await _list(shop))["items"]}

    assert {name: count for name, count in used.items() if count} == {
        "delivery": 5,
        "pr_orders": 1,
        "pr_dishes": 1,
        "castItalianDecimal": 1,
    }


async def test_list_is_filtered(client: AsyncClient) -> None:
    """A list may be of one kind, of one system, and of what has a text in its name."""
    shop = await _make_shop(client)
    other = {"name": "other", "entry": system("other")}
    await client.post(shop.url("resources/systems"), json=other)

    assert await _names(shop, kind="system") == ["delivery", "other"]
    assert await _names(shop, system="other") == []
    assert len(await _names(shop, system="delivery")) == 5
    assert await _names(shop, q="YES") == ["castYesNo"]
    assert await _names(shop, q=".*") == []


async def test_list_is_paged_and_sorted(client: AsyncClient) -> None:
    """Pages follow each other by name, or the last changed first, and the total is of all pages."""
    shop = await _make_shop(client)
    everything = await _names(shop)

    pages = [await _names(shop, offset=offset, limit=4) for offset in (0, 4, 8)]
    await shop.edit("projections", "pr_c", description="Changed")

    assert sum(pages, []) == everything == sorted(everything)  # noqa: RUF017
    assert (await _list(shop, limit=1))["total"] == len(everything) == 10
    assert (await _names(shop, sort="-updatedAt"))[0] == "pr_c"


async def test_list_tells_what_cast_functions_return(client: AsyncClient) -> None:
    """A row of a cast function has its returned type, by which a field finds the functions that fit it."""
    lab = await make_workspace(client, "lab", configuration(cast_function("castPrice", dataType="number")))

    (row,) = (await _list(lab, kind="castFunction", q="castPrice"))["items"]

    assert (row["type"], row["dataType"]) == ("custom", "number")


async def test_list_shows_references(client: AsyncClient) -> None:
    """A row of a reference has its marker."""
    crm = await _make_referencing(client)

    rows = (await _list(crm))["items"]

    assert {row["reference"]["name"] for row in rows} == {row["name"] for row in rows}


@pytest.mark.parametrize("kinds", ["tables", "projection", "systems%00"])
async def test_unknown_kind_is_no_resource(client: AsyncClient, kinds: str) -> None:
    """A path that names no kind is refused without an error of the server."""
    shop = await _make_shop(client)

    response = await client.get(shop.url(f"resources/{kinds}/x"))

    assert response.status_code in {400, 404}


# One resource


async def test_get_shows_uses_and_users(client: AsyncClient) -> None:
    """One resource comes with its entry, what it needs under which rule, and what needs it."""
    shop = await _make_shop(client)

    orders = await shop.get("projections", "pr_orders")
    schema = await shop.get("er-schemas", "delivery-er")

    assert orders["entry"] == projections_of(shop_config())["pr_orders"]
    assert orders["uses"] == [
        {"kind": "castFunction", "name": "castItalianDecimal", "rule": "projection-cast-function"},
        {"kind": "system", "name": "delivery", "rule": "projection-system"},
    ]
    assert orders["usedBy"] == [{"kind": "erSchema", "name": "delivery-er"}]
    assert [(use["kind"], use["name"]) for use in schema["uses"]] == [
        ("projection", "pr_dishes"),
        ("projection", "pr_orders"),
        ("crudCollection", "riders"),
    ]


async def test_system_comes_without_its_projections(client: AsyncClient) -> None:
    """The projections of a system are resources of their own."""
    shop = await _make_shop(client)

    delivery = await shop.get("systems", "delivery")

    assert "projections" not in delivery["entry"]
    assert len(delivery["usedBy"]) == 5


@pytest.mark.parametrize("kinds, entry", ENTRIES.items())
async def test_create_get_change_delete(client: AsyncClient, kinds: str, entry: Entry) -> None:
    """A resource is created, read, changed and deleted, one revision each."""
    shop = await _make_shop(client)
    entry = {key: value for key, value in entry.items() if key != "projections"}

    created = await client.post(shop.url(f"resources/{kinds}"), json={"name": "x", "entry": entry})
    got = await client.get(shop.url(f"resources/{kinds}/x"))
    changed = await shop.try_edit(kinds, "x", description="Changed", services=[{"name": "s"}])
    deleted = await shop.delete(kinds, "x")

    assert (created.status_code, got.status_code, changed.status_code, deleted.status_code) == (201, 200, 200, 204)
    assert created.json() == got.json()
    assert got.json()["entry"] == entry
    assert created.headers["etag"] == got.headers["etag"] != changed.headers["etag"]
    assert changed.json()["entry"] == entry | {"description": "Changed", "services": [{"name": "s"}]}
    assert (await client.get(shop.url(f"resources/{kinds}/x"))).status_code == 404
    assert (await shop.load())["revision"] == 4


async def test_projection_is_created_in_its_system(client: AsyncClient) -> None:
    """A projection needs a system that is there, and names it."""
    shop = await _make_shop(client)
    entry = projection("pr_new")

    async def create(**body: object) -> int:
        response = await client.post(shop.url("resources/projections"), json={"name": "pr_new", "entry": entry} | body)
        return response.status_code

    assert await create() == 422
    assert await create(system="nowhere") == 422
    assert await create(system="delivery") == 201
    assert "pr_new" in (await shop.config())["systems"]["delivery"]["projections"]


async def test_only_projections_have_a_system(client: AsyncClient) -> None:
    """A system that is named for another kind is a bad request."""
    shop = await _make_shop(client)

    body = {"name": "x", "entry": {}, "system": "delivery"}
    response = await client.post(shop.url("resources/single-views"), json=body)

    assert_problem(response, 400, "invalid-request")


async def test_new_system_has_no_projections(client: AsyncClient) -> None:
    """Projections inside the entry of a system are refused rather than lost."""
    shop = await _make_shop(client)
    entry = system("x", projection("pr_x"))

    created = await client.post(shop.url("resources/systems"), json={"name": "x", "entry": entry})
    changed = await shop.try_edit("systems", "delivery", projections=entry["projections"])

    for response in (created, changed):
        problem = assert_problem(response, 422, "invalid-resource")
        assert problem["errors"][0]["pointer"] == "/entry/projections"


@pytest.mark.parametrize(
    "kinds, name",
    [
        ("single-views", "pr_orders"),
        ("single-views", "riders"),
        ("systems", "delivery"),
        ("er-schemas", "delivery-er"),
        ("cast-functions", "castYesNo"),
        ("cast-functions", "defaultCastToString"),
    ],
)
async def test_name_is_free_in_its_namespace(client: AsyncClient, kinds: str, name: str) -> None:
    """A name that a resource of the namespace has, a CRUD collection or a known default function, is taken."""
    shop = await _make_shop(client)

    response = await client.post(
        shop.url(f"resources/{kinds}"), json={"name": name, "entry": ENTRIES[kinds] | {"name": name} | _ids(name)}
    )

    assert_problem(response, 409, "name-taken")


def _ids(name: str) -> Entry:
    return dict.fromkeys(("systemId", "singleViewId", "erSchemaId", "castFunctionId"), name)


@pytest.mark.parametrize(
    "kinds, name",
    [("systems", "a b"), ("systems", ""), ("er-schemas", "é"), ("cast-functions", "a-b"), ("single-views", "x" * 81)],
)
async def test_name_follows_the_rule(client: AsyncClient, kinds: str, name: str) -> None:
    """A name that breaks the rule of its kind is refused."""
    shop = await _make_shop(client)

    response = await client.post(shop.url(f"resources/{kinds}"), json={"name": name, "entry": {}})

    assert_problem(response, 422, "invalid-resource")


@pytest.mark.parametrize("change", [{"name": "y"}, {"systemId": "y"}])
async def test_name_does_not_change(client: AsyncClient, change: Entry) -> None:
    """A PUT with another name is a bad request, and so is a POST that contradicts itself."""
    shop = await _make_shop(client)

    changed = await shop.try_edit("systems", "delivery", **change)
    created = await client.post(shop.url("resources/systems"), json={"name": "x", "entry": change})

    assert_problem(changed, 400, "invalid-request")
    assert_problem(created, 400, "invalid-request")


@pytest.mark.parametrize(
    "change, pointer",
    [
        ({"fields": [field("A", type="text", primaryKey=True)]}, "/entry/fields/0/type"),
        ({"fields": [field("A", primaryKey=True), field("A")]}, "/entry/fields/1/name"),
        ({"fields": [field("$A", primaryKey=True)]}, "/entry/fields/0/name"),
        ({"fields": [field("A")]}, "/entry/fields"),
        ({"fields": {}}, "/entry/fields"),
        ({"indexes": [{"name": "i", "type": "geo"}]}, "/entry/indexes/0/type"),
        ({"topics": {"ingestion": "t"}}, "/entry/topics/ingestion"),
    ],
    ids=str,
)
async def test_edit_makes_a_good_projection(client: AsyncClient, change: Entry, pointer: str) -> None:
    """What is only warned about on load is an error on edit."""
    shop = await _make_shop(client)
    before = await shop.load()

    problem = assert_problem(await shop.try_edit("projections", "pr_a", **change), 422, "invalid-resource")

    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert await shop.load() == before


async def test_edit_that_changes_nothing_is_no_revision(client: AsyncClient) -> None:
    """The same entry again, in another order, leaves the branch as it is."""
    shop = await _make_shop(client)
    before = await shop.load()
    entry = dict(reversed((await shop.get("projections", "pr_a"))["entry"].items()))

    response = await client.put(shop.url("resources/projections/pr_a"), json={"entry": entry})

    assert response.status_code == 200
    assert await shop.load() == before


async def test_etag_changes_with_anything_in_the_answer(client: AsyncClient) -> None:
    """The ETag of a resource changes with its entry, its wiring, and its users, and only then."""
    shop = await _make_shop(client)
    url = shop.url("resources/projections/pr_a")
    etags = [(await client.get(url)).headers["etag"]]

    await shop.edit("projections", "pr_b", description="Something else")
    etags.append((await client.get(url)).headers["etag"])
    await shop.edit("projections", "pr_a", description="Changed")
    etags.append((await client.get(url)).headers["etag"])
    await shop.edit("projections", "pr_a", strategies={"mode": "auto"})
    etags.append((await client.get(url)).headers["etag"])
    schema = {"name": "ours", "entry": er_schema("ours", {"pr_a": []})}
    await client.post(shop.url("resources/er-schemas"), json=schema)
    etags.append((await client.get(url)).headers["etag"])

    assert etags[0] == etags[1]
    assert len(set(etags[1:])) == 4


async def test_if_match_guards_an_edit(client: AsyncClient) -> None:
    """An edit of what was read before the last change is refused; with the present ETag, `*` or none it goes."""
    shop = await _make_shop(client)
    url = shop.url("resources/projections/pr_a")
    read = await client.get(url)
    entry = read.json()["entry"]
    await shop.edit("projections", "pr_a", description="Somebody was first")
    old, fresh = read.headers["etag"], (await client.get(url)).headers["etag"]

    async def put(if_match: str, description: str) -> int:
        body = {"entry": entry | {"description": description}}
        return (await client.put(url, json=body, headers={"If-Match": if_match})).status_code

    assert await put(old, "1") == 412
    assert await put(f'"x", {fresh}', "2") == 200
    assert await put("*", "3") == 200
    assert (await client.delete(url, headers={"If-Match": fresh})).status_code == 412
    assert (await shop.get("projections", "pr_a"))["entry"]["description"] == "3"


async def test_used_resource_is_not_deleted(client: AsyncClient) -> None:
    """What others use stays, and they are named."""
    shop = await _make_shop(client)

    by_schema = assert_problem(await shop.delete("projections", "pr_orders"), 409, "resource-in-use")
    by_projection = assert_problem(await shop.delete("cast-functions", "castItalianDecimal"), 409, "resource-in-use")
    by_members = assert_problem(await shop.delete("systems", "delivery"), 409, "resource-in-use")

    assert "delivery-er" in by_schema["detail"]
    assert "pr_orders" in by_projection["detail"]
    assert len(by_members["errors"]) == 5


async def test_unknown_resource_is_not_found(client: AsyncClient) -> None:
    """Nobody can read, change, delete or detach what is not there, nor under another kind."""
    shop = await _make_shop(client)

    for kinds, name in (("projections", "x"), ("single-views", "pr_a"), ("systems", "pr_a")):
        url = shop.url(f"resources/{kinds}/{name}")
        assert_problem(await client.get(url), 404, "not-found")
        assert_problem(await client.put(url, json={"entry": {}}), 404, "not-found")
        assert_problem(await client.delete(url), 404, "not-found")
        assert_problem(await shop.detach(kinds, name), 404, "not-found")


# Default cast functions


async def test_users_of_default_functions_are_counted(client: AsyncClient) -> None:
    """A known default function names the projections that use it, owned and referenced, though nobody needs it."""
    default = cast_function("defaultCastToString", type="default")
    shop = await make_workspace(client, "shop", configuration(system("s", projection("pr_far"))))
    lab = await make_workspace(
        client, "lab", configuration(default, system("t", projection("pr_near"))), services=event_driven()
    )
    await lab.apply(await shop.export())

    shown = await lab.get("cast-functions", "defaultCastToString")
    listed = {item["name"]: item["usedBy"] for item in (await _list(lab))["items"]}

    assert [user["name"] for user in shown["usedBy"]] == ["pr_far", "pr_near"]
    assert listed["defaultCastToString"] == 2
    assert [use["name"] for use in (await lab.get("projections", "pr_near"))["uses"]] == ["t"]
    before = await lab.load()
    await lab.save(before["fastDataConfig"])
    assert await lab.load() == before


async def test_default_functions_are_not_edited_one_by_one(client: AsyncClient) -> None:
    """A default function can be read, not created, changed or deleted, nor can a custom one become one."""
    default = cast_function("defaultCastToLong", type="default")
    lab = await make_workspace(client, "lab", configuration(default, cast_function("castMine")))
    made_up = {"name": "defaultNew", "entry": cast_function("defaultNew", type="default")}

    assert (await lab.get("cast-functions", "defaultCastToLong"))["entry"] == default
    for response in (
        await client.post(lab.url("resources/cast-functions"), json=made_up),
        await lab.try_edit("cast-functions", "defaultCastToLong", casting="other"),
        await lab.try_edit("cast-functions", "castMine", type="default"),
        await lab.delete("cast-functions", "defaultCastToLong"),
    ):
        assert_problem(response, 409, "default-read-only")


async def test_read_only_branch_refuses_all_writes(client: AsyncClient) -> None:
    """A version is read, not written."""
    await _make_shop(client)
    await client.post("/api/projects/shop/branches", json={"name": "v1.0.0", "from": "main", "readOnly": True})
    version = Workspace(client, "shop", "v1.0.0")

    for response in (
        await client.post(version.url("resources/systems"), json={"name": "x", "entry": {}}),
        await version.try_edit("projections", "pr_a", description="x"),
        await version.delete("projections", "pr_a"),
        await version.detach("projections", "pr_a"),
        await version.try_save({}),
    ):
        assert_problem(response, 403, "read-only-branch")
