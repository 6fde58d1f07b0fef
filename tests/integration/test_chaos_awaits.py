import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from functools import partial
from itertools import count
from typing import Any, Final, NamedTuple, get_args

import msgspec
import pytest
from pymongo.errors import ConnectionFailure

from fast_data_transfer.domain.choices import Choices
from fast_data_transfer.domain.export_file import Limits
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.model import Source
from fast_data_transfer.domain.plan import Plan
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.receipts import Receipt
from fast_data_transfer.domain.records import Record
from fast_data_transfer.operations.configurations import ConfigurationUpdate, load_configuration, save_configuration
from fast_data_transfer.operations.exports import write_export
from fast_data_transfer.operations.imports import Upload, apply_upload, plan_upload
from fast_data_transfer.operations.resources import delete_resource, detach_resource, show_resource
from fast_data_transfer.operations.undo import undo_transfer
from fast_data_transfer.storage.database import Database
from fast_data_transfer.storage.heads import fetch_head
from fast_data_transfer.storage.projects import Project, create_project, delete_project
from fast_data_transfer.storage.resources import fetch_records
from fast_data_transfer.storage.uploads import keep_upload
from fast_data_transfer.web.slots import TransferSlots
from tests.branches import export, make_shop, read_file
from tests.builders import Entry, cast_function, configuration, event_driven, system
from tests.interruptions import Failure, Interruption

FILE: Final = export(make_shop(system("delivery"), cast_function("castYesNo")))
SYSTEM: Final = Key("system", "delivery")


class State(NamedTuple):
    """All that is kept of a branch, less what depends on the clock."""

    revision: int
    records: dict[Key, Record]
    transfers: list[tuple[str, int, int, bool]]
    snapshots: int


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
        """Look at all that is kept of a branch."""
        head = await fetch_head(self._database, place)
        records = await fetch_records(self._database, head.id)
        transfers = await self._database.transfers.find({"head": head.id}).sort("_id", 1).to_list(None)
        return State(
            revision=head.revision,
            records={record.key: _without_time(record) for record in records},
            transfers=[(t["type"], t["revisionBefore"], t["revisionAfter"], t["undone"]) for t in transfers],
            snapshots=await self._database.snapshots.count_documents({"project": place.project_id}),
        )

    async def save(self, place: Source, revision: int) -> None:
        """Replace all that a branch holds."""
        config = configuration(system("delivery" if revision else "crm"), cast_function("castOwn"))
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

    async def delete(self, place: Source) -> None:
        """Delete a reference."""
        await delete_resource(self._database, await show_resource(self._database, place, SYSTEM), "somebody")

    async def detach(self, place: Source) -> None:
        """Make a reference owned."""
        shown = await show_resource(self._database, place, SYSTEM)
        await detach_resource(self._database, place, shown, "somebody")


Operation = Callable[[], Coroutine[Any, Any, object]]
Prepare = Callable[[Lab, Source], Coroutine[Any, Any, Operation]]


async def prepare_apply(lab: Lab, place: Source) -> Operation:
    """Import into a branch that has something."""
    return lambda: lab.apply(place)


async def prepare_save(lab: Lab, place: Source) -> Operation:
    """Create, change and delete at once."""
    return lambda: lab.save(place, revision=1)


async def prepare_undo(lab: Lab, place: Source) -> Operation:
    """Take back what was just imported."""
    receipt = await lab.apply(place)
    return lambda: lab.undo(place, receipt)


async def prepare_delete(lab: Lab, place: Source) -> Operation:
    """Delete what was just imported."""
    await lab.apply(place)
    return lambda: lab.delete(place)


async def prepare_detach(lab: Lab, place: Source) -> Operation:
    """Detach what was just imported."""
    await lab.apply(place)
    return lambda: lab.detach(place)


Seen = tuple[int, frozenset[str]]
"""A revision, and the names of what it holds."""

Read = Callable[[Database, Source], Coroutine[Any, Any, Seen]]


async def read_export(database: Database, place: Source) -> Seen:
    """Export everything."""
    written = await write_export(database, place, None, "somebody", include_dependencies=True)
    document = json.loads(written.data)
    return document["metadata"]["source"]["revision"], frozenset(item.name for item in read_file(written.data).items)


async def read_configuration(database: Database, place: Source) -> Seen:
    """Load everything."""
    saved = await load_configuration(database, place)
    config: Entry = saved.fast_data_config
    return saved.revision, frozenset((*config["systems"], *config["castFunctions"]))


OPERATIONS: Final[list[Prepare]] = [prepare_apply, prepare_save, prepare_undo, prepare_delete, prepare_detach]


@pytest.mark.parametrize("how", get_args(Failure))
@pytest.mark.parametrize("prepare", OPERATIONS)
async def test_interrupted_operation_is_done_or_not(database: Database, prepare: Prepare, how: Failure) -> None:
    """Whatever is interrupted at any wait has happened or has not, and the same can be done after it."""
    lab = Lab(database)
    place = await lab.make()
    operation = await prepare(lab, place)
    before = await lab.look(place)
    await operation()
    after = await lab.look(place)

    outcomes = [outcome async for outcome in _interrupt_everywhere(lab, prepare, how)]

    assert all(found in (before, after) and again == after for found, again in outcomes)
    # It was interrupted early and late.
    assert outcomes[0][0] == before
    assert outcomes[-1][0] == after


async def test_import_is_done_though_its_file_is_not_kept(database: Database) -> None:
    """An import that is done says so, also when the file could not be kept for the next one."""
    lab = Lab(database)
    answers: list[Receipt | None] = []
    for wait in count(1):
        interruption = Interruption(wait, "answer-lost")
        answer = None
        with suppress(ConnectionFailure):
            answer = await interruption.run(lab.apply(await lab.make()))
        if interruption.struck == keep_upload.__name__:
            answers.append(answer)
        if not interruption.happened:
            break

    assert answers
    assert all(answer and answer.transfer_id for answer in answers)


async def test_import_is_done_though_keeping_its_file_is_refused(database: Database) -> None:
    """No place for files, or no right to write them, is no reason to fail what is done."""
    lab = Lab(database)
    place = await lab.make()
    await database.uploads.database.command("collMod", "uploads", validator={"never": True})

    assert (await lab.apply(place)).transfer_id
    assert await database.uploads.count_documents({}) == 0


async def test_branch_that_became_read_only_is_not_written(database: Database) -> None:
    """A branch may be made anew, read only, while a file is being sent to it."""
    lab = Lab(database)
    place = await lab.make()
    before = await lab.look(place)
    await database.heads.update_one({"project": place.project_id}, {"$set": {"readOnly": True}})

    with pytest.raises(Problem) as caught:
        await lab.apply(place)

    assert caught.value.code == "read-only-branch"
    assert await lab.look(place) == before


async def test_plan_sees_one_revision(database: Database) -> None:
    """A plan is that of one revision, whatever is saved while it is made."""
    lab = Lab(database)
    seen = set()
    for wait in count(1):
        place = await lab.make()
        interruption = Interruption(wait, partial(lab.save, place, revision=1))
        plan = await interruption.run(lab.plan(place))
        (status,) = (item.status for item in plan.items if item.name == SYSTEM.name)
        seen.add((plan.destination.revision, status))
        if not interruption.happened:
            break

    assert seen == {(1, "new"), (2, "conflict")}


@pytest.mark.parametrize("read", [read_export, read_configuration])
async def test_reading_sees_one_revision(database: Database, read: Read) -> None:
    """An export and a load show one revision of a branch, whatever is saved while they read."""
    lab = Lab(database)
    seen = set()
    for wait in count(1):
        place = await lab.make()
        interruption = Interruption(wait, partial(lab.save, place, revision=1))
        seen.add(await interruption.run(read(database, place)))
        if not interruption.happened:
            break

    assert seen == {(1, frozenset({"crm", "castOwn"})), (2, frozenset({"delivery", "castOwn"}))}


async def test_export_of_a_deleted_project_leaves_no_receipt(database: Database) -> None:
    """An export whose project is deleted meanwhile gives the file of before or is not found; its receipt goes along."""
    lab = Lab(database)
    answers: list[object] = []
    for wait in count(1):
        place = await lab.make()
        interruption = Interruption(wait, partial(_begin, partial(delete_project, database, place.project_id)))
        try:
            answers.append(await interruption.run(read_export(database, place)))
        except Problem as problem:
            answers.append(problem.code)
        if not interruption.happened:
            break
        assert await database.transfers.count_documents({"project": place.project_id}) == 0

    assert set(answers) == {"not-found", (1, frozenset({"crm", "castOwn"}))}


async def _begin(act: Operation) -> None:
    """Let others act; what they do may have to wait for what is interrupted."""
    await asyncio.wait([asyncio.create_task(act())], timeout=0.2)


async def _interrupt_everywhere(lab: Lab, prepare: Prepare, how: Failure) -> AsyncIterator[tuple[State, State]]:
    """Interrupt at one wait after the other; give what was found then, and after the same was done again."""
    for wait in count(1):
        place = await lab.make()
        operation = await prepare(lab, place)
        interruption = Interruption(wait, how)
        with suppress(asyncio.CancelledError, ConnectionFailure):
            await interruption.run(operation())
        if not interruption.happened:
            return
        found = await lab.look(place)
        # An operation that has been done already says so.
        with suppress(Problem):
            await operation()
        yield found, await lab.look(place)


def _without_time(record: Record) -> Record:
    if record.reference is None:
        return record
    return msgspec.structs.replace(record, reference=msgspec.structs.replace(record.reference, imported_at=""))
