"""
`make bench`: how long `/-/healthz` takes to answer while files of the largest size are imported.

It is asked every 20 ms, whether or not the answer before has come: who waits for that would not notice a pause.
"""

import asyncio
import multiprocessing
import sys
import tempfile
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from statistics import quantiles
from typing import Final

import httpx

from fast_data_transfer.storage.embedded import open_embedded_mongod
from tests.bench.generated import make_configuration
from tests.bench.product import Product, open_product

_PROJECTIONS: Final = 7_100
"""Their file is just below 64 MiB."""

_IMPORTS: Final = 5
_PAUSE_SECONDS: Final = 0.02
_ALWAYS_ANEW: Final = httpx.Limits(max_keepalive_connections=0)
_SOURCE: Final = "source"
_TARGET: Final = "target"


async def main() -> None:
    """Measure in a temporary folder, and print a line."""
    with tempfile.TemporaryDirectory(prefix="fast-data-bench-") as name:
        folder = Path(name)
        async with open_embedded_mongod(folder / "data") as url:
            with open_product(url, "bench", folder / "server.log") as product:
                file = folder / "export.json"
                product.make_project(_SOURCE, make_configuration(_PROJECTIONS))
                product.export(_SOURCE, file)
                # In a process of its own: who sends a file must not hold up who asks.
                with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as sender:
                    waits = [wait for _ in range(_IMPORTS) for wait in await _import_once(product, file, sender)]
    milliseconds = [1000 * wait for wait in waits]
    median, late = quantiles(milliseconds, n=100)[49], quantiles(milliseconds, n=100)[98]
    sys.stdout.write(
        f"health: {len(waits):,} answers during {_IMPORTS} imports of 64 MB: "
        f"median {median:.0f} ms, p99 {late:.0f} ms (at most 100), longest {max(milliseconds):.0f} ms\n"
    )


async def _import_once(product: Product, file: Path, sender: Executor) -> list[float]:
    """Give the seconds that each answer took during one import."""
    product.make_project(_TARGET, make_configuration(0) | {"castFunctions": {}})
    running = asyncio.get_running_loop().run_in_executor(sender, _send, product.url, file)
    asked: list[asyncio.Task[float]] = []
    async with httpx.AsyncClient(base_url=product.url, limits=_ALWAYS_ANEW, timeout=60) as client:
        while not running.done():
            asked.append(asyncio.create_task(_ask(client)))
            await asyncio.sleep(_PAUSE_SECONDS)
        await running
        return await asyncio.gather(*asked)


def _send(url: str, file: Path) -> None:
    with httpx.Client(base_url=url, timeout=120) as client:
        Product(client).apply(_TARGET, file, "resource")


async def _ask(client: httpx.AsyncClient) -> float:
    started = time.perf_counter()
    (await client.get("/-/healthz")).raise_for_status()
    return time.perf_counter() - started


if __name__ == "__main__":
    asyncio.run(main())
