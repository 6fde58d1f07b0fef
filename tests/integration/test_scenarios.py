"""
The rules of import played through over HTTP: one test for each row of the scenarios, under its number.

A = acme/shop has the configuration `builders.shop_config`; B = acme/crm and C = acme/lab are event-driven.
"""

import pytest
from httpx import AsyncClient

from tests.builders import (
    Entry,
    cast_function,
    collections,
    configuration,
    er_schema,
    event_driven,
    projection,
    shop_config,
    system,
)
from tests.problems import assert_problem
from tests.workspace import (
    AS_PR_ORDERS_1,
    CLOSURE,
    Workspace,
    codes,
    item_of,
    make_workspace,
    nodes_of,
    projections_of,
    read,
    statuses,
    unknown_nodes,
    write,
)

NAMES = ("delivery", "pr_dishes", "pr_orders", "delivery-er", "castItalianDecimal")
"""The names of the ER closure, in the order of a plan."""


async def _make_shop(client: AsyncClient, config: Entry | None = None) -> Workspace:
    return await make_workspace(client, "shop", config or shop_config(), collections=collections("riders"))


async def _make_empty(client: AsyncClient, project: str = "crm") -> Workspace:
    return await make_workspace(client, project, services=event_driven())


async def _make_crm(client: AsyncClient) -> Workspace:
    """Make B, which owns a `pr_orders` of its own."""
    config = configuration(system("crm", projection("pr_orders", system="crm")))
    return await make_workspace(client, "crm", config, services=event_driven())


async def _import_renamed(client: AsyncClient) -> tuple[Workspace, Workspace, bytes, Entry]:
    """Play scenario 2: A, B, the file, and the receipt."""
    shop, crm = await _make_shop(client), await _make_crm(client)
    file = await shop.export(CLOSURE)
    return shop, crm, file, await crm.apply(file, **AS_PR_ORDERS_1)


async def _update(client: AsyncClient) -> tuple[Workspace, Workspace, bytes, Entry, Entry]:
    """Play scenario 4: A, B, the file of before, and the receipts of both imports."""
    shop, crm, file, first = await _import_renamed(client)
    await shop.edit("projections", "pr_orders", description="All orders, also cancelled ones")
    return shop, crm, file, first, await crm.apply(await shop.export(CLOSURE))


async def _assert_nothing_to_do(workspace: Workspace, file: bytes, mode: str = "reference") -> Entry:
    """Assert that a file brings nothing: all unchanged, 200, no revision, no transfer."""
    plan = await workspace.plan(file, mode)
    assert set(statuses(plan).values()) == {"unchanged"}, codes(plan)
    before = await workspace.load()

    response = await workspace.try_apply(file, mode, planDigest=plan["planDigest"])

    assert (response.status_code, response.json()["transferId"]) == (200, None)
    assert await workspace.load() == before
    return plan


def _all(status: str, **others: str) -> dict[str, str]:
    return dict.fromkeys(NAMES, status) | others


async def test_1_taken_name_is_a_conflict(client: AsyncClient) -> None:
    """A name that B owns is a conflict with a free name suggested, blocks, and nothing is written."""
    shop, crm = await _make_shop(client), await _make_crm(client)
    before = await crm.load()

    plan = await crm.plan(file := await shop.export(CLOSURE))

    assert statuses(plan) == _all("new", pr_orders="conflict")
    assert plan["blocked"]
    assert plan["summary"] | {"new": 4, "conflict": 1} == plan["summary"]
    orders = item_of(plan, "pr_orders")
    assert (orders["renamable"], orders["suggestedName"], orders["newName"]) == (True, "pr_orders_1", "pr_orders")
    assert orders["local"] == {"kind": "projection", "name": "pr_orders", "system": "crm", "owned": True}
    assert codes(plan)["pr_orders"] == ["conflict"]
    assert_problem(await crm.try_apply(file), 422, "plan-blocked")
    assert await crm.load() == before


async def test_2_rename_solves_the_conflict(client: AsyncClient) -> None:
    """With the suggested name all is new; the ER schema follows the rename, topics and marker keep the source's."""
    shop, crm = await _make_shop(client), await _make_crm(client)
    file = await shop.export(CLOSURE)

    plan = await crm.plan(file, **AS_PR_ORDERS_1)
    receipt = await crm.apply(file, **AS_PR_ORDERS_1)

    assert (statuses(plan), plan["blocked"]) == (_all("new"), False)
    assert unknown_nodes(plan, "delivery-er") == ["riders"]
    assert receipt["revisionAfter"] == receipt["revisionBefore"] + 1
    config = await crm.config()
    assert nodes_of(config["erSchemas"]["delivery-er"]) == {"pr_orders_1", "pr_dishes", "riders"}
    stored = config["systems"]["delivery"]["projections"]["pr_orders_1"]
    assert stored["topics"]["ingestion"]["name"] == "acme.shop.delivery.pr_orders.ingestion"
    assert stored["projectionId"] == stored["name"] == "pr_orders_1"
    file_says = read(file)
    assert stored["reference"] | {"importedAt": "", "importedBy": ""} == {
        "source": {"tenantId": "acme", "projectId": "shop", "projectName": "Shop", "branch": "main"},
        "name": "pr_orders",
        "exportedAt": file_says["metadata"]["exportedAt"],
        "digest": file_says["digests"]["projection/pr_orders"],
        "importedAt": "",
        "importedBy": "",
    }
    assert (stored["reference"]["importedAt"], stored["reference"]["importedBy"]) == (receipt["at"], "local")
    assert config["systems"]["crm"]["projections"].keys() == {"pr_orders"}


async def test_3_same_file_again_brings_nothing(client: AsyncClient) -> None:
    """The same file without renames is unchanged throughout: the counterpart keeps its local name."""
    _, crm, file, _ = await _import_renamed(client)

    plan = await _assert_nothing_to_do(crm, file)

    orders = item_of(plan, "pr_orders")
    assert (orders["newName"], orders["renamable"], orders["contentChanged"]) == ("pr_orders_1", False, False)
    assert orders["local"] == {"kind": "projection", "name": "pr_orders_1", "system": "delivery", "owned": False}


async def test_4_changed_source_updates_the_reference(client: AsyncClient) -> None:
    """What A changed is updated under B's name, the rest stays; once imported the file brings nothing."""
    shop, crm, _, _ = await _import_renamed(client)
    await shop.edit("projections", "pr_orders", description="All orders, also cancelled ones")
    file = await shop.export(CLOSURE)

    plan = await crm.plan(file)
    receipt = await crm.apply(file)

    assert statuses(plan) == _all("unchanged", pr_orders="reference-update")
    orders = item_of(plan, "pr_orders")
    assert (orders["newName"], orders["contentChanged"]) == ("pr_orders_1", True)
    entry = {"kind": "projection", "name": "pr_orders", "newName": "pr_orders_1", "status": "reference-update"}
    assert (receipt["created"], receipt["updated"]) == ([], [entry])
    stored = projections_of(await crm.config())["pr_orders_1"]
    assert stored["description"] == "All orders, also cancelled ones"
    assert stored["reference"]["digest"] == read(file)["digests"]["projection/pr_orders"]
    await _assert_nothing_to_do(crm, file)


async def test_5_later_export_of_the_same_brings_nothing(client: AsyncClient) -> None:
    """An unchanged source exported again writes nothing, and the marker keeps the first export's time."""
    shop, crm, file, _ = await _import_renamed(client)

    later = await shop.export(CLOSURE)

    assert read(later)["metadata"]["exportedAt"] > read(file)["metadata"]["exportedAt"]
    await _assert_nothing_to_do(crm, later)
    marker = projections_of(await crm.config())["pr_dishes"]["reference"]
    assert marker["exportedAt"] == read(file)["metadata"]["exportedAt"]


async def test_6_older_export_is_blocked(client: AsyncClient) -> None:
    """An older file is blocked where it differs, and taken with a warning when the user allows it."""
    _, crm, file, _, _ = await _update(client)

    plan = await crm.plan(file)
    allowed = await crm.plan(file, allowOlder=True)
    await crm.apply(file, allowOlder=True)

    assert (statuses(plan), plan["blocked"]) == (_all("unchanged", pr_orders="blocked"), True)
    assert [(i["code"], i["severity"]) for i in item_of(plan, "pr_orders")["issues"]] == [("older-export", "error")]
    assert (statuses(allowed), allowed["blocked"]) == (_all("unchanged", pr_orders="reference-update"), False)
    assert [(i["code"], i["severity"]) for i in item_of(allowed, "pr_orders")["issues"]] == [
        ("older-export", "warning")
    ]
    assert projections_of(await crm.config())["pr_orders_1"]["description"] == "What pr_orders holds"


async def test_7_second_part_of_a_system_joins_the_first(client: AsyncClient) -> None:
    """A file with other projections of a referenced system adds them; those that it lacks are told, and stay."""
    shop, crm = await _make_shop(client), await _make_empty(client)
    await crm.apply(await shop.export({"systems": [{"name": "delivery", "projections": ["pr_a", "pr_b"]}]}))
    rest = {"systems": [{"name": "delivery", "projections": ["pr_c", "pr_orders", "pr_dishes"]}]}
    file = await shop.export(rest)

    plan = await crm.plan(file)
    await crm.apply(file)

    news = dict.fromkeys(("pr_c", "pr_orders", "pr_dishes", "castItalianDecimal"), "new")
    assert statuses(plan) == {"delivery": "unchanged"} | news
    (warning,) = item_of(plan, "delivery")["issues"]
    assert (warning["code"], warning["params"]["names"]) == ("not-in-file", ["pr_a", "pr_b"])
    stored = (await crm.config())["systems"]["delivery"]["projections"]
    assert stored.keys() == {"pr_a", "pr_b", "pr_c", "pr_orders", "pr_dishes"}


async def test_8_older_file_may_add_what_is_not_there(client: AsyncClient) -> None:
    """An older export of an unchanged system adds its other projections: only what differs is a question of time."""
    shop, crm = await _make_shop(client), await _make_empty(client)
    older = await shop.export({"systems": [{"name": "delivery", "projections": ["pr_a", "pr_b"]}]})
    newer = await shop.export({"systems": [{"name": "delivery", "projections": ["pr_c"]}]})
    await crm.apply(newer)

    plan = await crm.plan(older)
    await crm.apply(older)

    assert statuses(plan) == {"delivery": "unchanged", "pr_a": "new", "pr_b": "new"}
    (warning,) = item_of(plan, "delivery")["issues"]
    assert (warning["code"], warning["params"]["names"]) == ("not-in-file", ["pr_c"])


async def test_10_edited_copy_of_a_system_is_a_conflict(client: AsyncClient) -> None:
    """A system that was edited here conflicts with the file's, while a projection alone goes into the edited one."""
    shop, crm = await _make_shop(client), await _make_empty(client)
    first = await shop.export({"systems": [{"name": "delivery", "projections": ["pr_a", "pr_b"]}]})
    await crm.apply(first, "resource")
    await crm.edit("systems", "delivery", description="Ours now")
    rest = {"systems": [{"name": "delivery", "projections": ["pr_c", "pr_orders", "pr_dishes"]}]}
    file = await shop.export(rest | {"castFunctions": []})

    everything = await crm.plan(file, "resource")
    alone = await crm.plan(file, "resource", selection={"projections": ["pr_c"]})
    await crm.apply(file, "resource", selection={"projections": ["pr_c"]})

    news = dict.fromkeys(("pr_c", "pr_orders", "pr_dishes"), "new")
    assert statuses(everything) | {"delivery": "conflict"} | news == statuses(everything)
    assert everything["blocked"]
    assert [item["name"] for item in alone["items"] if item["selected"]] == ["pr_c"]
    assert (item_of(alone, "pr_c")["status"], alone["blocked"]) == ("new", False)
    stored = (await crm.config())["systems"]["delivery"]
    assert stored["description"] == "Ours now"
    assert stored["projections"].keys() == {"pr_a", "pr_b", "pr_c"}


@pytest.mark.parametrize("mode", ["reference", "resource"])
async def test_11_projection_brings_what_it_needs(client: AsyncClient, mode: str) -> None:
    """A projection chosen alone takes its system and its cast function along where the destination lacks them."""
    shop, crm = await _make_shop(client), await _make_empty(client)
    file = await shop.export()
    choices: Entry = {"selection": {"projections": ["pr_orders"]}}

    plan = await crm.plan(file, mode, **choices)
    await crm.apply(file, mode, **choices)

    selected = {item["name"]: item for item in plan["items"] if item["selected"]}
    assert {name: item["status"] for name, item in selected.items()} == dict.fromkeys(
        ("delivery", "pr_orders", "castItalianDecimal"), "new"
    )
    because = [{"kind": "projection", "name": "pr_orders"}]
    assert selected["delivery"]["because"] == selected["castItalianDecimal"]["because"] == because
    assert selected["pr_orders"]["because"] == []
    config = await crm.config()
    assert config["systems"]["delivery"]["projections"].keys() == {"pr_orders"}
    assert config["castFunctions"].keys() == {"castItalianDecimal"}


async def test_12_er_schema_alone_names_what_is_missing(client: AsyncClient) -> None:
    """An ER schema by itself is new; its nodes resolve to what B has, and the others are warned about."""
    shop, crm = await _make_shop(client), await _make_crm(client)
    file = await shop.export(CLOSURE, includeDependencies=False)

    plan = await crm.plan(file)
    chosen = await crm.plan(await shop.export(CLOSURE), selection=CLOSURE)
    await crm.apply(file)

    assert (statuses(plan), plan["blocked"]) == ({"delivery-er": "new"}, False)
    assert unknown_nodes(plan, "delivery-er") == ["pr_dishes", "riders"]
    assert unknown_nodes(chosen, "delivery-er") == ["pr_dishes", "riders"]
    assert nodes_of((await crm.config())["erSchemas"]["delivery-er"]) == {"pr_orders", "pr_dishes", "riders"}


async def test_13_er_schema_follows_projections_that_come_later(client: AsyncClient) -> None:
    """Once the renamed projection is there, the ER schema of the same file is an update that names it."""
    shop, crm = await _make_shop(client), await _make_crm(client)
    file = await shop.export(CLOSURE)
    await crm.apply(file, selection=CLOSURE)
    rest: Entry = {"selection": {"systems": "all", "castFunctions": "all"}} | AS_PR_ORDERS_1

    second = await crm.plan(file, **rest)
    await crm.apply(file, **rest)
    third = await crm.plan(file)
    await crm.apply(file)

    news = {item["name"]: item["status"] for item in second["items"] if item["selected"]}
    assert news == dict.fromkeys(("delivery", "pr_orders", "pr_dishes", "castItalianDecimal"), "new")
    assert statuses(third) == _all("unchanged", **{"delivery-er": "reference-update"})
    assert item_of(third, "delivery-er")["contentChanged"]
    assert nodes_of((await crm.config())["erSchemas"]["delivery-er"]) == {"pr_orders_1", "pr_dishes", "riders"}
    await _assert_nothing_to_do(crm, file)


async def test_14_reference_travels_on_with_its_origin(client: AsyncClient) -> None:
    """What B re-exports is a reference to A in C: A's names, times and digests; then A's own file brings nothing."""
    _, crm, file, _ = await _import_renamed(client)
    lab = await _make_empty(client, "lab")
    nested = await crm.export(CLOSURE)

    plan = await lab.plan(nested)
    await lab.apply(nested)

    assert statuses(plan) == {name.replace("pr_orders", "pr_orders_1"): "new" for name in NAMES}
    assert not any(item["renamable"] for item in plan["items"])
    stored = await lab.config()
    assert nodes_of(stored["erSchemas"]["delivery-er"]) == {"pr_orders_1", "pr_dishes", "riders"}
    marker = projections_of(stored)["pr_orders_1"]["reference"]
    source = {"tenantId": "acme", "projectId": "shop", "projectName": "Shop", "branch": "main"}
    document = read(file)
    time, digest = document["metadata"]["exportedAt"], document["digests"]["projection/pr_orders"]
    assert marker | {"source": source, "name": "pr_orders", "exportedAt": time, "digest": digest} == marker
    await _assert_nothing_to_do(lab, nested)
    own = await _assert_nothing_to_do(lab, file)
    assert item_of(own, "pr_orders")["newName"] == "pr_orders_1"


async def test_17_own_resources_come_back_blocked(client: AsyncClient) -> None:
    """What B re-exports cannot become references in A, where it comes from."""
    shop, crm, _, _ = await _import_renamed(client)

    plan = await shop.plan(await crm.export(CLOSURE))

    assert set(statuses(plan).values()) == {"blocked"}
    assert plan["blocked"]
    assert all("own-resource" in found for found in codes(plan).values())
    assert len(codes(plan)) == len(NAMES)


async def test_19_copy_again_brings_nothing_until_it_is_edited(client: AsyncClient) -> None:
    """Everything as a resource twice is unchanged; what was edited here in between is a conflict."""
    shop, crm = await _make_shop(client), await _make_empty(client)
    file = await shop.export()
    await crm.apply(file, "resource")

    plan = await _assert_nothing_to_do(crm, file, "resource")
    await crm.edit("projections", "pr_a", description="Ours now")
    edited = await crm.plan(file, "resource")

    assert all(item["renamable"] for item in plan["items"])
    assert {name for name, status in statuses(edited).items() if status != "unchanged"} == {"pr_a"}
    assert item_of(edited, "pr_a")["status"] == "conflict"


async def test_21_names_may_be_swapped(client: AsyncClient) -> None:
    """A swap is valid as a set, and the keys of the ER schema are swapped with it."""
    shop, crm = await _make_shop(client), await _make_empty(client)
    file = await shop.export(CLOSURE)
    pairs = (("pr_orders", "pr_dishes"), ("pr_dishes", "pr_orders"))
    choices: Entry = {"renames": [{"kind": "projection", "name": old, "newName": new} for old, new in pairs]}

    plan = await crm.plan(file, "resource", **choices)
    await crm.apply(file, "resource", **choices)

    assert (statuses(plan), plan["blocked"]) == (_all("new"), False)
    config = await crm.config()
    schema = config["erSchemas"]["delivery-er"]["erSchema"]["config"]
    assert schema["pr_dishes"]["outgoing"].keys() == {"pr_orders", "riders"}
    assert schema["pr_orders"] == {"outgoing": {}}
    stored = projections_of(config)
    assert stored["pr_dishes"]["description"] == "What pr_orders holds"
    assert stored["pr_dishes"]["topics"]["ingestion"]["name"] == "acme.shop.delivery.pr_dishes.ingestion"


async def test_21_names_may_form_a_chain(client: AsyncClient) -> None:
    """A name may be taken over from an item that gets another one."""
    config = configuration(
        system("delivery", *map(projection, ("pr_a", "pr_b"))), er_schema("er", {"pr_a": ["pr_b"], "pr_b": ["pr_a"]})
    )
    shop, crm = await _make_shop(client, config), await _make_empty(client)
    pairs = (("pr_a", "pr_b"), ("pr_b", "pr_c"))
    choices: Entry = {"renames": [{"kind": "projection", "name": old, "newName": new} for old, new in pairs]}

    await crm.apply(await shop.export(), "resource", **choices)

    stored = await crm.config()
    described = {name: entry["description"] for name, entry in projections_of(stored).items()}
    assert described == {"pr_b": "What pr_a holds", "pr_c": "What pr_b holds"}
    schema = stored["erSchemas"]["er"]["erSchema"]["config"]
    assert {node: set(value["outgoing"]) for node, value in schema.items()} == {"pr_b": {"pr_c"}, "pr_c": {"pr_b"}}


async def test_22_two_nodes_cannot_become_one(client: AsyncClient) -> None:
    """A projection renamed to another node of its ER schema blocks the schema."""
    shop, crm = await _make_shop(client), await _make_empty(client)
    choices: Entry = {"renames": [{"kind": "projection", "name": "pr_orders", "newName": "riders"}]}

    plan = await crm.plan(await shop.export(CLOSURE), **choices)

    assert plan["blocked"]
    (error,) = [issue for issue in item_of(plan, "delivery-er")["issues"] if issue["severity"] == "error"]
    assert error["code"] == "node-collision"
    assert error["params"] == {"nodes": ["pr_orders", "riders"], "name": "riders"}


async def test_24_tenth_default_function_travels(client: AsyncClient) -> None:
    """A default cast function that not every project has is in the file, and taken along when it is needed."""
    long = cast_function("defaultCastToLong", type="default")
    config = configuration(system("delivery", projection("pr_a", functions=["defaultCastToLong"])), long)
    shop, crm = await _make_shop(client, config), await _make_empty(client)
    file = await shop.export({"projections": ["pr_a"]})
    assert read(file)["resources"]["castFunctions"]["defaultCastToLong"]["type"] == "default"
    choices: Entry = {"selection": {"projections": ["pr_a"]}}

    plan = await crm.plan(file, **choices)
    await crm.apply(file, **choices)

    function = item_of(plan, "defaultCastToLong")
    assert (function["status"], function["selected"]) == ("new", True)
    assert function["because"] == [{"kind": "projection", "name": "pr_a"}]
    assert (await crm.config())["castFunctions"]["defaultCastToLong"]["type"] == "default"


async def test_24_unknown_default_function_is_an_error(client: AsyncClient) -> None:
    """Without the tenth default function in file and destination its user is blocked; where it is known it stays."""
    long = cast_function("defaultCastToLong", type="default")
    config = configuration(system("delivery", projection("pr_a", functions=["defaultCastToLong"])), long)
    shop, crm = await _make_shop(client, config), await _make_empty(client)
    knowing = await make_workspace(client, "lab", configuration(long | {"casting": "other"}), services=event_driven())
    file = await shop.export()
    document = read(file)
    del document["resources"]["castFunctions"]["defaultCastToLong"]

    removed = await crm.plan(write(document))
    known = await knowing.plan(file)

    assert codes(removed)["pr_a"] == ["unknown-default-cast-function"]
    assert removed["blocked"]
    assert (item_of(known, "defaultCastToLong")["status"], known["blocked"]) == ("unchanged", False)


async def test_26_branch_of_the_source_may_change(client: AsyncClient) -> None:
    """The same content from another branch updates the markers only, with a warning; again it brings nothing."""
    _shop, crm, _, _ = await _import_renamed(client)
    response = await client.post("/api/projects/shop/branches", json={"name": "next", "from": "main"})
    assert response.status_code == 201
    file = await Workspace(client, "shop", "next").export(CLOSURE)

    plan = await crm.plan(file)
    await crm.apply(file)

    assert statuses(plan) == _all("reference-update")
    assert not any(item["contentChanged"] for item in plan["items"])
    assert all("branch-changed" in found for found in codes(plan).values())
    assert len(codes(plan)) == len(NAMES)
    marker = projections_of(await crm.config())["pr_orders_1"]["reference"]
    assert (marker["source"]["branch"], marker["exportedAt"]) == ("next", read(file)["metadata"]["exportedAt"])
    await _assert_nothing_to_do(crm, file)


async def test_26_project_of_the_source_may_be_renamed(client: AsyncClient) -> None:
    """A new name of the source project reaches the markers as an update without warning."""
    shop, crm, _, _ = await _import_renamed(client)
    await client.patch("/api/projects/shop", json={"name": "The Shop"})
    file = await shop.export(CLOSURE)

    plan = await crm.plan(file)
    await crm.apply(file)

    assert statuses(plan) == _all("reference-update")
    assert not any(item["contentChanged"] for item in plan["items"])
    assert "branch-changed" not in str(codes(plan))
    source = projections_of(await crm.config())["pr_dishes"]["reference"]["source"]
    assert source["projectName"] == "The Shop"
    await _assert_nothing_to_do(crm, file)


async def test_27_item_may_be_removed_by_hand(client: AsyncClient) -> None:
    """A whole item removed from the file is told and harmless; its counts are not believed."""
    shop, crm = await _make_shop(client), await _make_empty(client)
    document = read(await shop.export(CLOSURE))
    del document["resources"]["systems"]["delivery"]["projections"]["pr_dishes"]

    plan = await crm.plan(write(document))

    assert (plan["file"]["integrity"], plan["file"]["removed"]) == ("verified", ["projection/pr_dishes"])
    assert document["metadata"]["counts"]["projections"] == 2
    assert plan["file"]["counts"]["projections"] == 1
    assert (item_of(plan, "delivery-er")["status"], plan["blocked"]) == ("new", False)
    assert unknown_nodes(plan, "delivery-er") == ["pr_dishes", "riders"]


async def test_28_edited_item_is_no_reference(client: AsyncClient) -> None:
    """An item edited in the file is blocked as a reference; deselected the rest goes; as a resource it is warned of."""
    shop, crm = await _make_shop(client), await _make_empty(client)
    document = read(await shop.export(CLOSURE))
    document["resources"]["systems"]["delivery"]["projections"]["pr_dishes"]["fields"][0]["type"] = "number"
    file = write(document)
    others = {"systems": [{"name": "delivery", "projections": ["pr_orders"]}], "castFunctions": "all"} | CLOSURE

    blocked = await crm.plan(file)
    deselected = await crm.plan(file, selection=others)
    copied = await crm.plan(file, "resource")

    assert blocked["file"]["integrity"] == "edited"
    assert (statuses(blocked), blocked["blocked"]) == (_all("new", pr_dishes="blocked"), True)
    assert codes(blocked)["pr_dishes"] == ["edited-item"]
    assert not deselected["blocked"]
    assert unknown_nodes(deselected, "delivery-er") == ["pr_dishes", "riders"]
    assert (statuses(copied), copied["blocked"]) == (_all("new"), False)
    assert next((i["code"], i["severity"]) for i in item_of(copied, "pr_dishes")["issues"]) == (
        "edited-item",
        "warning",
    )


async def test_31_projection_moves_with_its_source(client: AsyncClient) -> None:
    """A projection that the source moved to another system moves here, with a warning; again it brings nothing."""
    shop, crm = await _make_shop(client), await _make_empty(client)
    await crm.apply(await shop.export({"systems": "all"}))
    config = await shop.config()
    moved = config["systems"]["delivery"]["projections"].pop("pr_a")
    config["systems"]["other"] = system("other", moved)
    await shop.save(config)
    file = await shop.export({"systems": "all"})

    plan = await crm.plan(file)
    await crm.apply(file)

    changed = {name: status for name, status in statuses(plan).items() if status != "unchanged"}
    assert changed == {"other": "new", "pr_a": "reference-update"}
    assert codes(plan)["pr_a"] == ["system-changed"]
    stored = (await crm.config())["systems"]
    assert stored["other"]["projections"].keys() == {"pr_a"}
    assert "pr_a" not in stored["delivery"]["projections"]
    await _assert_nothing_to_do(crm, file)


async def test_34_copy_finds_renamed_references_by_identity(client: AsyncClient) -> None:
    """An ER schema as a resource joins the references that are here, under their local names."""
    shop, crm = await _make_shop(client), await _make_crm(client)
    file = await shop.export(CLOSURE)
    await crm.apply(file, selection={"systems": "all", "castFunctions": "all"}, **AS_PR_ORDERS_1)

    plan = await crm.plan(file, "resource", selection=CLOSURE)
    await crm.apply(file, "resource", selection=CLOSURE)

    assert item_of(plan, "delivery-er")["status"] == "new"
    stored = (await crm.config())["erSchemas"]["delivery-er"]
    assert nodes_of(stored) == {"pr_orders_1", "pr_dishes", "riders"}
    assert "reference" not in stored


@pytest.mark.parametrize("first, then", [("reference", "resource"), ("resource", "reference")])
async def test_36_reference_and_copy_exclude_each_other(client: AsyncClient, first: str, then: str) -> None:
    """A file imported one way conflicts with itself the other way, and may be renamed."""
    shop, crm = await _make_shop(client), await _make_empty(client)
    file = await shop.export(CLOSURE)
    await crm.apply(file, first)

    plan = await crm.plan(file, then)

    assert statuses(plan) == _all("conflict")
    assert all(item["renamable"] for item in plan["items"])
    assert {item["local"]["owned"] for item in plan["items"]} == {first == "resource"}


async def test_41_undo_takes_back_all(client: AsyncClient) -> None:
    """The undo of an import that nothing followed leaves the branch as it was before."""
    shop, crm = await _make_shop(client), await _make_crm(client)
    before = await crm.config()
    receipt = await crm.apply(await shop.export(CLOSURE), **AS_PR_ORDERS_1)

    undone = await crm.undo(receipt["transferId"])

    assert (undone["type"], undone["kept"]) == ("undo", [])
    assert (await crm.config()) | {"updatedAt": before["updatedAt"]} == before


async def test_41_undo_keeps_what_is_in_use(client: AsyncClient) -> None:
    """What an owned ER schema uses meanwhile stays, with its system; the rest goes."""
    _, crm, _, receipt = await _import_renamed(client)
    entry = er_schema("ours", {"pr_dishes": []})
    response = await crm.client.post(crm.url("resources/er-schemas"), json={"name": "ours", "entry": entry})
    assert response.status_code == 201

    undone = await crm.undo(receipt["transferId"])

    assert undone["kept"] == [
        {"kind": "system", "name": "delivery", "reason": "in-use"},
        {"kind": "projection", "name": "pr_dishes", "reason": "in-use"},
    ]
    config = await crm.config()
    assert projections_of(config).keys() == {"pr_orders", "pr_dishes"}
    assert (config["erSchemas"].keys(), config["castFunctions"]) == ({"ours"}, {})


async def test_41_undo_of_the_first_keeps_what_was_updated(client: AsyncClient) -> None:
    """What a later import updated stays, with what it uses."""
    _, crm, _, first, _ = await _update(client)

    undone = await crm.undo(first["transferId"])

    assert [(kept["name"], kept["reason"]) for kept in undone["kept"]] == [
        ("delivery", "in-use"),
        ("pr_orders_1", "updated"),
        ("castItalianDecimal", "in-use"),
    ]
    config = await crm.config()
    assert config["systems"]["delivery"]["projections"].keys() == {"pr_orders_1"}
    assert config["erSchemas"] == {}


async def test_41_undo_of_the_update_restores_what_was_there(client: AsyncClient) -> None:
    """The undo of an update brings back content and marker of before."""
    shop, crm, _, _ = await _import_renamed(client)
    before = await crm.config()
    await shop.edit("projections", "pr_orders", description="All orders, also cancelled ones")
    second = await crm.apply(await shop.export(CLOSURE))

    undone = await crm.undo(second["transferId"])

    assert undone["kept"] == []
    assert (await crm.config()) | {"updatedAt": before["updatedAt"]} == before


async def test_43_save_beside_the_plan_does_not_make_it_stale(client: AsyncClient) -> None:
    """A save between plan and apply that does not alter the plan does not matter."""
    shop, crm = await _make_shop(client), await _make_crm(client)
    file = await shop.export(CLOSURE)
    plan = await crm.plan(file, **AS_PR_ORDERS_1)
    await crm.edit("projections", "pr_orders", description="Changed in between")

    response = await crm.try_apply(file, planDigest=plan["planDigest"], **AS_PR_ORDERS_1)

    assert response.status_code == 201
    stored = projections_of(await crm.config())
    assert stored.keys() == {"pr_orders", "pr_orders_1", "pr_dishes"}
    assert stored["pr_orders"]["description"] == "Changed in between"


async def test_43_save_that_takes_the_name_makes_the_plan_stale(client: AsyncClient) -> None:
    """A save that takes a name between plan and apply is answered with the fresh plan, and nothing is written."""
    shop, crm = await _make_shop(client), await _make_crm(client)
    file = await shop.export(CLOSURE)
    plan = await crm.plan(file, **AS_PR_ORDERS_1)
    body = {"name": "pr_orders_1", "system": "crm", "entry": projection("pr_orders_1")}
    assert (await crm.client.post(crm.url("resources/projections"), json=body)).status_code == 201
    before = await crm.load()

    response = await crm.try_apply(file, planDigest=plan["planDigest"], **AS_PR_ORDERS_1)

    problem = assert_problem(response, 409, "stale-plan")
    assert problem["plan"]["planDigest"] != plan["planDigest"]
    assert item_of(problem["plan"], "pr_orders")["status"] == "conflict"
    assert await crm.load() == before
