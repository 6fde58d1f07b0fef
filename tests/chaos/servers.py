"""
Servers as processes of their own, to be killed: `fdt serve`, and members of a replica set.
"""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from httpx import AsyncClient, Timeout
from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

from fast_data_transfer.storage.embedded import find_mongod

HOST: Final = "127.0.0.1"

_START_SECONDS: Final = 60
_REQUEST_SECONDS: Final = 180
_AFTER_DATABASE_SECONDS: Final = 0.5
"""How long a server is left alone with a database that is gone."""
_MEMBERS: Final = 3
_ELECTION_MILLISECONDS: Final = 2_000
_NAME: Final = "chaos"


@dataclass(frozen=True)
class Server:
    """A running `fdt serve`."""

    process: asyncio.subprocess.Process
    url: str

    def open_client(self) -> AsyncClient:
        """Open a client that waits as long as a server may take."""
        return AsyncClient(base_url=self.url, timeout=Timeout(_REQUEST_SECONDS))

    async def end(self, number: signal.Signals = signal.SIGKILL) -> None:
        """End it, by default without a warning."""
        await _end(self.process, number)

    async def stop(self) -> None:
        """Let it end in order, its embedded database first."""
        await self.end(signal.SIGTERM)

    async def end_with_database(self) -> None:
        """End its embedded MongoDB without a warning, and then the server itself."""
        for child in _find_children(self.process.pid):
            os.kill(child, signal.SIGKILL)
        await asyncio.sleep(_AFTER_DATABASE_SECONDS)
        await self.end()


async def start_server(*arguments: str, **environment: str) -> Server:
    """Start a server, and wait until it answers."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "fast_data_transfer", "serve", "--port=0", *arguments),
        env={**os.environ, "LOG_LEVEL": "error", **environment},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    async with asyncio.timeout(_START_SECONDS):
        line = (await process.stdout.readline()).decode()
    assert line.startswith("Fast Data"), line
    return Server(process, line.split()[-1])


@asynccontextmanager
async def run_server(*arguments: str, **environment: str) -> AsyncIterator[Server]:
    """Run a server, and end it."""
    server = await start_server(*arguments, **environment)
    try:
        yield server
    finally:
        await server.stop()


class ReplicaSet:
    """Three members on this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports = [_find_free_port() for _ in range(_MEMBERS)]
        self._processes: dict[int, asyncio.subprocess.Process] = {}
        self.url = f"mongodb://{','.join(f'{HOST}:{port}' for port in self._ports)}/?replicaSet={_NAME}"
        self.client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(self.url, serverSelectionTimeoutMS=60_000)

    async def start(self) -> None:
        """Start the members, and let them elect a primary."""
        for port in self._ports:
            await self.start_member(port)
        members = [{"_id": number, "host": f"{HOST}:{port}"} for number, port in enumerate(self._ports)]
        settings = {"electionTimeoutMillis": _ELECTION_MILLISECONDS, "heartbeatIntervalMillis": 500}
        async with _open_member(self._ports[0]) as member:
            await member.admin.command("replSetInitiate", {"_id": _NAME, "members": members, "settings": settings})
        await self.wait_until_whole()

    async def stop(self) -> None:
        """Stop all members."""
        await self.client.close()
        for process in self._processes.values():
            await _end(process, signal.SIGKILL)

    async def start_member(self, port: int) -> None:
        """Start one member."""
        folder = self._folder / str(port)
        folder.mkdir(exist_ok=True)
        command = [str(find_mongod()), f"--dbpath={folder}", f"--bind_ip={HOST}", f"--port={port}"]
        options = [f"--replSet={_NAME}", "--nounixsocket", "--wiredTigerCacheSizeGB=0.25", "--quiet"]
        self._processes[port] = await asyncio.create_subprocess_exec(
            *command, *options, stdout=asyncio.subprocess.DEVNULL
        )
        await _wait_until_listening(port)

    async def step_down(self) -> None:
        """Let the primary resign."""
        with suppress(PyMongoError):
            await self.client.admin.command({"replSetStepDown": 5, "secondaryCatchUpPeriodSecs": 2, "force": True})

    async def kill_primary(self, away_seconds: float) -> None:
        """Kill the primary, and start it again later."""
        port = await self._find_primary()
        await _end(self._processes[port], signal.SIGKILL)
        await asyncio.sleep(away_seconds)
        await self.start_member(port)

    async def wait_until_whole(self) -> None:
        """Wait until there is a primary, and the others follow it."""
        async with asyncio.timeout(_START_SECONDS * 2):
            while sorted(await self._states()) != ["PRIMARY", "SECONDARY", "SECONDARY"]:
                await asyncio.sleep(0.1)

    async def _states(self) -> Sequence[str]:
        try:
            status = await self.client.admin.command("replSetGetStatus")
        except PyMongoError:
            return []
        return [member["stateStr"] for member in status["members"]]

    async def _find_primary(self) -> int:
        await self.client.admin.command("ping")
        primary = await self.client.primary
        assert primary
        return primary[1]


@asynccontextmanager
async def _open_member(port: int) -> "AsyncIterator[AsyncMongoClient[dict[str, Any]]]":
    async with AsyncMongoClient[dict[str, Any]](HOST, port, directConnection=True) as client:
        yield client


async def _wait_until_listening(port: int) -> None:
    async with asyncio.timeout(_START_SECONDS):
        while True:
            with suppress(ConnectionRefusedError):
                _, writer = await asyncio.open_connection(HOST, port)
                writer.close()
                return
            await asyncio.sleep(0.05)


async def _end(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(number)
    await process.wait()


def _find_children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port
