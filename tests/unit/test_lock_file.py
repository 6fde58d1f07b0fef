import json

import msgspec
import pytest
from msgspec import structs

from fast_data_transfer.domain.configuration import read_configuration
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.lock_file import check_references, decode_lock, encode_lock, make_lock
from fast_data_transfer.domain.problems import Problem
from tests.branches import SHOP, Branch, export, import_file, make_branch, make_shop, rename
from tests.builders import cast_function, projection, single_view, system
from tests.wording import assert_readable


def _imported(**choices: object) -> Branch:
    """Give a branch that holds the file of A by reference."""
    return import_file(make_branch(), export(make_shop()), "reference", **choices)


def test_lock_is_read_as_it_was_written() -> None:
    """What is written is what is read, and checks against the branch that it was made of."""
    branch = _imported()
    lock = make_lock(branch.records)

    assert decode_lock(encode_lock(lock)) == lock
    assert list(check_references(lock, branch.records)) == []


def test_order_of_resources_does_not_matter() -> None:
    """The same references in another order give the same bytes."""
    records = _imported().records
    turned = dict(reversed(list(records.items())))

    assert encode_lock(make_lock(records)) == encode_lock(make_lock(turned))


def test_owned_resources_are_not_locked() -> None:
    """A lock is about references alone."""
    assert make_lock(make_branch(system("own", projection("pr_own"))).records).references == ()


def test_content_has_a_digest_of_its_own_where_names_changed() -> None:
    """Only what was renamed, or names what was, has another content than its source."""
    branch = _imported(renames=[rename("projection", "pr_orders", "pr_orders_1")])

    lock = make_lock(branch.records)

    other = {reference.name for reference in lock.references if reference.content_digest}
    assert other == {"pr_orders_1", "delivery-er"}
    assert list(check_references(lock, branch.records)) == []


def test_changed_content_of_a_renamed_reference_is_noticed() -> None:
    """A reference with another name is held to the content that it had when it was locked."""
    branch = _imported(renames=[rename("projection", "pr_orders", "pr_orders_1")])
    lock = make_lock(branch.records)
    config = branch.config()
    config["systems"]["delivery"]["projections"]["pr_orders_1"]["fields"].pop()

    (mismatch,) = check_references(lock, read_configuration(config).records)

    assert (mismatch.code, mismatch.name) == ("tampered", "pr_orders_1")
    assert mismatch.message == (
        'The projection "pr_orders_1" has a content that is not the imported one: it was changed in the database.'
    )


def test_content_that_no_name_explains_is_noticed() -> None:
    """A content that was changed before it was locked is noticed where it cannot be the source's."""
    config = _imported().config()
    config["castFunctions"]["castYesNo"]["casting"] = "evil()"
    changed = read_configuration(config).records

    (mismatch,) = check_references(make_lock(changed), changed)

    assert (mismatch.code, mismatch.name) == ("tampered", "castYesNo")


def test_renamed_content_is_explained() -> None:
    """A single view with another name has another content for that reason."""
    branch = _imported(renames=[rename("singleView", "sv_customer", "sv_1")])

    assert list(check_references(make_lock(branch.records), branch.records)) == []


def test_changed_marker_differs() -> None:
    """A marker that was changed to fit a changed content does not fit the lock."""
    records = _imported().records
    lock = make_lock(records)
    key = Key("singleView", "sv_customer")
    marker = records[key].reference
    assert marker
    forged = structs.replace(records[key], digest="sha256-x", reference=structs.replace(marker, digest="sha256-x"))

    assert [mismatch.code for mismatch in check_references(lock, records | {key: forged})] == ["differs"]


@pytest.mark.parametrize("change", [{"extra": 1}, {"references": {}}, {"type": "fast-data-export"}, {"lockVersion": 1}])
def test_other_shapes_are_refused(change: dict[str, object]) -> None:
    """A lock file is exactly what this version writes."""
    document = json.loads(encode_lock(make_lock(_imported().records)))

    with pytest.raises(Problem, match="fdt import --lock"):
        decode_lock(json.dumps(document | change).encode())


def test_lock_says_where_a_reference_comes_from() -> None:
    """Ids, branch, the name there, and the digest of the export: nothing that changes with time."""
    shop = make_shop(single_view("v"))
    branch = import_file(make_branch(), export(shop), renames=[rename("singleView", "v", "w")])

    (locked,) = make_lock(branch.records).references

    assert (locked.kind, locked.name, locked.key) == ("singleView", "w", Key("singleView", "w"))
    assert msgspec.to_builtins(locked.source) == {
        "tenantId": "acme",
        "projectId": "shop",
        "branch": "main",
        "name": "v",
    }
    assert locked.digest == shop.records[Key("singleView", "v")].digest
    assert locked.content_digest == branch.records[Key("singleView", "w")].digest


def test_lock_file_is_laid_out_for_version_control() -> None:
    """References by kind and name, one value a line."""
    branch = import_file(make_branch(), export(make_shop(cast_function("f"), system("s"), cast_function("e"))))

    text = encode_lock(make_lock(branch.records)).decode()

    document = json.loads(text)
    assert text == json.dumps(document, indent=2) + "\n"
    assert (document["type"], document["lockVersion"]) == ("fast-data-lock", "1.0.0")
    assert [reference["name"] for reference in document["references"]] == ["s", "e", "f"]


def test_every_difference_is_told_in_order() -> None:
    """Missing, owned, new and from elsewhere: each reference that is not as it was locked, by kind and name."""
    file = export(make_shop(*map(cast_function, "abc")))
    lock = make_lock(import_file(make_branch(), file).records)
    elsewhere = make_shop(cast_function("c"))._replace(place=structs.replace(SHOP, branch="next"))
    now = import_file(make_branch(cast_function("b")), export(elsewhere))
    now = import_file(now, export(make_shop(single_view("v"))))

    found = list(check_references(lock, now.records))

    assert [(mismatch.code, mismatch.kind, mismatch.name) for mismatch in found] == [
        ("not-locked", "singleView", "v"),
        ("missing", "castFunction", "a"),
        ("missing", "castFunction", "b"),
        ("differs", "castFunction", "c"),
    ]
    assert [mismatch.message for mismatch in found] == [
        'The singleView "v" is a reference here, and is not in the lock file.',
        'The castFunction "a" is not here.',
        'The castFunction "b" is owned by this project and no longer a reference.',
        'The castFunction "c" comes from "c" of acme/shop, branch next, locked is "c" of acme/shop, branch main.',
    ]


def test_another_export_differs() -> None:
    """An update that nobody reviewed is told as one."""
    lock = make_lock(import_file(make_branch(), export(make_shop(cast_function("f")))).records)
    now = import_file(make_branch(), export(make_shop(cast_function("f", casting="new"))))

    (mismatch,) = check_references(lock, now.records)

    assert mismatch.code == "differs"
    assert mismatch.message == (
        'The castFunction "f" is from an export with another content than the one that was locked.'
    )


def _refusal(data: bytes) -> Problem:
    with pytest.raises(Problem) as caught:
        decode_lock(data)
    assert caught.value.code == "unreadable-file"
    assert_readable(caught.value.detail)
    assert caught.value.detail.endswith("Make it again with `fdt import --lock`.")
    return caught.value


def test_what_is_no_json_is_refused_where_it_breaks() -> None:
    """A merge conflict left in the file is the usual reason."""
    problem = _refusal(b"{\n<<<<<<< HEAD\n")

    assert [(fault.code, fault.line, fault.column) for fault in problem.errors] == [("invalid-json", 2, 1)]


@pytest.mark.parametrize("value", [None, 1, [], "fast-data-lock", {}])
def test_what_is_no_lock_file_is_refused(value: object) -> None:
    """Whatever JSON it is."""
    (fault,) = _refusal(json.dumps(value).encode()).errors

    assert fault.code == "wrong-file"
    assert fault.message.startswith("This is no lock file (")


def test_another_version_is_refused_by_name() -> None:
    """Both versions are named, before anything else is looked at."""
    problem = _refusal(b'{"lockVersion": "2.0.0", "anything": 1}')

    assert problem.detail.startswith('The lock file has version "2.0.0"; 1.0.0 is read here.')
    assert [fault.message for fault in problem.errors] == [problem.detail]


def test_reference_that_is_there_twice_is_refused() -> None:
    """Two lines for one reference could say two things; one name may stand for several kinds."""
    file = export(make_shop(cast_function("f"), single_view("f")))
    document = json.loads(encode_lock(make_lock(import_file(make_branch(), file).records)))
    assert len(decode_lock(json.dumps(document).encode()).references) == 2

    document["references"].append(document["references"][0])

    assert _refusal(json.dumps(document).encode()).detail.startswith("The lock file names a reference twice. Make")
