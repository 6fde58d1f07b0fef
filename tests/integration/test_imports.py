import asyncio
import json

import pytest
from httpx import AsyncClient

from fast_data_transfer.domain.canonical import digest_of
from tests.builders import (
    Entry,
    configuration,
    projection,
    shop_config,
    system,
)
from tests.problems import assert_problem
from tests.workspace import (
    AS_PR_ORDERS_1,
    CLOSURE,
    Workspace,
    export_shop,
    item_of,
    make_crm,
    make_workspace,
    projections_of,
    read,
    write,
)


async def test_receipt_tells_what_was_done(client: AsyncClient) -> None:
    """The receipt lists every item of the file by what became of it, with where it came from."""
    crm, file = await make_crm(client), await export_shop(client)
    selection = {"systems": [{"name": "delivery", "projections": ["pr_orders"]}]}
    plan = await crm.plan(file, selection=selection, **AS_PR_ORDERS_1)

    receipt = await crm.apply(file, selection=selection, **AS_PR_ORDERS_1)

    created = [
        {"kind": "system", "name": "delivery", "status": "new"},
        {"kind": "projection", "name": "pr_orders", "newName": "pr_orders_1", "status": "new"},
        {"kind": "castFunction", "name": "castItalianDecimal", "status": "new"},
    ]
    assert receipt | {"transferId": "", "at": ""} == {
        "transferId": "",
        "type": "import",
        "projectId": "crm",
        "branch": "main",
        "revisionBefore": 1,
        "revisionAfter": 2,
        "at": "",
        "by": "local",
        "title": "import: 3 Fast Data resources from Shop/main",
        "mode": "reference",
        "source": plan["file"]["source"],
        "fileDigest": digest_of(file),
        "planDigest": plan["planDigest"],
        "created": created,
        "updated": [],
        "unchanged": [],
        "skipped": [
            {"kind": "projection", "name": "pr_dishes", "status": "new"},
            {"kind": "erSchema", "name": "delivery-er", "status": "new"},
        ],
        "kept": [],
        "warnings": item_of(plan, "castItalianDecimal")["issues"],
    }
    saved = await crm.load()
    assert (saved["revision"], saved["title"], saved["updatedAt"]) == (2, receipt["title"], receipt["at"])


async def test_title_of_the_user_becomes_that_of_the_branch(client: AsyncClient) -> None:
    """A title that is given is that of the branch and of the receipt."""
    crm, file = await make_crm(client), await export_shop(client)

    receipt = await crm.apply(file, title="Orders from the shop")

    assert receipt["title"] == (await crm.load())["title"] == "Orders from the shop"


async def test_copy_is_owned_and_remembers_its_origin(client: AsyncClient) -> None:
    """What was imported as a resource carries `copiedFrom` instead of `reference`, and can be edited."""
    crm, file = await make_crm(client), await export_shop(client)

    await crm.apply(file, "resource", **AS_PR_ORDERS_1)

    stored = await crm.get("projections", "pr_orders_1")
    document = read(file)
    assert "reference" not in stored
    assert stored["copiedFrom"] == {
        "source": {"tenantId": "acme", "projectId": "shop", "projectName": "Shop", "branch": "main"},
        "name": "pr_orders",
        "exportedAt": document["metadata"]["exportedAt"],
        "digest": document["digests"]["projection/pr_orders"],
    }
    topics = [topic["name"] for topic in stored["entry"]["topics"].values()]
    assert topics == ["acme.shop.delivery.pr_orders_1.ingestion", "acme.shop.delivery.pr_orders_1.pr-update"]
    await crm.edit("projections", "pr_orders_1", description="Ours now")


async def test_update_leaves_the_wiring(client: AsyncClient) -> None:
    """A reference update writes content; the services that the project attached stay."""
    shop = await make_workspace(client, "shop", shop_config())
    crm = await make_crm(client)
    await crm.apply(await shop.export(CLOSURE))
    await crm.edit("systems", "delivery", services=[{"name": "storer"}])
    await shop.edit("systems", "delivery", description="New words", services=[{"name": "theirs"}])

    await crm.apply(await shop.export(CLOSURE))

    stored = (await crm.config())["systems"]["delivery"]
    assert (stored["description"], stored["services"]) == ("New words", [{"name": "storer"}])


async def test_file_may_hold_items_without_wiring_only(client: AsyncClient) -> None:
    """Wiring in a file is dropped with a warning."""
    crm = await make_crm(client)
    document = read(await export_shop(client))
    document["resources"]["systems"]["delivery"]["services"] = [{"name": "theirs"}]

    plan = await crm.plan(write(document))
    await crm.apply(write(document))

    assert [(issue["code"], issue["pointer"]) for issue in plan["issues"]] == [
        ("unknown-field", "/resources/systems/delivery/services")
    ]
    assert "services" not in (await crm.config())["systems"]["delivery"]


async def test_blocked_plan_writes_nothing(client: AsyncClient) -> None:
    """A blocked import answers with the plan, and nothing is written, not even what is not blocked."""
    crm = await make_crm(client, configuration(system("crm", projection("pr_orders", system="crm"))))
    file, before = await export_shop(client), await crm.load()

    problem = assert_problem(await crm.try_apply(file), 422, "plan-blocked")

    assert problem["plan"] == await crm.plan(file)
    assert await crm.load() == before


async def test_nothing_selected_is_blocked(client: AsyncClient) -> None:
    """A selection of nothing gives a plan that says so, and no import."""
    crm, file = await make_crm(client), await export_shop(client)

    plan = await crm.plan(file, selection={})

    assert (plan["blocked"], [issue["code"] for issue in plan["issues"]]) == (True, ["nothing-selected"])
    assert plan["summary"]["deselected"] == 5
    assert_problem(await crm.try_apply(file, selection={}), 422, "plan-blocked")


async def test_without_plan_digest_the_present_plan_is_executed(client: AsyncClient) -> None:
    """Who trusts the plan need not send its digest."""
    crm, file = await make_crm(client), await export_shop(client)

    assert (await crm.try_apply(file)).status_code == 201


@pytest.mark.parametrize("change", [{"mode": "resource"}, AS_PR_ORDERS_1, {"selection": CLOSURE}], ids=json.dumps)
async def test_plan_of_other_choices_is_stale(client: AsyncClient, change: Entry) -> None:
    """A digest that is not that of the present choices is refused, with the fresh plan."""
    crm, file = await make_crm(client), await export_shop(client)
    digest = (await crm.plan(file))["planDigest"]
    choices: Entry = {"mode": "reference"} | change

    response = await crm.try_apply(file, planDigest=digest, **choices)

    problem = assert_problem(response, 409, "stale-plan")
    assert problem["plan"] == await crm.plan(file, **choices)
    assert (await crm.load())["revision"] == 1


async def test_plan_of_other_bytes_is_stale(client: AsyncClient) -> None:
    """A plan is about one file, byte for byte."""
    crm, file = await make_crm(client), await export_shop(client)
    digest = (await crm.plan(file))["planDigest"]

    assert_problem(await crm.try_apply(file + b" ", planDigest=digest), 409, "stale-plan")


async def test_import_is_one_revision(client: AsyncClient) -> None:
    """However many resources are written, the branch moves by one."""
    crm, file = await make_crm(client), await export_shop(client, None)

    receipt = await crm.apply(file)

    assert len(receipt["created"]) == 10
    assert (receipt["revisionBefore"], receipt["revisionAfter"], (await crm.load())["revision"]) == (1, 2, 2)


async def test_import_goes_into_the_branch_that_is_named(client: AsyncClient) -> None:
    """Another branch of the project stays as it is."""
    crm, file = await make_crm(client), await export_shop(client)
    await client.post("/api/projects/crm/branches", json={"name": "feature/x", "from": "main"})
    before = await crm.load()

    receipt = await Workspace(client, "crm", "feature/x").apply(file)

    assert receipt["branch"] == "feature/x"
    assert await crm.load() == before
    assert len(projections_of(await Workspace(client, "crm", "feature/x").config())) == 2


async def test_read_only_branch_can_be_planned_against(client: AsyncClient) -> None:
    """A version refuses the import, not the plan."""
    file = await export_shop(client)
    await make_crm(client)
    await client.post("/api/projects/crm/branches", json={"name": "v1.0.0", "from": "main", "readOnly": True})
    version = Workspace(client, "crm", "v1.0.0")

    plan = await version.plan(file)

    assert not plan["blocked"]
    assert_problem(await version.try_apply(file), 403, "read-only-branch")


async def test_feature_switch_closes_transfers_only(client: AsyncClient) -> None:
    """With the feature off exports, plans, imports and undo are closed; history, detach and delete stay open."""
    crm, file = await make_crm(client), await export_shop(client)
    receipt = await crm.apply(file)
    await client.patch("/api/projects/crm", json={"featurePreview": {"importExport": False}})

    for response in (
        await crm.try_plan(file),
        await crm.try_apply(file),
        await crm.try_export(),
        await client.post(crm.url("exports/preview"), json={}),
        await crm.try_undo(receipt["transferId"]),
    ):
        assert_problem(response, 403, "feature-disabled")
    assert (await client.get(f"/api/projects/crm/transfers/{receipt['transferId']}")).json() == receipt
    assert (await crm.delete("er-schemas", "delivery-er")).status_code == 204
    assert (await crm.detach("systems", "delivery")).status_code == 200


async def test_parallel_imports_both_count(client: AsyncClient) -> None:
    """Two imports at once are done one after the other: none is lost."""
    shop = await make_workspace(client, "shop", shop_config())
    files = [await shop.export({"singleViews": "all"}), await shop.export({"castFunctions": "all"})]
    crm = await make_crm(client)

    responses = await asyncio.gather(*(crm.try_apply(file) for file in files))

    assert [response.status_code for response in responses] == [201, 201]
    saved = await crm.load()
    assert saved["revision"] == 3
    assert saved["fastDataConfig"]["singleViews"].keys() == {"sv_customer"}
    assert len(saved["fastDataConfig"]["castFunctions"]) == 2
