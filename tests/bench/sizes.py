"""
What a resource, an import and an update take on the disk of a real MongoDB, and so what companies of three sizes need.

`python -m tests.bench.sizes` prints the two tables of `docs/operate.md`.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from pymongo import MongoClient

from fast_data_transfer.storage.embedded import open_embedded_mongod
from tests.bench.floor import Document
from tests.bench.generated import Json, make_configuration
from tests.bench.product import Product, open_product

PROJECTS: Final = 40
PROJECTIONS: Final = 100
COMPANIES: Final = (10, 1_000, 100_000)
TRANSFERS_KEPT: Final = 10
"""Imports of each project that the history of the extrapolation has."""

_DATABASE: Final = "sizes"
_OUT: Final = sys.stdout


class Kept(NamedTuple):
    """What a collection takes: documents, their bytes before compression, and bytes on the disk."""

    documents: int
    plain: int
    data: int
    indexes: int


async def main() -> None:
    """Fill a database, and measure it after each step."""
    with tempfile.TemporaryDirectory(prefix="fast-data-sizes-") as name:
        folder = Path(name)
        async with open_embedded_mongod(folder / "data") as url:
            _measure(url, folder)


def _measure(url: str, folder: Path) -> None:
    with MongoClient[Document](url) as client, open_product(url, _DATABASE, folder / "server.log") as product:
        _fill(product, folder / "export.json")
        client.admin.command("fsync")
        names = ("projects", "heads", "resources", "transfers", "snapshots")
        kept = {name: _look(client, name) for name in names}
    _write_measured(kept)
    _write_companies(kept)


def _fill(product: Product, file: Path) -> None:
    """Make a source, then projects that import it as a reference, and take one update of everything."""
    product.make_project("source", make_configuration(PROJECTIONS))
    product.export("source", file)
    update = file.with_name("update.json")
    update.write_text(json.dumps(_change(json.loads(file.read_text()))))
    for number in range(PROJECTS):
        target = f"project-{number}"
        product.make_project(target, make_configuration(0) | {"castFunctions": {}})
        product.apply(target, file, "reference")
        product.apply(target, update, "reference")


def _change(file: Json) -> Json:
    """Change every resource, as a file whose source has edited them all; without digests, it is only unverified."""
    resources = file["resources"]
    systems = list(resources["systems"].values())
    projections = [projection for system in systems for projection in system["projections"].values()]
    for entry in (*systems, *projections, *resources["castFunctions"].values()):
        entry["description"] = "Changed"
    del file["digests"]
    return file


def _look(client: "MongoClient[Document]", name: str) -> Kept:
    stats = client[_DATABASE].command("collStats", name)
    return Kept(stats["count"], stats["size"], stats["storageSize"], stats["totalIndexSize"])


def _write_measured(kept: dict[str, Kept]) -> None:
    _OUT.write("| collection | documents | bytes each | on disk each | indexes each |\n|---|--:|--:|--:|--:|\n")
    for name, found in kept.items():
        each = [f"{part / found.documents:,.0f}" for part in (found.plain, found.data, found.indexes)]
        _OUT.write(f"| `{name}` | {found.documents:,} | {' | '.join(each)} |\n")


def _write_companies(kept: dict[str, Kept]) -> None:
    _OUT.write("\n| projects | resources | configurations | history | before compression |\n|--:|--:|--:|--:|--:|\n")
    resources, transfers, snapshots = kept["resources"], kept["transfers"], kept["snapshots"]
    of_a_project = resources.documents / (PROJECTS + 1)
    for projects in COMPANIES:
        count = projects * of_a_project
        disk = count * _disk_each(resources)
        # One import of ten replaces everything; the others touch little.
        history = projects * TRANSFERS_KEPT * _disk_each(transfers) + count * _disk_each(snapshots)
        plain = count * (resources.plain / resources.documents + snapshots.plain / snapshots.documents)
        _OUT.write(f"| {projects:,} | {count:,.0f} | {_size(disk)} | {_size(history)} | {_size(plain)} |\n")


def _disk_each(kept: Kept) -> float:
    return (kept.data + kept.indexes) / kept.documents


def _size(count: float) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.1f} MB"


if __name__ == "__main__":
    asyncio.run(main())
