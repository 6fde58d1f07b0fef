"""
The status table of the contract (section 6), row by row.
"""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from fast_data_transfer.domain.plan import Plan
from tests.branches import (
    CRM,
    LAB,
    SHOP,
    T1,
    T2,
    Branch,
    Mode,
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
    retell,
    statuses,
)
from tests.builders import (
    Entry,
    cast_function,
    er_schema,
    event_driven,
    projection,
    service,
    single_view,
    standard,
    system,
)

MODES: tuple[Mode, ...] = ("reference", "resource")
BOTH = pytest.mark.parametrize("mode", MODES)

SHOP_NEXT = replace(SHOP, branch="next")


def _file(*entries: Entry) -> bytes:
    return export(make_shop(*entries))


def _function() -> bytes:
    """Export one function: the smallest item that has neither architecture nor system."""
    return _file(cast_function("f"))


def _rename_section(section: str, old: str, new: str, id_key: str) -> Callable[[Entry], object]:
    """Give an item of a file a name that no configuration could have."""

    def change(document: Entry) -> None:
        entries = document["resources"][section]
        entries[new] = entries.pop(old) | {"name": new, id_key: new}

    return change


# Row 1


@BOTH
@pytest.mark.parametrize("name", ["cast-f", "1f", "é", "f\n", "f" * 81, ""])
def test_1_name_in_the_file_breaks_the_rule(mode: Mode, name: str) -> None:
    """A name that no cast function may have is invalid, and can be edited."""
    file = retell(_function(), _rename_section("castFunctions", "f", name, "castFunctionId"))

    item = item_of(plan(make_branch(), file, mode), name)

    assert (item.status, item.renamable, item.new_name) == ("invalid-name", True, name)
    assert item.issues[0].code == "invalid-name"


@BOTH
def test_1_new_name_breaks_the_rule(mode: Mode) -> None:
    """A rename to what is no name is invalid."""
    found = plan(make_branch(), _function(), mode, renames=[rename("castFunction", "f", "no name")])

    assert (item_of(found, "f").status, item_of(found, "f").new_name) == ("invalid-name", "no name")
    assert found.blocked


@BOTH
def test_1_names_of_other_kinds_may_have_hyphens(mode: Mode) -> None:
    """What is invalid depends on the kind."""
    file = _file(system("1-a", projection("-b")), er_schema("c-", {}), single_view("_"))

    assert set(statuses(plan(make_branch(), file, mode)).values()) == {"new"}


# Row 2


def test_2_own_resource_is_no_reference() -> None:
    """What belongs to the destination project cannot be a reference in it, on any branch."""
    found = plan(make_branch(place=SHOP_NEXT), _function())

    assert (item_of(found, "f").status, codes(found, "f")) == ("blocked", ["own-resource"])
    assert not item_of(found, "f").renamable


def test_2_own_resource_comes_back_through_another_project() -> None:
    """An item that was a reference to the destination project is its own, whatever project the file comes from."""
    crm = import_file(make_branch(), _function())

    found = plan(make_branch(place=SHOP_NEXT), export(crm))

    assert (item_of(found, "f").status, codes(found, "f")) == ("blocked", ["own-resource"])


def test_2_own_resource_may_be_copied_with_a_warning() -> None:
    """As a resource only what comes back as a reference is warned about."""
    crm = import_file(make_branch(), _function())

    back = plan(make_branch(place=SHOP_NEXT), export(crm), "resource")
    own = plan(make_branch(place=SHOP_NEXT), _function(), "resource")

    assert issue_of(back, "f", "own-resource").severity == "warning"
    assert (item_of(back, "f").status, back.blocked) == ("new", False)
    assert (item_of(own, "f").status, codes(own, "f")) == ("new", ["code-review"])


def test_2_same_id_of_another_company_is_another_project() -> None:
    """Projects are the same when both ids are."""
    assert item_of(plan(make_branch(place=replace(SHOP, tenant_id="other")), _function()), "f").status == "new"


# Row 3


@pytest.mark.parametrize("services", [standard(), {}], ids=["standard", "undetermined"])
def test_3_architecture_blocks_references_of_systems_and_projections(services: Entry) -> None:
    """Without a trigger generator systems and projections cannot be references; the other kinds can."""
    branch, file = make_branch(services=services), export(make_shop())

    found, copied = plan(branch, file), plan(branch, file, "resource")

    by_kind = {(item.kind, item.status) for item in found.items}
    assert by_kind == {
        ("system", "blocked"),
        ("projection", "blocked"),
        ("singleView", "new"),
        ("erSchema", "new"),
        ("castFunction", "new"),
    }
    assert codes(found, "delivery") == ["architecture"]
    assert set(statuses(copied).values()) == {"new"}


def test_3_architecture_is_read_again_for_updates() -> None:
    """A branch that lost its trigger generator takes no updates of systems either."""
    branch = import_file(make_branch(), file := _file(system("s")))

    assert item_of(plan(branch._replace(services=standard()), file), "s").status == "blocked"


# Row 4


def test_4_edited_item_is_no_reference() -> None:
    """What was changed after the export cannot become a reference; a copy is warned about."""
    file = edit(_function(), lambda resources: resources["castFunctions"]["f"].update(casting="evil"))

    reference, copy = plan(make_branch(), file), plan(make_branch(), file, "resource")

    assert (item_of(reference, "f").status, codes(reference, "f")) == ("blocked", ["edited-item"])
    assert item_of(copy, "f").status == "new"
    assert issue_of(copy, "f", "edited-item").severity == "warning"


def test_4_unverified_items_are_not_edited() -> None:
    """Without digests nothing can be told: the file is warned about, and its items are taken."""
    found = plan(make_branch(), retell(_function(), lambda _: None))

    assert (item_of(found, "f").status, [issue.code for issue in found.issues]) == ("new", ["unverified-file"])


# Row 5


@BOTH
def test_5_two_items_cannot_get_one_name(mode: Mode) -> None:
    """Both items that would end with one name are duplicates, and can be edited."""
    file = _file(cast_function("f"), cast_function("g"))

    found = plan(make_branch(), file, mode, renames=[rename("castFunction", "f", "g")])

    assert statuses(found) == {"f": "duplicate", "g": "duplicate"}
    assert all(item.renamable for item in found.items)


@BOTH
def test_5_duplicates_cross_kinds_of_one_namespace(mode: Mode) -> None:
    """Projections and single views share a namespace; systems and ER schemas have their own."""
    file = _file(system("x", projection("p")), single_view("v"), er_schema("e", {}))
    renames = [rename("projection", "p", "x"), rename("singleView", "v", "x"), rename("erSchema", "e", "x")]

    found = plan(make_branch(), file, mode, renames=renames)

    assert statuses(found) == {"x": "new", "p": "duplicate", "v": "duplicate", "e": "new"}


@BOTH
def test_5_item_that_is_not_selected_takes_no_name(mode: Mode) -> None:
    """Only selected items end with names; one that is not would be a duplicate if it were selected."""
    file = _file(cast_function("f"), cast_function("g"))

    found = plan(
        make_branch(),
        file,
        mode,
        selection={"castFunctions": ["f"]},
        renames=[rename("castFunction", "f", "g")],
    )

    assert statuses(found) == {"f": "new", "g": "duplicate"}
    assert not found.blocked


def test_5_counterpart_keeps_its_name_against_a_new_item() -> None:
    """A new item whose name is that of a counterpart here is a duplicate of it."""
    branch = import_file(make_branch(), _function(), renames=[rename("castFunction", "f", "g")])

    found = plan(branch, _file(cast_function("f"), cast_function("g")))

    assert statuses(found) == {"f": "duplicate", "g": "duplicate"}
    assert [item.renamable for item in found.items] == [False, True]


@BOTH
def test_5_swap_is_no_duplicate(mode: Mode) -> None:
    """Renames count as a set."""
    file = _file(cast_function("f"), cast_function("g"))
    swap = [rename("castFunction", "f", "g"), rename("castFunction", "g", "f")]

    assert set(statuses(plan(make_branch(), file, mode, renames=swap)).values()) == {"new"}


def test_rows_1_to_5_are_all_reported() -> None:
    """Everything that is wrong with an item is told at once; the first row decides the status."""

    def spoil(document: Entry) -> None:
        document["resources"]["systems"]["a b"] = document["resources"]["systems"].pop("x") | {
            "name": "a b",
            "systemId": "a b",
        }

    document_with_digests = edit(_file(system("x"), system("y")), lambda resources: spoil({"resources": resources}))
    branch = make_branch(place=SHOP_NEXT, services={})

    found = plan(branch, document_with_digests, renames=[rename("system", "y", "a b")])

    every = ["invalid-name", "own-resource", "architecture", "edited-item", "duplicate"]
    assert codes(found, "a b") == every
    assert item_of(found, "a b").status == "invalid-name"


# Rows 6 to 8


def test_6_what_is_here_already_is_unchanged() -> None:
    """The same content of the same source is nothing to do, whenever it was exported."""
    shop = make_shop()
    branch = import_file(make_branch(), export(shop, at=T1))

    for at in ("2020-01-01T00:00:00.000Z", T1, T2):
        assert set(statuses(plan(branch, export(shop, at=at))).values()) == {"unchanged"}


def test_6_unchanged_under_its_local_name() -> None:
    """The result is compared, in which every name is the local one."""
    file = export(make_shop())
    renames = [
        rename("system", "delivery", "delivery_1"),
        rename("projection", "pr_orders", "pr_orders_1"),
        rename("castFunction", "castItalianDecimal", "castItalianDecimal_1"),
        rename("erSchema", "delivery-er", "er_1"),
        rename("singleView", "sv_customer", "sv_1"),
    ]
    branch = import_file(make_branch(), file, renames=renames)

    found = plan(branch, file)

    assert set(statuses(found).values()) == {"unchanged"}
    assert not any(item.renamable or item.content_changed for item in found.items)


class SourceChange(NamedTuple):
    """How the source of a reference changed, and what an update then says."""

    change: Callable[[Branch], Branch]
    changed: bool
    codes: list[str]


@pytest.mark.parametrize(
    "source",
    [
        SourceChange(lambda b: b.with_config(_moved("p", description="new")), changed=True, codes=[]),
        SourceChange(lambda b: b.with_config(_moved("q")), changed=False, codes=["system-changed"]),
        SourceChange(lambda b: b._replace(place=SHOP_NEXT), changed=False, codes=["branch-changed"]),
        SourceChange(lambda b: b._replace(place=replace(SHOP, project_name="The Shop")), changed=False, codes=[]),
    ],
    ids=["content", "system", "branch", "project name"],
)
def test_8_what_differs_is_updated(source: SourceChange) -> None:
    """Another content, system, branch or project name is an update; an older export of it is blocked."""
    shop = make_shop(system("p", projection("x")), system("q"))
    branch = import_file(make_branch(), export(shop, at=T1))
    file = export(source.change(shop), at=T1)

    item = item_of(found := plan(branch, file), "x")

    assert (item.status, item.content_changed, codes(found, "x")) == ("reference-update", source.changed, source.codes)
    assert not item.renamable
    older = export(source.change(shop), at="2026-02-20T09:59:59.999Z")
    assert item_of(plan(branch, older), "x").status == "blocked"


def _moved(where: str, description: str = "What x holds") -> Entry:
    systems = {name: system(name) for name in ("p", "q")}
    systems[where] = system(where, projection("x", description=description))
    return {"systems": systems}


def test_7_older_export_is_blocked_unless_allowed() -> None:
    """What would go back in time is blocked, and with `allowOlder` an update with that warning."""
    shop = make_shop(cast_function("f"))
    branch = import_file(make_branch(), export(shop, at=T2))
    file = export(make_shop(cast_function("f", casting="old")), at=T1)

    blocked, allowed = plan(branch, file), plan(branch, file, allowOlder=True)

    assert (item_of(blocked, "f").status, issue_of(blocked, "f", "older-export").severity) == ("blocked", "error")
    assert issue_of(blocked, "f", "older-export").params == {"name": "f", "exportedAt": T1, "present": T2}
    assert item_of(allowed, "f").status == "reference-update"
    assert issue_of(allowed, "f", "older-export").severity == "warning"
    assert not allowed.blocked


def test_7_times_are_compared_not_texts() -> None:
    """An export time counts as a point in time, however it is written."""
    branch = import_file(make_branch(), export(make_shop(cast_function("f")), at="2026-02-20T10:00:00.5Z"))
    same = export(make_shop(cast_function("f", casting="new")), at="2026-02-20T10:00:00.500+00:00")

    assert item_of(plan(branch, same), "f").status == "reference-update"


def test_7_time_of_a_nested_reference_is_that_of_its_origin() -> None:
    """What B passes on is as old as A's export of it, not as B's."""
    shop = make_shop(cast_function("f"))
    crm = import_file(make_branch(), export(shop, at=T1))
    lab = import_file(make_branch(place=LAB), export(make_shop(cast_function("f", casting="new")), at=T2))

    assert item_of(plan(lab, export(crm, at="2026-02-28T00:00:00.000Z")), "f").status == "blocked"


# Rows 9 to 12


def test_9_same_copy_is_unchanged_and_renamable() -> None:
    """An owned resource with the result as content is nothing to do; a second copy may have another name."""
    file = export(make_shop())
    branch = import_file(make_branch(), file, "resource")

    found = plan(branch, file, "resource")
    second = plan(branch, file, "resource", renames=[rename("erSchema", "delivery-er", "second")])

    assert set(statuses(found).values()) == {"unchanged"}
    assert all(item.renamable and not item.content_changed for item in found.items)
    assert statuses(second) == statuses(found) | {"delivery-er": "new"}


def test_9_same_content_in_another_system_is_a_conflict() -> None:
    """A projection is the same copy only within the system that it would go into."""
    entry = projection("x", topics={})
    branch = make_branch(system("other", entry), system("s"))

    assert item_of(plan(branch, _file(system("s", entry)), "resource"), "x").status == "conflict"


@pytest.mark.parametrize("then, first", [("resource", "reference"), ("reference", "resource")])
def test_9_reference_is_no_copy(then: Mode, first: Mode) -> None:
    """Equal content under the same name is a conflict where one is a reference and the other is to be a copy."""
    branch = import_file(make_branch(), _function(), first)

    found = plan(branch, _function(), then)

    assert (item_of(found, "f").status, item_of(found, "f").content_changed) == ("conflict", False)
    assert issue_of(found, "f", "conflict").params["isReference"] is (first == "reference")


@BOTH
@pytest.mark.parametrize("casting", ["same", "other"])
def test_10_known_default_function_is_unchanged(mode: Mode, casting: str) -> None:
    """A default function that is here, or that every project knows, stays what it is, whatever the file has."""
    file = retell(
        _file(cast_function("defaultX", type="default"), system("s", projection("p", functions=["defaultX"]))),
        lambda document: document["resources"]["castFunctions"].update(
            defaultCastToDate=cast_function("defaultCastToDate", type="default")
        ),
    )
    branch = make_branch(cast_function("defaultX", type="default", casting=casting))

    found = plan(branch, file, mode)

    assert (item_of(found, "defaultX").status, item_of(found, "defaultCastToDate").status) == ("unchanged", "unchanged")


@BOTH
def test_10_default_function_meets_a_custom_one(mode: Mode) -> None:
    """A custom function of that name is another thing: a conflict, as the other way round."""
    default, custom = cast_function("defaultX", type="default"), cast_function("defaultX", casting="mine")
    user = system("s", projection("p", functions=["defaultX"]))

    assert item_of(plan(make_branch(custom), _file(default, user), mode), "defaultX").status == "conflict"
    assert item_of(plan(make_branch(default), _file(custom, user), mode), "defaultX").status == "conflict"


@BOTH
@pytest.mark.parametrize(
    "here, file, name, holder",
    [
        (system("x", description="mine"), system("x"), "x", "system"),
        (single_view("p"), system("s", projection("p")), "p", "singleView"),
        (system("mine", projection("v")), single_view("v"), "v", "projection"),
        (er_schema("e", {"mine": []}), er_schema("e", {}), "e", "erSchema"),
        (cast_function("f", casting="mine"), cast_function("f"), "f", "castFunction"),
    ],
)
def test_11_taken_name_is_a_conflict(mode: Mode, here: Entry, file: Entry, name: str, holder: str) -> None:
    """A name that something of the namespace has is taken, and the holder is named."""
    found = plan(make_branch(here), _file(file), mode)

    item = item_of(found, name)
    assert (item.status, item.renamable, item.content_changed) == ("conflict", True, True)
    assert item.local is not None
    assert (item.local.kind, item.local.name, item.local.owned) == (holder, name, True)
    assert [related.kind for related in issue_of(found, name, "conflict").related] == [holder]


@BOTH
def test_11_crud_collection_takes_a_name(mode: Mode) -> None:
    """CRUD collections are in the namespace of projections and single views."""
    branch = make_branch(collections=["v", "e"])

    found = plan(branch, _file(single_view("v"), er_schema("e", {})), mode)

    assert statuses(found) == {"v": "conflict", "e": "new"}
    local = item_of(found, "v").local
    assert local is not None
    assert (local.kind, local.name, local.owned, local.system) == ("crudCollection", "v", True, None)


@BOTH
def test_11_nested_reference_cannot_be_renamed_out_of_a_conflict(mode: Mode) -> None:
    """What came from an external project keeps its name, so the conflict is solved here."""
    nested = export(import_file(make_branch(), _function()))
    lab = make_branch(cast_function("f", casting="mine"), place=LAB)

    found = plan(lab, nested, mode, renames=[rename("castFunction", "f", "g")])

    item = item_of(found, "f")
    assert (item.status, item.new_name, item.renamable, item.suggested_name) == ("conflict", "f", False, None)
    assert codes(found, "f") == ["conflict", "not-renamable"]


@BOTH
def test_12_what_is_not_here_is_new(mode: Mode) -> None:
    """Everything into an empty branch is new, and differs from what is there."""
    found = plan(make_branch(), export(make_shop()), mode)

    assert {(item.status, item.content_changed, item.renamable) for item in found.items} == {("new", True, True)}
    assert not found.blocked


# Whatever the row


def _every_row() -> tuple[Branch, bytes]:
    """Make a branch and a file whose items have every status as references."""
    older = cast_function("older")
    shop = make_shop(older, cast_function("same"), cast_function("update"))
    crm = import_file(make_branch(cast_function("conflict", casting="mine")), export(shop, at=T2))
    names = ("same", "conflict", "fresh", "edited")
    changed = (cast_function("update", casting="new"), cast_function("older", casting="old"))
    return crm, edit(
        export(make_shop(*map(cast_function, names), *changed), at=T1),
        lambda resources: resources["castFunctions"]["edited"].update(casting="evil"),
    )


@BOTH
def test_status_does_not_depend_on_being_selected(mode: Mode) -> None:
    """Every item has the status that it would have if it too were selected."""
    branch, file = _every_row()

    everything = statuses(plan(branch, file, mode))

    assert statuses(plan(branch, file, mode, selection={})) == everything
    for name in everything:
        alone = plan(branch, file, mode, selection={"castFunctions": [name]})
        assert statuses(alone) == everything
        assert alone.blocked is (everything[name] in {"blocked", "conflict"})


@pytest.mark.parametrize("mode, expected", [("reference", "reference-update"), ("resource", "conflict")])
def test_colliding_er_schema_is_not_unchanged(mode: Mode, expected: str) -> None:
    """An ER schema two nodes of which would get one name is not what is here, even where its text is."""
    file = _file(system("s", projection("a")), er_schema("er", {"a": ["riders"]}))
    branch = import_file(make_branch(), file, mode, selection={"erSchemas": "all"})

    found = plan(branch, file, mode, renames=[rename("projection", "a", "riders")])

    assert item_of(found, "er").status == expected
    assert "node-collision" in codes(found, "er")
    assert found.blocked


def test_plan_is_for_the_project_that_is_asked_for() -> None:
    """The same file has another plan in another project."""
    file = export(import_file(make_branch(), _function()))

    by_project = {place.project_id: _status(plan(make_branch(place=place), file)) for place in (CRM, LAB, SHOP)}

    assert by_project == {"crm": "new", "lab": "new", "shop": "blocked"}


def _status(found: Plan) -> str:
    return item_of(found, "f").status


def test_mixed_architecture_allows_references() -> None:
    """Beside a trigger generator, a service that still writes projection changes is a warning of the plan."""
    services = event_driven() | service("old-updater", "realtime-updater")

    found = plan(make_branch(services=services), _file(system("s")))

    assert (item_of(found, "s").status, [issue.code for issue in found.issues]) == ("new", ["mixed-architecture"])
    assert found.issues[0].params == {"services": ["old-updater"]}
