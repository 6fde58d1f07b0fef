"""
Undo after others have worked on: every answer is either all that can be taken back, with the rest listed, or a refusal.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from httpx import AsyncClient
from litestar import Litestar
from msgspec import structs

from fast_data_transfer.settings import Networks, Settings
from fast_data_transfer.storage.database import Database
from tests.builders import Entry, configuration, er_schema, event_driven, projection, shop_config, system
from tests.clients import open_client
from tests.problems import assert_problem
from tests.workspace import CLOSURE, Workspace, make_workspace, nodes_of, projections_of


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Give the settings of an installation with several users."""
    return structs.replace(settings, auth="gateway", trusted_proxies=Networks("127.0.0.1"))


@pytest_asyncio.fixture
async def client(app: Litestar, database: Database) -> AsyncIterator[AsyncClient]:
    """Give a client of the user ann."""
    await database.bindings.insert_many([{"subject": user, "role": "company-owner"} for user in ("ann", "bob")])
    async with open_client(app, headers={"miauserid": "ann"}) as opened:
        yield opened


@pytest_asyncio.fixture
async def bob(app: Litestar) -> AsyncIterator[Workspace]:
    """Give bob's work on the project that ann imports into."""
    async with open_client(app, headers={"miauserid": "bob"}) as opened:
        yield Workspace(opened, "crm")


async def _make_both(client: AsyncClient) -> tuple[Workspace, Workspace]:
    shop = await make_workspace(client, "shop", shop_config())
    return shop, await make_workspace(client, "crm", services=event_driven())


def _kept(receipt: Entry) -> dict[str, str]:
    return {kept["name"]: kept["reason"] for kept in receipt["kept"]}


async def test_edit_of_another_user_is_kept(client: AsyncClient, bob: Workspace) -> None:
    """What another user has made of a copy stays, what nobody touched goes, and each write has its user."""
    shop, crm = await _make_both(client)
    receipt = await crm.apply(await shop.export(CLOSURE), "resource")
    await bob.edit("projections", "pr_orders", description="Bob's words")

    undone = await crm.undo(receipt["transferId"])

    assert (receipt["by"], undone["by"]) == ("ann", "ann")
    assert _kept(undone) == {"delivery": "in-use", "pr_orders": "edited", "castItalianDecimal": "in-use"}
    assert (await crm.get("projections", "pr_orders"))["entry"]["description"] == "Bob's words"
    assert {entry["name"] for entry in undone["updated"]} == {"pr_dishes", "delivery-er"}


async def test_update_by_another_user_is_kept(client: AsyncClient, bob: Workspace) -> None:
    """What another user's import has brought up to date since is not taken back with the first import."""
    shop, crm = await _make_both(client)
    receipt = await crm.apply(await shop.export(CLOSURE))
    await shop.edit("projections", "pr_orders", description="Newer")
    newer = await bob.apply(await shop.export(CLOSURE))

    undone = await crm.undo(receipt["transferId"])

    assert _kept(undone) == {"delivery": "in-use", "pr_orders": "updated", "castItalianDecimal": "in-use"}
    assert_problem(await crm.try_undo(receipt["transferId"]), 409, "nothing-to-undo")
    assert [entry["name"] for entry in (await bob.undo(newer["transferId"]))["updated"]] == ["pr_orders"]
    assert (await crm.get("projections", "pr_orders"))["entry"]["description"] == "What pr_orders holds"


async def test_what_others_use_by_now_is_kept(client: AsyncClient, bob: Workspace) -> None:
    """An import on which another user has built keeps what that needs, and nothing breaks."""
    shop, crm = await _make_both(client)
    receipt = await crm.apply(await shop.export(CLOSURE))
    built = await bob.config()
    built["erSchemas"]["mine"] = er_schema("mine", {"pr_dishes": []})
    built["systems"]["ours"] = system("ours", projection("pr_ours", functions=["castItalianDecimal"]))
    await bob.save(built)

    undone = await crm.undo(receipt["transferId"])

    assert _kept(undone) == {"delivery": "in-use", "pr_dishes": "in-use", "castItalianDecimal": "in-use"}
    config = await crm.config()
    assert nodes_of(config["erSchemas"]["mine"]) <= projections_of(config).keys() == {"pr_dishes", "pr_ours"}
    assert config["castFunctions"].keys() == {"castItalianDecimal"}


async def test_save_in_between_does_not_matter(client: AsyncClient, bob: Workspace) -> None:
    """What another user has done beside the import does not stand in the way of its undo, and stays."""
    shop, crm = await _make_both(client)
    receipt = await crm.apply(await shop.export(CLOSURE))
    config = await bob.config()
    config["erSchemas"]["mine"] = er_schema("mine", {})
    await bob.save(config)

    undone = await crm.undo(receipt["transferId"])

    assert undone["kept"] == []
    assert (undone["revisionBefore"], undone["revisionAfter"]) == (3, 4)
    assert (await crm.config())["erSchemas"].keys() == {"mine"}


async def test_undo_and_its_repetition(client: AsyncClient, bob: Workspace) -> None:
    """Of two who undo the same import one is told that it was done, and an undo is taken back by importing again."""
    shop, crm = await _make_both(client)
    file = await shop.export(CLOSURE)
    receipt = await crm.apply(file)
    undone = await crm.undo(receipt["transferId"])

    again = assert_problem(await bob.try_undo(receipt["transferId"]), 409, "nothing-to-undo")
    back = assert_problem(await bob.try_undo(undone["transferId"]), 409, "nothing-to-undo")

    assert "was undone before" in again["detail"]
    assert "Import the file again" in back["detail"]
    assert len((await bob.apply(file))["created"]) == 5


async def test_projection_moves_back_and_its_new_system_goes(client: AsyncClient) -> None:
    """What an update moved is moved back before the system that it made is deleted, in one revision."""
    shop = await make_workspace(client, "shop", configuration(system("delivery", projection("pr_a"))))
    crm = await make_workspace(client, "crm", services=event_driven())
    await crm.apply(await shop.export())
    await shop.save(configuration(system("delivery"), system("other", projection("pr_a"))))
    receipt = await crm.apply(await shop.export())

    undone = await crm.undo(receipt["transferId"])

    assert [(entry["name"], entry["status"]) for entry in undone["updated"]] == [
        ("pr_a", "restored"),
        ("other", "deleted"),
    ]
    config = await crm.config()
    assert {name: set(entry["projections"]) for name, entry in config["systems"].items()} == {"delivery": {"pr_a"}}


async def test_projection_does_not_get_back_a_function_that_is_gone(client: AsyncClient, bob: Workspace) -> None:
    """An update is not taken back where the projection would then use a function that another user has deleted."""
    before = shop_config()
    shop = await make_workspace(client, "shop", before)
    crm = await make_workspace(client, "crm", services=event_driven())
    await crm.apply(await shop.export(CLOSURE))
    freed = before | {"systems": {"delivery": system("delivery", projection("pr_orders"), projection("pr_dishes"))}}
    await shop.save(freed)
    await shop.edit("er-schemas", "delivery-er", description="Newer")
    receipt = await crm.apply(await shop.export(CLOSURE))
    assert (await bob.delete("cast-functions", "castItalianDecimal")).status_code == 204

    undone = await crm.undo(receipt["transferId"])

    assert _kept(undone) == {"pr_orders": "deleted"}
    assert [entry["name"] for entry in undone["updated"]] == ["delivery-er"]
