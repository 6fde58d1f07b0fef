from fast_data_transfer.domain.changes import Change
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.receipts import (
    Kept,
    Receipt,
    summarize,
    write_export_receipt,
    write_import_receipt,
    write_undo_receipt,
)
from tests.branches import SHOP, T1, T3, export, import_file, make_branch, make_shop, plan, rename
from tests.builders import cast_function


def _import_receipt() -> Receipt:
    """Write the receipt of an import with items of every fate."""
    shop = make_shop(*(cast_function(name) for name in ("same", "changed", "fresh", "left")))
    branch = import_file(make_branch(), export(shop), selection={"castFunctions": ["same", "changed"]})
    config = shop.config()
    config["castFunctions"]["changed"]["casting"] = "new"
    found = plan(
        branch,
        export(shop.with_config(config)),
        selection={"castFunctions": ["same", "changed", "fresh"]},
        renames=[rename("castFunction", "fresh", "mine")],
    )
    return write_import_receipt(found, transfer_id="id", revision=2, at=T3, by="me", title="title")


def test_import_receipt_tells_the_fate_of_each_item() -> None:
    """Every item of the file is in one list, with its new name where it has one."""
    receipt = _import_receipt()

    lists = {
        name: [(entry.name, entry.new_name, entry.status) for entry in getattr(receipt, name)]
        for name in ("created", "updated", "unchanged", "skipped")
    }
    assert lists == {
        "created": [("fresh", "mine", "new")],
        "updated": [("changed", None, "reference-update")],
        "unchanged": [("same", None, "unchanged")],
        "skipped": [("left", None, "new")],
    }
    assert [issue.code for issue in receipt.warnings] == ["code-review", "code-review"]


def test_summary_counts_the_lists() -> None:
    """The history has numbers in place of lists."""
    summary = summarize(_import_receipt())

    assert summary.counts == {"created": 1, "updated": 1, "unchanged": 1, "skipped": 1, "kept": 0, "warnings": 2}
    assert (summary.transfer_id, summary.title, summary.source) == ("id", "title", SHOP)


def test_export_receipt_lists_what_left() -> None:
    """An export leaves the branch at its revision."""
    keys = [Key("system", "s"), Key("castFunction", "f")]

    receipt = write_export_receipt(SHOP, keys, transfer_id="id", revision=3, at=T1, by="me", file_digest="sha256-x")

    assert [(entry.kind, entry.name, entry.status) for entry in receipt.created] == [
        ("system", "s", "exported"),
        ("castFunction", "f", "exported"),
    ]
    assert (receipt.revision_before, receipt.revision_after, receipt.title) == (3, 3, "export: 2 Fast Data resources")


def test_undo_receipt_lists_what_was_taken_back() -> None:
    """An undo says what it restored, deleted and kept, of which import."""
    record = make_shop(cast_function("f")).records[Key("castFunction", "f")]
    change = Change(updated=(record,), deleted=(Key("castFunction", "g"),))
    kept = (Kept(kind="castFunction", name="h", reason="edited"),)

    receipt = write_undo_receipt(_import_receipt(), change, kept, transfer_id="undo", revision=5, at=T3, by="you")

    assert [(entry.name, entry.status) for entry in receipt.updated] == [("f", "restored"), ("g", "deleted")]
    assert (receipt.created, receipt.unchanged, receipt.skipped, receipt.warnings) == ((), (), (), ())
    assert (receipt.type, receipt.kept, receipt.title) == ("undo", kept, "undo: title")
    assert (receipt.revision_before, receipt.revision_after, receipt.by) == (5, 6, "you")
    assert (receipt.mode, receipt.source, receipt.plan_digest) == ("reference", SHOP, None)
