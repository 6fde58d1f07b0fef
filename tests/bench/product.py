"""
The product: a real `fdt serve` in a process of its own, used over HTTP as any client would.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx

from tests.bench.generated import EVENT_DRIVEN, Json

_START_SECONDS: Final = 30
_STOP_SECONDS: Final = 30
_TIMEOUT: Final = httpx.Timeout(120)
_URL_LINE: Final = "Fast Data Import / Export: "


class Product:
    """Calls of the API, each of which fails loudly when the answer is not the one that is to be measured."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    @property
    def url(self) -> str:
        """Where it is served."""
        return str(self._client.base_url)

    def make_project(self, project_id: str, configuration: Json) -> None:
        """Make a project anew, that takes references and holds this configuration."""
        self._client.delete(f"/api/projects/{project_id}")
        project = {"tenantId": "acme", "projectId": project_id, "name": project_id}
        feature = {"featurePreview": {"importExport": True}}
        _require(self._client.post("/api/projects", json=project | feature), 201)
        save = {"title": "bench", "previousRevision": 0, "fastDataConfig": configuration, "services": EVENT_DRIVEN}
        _require(self._client.put(f"/api/projects/{project_id}/configuration", json=save), 200)

    def export(self, project_id: str, path: Path) -> None:
        """Export everything of a project to a file."""
        with (
            self._client.stream("POST", f"/api/projects/{project_id}/exports", json={"selection": None}) as response,
            path.open("wb") as file,
        ):
            for piece in response.iter_bytes():
                file.write(piece)
        _require(response, 200)

    def plan(self, project_id: str, path: Path) -> Json:
        """Plan an import, sending the file."""
        with path.open("rb") as file:
            return self._send(f"{project_id}/imports/plan", 200, "reference", files={"file": file})

    def plan_again(self, project_id: str, file_digest: str) -> Json:
        """Plan an import of a file that was sent before."""
        return self._send(f"{project_id}/imports/plan", 200, "reference", fields={"fileDigest": file_digest})

    def apply(self, project_id: str, path: Path, mode: str) -> Json:
        """Import a file."""
        with path.open("rb") as file:
            return self._send(f"{project_id}/imports", 201, mode, files={"file": file})

    def undo(self, project_id: str, transfer_id: str) -> None:
        """Take an import back."""
        _require(self._client.post(f"/api/projects/{project_id}/transfers/{transfer_id}/undo"), 201)

    def _send(
        self,
        path: str,
        status: int,
        mode: str,
        *,
        fields: dict[str, str] | None = None,
        files: dict[str, Any] | None = None,
    ) -> Json:
        parts = {"choices": (None, json.dumps({"mode": mode})), **{k: (None, v) for k, v in (fields or {}).items()}}
        response = self._client.post(f"/api/projects/{path}", files={**parts, **(files or {})})
        _require(response, status)
        answer: Json = response.json()
        return answer


@contextmanager
def open_product(mongodb_url: str, database: str, log: Path) -> Iterator[Product]:
    """Serve the product on a free port, with this database; what it prints goes to `log`."""
    command = [sys.executable, "-m", "fast_data_transfer", "serve", "--port", "0", "--mongodb-url", mongodb_url]
    environment = {"PATH": os.environ["PATH"], "MONGODB_DATABASE": database}
    with log.open("wb") as output, subprocess.Popen(command, env=environment, stdout=output, stderr=output) as server:
        try:
            with httpx.Client(base_url=_wait_for_url(server, log), timeout=_TIMEOUT) as client:
                yield Product(client)
        finally:
            server.terminate()
            server.wait(_STOP_SECONDS)


def _wait_for_url(server: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        for line in log.read_text().splitlines():
            if line.startswith(_URL_LINE):
                return line.removeprefix(_URL_LINE)
        time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")


def _require(response: httpx.Response, status: int) -> None:
    if response.status_code != status:
        response.read()
        raise RuntimeError(f"{response.request.url} answered {response.status_code}: {response.text[:1000]}")
