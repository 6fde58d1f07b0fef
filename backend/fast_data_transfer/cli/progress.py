"""
Progress of large files, on the standard error, and only where a person watches.
"""

import io
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from fast_data_transfer.cli.output import is_watched

_LARGE: Final = 2**20
"""Bytes; what is smaller is done before a bar could be read."""


class _WatchedReader(io.BufferedReader):
    """A file that tells how much of it has been read; nothing more at its end."""

    def __init__(self, raw: io.FileIO, told: Callable[[int], None]) -> None:
        super().__init__(raw)
        self._told = told

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self._told(len(piece))
        return piece


@contextmanager
def open_for_upload(path: Path) -> Iterator[BinaryIO]:
    """
    Open a file that is to be sent piece by piece; one that has no size yet, such as a pipe, is read first.

    Until it is closed, it is shown that the server works on it.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        yield io.BytesIO(path.read_bytes())
        return
    with _bar("Sending", status.st_size) as told, _WatchedReader(io.FileIO(path), told) as reader:
        yield reader


def watch_download(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Pass the pieces of a download on; `size` is 0 where the server does not say it."""
    with _bar("Receiving", size) as told:
        for piece in pieces:
            told(len(piece))
            yield piece


@contextmanager
def _bar(label: str, size: int) -> Iterator[Callable[[int], None]]:
    """Show a bar; what is told are bytes, and 0 when all are gone and the answer is waited for."""
    if size < _LARGE or not is_watched():
        yield lambda _: None
        return
    # Imported when it is shown: no other command has to wait for it.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress, TimeElapsedColumn  # noqa: PLC0415

    columns = (*Progress.get_default_columns()[:3], TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=size)

        def told(count: int) -> None:
            progress.advance(task, count)
            if not count:
                progress.update(task, description="Waiting for the server", total=None)

        yield told
