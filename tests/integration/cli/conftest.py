"""
The command line against a running server: one `fdt serve` for all tests, and projects of its own for each.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from pymongo import MongoClient

from tests.branches import export, make_branch
from tests.builders import Entry, collections, configuration, event_driven, projection, shop_config, system
from tests.command_line import Fdt, Place, Write


@pytest.fixture(scope="session")
def server_database(mongo_url: str) -> Iterator[str]:
    """Give the name of the server's database, and drop it at the end."""
    name = f"test_{uuid4().hex}"
    yield name
    with MongoClient[Entry](mongo_url) as client:
        client.drop_database(name)


@pytest.fixture(scope="session")
def server(mongo_url: str, server_database: str) -> Iterator[str]:
    """Start `fdt serve` on a free port, and give its address."""
    command = [sys.executable, "-m", "fast_data_transfer", "serve", "--no-demo", "--port=0", "--mongodb-url", mongo_url]
    environment = {**os.environ, "MONGODB_DATABASE": server_database, "LOG_LEVEL": "error"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        line = process.stdout.readline()
        assert line.startswith("Fast Data Import / Export: http://")
        yield line.rpartition(" ")[2].strip()
        process.terminate()


@pytest.fixture(scope="session")
def api(server: str) -> Iterator[httpx.Client]:
    """Give a client of the server's API, to prepare and to look at what the store holds."""
    with httpx.Client(base_url=f"{server}/api/projects/", timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def exported(api: httpx.Client) -> bytes:
    """Give a file with all of a project A."""
    return _make_source(api).export()


@pytest.fixture
def file(exported: bytes, tmp_path: Path) -> Path:
    """Give that file in a folder of its own."""
    path = tmp_path / "shop.json"
    path.write_bytes(exported)
    return path


@pytest.fixture
def fdt(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fdt:
    """Give the command line, in a folder of its own, with the server in its environment."""
    monkeypatch.chdir(tmp_path)
    return Fdt(server)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Give a function that exports a configuration to a file."""

    def write_file(name: str, *entries: Entry, at: str = "2026-02-20T10:00:00.000Z") -> Path:
        path = tmp_path / name
        path.write_bytes(export(make_branch(*entries), at=at))
        return path

    return write_file


@pytest.fixture
def source(api: httpx.Client) -> Place:
    """Give a project with the resources of the scenarios' project A."""
    return _make_source(api)


@pytest.fixture
def destination(api: httpx.Client) -> Place:
    """Give an empty project that takes references."""
    return Place.make(api, configuration(), services=event_driven())


@pytest.fixture
def taken(api: httpx.Client) -> Place:
    """Give a project that takes references, and owns a projection with a name of the source."""
    return Place.make(api, configuration(system("own", projection("pr_a", system="own"))), services=event_driven())


def _make_source(api: httpx.Client) -> Place:
    return Place.make(api, shop_config(), services=event_driven(), collections=collections("riders"))
