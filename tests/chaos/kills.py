"""
A server is killed at random moments while it imports: a branch holds all of the import, or nothing of it.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from httpx import AsyncClient, Response

from tests.branches import export, make_shop
from tests.builders import Entry, cast_function, configuration, event_driven, projection, system
from tests.chaos.clients import LATER, Log
from tests.chaos.servers import Server
from tests.workspace import Workspace, make_workspace

Start = Callable[[], Awaitable[Server]]
Kill = Callable[[Server], Awaitable[None]]

_KEY: Final = "the-import"
_IN_A_SYSTEM: Final = 100
_EARLIER: Final = 0.9
_LATER: Final = 1.02
"""How moments are corrected, since a machine is not always as fast: about every sixth import is to be done."""


@dataclass(frozen=True)
class Interrupted:
    """An import that a server was killed in, and what its branch held before."""

    project: str
    before: Entry
    is_done: bool


@dataclass
class Tally:
    """What the kills found."""

    kills: int = 0
    done: int = 0
    answered: int = 0
    log: Log = field(default_factory=Log)

    def count(self, case: Interrupted, answer: Response | None) -> None:
        """Count a kill."""
        self.kills += 1
        self.done += case.is_done
        self.answered += answer is not None and answer.is_success


async def kill_often(start: Start, ways: Sequence[Kill], kills: int, resources: int) -> Tally:
    """Kill as many servers as are wanted, in some ways in turn; then finish what they were at."""
    file = make_file(resources)
    random, tally = Random(kills), Tally()  # noqa: S311 - no secret
    interrupted: list[Interrupted] = []
    server = await start()
    try:
        seconds = await _measure(server, file)
        for number in range(kills):
            case = await _prepare(server, f"p-{number}")
            kill, moment = ways[number % len(ways)], random.uniform(0, seconds)
            answer = await _kill_importing(server, kill, case, file, moment)
            server = await start()
            interrupted.append(await _check(server, case, file, answer))
            seconds *= _EARLIER if interrupted[-1].is_done else _LATER
            tally.count(interrupted[-1], answer)
        for left in interrupted:
            await _finish(server, left, file, tally.log)
    finally:
        await server.stop()
    return tally


def make_file(resources: int) -> bytes:
    """Make an export file with as many projections, in systems of a hundred."""
    starts = range(0, resources, _IN_A_SYSTEM)
    return export(make_shop(*(_make_system(start, min(start + _IN_A_SYSTEM, resources)) for start in starts)))


def _make_system(start: int, stop: int) -> Entry:
    name = f"system_{start}"
    return system(name, *(projection(f"pr_{number}", system=name) for number in range(start, stop)))


async def _prepare(server: Server, name: str) -> Interrupted:
    """Make a project that has imported something before."""
    async with server.open_client() as client:
        own = configuration(cast_function("castOwn"))
        workspace = await make_workspace(client, name, own, services=event_driven())
        await workspace.apply(export(make_shop(cast_function("castYesNo"))))
        return Interrupted(name, await workspace.load(), is_done=False)


async def _measure(server: Server, file: bytes) -> float:
    """Tell how long an import takes that nobody interrupts."""
    case = await _prepare(server, "measured")
    async with server.open_client() as client:
        started = time.monotonic()
        response = await Workspace(client, case.project).try_apply(file)
    assert response.status_code == 201, response.text
    return time.monotonic() - started


async def _kill_importing(
    server: Server, kill: Kill, case: Interrupted, file: bytes, seconds: float
) -> Response | None:
    async with server.open_client() as client:
        importing = asyncio.create_task(Log().call(lambda: Workspace(client, case.project).try_apply(file, key=_KEY)))
        await asyncio.sleep(seconds)
        await kill(server)
        return await importing


async def _check(server: Server, case: Interrupted, file: bytes, answer: Response | None) -> Interrupted:
    """Check that revision, contents and receipts agree: with what was before, or with the whole import."""
    async with server.open_client() as client:
        found = await Workspace(client, case.project).load()
        receipts = await _receipts(client, case.project)
    revision = found["revision"]
    is_done = revision != case.before["revision"]
    assert answer is None or answer.status_code in LATER or (answer.status_code == 201 and is_done), answer.text
    if is_done:
        assert _contents(found["fastDataConfig"]) == _contents(case.before["fastDataConfig"]) | _contents_of(file)
    else:
        assert found == case.before
    assert receipts == [[n - 1, n] for n in range(revision, 1, -1)]
    return Interrupted(case.project, case.before, is_done)


async def _finish(server: Server, case: Interrupted, file: bytes, log: Log) -> None:
    """Send the import again, which is answered as the first time if that was done, and take it back."""
    async with server.open_client() as client:
        workspace = Workspace(client, case.project)
        again = await log.insist(lambda: workspace.try_apply(file, key=_KEY))
        assert again.status_code == 201, again.text
        assert again.headers.get("idempotent-replay", "false") == str(case.is_done).lower()
        undone = await log.insist(lambda: workspace.try_undo(again.json()["transferId"]))
        assert undone.status_code == 201, undone.text
        found = await workspace.load()
    assert found["revision"] == case.before["revision"] + 2
    assert _contents(found["fastDataConfig"]) == _contents(case.before["fastDataConfig"])


async def _receipts(client: AsyncClient, project: str) -> list[list[int]]:
    listed = await client.get(f"/api/projects/{project}/transfers")
    return [[receipt["revisionBefore"], receipt["revisionAfter"]] for receipt in listed.json()["items"]]


def _contents(config: Entry) -> Entry:
    """Show the contents of a configuration by kind and name, without what an import adds to them."""
    systems = config["systems"]
    projections = {name: entry for owner in systems.values() for name, entry in owner["projections"].items()}
    found: dict[Any, Any] = {("projection", name): _content(entry) for name, entry in projections.items()}
    found |= {("system", name): _content(entry, "projections") for name, entry in systems.items()}
    return found | {("function", name): _content(entry) for name, entry in config["castFunctions"].items()}


def _contents_of(file: bytes) -> Entry:
    return _contents(json.loads(file)["resources"])


def _content(entry: Entry, *beside: str) -> Entry:
    return {key: value for key, value in entry.items() if key not in {"reference", *beside}}
