"""
Coverage-guided fuzzing of the reader and the planner: `make fuzz SECONDS=1800`.

Whatever the bytes, the answer is a file or a `Problem`; whatever the file, a plan of it can be made, and what is not
blocked can be applied, after which nothing is left to write. A crash, a run of more than two seconds, or more memory
than the bound ends the run, with the input kept in `build/fuzz/`: such an input becomes a test.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import atheris

with atheris.instrument_imports(include=["fast_data_transfer"]):
    from fast_data_transfer.domain.apply import apply_plan
    from fast_data_transfer.domain.architecture import Architecture
    from fast_data_transfer.domain.changes import apply_change
    from fast_data_transfer.domain.choices import Choices, Mode
    from fast_data_transfer.domain.destination import Destination
    from fast_data_transfer.domain.export_file import ExportFile, Limits
    from fast_data_transfer.domain.kinds import Key
    from fast_data_transfer.domain.plan import Planned, plan_import
    from fast_data_transfer.domain.problems import Problem
    from fast_data_transfer.domain.reading import decode_export_file
    from fast_data_transfer.domain.records import Record

from tests.fuzz.seeds import DICTIONARY, write_seeds

FOLDER: Final = Path("build/fuzz")
MAX_BYTES: Final = 2**16
RSS_LIMIT_MB: Final = 512
"""The interpreter with everything instrumented takes about 150 MB; the rest is what 64 KiB of input may cost."""

_NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
_LIMITS: Final = Limits(max_bytes=MAX_BYTES, max_items=500)
_MODES: Final[tuple[Mode, ...]] = ("reference", "resource")


def main() -> None:
    """Run libFuzzer for the seconds given on the command line."""
    seconds = int(sys.argv[1])
    corpus = FOLDER / "corpus"
    write_seeds(corpus)
    (FOLDER / "dictionary").write_text(DICTIONARY)
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={MAX_BYTES}",
        f"-rss_limit_mb={RSS_LIMIT_MB}",
        "-timeout=2",
        f"-dict={FOLDER}/dictionary",
        f"-artifact_prefix={FOLDER}/",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], import_anything)
    atheris.Fuzz()


def import_anything(data: bytes) -> None:
    """Read bytes as an export file; import what can be read into an empty branch, in both modes."""
    try:
        file = decode_export_file(data, _LIMITS)
    except Problem:
        return
    for mode in _MODES:
        _import(file, mode)


def _import(file: ExportFile, mode: Mode) -> None:
    planned = _plan(file, mode, {})
    if planned.plan.blocked:
        return
    records = apply_change({}, apply_plan(planned, "2026-01-01T00:00:00.000Z", "fuzz"))
    again = _plan(file, mode, records).plan
    if again.summary["unchanged"] != len(again.items):
        raise AssertionError(f"not unchanged after {mode}: {again.summary}")


def _plan(file: ExportFile, mode: Mode, records: dict[Key, Record]) -> Planned:
    destination = Destination(
        tenant_id="fuzz",
        project_id="fuzz",
        branch="main",
        revision=0,
        config_version="2.2.0",
        architecture=Architecture(name="event-driven", evidence=(), standard_updaters=()),
        collections=frozenset({"riders"}),
        resources=records,
    )
    return plan_import(file, destination, Choices(mode=mode), _NOW)


main()
