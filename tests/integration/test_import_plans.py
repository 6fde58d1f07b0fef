from httpx import AsyncClient

from fast_data_transfer.domain.canonical import digest_of
from tests.builders import (
    cast_function,
    configuration,
    shop_config,
    standard,
)
from tests.workspace import (
    CLOSURE,
    Workspace,
    codes,
    export_shop,
    item_of,
    make_crm,
    make_workspace,
    read,
    statuses,
)


async def test_plan_says_all_about_file_and_destination(client: AsyncClient) -> None:
    """The head of a plan is what a user checks first: which file, from where, into what."""
    crm, file = await make_crm(client), await export_shop(client)

    plan = await crm.plan(file)

    metadata = read(file)["metadata"]
    source = {key: metadata["source"][key] for key in ("tenantId", "projectId", "projectName", "branch")}
    assert plan["file"] == {
        "digest": digest_of(file),
        "formatVersion": "1.0.0",
        "exportedAt": metadata["exportedAt"],
        "source": source,
        "counts": metadata["counts"],
        "integrity": "verified",
        "removed": [],
    }
    evidence = [{"service": "sv-customer-trigger", "signal": "Single View Trigger Generator"}]
    assert plan["destination"] == {
        "projectId": "crm",
        "branch": "main",
        "revision": 1,
        "architecture": "event-driven",
        "evidence": evidence,
    }
    assert plan["summary"] == {
        "new": 5,
        "reference-update": 0,
        "unchanged": 0,
        "conflict": 0,
        "duplicate": 0,
        "invalid-name": 0,
        "blocked": 0,
        "deselected": 0,
    }


async def test_plan_describes_each_item(client: AsyncClient) -> None:
    """Items are ordered by kind, then name, and say all that a row of the dialog shows."""
    crm, file = await make_crm(client), await export_shop(client)

    plan = await crm.plan(file, selection={"systems": [{"name": "delivery", "projections": ["pr_orders"]}]})

    assert [(item["kind"], item["name"]) for item in plan["items"]] == [
        ("system", "delivery"),
        ("projection", "pr_dishes"),
        ("projection", "pr_orders"),
        ("erSchema", "delivery-er"),
        ("castFunction", "castItalianDecimal"),
    ]
    assert item_of(plan, "pr_orders") == {
        "kind": "projection",
        "name": "pr_orders",
        "system": "delivery",
        "newName": "pr_orders",
        "selected": True,
        "status": "new",
        "renamable": True,
        "suggestedName": None,
        "origin": None,
        "local": None,
        "contentChanged": True,
        "because": [],
        "requires": [
            {"kind": "castFunction", "name": "castItalianDecimal", "rule": "projection-cast-function"},
            {"kind": "system", "name": "delivery", "rule": "projection-system"},
        ],
        "issues": [],
    }
    assert plan["summary"] | {"new": 3, "deselected": 2} == plan["summary"]


async def test_plan_lists_what_is_left_to_do(client: AsyncClient) -> None:
    """The checklist names what does not travel."""
    crm = await make_crm(client)

    plan = await crm.plan(await export_shop(client, None))

    reminders = {reminder["code"]: [r["name"] for r in reminder["related"]] for reminder in plan["checklist"]}
    assert reminders == {
        "attach-service": ["delivery"],
        "attach-single-view-creator": ["sv_customer"],
        "check-topics": ["pr_a", "pr_b", "pr_c", "pr_dishes", "pr_orders"],
        "code-review": ["castItalianDecimal", "castYesNo"],
    }


async def test_plan_writes_nothing(client: AsyncClient) -> None:
    """Planning twice gives the same plan, and the branch is as it was."""
    crm, file = await make_crm(client), await export_shop(client)
    before = await crm.load()

    first, second = await crm.plan(file), await crm.plan(file)

    assert first == second
    assert await crm.load() == before
    assert (await client.get("/api/projects/crm/transfers")).json()["total"] == 0


async def test_plan_digest_does_not_depend_on_the_revision(client: AsyncClient) -> None:
    """A save that does not alter the plan leaves its digest."""
    crm, file = await make_crm(client), await export_shop(client)
    before = await crm.plan(file)
    await crm.save(configuration(cast_function("mine")))

    after = await crm.plan(file)

    assert after["destination"]["revision"] == before["destination"]["revision"] + 1
    assert after["planDigest"] == before["planDigest"]


async def test_standard_architecture_takes_no_references_of_systems(client: AsyncClient) -> None:
    """Without a trigger generator systems and projections are blocked as references, with the services looked at."""
    file = await export_shop(client)
    legacy = await make_workspace(client, "legacy", services=standard())

    as_references, as_copies = await legacy.plan(file), await legacy.plan(file, "resource")

    assert statuses(as_references) == {
        "delivery": "blocked",
        "pr_dishes": "blocked",
        "pr_orders": "blocked",
        "delivery-er": "new",
        "castItalianDecimal": "new",
    }
    assert codes(as_references)["delivery"] == ["architecture"]
    evidence = as_references["destination"]["evidence"]
    assert [found["service"] for found in evidence] == ["legacy-updater", "sv-creator"]
    assert set(statuses(as_copies).values()) == {"new"}


async def test_own_resources_as_copies_are_no_boomerang(client: AsyncClient) -> None:
    """A project may copy its own export into another branch of itself."""
    shop = await make_workspace(client, "shop", shop_config())
    await client.post("/api/projects/shop/branches", json={"name": "empty"})
    branch = Workspace(client, "shop", "empty")

    plan = await branch.plan(file := await shop.export(CLOSURE), "resource")

    assert (set(statuses(plan).values()), plan["blocked"]) == ({"new"}, False)
    assert set(statuses(await branch.plan(file)).values()) == {"blocked"}
