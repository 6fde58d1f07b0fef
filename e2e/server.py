"""
The program under test: a real `fdt serve --demo`, with a MongoDB and a data folder of its own.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

ROOT: Final = Path(__file__).parent.parent
_FRONTEND: Final = ROOT / "frontend"
_INDEX: Final = _FRONTEND / "dist" / "index.html"
_READY: Final = re.compile(r"^Fast Data Import / Export: (http://\S+)$", re.MULTILINE)
_START_SECONDS: Final = 60
_STOP_SECONDS: Final = 30
_SETTINGS: Final = ("FDT_", "HTTP_HOST", "LOG_LEVEL", "MONGODB_")
"""How variables begin that would make it another server than everybody else's."""
_PROBLEM: Final = re.compile(r'"level":\s*[456]0\b')
"""Levels of the log above `info`."""


class ServerFault(Exception):
    """The server cannot be tested; the message says why."""


@contextmanager
def open_server(settings: Mapping[str, str] = MappingProxyType({})) -> Iterator[str]:
    """
    Serve the demo projects on a free port, and give the URL; at the end nothing of it is left.

    `settings` are set in its environment. Raises `ServerFault` when it does not start, does not end, or wrote of a
    problem.
    """
    with tempfile.TemporaryDirectory(prefix="fdt-e2e-") as folder:
        log = Path(folder) / "server.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "fast_data_transfer",
                    "serve",
                    "--demo",
                    "--port=0",
                    f"--data-dir={folder}/data",
                ],
                env=_inherited() | dict(settings),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            yield _wait_for_url(process, log)
        finally:
            _stop(process, log)
        _require_silence(log)


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}


def require_built() -> None:
    """Raise `ServerFault` when the pages are missing, or older than what they are made from."""
    if not _INDEX.is_file():
        raise ServerFault("The pages are not built: frontend/dist/index.html is missing. Run `make build`.")
    built = _INDEX.stat().st_mtime
    newer = [path for path in _find_sources() if path.stat().st_mtime > built]
    if newer:
        raise ServerFault(f"The pages are older than {newer[0].relative_to(ROOT)}. Run `make build`.")


def _find_sources() -> Iterator[Path]:
    for folder in (_FRONTEND / "src", _FRONTEND / "public"):
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())
    yield from (path for path in sorted(_FRONTEND.glob("*.*")) if path.is_file())


def _wait_for_url(process: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if found := _READY.search(log.read_text()):
            return found[1]
        if process.poll() is not None:
            raise ServerFault(f"The server ended with {process.returncode}. It wrote:\n{log.read_text()}")
        time.sleep(0.05)
    raise ServerFault(f"The server is not ready after {_START_SECONDS} seconds. It wrote:\n{log.read_text()}")


def _stop(process: "subprocess.Popen[bytes]", log: Path) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise ServerFault(f"The server did not end when asked to. It wrote:\n{log.read_text()}") from None


def _require_silence(log: Path) -> None:
    lines = [line for line in log.read_text().splitlines() if _PROBLEM.search(line)]
    if lines:
        raise ServerFault(f"The server logged {len(lines)} problems, first:\n{lines[0]}")
