import json
import re

import pytest
from httpx import AsyncClient

from fast_data_transfer.domain.canonical import digest_of, encode_canonical
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
from tests.workspace import CLOSURE, Workspace, make_workspace, read

PATH_TO_ORDERS = [{"kind": "erSchema", "name": "delivery-er"}]


async def _make_shop(client: AsyncClient, config: Entry | None = None) -> Workspace:
    return await make_workspace(client, "shop", config or shop_config(), collections=collections("riders"))


async def _preview(workspace: Workspace, selection: object = None) -> Entry:
    response = await workspace.client.post(workspace.url("exports/preview"), json={"selection": selection})
    assert response.status_code == 200, response.text
    preview: Entry = response.json()
    return preview


def _digests(file: bytes) -> set[str]:
    return set(read(file)["digests"])


async def test_closure_of_an_er_schema(client: AsyncClient) -> None:
    """The preview shows all that an ER schema needs, under which rule, along which path, and what to confirm."""
    shop = await _make_shop(client)

    preview = await _preview(shop, CLOSURE)

    assert preview["resources"] == [{"kind": "erSchema", "name": "delivery-er"}]
    shown = {
        item["name"]: (item["rule"], [step["name"] for step in item["because"]], item["selected"], item["confirm"])
        for item in preview["dependencies"]
    }
    assert shown == {
        "delivery": ("projection-system", ["delivery-er", "pr_dishes"], False, False),
        "pr_dishes": ("er-schema-node", ["delivery-er"], False, True),
        "pr_orders": ("er-schema-node", ["delivery-er"], False, True),
        "castItalianDecimal": ("projection-cast-function", ["delivery-er", "pr_orders"], False, False),
    }
    assert preview["dependencies"][1]["system"] == "delivery"
    riders = {"kind": "crudCollection", "name": "riders", "rule": "er-schema-node", "because": PATH_TO_ORDERS}
    assert preview["notExported"] == [riders]
    assert preview["counts"] == {
        "systems": 1,
        "projections": 2,
        "erSchemas": 1,
        "singleViews": 0,
        "castFunctions": 1,
    }
    assert [(issue["code"], issue["related"]) for issue in preview["issues"]] == [
        ("unknown-node", [{"kind": "crudCollection", "name": "riders"}])
    ]


async def test_preview_shows_what_is_selected_already(client: AsyncClient) -> None:
    """A dependency that is selected already needs no confirmation."""
    shop = await _make_shop(client)

    preview = await _preview(shop, CLOSURE | {"projections": ["pr_dishes"]})

    dishes = next(item for item in preview["dependencies"] if item["name"] == "pr_dishes")
    assert (dishes["selected"], dishes["confirm"]) == (True, False)
    assert {"kind": "projection", "name": "pr_dishes", "system": "delivery"} in preview["resources"]


async def test_preview_says_what_an_importer_will_be_warned_about(client: AsyncClient) -> None:
    """Missing functions, poor content and unknown nodes are told before the export."""
    poor = projection("pr_poor", functions=["castMissing"], fields=[field("A", "castMissing", type="text")])
    shop = await _make_shop(client, configuration(system("delivery", poor), er_schema("er", {"pr_poor": ["nowhere"]})))

    issues = (await _preview(shop, None))["issues"]

    found = [(issue["code"], issue["severity"]) for issue in issues]
    assert sorted(found) == [
        ("invalid-content", "warning"),
        ("missing-dependency", "error"),
        ("no-primary-key", "warning"),
        ("unknown-node", "warning"),
    ]


async def test_file_holds_what_the_preview_promised(client: AsyncClient) -> None:
    """The file has the closure, its counts, its digests, and where it comes from."""
    shop = await _make_shop(client)

    file = read(await shop.export(CLOSURE))

    assert (file["type"], file["formatVersion"]) == ("fast-data-export", "1.0.0")
    metadata = file["metadata"]
    assert metadata["source"] == {
        "tenantId": "acme",
        "projectId": "shop",
        "projectName": "Shop",
        "branch": "main",
        "revision": 1,
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", metadata["exportedAt"])
    assert metadata["configVersion"] == "2.2.0"
    assert metadata["generator"].startswith("fast-data-transfer/")
    preview = await _preview(shop, CLOSURE)
    assert (metadata["counts"], metadata["notExported"]) == (preview["counts"], preview["notExported"])
    assert file["resources"] == {
        section: {
            name: entry
            if section != "systems"
            else entry | {"projections": dict(list(entry["projections"].items())[:2])}
            for name, entry in entries.items()
            if name not in {"sv_customer", "castYesNo"}
        }
        for section, entries in shop_config().items()
        if section != "version"
    }


async def test_digests_are_over_canonical_contents(client: AsyncClient) -> None:
    """Each digest is the SHA-256 of the RFC 8785 form of an item's content."""
    shop = await _make_shop(client)

    file = read(await shop.export(CLOSURE))

    delivery = file["resources"]["systems"]["delivery"]
    orders = delivery.pop("projections")["pr_orders"]
    assert file["digests"]["system/delivery"] == digest_of(encode_canonical(delivery))
    assert file["digests"]["projection/pr_orders"] == digest_of(encode_canonical(orders))
    assert file["digests"].keys() == {
        "system/delivery",
        "projection/pr_orders",
        "projection/pr_dishes",
        "erSchema/delivery-er",
        "castFunction/castItalianDecimal",
    }


async def test_file_is_laid_out_for_people_and_git(client: AsyncClient) -> None:
    """The layout is that of sorted, indented UTF-8 JSON with one newline at the end."""
    config = configuration(cast_function("castYesNo", description="Sì → true", ratio=1.0, empty={}, none=[]))
    shop = await _make_shop(client, config)

    file = await shop.export()

    assert file == (json.dumps(read(file), indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()
    assert "Sì → true".encode() in file
    assert b'"ratio": 1,' in file
    assert b'"empty": {},' in file


async def test_exports_of_one_state_differ_in_their_time_only(client: AsyncClient) -> None:
    """Two exports have the same bytes but for the time, and the revision after a save of something else."""
    shop = await _make_shop(client)
    first = await shop.export(CLOSURE)
    second = await shop.export(CLOSURE)
    await shop.edit("projections", "pr_a", description="Something else")
    third = await shop.export(CLOSURE)

    def differences(one: bytes, other: bytes) -> list[bytes]:
        pairs = zip(one.splitlines(), other.splitlines(), strict=True)
        return [old.split(b'"')[1] for old, new in pairs if old != new]

    assert differences(first, second) == [b"exportedAt"]
    assert differences(second, third) == [b"exportedAt", b"revision"]


async def test_file_has_a_name(client: AsyncClient) -> None:
    """The file comes as an attachment, named after its time without colons."""
    shop = await _make_shop(client)

    response = await shop.try_export(CLOSURE)

    exported_at = re.sub(r"[-:.]", "", read(response.content)["metadata"]["exportedAt"])
    assert response.headers["content-type"] == "application/json"
    assert response.headers["content-disposition"] == f'attachment; filename="fast-data-export-{exported_at}.json"'
    assert re.fullmatch(r"\d{8}T\d{9}Z", exported_at)


async def test_export_without_dependencies(client: AsyncClient) -> None:
    """What needs confirmation, and what only that needs, is left out and listed."""
    shop = await _make_shop(client)

    file = read(await shop.export(CLOSURE | {"projections": ["pr_dishes"]}, includeDependencies=False))

    assert set(file["digests"]) == {"erSchema/delivery-er", "projection/pr_dishes", "system/delivery"}
    left_out = [(left["kind"], left["name"], left["rule"]) for left in file["metadata"]["notExported"]]
    assert left_out == [
        ("projection", "pr_orders", "er-schema-node"),
        ("castFunction", "castItalianDecimal", "projection-cast-function"),
        ("crudCollection", "riders", "er-schema-node"),
    ]
    assert file["metadata"]["counts"]["projections"] == 1


@pytest.mark.parametrize(
    "selection, items",
    [
        ({"systems": [{"name": "delivery", "projections": []}]}, {"system/delivery"}),
        (
            {"systems": [{"name": "delivery"}]},
            {
                "system/delivery",
                "castFunction/castItalianDecimal",
                *(f"projection/pr_{name}" for name in ("a", "b", "c", "orders", "dishes")),
            },
        ),
        (
            {"systems": [{"name": "delivery", "projections": ["pr_a"]}]},
            {"system/delivery", "projection/pr_a"},
        ),
        ({"projections": ["pr_a"]}, {"system/delivery", "projection/pr_a"}),
        ({"singleViews": "all"}, {"singleView/sv_customer"}),
        ({"castFunctions": "all"}, {"castFunction/castItalianDecimal", "castFunction/castYesNo"}),
        ({"singleViews": ["sv_customer", "sv_customer"]}, {"singleView/sv_customer"}),
    ],
)
async def test_selection(client: AsyncClient, selection: Entry, items: set[str]) -> None:
    """A selection names resources of the source, by kind."""
    shop = await _make_shop(client)

    assert _digests(await shop.export(selection)) == items


async def test_everything_is_all_but_default_functions(client: AsyncClient) -> None:
    """A null selection takes all, custom functions that nobody uses included; defaults only where they are needed."""
    long, string = (cast_function(f"defaultCastTo{name}", type="default") for name in ("Long", "String"))
    shop = await _make_shop(client, shop_config() | {"castFunctions": {}})
    config = await shop.config()
    config["castFunctions"] = {entry["name"]: entry for entry in (long, string, cast_function("castYesNo"))}
    await shop.save(config)

    before = _digests(await shop.export())
    await shop.edit("projections", "pr_a", fields=[field("ID", "defaultCastToLong", primaryKey=True)])
    after = _digests(await shop.export())

    assert "castFunction/castYesNo" in before
    assert not any("default" in item for item in before)
    assert after - before == {"castFunction/defaultCastToLong"}


async def test_wiring_users_and_credentials_do_not_leave(client: AsyncClient) -> None:
    """Services and whatever else ties an entry to its project stay there; unknown keys travel."""
    wiring: Entry = {
        "services": [{"name": "storer"}],
        "kafkaMessageAdapter": {"type": "debezium"},
        "messageFormat": "debezium",
        "strategies": {},
        "endpoints": [],
    }
    config = configuration(
        system("delivery", projection("pr_a", color="red", **wiring), color="red", **wiring),
        single_view("sv", singleViewCreators=[{"name": "creator"}], color="red"),
    )
    shop = await _make_shop(client, config | {"secret": "top-level keys stay too"})
    await shop.save(await shop.config(), services=event_driven())

    file = await shop.export()

    entries = read(file)["resources"]
    delivery = entries["systems"]["delivery"]
    for entry in (delivery, delivery["projections"]["pr_a"], entries["singleViews"]["sv"]):
        assert entry["color"] == "red"
        assert not entry.keys() & {*wiring, "singleViewCreators"}
    assert b"secret" not in file
    assert b"local" not in file


async def test_reference_is_exported_with_its_origin_only(client: AsyncClient) -> None:
    """A reference travels with the origin that it has, without who imported it and when."""
    shop = await _make_shop(client)
    crm = await make_workspace(client, "crm", services=event_driven())
    await crm.apply(await shop.export(CLOSURE))
    stored = (await crm.get("er-schemas", "delivery-er"))["reference"]

    entry = read(await crm.export(CLOSURE))["resources"]["erSchemas"]["delivery-er"]

    assert entry["reference"] == {key: stored[key] for key in ("source", "name", "exportedAt", "digest")}


async def test_copied_from_is_never_exported(client: AsyncClient) -> None:
    """What was copied is exported as what it is: a resource of this project."""
    shop = await _make_shop(client)
    crm = await make_workspace(client, "crm")
    await crm.apply(await shop.export(CLOSURE), "resource")

    file = await crm.export()

    assert b"copiedFrom" not in file
    assert b'"reference"' not in file


async def test_export_is_kept_in_the_history(client: AsyncClient) -> None:
    """An export leaves a receipt, and the branch as it is."""
    shop = await _make_shop(client)
    before = await shop.load()

    response = await shop.try_export(CLOSURE)

    receipt = (await client.get(f"/api/projects/shop/transfers/{response.headers['transfer-id']}")).json()
    assert (receipt["type"], receipt["mode"], receipt["planDigest"]) == ("export", None, None)
    assert receipt["fileDigest"] == digest_of(response.content)
    assert (receipt["revisionBefore"], receipt["revisionAfter"]) == (1, 1)
    assert [entry["name"] for entry in receipt["created"]] == [
        "delivery",
        "pr_dishes",
        "pr_orders",
        "delivery-er",
        "castItalianDecimal",
    ]
    assert await shop.load() == before


async def test_read_only_branch_can_be_exported(client: AsyncClient) -> None:
    """A version that nobody may write can be exported from."""
    await _make_shop(client)
    body = {"name": "v1.0.0", "from": "main", "readOnly": True}
    assert (await client.post("/api/projects/shop/branches", json=body)).status_code == 201

    file = await Workspace(client, "shop", "v1.0.0").export(CLOSURE)

    assert read(file)["metadata"]["source"]["branch"] == "v1.0.0"


@pytest.mark.parametrize(
    "selection",
    [
        {"systems": [{"name": "x"}]},
        {"systems": [{"name": "delivery", "projections": ["x"]}]},
        {"systems": [{"name": "other", "projections": ["pr_a"]}]},
        {"projections": ["x"]},
        {"projections": ["sv_customer"]},
        {"erSchemas": ["x"]},
        {"singleViews": ["x"]},
        {"castFunctions": ["x"]},
        {"castFunctions": ["defaultCastToString"]},
    ],
    ids=json.dumps,
)
async def test_unknown_names_are_refused(client: AsyncClient, selection: Entry) -> None:
    """What the branch does not have cannot be exported, and is pointed at."""
    config = shop_config()
    config["systems"]["other"] = system("other")
    shop = await _make_shop(client, config)

    for path in ("exports/preview", "exports"):
        response = await client.post(shop.url(path), json={"selection": selection})
        assert len(assert_problem(response, 422, "unknown-resource")["errors"]) == 1


@pytest.mark.parametrize("selection", [{}, {"systems": []}, {"erSchemas": [], "projections": None}], ids=json.dumps)
async def test_nothing_selected_is_refused(client: AsyncClient, selection: Entry) -> None:
    """An export needs something to export."""
    shop = await _make_shop(client)

    assert_problem(await shop.try_export(selection), 422, "nothing-selected")
    assert_problem(
        await client.post(shop.url("exports/preview"), json={"selection": selection}), 422, "nothing-selected"
    )


async def test_empty_branch_has_nothing_to_export(client: AsyncClient) -> None:
    """Everything of nothing is nothing."""
    empty = await make_workspace(client, "empty", configuration(cast_function("defaultIdentity", type="default")))

    assert_problem(await empty.try_export(), 422, "nothing-selected")


async def test_request_has_a_form(client: AsyncClient) -> None:
    """What no selection can be is a bad request."""
    shop = await _make_shop(client)
    bodies: list[object] = [
        {"selection": {"systems": "some"}},
        {"selection": {"systems": ["delivery"]}},
        {"selection": {"tables": []}},
        {"selection": {"systems": [{"name": "delivery", "fields": []}]}},
        {"selection": "all"},
        {"includeDependencies": "yes"},
        {"everything": True},
        [],
    ]

    for body in bodies:
        assert_problem(await client.post(shop.url("exports"), json=body), 400, "invalid-request")


async def test_missing_cast_function_does_not_stop_an_export(client: AsyncClient) -> None:
    """A projection with a function that is nowhere is exported without it."""
    shop = await _make_shop(client, configuration(system("delivery", projection("pr_a", functions=["castGone"]))))

    assert _digests(await shop.export()) == {"system/delivery", "projection/pr_a"}
