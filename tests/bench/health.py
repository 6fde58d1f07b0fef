"""
`make bench`: how long `/-/healthz` takes to answer during the largest imports, updates and undos.

A file of the largest size is imported; another one brings an update of all of it, and is taken back. Meanwhile it is
asked every 20 ms, whether or not the answer before has come: who waits for that would not notice a pause.
"""

import asyncio
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from statistics import quantiles
from typing import Final, NamedTuple

import httpx

from fast_data_transfer.storage.embedded import open_embedded_mongod
from tests.bench.generated import make_configuration
from tests.bench.product import Product, open_product

_PROJECTIONS: Final = 7_100
"""Their file is just below 64 MiB."""

_ROUNDS: Final = 5
_PAUSE_SECONDS: Final = 0.02
_ALWAYS_ANEW: Final = httpx.Limits(max_keepalive_connections=0)
_SOURCE: Final = "source"
_TARGET: Final = "target"


class _Watched(NamedTuple):
    """The seconds that each answer took while something was done, and what that gave."""

    waits: list[float]
    result: str


async def main() -> None:
    """Measure in a temporary folder, and print a line for each thing that is done."""
    with tempfile.TemporaryDirectory(prefix="fast-data-bench-") as name:
        folder = Path(name)
        async with open_embedded_mongod(folder / "data") as url:
            with open_product(url, "bench", folder / "server.log") as product:
                files = _write_files(product, folder)
                # In a process of its own: who sends a file must not hold up who asks.
                with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as sender:
                    rounds = [await _go_round(product, files, sender) for _ in range(_ROUNDS)]
    for done, watched in zip(("imports", "updates", "undos"), zip(*rounds, strict=True), strict=True):
        _report(done, [wait for one in watched for wait in one.waits])


def _write_files(product: Product, folder: Path) -> tuple[Path, Path]:
    """Write the file of a project, and the one after everything in it has changed."""
    configuration = make_configuration(_PROJECTIONS)
    files = folder / "export.json", folder / "newer.json"
    for file, description in zip(files, ("as it was", "as it is now"), strict=True):
        for system in configuration["systems"].values():
            for entry in (system, *system["projections"].values()):
                entry["description"] = description
        product.make_project(_SOURCE, configuration)
        product.export(_SOURCE, file)
    return files


async def _go_round(product: Product, files: tuple[Path, Path], sender: Executor) -> list[_Watched]:
    """Import a file, then the newer one, and take that back."""
    product.make_project(_TARGET, make_configuration(0) | {"castFunctions": {}})
    first = await _watch(product, sender, _send, str(files[0]))
    update = await _watch(product, sender, _send, str(files[1]))
    return [first, update, await _watch(product, sender, _undo, update.result)]


async def _watch(product: Product, sender: Executor, do: Callable[[str, str], str], what: str) -> _Watched:
    """Ask all the time while the sender does something."""
    running = asyncio.get_running_loop().run_in_executor(sender, do, product.url, what)
    asked: list[asyncio.Task[float]] = []
    async with httpx.AsyncClient(base_url=product.url, limits=_ALWAYS_ANEW, timeout=60) as client:
        while not running.done():
            asked.append(asyncio.create_task(_ask(client)))
            await asyncio.sleep(_PAUSE_SECONDS)
        return _Watched(await asyncio.gather(*asked), await running)


def _send(url: str, file: str) -> str:
    """Import a file, and give the id of that transfer."""
    with httpx.Client(base_url=url, timeout=120) as client:
        receipt = Product(client).apply(_TARGET, Path(file), "reference")
    return str(receipt["transferId"])


def _undo(url: str, transfer_id: str) -> str:
    with httpx.Client(base_url=url, timeout=120) as client:
        Product(client).undo(_TARGET, transfer_id)
    return transfer_id


async def _ask(client: httpx.AsyncClient) -> float:
    started = time.perf_counter()
    (await client.get("/-/healthz")).raise_for_status()
    return time.perf_counter() - started


def _report(done: str, waits: list[float]) -> None:
    milliseconds = [1000 * wait for wait in waits]
    median, late = quantiles(milliseconds, n=100)[49], quantiles(milliseconds, n=100)[98]
    sys.stdout.write(
        f"health: {len(waits):,} answers during {_ROUNDS} {done} of 64 MB: "
        f"median {median:.0f} ms, p99 {late:.0f} ms (at most 100), longest {max(milliseconds):.0f} ms\n"
    )


if __name__ == "__main__":
    asyncio.run(main())
