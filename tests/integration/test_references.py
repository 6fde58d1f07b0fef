import pytest
from httpx import AsyncClient

from tests.builders import (
    Entry,
    cast_function,
    collections,
    event_driven,
    field,
    projection,
    shop_config,
)
from tests.problems import assert_problem
from tests.workspace import CLOSURE, Workspace, make_workspace, projections_of


async def _make_shop(client: AsyncClient) -> Workspace:
    return await make_workspace(client, "shop", shop_config(), collections=collections("riders"))


async def _make_referencing(client: AsyncClient) -> Workspace:
    """Make a branch that holds the ER closure of the shop by reference."""
    shop = await _make_shop(client)
    crm = await make_workspace(client, "crm", services=event_driven())
    await crm.apply(await shop.export(CLOSURE))
    return crm


@pytest.mark.parametrize(
    "kinds, name, change",
    [
        ("systems", "delivery", {"description": "Ours"}),
        ("projections", "pr_orders", {"fields": []}),
        ("projections", "pr_orders", {"unknown": 1}),
        ("projections", "pr_orders", {"topics": {}}),
        ("er-schemas", "delivery-er", {"erSchema": {"config": {}}}),
        ("cast-functions", "castItalianDecimal", {"casting": "evil"}),
    ],
)
async def test_references_refuse_edits(client: AsyncClient, kinds: str, name: str, change: Entry) -> None:
    """The content of a reference cannot be changed, whatever the kind."""
    crm = await _make_referencing(client)
    before = await crm.load()

    assert_problem(await crm.try_edit(kinds, name, **change), 409, "reference-read-only")

    assert await crm.load() == before


@pytest.mark.parametrize(
    "kinds, name",
    [("systems", "delivery"), ("projections", "pr_orders"), ("er-schemas", "delivery-er")],
)
async def test_wiring_of_references_may_be_set(client: AsyncClient, kinds: str, name: str) -> None:
    """Services are attached to references as to anything else, and digest and marker stay."""
    crm = await _make_referencing(client)
    before = await crm.get(kinds, name)

    await crm.edit(kinds, name, services=[{"name": "storer"}], endpoints=[])

    after = await crm.get(kinds, name)
    assert after["entry"] == before["entry"] | {"services": [{"name": "storer"}], "endpoints": []}
    assert (after["digest"], after["reference"]) == (before["digest"], before["reference"])


async def test_referenced_system_takes_no_projection(client: AsyncClient) -> None:
    """A projection cannot be created in a system that is a reference."""
    crm = await _make_referencing(client)
    body = {"name": "pr_x", "system": "delivery", "entry": projection("pr_x")}

    assert_problem(await client.post(crm.url("resources/projections"), json=body), 409, "reference-read-only")


async def test_detach_makes_a_reference_owned(client: AsyncClient) -> None:
    """A detached reference is editable, and remembers where it came from."""
    crm = await _make_referencing(client)
    marker = (await crm.get("er-schemas", "delivery-er"))["reference"]

    response = await crm.detach("er-schemas", "delivery-er")

    detached = response.json()
    assert (response.status_code, "reference" in detached) == (200, False)
    del marker["importedAt"], marker["importedBy"]
    assert detached["copiedFrom"] == marker
    assert response.headers["etag"]
    await crm.edit("er-schemas", "delivery-er", description="Ours")


async def test_system_is_detached_with_its_projections(client: AsyncClient) -> None:
    """A system and its projections are owned together, so a projection alone is not detached."""
    crm = await _make_referencing(client)
    before = (await crm.load())["revision"]

    assert_problem(await crm.detach("projections", "pr_orders"), 409, "reference-read-only")
    assert (await crm.detach("systems", "delivery")).status_code == 200

    saved = await crm.load()
    assert saved["revision"] == before + 1
    delivery = saved["fastDataConfig"]["systems"]["delivery"]
    for entry in (delivery, *delivery["projections"].values()):
        assert "reference" not in entry
        assert entry["copiedFrom"]["name"] == entry["name"]
    assert_problem(await crm.detach("systems", "delivery"), 409, "not-a-reference")


async def test_referenced_system_goes_with_its_projections(client: AsyncClient) -> None:
    """A reference is deleted when nothing outside of what goes uses it."""
    crm = await _make_referencing(client)

    problem = assert_problem(await crm.delete("systems", "delivery"), 409, "resource-in-use")
    assert [error["message"] for error in problem["errors"]] == ['ER schema "delivery-er" uses it.']
    assert (await crm.delete("er-schemas", "delivery-er")).status_code == 204
    assert (await crm.delete("systems", "delivery")).status_code == 204

    config = await crm.config()
    assert (config["systems"], config["castFunctions"].keys()) == ({}, {"castItalianDecimal"})


async def test_one_referenced_projection_may_be_deleted(client: AsyncClient) -> None:
    """A projection may go alone, and comes back with the next import."""
    shop = await _make_shop(client)
    crm = await make_workspace(client, "crm", services=event_driven())
    file = await shop.export({"systems": "all"})
    await crm.apply(file)

    assert (await crm.delete("projections", "pr_a")).status_code == 204

    assert "pr_a" not in projections_of(await crm.config())
    await crm.apply(file)
    assert "pr_a" in projections_of(await crm.config())


async def test_entry_brings_no_markers(client: AsyncClient) -> None:
    """Markers are the server's: absent, or as stored."""
    crm = await _make_referencing(client)
    marker = (await crm.get("er-schemas", "delivery-er"))["reference"]

    created = await client.post(
        crm.url("resources/cast-functions"), json={"name": "x", "entry": cast_function("x", reference=marker)}
    )
    same = await crm.try_edit("er-schemas", "delivery-er", reference=marker)
    other = await crm.try_edit("er-schemas", "delivery-er", reference=marker | {"name": "x"})
    made_up = await crm.try_edit("er-schemas", "delivery-er", copiedFrom=marker)

    assert same.status_code == 200
    for response in (created, other, made_up):
        assert_problem(response, 409, "reference-read-only")


async def test_referenced_default_function_is_a_reference_as_any_other(client: AsyncClient) -> None:
    """What an import brought may be wired and goes again, also a default function that few projects know."""
    config = shop_config()
    config["castFunctions"]["defaultCastToLong"] = cast_function("defaultCastToLong", type="default")
    fields = [field("ID", primaryKey=True, castFunction="defaultCastToLong")]
    config["systems"]["delivery"]["projections"]["pr_a"] = projection("pr_a", fields=fields)
    shop = await make_workspace(client, "shop", config)
    crm = await make_workspace(client, "crm", services=event_driven())
    await crm.apply(await shop.export({"projections": ["pr_a"]}))

    await crm.edit("cast-functions", "defaultCastToLong", services=[{"name": "storer"}])
    edited = await crm.try_edit("cast-functions", "defaultCastToLong", casting="other")
    await crm.delete("projections", "pr_a")
    await crm.delete("systems", "delivery")
    alone = await crm.config()
    alone["castFunctions"]["defaultCastToLong"]["casting"] = "other"
    saved = await crm.try_save(alone)
    deleted = await crm.delete("cast-functions", "defaultCastToLong")

    for refused in (edited, saved):
        assert_problem(refused, 409, "reference-read-only")
    assert deleted.status_code == 204
