import asyncio
from functools import partial
from pathlib import Path

from tests.chaos.kills import kill_often
from tests.chaos.servers import Server, start_server

STOP_SECONDS = 30
"""What the platform waits before it kills."""


async def test_killed_server_leaves_all_of_an_import_or_nothing(mongo_url: str, database_name: str) -> None:
    """Wherever a server is killed in an import, another one finds all of it or nothing, and can do and undo it."""
    start = partial(start_server, f"--mongodb-url={mongo_url}", MONGODB_DATABASE=database_name)

    tally = await kill_often(start, [Server.end], kills=3, resources=300)

    assert tally.kills == 3
    assert not tally.log.failures()


async def test_killed_database_has_all_of_an_import_or_nothing(tmp_path: Path) -> None:
    """The same holds when the embedded MongoDB is killed, before the server or with it."""
    start = partial(start_server, f"--data-dir={tmp_path}")

    tally = await kill_often(start, [Server.end_with_database, Server.end], kills=2, resources=300)

    assert tally.kills == 2
    assert not tally.log.failures()


async def test_stopped_server_finishes_what_it_does(mongo_url: str, database_name: str) -> None:
    """A server that is asked to stop answers what it has been asked before, and ends soon."""
    start = partial(start_server, f"--mongodb-url={mongo_url}", MONGODB_DATABASE=database_name)

    tally = await kill_often(start, [_stop], kills=3, resources=300)

    assert tally.done == tally.answered > 0
    assert not tally.log.failures()


async def _stop(server: Server) -> None:
    async with asyncio.timeout(STOP_SECONDS):
        await server.stop()
