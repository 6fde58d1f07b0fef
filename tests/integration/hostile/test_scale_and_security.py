from typing import Final

import pytest

from tests.builders import Entry, cast_function, configuration, er_schema, field, projection, single_view, system
from tests.hostile import Target, dump, make_document, make_file, quickly, write
from tests.problems import assert_problem
from tests.workspace import Workspace, statuses

pytestmark = pytest.mark.asyncio(loop_scope="session")

MARKUP: Final = "</script><img src=x onerror=alert(1)>\x1b]0;owned\x07\u202e"


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(("metadata", "source", "projectName"), id="99-project-name"),
        pytest.param(("metadata", "source", "branch"), id="99-branch"),
        pytest.param(("metadata", "generator"), id="99-generator"),
        pytest.param(("formatVersion",), id="99-version"),
        pytest.param(("type",), id="99-type"),
        pytest.param(("metadata", "exportedAt"), id="99-time"),
    ],
)
async def test_markup_is_answered_as_json_only(target: Target, path: tuple[str, ...]) -> None:
    """What a file says comes back as JSON that no browser takes for a page, and control characters as escapes."""
    document: Entry = make_document(single_view("sv"))
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = MARKUP

    response = await quickly(target.workspace.try_plan(write(document)))

    assert response.headers["content-type"] in {"application/json", "application/problem+json"}
    assert response.headers["x-content-type-options"] == "nosniff"
    assert b"\x1b" not in response.content


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="104-cross-site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="104-same-site"),
        pytest.param({"Origin": "https://evil.example"}, id="104-other-origin"),
        pytest.param({"Origin": "null"}, id="104-opaque-origin"),
    ],
)
async def test_file_from_another_site(target: Target, headers: dict[str, str]) -> None:
    """A form that a page of another site makes the browser send is refused."""
    before = await dump(target.database)
    form = {"file": ("f.json", make_file(single_view("sv")))}

    for path in ("imports", "imports/plan"):
        url, data = target.workspace.url(path), {"choices": '{"mode": "reference"}'}
        response = await target.workspace.client.post(url, data=data, files=form, headers=headers)
        assert_problem(response, 403, "cross-site")

    assert await dump(target.database) == before


@pytest.mark.parametrize(
    "choices",
    [
        pytest.param({"selection": {"systems": [{"name": "s"}] * 50_000}}, id="109-one-system-50000-times"),
        pytest.param({"selection": {"projections": ["p1"] * 200_000}}, id="109-one-name-200000-times"),
        pytest.param({"title": "t" * 1_000}, id="109-longest-title"),
    ],
)
async def test_choices_cost_what_they_say(target: Target, choices: Entry) -> None:
    """To name a thing again and again does not make the work larger."""
    members = {f"p{i}": projection(f"p{i}", system="s", topics={}) for i in range(1_000)}

    assert not (await target.plan(make_file(system("s") | {"projections": members}), **choices))["blocked"]


@pytest.mark.parametrize(
    "choices",
    [
        pytest.param({"title": "t" * 1_001}, id="109-title-too-long"),
        pytest.param({"title": "t" * 17_000_000}, id="109-title-of-17-mb"),
    ],
)
async def test_title_has_an_end(target: Target, choices: Entry) -> None:
    """A title that the history cannot hold is refused, here and on a save."""
    before = await dump(target.database)
    save = {"previousRevision": 1, "fastDataConfig": {}} | choices

    imported = await quickly(target.workspace.try_apply(make_file(single_view("sv")), **choices))
    saved = await quickly(target.workspace.client.put(target.workspace.url("configuration"), json=save))

    assert_problem(imported, 400, "invalid-request")
    assert_problem(saved, 400, "invalid-request")
    assert await dump(target.database) == before


async def test_109_digest_of_megabytes(target: Target) -> None:
    """A digest of a file that is none, however long, is refused before anything is looked up."""
    form = {"choices": (None, '{"mode": "reference"}'), "fileDigest": (None, "a" * 20_000_000)}

    response = await quickly(target.workspace.client.post(target.workspace.url("imports"), files=form))

    assert_problem(response, 400, "invalid-request")


async def test_109_ten_thousand_items(target: Target) -> None:
    """Ten thousand items are planned in one go, and imported as one change."""
    other = await target.fresh()
    file = make_file(*(cast_function(f"cast{number}") for number in range(10_000)))

    plan = await other.plan(file)
    response = await other.workspace.try_apply(file, planDigest=plan["planDigest"])

    assert (plan["summary"]["new"], response.status_code) == (10_000, 201)
    assert response.json()["revisionAfter"] == response.json()["revisionBefore"] + 1


async def test_109_projection_of_five_thousand_fields(target: Target) -> None:
    """A Projection of five thousand fields is imported, and found unchanged."""
    other = await target.fresh()
    fields = [field("ID", primaryKey=True), *(field(f"FIELD_{number}") for number in range(5_000))]
    file = make_file(system("s", projection("x", system="s", fields=fields)))

    config = await other.apply(file)

    assert config["systems"]["s"]["projections"]["x"]["fields"] == fields
    assert statuses(await other.plan(file)) == {"s": "unchanged", "x": "unchanged"}


async def test_93_services_of_17_mb(target: Target) -> None:
    """What a branch holds beside its resources has the limit of a document too, and a clear answer."""
    before = await dump(target.database)

    response = await quickly(target.workspace.try_save(configuration(), services={"s": {"x": "y" * 17_000_000}}))

    assert_problem(response, 413, "file-too-large")
    assert await dump(target.database) == before


@pytest.mark.parametrize(
    "kinds, entry, depth",
    [("cast-functions", cast_function("deep"), 60), ("projections", projection("deep", system="s"), 58)],
)
async def test_94_what_an_edit_may_hold_an_export_can_write(
    target: Target, kinds: str, entry: Entry, depth: int
) -> None:
    """An entry is exactly as deep as a file can hold it, whichever way it comes in."""
    other = await target.fresh()
    await other.workspace.save(configuration(system("s")))
    inside: object = 1
    for _ in range(depth):
        inside = [inside]
    url, body = other.workspace.url(f"resources/{kinds}"), {"name": "deep"}
    body |= {"system": "s"} if kinds == "projections" else {}

    deeper = await other.workspace.client.post(url, json=body | {"entry": entry | {"more": [inside]}})
    fits = await other.workspace.client.post(url, json=body | {"entry": entry | {"more": inside}})

    assert (fits.status_code, deeper.json()["errors"][0]["code"]) == (201, "too-deep")
    assert not (await target.plan(await other.workspace.export()))["blocked"]


async def test_109_dense_er_schema(target: Target) -> None:
    """A hundred Projections that all point at each other are exported, each once, without delay."""
    names = [f"p{number}" for number in range(100)]
    members = {name: projection(name, system="s", topics={}) for name in names}
    config = configuration(system("s") | {"projections": members}, er_schema("er", dict.fromkeys(names, names)))
    other = await target.fresh(config)

    response = await quickly(other.workspace.try_export({"erSchemas": ["er"]}))

    assert response.json()["metadata"]["counts"]["projections"] == 100


async def test_108_branch_deleted_after_the_plan(target: Target) -> None:
    """What was planned for a branch or project that is gone cannot be executed: it is not there."""
    other, file = await target.fresh(), make_file(single_view("sv"))
    client, project = other.workspace.client, f"/api/projects/{other.workspace.project}"
    assert (await client.post(f"{project}/branches", json={"name": "next"})).status_code == 201
    branch = Workspace(client, other.workspace.project, "next")
    digest = (await branch.plan(file))["planDigest"]

    await client.delete(f"{project}/branches?branch=next")
    assert_problem(await branch.try_apply(file, planDigest=digest), 404, "not-found")

    await client.delete(project)
    assert_problem(await other.workspace.try_apply(file, planDigest=digest), 404, "not-found")
