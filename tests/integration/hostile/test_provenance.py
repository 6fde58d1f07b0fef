from collections.abc import Callable
from copy import deepcopy
from typing import Final

import pytest

from fast_data_transfer.domain.model import Origin, Source
from tests.builders import Entry, cast_function, configuration, projection, single_view, standard, system
from tests.export_files import OTHER_SOURCE, make_origin
from tests.hostile import Readable, Refused, Target, each, make_document, make_file, write
from tests.workspace import codes, item_of, statuses

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAB: Final = Source(tenant_id="acme", project_id="lab", project_name="Lab", branch="main")
VIEW: Final = make_file(single_view("sv"))


def _at(document: Entry, time: str) -> bytes:
    document["metadata"]["exportedAt"] = time
    return write(document)


async def test_65_update_from_another_source(target: Target) -> None:
    """A reference is updated by its own source only: the same name of another one is a conflict."""
    other = await target.fresh()
    before = await other.apply(VIEW)
    document = make_document(single_view("sv", description="newer"))
    document["metadata"]["source"]["projectId"] = "lab"

    await other.judge(Readable("", write(document), codes=["conflict"], blocked=True))

    assert await other.workspace.config() == before


async def test_66_kind_changed_in_the_source(target: Target) -> None:
    """A Projection that became a Single View in its source is another resource, and meets a taken name."""
    other = await target.fresh()
    await other.apply(make_file(system("s", projection("x", system="s"))))

    plan = await other.judge(Readable("", make_file(single_view("x")), codes=["conflict"], blocked=True))

    assert item_of(plan, "x")["local"] == {"kind": "projection", "name": "x", "system": "s", "owned": False}


async def test_67_older_export(target: Target) -> None:
    """An older file does not replace a newer one by accident, and does so on purpose."""
    other = await target.fresh()
    await other.apply(_at(make_document(single_view("sv", description="newer")), "2026-03-01T00:00:00Z"))
    older = make_file(single_view("sv", description="older"))

    plan = await other.judge(Readable("", older, codes=["older-export"], blocked=True))
    config = await other.apply(older, allowOlder=True)

    assert statuses(plan) == {"sv": "blocked"}
    assert config["singleViews"]["sv"]["description"] == "older"


async def test_98_clocks_that_differ(target: Target) -> None:
    """A source whose clock runs ahead is warned of, and its next export after that is still taken by its time alone."""
    other = await target.fresh()
    await other.apply(_at(make_document(single_view("sv")), "2126-01-01T00:00:00Z"))

    same = await other.plan(VIEW)
    changed = await other.plan(make_file(single_view("sv", description="changed")))

    assert (statuses(same), statuses(changed)) == ({"sv": "unchanged"}, {"sv": "blocked"})


async def test_68_chain_keeps_the_true_origin(target: Target) -> None:
    """However many projects a resource goes through, it stays a reference to the first, and nothing grows."""
    file, places = VIEW, [await target.fresh() for _ in range(4)]

    for place in places:
        await place.apply(file)
        file = await place.workspace.export()

    marker = (await places[-1].workspace.config())["singleViews"]["sv"]["reference"]
    assert (marker["source"]["projectId"], marker["name"]) == ("shop", "sv")
    assert statuses(await places[0].plan(file)) == {"sv": "unchanged"}


async def test_68_loop_is_stopped(target: Target) -> None:
    """What comes back to the project that it came from cannot become a reference there."""
    source, other = await target.fresh(configuration(single_view("sv"))), await target.fresh()
    await other.apply(await source.workspace.export())

    plan = await source.judge(Readable("", await other.workspace.export(), codes=["own-resource"], blocked=True))

    assert statuses(plan) == {"sv": "blocked"}


def _spoil_reference(change: Callable[[Entry], object]) -> bytes:
    document = make_document(single_view("sv"), origins={"sv": make_origin("sv")})
    change(document["resources"]["singleViews"]["sv"])
    return write(document)


def _without(*path: str) -> bytes:
    def remove(entry: Entry) -> None:
        *holders, key = path
        for holder in holders:
            entry = entry[holder]
        del entry[key]

    return _spoil_reference(remove)


INCOMPLETE = {
    **{f"no-{key}": _without("reference", key) for key in ("source", "name", "exportedAt", "digest")},
    **{f"no-{key}": _without("reference", "source", key) for key in ("tenantId", "projectId", "projectName", "branch")},
    "null": _spoil_reference(lambda entry: entry.update(reference=None)),
    "text": _spoil_reference(lambda entry: entry.update(reference="acme/crm")),
    "empty": _spoil_reference(lambda entry: entry.update(reference={})),
    "name-is-a-number": _spoil_reference(lambda entry: entry["reference"].update(name=7)),
    "time-is-none": _spoil_reference(lambda entry: entry["reference"].update(exportedAt="yesterday")),
    "source-is-a-text": _spoil_reference(lambda entry: entry["reference"].update(source="acme/crm")),
    "project-of-256": _spoil_reference(lambda entry: entry["reference"]["source"].update(projectName="p" * 256)),
}


@each([Refused(f"69-reference-{name}", data, 422, "invalid-file") for name, data in INCOMPLETE.items()])
async def test_incomplete_reference(target: Target, case: Refused) -> None:
    """An item that says it is a reference must say to what, completely."""
    problem = await target.refuse(case)

    assert all(error["pointer"].startswith("/resources/singleViews/sv/reference") for error in problem["errors"])


@pytest.mark.parametrize(
    "first, second",
    [
        pytest.param("resource", "reference", id="70-copy-then-reference"),
        pytest.param("reference", "resource", id="71-reference-then-copy"),
    ],
)
async def test_copy_and_reference_do_not_mix(target: Target, first: str, second: str) -> None:
    """A copy never becomes a reference by an import, nor a reference a copy: the name is taken, another is offered."""
    other = await target.fresh()
    before = await other.apply(VIEW, first)

    plan = await other.judge(Readable("", VIEW, second, ["conflict"], blocked=True))

    assert (item_of(plan, "sv")["renamable"], item_of(plan, "sv")["suggestedName"]) == (True, "sv_1")
    assert await other.workspace.config() == before


async def test_72_architecture(target: Target) -> None:
    """Systems and Projections cannot be references without a trigger generator; other kinds can, and copies."""
    other = await target.fresh(services=standard())
    file = make_file(system("s", projection("x", system="s")), single_view("sv"))

    plan = await other.judge(Readable("", file, codes=["architecture"], blocked=True))

    assert statuses(plan) == {"s": "blocked", "x": "blocked", "sv": "new"}
    assert not (await other.plan(file, "resource"))["blocked"]


async def test_73_update_that_removes_a_field(target: Target) -> None:
    """An update that takes a field away is an update like any other: the plan says that the content changes."""
    other = await target.fresh()
    full = projection("x", system="s", functions=["defaultCastToString"])
    await other.apply(make_file(system("s", deepcopy(full))))

    plan = await other.plan(make_file(system("s", full | {"fields": full["fields"][:1]})))

    assert (item_of(plan, "x")["status"], item_of(plan, "x")["contentChanged"]) == ("reference-update", True)


@pytest.mark.parametrize(
    "origins",
    [
        pytest.param({"s": make_origin("s"), "x": None}, id="74-owned-projection"),
        pytest.param({"x": make_origin("x")}, id="74-owned-system"),
        pytest.param({"s": make_origin("s"), "x": make_origin("x", LAB)}, id="74-two-projects"),
    ],
)
async def test_mixed_system(target: Target, origins: dict[str, Origin | None]) -> None:
    """A system and its Projections that belong to different projects are refused."""
    data = make_file(system("s", projection("x", system="s")), origins=origins)

    problem = await target.refuse(Refused("", data, 422, "invalid-file"))

    assert [error["pointer"] for error in problem["errors"]] == ["/resources/systems/s/projections/x"]


async def test_74_file_of_three_origins(target: Target) -> None:
    """Items of three projects come with the origin of each; what came from an external one keeps its name."""
    origins = {"sv": make_origin("sv", OTHER_SOURCE), "castA": make_origin("castB", LAB)}
    other = await target.fresh()
    file = make_file(single_view("sv"), single_view("own"), cast_function("castA"), origins=origins)

    plan = await other.plan(file)

    assert [(i["name"], i["renamable"], i["origin"] and i["origin"]["source"]["projectId"]) for i in plan["items"]] == [
        ("own", True, None),
        ("sv", False, "crm"),
        ("castA", False, "lab"),
    ]
    renames = [{"kind": "singleView", "name": "sv", "newName": "sv_2"}]
    assert codes(await other.plan(file, renames=renames))["sv"] == ["not-renamable"]


async def test_102_addresses_are_texts(target: Target) -> None:
    """What looks like an address in the file is kept as a text; nothing is fetched, opened or followed."""
    address = "http://169.254.169.254/latest/meta-data/"
    document = make_document(single_view("sv"))
    document["metadata"]["source"] |= {"projectName": address, "branch": "../../etc/passwd"}

    config = await (await target.fresh()).apply(write(document))

    source = config["singleViews"]["sv"]["reference"]["source"]
    assert (source["projectName"], source["branch"]) == (address, "../../etc/passwd")
