"""
The rename cascade of the contract (section 6): what a result becomes, and what it leaves.
"""

from typing import Any

import msgspec
import pytest

from fast_data_transfer.domain.canonical import digest_of, encode_canonical
from fast_data_transfer.domain.kinds import Key
from tests.branches import (
    LAB,
    Branch,
    Mode,
    codes,
    export,
    import_file,
    item_of,
    make_branch,
    make_shop,
    plan,
    prepare,
    rename,
    retell,
    statuses,
)
from tests.builders import Entry, cast_function, er_schema, field, projection, single_view, system

MODES: tuple[Mode, ...] = ("reference", "resource")
BOTH = pytest.mark.parametrize("mode", MODES)


def _content(branch: Branch, key: Key) -> Any:  # noqa: ANN401 - any content
    return msgspec.json.decode(branch.records[key].content)


def _nodes(branch: Branch, name: str) -> dict[str, set[str]]:
    config = _content(branch, Key("erSchema", name))["erSchema"]["config"]
    return {node: set(value.get("outgoing", {})) for node, value in config.items()}


@BOTH
def test_names_follow_their_items(mode: Mode) -> None:
    """Key, id and name, nodes, cast functions, systems and base paths get the new names."""
    file = export(make_shop())
    renames = [
        rename("system", "delivery", "shop_delivery"),
        rename("projection", "pr_orders", "orders"),
        rename("castFunction", "castItalianDecimal", "castDecimal"),
        rename("erSchema", "delivery-er", "er"),
        rename("singleView", "sv_customer", "customer"),
    ]

    branch = import_file(make_branch(), file, mode, renames=renames)

    assert branch.records.keys() >= {Key("system", "shop_delivery"), Key("projection", "orders")}
    orders = _content(branch, Key("projection", "orders"))
    assert (orders["projectionId"], orders["name"]) == ("orders", "orders")
    assert [entry["castFunction"] for entry in orders["fields"]] == ["defaultCastToString", "castDecimal"]
    assert {record.system for record in branch.records.values() if record.kind == "projection"} == {"shop_delivery"}
    assert _nodes(branch, "er") == {"orders": {"pr_dishes", "riders"}, "pr_dishes": set()}
    customer = _content(branch, Key("singleView", "customer"))
    assert (customer["singleViewId"], customer["internalEndpoints"][0]["basePath"]) == ("customer", "/customer")
    assert _content(branch, Key("castFunction", "castDecimal"))["castFunctionId"] == "castDecimal"


@BOTH
def test_what_is_not_named_stays_to_the_byte(mode: Mode) -> None:
    """A result whose names stay is the item as the file has it, digest included."""
    file = export(make_shop())
    renames = [rename("erSchema", "delivery-er", "er")]

    planned = prepare(make_branch(), file, mode, renames=renames)

    for key, result in planned.results.items():
        item = planned.incoming.items[key]
        assert (result.text == item.text) is (key.kind != "erSchema")
        assert (result.text, result.digest) == (encode_canonical(result.content), digest_of(result.text))


def test_topics_of_a_copy_are_its_own_in_the_form_of_the_console() -> None:
    """In a copy system and projection are renamed in topics of five parts; anything else stays."""
    topics: Entry = {
        "ingestion": {"name": "acme.shop.s.p.ingestion", "partitions": 3},
        "prUpdate": {"name": "{{TENANT}}.x.s.p.pr-update"},
        "other": {"name": "acme.shop.s.p.changes"},
        "long": {"name": "a.b.c.s.p.ingestion"},
        "short": {"name": "shop.s.p.ingestion"},
        "elsewhere": {"name": "acme.shop.t.q.ingestion"},
        "neighbour": {"name": "acme.shop.s.n.ingestion"},
        "nameless": {"partitions": 1},
        "number": {"name": 1},
    }
    file = export(make_shop(system("s", projection("p", topics=topics), projection("n", system="s"))))
    renames = [rename("system", "s", "s1"), rename("projection", "p", "p1"), rename("projection", "n", "n1")]

    copied = _content(import_file(make_branch(), file, "resource", renames=renames), Key("projection", "p1"))
    referenced = _content(import_file(make_branch(), file, renames=renames), Key("projection", "p1"))

    assert copied["topics"] == topics | {
        "ingestion": {"name": "acme.shop.s1.p1.ingestion", "partitions": 3},
        "prUpdate": {"name": "{{TENANT}}.x.s1.p1.pr-update"},
        "neighbour": {"name": "acme.shop.s1.n1.ingestion"},
    }
    assert referenced["topics"] == topics


@pytest.mark.parametrize(
    "path, expected",
    [("/v", "/w"), ("/v/", "/v/"), ("/v2", "/v2"), ("v", "v"), ("/V", "/V"), (None, None)],
)
def test_base_path_is_renamed_when_it_is_the_name(path: str | None, expected: str | None) -> None:
    """Only a base path that is exactly the old name follows the rename."""
    file = export(make_shop(single_view("v", internalEndpoints=[{"basePath": path}, {}, "x"])))

    branch = import_file(make_branch(), file, "resource", renames=[rename("singleView", "v", "w")])

    endpoints = _content(branch, Key("singleView", "w"))["internalEndpoints"]
    assert endpoints == [{"basePath": expected}, {}, "x"]


def test_contents_of_other_types_are_left() -> None:
    """Where a list or object of another type stands, nothing is renamed and nothing fails."""
    file = retell(
        export(make_shop(single_view("v"), er_schema("e", {"v": []}), er_schema("empty", {}))),
        lambda document: (
            document["resources"]["singleViews"]["v"].update(internalEndpoints="none"),
            document["resources"]["erSchemas"]["e"]["erSchema"]["config"].update(w={"outgoing": {"v": {}}}, x={}),
            document["resources"]["erSchemas"]["empty"].pop("erSchema"),
        ),
    )
    renames = [rename("singleView", "v", "v1"), rename("erSchema", "empty", "empty1")]

    branch = import_file(make_branch(), file, "resource", renames=renames)

    assert _content(branch, Key("singleView", "v1"))["internalEndpoints"] == "none"
    assert _nodes(branch, "e") == {"v1": set(), "w": {"v1"}, "x": set()}
    assert _content(branch, Key("erSchema", "empty1")) == {"erSchemaId": "empty1", "name": "empty1"}


def test_projection_without_topics_is_renamed() -> None:
    """A projection may lack what the cascade looks at."""
    bare: Entry = {"projectionId": "p", "name": "p", "fields": [field("ID", primaryKey=True)]}
    file = export(make_shop(system("s", bare)))

    branch = import_file(make_branch(), file, "resource", renames=[rename("projection", "p", "q")])

    assert _content(branch, Key("projection", "q")) == bare | {"projectionId": "q", "name": "q"}


@BOTH
def test_unselected_item_gives_its_name_to_nobody(mode: Mode) -> None:
    """A rename of what is not selected has no effect on those that name it."""
    file = export(make_shop())
    choices: Entry = {
        "selection": {"erSchemas": "all"},
        "renames": [rename("projection", "pr_orders", "orders")],
    }

    found = plan(make_branch(), file, mode, **choices)
    branch = import_file(make_branch(), file, mode, **choices)

    assert item_of(found, "pr_orders").new_name == "pr_orders"
    assert "pr_orders" in _nodes(branch, "delivery-er")


@BOTH
def test_names_without_item_are_those_of_the_source_project(mode: Mode) -> None:
    """A node that the file lacks is taken as one of its project, and found here under its local name."""
    shop = make_shop()
    renames = [rename("projection", "pr_orders", "orders"), rename("singleView", "sv_customer", "customer")]
    branch = import_file(make_branch(), export(shop, {"systems": "all", "singleViews": "all"}), renames=renames)
    other = make_shop(er_schema("e", {"pr_orders": ["sv_customer", "riders"]}))

    after = import_file(branch, export(other), mode)

    assert _nodes(after, "e") == {"orders": {"customer", "riders"}}


@BOTH
def test_unselected_item_is_found_by_its_identity(mode: Mode) -> None:
    """An item that is not selected resolves to the reference that is here, as does its cast function."""
    shop = make_shop()
    renames = [
        rename("projection", "pr_orders", "orders"),
        rename("castFunction", "castItalianDecimal", "castDecimal"),
    ]
    selection = {"systems": "all", "castFunctions": "all"}
    branch = import_file(make_branch(), export(shop), selection=selection, renames=renames)

    after = import_file(branch, export(shop), mode, selection={"erSchemas": "all"})

    assert "orders" in _nodes(after, "delivery-er")
    assert "castDecimal" in branch.records[Key("projection", "orders")].content


def test_name_of_an_own_resource_is_no_identity() -> None:
    """A resource of B that happens to have a name of A is what that name means in B."""
    branch = make_branch(system("mine", projection("pr_orders")))

    after = import_file(branch, export(make_shop()), selection={"erSchemas": "all"})

    assert "pr_orders" in _nodes(after, "delivery-er")


def test_reference_of_another_project_is_not_meant() -> None:
    """A name without item is not the equally named one of a third project."""
    lab = make_branch(er_schema("e", {"pr_orders": []}), place=LAB)
    branch = import_file(make_branch(), export(make_shop()), renames=[rename("projection", "pr_orders", "orders")])

    after = import_file(branch, export(lab))

    assert _nodes(after, "e") == {"pr_orders": set()}


@BOTH
def test_two_nodes_that_get_one_name_collide(mode: Mode) -> None:
    """Nodes of one ER schema keep different names, with each collision reported once."""
    file = export(make_shop(system("s", *map(projection, "ab")), er_schema("e", {"a": ["b", "x"], "b": ["y"]})))
    renames = [rename("projection", "a", "x"), rename("projection", "b", "y")]

    found = plan(make_branch(), file, mode, renames=renames)

    collisions = [issue.params for issue in item_of(found, "e").issues if issue.code == "node-collision"]
    assert collisions == [{"nodes": ["a", "x"], "name": "x"}, {"nodes": ["b", "y"], "name": "y"}]
    assert (statuses(found)["e"], found.blocked) == ("new", True)


def test_node_may_become_what_another_node_was() -> None:
    """A chain through the nodes of one ER schema is no collision."""
    file = export(make_shop(system("s", *map(projection, "ab")), er_schema("e", {"a": ["b"]})))
    renames = [rename("projection", "a", "b"), rename("projection", "b", "c")]

    assert _nodes(import_file(make_branch(), file, renames=renames), "e") == {"b": {"c"}}


# Copies and systems


def test_copy_goes_into_the_owned_system_never_into_a_reference() -> None:
    """A projection alone as a resource joins the owned system of its name, also beside a reference to the real one."""
    file = export(make_shop())
    branch = import_file(
        make_branch(system("delivery", description="mine")),
        file,
        selection={"systems": [{"name": "delivery", "projections": ["pr_a"]}]},
        renames=[rename("system", "delivery", "delivery_1")],
    )

    after = import_file(branch, file, "resource", selection={"projections": ["pr_c"]})

    assert after.records[Key("projection", "pr_a")].system == "delivery_1"
    assert after.records[Key("projection", "pr_c")].system == "delivery"


def test_copy_goes_into_the_system_that_it_is_told() -> None:
    """The system of a copy is looked for under the name that the user gives it, and comes along where it is not."""
    file = export(make_shop())
    choices: Entry = {
        "selection": {"projections": ["pr_c"]},
        "renames": [rename("system", "delivery", "delivery_2")],
    }

    there = import_file(make_branch(system("delivery_2", description="mine")), file, "resource", **choices)
    missing = import_file(make_branch(system("delivery", description="mine")), file, "resource", **choices)

    for branch in (there, missing):
        assert branch.records[Key("projection", "pr_c")].system == "delivery_2"
    assert there.records[Key("system", "delivery_2")].description == "mine"
    assert missing.records[Key("system", "delivery_2")].description == "The system delivery"


def test_copy_takes_its_system_along_where_only_a_reference_has_the_name() -> None:
    """A reference is no place for a copy: its own system comes along, and conflicts until it is renamed."""
    file = export(make_shop())
    branch = import_file(make_branch(), file, selection={"systems": [{"name": "delivery", "projections": []}]})
    choices: Entry = {"selection": {"projections": ["pr_c"]}}

    found = plan(branch, file, "resource", **choices)
    after = import_file(branch, file, "resource", renames=[rename("system", "delivery", "mine")], **choices)

    assert (item_of(found, "delivery").selected, item_of(found, "delivery").status) == (True, "conflict")
    assert after.records[Key("projection", "pr_c")].system == "mine"


def test_reference_joins_the_counterpart_of_its_system() -> None:
    """A projection alone as a reference goes into the referenced system, under its local name."""
    file = export(make_shop())
    branch = import_file(
        make_branch(),
        file,
        selection={"systems": [{"name": "delivery", "projections": []}]},
        renames=[rename("system", "delivery", "theirs")],
    )

    found = plan(branch, file, selection={"projections": ["pr_c"]})
    after = import_file(branch, file, selection={"projections": ["pr_c"]})

    assert [item.name for item in found.items if item.selected] == ["pr_c"]
    assert after.records[Key("projection", "pr_c")].system == "theirs"


def test_system_is_not_its_counterpart_by_name() -> None:
    """For a reference an owned system of that name is in the way, not a home."""
    branch = make_branch(system("delivery"))

    found = plan(branch, export(make_shop()), selection={"projections": ["pr_c"]})

    assert (item_of(found, "delivery").status, item_of(found, "delivery").selected) == ("conflict", True)
    assert found.blocked


@BOTH
def test_function_of_that_name_is_enough(mode: Mode) -> None:
    """A cast function comes along only where the destination has none of its name."""
    file = export(make_shop())
    branch = make_branch(cast_function("castItalianDecimal", casting="mine"))

    found = plan(branch, file, mode, selection={"projections": ["pr_orders"]})

    assert {item.name for item in found.items if item.selected} == {"delivery", "pr_orders"}
    assert "dependency-differs" in codes(found, "pr_orders")


def test_function_is_found_as_the_counterpart() -> None:
    """A cast function that is here under another name need not come along as a reference; a copy brings its own."""
    file = export(make_shop())
    branch = import_file(
        make_branch(),
        file,
        selection={"castFunctions": "all"},
        renames=[rename("castFunction", "castItalianDecimal", "castDecimal")],
    )
    choices: Entry = {"selection": {"projections": ["pr_orders"]}}

    reference, copy = plan(branch, file, **choices), plan(branch, file, "resource", **choices)

    assert {item.name for item in reference.items if item.selected} == {"delivery", "pr_orders"}
    assert {item.name for item in copy.items if item.selected} == {"delivery", "pr_orders", "castItalianDecimal"}
    after = import_file(branch, file, **choices)
    assert "castDecimal" in after.records[Key("projection", "pr_orders")].content


def test_reasons_name_the_first_that_needs_it() -> None:
    """What comes along for several is explained by the first of them."""
    shop = make_shop(
        system("s", projection("a", functions=["f"]), projection("b", functions=["f"])), cast_function("f")
    )

    found = plan(make_branch(), export(shop), selection={"projections": ["b", "a"]})

    assert [related.name for related in item_of(found, "f").because] == ["a"]
    assert [related.name for related in item_of(found, "s").because] == ["a"]
    assert item_of(found, "a").because == ()


@BOTH
def test_chosen_er_schema_takes_nothing_along(mode: Mode) -> None:
    """Only what a projection needs comes along: the nodes of an ER schema are the user's choice."""
    found = plan(make_branch(), export(make_shop()), mode, selection={"erSchemas": "all"})

    assert [item.name for item in found.items if item.selected] == ["delivery-er"]


def test_requirements_name_what_they_are() -> None:
    """What an item needs is named as the kind that it is in the file, else here, else unknown."""
    shop = make_shop(
        system("s", projection("p")), single_view("v"), er_schema("e", {"p": ["v", "crud", "here", "gone"]})
    )
    branch = make_branch(single_view("here"), collections=["crud"])

    requires = item_of(plan(branch, export(shop)), "e").requires

    assert {need.name: need.kind for need in requires} == {
        "p": "projection",
        "v": "singleView",
        "crud": "crudCollection",
        "here": "singleView",
        "gone": "unknown",
    }
    assert {need.rule for need in requires} == {"er-schema-node"}


def test_fields_that_are_no_objects_are_left() -> None:
    """A field without function stays as it is when others are renamed."""
    entry = projection("p", fields=[field("A", "f", primaryKey=True), {"name": "B", "type": "string"}])
    file = export(make_shop(system("s", entry), cast_function("f")))

    branch = import_file(make_branch(), file, renames=[rename("castFunction", "f", "g")])

    fields = _content(branch, Key("projection", "p"))["fields"]
    assert [entry.get("castFunction") for entry in fields] == ["g", None]


def test_name_of_a_nested_reference_is_that_of_its_true_origin() -> None:
    """What B has from A is known here as A's, whatever it is called there and here."""
    shop = make_shop(cast_function("f"))
    crm = import_file(
        make_branch(system("s", projection("p", functions=["g"]))),
        export(shop),
        renames=[rename("castFunction", "f", "g")],
    )
    lab = import_file(make_branch(place=LAB), export(shop), renames=[rename("castFunction", "f", "h")])

    lab = import_file(lab, export(crm), selection={"systems": "all"})

    assert [entry["castFunction"] for entry in _content(lab, Key("projection", "p"))["fields"]][1:] == ["h"]


def test_name_that_was_two_things_in_the_source_is_the_projection() -> None:
    """A name without item may be here as a projection and, of another time, as a single view."""
    before, after = make_shop(system("s", projection("x"))), make_shop(single_view("x"))
    branch = import_file(make_branch(), export(after), renames=[rename("singleView", "x", "view")])
    branch = import_file(branch, export(before), renames=[rename("projection", "x", "table")])

    branch = import_file(branch, export(make_shop(er_schema("e", {"x": []}))))

    assert _nodes(branch, "e") == {"table": set()}
