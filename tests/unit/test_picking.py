import json

from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.picking import pick
from tests.assembled import open_file, pick_from
from tests.branches import Branch, edit, export, import_file, make_branch, make_shop, read_file, retell
from tests.builders import Entry, cast_function, projection, system

VIEW = Key("singleView", "sv_customer")
ER_SCHEMA = Key("erSchema", "delivery-er")


def _shop() -> bytes:
    return export(make_shop())


def test_edited_item_stays_edited() -> None:
    """A part does not make up a digest for what was changed by hand."""
    edited = edit(_shop(), lambda resources: resources["singleViews"]["sv_customer"].update(description="mine"))

    part = read_file(pick_from(edited, [VIEW, ER_SCHEMA]))

    assert part.integrity == "edited"
    assert [item.name for item in part.items if item.edited] == ["sv_customer"]


def test_item_without_digest_stays_without() -> None:
    """What the file says nothing of, the part says nothing of."""
    document = json.loads(_shop())
    del document["digests"]["singleView/sv_customer"]

    assert json.loads(pick_from(json.dumps(document).encode(), [VIEW]))["digests"] == {}


def test_unverified_file_stays_unverified() -> None:
    """A part of a file without digests has none."""
    unverified = retell(_shop(), lambda _: None)

    assert read_file(pick_from(unverified, [VIEW])).integrity == "unverified"


def test_digests_of_removed_items_stay_behind() -> None:
    """A part does not speak of what it does not hold."""
    assert read_file(pick_from(_shop(), [VIEW])).removed == ()


def test_part_keeps_the_provenance_of_its_file() -> None:
    """Source and time are those of the file, and references keep their own."""
    branch: Branch = import_file(make_branch(), _shop())
    file = export(branch)

    part, whole = read_file(pick_from(file, [VIEW])), read_file(file)

    assert part.metadata == whole.metadata
    assert [item.origin for item in part.items] == [item.origin for item in whole.items if item.name == "sv_customer"]


def test_unknown_keys_are_kept() -> None:
    """What a later version or a person wrote is still there, around entries and in them."""

    def add(document: Entry) -> None:
        document["note"] = 1
        document["resources"]["singleViews"]["sv_customer"]["color"] = "red"

    part = json.loads(pick_from(retell(_shop(), add), [VIEW]))

    assert (part["note"], part["resources"]["singleViews"]["sv_customer"]["color"]) == (1, "red")


def test_left_out_is_what_the_file_has() -> None:
    """What the part needs and the file has was left out; what no file can carry is not."""
    picked = pick(open_file(_shop()), [ER_SCHEMA])

    assert [left.name for left in picked.left_out] == ["pr_dishes", "pr_orders"]


def test_first_of_several_reasons_is_told() -> None:
    """What several resources need is told once, with the first of them, by kind and name."""
    names = [f"pr_{number}" for number in range(20)]
    tables = (projection(name, system="s", functions=["castA"]) for name in reversed(names))
    file = export(make_shop(system("s", *tables), cast_function("castA")))

    (left,) = pick(open_file(file), [Key("projection", name) for name in reversed(names)]).left_out

    assert (left.name, [step.name for step in left.because]) == ("castA", ["pr_0"])


def test_reasons_that_are_further_away_are_kept() -> None:
    """What the file says of what it lacks stays, as long as the reason is in the part."""
    document = json.loads(_shop())
    far = {"kind": "castFunction", "name": "castGone", "rule": "projection-cast-function"}
    because = [{"kind": "erSchema", "name": "delivery-er"}, {"kind": "projection", "name": "pr_gone"}]
    document["metadata"]["notExported"].append(far | {"because": because})
    file = json.dumps(document).encode()

    with_reason, without = (json.loads(pick_from(file, [key]))["metadata"]["notExported"] for key in (ER_SCHEMA, VIEW))

    assert "castGone" in [left["name"] for left in with_reason]
    assert without == []


def test_function_that_no_file_has_is_no_dependency() -> None:
    """As in an export, a cast function that nobody has is not listed as left out."""
    shop = make_shop(system("s", projection("pr_a", system="s", functions=["castGone"])))

    picked = pick(open_file(export(shop)), [Key("projection", "pr_a")])

    assert (picked.left_out, json.loads(export(shop))["metadata"]["notExported"]) == ([], [])
    assert picked.document == json.loads(export(shop))
