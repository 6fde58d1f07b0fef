from typing import Any, Final

import pytest

from tests.builders import Entry, configuration, projection, single_view, system
from tests.hostile import SHOP, Readable, Refused, Target, each, make_document, make_file, spoil, write
from tests.workspace import item_of, statuses

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILE: Final = write(SHOP)
NO_VERSION: Final = object()


def _version(version: object, **more: object) -> bytes:
    return spoil(lambda document: document.update(formatVersion=version, **more))


def _source(**changes: object) -> bytes:
    return spoil(lambda document: document["metadata"]["source"].update(changes))


def _without(*path: str) -> bytes:
    def remove(document: Entry) -> None:
        *holders, key = path
        for holder in holders:
            document = document[holder]
        del document[key]

    return spoil(remove)


VERSIONS: dict[str, object] = {
    "1": "1",
    "two-parts": "1.0",
    "number": 1.0,
    "minus-1": -1,
    "minus-in-text": "-1.0.0",
    "billion": 10**9,
    "ten-digits": "1.0.9999999999",
    "null": None,
    "empty": "",
    "leading-zero": "01.0.0",
    "prerelease": "1.0.0-beta",
    "line-break": "1.0.0\n",
    "other-digits": "\u0661.0.0",
    "list": [1, 0, 0],
    "true": True,
}

REFUSED_AT: list[tuple[Refused, str]] = [
    (Refused("42-no-version", _without("formatVersion"), 422, "invalid-file"), "/formatVersion"),
    *(
        (Refused(f"43-version-{name}", _version(version), 422, "invalid-file"), "/formatVersion")
        for name, version in VERSIONS.items()
    ),
    (Refused("50-no-metadata", _without("metadata"), 422, "invalid-file"), "/metadata"),
    (Refused("50-no-time", _without("metadata", "exportedAt"), 422, "invalid-file"), "/metadata/exportedAt"),
    (Refused("50-no-source", _without("metadata", "source"), 422, "invalid-file"), "/metadata/source"),
    *(
        (Refused(f"50-no-{key}", _without("metadata", "source", key), 422, "invalid-file"), f"/metadata/source/{key}")
        for key in ("tenantId", "projectId", "branch")
    ),
    *(
        (Refused(f"50-empty-{key}", _source(**{key: ""}), 422, "invalid-file"), f"/metadata/source/{key}")
        for key in ("tenantId", "projectId", "branch")
    ),
    (Refused("50-source-of-256", _source(branch="b" * 256), 422, "invalid-file"), "/metadata/source/branch"),
    (Refused("50-no-resources", _without("resources"), 422, "invalid-file"), "/resources"),
]


@pytest.mark.parametrize("case, pointer", REFUSED_AT, ids=[case.id for case, _ in REFUSED_AT])
async def test_envelope_is_refused(target: Target, case: Refused, pointer: str) -> None:
    """A file that does not say what it is, where it comes from and when is refused, and the place is told."""
    problem = await target.refuse(case)

    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert problem["errors"][0]["line"] == 1


KIBANA: Final = {"id": "1", "type": "dashboard", "attributes": {"title": "x"}, "references": []}
OTHERS: dict[str, tuple[Any, str]] = {
    "kibana": (KIBANA, "Kibana"),
    "grafana": ({"panels": [], "schemaVersion": 39, "title": "x"}, "Grafana"),
    "postman": ({"info": {"name": "x"}, "item": []}, "Postman"),
    "n8n": ({"name": "x", "nodes": [], "connections": {}}, "n8n"),
    "openapi": ({"openapi": "3.1.0", "info": {}, "paths": {}}, "OpenAPI"),
    "console": (configuration(single_view("sv")), "fastdata-config.json"),
    "api-console": ({"services": {}, "collections": {}, "endpoints": {}}, "api-console-config.json"),
    "other-type": ({"type": "fast-data-backup"}, "fast-data-backup"),
}


@pytest.mark.parametrize(
    "data, words",
    [
        pytest.param(write(KIBANA) + b"\n" + write(KIBANA) + b"\n", "NDJSON export of Kibana", id="46-kibana-ndjson"),
        *(pytest.param(write(value), words, id=f"46-{name}") for name, (value, words) in OTHERS.items()),
    ],
)
async def test_other_files_are_named(target: Target, data: bytes, words: str) -> None:
    """The file of another product, or another file of the Console, is told by its name."""
    problem = await target.refuse(Refused("", data, 400, "unreadable-file", "wrong-file"))

    assert words in problem["detail"]


@pytest.mark.parametrize(
    "which, words",
    [
        pytest.param("plan", "a plan of an import", id="47-own-plan"),
        pytest.param("receipt", "the receipt of a transfer", id="47-own-receipt"),
        pytest.param("problem", "an error answer", id="47-own-problem"),
        pytest.param("configuration", "the whole configuration of a branch", id="47-own-configuration"),
    ],
)
async def test_own_answers_are_named(target: Target, which: str, words: str) -> None:
    """An answer of this product that was sent in the place of the file is told by its name."""
    workspace = (await target.fresh()).workspace
    answers = {
        "plan": await workspace.try_plan(FILE),
        "receipt": await workspace.try_apply(FILE),
        "problem": await workspace.try_plan(b""),
        "configuration": await workspace.client.get(workspace.url("configuration")),
    }

    problem = await target.refuse(Refused("", answers[which].content, 400, "unreadable-file", "wrong-file"))

    assert words in problem["detail"]


@pytest.mark.parametrize(
    "version",
    [
        pytest.param("2.0.0", id="44-newer-major"),
        pytest.param("999999999.0.0", id="44-much-newer"),
        pytest.param("0.8.0", id="45-too-old"),
    ],
)
async def test_other_format_is_refused(target: Target, version: str) -> None:
    """A format that is not read is refused, and the answer names both."""
    problem = await target.refuse(Refused("", _version(version), 422, "unsupported-format"))

    assert (version in problem["detail"], "1.0.0" in problem["detail"]) == (True, True)


def _to_0_9(document: Entry) -> None:
    metadata = document.pop("metadata")
    document |= {"formatVersion": "0.9.0", "exported": metadata["exportedAt"], "project": metadata["source"]}


READABLE = [
    Readable("44-newer-minor", _version("1.7.3", signature={"by": "x"}), codes=["unknown-field"]),
    Readable("44-newer-patch", _version("1.0.9")),
    Readable("45-older", spoil(_to_0_9)),
    Readable("48-counts-differ", spoil(lambda d: d["metadata"]["counts"].update(systems=999, projections=-1))),
    Readable("48-counts-are-none", spoil(lambda d: d["metadata"].update(counts="many", notExported=7, generator=[]))),
    Readable("50-no-project-name", _without("metadata", "source", "projectName")),
    *(Readable(f"50-project-name-{name}", _source(projectName=name)) for name in ("", None, 5)),
    Readable("50-no-digests", _without("digests"), codes=["unverified-file"]),
    Readable("50-no-sections", spoil(lambda d: d.update(resources={})), codes=["nothing-selected"], blocked=True),
    Readable("51-own-branch", _source(projectId="crm"), codes=["own-resource"], blocked=True),
    Readable("51-own-other-branch", _source(projectId="crm", branch="b"), codes=["own-resource"], blocked=True),
    Readable("51-own-as-copy", _source(projectId="crm"), "resource"),
    Readable("51-same-id-of-another-tenant", _source(tenantId="other", projectId="crm")),
    Readable(
        "43-config-version-of-5000-digits", spoil(lambda d: d["metadata"].update(configVersion="2." + "9" * 5_000))
    ),
    Readable(
        "44-newer-config-major",
        spoil(lambda d: d["metadata"].update(configVersion="3.0.0")),
        codes=["config-version"],
        blocked=True,
    ),
    Readable(
        "44-newer-config-minor", spoil(lambda d: d["metadata"].update(configVersion="2.3.0")), codes=["config-version"]
    ),
]


@each(READABLE)
async def test_envelope_is_read(target: Target, case: Readable) -> None:
    """What is information only is not checked, what this version does not know is told, and a boomerang is stopped."""
    await target.judge(case)


def _spoil_digest(value: object) -> bytes:
    return spoil(lambda document: document["digests"].update({"singleView/sv_customer": value}))


def _move_content(document: Entry) -> None:
    views = document["resources"]["singleViews"]
    views["sv_customer"]["description"] = "another one"
    document["digests"]["singleView/sv_other"] = document["digests"]["singleView/sv_customer"]


EDITED: dict[str, bytes] = {
    "wrong": _spoil_digest("sha256-" + "A" * 43),
    "missing": _without("digests", "singleView/sv_customer"),
    "of-another-algorithm": _spoil_digest("md5-1B2M2Y8AsgTpgAmY7PhCfg"),
    "no-text": _spoil_digest(7),
    "on-a-moved-item": spoil(_move_content),
    "content-changed": spoil(lambda d: d["resources"]["singleViews"]["sv_customer"].update(description="changed")),
}


@pytest.mark.parametrize("data", [pytest.param(data, id=f"49-digest-{name}") for name, data in EDITED.items()])
async def test_edited_item_is_named(target: Target, data: bytes) -> None:
    """An item that is not as it was exported cannot become a reference; the others can, and a copy is warned of."""
    reference = await target.judge(Readable("", data, "reference", ["edited-item"], blocked=True))
    resource = await target.judge(Readable("", data, "resource", ["edited-item"]))

    assert (reference["file"]["integrity"], resource["file"]["integrity"]) == ("edited", "edited")
    blocked = {name for name, status in statuses(reference).items() if status == "blocked"}
    assert blocked == {"sv_customer"}
    others = await target.plan(data, selection={"systems": "all", "erSchemas": "all"})
    assert not others["blocked"]


async def test_52_forged_source_is_another_source(target: Target) -> None:
    """A file that claims another project updates nothing of the first: its item meets a taken name."""
    other = await target.fresh()
    await other.apply(FILE)

    forged = await other.judge(Readable("", _source(projectId="evil"), "reference", ["conflict"], blocked=True))

    assert item_of(forged, "sv_customer")["local"]["owned"] is False


async def test_52_forged_source_gains_no_rights(target: Target) -> None:
    """Who claims to be the source can update a reference only as the source could: content and marker, no wiring."""
    other = await target.fresh()
    await other.apply(make_file(single_view("sv")))
    stored = await other.workspace.get("single-views", "sv")
    wiring = {"endpoints": ["/sv"]}
    await other.workspace.try_edit("single-views", "sv", **wiring)

    forged = make_document(single_view("sv", description="forged"))
    forged["resources"]["singleViews"]["sv"]["endpoints"] = ["/evil"]
    config = await other.apply(write(forged))

    entry = config["singleViews"]["sv"]
    assert (entry["description"], entry["endpoints"]) == ("forged", ["/sv"])
    assert entry["reference"]["source"] == stored["reference"]["source"]


async def test_100_faults_at_most(target: Target) -> None:
    """Of a file with thousands of faults the first hundred are told, each with its place."""
    projections = {f"pr_{i}": projection(f"pr_{i}", system="s", fields=[7]) for i in range(2_000)}
    data = make_file(system("s") | {"projections": projections})

    problem = await target.refuse(Refused("", data, 422, "invalid-file"))

    assert len(problem["errors"]) == 100
    assert all(error["line"] and error["pointer"].endswith("/fields/0") for error in problem["errors"])
