import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from fast_data_transfer.storage.embedded import find_mongod

START_SECONDS = 60
STOP_SECONDS = 30
LONG_IDLE_SECONDS = 6
"""Longer than the web server's own default."""

Serve = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Give a function that starts `fdt serve` on a free port; what still runs is ended after the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, port: int = 0, **environment: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "fast_data_transfer", "serve", f"--port={port}", *arguments],
            cwd=tmp_path,
            env={**os.environ, "FDT_DATA_DIR": str(tmp_path / "data"), "NO_COLOR": "1", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def _wait_for_url(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    line = process.stdout.readline()
    found = re.fullmatch(r"Fast Data Import / Export: (http://127\.0\.0\.1:[0-9]+)\n", line)
    assert found, line + (process.stderr.read() if process.stderr else "")
    return found[1]


def _wait_for_refusal(process: "subprocess.Popen[str]") -> str:
    output, errors = process.communicate(timeout=START_SECONDS)
    assert (process.returncode, output) == (1, ""), errors
    assert "Traceback" not in errors
    return errors


def _count_mongods(data_dir: Path) -> int:
    commands = (path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if _is_readable(path))
    return sum(f"--dbpath={data_dir}".encode() in command for command in commands)


def _is_readable(path: Path) -> bool:
    try:
        return bool(path.read_bytes())
    except OSError:
        return False


@contextmanager
def _run_mongod(folder: Path, *options: str) -> Iterator[int]:
    """Run a plain mongod, and give its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    folder.mkdir()
    command = [
        str(find_mongod()),
        f"--dbpath={folder}",
        f"--port={port}",
        "--bind_ip=127.0.0.1",
        "--nounixsocket",
        *options,
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            yield port
        finally:
            process.terminate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_server_starts_and_leaves_nothing(serve: Serve, tmp_path: Path, number: signal.Signals) -> None:
    """The server says where it is once it answers; a signal ends it, and its MongoDB with it."""
    process = serve()
    url = _wait_for_url(process)
    assert httpx.get(f"{url}/-/ready").status_code == 200
    assert _count_mongods(tmp_path / "data" / "mongodb") == 1

    process.send_signal(number)

    output, errors = process.communicate(timeout=STOP_SECONDS)
    assert (process.returncode, output, errors) == (0, "", "")
    assert _count_mongods(tmp_path / "data" / "mongodb") == 0


def test_connection_may_be_idle_for_a_while(serve: Serve) -> None:
    """A gateway's connection is not closed between two requests, when the second one may be on its way already."""
    url = _wait_for_url(serve())
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))) as connection:
        connection.settimeout(LONG_IDLE_SECONDS)
        _ask_for_health(connection)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        _ask_for_health(connection)


def _ask_for_health(connection: socket.socket) -> None:
    connection.sendall(b"GET /-/healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    answer = connection.recv(100_000)
    assert answer.startswith(b"HTTP/1.1 200 ")
    while not answer.endswith(b"}"):
        answer += connection.recv(100_000)


def test_early_signal_leaves_nothing(serve: Serve, tmp_path: Path) -> None:
    """A signal while MongoDB is being started ends both."""
    process = serve()
    while not (tmp_path / "data" / "mongodb" / "mongod.lock").exists():
        assert process.poll() is None

    process.send_signal(signal.SIGINT)

    _, errors = process.communicate(timeout=STOP_SECONDS)
    assert (process.returncode, errors) == (0, "")
    assert _count_mongods(tmp_path / "data" / "mongodb") == 0


def test_data_is_there_again(serve: Serve) -> None:
    """What was written is found by the next server on the folder."""
    first = serve()
    shop = {"tenantId": "acme", "projectId": "shop", "name": "Shop"}
    httpx.post(f"{_wait_for_url(first)}/api/projects", json=shop)
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=STOP_SECONDS)

    projects = httpx.get(f"{_wait_for_url(serve())}/api/projects").json()

    assert projects["total"] == 1


def test_taken_port_is_told(serve: Serve, tmp_path: Path) -> None:
    """A port that is taken is told with the way out, before any MongoDB is started."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        errors = _wait_for_refusal(serve(port=port))

    assert f"Port {port} on 127.0.0.1 cannot be opened: Address already in use." in errors
    assert "--port" in errors
    assert not (tmp_path / "data").exists()


def test_unknown_host_is_told(serve: Serve) -> None:
    """An address that is none of this machine is told, too."""
    errors = _wait_for_refusal(serve("--host", "192.0.2.1"))

    assert "Port 0 on 192.0.2.1 cannot be opened: Cannot assign requested address." in errors


def test_used_folder_is_told(serve: Serve, tmp_path: Path) -> None:
    """A second server on a data folder is refused, with the folder named."""
    _wait_for_url(serve())

    assert f'"{tmp_path / "data"}" is used by another server' in _wait_for_refusal(serve())


def test_standalone_mongodb_is_refused(serve: Serve, tmp_path: Path) -> None:
    """A MongoDB without transactions is refused with the reason."""
    with _run_mongod(tmp_path / "db") as port:
        errors = _wait_for_refusal(serve("--mongodb-url", f"mongodb://127.0.0.1:{port}/"))

    assert "standalone" in errors
    assert "--replSet" in errors


def test_wrong_password_is_told_and_not_shown(serve: Serve, tmp_path: Path) -> None:
    """When MongoDB refuses the password, that is said, and the URL is not repeated."""
    with _run_mongod(tmp_path / "db") as port:
        errors = _wait_for_refusal(serve("--mongodb-url", f"mongodb://ann:secret@127.0.0.1:{port}/"))

    assert "refused the user or password" in errors
    assert "secret" not in errors


@pytest.mark.parametrize(
    "url", ["mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=300", "http://127.0.0.1", "mongodb://"]
)
def test_unusable_url_is_told(serve: Serve, url: str) -> None:
    """A MongoDB that does not answer, and a URL that is none, are told as one sentence."""
    assert "MONGODB_URL" in _wait_for_refusal(serve(MONGODB_URL=url))


def test_faulty_settings_are_told_together(serve: Serve) -> None:
    """All faulty settings are named at once."""
    errors = _wait_for_refusal(serve(FDT_AUTH="x", FDT_MAX_ITEMS="x"))

    assert errors.splitlines() == [
        "FDT_MAX_ITEMS must be an integer from 1 to 1000000.",
        "FDT_AUTH must be one of local, gateway.",
    ]


def test_url_and_folder_exclude_each_other(serve: Serve) -> None:
    """A MongoDB elsewhere and a folder for one here are a mistake of usage."""
    process = serve("--mongodb-url", "mongodb://127.0.0.1:1/", "--data-dir", "x")

    process.communicate(timeout=START_SECONDS)
    assert process.returncode == 2


def test_openapi_document_is_printed() -> None:
    """`fdt openapi` prints the document that the server serves, and needs no database."""
    command = [sys.executable, "-m", "fast_data_transfer", "openapi"]

    result = subprocess.run(command, capture_output=True, text=True, check=True)

    assert result.stdout.startswith('{\n  "info"')
    assert result.stderr == ""
