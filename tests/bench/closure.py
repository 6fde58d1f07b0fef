"""
`make bench`: the dependencies of a graph that is as dense as ER schemas allow, in memory.

1,000 ER schemas, each of which joins all of 1,000 Projections: 2,000 nodes, and every edge that there can be between
resources. A complete graph of Projections within one ER schema is easier: a schema needs each of its nodes once.
"""

import sys
import time
from statistics import median
from typing import Final

from fast_data_transfer.domain.dependencies import close_over
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.model import JsonObject
from fast_data_transfer.domain.records import Summary, make_record

_HALF: Final = 1_000
_TIMES: Final = 5
_LIMIT_SECONDS: Final = 1.0


def main() -> None:
    """Measure, print a line, and fail where it takes longer than it may."""
    resources = _make_resources()
    selected = [key for key in resources if key.kind == "erSchema"]
    seconds = median(_measure(selected, resources) for _ in range(_TIMES))
    edges = sum(len(summary.needs) for summary in resources.values())
    sys.stdout.write(f"closure: {2 * _HALF:,} nodes, {edges:,} edges, {seconds:.3f} s (at most {_LIMIT_SECONDS:g} s)\n")
    sys.exit(seconds > _LIMIT_SECONDS)


def _measure(selected: list[Key], resources: dict[Key, Summary]) -> float:
    start = time.process_time()
    closure = close_over(selected, resources, ())
    seconds = time.process_time() - start
    if len(closure.keys) != len(resources):
        raise RuntimeError("The closure is not complete.")
    return seconds


def _make_resources() -> dict[Key, Summary]:
    """Make the resources of a branch."""
    names = [f"pr_{number:04}" for number in range(_HALF)]
    config: JsonObject = {name: {} for name in names}
    records = [make_record("system", "s", None, {}, wiring={})]
    records += [make_record("projection", name, "s", {}, wiring={}) for name in names]
    content: JsonObject = {"erSchema": {"config": config}}
    records += [make_record("erSchema", f"er_{number:04}", None, content, wiring={}) for number in range(_HALF)]
    return {record.key: record for record in records}


if __name__ == "__main__":
    main()
