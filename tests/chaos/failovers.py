"""
A replica set loses its primary over and over while clients import: what was acknowledged is there, and only once.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

from httpx import AsyncClient

from tests.branches import export, make_shop
from tests.builders import configuration, event_driven, projection, system
from tests.chaos.clients import LOST, Log
from tests.chaos.servers import ReplicaSet, run_server
from tests.workspace import Workspace, make_workspace

_CLIENTS: Final = 4
_RESOURCES: Final = 20
_AWAY_SECONDS: Final = 2.0
_QUIET_SECONDS: Final = 3.0
"""The longest time without trouble between two losses of the primary."""


@dataclass
class Tally:
    """What the failovers found."""

    failovers: int = 0
    acknowledged: int = 0
    log: Log = field(default_factory=Log)


async def fail_over_often(folder: Path, failovers: int) -> Tally:
    """Lose the primary as often as is wanted, by its own will and by force in turn."""
    tally = Tally()
    async with _run_replica_set(folder) as replica_set, run_server(f"--mongodb-url={replica_set.url}") as server:
        enough = asyncio.Event()
        async with server.open_client() as client, asyncio.TaskGroup() as group:
            streams = [
                group.create_task(_import_until(enough, await make_branch(client, number), tally.log))
                for number in range(_CLIENTS)
            ]
            await _lose_primaries(replica_set, failovers, tally)
            enough.set()
        async with server.open_client() as client:
            for number, stream in enumerate(streams):
                await _check(Workspace(client, f"p-{number}"), stream.result())
                tally.acknowledged += len(stream.result())
    # Members of the database are killed, never the server: it owes everybody an answer.
    assert not tally.log.answers[LOST]
    return tally


async def _lose_primaries(replica_set: ReplicaSet, failovers: int, tally: Tally) -> None:
    random = Random(failovers)  # noqa: S311 - no secret
    for number in range(failovers):
        await asyncio.sleep(random.uniform(0, _QUIET_SECONDS))
        if number % 2:
            await replica_set.step_down()
        else:
            await replica_set.kill_primary(_AWAY_SECONDS)
        await replica_set.wait_until_whole()
        tally.failovers += 1


async def make_branch(client: AsyncClient, number: int) -> Workspace:
    """Make a project that may hold references."""
    return await make_workspace(client, f"p-{number}", configuration(), services=event_driven())


async def _import_until(enough: asyncio.Event, branch: Workspace, log: Log) -> list[str]:
    """Import one file after the other, each until it is acknowledged; give the ids of the transfers."""
    acknowledged: list[str] = []
    for number in count():
        if enough.is_set():
            break
        file = _make_file(number)
        response = await log.insist(lambda: branch.try_apply(file, key=f"import-{number}"))  # noqa: B023 - called here
        assert response.status_code == 201, response.text
        acknowledged.append(response.json()["transferId"])
    return acknowledged


def _make_file(number: int) -> bytes:
    name = f"system_{number}"
    members = (projection(f"pr_{number}_{position}", system=name) for position in range(_RESOURCES))
    return export(make_shop(system(name, *members)))


async def _check(branch: Workspace, acknowledged: list[str]) -> None:
    """Check that every acknowledged import has its receipt, revision and resources, and nothing else has."""
    receipts = [item async for item in _list_transfers(branch)]
    assert [receipt["transferId"] for receipt in receipts] == acknowledged[::-1]
    found = await branch.load()
    # The first revision was a save.
    assert found["revision"] == len(acknowledged) + 1
    assert [receipt["revisionAfter"] for receipt in receipts] == list(range(found["revision"], 1, -1))
    systems = found["fastDataConfig"]["systems"]
    assert systems.keys() == {f"system_{number}" for number in range(len(acknowledged))}
    for number in range(len(acknowledged)):
        written = json.loads(_make_file(number))["resources"]["systems"][f"system_{number}"]["projections"]
        assert systems[f"system_{number}"]["projections"].keys() == written.keys()


async def _list_transfers(branch: Workspace) -> AsyncIterator[dict[str, object]]:
    for offset in count(0, 1000):
        response = await branch.client.get(branch.url("transfers"), params={"limit": 1000, "offset": offset})
        items = response.json()["items"]
        for item in items:
            yield item
        if not items:
            break


@asynccontextmanager
async def _run_replica_set(folder: Path) -> AsyncIterator[ReplicaSet]:
    replica_set = ReplicaSet(folder)
    try:
        await replica_set.start()
        yield replica_set
    finally:
        await replica_set.stop()
