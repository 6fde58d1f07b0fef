"""
What a whole save may do to references, and how they come into a branch that has nothing.
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
from tests.workspace import CLOSURE, Workspace, make_workspace


async def _make_referencing(client: AsyncClient) -> Workspace:
    """Make a branch that holds the ER closure of the shop by reference, and a system of its own."""
    shop = await make_workspace(client, "shop", shop_config(), collections=collections("riders"))
    own = configuration(system("crm", projection("pr_own", system="crm")))
    crm = await make_workspace(client, "crm", own, services=event_driven())
    await crm.apply(await shop.export(CLOSURE))
    return crm


async def test_wiring_of_a_reference_may_be_saved(client: AsyncClient) -> None:
    """A whole save may attach services to references, which are otherwise as they were."""
    crm = await _make_referencing(client)
    config = await crm.config()
    config["systems"]["delivery"]["services"] = [{"name": "storer"}]
    config["systems"]["delivery"]["projections"]["pr_orders"]["strategies"] = {"mode": "auto"}

    await crm.save(config)

    assert (await crm.config()) | {"updatedAt": None} == config | {"updatedAt": None}


def _drop_schema(config: Entry) -> None:
    del config["erSchemas"]["delivery-er"]


def _drop_system(config: Entry) -> None:
    del config["systems"]["delivery"]


def _drop_projection(config: Entry) -> None:
    del config["systems"]["delivery"]["projections"]["pr_orders"]


def _edit_content(config: Entry) -> None:
    config["castFunctions"]["castItalianDecimal"]["casting"] = "other"


def _add_unknown_key(config: Entry) -> None:
    config["systems"]["delivery"]["projections"]["pr_orders"]["sensitivity"] = 1


def _edit_marker(config: Entry) -> None:
    config["erSchemas"]["delivery-er"]["reference"]["exportedAt"] = "2020-01-01T00:00:00.000Z"


def _drop_marker(config: Entry) -> None:
    del config["systems"]["delivery"]["projections"]["pr_orders"]["reference"]


def _drop_all_markers(config: Entry) -> None:
    for entry in (config["systems"]["delivery"], *config["systems"]["delivery"]["projections"].values()):
        del entry["reference"]


def _make_up_marker(config: Entry) -> None:
    marker = config["erSchemas"]["delivery-er"]["reference"]
    config["castFunctions"]["mine"] = cast_function("mine", reference=marker | {"name": "mine"})


def _mark_own(config: Entry) -> None:
    marker = config["erSchemas"]["delivery-er"]["reference"]
    for name, entry in {"crm": config["systems"]["crm"], **config["systems"]["crm"]["projections"]}.items():
        entry["reference"] = marker | {"name": name}


def _make_up_copied_from(config: Entry) -> None:
    marker = dict(config["erSchemas"]["delivery-er"]["reference"])
    del marker["importedAt"], marker["importedBy"]
    config["castFunctions"]["mine"] = cast_function("mine", copiedFrom=marker)


def _break_marker(config: Entry) -> None:
    del config["erSchemas"]["delivery-er"]["reference"]["digest"]


def _mark_own_without_sense(config: Entry) -> None:
    config["systems"]["crm"]["reference"] = 5
    config["systems"]["crm"]["projections"]["pr_own"]["copiedFrom"] = {"name": "x"}


def _add_to_referenced_system(config: Entry) -> None:
    config["systems"]["delivery"]["projections"]["pr_mine"] = projection("pr_mine")


def _move_own_into_referenced_system(config: Entry) -> None:
    own = config["systems"]["crm"]["projections"].pop("pr_own")
    config["systems"]["delivery"]["projections"]["pr_own"] = own


def _move_reference(config: Entry) -> None:
    moved = config["systems"]["delivery"]["projections"].pop("pr_orders")
    config["systems"]["crm"]["projections"]["pr_orders"] = moved


def _rename_reference(config: Entry) -> None:
    config["erSchemas"]["ours"] = config["erSchemas"].pop("delivery-er") | {"name": "ours", "erSchemaId": "ours"}


@pytest.mark.parametrize(
    "spoil, named",
    [
        (_drop_schema, ["delivery-er"]),
        (_drop_system, ["delivery", "pr_dishes", "pr_orders"]),
        (_drop_projection, ["pr_orders"]),
        (_edit_content, ["castItalianDecimal"]),
        (_add_unknown_key, ["pr_orders"]),
        (_edit_marker, ["delivery-er"]),
        (_drop_marker, ["pr_orders"]),
        (_drop_all_markers, ["delivery", "pr_dishes", "pr_orders"]),
        (_make_up_marker, ["mine"]),
        (_mark_own, ["crm", "pr_own"]),
        (_make_up_copied_from, ["mine"]),
        (_break_marker, ["delivery-er"]),
        (_mark_own_without_sense, ["crm", "pr_own"]),
        (_add_to_referenced_system, ["pr_mine"]),
        (_move_own_into_referenced_system, ["pr_own"]),
        (_move_reference, ["pr_orders"]),
        (_rename_reference, ["delivery-er", "ours"]),
    ],
)
async def test_whole_save_cannot_touch_references(client: AsyncClient, spoil: object, named: list[str]) -> None:
    """Whatever a whole save would do to a reference is refused, naming each resource, and nothing is written."""
    crm = await _make_referencing(client)
    before = await crm.load()
    config = await crm.config()
    assert callable(spoil)
    spoil(config)

    response = await crm.try_save(config)

    problem = assert_problem(response, 409, "reference-read-only")
    assert sorted(error["message"].split('"')[1] for error in problem["errors"]) == named
    assert await crm.load() == before


async def test_backup_restores_references_into_an_empty_branch(client: AsyncClient) -> None:
    """A branch without resources takes a whole configuration with its markers as it is."""
    crm = await _make_referencing(client)
    backup = await crm.config()
    lab = await make_workspace(client, "lab", configuration(cast_function("defaultCastToLong", type="default")))

    await lab.save(backup)

    assert (await lab.config()) | {"updatedAt": None} == backup | {"updatedAt": None}


async def test_branch_with_an_own_resource_takes_no_references(client: AsyncClient) -> None:
    """A branch that holds any resource is not restored by a whole save."""
    crm = await _make_referencing(client)
    lab = await make_workspace(client, "lab", configuration(cast_function("mine")))

    response = await lab.try_save(await crm.config())

    assert_problem(response, 409, "reference-read-only")


@pytest.mark.parametrize(
    "entries, code",
    [
        ({"systems": {"delivery": system("delivery", projection("pr_a"))}}, "mixed-ownership"),
        ({"erSchemas": {"a": er_schema("a", {}), "b": er_schema("b", {})}}, "duplicate-reference"),
    ],
)
async def test_backup_must_be_sound(client: AsyncClient, entries: Entry, code: str) -> None:
    """References that contradict each other are not restored."""
    source = {"tenantId": "acme", "projectId": "shop", "projectName": "Shop", "branch": "main"}
    stamp = {"exportedAt": "2026-01-01T00:00:00.000Z", "digest": "sha256-x"}
    stamp |= {"importedAt": "2026-01-01T00:00:00.000Z", "importedBy": "me"}
    for section in entries.values():
        for entry in section.values():
            entry["reference"] = {"source": source, "name": "x"} | stamp
    lab = await make_workspace(client, "lab")

    response = await lab.try_save(entries)

    problem = assert_problem(response, 422, "invalid-resource")
    assert [error["code"] for error in problem["errors"]] == [code]


@pytest.mark.parametrize(
    "change",
    [
        {"exportedAt": "yesterday"},
        {"exportedAt": "2026-01-01T00:00:00+01:00"},
        {"name": None},
        {"digest": "x" * 256},
        {"source": {"tenantId": "acme"}},
        {"importedBy": None},
        {"importedAt": 1},
    ],
    ids=lambda change: str(change)[:40],
)
async def test_restored_marker_is_one_that_exports_can_carry(client: AsyncClient, change: Entry) -> None:
    """A marker that no file could hold is refused: what loading accepts, export writes, and import reads."""
    source = {"tenantId": "acme", "projectId": "shop", "projectName": "Shop", "branch": "main"}
    marker = {"source": source, "name": "er", "exportedAt": "2026-01-01T00:00:00.000Z", "digest": "sha256-x"}
    marker |= {"importedAt": "2026-01-01T00:00:00.000Z", "importedBy": "me"}
    lab = await make_workspace(client, "lab")

    response = await lab.try_save(configuration(er_schema("er", {}) | {"reference": marker | change}))

    problem = assert_problem(response, 422, "invalid-resource")
    assert [error["pointer"] for error in problem["errors"]] == ["/erSchemas/er/reference"]


async def test_copied_from_stays_without_being_sent(client: AsyncClient) -> None:
    """What was copied remembers its origin, also when a save leaves it out, and never takes another one."""
    shop = await make_workspace(client, "shop", shop_config())
    crm = await make_workspace(client, "crm")
    await crm.apply(await shop.export({"castFunctions": ["castYesNo"]}), "resource")
    config = await crm.config()
    origin = config["castFunctions"]["castYesNo"].pop("copiedFrom")
    config["castFunctions"]["castYesNo"]["casting"] = "ours"

    await crm.save(config)

    saved = (await crm.config())["castFunctions"]["castYesNo"]
    assert (saved["copiedFrom"], saved["casting"]) == (origin, "ours")
    saved["copiedFrom"] = origin | {"name": "other"}
    response = await crm.try_save(configuration(saved))
    assert_problem(response, 409, "reference-read-only")
