"""
The receipt of a transfer: what was exported, imported or undone, by whom, when, and with what result.

Source: `contract.md` section 7.
"""

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

import msgspec

from fast_data_transfer.domain.changes import Change
from fast_data_transfer.domain.choices import Mode
from fast_data_transfer.domain.issues import Issue
from fast_data_transfer.domain.kinds import Key, Kind
from fast_data_transfer.domain.model import Base, Source
from fast_data_transfer.domain.plan import Plan
from fast_data_transfer.domain.plan_items import PlanItem

TransferType: TypeAlias = Literal["export", "import", "undo"]
KeptReason: TypeAlias = Literal["edited", "updated", "detached", "deleted", "in-use"]


_LISTS: Final = ("created", "updated", "unchanged", "skipped", "kept", "warnings")


class Entry(Base, frozen=True, omit_defaults=True):
    """One resource of a transfer; `new_name` is its name in the destination where that differs."""

    kind: Kind
    name: str
    status: str
    new_name: str | None = None


class Kept(Base, frozen=True):
    """A resource that an undo left alone, and why."""

    kind: Kind
    name: str
    reason: KeptReason


class Receipt(Base, frozen=True):
    """
    The result of one transfer; `transfer_id` is `None` when an import had nothing to change.

    `source` is where the file came from; an export has `file_digest` and no plan, an undo neither.
    """

    transfer_id: str | None
    type: TransferType
    project_id: str
    branch: str
    revision_before: int
    revision_after: int
    at: str
    by: str
    title: str
    mode: Mode | None
    source: Source | None
    file_digest: str | None
    plan_digest: str | None
    created: tuple[Entry, ...]
    updated: tuple[Entry, ...]
    unchanged: tuple[Entry, ...]
    skipped: tuple[Entry, ...]
    kept: tuple[Kept, ...]
    warnings: tuple[Issue, ...]


class ReceiptSummary(Base, frozen=True):
    """A receipt in the history: its lists are counted. `undone` is whether it was taken back since."""

    transfer_id: str | None
    type: TransferType
    project_id: str
    branch: str
    revision_before: int
    revision_after: int
    at: str
    by: str
    title: str
    mode: Mode | None
    source: Source | None
    file_digest: str | None
    plan_digest: str | None
    counts: dict[str, int]
    undone: bool


def summarize(receipt: Receipt) -> ReceiptSummary:
    """Count the lists of a receipt, to show it in the history."""
    values = {field: getattr(receipt, field) for field in Receipt.__struct_fields__}
    counts = {field: len(values.pop(field)) for field in _LISTS}
    return ReceiptSummary(**values, counts=counts, undone=False)


def write_import_receipt(
    plan: Plan, *, transfer_id: str | None, revision: int, at: str, by: str, title: str
) -> Receipt:
    """Write the receipt of an import that was executed exactly as planned; `revision` is the one after it."""
    selected = [item for item in plan.items if item.selected]
    return Receipt(
        transfer_id=transfer_id,
        type="import",
        project_id=plan.destination.project_id,
        branch=plan.destination.branch,
        revision_before=plan.destination.revision,
        revision_after=revision,
        at=at,
        by=by,
        title=title,
        mode=plan.mode,
        source=plan.file.source,
        file_digest=plan.file.digest,
        plan_digest=plan.plan_digest,
        created=_entries(item for item in selected if item.status == "new"),
        updated=_entries(item for item in selected if item.status == "reference-update"),
        unchanged=_entries(item for item in selected if item.status == "unchanged"),
        skipped=_entries(item for item in plan.items if not item.selected),
        kept=(),
        warnings=(*plan.issues, *(issue for item in selected for issue in item.issues)),
    )


def _entries(items: Iterable[PlanItem]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            kind=item.kind,
            name=item.name,
            status=item.status,
            new_name=None if item.new_name == item.name else item.new_name,
        )
        for item in items
    )


def write_undo_receipt(
    imported: Receipt, change: Change, kept: tuple[Kept, ...], *, transfer_id: str, revision: int, at: str, by: str
) -> Receipt:
    """Write the receipt of an undo; `revision` is the one before it. What it deletes and restores is `updated`."""
    restored = (Entry(kind=record.kind, name=record.name, status="restored") for record in change.updated)
    deleted = (Entry(kind=key.kind, name=key.name, status="deleted") for key in change.deleted)
    return msgspec.structs.replace(
        imported,
        transfer_id=transfer_id,
        type="undo",
        revision_before=revision,
        revision_after=revision + 1,
        at=at,
        by=by,
        title=f"undo: {imported.title}",
        plan_digest=None,
        created=(),
        updated=(*restored, *deleted),
        unchanged=(),
        skipped=(),
        kept=kept,
        warnings=(),
    )


def write_export_receipt(
    source: Source, keys: Iterable[Key], *, transfer_id: str, revision: int, at: str, by: str, file_digest: str
) -> Receipt:
    """Write the receipt of an export: what went into the file is `created`, the branch stays as it is."""
    entries = tuple(Entry(kind=key.kind, name=key.name, status="exported") for key in keys)
    return Receipt(
        transfer_id=transfer_id,
        type="export",
        project_id=source.project_id,
        branch=source.branch,
        revision_before=revision,
        revision_after=revision,
        at=at,
        by=by,
        title=f"export: {len(entries)} Fast Data resources",
        mode=None,
        source=source,
        file_digest=file_digest,
        plan_digest=None,
        created=entries,
        updated=(),
        unchanged=(),
        skipped=(),
        kept=(),
        warnings=(),
    )
