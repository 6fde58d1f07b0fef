"""
The running server: its port, its database, and an end that leaves nothing behind.
"""

import asyncio
import gc
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final, cast

import uvicorn
from msgspec import structs

from fast_data_transfer.app import create_app
from fast_data_transfer.demo import load_demo
from fast_data_transfer.protocol import HttpProtocol
from fast_data_transfer.settings import Settings
from fast_data_transfer.storage.database import DatabaseError, open_database
from fast_data_transfer.storage.embedded import EmbeddedMongodError, open_embedded_mongod
from fast_data_transfer.web.logs import configure_logging

_STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_BACKLOG: Final = 2048
_SWITCH_SECONDS: Final = 0.001
"""A request waits for this each time that it wants to go on, ten times and more, while others work on files."""

_IDLE_SECONDS: Final = 75
"""Longer than a gateway keeps an idle connection: the server must not close it just as the next request is sent."""

_GRACE_SECONDS: Final = 25
"""The platform kills after 30: a running import is finished or rolled back before."""


class ServerError(Exception):
    """The server cannot start; the message says why, and what to do."""


def serve(settings: Settings, *, demo: bool) -> None:
    """Serve until a signal comes. Raises `ServerError`."""
    configure_logging(settings.log_level)
    relax_garbage_collection()
    sys.setswitchinterval(_SWITCH_SECONDS)
    # Opened first: the most frequent mistake is told before anything is started.
    with _open_port(settings) as port:
        try:
            asyncio.run(_serve(settings, port, demo=demo))
        except (DatabaseError, EmbeddedMongodError) as error:
            raise ServerError(str(error)) from error
        except asyncio.CancelledError:
            # A signal came before the server was up.
            return


def relax_garbage_collection() -> None:
    """
    Look for cycles among the youngest objects only.

    A file is millions of objects without any, and a look through many of them at once stops every thread for as long.
    """
    gc.freeze()
    gc.set_threshold(2_000, 10, 250_000)


class _Server(uvicorn.Server):
    """Says where it is once it is ready; signals are ours, since uvicorn's handling ends the process too early."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.write(f"Fast Data Import / Export: {self._url}\n")
        sys.stdout.flush()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in _STOP_SIGNALS:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


async def _serve(settings: Settings, port: socket.socket, *, demo: bool) -> None:
    _stop_on_signals()
    async with _find_database(settings) as url:
        await _prepare(url, settings.mongodb_database, demo=demo)
        config = uvicorn.Config(
            create_app(structs.replace(settings, mongodb_url=url)),
            access_log=False,
            http=HttpProtocol,
            lifespan="on",
            log_config=None,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        await _Server(config, _url_of(port)).serve([port])


def _stop_on_signals() -> None:
    # Until the server handles them: what has been started is stopped again.
    task = cast("asyncio.Task[None]", asyncio.current_task())
    loop = asyncio.get_running_loop()
    for number in _STOP_SIGNALS:
        loop.add_signal_handler(number, task.cancel)


@asynccontextmanager
async def _find_database(settings: Settings) -> AsyncIterator[str]:
    if settings.mongodb_url:
        yield settings.mongodb_url
    else:
        async with open_embedded_mongod(settings.data_dir) as url:
            yield url


async def _prepare(url: str, name: str, *, demo: bool) -> None:
    """Open the database once before serving: its faults are told as sentences, not in a stack trace."""
    async with open_database(url, name) as database:
        if demo:
            await load_demo(database)


@contextmanager
def _open_port(settings: Settings) -> Iterator[socket.socket]:
    host, port = settings.http_host, settings.http_port
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        opened = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise ServerError(
            # In brackets, Python repeats the address.
            f"Port {port} on {host} cannot be opened: {str(error.strerror).partition(' (')[0]}. "
            "Stop the program that uses it, or choose another one with --port (HTTP_PORT)."
        ) from error
    with opened:
        yield opened


def _url_of(port: socket.socket) -> str:
    host, number = port.getsockname()[:2]
    return f"http://[{host}]:{number}" if ":" in host else f"http://{host}:{number}"
