"""
`make bench`: export, plan and import over HTTP, against the floor of driver and JSON on the same MongoDB.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Final

from pymongo import MongoClient

from fast_data_transfer.storage.embedded import open_embedded_mongod
from tests.bench.floor import Document, Floor
from tests.bench.generated import make_configuration
from tests.bench.measuring import Case, Measure, compare, measure, write_line, write_table
from tests.bench.product import Product, open_product

SIZES: Final = {1_000: 9, 5_000: 5}
"""How many projections, and how many times each measure is taken."""

_DATABASE: Final = "bench"
_SOURCE: Final = "source"
_TARGET: Final = "target"


async def main() -> None:
    """Measure all sizes, in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="fast-data-bench-") as name:
        folder = Path(name)
        # Floor and product share one server, so both have the same settings, cache and disk.
        async with open_embedded_mongod(folder / "data") as url:
            measures = _measure_all(url, folder)
    write_table(measures)


def _measure_all(url: str, folder: Path) -> list[Measure]:
    measures: list[Measure] = []
    with MongoClient[Document](url) as client, open_product(url, _DATABASE, folder / "server.log") as product:
        for size, times in SIZES.items():
            product.make_project(_SOURCE, make_configuration(size))
            cases = _make_cases(product, client, folder)
            seconds = measure(cases, times=times)
            file_bytes = (folder / "export.json").stat().st_size
            found = compare(cases, seconds, size=size, file_bytes=file_bytes)
            for measured in found:
                write_line(measured)
            measures += found
    return measures


def _make_cases(product: Product, client: "MongoClient[Document]", folder: Path) -> list[Case]:
    floor = Floor(client, _DATABASE)
    file = folder / "export.json"
    product.export(_SOURCE, file)
    floor.fill(file)

    def empty_target() -> None:
        product.make_project(_TARGET, make_configuration(0) | {"castFunctions": {}})
        # Else only the first round would have to keep the file for the next call.
        client[_DATABASE]["uploads"].delete_many({})

    def send_file() -> None:
        empty_target()
        digests[:] = [product.plan(_TARGET, file)["file"]["digest"]]

    digests: list[str] = []
    return [
        Case("floor of export", None, _nothing, lambda: floor.export(folder / "floor.json")),
        Case("export", "floor of export", _nothing, lambda: product.export(_SOURCE, file)),
        Case("floor of import", None, floor.empty, lambda: floor.apply(file)),
        Case("plan", "floor of import", empty_target, lambda: product.plan(_TARGET, file)),
        Case("plan by digest", "floor of import", send_file, lambda: product.plan_again(_TARGET, digests[0])),
        Case("import as resource", "floor of import", empty_target, lambda: product.apply(_TARGET, file, "resource")),
        Case("import as reference", "floor of import", empty_target, lambda: product.apply(_TARGET, file, "reference")),
    ]


def _nothing() -> None:
    pass


asyncio.run(main())
