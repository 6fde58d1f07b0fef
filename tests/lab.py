"""
A branch to do one thing on, over and over, and to look at what is kept of it.
"""

from itertools import count
from typing import Final, NamedTuple

import msgspec

from fast_data_transfer.domain.choices import Choices
from fast_data_transfer.domain.export_file import Limits
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.model import Source
from fast_data_transfer.domain.plan import Plan
from fast_data_transfer.domain.receipts import Receipt
from fast_data_transfer.domain.records import Record
from fast_data_transfer.operations.configurations import ConfigurationUpdate, save_configuration
from fast_data_transfer.operations.imports import Upload, apply_upload, plan_upload
from fast_data_transfer.operations.resources import (
    create_resource,
    delete_resource,
    detach_resource,
    replace_resource,
    show_resource,
)
from fast_data_transfer.operations.undo import undo_transfer
from fast_data_transfer.storage.branches import create_branch, delete_branch, fetch_branch, fetch_branches
from fast_data_transfer.storage.database import Database
from fast_data_transfer.storage.projects import Project, create_project
from fast_data_transfer.storage.resources import fetch_records
from fast_data_transfer.web.slots import TransferSlots
from tests.branches import export, make_shop
from tests.builders import cast_function, configuration, event_driven, system

FILE: Final = export(make_shop(system("delivery"), cast_function("castYesNo")))
SYSTEM: Final = Key("system", "delivery")
OWN: Final = Key("castFunction", "castOwn")


class State(NamedTuple):
    """All that is kept of a project, less what depends on the clock; `branches` has their revisions."""

    branches: dict[str, int]
    records: dict[tuple[str, Key], Record]
    transfers: list[tuple[str, int, int, bool]]
    snapshots: int
    lost: int


class Lab:
    """Branches to do one thing on, over and over, in an application with one place for transfers."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._slots = TransferSlots(1, patience_seconds=1)
        self._numbers = count(1)

    async def make(self) -> Source:
        """Make a branch that may hold references."""
        name = f"lab-{next(self._numbers)}"
        project = Project(project_id=name, tenant_id="acme", name="Lab", default_branch="main", import_export=True)
        await create_project(self._database, project, at="2026-01-01T00:00:00.000Z")
        place = Source(tenant_id="acme", project_id=name, project_name="Lab", branch="main")
        await self.save(place, revision=0)
        return place

    async def look(self, place: Source) -> State:
        """Look at all that is kept of a project; what is lost belongs to no branch at all."""
        database, project = self._database, {"project": place.project_id}
        branches = (await fetch_branches(database, [place.project_id]))[place.project_id]
        records = {branch.name: await fetch_records(database, branch.id) for branch in branches}
        transfers = await database.transfers.find(project).sort("_id", 1).to_list(None)
        return State(
            branches={branch.name: branch.revision for branch in branches},
            records={(name, found.key): _without_time(found) for name in records for found in records[name]},
            transfers=[(t["type"], t["revisionBefore"], t["revisionAfter"], t["undone"]) for t in transfers],
            snapshots=await database.snapshots.count_documents(project),
            lost=await database.resources.count_documents({"head": {"$nin": await database.heads.distinct("_id")}}),
        )

    async def save(self, place: Source, revision: int) -> None:
        """Replace all that a branch holds."""
        config = configuration(system("delivery" if revision else "crm"), cast_function(OWN.name))
        update = ConfigurationUpdate(
            title="save", previous_revision=revision, fast_data_config=config, services=event_driven()
        )
        await save_configuration(self._database, place, update, "somebody")

    async def apply(self, place: Source) -> Receipt:
        """Import the file."""
        choices = msgspec.convert({"mode": "reference"}, Choices)
        upload = Upload(FILE, None)
        async with self._slots.take():
            outcome = await apply_upload(
                self._database, place, upload, choices, by="somebody", key="k", limits=Limits()
            )
        return outcome.receipt

    async def plan(self, place: Source) -> Plan:
        """Plan an import of the file."""
        choices = msgspec.convert({"mode": "reference"}, Choices)
        return await plan_upload(self._database, place, Upload(FILE, None), choices, by="somebody", limits=Limits())

    async def undo(self, place: Source, receipt: Receipt) -> None:
        """Take an import back."""
        async with self._slots.take():
            await undo_transfer(self._database, place, receipt, "somebody")

    async def create(self, place: Source) -> None:
        """Create a resource."""
        entry = cast_function("castNew")
        key = Key("castFunction", "castNew")
        await create_resource(self._database, place, key, system=None, entry=entry, by="somebody")

    async def replace(self, place: Source) -> None:
        """Replace a resource of its own."""
        shown = await show_resource(self._database, place, OWN)
        entry = cast_function(OWN.name, description="changed")
        await replace_resource(self._database, place, shown, entry, "somebody")

    async def copy(self, place: Source) -> None:
        """Make a branch as a copy."""
        source = await fetch_branch(self._database, place.project_id, "main")
        await create_branch(self._database, place.project_id, "copy", read_only=False, source=source)

    async def drop_copy(self, place: Source) -> None:
        """Delete that branch."""
        copy = await fetch_branch(self._database, place.project_id, "copy")
        if copy:
            await delete_branch(self._database, copy, default="main")

    async def delete(self, place: Source) -> None:
        """Delete a reference."""
        await delete_resource(self._database, await show_resource(self._database, place, SYSTEM), "somebody")

    async def detach(self, place: Source) -> None:
        """Make a reference owned."""
        shown = await show_resource(self._database, place, SYSTEM)
        await detach_resource(self._database, place, shown, "somebody")


def _without_time(record: Record) -> Record:
    if record.reference is None:
        return record
    return msgspec.structs.replace(record, reference=msgspec.structs.replace(record.reference, imported_at=""))
