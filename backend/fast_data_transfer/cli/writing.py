"""
Files that a command leaves behind: all of one or nothing, in a place that was looked at before anything was done.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from uuid import uuid4

import typer

from fast_data_transfer.cli.failures import CommandError
from fast_data_transfer.cli.output import say

STDOUT: Final = "-"
"""As a place: the standard output."""


def require_folder(place: str, option: str) -> None:
    """Refuse a place that cannot be written to. Raises `typer.BadParameter`."""
    folder = Path(place) if place.endswith(os.sep) else Path(place).parent
    if not folder.is_dir():
        raise typer.BadParameter(f'The folder "{folder}" does not exist.', param_hint=option)


def write_output(pieces: Iterable[bytes]) -> None:
    """Write to the standard output, byte for byte."""
    stream = typer.get_binary_stream("stdout")
    stream.writelines(pieces)
    stream.flush()


def write_file(path: Path, pieces: Iterable[bytes], *, name: str | None = None) -> None:
    """Write a file, with a `name` also into a folder, and say so. Raises `CommandError`."""
    try:
        path = path / name if name and path.is_dir() else path
        _replace(path, pieces)
    except OSError as error:
        raise CommandError(f'"{path}" cannot be written: {error.strerror}.') from error
    say(f"Written: {path}", "green")


def _replace(path: Path, pieces: Iterable[bytes]) -> None:
    """Write all of a file or nothing: what was there before is replaced at the end. A device is written to."""
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            device.writelines(pieces)
        return
    # A link stays, and what it leads to is replaced.
    target = path.resolve()
    part = target.with_name(f".fdt-{uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.writelines(pieces)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
