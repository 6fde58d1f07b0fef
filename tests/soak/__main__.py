"""
`make soak`: the machine of `tests/import_machine.py` for as many seconds as are given, on a MongoDB of its own.

A step that breaks an invariant ends the run with the shortest way to it that Hypothesis finds.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from fast_data_transfer.storage.embedded import open_embedded_mongod
from tests.import_machine import ImportMachine
from tests.machine_store import open_store

_ROUND: Final = settings(
    max_examples=20,
    stateful_step_count=60,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


def main() -> None:
    """Run rounds until the time is up, and say after each one how many steps there were."""
    seconds = float(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="fast-data-soak-") as folder:
        asyncio.run(_serve(Path(folder), seconds))


async def _serve(folder: Path, seconds: float) -> None:
    async with open_embedded_mongod(folder) as url:
        # The machine has an event loop of its own, in which its operations run.
        await asyncio.to_thread(_soak, url, seconds)


def _soak(url: str, seconds: float) -> None:
    started = time.monotonic()
    with open_store(url, "soak") as ImportMachine.store:
        spent = 0.0
        while spent < seconds:
            run_state_machine_as_test(ImportMachine, settings=_ROUND)
            spent = time.monotonic() - started
            sys.stdout.write(f"{ImportMachine.steps:,} steps in {spent:,.0f} s\n")
            sys.stdout.flush()


main()
