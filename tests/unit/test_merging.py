import json
from pathlib import Path
from typing import Final

from fast_data_transfer.domain.kinds import Key
from tests.assembled import find_conflicts, merge_files, pick_from
from tests.branches import (
    CRM,
    LAB,
    SHOP,
    T1,
    T2,
    Branch,
    edit,
    export,
    import_file,
    make_branch,
    make_shop,
    plan,
    read_file,
    rename,
    retell,
    statuses,
)
from tests.builders import Entry, cast_function, projection, single_view, system

FORMATS: Final = Path(__file__).parents[1] / "fixtures" / "formats"


def _export(*entries: Entry, at: str = T1) -> bytes:
    return export(make_shop(*entries), at=at)


def _origin_times(file: bytes) -> dict[str, str]:
    """Tell when each item was exported, as an import sees it."""
    read = read_file(file)
    return {item.name: (item.origin.exported_at if item.origin else read.metadata.exported_at) for item in read.items}


def test_items_keep_their_provenance() -> None:
    """What another project, or another time, brings says so; the rest is the first file's."""
    mine = _export(single_view("sv_a"), at=T2)
    older = _export(single_view("sv_b"), at=T1)
    theirs = export(make_branch(single_view("sv_c"), place=LAB), at=T2)

    merged = read_file(merge_files(mine, older, theirs))

    origins = {item.name: item.origin for item in merged.items}
    assert (merged.metadata.source, merged.metadata.exported_at) == (SHOP, T2)
    assert origins["sv_a"] is None
    assert origins["sv_b"]
    assert (origins["sv_b"].source, origins["sv_b"].exported_at) == (SHOP, T1)
    assert origins["sv_c"]
    assert (origins["sv_c"].source, origins["sv_c"].name) == (LAB, "sv_c")
    assert (merged.integrity, merged.warnings) == ("verified", ())


def test_system_carries_its_provenance_as_a_whole() -> None:
    """When one projection of a system comes from another time, all of the system says where it is from."""
    first = _export(system("s", projection("pr_a", system="s")), single_view("sv_a"), at=T1)
    second = _export(system("s", projection("pr_b", system="s")), at=T2)

    merged = merge_files(first, second)

    assert _origin_times(merged) == {"s": T1, "pr_a": T1, "pr_b": T2, "sv_a": T1}
    assert {item.name for item in read_file(merged).items if item.origin} == {"s", "pr_a", "pr_b"}


def test_references_keep_their_true_origin() -> None:
    """What was a reference where it was exported is one to the same source in the merged file."""
    crm = import_file(make_branch(), _export(single_view("sv_a")))

    merged = read_file(merge_files(export(make_branch(single_view("sv_b"), place=LAB)), export(crm, at=T2)))

    origin = next(item.origin for item in merged.items if item.name == "sv_a")
    assert origin
    assert (origin.source, origin.exported_at) == (SHOP, T1)


def test_same_item_in_both_is_one() -> None:
    """An item that both files hold with the same content and source is taken once, as the first one has it."""
    first, second = (_export(single_view("sv_a"), single_view(name), at=at) for name, at in (("x", T1), ("y", T2)))

    assert _origin_times(merge_files(first, second)) == {"sv_a": T1, "x": T1, "y": T2}


def test_two_contents_are_a_conflict() -> None:
    """A resource with two contents names both files, and every such resource is told."""
    first = _export(single_view("sv_a"), cast_function("castA"), single_view("sv_same"))
    second = _export(single_view("sv_a", description="x"), cast_function("castA", casting=""), single_view("sv_same"))

    conflicts = find_conflicts(first, second)

    assert conflicts == [
        'The singleView "sv_a" has two contents in a.json and b.json. See `fdt diff`, and pick one of them.',
        'The castFunction "castA" has two contents in a.json and b.json. See `fdt diff`, and pick one of them.',
    ]


def test_two_sources_are_a_conflict() -> None:
    """A name that two projects have, with equal content even, is a conflict that names both of them."""
    (conflict,) = find_conflicts(_export(single_view("sv_a")), export(make_branch(single_view("sv_a"), place=LAB)))

    assert conflict.startswith('The singleView "sv_a" comes from acme/shop and acme/lab in a.json and b.json.')


def test_name_of_two_kinds_is_a_conflict() -> None:
    """A projection and a single view cannot have one name."""
    first, second = _export(single_view("x")), _export(system("s", projection("x", system="s")))

    (conflict,) = find_conflicts(first, second)

    assert conflict.startswith('The name "x" is a singleView and a projection in a.json and b.json.')


def test_two_names_of_one_resource_are_a_conflict() -> None:
    """The same resource of one project, under two names, would be there twice."""
    shop = _export(single_view("sv_a"))
    renamed = export(import_file(make_branch(), shop, renames=[rename("singleView", "sv_a", "sv_1")]))

    (conflict,) = find_conflicts(shop, renamed)

    assert conflict.startswith('"sv_a" in a.json and "sv_1" in b.json are the same singleView of one project.')


def test_moved_projection_is_a_conflict() -> None:
    """A projection is in one system."""
    table = projection("pr_a", system="s")
    first, second = _export(system("s", table), system("t")), _export(system("s"), system("t", table))

    (conflict,) = find_conflicts(first, second)

    assert 'The projection "pr_a" is in the systems s and t in a.json and b.json.' in conflict


def test_configuration_versions_are_not_mixed() -> None:
    """Contents of two versions of the configuration cannot be told apart in one file."""
    other = make_shop(single_view("sv_b"))._replace(config_version="3.0.0")

    (conflict,) = find_conflicts(_export(single_view("sv_a")), export(other))

    assert conflict.startswith("a.json has configuration version 2.2.0, b.json has 3.0.0.")


def test_edited_item_stays_edited() -> None:
    """A merge does not make up a digest for what was changed by hand."""
    edited = edit(_export(single_view("sv_a")), lambda r: r["singleViews"]["sv_a"].update(description="mine"))

    merged = read_file(merge_files(_export(single_view("sv_b")), edited))

    assert [item.name for item in merged.items if item.edited] == ["sv_a"]


def test_unverified_file_makes_all_unverified() -> None:
    """Where one file has no digests, the merged one has none."""
    unverified = retell(_export(single_view("sv_a")), lambda _: None)

    assert read_file(merge_files(_export(single_view("sv_b")), unverified)).integrity == "unverified"


def test_older_format_becomes_the_present_one() -> None:
    """A file of an older format is merged, and picked from, as a file of the present one."""
    old = (FORMATS / "0.9" / "verified.json").read_bytes()
    keys = [Key(item.kind, item.name) for item in read_file(old).items]

    part = read_file(pick_from(old, keys))

    assert (part.format_version, part.integrity) == ("1.0.0", "verified")
    assert read_file(merge_files(old, _export(single_view("sv_zzz")))).format_version == "1.0.0"


def test_newer_minor_format_stays_what_it_is() -> None:
    """A file with what a newer version wrote keeps its version and what it holds."""
    newer = retell(_export(single_view("sv_a")), lambda d: d.update(formatVersion="1.7.0", note="new"))

    merged = json.loads(merge_files(_export(single_view("sv_b")), newer))
    part = json.loads(pick_from(newer, [Key("singleView", "sv_a")]))

    assert merged["formatVersion"] == part["formatVersion"] == "1.7.0"
    assert part["note"] == "new"


def test_node_of_the_other_file_is_no_longer_missing() -> None:
    """What one file says that it lacks and the other has, the merged one does not lack."""
    shop = export(make_shop())
    er_schema = pick_from(shop, [Key("erSchema", "delivery-er")])
    rest = pick_from(shop, [Key("projection", "pr_orders")])

    missing = [left["name"] for left in json.loads(er_schema)["metadata"]["notExported"]]
    merged = [left["name"] for left in json.loads(merge_files(er_schema, rest))["metadata"]["notExported"]]

    assert missing == ["pr_dishes", "pr_orders", "riders"]
    assert merged == ["pr_dishes", "castItalianDecimal", "riders"]


def test_information_of_another_form_is_left_out() -> None:
    """What a file says that it lacks was never checked, and may have any form."""
    strange = retell(_export(single_view("sv_a")), lambda d: d["metadata"].update(notExported=[1, {"kind": "x"}]))
    stranger = retell(_export(single_view("sv_a")), lambda d: d["metadata"].update(notExported="none"))

    assert json.loads(merge_files(strange, stranger))["metadata"]["notExported"] == []


def test_merged_file_updates_references_of_both_sources() -> None:
    """References to two projects are updated by one merged file."""
    old = merge_files(_export(single_view("sv_a")), export(make_branch(single_view("sv_b"), place=LAB)))
    branch: Branch = import_file(make_branch(place=CRM), old)
    newer = merge_files(
        _export(single_view("sv_a", description="new"), at=T2),
        export(make_branch(single_view("sv_b", description="new"), place=LAB), at=T2),
    )

    assert statuses(plan(branch, newer)) == {"sv_a": "reference-update", "sv_b": "reference-update"}
