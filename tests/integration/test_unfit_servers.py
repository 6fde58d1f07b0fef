"""
MongoDB servers that cannot be used, and what is said about each; a standalone one is in `test_serve.py`.
"""

import socket
import socketserver
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bson import encode
from pymongo import MongoClient

from fast_data_transfer.storage.database import DatabaseError, open_database
from fast_data_transfer.storage.embedded import find_mongod

SESAME = "open"

_HEADER = struct.Struct("<iiii")
_OP_MSG, _OP_REPLY = 2013, 1


async def _open(url: str) -> str:
    """Try to open a database, and give what is said."""
    with pytest.raises(DatabaseError) as caught:
        async with open_database(url, "fast_data"):
            pass
    return str(caught.value)


class _OldServer(socketserver.ThreadingTCPServer):
    """Something that introduces itself as a MongoDB of a wire version, and can do nothing else."""

    daemon_threads = True

    def __init__(self, wire_version: int) -> None:
        super().__init__(("127.0.0.1", 0), _Introduction)
        self.address = "{}:{}".format(*self.server_address[:2])
        self.hello = {"ok": 1.0, "isWritablePrimary": True, "ismaster": True, "setName": "rs", "minWireVersion": 0}
        self.hello |= {"maxWireVersion": wire_version, "hosts": [self.address], "primary": self.address}


class _Introduction(socketserver.StreamRequestHandler):
    """Answers whatever is asked with who it is, in the form in which it was asked."""

    server: _OldServer

    def handle(self) -> None:
        while head := self.rfile.read(_HEADER.size):
            size, request, _, code = _HEADER.unpack(head)
            self.rfile.read(size - _HEADER.size)
            body = encode(self.server.hello)
            kind, prefix = (_OP_MSG, bytes(5)) if code == _OP_MSG else (_OP_REPLY, struct.pack("<iqii", 0, 0, 0, 1))
            length = _HEADER.size + len(prefix) + len(body)
            self.wfile.write(_HEADER.pack(length, 0, request, kind) + prefix + body)


@contextmanager
def _run_old_server(wire_version: int) -> Iterator[str]:
    with _OldServer(wire_version) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"mongodb://{server.address}/?directConnection=true&serverSelectionTimeoutMS=3000"
        server.shutdown()


@pytest.mark.parametrize("wire_version", [6, 13])
async def test_old_version_is_told(wire_version: int) -> None:
    """A MongoDB that is too old, for the driver or for the product, is refused with the version that is needed."""
    with _run_old_server(wire_version) as url:
        said = await _open(url)

    assert "MongoDB 6.0 or newer is needed" in said


@contextmanager
def _run_guarded_mongod(folder: Path) -> Iterator[str]:
    """Run a MongoDB that asks who is there, with a user `reader` who may only read, and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    key = folder / "key"
    key.write_text("a" * 32)
    key.chmod(0o600)
    (folder / "db").mkdir()
    options = [f"--dbpath={folder / 'db'}", f"--port={address.rpartition(':')[2]}", f"--keyFile={key}"]
    fixed = ["--bind_ip=127.0.0.1", "--nounixsocket", "--replSet=rs"]
    with subprocess.Popen([str(find_mongod()), *options, *fixed], stdout=subprocess.DEVNULL) as process:
        try:
            _make_reader(address)
            yield address
        finally:
            process.terminate()


def _make_reader(address: str) -> None:
    members = [{"_id": 0, "host": address}]
    with MongoClient[dict[str, object]](f"mongodb://{address}/?directConnection=true") as client:
        client.admin.command("replSetInitiate", {"_id": "rs", "members": members})
        while not client.admin.command("hello")["isWritablePrimary"]:
            time.sleep(0.1)
        # Without any user, whoever is on this machine may make the first one.
        client.admin.command("createUser", "reader", pwd=SESAME, roles=["readAnyDatabase"])


async def test_missing_right_is_told(tmp_path: Path) -> None:
    """A user who may not write is told which right is missing; a wrong password is told as such, and not shown."""
    with _run_guarded_mongod(tmp_path) as address:
        reader = await _open(f"mongodb://reader:{SESAME}@{address}/?replicaSet=rs&authSource=admin")
        stranger = await _open(f"mongodb://reader:wrong@{address}/?replicaSet=rs&authSource=admin")
        nobody = await _open(f"mongodb://{address}/?replicaSet=rs")

    assert "may not use the database" in reader
    assert "readWrite" in reader
    assert "refused the user or password" in stranger
    assert "wrong" not in stranger
    assert "may not use the database" in nobody


async def test_wrong_name_of_the_replica_set_is_told(mongo_url: str) -> None:
    """A replica set of another name is as if nobody were there, and the name is among what to correct."""
    said = await _open(mongo_url.replace("replicaSet=fast-data", "replicaSet=other") + "&serverSelectionTimeoutMS=500")

    assert "replica set's name" in said
