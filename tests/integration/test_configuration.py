import json
from pathlib import Path

import pytest
from httpx import AsyncClient

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
    standard,
    system,
)
from tests.problems import assert_problem
from tests.workspace import CLOSURE, Workspace, make_workspace, projections_of

FIXTURES = Path(__file__).parent.parent / "fixtures"


def _rail() -> Entry:
    """Read a configuration as a Console writes it: unknown keys, wiring, default functions, other letters."""
    config: Entry = json.loads((FIXTURES / "rail.fastdata-config.json").read_bytes())
    return config


async def _make_referencing(client: AsyncClient) -> Workspace:
    """Make a branch that holds the ER closure of the shop by reference, and a system of its own."""
    shop = await make_workspace(client, "shop", shop_config(), collections=collections("riders"))
    own = configuration(system("crm", projection("pr_own", system="crm")))
    crm = await make_workspace(client, "crm", own, services=event_driven())
    await crm.apply(await shop.export(CLOSURE))
    return crm


async def test_new_branch_is_empty(client: AsyncClient) -> None:
    """A branch that nobody saved holds nothing, at revision 0, and nobody has changed it."""
    rail = await make_workspace(client, "rail")

    assert await rail.load() == {
        "fastDataConfig": configuration() | {"updatedAt": None},
        "services": {},
        "collections": {},
        "revision": 0,
        "title": None,
        "updatedAt": None,
        "updatedBy": None,
    }


async def test_what_a_console_wrote_comes_back_equal(client: AsyncClient) -> None:
    """A configuration in the Console's shape is read back equal, but for what the server does not keep."""
    config = _rail()
    services, crud = event_driven(), collections("waggon_types")
    rail = await make_workspace(client, "rail", config, services=services, collections=crud)

    saved = await rail.load()

    for server_side in ("updatedAt", "lastCommitId", "deletedElements"):
        del config[server_side]
    assert saved["fastDataConfig"] | {"updatedAt": None} == config | {"updatedAt": None}
    assert saved["fastDataConfig"]["updatedAt"] == saved["updatedAt"]
    assert (saved["services"], saved["collections"]) == (services, crud)
    assert (saved["title"], saved["updatedBy"], saved["revision"]) == ("a save", "local", 1)


async def test_what_comes_back_can_be_saved_and_changes_nothing(client: AsyncClient) -> None:
    """Saving what was loaded is no change: no new revision, and title and time stay."""
    rail = await make_workspace(client, "rail", _rail())
    before = await rail.load()

    receipt = await rail.save(before["fastDataConfig"], title="again")

    assert (receipt["revision"], receipt["updatedAt"]) == (1, before["updatedAt"])
    assert await rail.load() == before


async def test_name_wins_over_the_key(client: AsyncClient) -> None:
    """On load the name of an entry decides, and its key and id follow; without a name the key is taken."""
    nameless = projection("x")
    del nameless["name"], nameless["projectionId"]
    renamed = system("delivery") | {"systemId": "other", "projections": {"pr_a": nameless}}
    rail = await make_workspace(client, "rail", {"systems": {"key": renamed}})

    systems = (await rail.config())["systems"]

    assert systems.keys() == {"delivery"}
    assert systems["delivery"]["systemId"] == "delivery"
    (entry,) = systems["delivery"]["projections"].values()
    assert (entry["name"], entry["projectionId"]) == ("pr_a", "pr_a")


async def test_whole_save_deletes_what_it_lacks(client: AsyncClient) -> None:
    """Owned resources and default functions that the body lacks are deleted, and the answer says the new revision."""
    rail = await make_workspace(client, "rail", _rail())

    receipt = await rail.save(configuration(cast_function("castMinutes")), title="smaller")

    saved = await rail.load()
    assert saved["fastDataConfig"]["systems"] == saved["fastDataConfig"]["erSchemas"] == {}
    assert saved["fastDataConfig"]["castFunctions"].keys() == {"castMinutes"}
    assert "preview" not in saved["fastDataConfig"]
    assert (saved["revision"], saved["title"]) == (receipt["revision"], "smaller") == (2, "smaller")
    assert saved["updatedAt"] == receipt["updatedAt"]


async def test_services_and_collections_stay_unless_given(client: AsyncClient) -> None:
    """What is beside the configuration is replaced only by what is given."""
    rail = await make_workspace(client, "rail", services=event_driven(), collections=collections("riders"))

    await rail.save(configuration(system("delivery")))
    await rail.save(await rail.config(), services=standard())

    saved = await rail.load()
    assert (saved["services"], saved["collections"]) == (standard(), collections("riders"))
    assert saved["revision"] == 3


async def test_resource_may_change_its_kind(client: AsyncClient) -> None:
    """A name that passes from one kind to another within its namespace is one save."""
    rail = await make_workspace(client, "rail", configuration(system("delivery", projection("customers"))))

    await rail.save(configuration(single_view("customers")))

    config = await rail.config()
    assert (config["singleViews"].keys(), config["systems"]) == ({"customers"}, {})


async def test_stale_save_is_refused(client: AsyncClient) -> None:
    """A save on a revision that is not the present one writes nothing."""
    rail = await make_workspace(client, "rail", _rail())
    before = await rail.load()

    response = await rail.try_save(configuration(), previousRevision=0)

    assert_problem(response, 409, "stale-revision")
    assert await rail.load() == before


async def test_etag_follows_the_revision(client: AsyncClient) -> None:
    """The ETag of the configuration changes with each revision, and only then."""
    rail = await make_workspace(client, "rail")

    async def etag() -> str:
        return (await client.get(rail.url("configuration"))).headers["etag"]

    first = await etag()
    assert await etag() == first
    await rail.save(configuration(system("delivery")))
    assert await etag() != first


@pytest.mark.parametrize(
    "config, pointer",
    [
        ({"systems": []}, "/systems"),
        ({"systems": {"a": 1}}, "/systems/a"),
        ({"systems": {"a": {"projections": []}}}, "/systems/a/projections"),
        ({"systems": {"a": {"projections": {"p": None}}}}, "/systems/a/projections/p"),
        (
            {"systems": {"a": {"projections": {"p/~": {"name": "p", "fields": {}}}}}},
            "/systems/a/projections/p~1~0/fields",
        ),
        ({"systems": {"a": {"name": 1}}}, "/systems/a/name"),
        ({"systems": {"a b": {}}}, "/systems/a b"),
        ({"castFunctions": {"cast-x": {}}}, "/castFunctions/cast-x"),
        ({"singleViews": {"x": {"indexes": [1]}}}, "/singleViews/x/indexes/0"),
        ({"erSchemas": {"x": {"erSchema": {"config": {"n": []}}}}}, "/erSchemas/x/erSchema/config/n"),
        ({"erSchemas": {"x": {}, "y": {"name": "x"}}}, "/erSchemas/y"),
        ({"singleViews": {"x": {}}, "systems": {"a": {"projections": {"x": {}}}}}, "/singleViews/x"),
        ({"erSchemas": {"x": {"reference": {}}}}, "/erSchemas/x/reference"),
        ({"erSchemas": {"x": {"copiedFrom": {}}}}, "/erSchemas/x/copiedFrom"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_wrong_structure_is_refused(client: AsyncClient, config: Entry, pointer: str) -> None:
    """What cannot be read as a configuration is refused with the place, and nothing is written."""
    rail = await make_workspace(client, "rail")

    response = await rail.try_save(config)

    problem = assert_problem(response, 422, "invalid-resource")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert (await rail.load())["revision"] == 0


async def test_all_faults_come_at_once(client: AsyncClient) -> None:
    """Every wrong entry is listed, up to 100."""
    rail = await make_workspace(client, "rail")

    few = await rail.try_save({"systems": {"a b": {}}, "erSchemas": {"c d": {}}})
    many = await rail.try_save({"erSchemas": {f"x {i}": {} for i in range(150)}})

    assert len(assert_problem(few, 422, "invalid-resource")["errors"]) == 2
    assert len(assert_problem(many, 422, "invalid-resource")["errors"]) == 100


async def test_poor_content_is_a_warning(client: AsyncClient) -> None:
    """What an edit would refuse is saved with a warning that says where."""
    rail = await make_workspace(client, "rail")
    poor = projection("p_r", fields=[field("A", type="text"), field("A")])

    receipt = await rail.save(configuration(system("delivery", poor), cast_function("f", dataType="all")))

    found = [(warning["code"], warning["severity"], warning["pointer"]) for warning in receipt["warnings"]]
    at = "/systems/delivery/projections/p_r/fields"
    assert found == [
        ("invalid-content", "warning", f"{at}/0/type"),
        ("invalid-content", "warning", f"{at}/1/name"),
        ("no-primary-key", "warning", at),
    ]


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


async def test_save_beside_another_loses_nothing(client: AsyncClient) -> None:
    """Of two saves on one revision the second is refused, so that the first is not lost."""
    rail = await make_workspace(client, "rail", configuration(system("delivery")))

    await rail.save(configuration(system("delivery"), cast_function("first")))
    response = await rail.try_save(configuration(system("delivery"), cast_function("second")), previousRevision=1)

    assert_problem(response, 409, "stale-revision")
    assert (await rail.config())["castFunctions"].keys() == {"first"}


async def test_branches_are_apart(client: AsyncClient) -> None:
    """A save on one branch leaves the others as they are."""
    rail = await make_workspace(client, "rail", _rail())
    await client.post("/api/projects/rail/branches", json={"name": "feature/x", "from": "main"})
    before = await rail.config()

    await Workspace(client, "rail", "feature/x").save(configuration())

    assert await rail.config() == before
    assert projections_of(await Workspace(client, "rail", "feature/x").config()) == {}
