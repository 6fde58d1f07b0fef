"""
When an issue is given, and when not; every code by itself is in `test_issues`.
"""

import msgspec
import pytest

from fast_data_transfer.domain.changes import Change
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.plan import Plan
from tests.branches import (
    CRM,
    SHOP,
    codes,
    edit,
    export,
    import_file,
    issue_of,
    item_of,
    make_branch,
    make_shop,
    plan,
    rename,
)
from tests.builders import (
    Entry,
    cast_function,
    er_schema,
    field,
    projection,
    single_view,
    system,
)


def _function(**changes: object) -> bytes:
    return export(make_shop(cast_function("f", **changes)))


def test_unchanged_items_are_not_warned_about() -> None:
    """Warnings about content are given only for items that would be written."""
    shop = make_shop(
        system("s", projection("p", functions=["castGone"], fields=[field("A", "castGone", type="text")])),
        er_schema("er", {"nowhere": []}),
        cast_function("f"),
    )
    branch = import_file(make_branch(cast_function("castGone")), export(shop))
    branch = branch.with_change(Change(deleted=(Key("castFunction", "castGone"),)))

    found = plan(branch, export(shop))

    assert [codes(found, item.name) for item in found.items] == [[], [], [], []]


def test_content_faults_are_errors_of_copies_and_warnings_of_references() -> None:
    """A reference is as its source has it; a copy would be yours to repair."""
    file = export(make_shop(system("s", projection("p", fields=[field("A", type="text")]))))

    reference, copy = plan(make_branch(), file), plan(make_branch(), file, "resource")

    assert [issue.severity for issue in item_of(reference, "p").issues] == ["warning", "warning"]
    assert codes(reference, "p") == ["invalid-content", "no-primary-key"]
    assert issue_of(copy, "p", "invalid-content").severity == "error"
    assert issue_of(copy, "p", "invalid-content").pointer == "/fields/0/type"
    assert (reference.blocked, copy.blocked) == (False, True)


def test_errors_of_items_that_are_not_selected_do_not_block() -> None:
    """Only selected items block."""
    file = export(make_shop(cast_function("f"), cast_function("g")))
    branch = make_branch(cast_function("g", casting="mine"))

    found = plan(branch, file, selection={"castFunctions": ["f"]})

    assert (codes(found, "g"), found.blocked) == (["conflict"], False)


def test_function_that_is_here_is_not_missing() -> None:
    """A function of that name in the destination will do, also a reference under another name."""
    shop = make_shop(system("s", projection("p", functions=["f"])), cast_function("f"))
    alone = edit(export(shop), lambda resources: resources["castFunctions"].clear())
    referring = import_file(
        make_branch(),
        export(shop),
        selection={"castFunctions": "all"},
        renames=[rename("castFunction", "f", "f_1")],
    )

    for branch in (make_branch(cast_function("f")), referring):
        assert codes(plan(branch, alone), "p") == []
    assert codes(plan(make_branch(), alone), "p") == ["missing-dependency"]


def test_function_that_stays_behind_is_compared_as_what_it_would_be() -> None:
    """A function of the same code is no difference, under whatever local name."""
    shop = make_shop(system("s", projection("p", functions=["f"])), cast_function("f"))
    own = make_branch(cast_function("f", casting="mine"))
    both = import_file(
        own, export(shop), selection={"castFunctions": ["f"]}, renames=[rename("castFunction", "f", "f_1")]
    )
    choices: Entry = {"selection": {"systems": "all"}}

    assert codes(plan(make_branch(cast_function("f")), export(shop), **choices), "p") == []
    assert codes(plan(own, export(shop), **choices), "p") == ["dependency-differs"]
    assert codes(plan(both, export(shop), **choices), "p") == []
    assert codes(plan(both, export(shop), "resource", **choices), "p") == ["source-topic"]


def test_nodes_that_come_along_are_known() -> None:
    """A node that is selected, or in the destination as whatever kind, is not warned about."""
    shop = make_shop(system("s", projection("p")), single_view("v"), er_schema("er", {"p": ["v", "crud", "mine"]}))
    branch = make_branch(system("t", projection("mine")), collections=["crud"])

    assert codes(plan(branch, export(shop)), "er") == []
    found = plan(branch, export(shop), selection={"erSchemas": "all"})
    assert codes(found, "er") == ["unknown-node", "unknown-node"]
    assert [issue.related[0].kind for issue in item_of(found, "er").issues] == ["projection", "singleView"]


def test_missing_projections_are_told_whatever_the_status_of_their_system() -> None:
    """What a referenced system has and the file lacks is told under its local name, and only for references."""
    shop = make_shop(system("s", projection("p"), projection("q")))
    branch = import_file(make_branch(), export(shop), renames=[rename("projection", "q", "mine")])
    changed = make_shop(system("s", projection("p"), description="new"))

    for file in (export(shop, {"projections": ["p"]}), export(changed)):
        assert issue_of(plan(branch, file), "s", "not-in-file").params["names"] == ["mine"]
        assert "not-in-file" not in codes(plan(branch, file, "resource"), "s")


def test_case_is_compared_within_a_namespace_and_not_for_updates() -> None:
    """A name that differs by case from one of its namespace is a warning for what is new."""
    file = export(make_shop(single_view("view"), er_schema("view", {})))
    branch = make_branch(single_view("View"), collections=["VIEW"])

    found = plan(branch, file)
    after = plan(import_file(branch, file), export(make_shop(single_view("view", description="new"))))

    assert issue_of(found, "view", "case-only-difference").related[0].name in {"View", "VIEW"}
    assert [issue.code for issue in item_of(found, "view", "erSchema").issues] == []
    assert codes(after, "view") == []


def test_topics_of_an_update_are_its_own() -> None:
    """An update that keeps its topic is not its own rival, and a third one still is."""
    shop = make_shop(system("s", projection("p", system="s")))
    branch = import_file(make_branch(), export(shop))
    rival = make_branch(system("t", projection("a", system="s", topics=projection("p", system="s")["topics"])))
    both = import_file(rival, export(shop))
    changed = export(make_shop(system("s", projection("p", system="s", description="new"))))

    assert codes(plan(branch, changed), "p") == []
    assert codes(plan(both, changed), "p") == ["duplicate-topic", "duplicate-topic"]


def test_base_paths_of_an_update_are_its_own() -> None:
    """An update that keeps its base path is not its own rival, and a third one still is."""
    branch = import_file(make_branch(), export(make_shop(single_view("v"))))
    rival = make_branch(single_view("a", internalEndpoints=[{"basePath": "/v"}]))
    both = import_file(rival, export(make_shop(single_view("v"))))
    changed = export(make_shop(single_view("v", description="new")))

    assert codes(plan(branch, changed), "v") == []
    assert codes(plan(both, changed), "v") == ["duplicate-endpoint"]


def test_rival_that_is_named_does_not_depend_on_the_order() -> None:
    """Of several rivals the first by kind and name is told, in whatever order the branch gives them."""
    topics = projection("p", system="s")["topics"]
    rivals = [system(f"t{i}", projection(f"q{i}", topics=topics)) for i in (2, 1)]
    file = export(make_shop(system("s", projection("p", system="s"))))

    found = [plan(make_branch(*order), file) for order in (rivals, rivals[::-1])]

    assert _rivals(found[0], "p") == _rivals(found[1], "p") == ["q1", "q1"]
    assert found[0].plan_digest == found[1].plan_digest


def _rivals(found: Plan, name: str) -> list[str]:
    return [issue.related[0].name for issue in item_of(found, name).issues]


def test_topics_of_the_source_are_told_for_copies_only() -> None:
    """A copy that still names topics of its source is warned about, unless a variable makes them its own."""
    variable = {"ingestion": {"name": "{{TENANT}}.{{PROJECT}}.s.q.ingestion"}}
    file = export(make_shop(system("s", projection("p", system="s"), projection("q", topics=variable))))

    copy = plan(make_branch(), file, "resource")
    renamed = plan(make_branch(), file, "resource", renames=[rename("projection", "p", "mine")])

    assert issue_of(copy, "p", "source-topic").params == {
        "topics": ["acme.shop.s.p.ingestion", "acme.shop.s.p.pr-update"]
    }
    assert codes(copy, "q") == codes(renamed, "p") == []
    assert codes(plan(make_branch(), file), "p") == []


def test_code_is_reviewed_when_it_changes() -> None:
    """Imported JavaScript is to be read when it is new or other than it was."""
    branch = import_file(make_branch(), _function())
    other_branch = make_shop(cast_function("f"))._replace(place=msgspec.structs.replace(SHOP, branch="next"))

    assert codes(plan(branch, _function(casting="new")), "f") == ["code-review"]
    assert codes(plan(branch, export(other_branch)), "f") == ["branch-changed"]


@pytest.mark.parametrize(
    "file, branch, severity",
    [
        ("2.2.0", "2.2.9", None),
        ("2.1.0", "2.2.0", None),
        ("2.10.0", "2.9.0", "warning"),
        ("3.0.0", "2.2.0", "error"),
        ("1.9.0", "2.2.0", "error"),
        ("3", "2.2.0", "error"),
        ("v3.0-beta", "2.2.0", "error"),
        (" 3.0.0", "2.2.0", "error"),
        ("2", "2.2.0", None),
        ("2.3-beta", "2.2.0", "warning"),
        ("next", "2.2.0", None),
        ("2.x.0", "2.2.0", None),
        ("2.2.0", "", None),
    ],
)
def test_config_version(file: str, branch: str, severity: str | None) -> None:
    """Another major version is an error, a newer minor one a warning, and what is no version says nothing."""
    shop = make_shop(cast_function("f"))._replace(config_version=file)

    found = plan(make_branch()._replace(config_version=branch), export(shop))

    assert [(issue.code, issue.severity) for issue in found.issues] == (
        [("config-version", severity)] if severity else []
    )


@pytest.mark.parametrize("at, codes_", [("2026-03-01T00:05:00Z", []), ("2026-03-01T00:05:00.001Z", ["future-export"])])
def test_clocks_may_differ_by_five_minutes(at: str, codes_: list[str]) -> None:
    """An export of more than five minutes ahead is a warning."""
    found = plan(make_branch(), export(make_shop(cast_function("f")), at=at))

    assert [issue.code for issue in found.issues] == codes_


def test_rename_of_a_counterpart_to_its_own_name_is_none() -> None:
    """Only another name than the present one is refused; what is not selected is not renamed at all."""
    branch = import_file(make_branch(place=CRM), _function(), renames=[rename("castFunction", "f", "g")])

    def found(new_name: str, selection: Entry | None = None) -> list[str]:
        renames = [rename("castFunction", "f", new_name)]
        return codes(plan(branch, _function(), renames=renames, selection=selection), "f")

    assert found("g") == []
    assert found("f") == ["not-renamable"]
    assert found("f", {}) == []


def test_every_function_that_differs_is_told() -> None:
    """One that comes along, or is the same here, does not hide the next."""
    functions = ("a", "b", "c", "d")
    shop = make_shop(system("s", projection("p", functions=functions)), *map(cast_function, functions))
    branch = make_branch(cast_function("b", casting="mine"), cast_function("c"), cast_function("d", casting="mine"))

    found = plan(branch, export(shop), selection={"projections": ["p"]})

    assert codes(found, "p") == ["dependency-differs", "dependency-differs"]
    assert [issue.params["name"] for issue in item_of(found, "p").issues] == ["b", "d"]


def test_system_of_another_description_is_no_dependency_that_differs() -> None:
    """Only code matters: a projection goes into the system that is here as it is."""
    file = export(make_shop(system("s", projection("p"), description="theirs")))
    branch = make_branch(system("s", description="mine"))

    found = plan(branch, file, "resource", selection={"projections": ["p"]})

    assert not item_of(found, "s").selected
    assert codes(found, "p") == ["source-topic"]


def test_every_unknown_node_is_told() -> None:
    """A node that comes along does not hide the next."""
    shop = make_shop(system("s", projection("p"), projection("q")), er_schema("er", {"a": ["p"], "z": ["q"]}))

    found = plan(make_branch(), export(shop), selection={"erSchemas": "all", "projections": ["p"]})

    assert [issue.params["name"] for issue in item_of(found, "er").issues] == ["a", "q", "z"]


def test_collection_may_differ_by_case_alone() -> None:
    """A CRUD collection is named as what it is."""
    found = plan(make_branch(collections=["View"]), export(make_shop(single_view("view"))))

    (related,) = issue_of(found, "view", "case-only-difference").related
    assert (related.kind, related.name) == ("crudCollection", "View")
