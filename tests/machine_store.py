"""
The operations of the product on a real MongoDB, for tests that have no event loop of their own.
"""

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager
from itertools import count
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from fast_data_transfer.domain.choices import Choices
from fast_data_transfer.domain.export_file import Limits
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.model import Source
from fast_data_transfer.domain.plan import Plan
from fast_data_transfer.domain.receipts import Receipt
from fast_data_transfer.domain.records import Record, decode_entry
from fast_data_transfer.domain.selection import Selection
from fast_data_transfer.operations.configurations import ConfigurationUpdate, save_configuration
from fast_data_transfer.operations.exports import write_export
from fast_data_transfer.operations.imports import Outcome, Upload, apply_upload, plan_upload
from fast_data_transfer.operations.resources import delete_resource, detach_resource, replace_resource, show_resource
from fast_data_transfer.operations.undo import undo_transfer
from fast_data_transfer.storage.database import Database, open_database
from fast_data_transfer.storage.heads import fetch_head
from fast_data_transfer.storage.projects import Project, create_project, delete_project
from fast_data_transfer.storage.resources import fetch_records
from tests.builders import Entry, collections, event_driven
from tests.strategies import CRUD

_USER: Final = "somebody"

_T = TypeVar("_T")
_numbers = count(1)


class Held(NamedTuple):
    """All that a branch holds, and how many transfers it has seen."""

    revision: int
    records: Mapping[Key, Record]
    transfers: int


class Store:
    """The operations of the product, called one after the other."""

    def __init__(self, runner: asyncio.Runner, database: Database) -> None:
        self._runner = runner
        self._database = database

    def run(self, call: Coroutine[Any, Any, _T]) -> _T:
        """Wait for a call."""
        return self._runner.run(call)

    def make_place(self) -> Source:
        """Make a project of its own."""
        name = f"project-{next(_numbers)}"
        project = Project(project_id=name, tenant_id="acme", name=name, default_branch="main", import_export=True)
        self.run(create_project(self._database, project, at="2026-01-01T00:00:00.000Z"))
        return Source(tenant_id="acme", project_id=name, project_name=name, branch="main")

    def drop(self, place: Source) -> None:
        """Delete a project."""
        self.run(delete_project(self._database, place.project_id))

    def look(self, place: Source) -> Held:
        """Look at all that a project holds."""

        async def look() -> Held:
            head = await fetch_head(self._database, place)
            records = await fetch_records(self._database, head.id)
            transfers = await self._database.transfers.count_documents({"project": place.project_id})
            return Held(head.revision, {record.key: record for record in records}, transfers)

        return self.run(look())

    def save(self, place: Source, config: Entry) -> None:
        """Save a whole configuration."""
        update = ConfigurationUpdate(
            title="save",
            previous_revision=self.look(place).revision,
            fast_data_config=config,
            services=event_driven(),
            collections=collections(*CRUD),
        )
        self.run(save_configuration(self._database, place, update, _USER))

    def export(self, place: Source, selection: Entry | None) -> bytes:
        """Export a selection with its dependencies."""
        chosen = msgspec.convert(selection, Selection | None)
        written = write_export(self._database, place, chosen, _USER, include_dependencies=True)
        return self.run(written).data

    def plan(self, place: Source, file: bytes, choices: Entry) -> Plan:
        """Plan an import."""
        upload, chosen = Upload(file, None), msgspec.convert(choices, Choices)
        return self.run(plan_upload(self._database, place, upload, chosen, by=_USER, limits=Limits()))

    def apply(self, place: Source, file: bytes, choices: Entry, key: str | None = None) -> Outcome:
        """Import."""
        upload, chosen = Upload(file, None), msgspec.convert(choices, Choices)
        return self.run(apply_upload(self._database, place, upload, chosen, by=_USER, key=key, limits=Limits()))

    def undo(self, place: Source, receipt: Receipt) -> Receipt:
        """Take an import back."""
        return self.run(undo_transfer(self._database, place, receipt, _USER))

    def edit(self, place: Source, key: Key, changes: Entry) -> None:
        """Change some keys of one entry."""

        async def edit() -> None:
            shown = await show_resource(self._database, place, key)
            await replace_resource(self._database, place, shown, decode_entry(shown.stored.record) | changes, _USER)

        self.run(edit())

    def detach(self, place: Source, key: Key) -> None:
        """Make a reference owned."""

        async def detach() -> None:
            await detach_resource(self._database, place, await show_resource(self._database, place, key), _USER)

        self.run(detach())

    def delete(self, place: Source, key: Key) -> bool:
        """Delete one resource."""

        async def delete() -> None:
            await delete_resource(self._database, await show_resource(self._database, place, key), _USER)

        self.run(delete())
        return True


@contextmanager
def open_store(url: str, name: str) -> Iterator[Store]:
    """Open a database in an event loop that runs while an operation does, since Hypothesis knows no `await`."""
    with asyncio.Runner() as runner:
        context = open_database(url, name)
        database = runner.run(_enter(context))
        try:
            yield Store(runner, database)
        finally:
            runner.run(_leave(context))


async def _enter(context: AbstractAsyncContextManager[Database]) -> Database:
    return await context.__aenter__()


async def _leave(context: AbstractAsyncContextManager[Database]) -> None:
    await context.__aexit__(None, None, None)
