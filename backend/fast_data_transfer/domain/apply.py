"""
Apply a plan: turn what the user reviewed into the change of the branch, and nothing else.
"""

from msgspec.structs import asdict

from fast_data_transfer.domain.changes import Change
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.model import Origin, Reference
from fast_data_transfer.domain.plan import Planned
from fast_data_transfer.domain.plan_items import PlanItem
from fast_data_transfer.domain.records import Record
from fast_data_transfer.domain.statuses import WRITTEN


def apply_plan(planned: Planned, imported_at: str, imported_by: str) -> Change:
    """
    Tell what an import writes; the wiring of what is there already stays as it is.

    `imported_at` is an RFC 3339 time, `imported_by` a user id.
    """
    written = [item for item in planned.plan.items if item.selected and item.status in WRITTEN]
    records = [(item, _record(planned, item, imported_at, imported_by)) for item in written]
    return Change(
        created=tuple(record for item, record in records if item.status == "new"),
        updated=tuple(record for item, record in records if item.status == "reference-update"),
    )


def _record(planned: Planned, item: PlanItem, imported_at: str, imported_by: str) -> Record:
    key = Key(item.kind, item.name)
    result, origin = planned.results[key], planned.incoming.origins[key]
    as_reference = planned.plan.mode == "reference"
    return Record(
        **asdict(result.facts),
        kind=item.kind,
        name=result.name,
        system=result.system,
        digest=result.digest,
        reference=_mark(origin, imported_at, imported_by) if as_reference else None,
        copied_from=None if as_reference else origin,
        content=result.text.decode(),
        wiring="{}" if item.status == "new" else None,
    )


def _mark(origin: Origin, imported_at: str, imported_by: str) -> Reference:
    return Reference(**asdict(origin), imported_at=imported_at, imported_by=imported_by)
