"""
Measuring: several things in turn, several times, each against its floor; the median counts.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec


class Case(NamedTuple):
    """Something to measure; `prepare` is run before each time, and does not count. A case of the floor has no floor."""

    name: str
    floor: str | None
    prepare: Callable[[], object]
    run: Callable[[], object]


class Measure(msgspec.Struct, frozen=True, rename="camel"):
    """What was measured: `size` in projections, medians in seconds, `bytes` of the export file."""

    name: str
    size: int
    seconds: float
    floor_seconds: float
    ratio: float
    bytes: int


def measure(cases: Sequence[Case], *, times: int) -> dict[str, float]:
    """Give the median seconds of each case; they run in turn, so that a slow moment of the machine hits all alike."""
    seconds: dict[str, list[float]] = {case.name: [] for case in cases}
    # The first round warms caches and pools up.
    for number in range(times + 1):
        for case in cases:
            case.prepare()
            gc.collect()
            start = time.perf_counter()
            case.run()
            if number:
                seconds[case.name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}


def compare(cases: Sequence[Case], seconds: dict[str, float], *, size: int, file_bytes: int) -> list[Measure]:
    """Set each case beside its floor."""
    return [
        Measure(
            name=case.name,
            size=size,
            seconds=round(seconds[case.name], 4),
            floor_seconds=round(seconds[case.floor], 4),
            ratio=round(seconds[case.name] / seconds[case.floor], 2),
            bytes=file_bytes,
        )
        for case in cases
        if case.floor
    ]


def write_line(measured: Measure) -> None:
    """Write a measure as a line of JSON, as soon as it is known."""
    sys.stdout.write(msgspec.json.encode(measured).decode() + "\n")
    sys.stdout.flush()


def write_table(measures: Sequence[Measure]) -> None:
    """Write all measures as a table that can stand in the README."""
    sys.stdout.write("\n| measure | projections | file, MB | seconds | floor | ratio |\n|---|--:|--:|--:|--:|--:|\n")
    for m in measures:
        row = (m.name, f"{m.size:,}", f"{m.bytes / 1e6:.1f}", f"{m.seconds:.3f}", f"{m.floor_seconds:.3f}")
        sys.stdout.write(f"| {' | '.join(row)} | {m.ratio:.2f} |\n")
