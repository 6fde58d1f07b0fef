"""
`make chaos`: servers and databases are killed, primaries lost, fifty clients at once, and requests made at random.

Each part says what it found as a line of JSON; the first invariant that breaks ends the run. `python -m tests.chaos
PART…` runs some parts only.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Final

from fast_data_transfer.storage.embedded import open_embedded_mongod
from tests.chaos.clients import Log
from tests.chaos.conformance import conform
from tests.chaos.crowd import crowd
from tests.chaos.failovers import fail_over_often
from tests.chaos.kills import kill_often
from tests.chaos.servers import Server, run_server, start_server

Found = dict[str, object]
Part = Callable[[Path], Awaitable[Found]]

_SERVER_KILLS: Final = 200
_DATABASE_KILLS: Final = 30
_RESOURCES: Final = 2_000
_FAILOVERS: Final = 30
_CLIENTS: Final = 50
_CROWD_SECONDS: Final = 300
_EXAMPLES: Final = 2_000


async def kill_servers(folder: Path) -> Found:
    """Kill the server, on a database that stays."""
    async with open_embedded_mongod(folder) as url:
        start = partial(start_server, f"--mongodb-url={url}")
        return vars(await kill_often(start, [Server.end], _SERVER_KILLS, _RESOURCES))


async def kill_databases(folder: Path) -> Found:
    """Kill the server with its embedded database, one or the other first."""
    start = partial(start_server, f"--data-dir={folder}")
    return vars(await kill_often(start, [Server.end, Server.end_with_database], _DATABASE_KILLS, _RESOURCES))


async def lose_primaries(folder: Path) -> Found:
    """Lose the primary of a replica set."""
    return vars(await fail_over_often(folder, _FAILOVERS))


async def gather_crowd(folder: Path) -> Found:
    """Let many clients work on one branch."""
    async with open_embedded_mongod(folder) as url, run_server(f"--mongodb-url={url}") as server:
        return vars(await crowd(server, url, "fast_data", _CLIENTS, _CROWD_SECONDS))


async def send_made_up_requests(folder: Path) -> Found:
    """Send what can be made from the OpenAPI document."""
    async with run_server("--demo", f"--data-dir={folder}") as server:
        tally = await conform(server, _EXAMPLES, "--workers=4")
    assert tally.generated == tally.passed, "".join(tally.reports)
    return {"generated": tally.generated, "passed": tally.passed, "requests": tally.requests}


PARTS: Final[dict[str, Part]] = {
    "kill-servers": kill_servers,
    "kill-databases": kill_databases,
    "lose-primaries": lose_primaries,
    "crowd": gather_crowd,
    "conformance": send_made_up_requests,
}


def main() -> None:
    """Run the parts that are named, or all."""
    for name in sys.argv[1:] or PARTS:
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="fast-data-chaos-") as folder:
            found = asyncio.run(_run(PARTS[name], Path(folder)))
        _write(name, found | {"seconds": round(time.monotonic() - started)})


async def _run(part: Part, folder: Path) -> Found:
    return await part(folder)


def _write(name: str, found: Found) -> None:
    sys.stdout.write(json.dumps({"part": name} | found, default=_show) + "\n")
    sys.stdout.flush()


def _show(log: object) -> object:
    assert isinstance(log, Log)
    return {"answers": log.answers, "p50": log.percentile(50), "p99": log.percentile(99)}


main()
