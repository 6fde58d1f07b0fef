"""
Files of this machine, read under the limits that the server has.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fast_data_transfer.cli.failures import CommandError
from fast_data_transfer.domain.documents import FileDocument, decode_document
from fast_data_transfer.domain.export_file import ExportFile, Limits
from fast_data_transfer.domain.json_bounds import node_limit
from fast_data_transfer.domain.model import JsonObject
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.reading import decode_export_file
from fast_data_transfer.domain.safe_json import JsonFault, decode_json
from fast_data_transfer.settings import SettingsError, from_env


def decode_file(data: bytes) -> ExportFile:
    """Decode an export file. Raises `Problem` for what is wrong with it."""
    return decode_export_file(data, _read_limits())


def read_export_file(path: Path) -> ExportFile:
    """Read an export file. Raises `Problem`, which names the file, for what is wrong with it."""
    with _named(path):
        return decode_file(read_bytes(path))


def read_document(path: Path) -> FileDocument:
    """Read an export file as a document. Raises `Problem`, which names the file, for what is wrong with it."""
    with _named(path):
        return decode_document(read_bytes(path), _read_limits())


def read_object(path: Path) -> JsonObject:
    """Read a JSON object. Raises `CommandError`, and `Problem` for bytes that are not the JSON that we read."""
    data = read_bytes(path)
    try:
        value = decode_json(data, max_depth=_read_limits().max_depth, max_nodes=node_limit(len(data)))
    except JsonFault as error:
        raise Problem("unreadable-file", f'"{path}" cannot be read.', errors=[error.fault]) from None
    if not isinstance(value, dict):
        raise CommandError(f'"{path}" is JSON, but not an object.')
    return value


def read_bytes(path: Path) -> bytes:
    """Read all of a file. Raises `CommandError`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f'"{path}" cannot be read: {error.strerror}.') from error


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Name the file in what is wrong with it."""
    try:
        yield
    except Problem as problem:
        raise Problem(problem.code, f"{path}: {problem.detail}", errors=problem.errors) from problem


def _read_limits() -> Limits:
    try:
        settings = from_env()
    except SettingsError as error:
        raise CommandError(" ".join(error.faults)) from error
    return Limits(max_bytes=settings.max_file_bytes, max_items=settings.max_items, max_depth=settings.max_depth)
