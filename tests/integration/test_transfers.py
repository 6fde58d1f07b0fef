import pytest
from httpx import AsyncClient

from tests.builders import Entry, configuration, er_schema, event_driven, projection, shop_config, system
from tests.problems import assert_problem
from tests.workspace import CLOSURE, Workspace, make_workspace, projections_of


async def _make_both(client: AsyncClient) -> tuple[Workspace, Workspace]:
    """Make A with its model, and B that is empty."""
    shop = await make_workspace(client, "shop", shop_config())
    return shop, await make_workspace(client, "crm", services=event_driven())


async def _list(client: AsyncClient, **parameters: str | int) -> Entry:
    response = await client.get("/api/projects/crm/transfers", params=parameters)
    assert response.status_code == 200, response.text
    found: Entry = response.json()
    return found


def _kept(receipt: Entry) -> dict[str, str]:
    return {kept["name"]: kept["reason"] for kept in receipt["kept"]}


# History


async def test_history_is_newest_first(client: AsyncClient) -> None:
    """Exports, imports and undos are listed with what they did, the newest first."""
    shop, crm = await _make_both(client)
    receipt = await crm.apply(await shop.export(CLOSURE))
    await crm.export({"systems": "all"})
    undone = await crm.undo(receipt["transferId"])

    history = await _list(client)

    assert [transfer["type"] for transfer in history["items"]] == ["undo", "export", "import"]
    assert history["total"] == 3
    assert history["items"][0]["transferId"] == undone["transferId"]
    imported = history["items"][2]
    assert imported["title"] == "import: 5 Fast Data resources from Shop/main"
    assert imported["counts"] == {"created": 5, "updated": 0, "unchanged": 0, "skipped": 0, "kept": 0, "warnings": 2}
    assert "created" not in imported


async def test_history_tells_what_was_undone(client: AsyncClient) -> None:
    """An import that was taken back is marked in the history; the undo itself, and an import that stays, are not."""
    shop, crm = await _make_both(client)
    first = await crm.apply(await shop.export(CLOSURE))
    await crm.undo(first["transferId"])
    await crm.apply(await shop.export(CLOSURE))

    history = await _list(client)

    marks = [(transfer["type"], transfer["undone"]) for transfer in history["items"]]
    assert marks == [("import", False), ("undo", False), ("import", True)]


async def test_history_is_of_one_branch_or_all(client: AsyncClient) -> None:
    """With a branch only its transfers are listed; of an unknown branch there is no history."""
    shop, crm = await _make_both(client)
    await client.post("/api/projects/crm/branches", json={"name": "feature/x", "from": "main"})
    file = await shop.export(CLOSURE)
    await crm.apply(file)
    await Workspace(client, "crm", "feature/x").apply(file)

    assert (await _list(client))["total"] == 2
    assert [t["branch"] for t in (await _list(client, branch="feature/x"))["items"]] == ["feature/x"]
    response = await client.get("/api/projects/crm/transfers", params={"branch": "nowhere"})
    assert_problem(response, 404, "not-found")


async def test_history_outlives_its_branch(client: AsyncClient) -> None:
    """What happened on a branch that was deleted since can still be listed by its name."""
    shop, _ = await _make_both(client)
    await client.post("/api/projects/crm/branches", json={"name": "next", "from": "main"})
    await Workspace(client, "crm", "next").apply(await shop.export(CLOSURE))
    await client.delete("/api/projects/crm/branches", params={"branch": "next"})

    assert [transfer["branch"] for transfer in (await _list(client, branch="next"))["items"]] == ["next"]


async def test_history_is_paged_and_searched(client: AsyncClient) -> None:
    """The history is read page by page, and searched by title."""
    shop, crm = await _make_both(client)
    for name in ("castYesNo", "castItalianDecimal"):
        await crm.apply(await shop.export({"castFunctions": [name]}), title=f"take {name}")

    page = await _list(client, limit=1, offset=1)

    assert (page["total"], [t["title"] for t in page["items"]]) == (2, ["take castYesNo"])
    assert [t["title"] for t in (await _list(client, q="ITALIAN"))["items"]] == ["take castItalianDecimal"]


async def test_receipt_can_be_read_again(client: AsyncClient) -> None:
    """A receipt is read as it was answered."""
    shop, crm = await _make_both(client)

    receipt = await crm.apply(await shop.export(CLOSURE))

    assert (await client.get(f"/api/projects/crm/transfers/{receipt['transferId']}")).json() == receipt


async def test_receipts_belong_to_their_project(client: AsyncClient) -> None:
    """What is no transfer of the project cannot be read or undone."""
    shop, crm = await _make_both(client)
    receipt = await crm.apply(await shop.export(CLOSURE))

    for transfer_id in (receipt["transferId"], "x", "0" * 24, "%00"):
        url = f"/api/projects/shop/transfers/{transfer_id}"
        assert_problem(await client.get(url), 404, "not-found")
        assert_problem(await client.post(f"{url}/undo"), 404, "not-found")


# Undo


async def test_undo_leaves_a_receipt(client: AsyncClient) -> None:
    """An undo is a revision of its own, and says what it deleted and restored."""
    shop, crm = await _make_both(client)
    first = await crm.apply(await shop.export({"castFunctions": ["castYesNo"]}))
    await shop.edit("cast-functions", "castYesNo", casting="changed")
    second = await crm.apply(await shop.export({"castFunctions": "all"}))

    undone = await crm.undo(second["transferId"])

    assert [(entry["name"], entry["status"]) for entry in undone["updated"]] == [
        ("castYesNo", "restored"),
        ("castItalianDecimal", "deleted"),
    ]
    assert (undone["revisionBefore"], undone["revisionAfter"]) == (3, 4)
    assert undone["transferId"] not in {first["transferId"], second["transferId"]}
    assert (undone["mode"], undone["planDigest"]) == ("reference", None)
    saved = await crm.load()
    assert (saved["revision"], saved["title"]) == (4, undone["title"])
    assert saved["title"] == f"undo: {second['title']}"


async def test_undo_keeps_what_was_edited(client: AsyncClient) -> None:
    """A copy that was edited since stays, with what it uses."""
    shop, crm = await _make_both(client)
    receipt = await crm.apply(await shop.export(CLOSURE), "resource")
    await crm.edit("projections", "pr_orders", description="Ours now")

    undone = await crm.undo(receipt["transferId"])

    assert _kept(undone) == {"delivery": "in-use", "pr_orders": "edited", "castItalianDecimal": "in-use"}
    assert projections_of(await crm.config()).keys() == {"pr_orders"}


async def test_undo_keeps_what_was_detached_or_deleted(client: AsyncClient) -> None:
    """What was detached stays as it is, and what is gone is listed."""
    shop, crm = await _make_both(client)
    receipt = await crm.apply(await shop.export(CLOSURE | {"castFunctions": ["castYesNo"]}))
    await crm.delete("er-schemas", "delivery-er")
    await crm.delete("projections", "pr_dishes")
    await crm.detach("systems", "delivery")

    undone = await crm.undo(receipt["transferId"])

    assert _kept(undone) == {
        "delivery": "detached",
        "pr_dishes": "deleted",
        "pr_orders": "detached",
        "delivery-er": "deleted",
        "castItalianDecimal": "in-use",
    }


async def test_undo_with_nothing_to_take_back_is_refused(client: AsyncClient) -> None:
    """Where everything is kept, nothing is written."""
    shop, crm = await _make_both(client)
    receipt = await crm.apply(await shop.export({"castFunctions": ["castYesNo"]}))
    await crm.detach("cast-functions", "castYesNo")
    before = await crm.load()

    assert_problem(await crm.try_undo(receipt["transferId"]), 409, "nothing-to-undo")

    assert await crm.load() == before
    assert (await _list(client))["total"] == 1


async def test_only_imports_are_undone_and_once(client: AsyncClient) -> None:
    """An export, an undo, and an import that was undone before cannot be undone."""
    shop, crm = await _make_both(client)
    receipt = await crm.apply(await shop.export(CLOSURE))
    exported = (await crm.try_export()).headers["transfer-id"]
    undone = await crm.undo(receipt["transferId"])

    for transfer_id in (exported, undone["transferId"], receipt["transferId"]):
        assert_problem(await crm.try_undo(transfer_id), 409, "nothing-to-undo")


async def test_second_copy_is_not_undone_by_the_undo_of_the_first(client: AsyncClient) -> None:
    """An import is undone once: the same done again is another one, even if it wrote the same."""
    shop, crm = await _make_both(client)
    file = await shop.export(CLOSURE)
    first = await crm.apply(file, "resource")
    await crm.undo(first["transferId"])
    await crm.apply(file, "resource")
    before = await crm.load()

    assert_problem(await crm.try_undo(first["transferId"]), 409, "nothing-to-undo")

    assert await crm.load() == before


async def test_undone_import_can_be_done_again(client: AsyncClient) -> None:
    """After an undo the same file is new again."""
    shop, crm = await _make_both(client)
    file = await shop.export(CLOSURE)
    receipt = await crm.apply(file)
    before = await crm.config()
    await crm.undo(receipt["transferId"])

    again = await crm.apply(file)

    assert len(again["created"]) == 5
    assert projections_of(await crm.config()).keys() == projections_of(before).keys()


async def test_undo_acts_on_the_branch_of_the_transfer(client: AsyncClient) -> None:
    """An import into another branch is undone there."""
    shop, crm = await _make_both(client)
    await client.post("/api/projects/crm/branches", json={"name": "feature/x", "from": "main"})
    branch = Workspace(client, "crm", "feature/x")
    file = await shop.export(CLOSURE)
    await crm.apply(file)
    receipt = await branch.apply(file)

    undone = await crm.undo(receipt["transferId"])

    assert undone["branch"] == "feature/x"
    assert projections_of(await branch.config()) == {}
    assert len(projections_of(await crm.config())) == 2


async def test_undo_leaves_the_wiring(client: AsyncClient) -> None:
    """What an update replaced comes back, with the services that the project attached since."""
    shop, crm = await _make_both(client)
    await crm.apply(await shop.export(CLOSURE))
    await shop.edit("systems", "delivery", description="New words")
    receipt = await crm.apply(await shop.export(CLOSURE))
    await crm.edit("systems", "delivery", services=[{"name": "storer"}])

    await crm.undo(receipt["transferId"])

    delivery = (await crm.config())["systems"]["delivery"]
    assert (delivery["description"], delivery["services"]) == ("The system delivery", [{"name": "storer"}])


async def test_undo_of_a_branch_that_is_gone(client: AsyncClient) -> None:
    """The receipt of a deleted branch stays; there is nothing left to undo."""
    shop, crm = await _make_both(client)
    await client.post("/api/projects/crm/branches", json={"name": "next", "from": "main"})
    receipt = await Workspace(client, "crm", "next").apply(await shop.export(CLOSURE))
    await client.delete("/api/projects/crm/branches", params={"branch": "next"})

    assert (await client.get(f"/api/projects/crm/transfers/{receipt['transferId']}")).status_code == 200
    assert_problem(await crm.try_undo(receipt["transferId"]), 404, "not-found")


async def test_projection_whose_system_is_gone_is_not_moved_back(client: AsyncClient) -> None:
    """An update that moved a projection is not taken back into a system that was deleted since."""
    config = configuration(system("delivery", projection("pr_a")), system("other"))
    shop = await make_workspace(client, "shop", config)
    crm = await make_workspace(client, "crm", services=event_driven())
    await crm.apply(await shop.export())
    moved = configuration(system("delivery"), system("other", projection("pr_a")), er_schema("er", {}))
    await shop.save(moved)
    receipt = await crm.apply(await shop.export())
    assert (await crm.delete("systems", "delivery")).status_code == 204

    undone = await crm.undo(receipt["transferId"])

    assert _kept(undone) == {"pr_a": "deleted"}
    config = await crm.config()
    assert config["systems"]["other"]["projections"].keys() == {"pr_a"}
    assert config["erSchemas"] == {}


@pytest.mark.parametrize("times", [1, 3])
async def test_undo_goes_back_step_by_step(client: AsyncClient, times: int) -> None:
    """Imports undone in reverse order give back every state in between."""
    shop, crm = await _make_both(client)
    states, receipts = [await crm.config()], []
    for number in range(times):
        await shop.edit("projections", "pr_orders", description=f"Version {number}")
        receipts.append(await crm.apply(await shop.export(CLOSURE)))
        states.append(await crm.config())

    for receipt, state in zip(reversed(receipts), reversed(states[:-1]), strict=True):
        await crm.undo(receipt["transferId"])
        assert (await crm.config()) | {"updatedAt": None} == state | {"updatedAt": None}
