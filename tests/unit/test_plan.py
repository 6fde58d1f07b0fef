import pytest
from msgspec.structs import replace

from fast_data_transfer.domain.plan import Plan
from fast_data_transfer.domain.problems import Problem
from tests.branches import (
    LAB,
    NOW,
    SHOP,
    T1,
    T2,
    edit,
    export,
    import_file,
    item_of,
    make_branch,
    make_shop,
    plan,
    rename,
    retell,
)
from tests.builders import Entry, cast_function, projection, service, single_view, standard, system


def _file(*entries: Entry) -> bytes:
    return export(make_shop(*entries))


def _digest(found: Plan) -> str:
    return found.plan_digest


# The whole


def test_plan_describes_file_and_destination() -> None:
    """The head of a plan says what it is about; the counts are its own, whatever the file says."""
    file = edit(export(make_shop()), lambda resources: resources["castFunctions"].pop("castYesNo"))
    branch = make_branch()._replace(revision=7)

    found = plan(branch, file)

    assert (found.file.format_version, found.file.exported_at, found.file.source) == ("1.0.0", T1, SHOP)
    assert found.file.counts == {"systems": 1, "projections": 5, "erSchemas": 1, "singleViews": 1, "castFunctions": 1}
    assert (found.file.integrity, found.file.removed) == ("verified", ("castFunction/castYesNo",))
    destination = found.destination
    assert (destination.project_id, destination.branch, destination.revision) == ("crm", "main", 7)
    assert (destination.architecture, len(destination.evidence)) == ("event-driven", 1)


def test_items_are_ordered_by_kind_and_name() -> None:
    """The order of a plan is that of every list: kind as in the contract, then name."""
    items = plan(make_branch(), export(make_shop())).items

    assert [(item.kind, item.name) for item in items] == [
        ("system", "delivery"),
        *(("projection", f"pr_{name}") for name in ("a", "b", "c", "dishes", "orders")),
        ("singleView", "sv_customer"),
        ("erSchema", "delivery-er"),
        ("castFunction", "castItalianDecimal"),
        ("castFunction", "castYesNo"),
    ]


def test_summary_counts_selected_items_by_status() -> None:
    """Every status has a count, and what is not selected is counted as deselected."""
    file = _file(*map(cast_function, "fgh"))
    branch = make_branch(cast_function("g", casting="mine"))

    found = plan(branch, file, selection={"castFunctions": ["f", "g"]})

    nothing = dict.fromkeys(("reference-update", "unchanged", "duplicate", "invalid-name", "blocked"), 0)
    assert found.summary == nothing | {"new": 1, "conflict": 1, "deselected": 1}


def test_origin_is_that_of_a_reference_in_the_file() -> None:
    """An item that is a reference in the file says where it first came from."""
    crm = import_file(make_branch(), _file(cast_function("f")), renames=[rename("castFunction", "f", "g")])

    found = plan(make_branch(place=LAB), export(crm, at=T2))

    origin = item_of(found, "g").origin
    assert origin is not None
    assert (origin.source, origin.name, origin.exported_at) == (SHOP, "f", T1)
    assert not item_of(found, "g").renamable


def test_local_is_what_an_item_meets() -> None:
    """The counterpart, else what holds the name; nothing for what is new."""
    branch = import_file(
        make_branch(cast_function("h", casting="mine")),
        _file(cast_function("f")),
        renames=[rename("castFunction", "f", "g")],
    )

    found = plan(branch, _file(*map(cast_function, ("f", "h", "i"))))

    locals_ = {item.name: item.local and (item.local.name, item.local.owned) for item in found.items}
    assert locals_ == {"f": ("g", False), "h": ("h", True), "i": None}


def test_known_default_function_meets_nobody_that_is_stored() -> None:
    """One of the nine that is not listed is met as a function of that name."""
    default = cast_function("defaultCastToDate", type="default")
    file = retell(
        _file(single_view("v")),
        lambda document: document["resources"].update(castFunctions={default["name"]: default}),
    )

    item = item_of(plan(make_branch(), file), "defaultCastToDate")

    assert (item.status, item.content_changed) == ("unchanged", False)
    assert item.local is not None
    assert (item.local.kind, item.local.owned) == ("castFunction", True)


def test_checklist_is_for_what_is_written() -> None:
    """What is left to do concerns what would be new, under its new name, and code that changes."""
    shop = make_shop()
    branch = import_file(make_branch(), export(shop, {"systems": [{"name": "delivery", "projections": ["pr_a"]}]}))
    changed = shop.with_config(shop.config())

    found = plan(branch, export(changed), renames=[rename("projection", "pr_b", "mine")])

    related = {reminder.code: [related.name for related in reminder.related] for reminder in found.checklist}
    assert related == {
        "attach-single-view-creator": ["sv_customer"],
        "check-topics": ["mine", "pr_c", "pr_dishes", "pr_orders"],
        "code-review": ["castItalianDecimal", "castYesNo"],
    }
    assert plan(branch, export(shop), selection={"systems": [{"name": "delivery", "projections": []}]}).checklist == ()


# What blocks


def test_plan_without_errors_is_not_blocked() -> None:
    """Warnings do not block."""
    found = plan(make_branch(), retell(export(make_shop()), lambda document: document.update(x=1)))

    assert ([issue.severity for issue in found.issues], found.blocked) == (["warning", "warning"], False)


def test_error_of_the_plan_blocks() -> None:
    """An error of the plan as a whole blocks, whatever is selected."""
    assert plan(make_branch()._replace(config_version="3.0.0"), _file(cast_function("f"))).blocked


def test_nothing_selected_blocks() -> None:
    """A plan of nothing is blocked."""
    found = plan(make_branch(), _file(cast_function("f")), selection={})

    assert ([issue.code for issue in found.issues], found.blocked) == (["nothing-selected"], True)


# Choices about what the file does not have


@pytest.mark.parametrize(
    "choices, code",
    [
        ({"renames": [rename("castFunction", "f", "a"), rename("castFunction", "f", "b")]}, "invalid-request"),
        ({"renames": [rename("castFunction", "x", "a")]}, "unknown-resource"),
        ({"renames": [rename("singleView", "f", "a")]}, "unknown-resource"),
        ({"selection": {"castFunctions": ["x"]}}, "unknown-resource"),
    ],
)
def test_choices_must_be_about_the_file(choices: Entry, code: str) -> None:
    """Names of what is not in the file make no plan."""
    with pytest.raises(Problem) as caught:
        plan(make_branch(), _file(cast_function("f")), **choices)

    assert caught.value.code == code


def test_every_unknown_rename_is_told() -> None:
    """All faults of the renames come at once, with their places."""
    renames = [rename("castFunction", name, "y") for name in "xfz"]

    with pytest.raises(Problem) as caught:
        plan(make_branch(), _file(cast_function("f")), renames=renames)

    assert [fault.pointer for fault in caught.value.errors] == ["/renames/0", "/renames/2"]


# The digest


def test_same_input_gives_the_same_plan() -> None:
    """Planning is pure."""
    branch, file = make_branch(), export(make_shop())

    assert plan(branch, file) == plan(branch, file)


def test_digest_is_about_the_decision() -> None:
    """The revision, a resource elsewhere in the branch, and the time do not change it."""
    file = export(make_shop())
    digest = _digest(plan(make_branch(), file))

    assert _digest(plan(make_branch()._replace(revision=99), file)) == digest
    assert _digest(plan(make_branch(cast_function("mine")), file)) == digest
    assert _digest(plan(make_branch(collections=["b", "a"]), file)) == digest


@pytest.mark.parametrize(
    "change",
    [
        {"mode": "resource"},
        {"selection": {"systems": "all"}},
        {"renames": [rename("system", "delivery", "other")]},
    ],
    ids=str,
)
def test_digest_changes_with_the_choices(change: Entry) -> None:
    """Other choices are another plan."""
    file = export(make_shop())

    assert _digest(plan(make_branch(), file, **change)) != _digest(plan(make_branch(), file))


def test_status_of_what_is_not_selected_counts_what_would_come_along() -> None:
    """A projection that was imported with its renamed function is unchanged, whether it is selected again or not."""
    file = _file(cast_function("f"), single_view("v"), system("s", projection("p", functions=["f"], topics={})))
    choices: Entry = {"mode": "resource", "renames": [rename("castFunction", "f", "g")]}
    branch = import_file(make_branch(), file, **choices)

    for selection in ({"projections": ["p"]}, {"singleViews": ["v"]}):
        assert item_of(plan(branch, file, **choices, selection=selection), "p").status == "unchanged"


def test_digest_changes_with_the_system_that_copies_go_into() -> None:
    """A system that is here need not come along, but a rename of it decides where its projections go, and is shown."""
    file = _file(system("s", projection("p", topics={})))
    branch = make_branch(system("s"), system("t"))
    choices: Entry = {"mode": "resource", "selection": {"projections": ["p"]}}

    plain, renamed = plan(branch, file, **choices), plan(branch, file, **choices, renames=[rename("system", "s", "t")])

    assert [item_of(found, "s").new_name for found in (plain, renamed)] == ["s", "t"]
    assert _digest(plain) != _digest(renamed)


def test_digest_changes_with_the_file() -> None:
    """Another file is another plan, even if it says the same."""
    shop = make_shop()

    assert _digest(plan(make_branch(), export(shop))) != _digest(plan(make_branch(), export(shop) + b"\n"))
    assert _digest(plan(make_branch(), export(shop))) != _digest(plan(make_branch(), export(shop, at=T2)))


def test_digest_changes_with_what_items_meet() -> None:
    """A conflict, another architecture, a missing node: what a user would want to see changes the digest."""
    file = export(make_shop())
    branches = [
        make_branch(),
        make_branch(services=standard()),
        make_branch(cast_function("castYesNo", casting="mine")),
        make_branch(collections=["riders"]),
        make_branch(system("s", projection("q", topics={"x": {"name": "acme.shop.delivery.pr_a.ingestion"}}))),
        make_branch(single_view("SV_customer")),
        make_branch()._replace(config_version="2.1.0"),
    ]

    assert len({_digest(plan(branch, file)) for branch in branches}) == len(branches)


def test_digest_has_no_words() -> None:
    """A message is no part of the digest: other words for the same issue do not make a plan stale."""
    file = _file(system("s"))
    services = [service(name, "realtime-updater") for name in ("one", "other")]

    first, second = (plan(make_branch(services=found), file) for found in services)

    assert item_of(first, "s").issues[0].message != item_of(second, "s").issues[0].message
    assert first.plan_digest == second.plan_digest
    assert len(first.plan_digest) == len("sha256-") + 43


def test_clock_of_the_destination_decides_on_the_future() -> None:
    """The time is used for one warning only."""
    file = export(make_shop(cast_function("f")), at=NOW.isoformat().replace("+00:00", "Z"))

    assert plan(make_branch(), file).issues == ()


def test_source_of_the_file_is_named_as_the_file_does() -> None:
    """The name of the project is the file's, and the id stands in where it is missing."""
    renamed = make_shop(cast_function("f"))._replace(place=replace(SHOP, project_name="The Shop"))
    nameless = retell(export(renamed), lambda document: document["metadata"]["source"].pop("projectName"))

    assert plan(make_branch(), export(renamed)).file.source.project_name == "The Shop"
    assert plan(make_branch(), nameless).file.source.project_name == "shop"
