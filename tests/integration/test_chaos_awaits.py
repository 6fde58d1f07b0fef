import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from functools import partial
from itertools import count
from typing import Any, Final, get_args

import pytest
from pymongo.errors import ConnectionFailure

from fast_data_transfer.domain.model import Source
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.receipts import Receipt
from fast_data_transfer.operations.configurations import load_configuration
from fast_data_transfer.operations.exports import write_export
from fast_data_transfer.storage.database import Database
from fast_data_transfer.storage.projects import delete_project
from fast_data_transfer.storage.uploads import keep_upload
from tests.branches import read_file
from tests.builders import Entry
from tests.interruptions import Failure, Interruption
from tests.lab import SYSTEM, Lab, State

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


async def prepare_create(lab: Lab, place: Source) -> Operation:
    """Create a resource."""
    return lambda: lab.create(place)


async def prepare_replace(lab: Lab, place: Source) -> Operation:
    """Edit a resource."""
    return lambda: lab.replace(place)


async def prepare_copy(lab: Lab, place: Source) -> Operation:
    """Copy a branch."""
    return lambda: lab.copy(place)


async def prepare_drop(lab: Lab, place: Source) -> Operation:
    """Delete what was just copied."""
    await lab.copy(place)
    return lambda: lab.drop_copy(place)


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


OPERATIONS: Final[list[Prepare]] = [
    prepare_apply,
    prepare_save,
    prepare_undo,
    prepare_create,
    prepare_replace,
    prepare_delete,
    prepare_detach,
    prepare_copy,
    prepare_drop,
]


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
