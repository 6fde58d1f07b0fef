import json

import pytest
from httpx import AsyncClient, Response

from fast_data_transfer.domain.canonical import digest_of
from tests.builders import Entry, cast_function, configuration, er_schema, field, shop_config
from tests.problems import assert_problem
from tests.workspace import AS_PR_ORDERS_1, Workspace, export_shop, make_crm, make_workspace

PATH = "imports/comparison"
ORDERS = {"kind": "projection", "name": "pr_orders"}
FUNCTION = {"kind": "castFunction", "name": "castItalianDecimal"}


async def test_update_shows_what_changes_and_who_uses_it(client: AsyncClient) -> None:
    """A reference update is shown value by value, beside the resources here that use the reference."""
    crm, shop = await _make_pair(client)
    fields = [field("ID", required=True, nullable=False, primaryKey=True), field("TIP", type="number")]
    await shop.edit("projections", "pr_orders", fields=fields)

    (found,) = await _compare(crm, await shop.export(), ORDERS)

    assert (found["kind"], found["name"], found["newName"]) == ("projection", "pr_orders", "pr_orders")
    assert [(change["pointer"], change["from"], change["to"]) for change in found["changes"]] == [
        ("/fields/1", field("FIELD_0", "castItalianDecimal"), None),
        ("/fields/1", None, field("TIP", type="number")),
    ]
    assert found["usedBy"] == [{"kind": "erSchema", "name": name} for name in ("delivery-er", "mine")]
    assert [entry["fields"][1]["name"] for entry in (found["before"], found["after"])] == ["FIELD_0", "TIP"]


async def test_new_item_has_no_before(client: AsyncClient) -> None:
    """What is not here yet has nothing to be compared with, and nobody who uses it."""
    crm, file = await make_crm(client), await export_shop(client)

    (found,) = await _compare(crm, file, ORDERS)

    assert (found["before"], found["changes"], found["usedBy"]) == (None, [], [])
    assert found["after"]["system"] == "delivery"


async def test_rename_is_applied(client: AsyncClient) -> None:
    """The content is shown as it would be here, after the rename cascade."""
    crm, file = await make_crm(client), await export_shop(client)

    (found,) = await _compare(crm, file, ORDERS, mode="resource", **AS_PR_ORDERS_1)

    assert (found["name"], found["newName"], found["after"]["name"]) == ("pr_orders", "pr_orders_1", "pr_orders_1")


async def test_conflict_is_compared_with_what_holds_the_name(client: AsyncClient) -> None:
    """A copy whose name is taken is shown beside its holder, if that is of its kind."""
    crm = await make_crm(client, configuration(cast_function("castItalianDecimal", casting="mine")))
    file = await export_shop(client, None)

    (found,) = await _compare(crm, file, FUNCTION, mode="resource")

    assert [(change["pointer"], change["from"]) for change in found["changes"]] == [("/casting", "mine")]


async def test_name_of_another_kind_is_nothing_to_compare_with(client: AsyncClient) -> None:
    """A Single View that has the name of a Projection is no version of it."""
    view = {"singleViewId": "pr_orders", "name": "pr_orders", "fields": [], "indexes": []}
    crm, file = await make_crm(client, configuration(view)), await export_shop(client)

    (found,) = await _compare(crm, file, ORDERS, mode="resource")

    assert (found["before"], found["changes"]) == (None, [])


async def test_code_is_searched_for_what_stands_out(client: AsyncClient) -> None:
    """A function shows the places that deserve a second look; the text of another kind is no code."""
    shop = await make_workspace(
        client, "shop", configuration(cast_function("f", casting="module.exports = () =>\n  process.env.HOME"))
    )
    crm = await make_crm(client)

    (found,) = await _compare(crm, await shop.export(), {"kind": "castFunction", "name": "f"})

    assert found["findings"] == [{"code": "process", "line": 2, "column": 3}]


async def test_function_without_code_has_nothing_to_find(client: AsyncClient) -> None:
    """Code that is no text, or not there, is an issue of the plan and no finding."""
    shop = await make_workspace(client, "shop", configuration(cast_function("f", casting=None)))
    crm = await make_crm(client)

    (found,) = await _compare(crm, await shop.export(), {"kind": "castFunction", "name": "f"})

    assert found["findings"] == []


async def test_several_items_come_in_their_order(client: AsyncClient) -> None:
    """Items come in the order in which they were asked for, from the digest of a file as well."""
    crm, file = await make_crm(client), await export_shop(client)
    await crm.plan(file)
    wanted = [FUNCTION, ORDERS]

    response = await crm.post_form(
        PATH, fileDigest=digest_of(file), choices='{"mode": "reference"}', items=json.dumps(wanted)
    )

    assert response.status_code == 200, response.text
    assert [item["name"] for item in response.json()["items"]] == ["castItalianDecimal", "pr_orders"]


async def test_nothing_is_written(client: AsyncClient) -> None:
    """Looking closer changes neither the branch nor its history."""
    crm, file = await make_crm(client), await export_shop(client)

    await _compare(crm, file, ORDERS)

    assert (await crm.load())["revision"] == 1
    assert (await client.get("/api/projects/crm/transfers")).json()["total"] == 0


@pytest.mark.parametrize(
    "items, status, code",
    [
        (None, 400, "invalid-request"),
        ([], 400, "invalid-request"),
        ({}, 400, "invalid-request"),
        ([{"kind": "projection"}], 400, "invalid-request"),
        ([{"kind": "crudCollection", "name": "riders"}], 400, "invalid-request"),
        ([ORDERS | {"newName": "x"}], 400, "invalid-request"),
        ([ORDERS] * 101, 400, "invalid-request"),
        ([{"kind": "singleView", "name": "pr_orders"}], 422, "unknown-resource"),
    ],
)
async def test_items_speak_of_the_file(client: AsyncClient, items: object, status: int, code: str) -> None:
    """Items that cannot be read, too many, or not in the file are a failed request."""
    crm, file = await make_crm(client), await export_shop(client)

    assert_problem(await _try(crm, file, items), status, code)


async def test_unknown_items_are_named(client: AsyncClient) -> None:
    """Each item that the file lacks is told, with its place."""
    crm, file = await make_crm(client), await export_shop(client)

    problem = assert_problem(
        await _try(crm, file, [ORDERS, {"kind": "system", "name": "gone"}]), 422, "unknown-resource"
    )

    assert [(error["pointer"], error["message"]) for error in problem["errors"]] == [
        ("/items/1", 'The file has no system "gone".')
    ]


async def _make_pair(client: AsyncClient) -> tuple[Workspace, Workspace]:
    """Make B with all of A as references and an ER schema of its own on `pr_orders`, and A."""
    shop = await make_workspace(client, "shop", shop_config())
    crm = await make_crm(client, configuration(er_schema("mine", {"pr_orders": []})))
    await crm.apply(await shop.export())
    return crm, shop


async def _compare(crm: Workspace, file: bytes, *items: Entry, **choices: object) -> list[Entry]:
    response = await _try(crm, file, items, **choices)
    assert response.status_code == 200, response.text
    found: list[Entry] = response.json()["items"]
    return found


async def _try(crm: Workspace, file: bytes, items: object, **choices: object) -> Response:
    parts = {"items": json.dumps(items)} if items is not None else {}
    return await crm.post_form(PATH, file=file, choices=json.dumps({"mode": "reference"} | choices), **parts)
