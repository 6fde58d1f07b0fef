"""
How tests run `fdt`, and the projects that it works on.
"""

import json
import os
import pty
import select
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final
from uuid import uuid4

import httpx
from typer.testing import CliRunner

from fast_data_transfer.cli import main
from tests.builders import Entry

NOBODY: Final = "http://127.0.0.1:9"
"""An address where no server is: what succeeds or is refused with it has sent nothing."""

SOMEWHERE: Final = ("--project", "shop", "--branch", "main")

Write = Callable[..., Path]
"""Writes an export file: its name, entries of any kind, and `at`, when it was made."""

_SECONDS: Final = 30


@dataclass(frozen=True)
class Run:
    """What a command left behind."""

    status: int
    out: bytes
    err: str

    @property
    def result(self) -> Any:  # noqa: ANN401 - any JSON
        """The JSON that was printed."""
        return json.loads(self.out)

    def lines(self) -> list[str]:
        """Give the lines for people."""
        return self.err.splitlines()


@dataclass(frozen=True)
class Place:
    """A project with the branch main, as its user sees it over HTTP."""

    api: httpx.Client
    project: str

    @classmethod
    def make(cls, api: httpx.Client, config: Entry, project: str | None = None, **beside: object) -> "Place":
        """Make a project with the feature on, and save its configuration."""
        project = project or f"p-{uuid4().hex}"
        body = {"tenantId": "acme", "projectId": project, "name": "Shop", "featurePreview": {"importExport": True}}
        _require(api.post("", json=body))
        place = cls(api, project)
        place.save(config, **beside)
        return place

    @property
    def target(self) -> list[str]:
        """The options that name the branch."""
        return ["--project", self.project, "--branch", "main"]

    def load(self) -> Entry:
        """Load all that the branch holds."""
        saved: Entry = _require(self.api.get(f"{self.project}/configuration"))
        return saved

    def revision(self) -> int:
        """Tell the revision of the branch."""
        revision: int = self.load()["revision"]
        return revision

    def config(self) -> Entry:
        """Load the `fastDataConfig`, without the time of the last save."""
        config: Entry = self.load()["fastDataConfig"]
        config.pop("updatedAt", None)
        return config

    def projections(self, system: str = "delivery") -> Entry:
        """Load the projections of a system."""
        projections: Entry = self.config()["systems"][system]["projections"]
        return projections

    def save(self, config: Entry, **beside: object) -> None:
        """Save the branch on top of its revision."""
        body = {"title": "a save", "previousRevision": self.revision(), "fastDataConfig": config} | beside
        _require(self.api.put(f"{self.project}/configuration", json=body))

    def edit_system(self, name: str = "delivery", **changes: object) -> None:
        """Change some keys of a system."""
        path = f"{self.project}/resources/systems/{name}"
        _require(self.api.put(path, json={"entry": _require(self.api.get(path))["entry"] | changes}))

    def export(self) -> bytes:
        """Export everything."""
        response = self.api.post(f"{self.project}/exports", json={"selection": None})
        assert response.is_success, response.text
        return response.content

    def transfers(self, branch: str = "main") -> list[Entry]:
        """List the history, newest first."""
        items: list[Entry] = _require(self.api.get(f"{self.project}/transfers", params={"branch": branch}))["items"]
        return items


class Fdt:
    """The command line in this process, where nobody sits at a terminal."""

    def __init__(self, server: str) -> None:
        self.server = server

    def __call__(self, *arguments: str | Path, **environment: str) -> Run:
        """Run a command."""
        env = {"FDT_SERVER": self.server} | environment
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], env=env)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Run(result.exit_code, result.stdout_bytes, result.stderr)


def run_on_terminal(
    server: str,
    *arguments: str | Path,
    answer: str | None = None,
    before_answer: Callable[[], object] | None = None,
    log: IO[bytes] | None = None,
    **environment: str,
) -> Run:
    """
    Run a command in a process of its own, with a person at the terminal, who answers one question.

    With a `log` the standard error goes there.
    """
    controller, terminal = pty.openpty()
    command = [sys.executable, "-m", "fast_data_transfer", *map(str, arguments)]
    env = {**os.environ, "FDT_SERVER": server, "TERM": "xterm", **environment}
    with (
        TemporaryFile() as out,
        subprocess.Popen(command, env=env, stdin=terminal, stdout=out, stderr=log or terminal) as process,
    ):
        os.close(terminal)
        err = b""
        if answer is not None:
            err = _read_terminal(controller, until=b"[y/N] ")
            if before_answer:
                before_answer()
            os.write(controller, f"{answer}\n".encode())
        err += _read_terminal(controller, until=None)
        os.close(controller)
        status = process.wait(_SECONDS)
        out.seek(0)
        return Run(status, out.read(), err.decode())


def import_and_change(fdt: Fdt, source: Place, destination: Place, folder: Path) -> tuple[Path, Path]:
    """Import all of the source by reference, change it, and give the file of before and the one of after."""
    old, new = folder / "old.json", folder / "new.json"
    old.write_bytes(source.export())
    fdt("import", old, *destination.target, "--mode", "reference", "--no-prompt")
    source.edit_system(description="Another description")
    new.write_bytes(source.export())
    return old, new


def status_of(plan: Entry, name: str) -> str:
    """Tell the status of an item of a plan."""
    return next(str(item["status"]) for item in plan["items"] if item["name"] == name)


def _read_terminal(controller: int, *, until: bytes | None) -> bytes:
    """Read what is shown, until some text or the end of the command."""
    shown = b""
    while until is None or until not in shown:
        ready, _, _ = select.select([controller], [], [], _SECONDS)
        assert ready, f"Nothing more was shown after: {shown!r}"
        try:
            shown += os.read(controller, 65536)
        except OSError:
            # Linux says so when the last process has closed the terminal.
            assert until is None, f"The command ended after: {shown!r}"
            break
    return shown


def _require(response: httpx.Response) -> Any:  # noqa: ANN401 - any JSON
    assert response.is_success, response.text
    return response.json()
