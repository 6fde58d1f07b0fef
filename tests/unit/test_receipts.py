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
from tests.branches import SHOP, T1, T2, T3, export, import_file, make_branch, make_shop, plan, rename, retell
from tests.builders import cast_function, single_view

NO_ENTRIES = dict.fromkeys(("created", "updated", "unchanged", "skipped", "kept", "warnings"), 0)


def _place_and_time(receipt: Receipt) -> tuple[object, ...]:
    place = (receipt.project_id, receipt.branch, receipt.revision_before, receipt.revision_after)
    return (receipt.transfer_id, receipt.type, *place, receipt.at, receipt.by)


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
    assert summary.undone is False


def test_import_receipt_says_who_did_what_and_where() -> None:
    """It names the file, the plan, the branch with both revisions, the user and the time."""
    receipt = _import_receipt()

    assert _place_and_time(receipt) == ("id", "import", "crm", "main", 1, 2, T3, "me")
    assert (receipt.title, receipt.mode, receipt.source, receipt.kept) == ("title", "reference", SHOP, ())
    assert str(receipt.file_digest).startswith("sha256-")
    assert str(receipt.plan_digest).startswith("sha256-")
    assert {entry.kind for entry in (*receipt.created, *receipt.updated, *receipt.skipped)} == {"castFunction"}


def test_what_is_not_selected_warns_of_nothing() -> None:
    """The warnings are those of what was imported, after those of the whole file."""
    file = retell(export(make_shop(cast_function("f"), cast_function("g"))), lambda _: None)
    found = plan(make_branch(), file, selection={"castFunctions": ["g"]})

    receipt = write_import_receipt(found, transfer_id="id", revision=2, at=T3, by="me", title="title")

    assert [(issue.code, issue.params.get("name")) for issue in receipt.warnings] == [
        ("unverified-file", None),
        ("code-review", "g"),
    ]


def test_export_receipt_lists_what_left() -> None:
    """An export leaves the branch at its revision."""
    keys = [Key("system", "s"), Key("castFunction", "f")]

    receipt = write_export_receipt(SHOP, keys, transfer_id="id", revision=3, at=T1, by="me", file_digest="sha256-x")

    assert [(entry.kind, entry.name, entry.status) for entry in receipt.created] == [
        ("system", "s", "exported"),
        ("castFunction", "f", "exported"),
    ]
    assert _place_and_time(receipt) == ("id", "export", "shop", "main", 3, 3, T1, "me")
    assert (receipt.title, receipt.source) == ("export: 2 Fast Data resources", SHOP)
    assert (receipt.mode, receipt.file_digest, receipt.plan_digest) == (None, "sha256-x", None)
    assert summarize(receipt).counts == NO_ENTRIES | {"created": 2}


def test_undo_receipt_lists_what_was_taken_back() -> None:
    """An undo says what it restored, deleted and kept, of which import."""
    record = make_shop(single_view("v")).records[Key("singleView", "v")]
    change = Change(updated=(record,), deleted=(Key("castFunction", "g"),))
    kept = (Kept(kind="castFunction", name="h", reason="edited"),)
    imported = _import_receipt()

    receipt = write_undo_receipt(imported, change, kept, transfer_id="undo", revision=5, at=T2, by="you")

    assert [(entry.kind, entry.name, entry.status) for entry in receipt.updated] == [
        ("singleView", "v", "restored"),
        ("castFunction", "g", "deleted"),
    ]
    assert summarize(receipt).counts == NO_ENTRIES | {"updated": 2, "kept": 1}
    assert _place_and_time(receipt) == ("undo", "undo", "crm", "main", 5, 6, T2, "you")
    assert (receipt.kept, receipt.title) == (kept, "undo: title")
    assert (receipt.mode, receipt.source, receipt.plan_digest) == ("reference", SHOP, None)
    assert receipt.file_digest == imported.file_digest
