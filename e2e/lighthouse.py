"""
`make lighthouse`: what Lighthouse, as a desktop, thinks of the pages as the server gives them.

It is a measurement: its figures depend on what else the machine does, so `make check` has no part in it. Of each page
the run in the middle counts, as Lighthouse itself advises.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from e2e.browser import FLAGS, find_browser
from e2e.server import ROOT, open_server, require_built

_PAGES: Final = (
    "/projects/delivery/systems",
    "/projects/delivery/systems?tab=cast-functions",
    "/projects/delivery/projections/pr_orders",
)
_TIMES: Final = 3
_GOALS: Final = {"performance": 95, "accessibility": 100, "best-practices": 95}
_CLI: Final = ROOT / "e2e" / "node_modules" / "lighthouse" / "cli" / "index.js"
_OPTIONS: Final = (
    "--preset=desktop",
    "--quiet",
    "--no-enable-error-reporting",
    "--output=json",
    f"--only-categories={','.join(_GOALS)}",
    f"--chrome-flags={' '.join(('--headless=new', *FLAGS))}",
)


def main() -> int:
    """Measure each page, print a line for each score and what costs it points, and tell whether a goal is missed."""
    require_built()
    with TemporaryDirectory() as folder, open_server() as url:
        missed = [_tell(page, _measure(url + page, Path(folder))) for page in _PAGES]
    return int(any(missed))


def _measure(address: str, folder: Path) -> dict[str, Any]:
    """Give the report of the run whose performance is the median."""
    runs = (_run(address, folder) for _ in range(_TIMES))
    return sorted(runs, key=lambda run: float(run["categories"]["performance"]["score"]))[_TIMES // 2]


def _run(address: str, folder: Path) -> dict[str, Any]:
    report = folder / "report.json"
    command = ["node", str(_CLI), address, *_OPTIONS, f"--chrome-path={find_browser()}", f"--output-path={report}"]
    subprocess.run(command, check=True, timeout=300)
    measured: dict[str, Any] = json.loads(report.read_bytes())
    return measured


def _tell(page: str, report: dict[str, Any]) -> bool:
    scores = {name: round(report["categories"][name]["score"] * 100) for name in _GOALS}
    missed = {name for name, goal in _GOALS.items() if scores[name] < goal}
    _write(f"{page}  (speed of the machine meanwhile: {report['environment']['benchmarkIndex']:.0f})")
    for name, goal in _GOALS.items():
        _write(f"  {name:16} {scores[name]:3}  (goal {goal}){'  missed' if name in missed else ''}")
        for fault in _find_faults(report, name):
            _write(f"    {fault}")
    return bool(missed)


def _find_faults(report: dict[str, Any], category: str) -> list[str]:
    """Find what costs points, each with its figure."""
    weights = {part["id"]: part["weight"] for part in report["categories"][category]["auditRefs"]}
    audits = (report["audits"][name] for name, weight in weights.items() if weight)
    lost = (audit for audit in audits if audit["score"] is not None and audit["score"] < 1)
    return [f"{audit['score']:.2f} {audit['title']} {audit.get('displayValue', '')}".rstrip() for audit in lost]


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
