import json

import pytest
from msgspec import structs

from fast_data_transfer.domain.configuration import read_configuration
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.lock_file import check_references, decode_lock, encode_lock, make_lock
from fast_data_transfer.domain.problems import Problem
from tests.branches import Branch, export, import_file, make_branch, make_shop, rename
from tests.builders import projection, system


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
