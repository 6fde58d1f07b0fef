import json
from typing import Final

import pytest

from tests.builders import (
    Entry,
    cast_function,
    configuration,
    er_schema,
    field,
    projection,
    single_view,
    system,
)
from tests.hostile import Readable, Refused, Target, each, make_document, make_file, write
from tests.problems import assert_problem
from tests.workspace import codes, item_of, nodes_of, statuses, unknown_nodes

pytestmark = pytest.mark.asyncio(loop_scope="session")

KEY: Final = field("ID", required=True, primaryKey=True)


def _er(config: object) -> Entry:
    return er_schema("er", {}) | {"erSchema": {"version": "1.0.0", "config": config}}


def _condition(condition: object, **more: object) -> Entry:
    """Build an ER schema of one relation with this condition."""
    return _er({"a": {"outgoing": {"b": {"conditions": {"a_to_b": {"condition": condition} | more}}}}})


def _in_system(entry: Entry) -> Entry:
    return system("s", entry)


def _projection(**changes: object) -> bytes:
    return make_file(_in_system(projection("x", system="s") | changes))


MALFORMED = {
    "80-outgoing-null": (_er({"a": {"outgoing": None}}), "/a/outgoing"),
    "80-outgoing-list": (_er({"a": {"outgoing": []}}), "/a/outgoing"),
    "80-node-text": (_er({"a": "b"}), "/a"),
    "80-config-list": (_er([]), ""),
    "80-related-null": (_er({"a": {"outgoing": {"b": None}}}), "/a/outgoing/b"),
    "80-conditions-list": (_er({"a": {"outgoing": {"b": {"conditions": []}}}}), "/a/outgoing/b/conditions"),
    "80-condition-text": (_condition("ID"), "/a/outgoing/b/conditions/a_to_b/condition"),
}


@pytest.mark.parametrize("entry, pointer", [pytest.param(*value, id=name) for name, value in MALFORMED.items()])
async def test_malformed_er_schema(target: Target, entry: Entry, pointer: str) -> None:
    """An ER schema whose levels are no objects cannot be read, and the level is pointed at."""
    problem = await target.refuse(Refused("", make_file(entry), 422, "invalid-file"))

    assert [e["pointer"] for e in problem["errors"]] == [f"/resources/erSchemas/er/erSchema/config{pointer}"]


SHAPES = {
    "84-field-without-name": _projection(fields=[KEY, {"type": "string"}]),
    "84-field-is-a-text": _projection(fields=["ID"]),
    "84-fields-are-an-object": _projection(fields={"ID": KEY}),
    "84-field-name-is-a-number": _projection(fields=[KEY | {"name": 7}]),
    "87-index-is-a-text": _projection(indexes=["ID"]),
    "88-topics-are-a-list": _projection(topics=["a.b.c.d.ingestion"]),
    "88-topic-is-a-text": _projection(topics={"ingestion": "a.b.c.d.ingestion"}),
    "89-projections-are-a-list": make_file(single_view("sv")).replace(
        b'"systems":{}', b'"systems":{"s":{"projections":[]}}'
    ),
    "89-system-is-null": make_file(single_view("sv")).replace(b'"systems":{}', b'"systems":{"s":null}'),
}


@each([Refused(name, data, 422, "invalid-file") for name, data in SHAPES.items()])
async def test_malformed_entry(target: Target, case: Refused) -> None:
    """What must be a list or an object of objects, and is not, cannot be read."""
    await target.refuse(case)


CONTENT_FAULTS: dict[str, tuple[bytes, str]] = {
    "84-no-primary-key": (_projection(fields=[field("ID")]), "no-primary-key"),
    "84-no-fields": (_projection(fields=[]), "no-primary-key"),
    "84-primary-key-is-a-text": (_projection(fields=[field("ID", primaryKey="true")]), "no-primary-key"),
    "84-two-fields-of-one-name": (_projection(fields=[KEY, field("ID")]), "invalid-content"),
    "84-unknown-type": (_projection(fields=[KEY, field("A", type="decimal")]), "invalid-content"),
    "84-type-is-an-object": (_projection(fields=[KEY, field("A", type={})]), "invalid-content"),
    "84-no-type": (_projection(fields=[KEY, {"name": "A"}]), "invalid-content"),
    "84-field-with-dot": (_projection(fields=[KEY, field("a.b")]), "invalid-content"),
    "84-field-with-dollar": (_projection(fields=[KEY, field("$a")]), "invalid-content"),
    "84-field-with-nul": (_projection(fields=[KEY, field("a\0b")]), "invalid-content"),
    "84-field-of-121": (_projection(fields=[KEY, field("a" * 121)]), "invalid-content"),
    "84-field-without-characters": (_projection(fields=[KEY, field("")]), "invalid-content"),
    "87-geo-index-on-a-projection": (_projection(indexes=[{"name": "g", "type": "geo"}]), "invalid-content"),
    "87-unknown-index-type": (_projection(indexes=[{"name": "g", "type": "text"}]), "invalid-content"),
    "85-unknown-data-type": (make_file(cast_function("castX", dataType="decimal")), "invalid-content"),
    "85-unknown-function-type": (make_file(cast_function("castX", type="platform")), "invalid-content"),
}


@pytest.mark.parametrize("data, code", [pytest.param(*value, id=name) for name, value in CONTENT_FAULTS.items()])
async def test_content_that_makes_no_sense(target: Target, data: bytes, code: str) -> None:
    """A copy must make sense, since it is ours from then on; of a reference its source is told by a warning."""
    await target.judge(Readable("", data, "resource", [code], blocked=True))
    await target.judge(Readable("", data, "reference", [code]))


CODE: dict[str, str] = {
    "86-empty": "",
    "86-1-mb": "x" * 1_000_000,
    "86-script-end": "</script><script>alert(1)</script>",
    "86-require": "require('child_process').execSync('touch /tmp/pwned')",
    "86-homoglyph": "module.exports = (v\u0430lue) => value",
    "86-crlf": "a\r\nb\r\n",
    "86-quotes-of-windows": "\u201cvalue\u201d \u2018x\u2019",
    "86-template": "${7*7} {{7*7}} <%= 7*7 %>",
}


@pytest.mark.parametrize("code", [pytest.param(code, id=name) for name, code in CODE.items()])
async def test_code_is_text(target: Target, code: str) -> None:
    """The code of a cast function is kept to the letter, never run, and somebody is asked to read it."""
    other = await target.fresh()
    file = make_file(cast_function("castX", casting=code))

    plan = await other.judge(Readable("", file, codes=["code-review"]))
    config = await other.apply(file)

    assert [reminder["code"] for reminder in plan["checklist"]] == ["code-review"]
    assert config["castFunctions"]["castX"]["casting"] == code


KEPT: dict[str, Entry] = {
    "76-condition-on-missing-field": _condition({"NO_SUCH_FIELD": "NEITHER"}),
    "77-condition-on-itself": _er({"a": {"outgoing": {"a": {"conditions": {"c": {"condition": {"ID": "PARENT"}}}}}}}),
    "77-cycle": er_schema("er", {"a": ["b"], "b": ["c"], "c": ["a"]}),
    "78-one-to-many-on-both-sides": er_schema("er", {"a": ["b"], "b": ["a"]}),
    "79-one-direction-only": er_schema("er", {"a": ["b"], "b": []}),
    "80-conditions-empty": _er({"a": {"outgoing": {"b": {"conditions": {}}}}}),
    "80-no-config": er_schema("er", {}) | {"erSchema": {}},
    "81-logic": _condition({"$or": [{"A": "B"}, {"$and": [{"A": {"$in": ["B"]}}, {"C": {"$nin": ["D"]}}]}]}),
    "81-where": _condition({"$where": "this.a == 1", "$expr": {"$function": {"body": "x", "args": [], "lang": "js"}}}),
    "82-constants": _condition({"A": "__string__[x]", "B": "__integer__[1]", "C": "__boolean__[true]"}),
    "82-old-constant": _condition({"A": "__constant__[x]"}),
    "82-broken-constants": _condition({"A": "__string__[", "B": "__integer__[abc]"}),
    "83-unknown-version": er_schema("er", {}) | {"erSchema": {"version": "99.0.0", "config": {}, "more": [None]}},
    "83-version-is-no-text": er_schema("er", {}) | {"erSchema": {"version": {"major": 1}, "config": {}}},
    "92-dollar-and-dot-in-keys": _er({"$set": {"outgoing": {"a.b": {"conditions": {"": {"condition": {}}}}}}}),
    "92-dbref": _condition({"$ref": "users", "$id": 1, "$db": "admin"}),
    "92-extended-json": _condition({"$oid": "0" * 24, "$numberLong": "1", "$date": "2026-01-01"}),
    "92-keys-of-mongodb": _condition({"_id": 1, "__v": 2, "": 3}),
}


@pytest.mark.parametrize("entry", [pytest.param(entry, id=name) for name, entry in KEPT.items()])
async def test_er_schema_is_kept_to_the_letter(target: Target, entry: Entry) -> None:
    """Conditions are the source's business: they are neither understood nor changed, in the store and the next file."""
    other = await target.fresh()

    config = await other.apply(make_file(entry))
    again = await (await target.fresh()).apply(await other.workspace.export(), "resource")

    assert config["erSchemas"]["er"]["erSchema"] == entry["erSchema"]
    assert again["erSchemas"]["er"]["erSchema"] == entry["erSchema"]


KEPT_PROJECTIONS: dict[str, Entry] = {
    "84-required-and-nullable": {"fields": [KEY, field("A", required=True, nullable=True)]},
    "84-field-like-metadata": {"fields": [KEY, field("_id"), field("__STATE__"), field("updatedAt")]},
    "84-cast-to-another-type": {"fields": [KEY, field("A", "defaultCastToDate", type="number")]},
    "87-index-over-unknown-field": {
        "indexes": [{"name": "i", "type": "normal", "fields": [{"name": "NO", "order": 1}]}]
    },
    "87-two-indexes-of-one-name": {"indexes": [{"name": "i", "type": "normal"}, {"name": "i", "type": "hash"}]},
    "87-two-primary-key-indexes": {"indexes": [{"name": "mia_primary_key_index", "type": "normal"}] * 2},
    "87-100-indexes": {"indexes": [{"name": f"i{i}", "type": "normal"} for i in range(100)]},
    "87-long-index-name": {"indexes": [{"name": "i" * 10_000, "type": "normal"}]},
    "88-no-topics": {"topics": {}},
    "88-topic-without-name": {"topics": {"ingestion": {}}},
    "88-topic-with-odd-characters": {"topics": {"ingestion": {"name": "a b/c?*\n.x.y.z.ingestion"}}},
    "88-topic-of-300": {"topics": {"ingestion": {"name": "t" * 300}}},
    "101-topic-of-dots": {"topics": {"ingestion": {"name": "a." * 300_000 + "ingestion"}}},
}


@pytest.mark.parametrize("changes", [pytest.param(changes, id=name) for name, changes in KEPT_PROJECTIONS.items()])
async def test_projection_is_kept_to_the_letter(target: Target, changes: Entry) -> None:
    """What the contract has no rule for is kept as it is, without a word."""
    other = await target.fresh()

    plan = await other.plan(_projection(**changes))
    config = await other.apply(_projection(**changes))

    assert codes(plan) == {}
    stored = config["systems"]["s"]["projections"]["x"]
    assert {key: stored[key] for key in changes} == changes


async def test_75_node_that_nobody_has(target: Target) -> None:
    """A node that is neither in the file nor here is warned of, node by node."""
    plan = await target.judge(Readable("", make_file(er_schema("er", {"a": ["b"]})), codes=["unknown-node"]))

    assert unknown_nodes(plan, "er") == ["a", "b"]


async def test_75_large_er_schema(target: Target) -> None:
    """An ER schema of thousands of unknown nodes is planned in time that goes with its size."""
    file = make_file(er_schema("er", {f"n{number}": [] for number in range(10_000)}))

    plan = await target.plan(file)

    assert len(item_of(plan, "er")["issues"]) == 10_000


async def test_77_export_of_a_cycle_ends(target: Target) -> None:
    """Projections that point at each other in a circle are exported once each."""
    members = [projection(name, system="s") for name in "abc"]
    config = configuration(system("s", *members), er_schema("er", {"a": ["b", "a"], "b": ["c"], "c": ["a"]}))
    other = await target.fresh(config)

    file = json.loads(await other.workspace.export({"erSchemas": ["er"]}))

    assert file["metadata"]["counts"]["projections"] == 3
    assert nodes_of(file["resources"]["erSchemas"]["er"]) == {"a", "b", "c"}


@pytest.mark.parametrize(
    "function, code",
    [
        pytest.param("castNowhere", "missing-dependency", id="85-custom-function-missing"),
        pytest.param("defaultCastOfTomorrow", "unknown-default-cast-function", id="85-default-function-missing"),
        pytest.param("$where", "missing-dependency", id="85-function-of-no-possible-name"),
    ],
)
async def test_missing_function(target: Target, function: str, code: str) -> None:
    """A cast function that is neither in the file nor here blocks what uses it, in either mode."""
    file = _projection(fields=[KEY, field("A", function)])

    await target.judge(Readable("", file, "reference", [code], blocked=True))
    await target.judge(Readable("", file, "resource", [code], blocked=True))


async def test_85_function_with_other_code(target: Target) -> None:
    """A function of the name that is used, with other code here, is a conflict, and a warning where it stays behind."""
    other = await target.fresh(configuration(cast_function("castX", casting="ours")))
    file = make_file(
        cast_function("castX", casting="theirs"),
        _in_system(projection("x", system="s", fields=[KEY, field("A", "castX")])),
    )

    plan = await other.judge(Readable("", file, codes=["conflict"], blocked=True))
    left = await other.judge(Readable("", file, codes=["dependency-differs"]), selection={"projections": ["x"]})

    assert statuses(plan)["castX"] == "conflict"
    assert codes(left)["x"] == ["dependency-differs"]


async def test_85_default_function_that_is_not_here(target: Target) -> None:
    """A default function that this project lacks comes with the file."""
    function = cast_function("defaultCastToLong", type="default")
    file = make_file(function, _in_system(projection("x", system="s", fields=[KEY, field("A", "defaultCastToLong")])))

    plan = await target.plan(file, selection={"projections": ["x"]})

    assert item_of(plan, "defaultCastToLong")["because"] == [{"kind": "projection", "name": "x"}]


async def test_88_two_projections_on_one_topic(target: Target) -> None:
    """A topic that is used here already is warned of."""
    topics = {"ingestion": {"name": "acme.shop.s.x.ingestion"}}
    other = await target.fresh(configuration(_in_system(projection("y", system="s", topics=topics))))

    await other.judge(Readable("", _projection(topics=topics), "reference", ["conflict"], blocked=True))
    renames = [{"kind": "system", "name": "s", "newName": "s_1"}]
    plan = await other.judge(Readable("", _projection(topics=topics), codes=["duplicate-topic"]), renames=renames)

    assert codes(plan) == {"x": ["duplicate-topic"]}


async def test_89_system_without_projections(target: Target) -> None:
    """A system alone can be imported, and a projection brings its system along when it is not here."""
    file = make_file(_in_system(projection("x", system="s")))

    alone = await target.plan(file, selection={"systems": [{"name": "s", "projections": []}]})
    member = await target.plan(file, selection={"projections": ["x"]})

    assert (alone["blocked"], alone["summary"]["new"], alone["summary"]["deselected"]) == (False, 1, 1)
    assert item_of(member, "s")["because"] == [{"kind": "projection", "name": "x"}]


async def test_90_wiring_of_a_single_view(target: Target) -> None:
    """Strategies and other wiring in a file are dropped with a warning: they belong to the source's services."""
    document = make_document(single_view("sv"))
    wiring = {"strategies": [{"system": "nowhere", "file": "../../x.js"}], "singleViewCreators": ["__automatic__"]}
    document["resources"]["singleViews"]["sv"] |= wiring
    other = await target.fresh()

    plan = await other.judge(Readable("", write(document), codes=["unknown-field"]))
    config = await other.apply(write(document))

    assert {issue["pointer"] for issue in plan["issues"]} == {
        "/resources/singleViews/sv/strategies",
        "/resources/singleViews/sv/singleViewCreators",
    }
    assert not config["singleViews"]["sv"].keys() & wiring.keys()


async def test_91_resource_deleted_before_its_export(target: Target) -> None:
    """A selection that names what is gone by now is refused by name, and no file is written."""
    other = await target.fresh(configuration(single_view("sv"), single_view("sv_2")))
    await other.workspace.delete("single-views", "sv")

    problem = assert_problem(await other.workspace.try_export({"singleViews": ["sv", "sv_2"]}), 422, "unknown-resource")

    assert [error["pointer"] for error in problem["errors"]] == ["/singleViews/0"]
