from typing import Final

import pytest

from tests.builders import Entry, collections, configuration, er_schema, projection, single_view, system
from tests.export_files import OTHER_SOURCE, make_origin
from tests.hostile import Readable, Refused, Target, each, make_document, make_file, write
from tests.workspace import item_of, nodes_of, statuses

pytestmark = pytest.mark.asyncio(loop_scope="session")

MEGABYTE: Final = 1_000_000

BAD_NAMES: dict[str, str] = {
    "53-empty": "",
    "53-space": " ",
    "53-leading-space": " sv",
    "53-trailing-space": "sv ",
    "53-81-characters": "n" * 81,
    "53-10000-characters": "n" * 10_000,
    "54-dollar": "$where",
    "54-dot": "a.b",
    "54-slash": "a/b",
    "54-backslash": "a\\b",
    "54-quote": "a'b",
    "54-double-quote": 'a"b',
    "54-line-break": "sv\n",
    "54-emoji": "sv\U0001f600",
    "54-path": "../sv",
    "54-percent": "sv%00",
    "56-system-collection": "system.users",
    "58-nfc": "caf\u00e9",
    "58-nfd": "cafe\u0301",
    "58-ligature": "o\ufb00er",
    "58-full-width": "\uff53\uff56",
    "58-cyrillic": "s\u0430",
    "58-digits-of-elsewhere": "sv\u0662",
    "99-script": "<img src=x onerror=alert(1)>",
    "99-formula": '=HYPERLINK("https://evil.example")',
    "100-terminal-escape": "sv\x1b[31m",
    "101-endless": "a" * MEGABYTE + "!",
}


@each(
    [
        Readable(name, make_file(single_view(bad)), codes=["invalid-name"], blocked=True)
        for name, bad in BAD_NAMES.items()
    ]
)
async def test_name_is_not_allowed(target: Target, case: Readable) -> None:
    """A name that breaks the rule can be read, blocks, and comes with one that can be used instead."""
    plan = await target.judge(case)

    (item,) = plan["items"]
    assert (item["status"], item["renamable"]) == ("invalid-name", True)
    renames = [{"kind": "singleView", "name": item["name"], "newName": item["suggestedName"]}]
    assert not (await target.plan(case.data, renames=renames))["blocked"]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="53-empty"),
        pytest.param("n" * 10_000, id="53-10000-characters"),
        pytest.param('a"\n.$/\x1b<b>', id="54-all-at-once"),
    ],
)
async def test_renamed_item_travels_on(target: Target, name: str) -> None:
    """What was imported under a better name can be exported, imported from there, backed up and updated."""
    other, third, backup = await target.fresh(), await target.fresh(), await target.fresh()
    file = make_file(single_view(name))
    renames = [{"kind": "singleView", "name": name, "newName": "sv"}]

    config = await other.apply(file, renames=renames)
    next_file = await other.workspace.export()
    again = await third.apply(next_file)
    restored = await backup.workspace.save(config)

    assert config["singleViews"]["sv"]["reference"]["name"] == name
    assert again["singleViews"]["sv"]["reference"]["name"] == name
    assert restored["warnings"] == []
    assert statuses(await other.plan(file)) == {name: "unchanged"}
    assert statuses(await third.plan(next_file)) == {"sv": "unchanged"}


GOOD_NAMES: dict[str, str] = {
    "55-proto": "__proto__",
    "55-constructor": "constructor",
    "55-prototype": "prototype",
    "55-to-string": "toString",
    "55-has-own-property": "hasOwnProperty",
    "56-id": "_id",
    "56-state": "__STATE__",
    "56-creator-id": "creatorId",
    "53-80-characters": "n" * 80,
    "53-one-character": "-",
    "54-looks-like-an-option": "--help",
    "55-number": "10",
}


@pytest.mark.parametrize("name", [pytest.param(name, id=case) for case, name in GOOD_NAMES.items()])
async def test_name_is_a_name_like_any_other(target: Target, name: str) -> None:
    """A name that means something to a program means nothing here: it is stored, found, used, exported, updated."""
    other = await target.fresh()
    schema = er_schema("er", {name: [name, "x"]})
    file = make_file(single_view(name), schema)

    config = await other.apply(file)

    assert list(config["singleViews"]) == [name]
    assert nodes_of(config["erSchemas"]["er"]) == {name, "x"}
    assert (await other.workspace.get("single-views", name))["usedBy"] == [{"kind": "erSchema", "name": "er"}]
    assert statuses(await other.plan(file)) == {name: "unchanged", "er": "unchanged"}
    again = await (await target.fresh()).apply(await other.workspace.export(), "resource")
    assert nodes_of(again["erSchemas"]["er"]) == {name, "x"}


def _in_two_systems() -> bytes:
    pair = [system(f"s{i}") | {"projections": {"pr": projection("pr", system=f"s{i}")}} for i in (1, 2)]
    return make_file(*pair)


def _with_id(key: str, value: object) -> bytes:
    document = make_document(single_view("sv"), single_view("sv_2"))
    document["resources"]["singleViews"]["sv"][key] = value
    return write(document)


ORIGIN: Final = make_origin("pr_x")

REFUSED = [
    Refused("59-projection-in-two-systems", _in_two_systems(), 422, "invalid-file"),
    Refused(
        "60-projection-and-single-view", make_file(system("s", projection("x")), single_view("x")), 422, "invalid-file"
    ),
    Refused(
        "59-two-items-of-one-source",
        make_file(single_view("a"), single_view("b"), origins={"a": ORIGIN, "b": ORIGIN}),
        422,
        "invalid-file",
    ),
    Refused("64-id-of-another", _with_id("singleViewId", "sv_2"), 422, "invalid-file"),
    Refused("64-name-of-another", _with_id("name", "sv_2"), 422, "invalid-file"),
    Refused("64-id-is-a-number", _with_id("singleViewId", 7), 422, "invalid-file"),
    Refused("64-id-is-a-uuid", _with_id("singleViewId", "7b1c3f0e-6a0f-4c58-9a52-0d4a3f5f2b11"), 422, "invalid-file"),
    Refused("64-name-is-null", _with_id("name", None), 422, "invalid-file"),
]


@each(REFUSED)
async def test_two_things_under_one_name(target: Target, case: Refused) -> None:
    """A name, an id or a source that two items claim is refused: a resource is never matched by its id alone."""
    problem = await target.refuse(case)

    assert problem["errors"][0]["pointer"].startswith("/resources/")


async def test_57_case_only(target: Target) -> None:
    """A name that differs from one that is here by case alone is another name, and warned of."""
    other = await target.fresh(configuration(single_view("Orders")), collections=collections("RIDERS"))

    await other.judge(Readable("", make_file(single_view("orders")), codes=["case-only-difference"]))
    await other.judge(Readable("", make_file(single_view("riders")), codes=["case-only-difference"]))


async def test_60_kinds_that_share_a_namespace(target: Target) -> None:
    """A Projection, a Single View and a CRUD collection cannot have one name."""
    config = configuration(system("s", projection("x", system="s")))
    other = await target.fresh(config, collections=collections("riders"))
    file = make_file(single_view("x"), single_view("riders"))

    plan = await other.judge(Readable("", file, codes=["conflict"], blocked=True))

    assert statuses(plan) == {"x": "conflict", "riders": "conflict"}
    assert item_of(plan, "riders")["local"] == {"kind": "crudCollection", "name": "riders", "owned": True}


AB: Final = make_file(single_view("a"), single_view("b"), er_schema("er", {"a": ["b"]}))


def _renames(**new_names: str) -> list[Entry]:
    return [{"kind": "singleView", "name": name, "newName": new} for name, new in new_names.items()]


@pytest.mark.parametrize(
    "renames, nodes",
    [
        pytest.param(_renames(a="b", b="a"), {"a", "b"}, id="61-swap"),
        pytest.param(_renames(a="b", b="c"), {"b", "c"}, id="61-chain"),
    ],
)
async def test_renames_are_one_set(target: Target, renames: list[Entry], nodes: set[str]) -> None:
    """Names may be exchanged and passed on; what uses them follows."""
    config = await (await target.fresh()).apply(AB, "resource", renames=renames)

    assert set(config["singleViews"]) == nodes
    assert nodes_of(config["erSchemas"]["er"]) == nodes


@pytest.mark.parametrize(
    "renames, status",
    [
        pytest.param(_renames(a="b"), "duplicate", id="61-name-of-another-item"),
        pytest.param(_renames(a="c", b="c"), "duplicate", id="61-name-of-another-rename"),
        pytest.param(_renames(a="n" * 81), "invalid-name", id="62-too-long"),
        pytest.param(_renames(a=""), "invalid-name", id="62-empty"),
        pytest.param(_renames(a="b\n"), "invalid-name", id="62-line-break"),
        pytest.param(_renames(a="n" * 3 * MEGABYTE), "invalid-name", id="62-megabytes"),
    ],
)
async def test_rename_is_judged_like_a_name(target: Target, renames: list[Entry], status: str) -> None:
    """A new name that is taken or not allowed blocks."""
    plan = await target.judge(Readable("", AB, "resource", [status], blocked=True), renames=renames)

    assert item_of(plan, "a")["status"] == status


async def test_63_reference_of_another_origin(target: Target) -> None:
    """A name that a reference to another project holds is taken, and its holder stays as it is."""
    other = await target.fresh()
    before = await other.apply(make_file(single_view("sv"), origins={"sv": make_origin("sv", OTHER_SOURCE)}))

    await other.judge(Readable("", make_file(single_view("sv")), codes=["conflict"], blocked=True))

    assert await other.workspace.config() == before
