"""
Branches without a database: what the operations do, with the pure functions of the domain alone.
"""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple

import msgspec

from fast_data_transfer.domain.apply import apply_plan
from fast_data_transfer.domain.architecture import detect_architecture
from fast_data_transfer.domain.changes import Change, apply_change
from fast_data_transfer.domain.choices import Choices
from fast_data_transfer.domain.configuration import read_configuration, write_configuration
from fast_data_transfer.domain.dependencies import close_over, exportable
from fast_data_transfer.domain.destination import Destination
from fast_data_transfer.domain.export_file import ExportFile, ExportItem, FileHeader, Limits
from fast_data_transfer.domain.issues import Issue
from fast_data_transfer.domain.kinds import Key, Kind, sort_key
from fast_data_transfer.domain.model import Source
from fast_data_transfer.domain.plan import Plan, Planned, plan_import
from fast_data_transfer.domain.plan_items import PlanItem
from fast_data_transfer.domain.reading import decode_export_file
from fast_data_transfer.domain.records import Record
from fast_data_transfer.domain.selection import Selection, select
from fast_data_transfer.domain.writing import encode_export_file
from tests.builders import Entry, configuration, event_driven, shop_config

T1: Final = "2026-02-20T10:00:00.000Z"
T2: Final = "2026-02-21T10:00:00.000Z"
T3: Final = "2026-02-22T10:00:00.000Z"
NOW: Final = datetime(2026, 3, 1, tzinfo=UTC)

SHOP: Final = Source(tenant_id="acme", project_id="shop", project_name="Shop", branch="main")
CRM: Final = Source(tenant_id="acme", project_id="crm", project_name="Crm", branch="main")
LAB: Final = Source(tenant_id="acme", project_id="lab", project_name="Lab", branch="main")

Mode = Literal["reference", "resource"]


class Branch(NamedTuple):
    """A branch: where it is, and what it holds."""

    place: Source
    records: dict[Key, Record]
    services: Entry
    collections: frozenset[str] = frozenset()
    revision: int = 1
    config_version: str = "2.2.0"

    def destination(self) -> Destination:
        """Show the branch as a plan sees it."""
        return Destination(
            tenant_id=self.place.tenant_id,
            project_id=self.place.project_id,
            branch=self.place.branch,
            revision=self.revision,
            config_version=self.config_version,
            architecture=detect_architecture(self.services),
            collections=self.collections,
            resources=self.records,
        )

    def config(self) -> Entry:
        """Show the branch as a `fastDataConfig`."""
        return write_configuration(self.records.values(), "2.2.0", None, {})

    def with_config(self, config: Entry) -> "Branch":
        """Give the branch as it is after a save of another configuration."""
        return self._replace(records=read_configuration(config).records)

    def with_change(self, change: Change) -> "Branch":
        """Give the branch as it is after a change."""
        return self._replace(records=apply_change(self.records, change))


def make_branch(
    *entries: Entry, place: Source = CRM, services: Entry | None = None, collections: Iterable[str] = ()
) -> Branch:
    """Make a branch that holds some entries; that of nobody in particular is B's, which is event-driven."""
    records = read_configuration(configuration(*entries)).records
    return Branch(place, records, event_driven() if services is None else services, frozenset(collections))


def make_shop(*entries: Entry) -> Branch:
    """Make A, the branch that the file of a test comes from: with some entries, else with those of the scenarios."""
    shop = make_branch(*entries, place=SHOP, collections=["riders"])
    return shop if entries else shop.with_config(shop_config())


def export(branch: Branch, selection: Entry | None = None, at: str = T1) -> bytes:
    """Export a selection with all that it needs, at a time."""
    chosen = select(msgspec.convert(selection, Selection | None), exportable(branch.records))
    closure = close_over(chosen, branch.records, branch.collections)
    header = FileHeader(
        exported_at=at,
        generator="tests",
        source=branch.place,
        revision=branch.revision,
        config_version=branch.config_version,
        not_exported=closure.not_exported,
    )
    records = (branch.records[key] for key in sorted(closure.keys, key=sort_key))
    return encode_export_file(header, map(_export_item, records))


def _export_item(record: Record) -> ExportItem:
    return ExportItem(
        kind=record.kind,
        name=record.name,
        system=record.system,
        text=record.content.encode(),
        digest=record.digest,
        origin=record.reference,
    )


def retell(file: bytes, change: Callable[[Entry], object]) -> bytes:
    """Change an export file by hand, and take its digests away, so that no item counts as edited."""
    document = json.loads(file)
    del document["digests"]
    change(document)
    return json.dumps(document).encode()


def edit(file: bytes, change: Callable[[Entry], object]) -> bytes:
    """Change the resources of an export file by hand, and leave its digests."""
    document = json.loads(file)
    change(document["resources"])
    return json.dumps(document).encode()


def read_file(file: bytes) -> ExportFile:
    """Read an export file under the usual limits."""
    return decode_export_file(file, Limits())


def prepare(branch: Branch, file: bytes, mode: Mode = "reference", **choices: object) -> Planned:
    """Plan an import with what apply needs."""
    chosen = msgspec.convert({"mode": mode} | choices, Choices)
    return plan_import(read_file(file), branch.destination(), chosen, NOW)


def plan(branch: Branch, file: bytes, mode: Mode = "reference", **choices: object) -> Plan:
    """Plan an import."""
    return prepare(branch, file, mode, **choices).plan


def import_change(branch: Branch, file: bytes, mode: Mode = "reference", **choices: object) -> Change:
    """Tell what an import writes, which nothing may block."""
    planned = prepare(branch, file, mode, **choices)
    assert not planned.plan.blocked, planned.plan
    return apply_plan(planned, T3, "somebody")


def import_file(branch: Branch, file: bytes, mode: Mode = "reference", **choices: object) -> Branch:
    """Give the branch as it is after an import, which nothing may block."""
    return branch.with_change(import_change(branch, file, mode, **choices))


def statuses(plan: Plan) -> dict[str, str]:
    """Tell the status of each item by its name in the file."""
    return {item.name: item.status for item in plan.items}


def item_of(plan: Plan, name: str, kind: Kind | None = None) -> PlanItem:
    """Find the item of a name in the file."""
    return next(item for item in plan.items if item.name == name and kind in {None, item.kind})


def codes(plan: Plan, name: str) -> list[str]:
    """Tell the codes of the issues of an item."""
    return [issue.code for issue in item_of(plan, name).issues]


def issue_of(plan: Plan, name: str, code: str) -> Issue:
    """Find the issue of an item with a code, of which there is one."""
    (issue,) = (issue for issue in item_of(plan, name).issues if issue.code == code)
    return issue


def rename(kind: Kind, name: str, new_name: str) -> Entry:
    """Choose a new name for one item."""
    return {"kind": kind, "name": name, "newName": new_name}
