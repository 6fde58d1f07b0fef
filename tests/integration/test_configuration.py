import json
from pathlib import Path

import pytest
from httpx import AsyncClient

from tests.builders import (
    Entry,
    cast_function,
    collections,
    configuration,
    event_driven,
    field,
    projection,
    single_view,
    standard,
    system,
)
from tests.problems import assert_problem
from tests.workspace import Workspace, make_workspace, projections_of

FIXTURES = Path(__file__).parent.parent / "fixtures"


def _rail() -> Entry:
    """Read a configuration as a Console writes it: unknown keys, wiring, default functions, other letters."""
    config: Entry = json.loads((FIXTURES / "rail.fastdata-config.json").read_bytes())
    return config


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
        (
            {"systems": {"a": {"projections": {"p/~": {"name": "p", "fields": {}}}}}},
            "/systems/a/projections/p~1~0/fields",
        ),
        ({"castFunctions": {"cast-x": {}}}, "/castFunctions/cast-x"),
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


async def test_name_of_a_crud_collection_is_a_warning(client: AsyncClient) -> None:
    """A name that a CRUD collection has is saved with a warning, whether the collections come along or are there."""
    rail = await make_workspace(client, "rail", collections=collections("riders"))
    config = configuration(single_view("riders"), single_view("trips"), single_view("Trips"))

    kept = await rail.save(config)
    replaced = await rail.save(config, collections=collections("trips"))

    clashes = [[(w["code"], w["params"]["name"]) for w in receipt["warnings"]] for receipt in (kept, replaced)]
    assert clashes == [
        [("conflict", "riders"), ("case-only-difference", "Trips")],
        [("conflict", "trips"), ("case-only-difference", "Trips")],
    ]


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
