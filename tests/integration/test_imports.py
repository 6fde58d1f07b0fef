import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from httpx import AsyncClient, Response

from fast_data_transfer.domain.canonical import digest_of
from fast_data_transfer.storage.database import Database
from tests.builders import (
    Entry,
    cast_function,
    configuration,
    event_driven,
    projection,
    shop_config,
    standard,
    system,
)
from tests.problems import assert_problem
from tests.workspace import (
    CLOSURE,
    Workspace,
    codes,
    item_of,
    make_workspace,
    projections_of,
    read,
    statuses,
    write,
)

REFERENCE = '{"mode": "reference"}'
RESOURCE = '{"mode": "resource"}'
AS_PR_ORDERS_1: Entry = {"renames": [{"kind": "projection", "name": "pr_orders", "newName": "pr_orders_1"}]}
PATHS = ["imports", "imports/plan"]


async def _make_file(client: AsyncClient, selection: object = CLOSURE) -> bytes:
    """Make a file of project A."""
    shop = await make_workspace(client, "shop", shop_config())
    return await shop.export(selection)


async def _make_crm(client: AsyncClient, config: Entry | None = None) -> Workspace:
    return await make_workspace(client, "crm", config or configuration(), services=event_driven())


async def _post(workspace: Workspace, path: str, **parts: str | bytes | tuple[str, bytes | str, str]) -> Response:
    """Send a form: a part is a text, the bytes of a file, or a name, a content and a type."""
    files = {
        name: (None, part) if isinstance(part, str) else ("f.json", part) if isinstance(part, bytes) else part
        for name, part in parts.items()
    }
    return await workspace.client.post(workspace.url(path), files=files)


# The form


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "parts, status, code",
    [
        ({"file": b"{}"}, 400, "invalid-request"),
        ({"choices": REFERENCE}, 400, "unreadable-file"),
        ({"file": b"{}", "fileDigest": "sha256-x", "choices": REFERENCE}, 400, "invalid-request"),
        ({"file": b"{}", "choices": REFERENCE, "extra": "1"}, 400, "invalid-request"),
        ({"file": b"{}", "choices": "{}"}, 400, "invalid-request"),
        ({"file": b"{}", "choices": '{"mode": "merge"}'}, 400, "invalid-request"),
        ({"file": b"{}", "choices": '{"mode": "resource", "force": true}'}, 400, "invalid-request"),
        ({"file": b"{}", "choices": '{"mode": "resource", "mode": "reference"}'}, 400, "invalid-request"),
        ({"file": b"{}", "choices": '{"mode": "resource", "allowOlder": 1}'}, 400, "invalid-request"),
        ({"file": b"{}", "choices": '{"mode": "resource"'}, 400, "invalid-request"),
        ({"file": b"{}", "choices": ""}, 400, "invalid-request"),
        ({"file": b"{}", "choices": b"\xff"}, 400, "invalid-request"),
        ({"fileDigest": "sha256-é", "choices": REFERENCE}, 400, "invalid-request"),
        ({"fileDigest": "sha256-x", "choices": REFERENCE}, 410, "file-expired"),
        ({"file": b"", "choices": REFERENCE}, 400, "unreadable-file"),
        ({"file": b"{}", "choices": REFERENCE}, 400, "unreadable-file"),
    ],
)
async def test_form_has_a_file_and_choices(
    client: AsyncClient, path: str, parts: dict[str, str | bytes], status: int, code: str
) -> None:
    """A form with other parts, or parts that cannot be read, is refused before anything happens."""
    crm = await _make_crm(client)

    response = await _post(crm, path, **parts)

    assert_problem(response, status, code)
    assert (await crm.load())["revision"] == 1


async def test_missing_file_is_said(client: AsyncClient) -> None:
    """A form without file says so, in the words that a file that cannot be read has."""
    crm = await _make_crm(client)

    problem = assert_problem(await _post(crm, "imports", choices=REFERENCE), 400, "unreadable-file")

    assert [error["code"] for error in problem["errors"]] == ["file-missing"]


@pytest.mark.parametrize("part", ["file", "choices"])
async def test_part_comes_once(client: AsyncClient, part: str) -> None:
    """Two files, or two sets of choices, are refused."""
    crm = await _make_crm(client)
    twice = [("file", ("f.json", "{}")), ("choices", ("c.json", REFERENCE)), (part, ("f.json", "{}"))]

    response = await client.post(crm.url("imports"), files=twice)

    assert_problem(response, 400, "invalid-request")


async def test_other_bodies_are_refused(client: AsyncClient) -> None:
    """An import is a multipart form; a form that breaks off is no form."""
    crm = await _make_crm(client)
    broken = {"content-type": "multipart/form-data; boundary=x"}

    assert_problem(await client.post(crm.url("imports"), json={}), 415, "unsupported-media-type")
    assert_problem(await client.post(crm.url("imports"), content=b"--y\r\n", headers=broken), 400, "invalid-request")


async def test_choices_may_be_a_json_part(client: AsyncClient) -> None:
    """The choices are a text field, or a part with a type of its own."""
    crm = await _make_crm(client)

    response = await _post(
        crm, "imports/plan", file=await _make_file(client), choices=("c.json", RESOURCE, "application/json")
    )

    assert (response.status_code, response.json()["mode"]) == (200, "resource")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "choices, status, code",
    [
        ({"renames": [AS_PR_ORDERS_1["renames"][0], AS_PR_ORDERS_1["renames"][0]]}, 400, "invalid-request"),
        ({"renames": [{"kind": "projection", "name": "x", "newName": "y"}]}, 422, "unknown-resource"),
        ({"renames": [{"kind": "crudCollection", "name": "x", "newName": "y"}]}, 400, "invalid-request"),
        ({"renames": [{"kind": "singleView", "name": "pr_orders", "newName": "y"}]}, 422, "unknown-resource"),
        ({"selection": {"erSchemas": ["x"]}}, 422, "unknown-resource"),
        ({"selection": {"systems": [{"name": "delivery", "projections": ["pr_a"]}]}}, 422, "unknown-resource"),
    ],
)
async def test_choices_speak_of_the_file(
    client: AsyncClient, path: str, choices: Entry, status: int, code: str
) -> None:
    """A choice about what the file does not have, or two about one item, is a failed request."""
    crm, file = await _make_crm(client), await _make_file(client)

    response = await _post(crm, path, file=file, choices=json.dumps({"mode": "reference"} | choices))

    assert_problem(response, status, code)


# The plan


async def test_plan_says_all_about_file_and_destination(client: AsyncClient) -> None:
    """The head of a plan is what a user checks first: which file, from where, into what."""
    crm, file = await _make_crm(client), await _make_file(client)

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
    crm, file = await _make_crm(client), await _make_file(client)

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
    crm = await _make_crm(client)

    plan = await crm.plan(await _make_file(client, None))

    reminders = {reminder["code"]: [r["name"] for r in reminder["related"]] for reminder in plan["checklist"]}
    assert reminders == {
        "attach-service": ["delivery"],
        "attach-single-view-creator": ["sv_customer"],
        "check-topics": ["pr_a", "pr_b", "pr_c", "pr_dishes", "pr_orders"],
        "code-review": ["castItalianDecimal", "castYesNo"],
    }


async def test_plan_writes_nothing(client: AsyncClient) -> None:
    """Planning twice gives the same plan, and the branch is as it was."""
    crm, file = await _make_crm(client), await _make_file(client)
    before = await crm.load()

    first, second = await crm.plan(file), await crm.plan(file)

    assert first == second
    assert await crm.load() == before
    assert (await client.get("/api/projects/crm/transfers")).json()["total"] == 0


async def test_plan_digest_does_not_depend_on_the_revision(client: AsyncClient) -> None:
    """A save that does not alter the plan leaves its digest."""
    crm, file = await _make_crm(client), await _make_file(client)
    before = await crm.plan(file)
    await crm.save(configuration(cast_function("mine")))

    after = await crm.plan(file)

    assert after["destination"]["revision"] == before["destination"]["revision"] + 1
    assert after["planDigest"] == before["planDigest"]


async def test_standard_architecture_takes_no_references_of_systems(client: AsyncClient) -> None:
    """Without a trigger generator systems and projections are blocked as references, with the services looked at."""
    file = await _make_file(client)
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


# Apply


async def test_receipt_tells_what_was_done(client: AsyncClient) -> None:
    """The receipt lists every item of the file by what became of it, with where it came from."""
    crm, file = await _make_crm(client), await _make_file(client)
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
    crm, file = await _make_crm(client), await _make_file(client)

    receipt = await crm.apply(file, title="Orders from the shop")

    assert receipt["title"] == (await crm.load())["title"] == "Orders from the shop"


async def test_copy_is_owned_and_remembers_its_origin(client: AsyncClient) -> None:
    """What was imported as a resource carries `copiedFrom` instead of `reference`, and can be edited."""
    crm, file = await _make_crm(client), await _make_file(client)

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
    crm = await _make_crm(client)
    await crm.apply(await shop.export(CLOSURE))
    await crm.edit("systems", "delivery", services=[{"name": "storer"}])
    await shop.edit("systems", "delivery", description="New words", services=[{"name": "theirs"}])

    await crm.apply(await shop.export(CLOSURE))

    stored = (await crm.config())["systems"]["delivery"]
    assert (stored["description"], stored["services"]) == ("New words", [{"name": "storer"}])


async def test_file_may_hold_items_without_wiring_only(client: AsyncClient) -> None:
    """Wiring in a file is dropped with a warning."""
    crm = await _make_crm(client)
    document = read(await _make_file(client))
    document["resources"]["systems"]["delivery"]["services"] = [{"name": "theirs"}]

    plan = await crm.plan(write(document))
    await crm.apply(write(document))

    assert [(issue["code"], issue["pointer"]) for issue in plan["issues"]] == [
        ("unknown-field", "/resources/systems/delivery/services")
    ]
    assert "services" not in (await crm.config())["systems"]["delivery"]


async def test_blocked_plan_writes_nothing(client: AsyncClient) -> None:
    """A blocked import answers with the plan, and nothing is written, not even what is not blocked."""
    crm = await _make_crm(client, configuration(system("crm", projection("pr_orders", system="crm"))))
    file, before = await _make_file(client), await crm.load()

    problem = assert_problem(await crm.try_apply(file), 422, "plan-blocked")

    assert problem["plan"] == await crm.plan(file)
    assert await crm.load() == before


async def test_nothing_selected_is_blocked(client: AsyncClient) -> None:
    """A selection of nothing gives a plan that says so, and no import."""
    crm, file = await _make_crm(client), await _make_file(client)

    plan = await crm.plan(file, selection={})

    assert (plan["blocked"], [issue["code"] for issue in plan["issues"]]) == (True, ["nothing-selected"])
    assert plan["summary"]["deselected"] == 5
    assert_problem(await crm.try_apply(file, selection={}), 422, "plan-blocked")


async def test_without_plan_digest_the_present_plan_is_executed(client: AsyncClient) -> None:
    """Who trusts the plan need not send its digest."""
    crm, file = await _make_crm(client), await _make_file(client)

    assert (await crm.try_apply(file)).status_code == 201


@pytest.mark.parametrize("change", [{"mode": "resource"}, AS_PR_ORDERS_1, {"selection": CLOSURE}], ids=json.dumps)
async def test_plan_of_other_choices_is_stale(client: AsyncClient, change: Entry) -> None:
    """A digest that is not that of the present choices is refused, with the fresh plan."""
    crm, file = await _make_crm(client), await _make_file(client)
    digest = (await crm.plan(file))["planDigest"]
    choices: Entry = {"mode": "reference"} | change

    response = await crm.try_apply(file, planDigest=digest, **choices)

    problem = assert_problem(response, 409, "stale-plan")
    assert problem["plan"] == await crm.plan(file, **choices)
    assert (await crm.load())["revision"] == 1


async def test_plan_of_other_bytes_is_stale(client: AsyncClient) -> None:
    """A plan is about one file, byte for byte."""
    crm, file = await _make_crm(client), await _make_file(client)
    digest = (await crm.plan(file))["planDigest"]

    assert_problem(await crm.try_apply(file + b" ", planDigest=digest), 409, "stale-plan")


async def test_import_is_one_revision(client: AsyncClient) -> None:
    """However many resources are written, the branch moves by one."""
    crm, file = await _make_crm(client), await _make_file(client, None)

    receipt = await crm.apply(file)

    assert len(receipt["created"]) == 10
    assert (receipt["revisionBefore"], receipt["revisionAfter"], (await crm.load())["revision"]) == (1, 2, 2)


async def test_import_goes_into_the_branch_that_is_named(client: AsyncClient) -> None:
    """Another branch of the project stays as it is."""
    crm, file = await _make_crm(client), await _make_file(client)
    await client.post("/api/projects/crm/branches", json={"name": "feature/x", "from": "main"})
    before = await crm.load()

    receipt = await Workspace(client, "crm", "feature/x").apply(file)

    assert receipt["branch"] == "feature/x"
    assert await crm.load() == before
    assert len(projections_of(await Workspace(client, "crm", "feature/x").config())) == 2


async def test_read_only_branch_can_be_planned_against(client: AsyncClient) -> None:
    """A version refuses the import, not the plan."""
    file = await _make_file(client)
    await _make_crm(client)
    await client.post("/api/projects/crm/branches", json={"name": "v1.0.0", "from": "main", "readOnly": True})
    version = Workspace(client, "crm", "v1.0.0")

    plan = await version.plan(file)

    assert not plan["blocked"]
    assert_problem(await version.try_apply(file), 403, "read-only-branch")


async def test_feature_switch_closes_transfers_only(client: AsyncClient) -> None:
    """With the feature off exports, plans, imports and undo are closed; history, detach and delete stay open."""
    crm, file = await _make_crm(client), await _make_file(client)
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
    crm = await _make_crm(client)

    responses = await asyncio.gather(*(crm.try_apply(file) for file in files))

    assert [response.status_code for response in responses] == [201, 201]
    saved = await crm.load()
    assert saved["revision"] == 3
    assert saved["fastDataConfig"]["singleViews"].keys() == {"sv_customer"}
    assert len(saved["fastDataConfig"]["castFunctions"]) == 2


# A file that was sent before


async def test_file_is_kept_for_its_sender(client: AsyncClient) -> None:
    """A file that was planned is imported by its digest."""
    crm, file = await _make_crm(client), await _make_file(client)
    plan = await crm.plan(file)
    choices = json.dumps({"mode": "reference", "planDigest": plan["planDigest"]})

    response = await _post(crm, "imports", fileDigest=plan["file"]["digest"], choices=choices)

    assert response.status_code == 201
    assert response.json()["fileDigest"] == plan["file"]["digest"]


@pytest.mark.parametrize("change", [{"user": "somebody else"}, {"expiresAt": datetime(2020, 1, 1, tzinfo=UTC)}])
async def test_file_is_kept_for_an_hour_and_nobody_else(
    client: AsyncClient, database: Database, change: dict[str, Any]
) -> None:
    """A file of another user, or of more than an hour ago, must be sent again."""
    crm, file = await _make_crm(client), await _make_file(client)
    await crm.plan(file)
    await database.uploads.update_many({}, {"$set": change})

    response = await _post(crm, "imports/plan", fileDigest=digest_of(file), choices=REFERENCE)

    assert_problem(response, 410, "file-expired")
    assert (await crm.try_plan(file)).status_code == 200


async def test_file_that_cannot_be_read_is_not_kept(client: AsyncClient) -> None:
    """Only what is an export file is kept."""
    crm = await _make_crm(client)
    assert_problem(await crm.try_plan(b"[]"), 400, "unreadable-file")

    response = await _post(crm, "imports/plan", fileDigest=digest_of(b"[]"), choices=REFERENCE)

    assert_problem(response, 410, "file-expired")


# Sending a request again


async def test_same_key_gives_the_same_receipt(client: AsyncClient) -> None:
    """A request sent again under its key is answered as before, and nothing is done twice, not even after an undo."""
    crm, file = await _make_crm(client), await _make_file(client)
    digest = (await crm.plan(file))["planDigest"]

    first = await crm.try_apply(file, key="k", planDigest=digest)
    again = await crm.try_apply(file, key="k", planDigest=digest)
    await crm.undo(first.json()["transferId"])
    undone = await crm.try_apply(file, key="k", planDigest=digest)

    assert "idempotent-replay" not in first.headers
    for response in (again, undone):
        assert (response.status_code, response.json()) == (201, first.json())
        assert response.headers["idempotent-replay"] == "true"
    assert (await crm.load())["revision"] == 3


async def test_key_is_for_one_request(client: AsyncClient) -> None:
    """Another file or other choices under a used key are refused, before the file is even read."""
    crm, file = await _make_crm(client), await _make_file(client)
    assert (await crm.try_apply(file, key="k")).status_code == 201

    for response in (
        await crm.try_apply(file, "resource", key="k"),
        await crm.try_apply(file, key="k", title="other"),
        await crm.try_apply(file + b"\n", key="k"),
        await crm.try_apply(b"no file at all", key="k"),
    ):
        assert_problem(response, 422, "idempotency-key-reused")


async def test_key_is_looked_at_before_the_file(client: AsyncClient, database: Database) -> None:
    """A repeat by the digest of a file that is not kept any more is answered all the same."""
    crm, file = await _make_crm(client), await _make_file(client)
    first = await crm.try_apply(file, key="k")
    await database.uploads.delete_many({})

    response = await client.post(
        crm.url("imports"),
        files={"fileDigest": (None, digest_of(file)), "choices": (None, REFERENCE)},
        headers={"Idempotency-Key": "k"},
    )

    assert (response.status_code, response.json()) == (201, first.json())


async def test_key_belongs_to_its_branch(client: AsyncClient) -> None:
    """The same key on another branch is another request."""
    crm, file = await _make_crm(client), await _make_file(client)
    await client.post("/api/projects/crm/branches", json={"name": "next", "from": "main"})

    first = await crm.try_apply(file, key="k")
    other = await Workspace(client, "crm", "next").try_apply(file, key="k")

    assert (first.status_code, other.status_code) == (201, 201)
    assert other.json()["branch"] == "next"


@pytest.mark.parametrize("copies", [2, 4])
async def test_same_key_at_once_is_one_import(client: AsyncClient, copies: int) -> None:
    """Of equal requests at once under one key one is done, the others wait and get its receipt."""
    crm, file = await _make_crm(client), await _make_file(client)

    responses = await asyncio.gather(*(crm.try_apply(file, key="k") for _ in range(copies)))

    assert [response.status_code for response in responses] == [201] * copies
    assert len({response.json()["transferId"] for response in responses}) == 1
    assert sum("idempotent-replay" in response.headers for response in responses) == copies - 1
    assert (await crm.load())["revision"] == 2


async def test_different_requests_at_once_under_one_key(client: AsyncClient) -> None:
    """Of different requests at once under one key one is done, the other is refused."""
    shop = await make_workspace(client, "shop", shop_config())
    files = [await shop.export({"singleViews": "all"}), await shop.export({"castFunctions": "all"})]
    crm = await _make_crm(client)

    responses = await asyncio.gather(*(crm.try_apply(file, key="k") for file in files))

    assert sorted(response.status_code for response in responses) == [201, 422]
    assert (await crm.load())["revision"] == 2


async def test_only_a_success_is_remembered(client: AsyncClient) -> None:
    """A key of a request that failed, or had nothing to do, is free."""
    crm = await _make_crm(client, configuration(system("crm", projection("pr_orders", system="crm"))))
    file = await _make_file(client)
    assert_problem(await crm.try_apply(file, key="k"), 422, "plan-blocked")

    done = await crm.try_apply(file, key="k", **AS_PR_ORDERS_1)
    nothing = await crm.try_apply(file, key="other")
    free = await crm.try_apply(file, "resource", key="other", selection={"castFunctions": []})

    assert (done.status_code, nothing.status_code) == (201, 200)
    assert_problem(free, 422, "plan-blocked")


@pytest.mark.parametrize(
    "key", ["a b", "x" * 256, "é".encode().decode("latin-1"), "\t"], ids=["space", "long", "é", "tab"]
)
async def test_key_is_visible_ascii(client: AsyncClient, key: str) -> None:
    """A key has 1 to 255 visible ASCII characters."""
    crm, file = await _make_crm(client), await _make_file(client)

    response = await client.post(
        crm.url("imports"),
        files={"file": ("f.json", file), "choices": (None, REFERENCE)},
        headers=[(b"Idempotency-Key", key.encode("latin-1"))],
    )

    assert_problem(response, 400, "invalid-request")
