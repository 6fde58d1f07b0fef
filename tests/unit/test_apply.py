import msgspec
import pytest

from fast_data_transfer.domain.kinds import Key
from tests.branches import (
    LAB,
    SHOP,
    T1,
    T2,
    T3,
    Mode,
    export,
    import_change,
    import_file,
    make_branch,
    make_shop,
    plan,
    rename,
    statuses,
)
from tests.builders import cast_function, projection, single_view, system

MODES: tuple[Mode, ...] = ("reference", "resource")


@pytest.mark.parametrize("mode", MODES)
def test_only_selected_items_are_written(mode: Mode) -> None:
    """What is not selected, unchanged, or not in the file is not touched."""
    branch = make_branch(cast_function("castYesNo", casting="mine"), single_view("mine"))

    change = import_change(branch, export(make_shop()), mode, selection={"projections": ["pr_orders"]})

    assert {record.name for record in change.created} == {"delivery", "pr_orders", "castItalianDecimal"}
    assert (change.updated, change.deleted) == ((), ())


def test_reference_gets_its_marker() -> None:
    """A reference remembers source, name there, time, digest there, and who imported it when."""
    shop = make_shop(cast_function("f"))

    (record,) = import_change(make_branch(), export(shop), renames=[rename("castFunction", "f", "g")]).created

    marker = record.reference
    assert marker is not None
    assert (marker.source, marker.name, marker.exported_at) == (SHOP, "f", T1)
    assert marker.digest == shop.records[Key("castFunction", "f")].digest != record.digest
    assert (marker.imported_at, marker.imported_by) == (T3, "somebody")
    assert (record.name, record.copied_from, record.wiring) == ("g", None, "{}")


def test_copy_remembers_its_origin() -> None:
    """A copy is owned, and knows where it came from."""
    (record,) = import_change(make_branch(), export(make_shop(cast_function("f"))), "resource").created

    assert record.owned
    assert record.copied_from is not None
    assert (record.copied_from.source, record.copied_from.name) == (SHOP, "f")


@pytest.mark.parametrize("mode", MODES)
def test_nested_reference_keeps_its_true_origin(mode: Mode) -> None:
    """What B passes on came from A."""
    shop = make_shop(cast_function("f"))
    crm = import_file(make_branch(), export(shop), renames=[rename("castFunction", "f", "g")])

    (record,) = import_change(make_branch(place=LAB), export(crm, at=T2), mode).created

    origin = record.reference or record.copied_from
    assert origin is not None
    assert (origin.source, origin.name, origin.exported_at) == (SHOP, "f", T1)
    assert origin.digest == shop.records[Key("castFunction", "f")].digest


def test_update_leaves_the_wiring() -> None:
    """An update replaces content and marker, and says nothing of the wiring."""
    branch = import_file(make_branch(), export(make_shop(system("s"))))

    change = import_change(branch, export(make_shop(system("s", description="new")), at=T2))

    (record,) = change.updated
    assert (change.created, record.wiring, record.description) == ((), None, "new")
    assert record.reference is not None
    assert record.reference.exported_at == T2


def test_copied_again_with_the_same_names_nothing_changes() -> None:
    """After a copy the same file with the same choices is unchanged."""
    file = export(make_shop())
    renames = [rename("projection", "pr_orders", "pr_dishes"), rename("projection", "pr_dishes", "pr_orders")]
    branch = import_file(make_branch(), file, "resource", renames=renames)

    assert set(statuses(plan(branch, file, "resource", renames=renames)).values()) == {"unchanged"}
    assert not import_change(branch, file, "resource", renames=renames)


def test_referenced_again_nothing_changes() -> None:
    """After a reference import the same file is unchanged, without the renames of the first time."""
    file = export(make_shop())
    renames = [rename("projection", "pr_orders", "pr_dishes"), rename("projection", "pr_dishes", "pr_orders")]
    branch = import_file(make_branch(), file, renames=renames)

    assert set(statuses(plan(branch, file)).values()) == {"unchanged"}
    assert not import_change(branch, file)


def test_records_are_as_if_they_had_been_saved() -> None:
    """What is asked of a resource is read from its result, not from the item."""
    shop = make_shop(system("s", projection("p", system="s", functions=["f"])), cast_function("f"), single_view("v"))
    renames = [rename("castFunction", "f", "g"), rename("system", "s", "t"), rename("singleView", "v", "w")]

    branch = import_file(make_branch(), export(shop), "resource", renames=renames)

    found = branch.records[Key("projection", "p")]
    assert (found.system, [need.name for need in found.needs]) == ("t", ["g", "t"])
    assert found.topics == ("acme.shop.t.p.ingestion", "acme.shop.t.p.pr-update")
    assert branch.records[Key("singleView", "w")].base_paths == ("/w",)
    for record in branch.records.values():
        assert msgspec.json.decode(record.content)["name"] == record.name
