"""
Many clients import, export, edit and undo on one branch at once: what comes out is what some order of them gives.

The order is that of the revisions, as the database tells it; a replay of the acknowledged operations in that order
must give what is stored.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any, Final

from httpx import Response
from pymongo import AsyncMongoClient

from fast_data_transfer.domain.kinds import PATHS, Key
from fast_data_transfer.domain.model import Source
from fast_data_transfer.domain.records import Record
from fast_data_transfer.storage.database import open_database
from fast_data_transfer.storage.heads import fetch_head
from fast_data_transfer.storage.resources import fetch_records
from tests.branches import T1, T2, Branch, export, make_shop
from tests.builders import Entry, cast_function, configuration, er_schema, event_driven, projection, system
from tests.chaos.clients import Log
from tests.chaos.replay import Deleted, Detached, Imported, Operation, Past, Revision, Saved, Undone, Written, replay
from tests.chaos.servers import Server
from tests.workspace import Workspace, make_workspace

Document = dict[str, Any]

PLACE: Final = Source(tenant_id="acme", project_id="square", project_name="Square", branch="main")

_KINDS: Final = {kind: path for path, kind in PATHS.items()}
_MARK: Final = re.compile(r"mark-[0-9]+-[0-9]+")
_FUNCTIONS: Final = tuple(f"castOwn{number}" for number in range(8))


def _make_shop(words: str, at: str) -> bytes:
    members = (projection(name, description=words) for name in ("pr_a", "pr_b", "pr_c"))
    graph = er_schema("shop-er", {"pr_a": ["pr_b"], "pr_b": ["pr_c"]})
    return export(make_shop(system("shop", *members), graph, cast_function("castShop", description=words)), at=at)


_REFERENCES: Final = (_make_shop("old", T1), _make_shop("new", T2))
_COPIES: Final = export(make_shop(system("lab", projection("pr_lab", system="lab")), cast_function("castLab")))
_FOREIGN: Final = (
    Key("system", "shop"),
    Key("erSchema", "shop-er"),
    Key("castFunction", "castShop"),
    *(Key("projection", name) for name in ("pr_a", "pr_b", "pr_c", "pr_lab")),
    Key("system", "lab"),
    Key("castFunction", "castLab"),
)


@dataclass
class Tally:
    """What the crowd did."""

    clients: int
    revisions: int = 0
    exports: int = 0
    log: Log = field(default_factory=Log)


@dataclass
class Square:
    """The branch that all work on, and what they were told."""

    log: Log
    operations: list[Operation] = field(default_factory=list)
    exports: list[bytes] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)


class Client:
    """Somebody who does one thing after the other."""

    def __init__(self, number: int, workspace: Workspace, square: Square) -> None:
        self._random = Random(number)  # noqa: S311 - no secret
        self._marks = (f"mark-{number}-{position}" for position in count())
        self._workspace = workspace
        self._square = square

    async def work(self, until: float) -> None:
        """Work until the time is up."""
        actions = [
            *(self._import_references, self._import_copies, self._undo, self._undo, self._export),
            *(self._write, self._write, self._write, self._delete, self._detach, self._save),
        ]
        while time.monotonic() < until:
            await self._random.choice(actions)()

    async def _import_references(self) -> None:
        choices: Entry = {"mode": "reference", "allowOlder": True}
        await self._import(self._random.choice(_REFERENCES), choices)

    async def _import_copies(self) -> None:
        await self._import(_COPIES, {"mode": "resource"})

    async def _import(self, file: bytes, choices: Entry) -> None:
        response = await self._call(self._workspace.try_apply(file, **choices), {200, 201, 422, 429})
        if response.status_code == 201:
            receipt = response.json()
            self._square.operations.append(Imported(file, choices, receipt))
            self._square.imports.append(receipt["transferId"])

    async def _undo(self) -> None:
        if self._square.imports:
            transfer_id = self._random.choice(self._square.imports[-5:])
            response = await self._call(self._workspace.try_undo(transfer_id), {201, 409, 429})
            if response.status_code == 201:
                self._square.operations.append(Undone(transfer_id, response.json()))

    async def _export(self) -> None:
        response = await self._call(self._workspace.try_export(), {200, 429})
        if response.status_code == 200:
            self._square.exports.append(response.content)

    async def _write(self) -> None:
        """Create a function, or edit it."""
        name, mark = self._random.choice(_FUNCTIONS), next(self._marks)
        entry = cast_function(name, description=mark)
        url = self._workspace.url("resources/cast-functions")
        response = await self._call(self._workspace.client.put(f"{url}/{name}", json={"entry": entry}), {200, 404, 429})
        if response.status_code == 404:
            body = {"name": name, "entry": entry}
            response = await self._call(self._workspace.client.post(url, json=body), {201, 409, 429})
        if response.is_success:
            self._square.operations.append(Written(Key("castFunction", name), entry, mark))

    async def _delete(self) -> None:
        own = [Key("castFunction", name) for name in _FUNCTIONS]
        key = self._random.choice([*own, *_FOREIGN])
        response = await self._call(self._workspace.delete(_KINDS[key.kind], key.name), {204, 404, 409, 429})
        if response.status_code == 204:
            self._square.operations.append(Deleted(key))

    async def _detach(self) -> None:
        key = self._random.choice(_FOREIGN)
        response = await self._call(self._workspace.detach(_KINDS[key.kind], key.name), {200, 404, 409, 429})
        if response.status_code == 200:
            self._square.operations.append(Detached(key))

    async def _save(self) -> None:
        """Save everything with one change, which is too late as a rule."""
        saved = await self._workspace.load()
        config = saved["fastDataConfig"]
        config["castFunctions"]["castSaved"] = cast_function("castSaved", description=next(self._marks))
        body = {"title": "a save", "previousRevision": saved["revision"], "fastDataConfig": config}
        url = self._workspace.url("configuration")
        response = await self._call(self._workspace.client.put(url, json=body), {200, 409, 429})
        if response.status_code == 200:
            self._square.operations.append(Saved(config, response.json()["revision"]))

    async def _call(self, sent: Any, expected: set[int]) -> Response:  # noqa: ANN401 - a coroutine of a response
        response = await self._square.log.call(lambda: sent)
        assert response is not None
        assert response.status_code in expected, response.text
        return response


async def crowd(server: Server, url: str, name: str, clients: int, seconds: float) -> Tally:
    """Let clients work on one branch, then check what came out against a replay of what they were told."""
    tally = Tally(clients)
    square = Square(tally.log)
    config = configuration(*(cast_function(name) for name in _FUNCTIONS))
    async with server.open_client() as client, AsyncMongoClient[Document](url) as mongo:
        workspace = await make_workspace(client, PLACE.project_id, config, services=event_driven())
        first = await _fetch(url, name)
        began = (await mongo.admin.command("ping"))["operationTime"]
        until = time.monotonic() + seconds
        async with asyncio.TaskGroup() as group:
            for number in range(clients):
                group.create_task(Client(number, workspace, square).work(until))
        last = await _fetch(url, name)
        told = [revision async for revision in _tell_revisions(mongo, name, began, last.revision)]
    # The log is read from the time of the last write before.
    revisions = [revision for revision in told if revision.number > first.revision]
    past = Past(first)
    replay(past, revisions, square.operations, square.exports)
    assert past.records == last.records
    tally.revisions, tally.exports = len(revisions), len(square.exports)
    return tally


async def _fetch(url: str, name: str) -> Branch:
    """Fetch the branch as it is stored."""
    async with open_database(url, name) as database:
        head = await fetch_head(database, PLACE)
        records: list[Record] = await fetch_records(database, head.id)
    return Branch(PLACE, {record.key: record for record in records}, event_driven(), revision=head.revision)


async def _tell_revisions(
    mongo: "AsyncMongoClient[Document]",
    name: str,
    began: Any,  # noqa: ANN401 - a time of MongoDB
    last: int,
) -> AsyncIterator[Revision]:
    """Tell the revisions in order, as the database logged them; each is a transaction that begins with the head."""
    told: Revision | None = None
    only = [{"$match": {"ns.coll": {"$in": ["heads", "resources"]}}}]
    async with await mongo[name].watch(only, start_at_operation_time=began) as stream:
        while (event := await stream.try_next()) or told is None or told.number < last:
            if event is None:
                continue
            fields = _written(event)
            if event["ns"]["coll"] == "heads":
                if told:
                    yield told
                # A title that stays is not logged again.
                title = fields.get("title", told.title if told else "")
                told = Revision(fields["revision"], title, frozenset())
            elif told:
                told = told._replace(marks=told.marks | set(_MARK.findall(fields.get("content", ""))))
    yield told


def _written(event: Document) -> Document:
    fields: Document = event.get("fullDocument") or event.get("updateDescription", {}).get("updatedFields", {})
    return fields
