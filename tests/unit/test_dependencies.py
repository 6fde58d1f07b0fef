from collections.abc import Iterable

from fast_data_transfer.domain.dependencies import Closure, close_over, exportable, leave_unconfirmed
from fast_data_transfer.domain.kinds import Key, Kind
from tests.branches import Branch, make_branch, make_shop
from tests.builders import cast_function, er_schema, projection, single_view, system


def _close(branch: Branch, *selected: tuple[Kind, str], collections: Iterable[str] = ()) -> Closure:
    return close_over({Key(*key) for key in selected}, branch.records, frozenset(collections))


def _names(closure: Closure) -> set[str]:
    return {key.name for key in closure.keys}


def _reasons(closure: Closure) -> dict[str, list[str]]:
    return {dependency.key.name: [step.name for step in dependency.because] for dependency in closure.dependencies}


def test_projection_takes_system_and_functions() -> None:
    """A projection cannot do without its system and the functions of its fields, but for those that all know."""
    shop = make_shop(
        system("s", projection("p", functions=["f", "defaultX", "defaultCastToDate", "gone"]), projection("q")),
        *(cast_function(name) for name in ("f", "unused")),
        *(cast_function(name, type="default") for name in ("defaultX", "defaultCastToDate")),
    )

    closure = _close(shop, ("projection", "p"))

    assert _names(closure) == {"p", "s", "f", "defaultX"}
    assert {d.key.name: d.rule for d in closure.dependencies} == {
        "s": "projection-system",
        "f": "projection-cast-function",
        "defaultX": "projection-cast-function",
    }
    assert closure.not_exported == ()


def test_system_and_single_view_take_nothing() -> None:
    """A system needs no projections, and a single view nothing at all."""
    shop = make_shop(system("s", projection("p")), single_view("v"))

    assert _names(_close(shop, ("system", "s"), ("singleView", "v"))) == {"s", "v"}


def test_er_schema_takes_projections_and_single_views() -> None:
    """A node is a projection or a single view; what else it may be does not travel, and is told."""
    shop = make_shop(system("s", projection("p")), single_view("v"), er_schema("e", {"p": ["v", "crud", "gone"]}))

    closure = _close(shop, ("erSchema", "e"), collections=["crud"])

    assert _names(closure) == {"e", "p", "v", "s"}
    assert [(left.kind, left.name, left.rule) for left in closure.not_exported] == [
        ("crudCollection", "crud", "er-schema-node"),
        ("unknown", "gone", "er-schema-node"),
    ]
    assert [related.name for related in closure.not_exported[0].because] == ["e"]


def test_er_schemas_do_not_take_each_other() -> None:
    """An ER schema of a node's name is no node, and cycles among nodes end."""
    shop = make_shop(
        system("s", projection("p"), projection("q")), er_schema("e", {"p": ["q"], "q": ["p"]}), er_schema("p", {})
    )

    closure = _close(shop, ("erSchema", "e"))

    assert closure.keys == {Key("erSchema", "e"), Key("projection", "p"), Key("projection", "q"), Key("system", "s")}


def test_reason_is_the_shortest_path() -> None:
    """Of several ways to a dependency the shortest explains it; of equally short ones the first by kind and name."""
    shop = make_shop(
        system("s", projection("a", functions=["f"]), projection("b", functions=["f"])),
        er_schema("e", {"a": ["b"]}),
        er_schema("d", {"b": []}),
        cast_function("f"),
    )

    through_schema = _reasons(_close(shop, ("erSchema", "e")))
    beside_projection = _reasons(_close(shop, ("erSchema", "e"), ("projection", "b")))
    two_schemas = _reasons(_close(shop, ("erSchema", "e"), ("erSchema", "d")))

    assert through_schema == {"a": ["e"], "b": ["e"], "s": ["e", "a"], "f": ["e", "a"]}
    assert beside_projection == {"a": ["e"], "b": ["e"], "s": ["b"], "f": ["b"]}
    assert two_schemas["b"] == ["d"]


def test_selected_dependency_is_one_all_the_same() -> None:
    """What is selected and needed by something selected is a dependency too; nothing is its own."""
    shop = make_shop(system("s", projection("p")), er_schema("e", {"p": []}))

    closure = _close(shop, ("erSchema", "e"), ("projection", "p"), ("system", "s"))

    assert _reasons(closure) == {"p": ["e"], "s": ["p"]}
    assert [key.kind for key, _, _ in closure.dependencies] == ["system", "projection"]


def test_closure_of_a_closure_is_itself() -> None:
    """Nothing is missing from a closure."""
    shop = make_shop()
    once = _close(shop, ("erSchema", "delivery-er"))

    again = close_over(once.keys, shop.records, shop.collections)

    assert again.keys == once.keys


def test_unconfirmed_nodes_stay_behind_with_what_only_they_need() -> None:
    """Without confirmation a projection still has its system and functions, an ER schema only itself."""
    shop = make_shop(
        system("s", projection("a", functions=["f"]), projection("b", functions=["g"])),
        er_schema("e", {"a": ["b", "crud"]}),
        cast_function("f"),
        cast_function("g"),
    )
    selected = {Key("erSchema", "e"), Key("projection", "a")}
    closure = close_over(selected, shop.records, {"crud"})

    left = leave_unconfirmed(closure, selected, shop.records)

    assert _names(left) == {"e", "a", "s", "f"}
    assert [(gone.kind, gone.name, gone.rule, [step.name for step in gone.because]) for gone in left.not_exported] == [
        ("projection", "b", "er-schema-node", ["e"]),
        ("castFunction", "g", "projection-cast-function", ["e", "b"]),
        ("crudCollection", "crud", "er-schema-node", ["e"]),
    ]
    assert {dependency.key.name for dependency in left.dependencies} == {"a", "s", "f"}


def test_defaults_cannot_be_selected() -> None:
    """Everything but the default functions can be exported by choice."""
    branch = make_branch(cast_function("f"), cast_function("defaultX", type="default"), system("s", projection("p")))

    assert exportable(branch.records) == {
        Key("castFunction", "f"): None,
        Key("system", "s"): None,
        Key("projection", "p"): "s",
    }


def test_dense_graph_is_closed_quickly() -> None:
    """An ER schema in which everything points to everything is walked once."""
    names = [f"p{i}" for i in range(300)]
    shop = make_shop(system("s", *map(projection, names)), er_schema("e", dict.fromkeys(names, names)))

    closure = _close(shop, ("erSchema", "e"))

    assert len(closure.keys) == 302
    assert all(len(dependency.because) <= 2 for dependency in closure.dependencies)
