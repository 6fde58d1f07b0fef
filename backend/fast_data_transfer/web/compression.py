"""
Answers travel compressed, where the client takes that and it is worth it.

Litestar and the usual middleware compress in the event loop: a plan of 20,000 items would keep all others waiting, so
here it is done in a thread. Export files go out as they are: compressing takes longer than writing them.
"""

import asyncio
import gzip
from collections.abc import Iterable
from typing import Final

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPResponseStartEvent, HTTPScope, Message, Receive, Scope, Send

Header = tuple[bytes, bytes]

_LEVEL: Final = 6
_WORTH_IT_BYTES: Final = 1_000
_OFF_LOOP_BYTES: Final = 2**15
_TEXTS: Final = (b"text/", b"application/json", b"application/problem+json", b"application/schema+json", b"image/svg")
_CHANGED: Final = frozenset({b"content-length", b"vary"})


class Compressed:
    """An ASGI app around another one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        is_taken = scope["type"] == ScopeType.HTTP and _takes_gzip(scope)
        await self._app(scope, receive, _Answer(send).send if is_taken else send)


class _Answer:
    """Holds back the start of an answer until its body is seen; one in several parts passes as it is."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: HTTPResponseStartEvent | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] == "http.response.body" and self._start is not None:
            start, self._start = self._start, None
            if not message["more_body"] and _is_worth_it(start, message["body"]):
                message["body"] = await _compress(message["body"])
                start["headers"] = _describe(start["headers"], len(message["body"]))
            await self._send(start)
        await self._send(message)


def _takes_gzip(scope: HTTPScope) -> bool:
    sent = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding")
    codings = (coding.strip().lower().partition(b";") for coding in sent.split(b","))
    return any(name.strip() in {b"gzip", b"*"} and not _is_refused(weight) for name, _, weight in codings)


def _is_refused(weight: bytes) -> bool:
    """Tell whether a client gives a coding the weight 0, as in `gzip;q=0.0`."""
    name, _, value = weight.replace(b" ", b"").partition(b"=")
    return name == b"q" and not value.strip(b"0.")


def _is_worth_it(start: HTTPResponseStartEvent, body: bytes) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    is_file = headers.get(b"content-disposition", b"").startswith(b"attachment")
    is_text = headers.get(b"content-type", b"").startswith(_TEXTS)
    return is_text and not is_file and len(body) >= _WORTH_IT_BYTES and b"content-encoding" not in headers


async def _compress(body: bytes) -> bytes:
    if len(body) < _OFF_LOOP_BYTES:
        return gzip.compress(body, _LEVEL, mtime=0)
    return await asyncio.to_thread(gzip.compress, body, _LEVEL, mtime=0)


def _describe(headers: Iterable[Header], size: int) -> list[Header]:
    kept = [(name, value) for name, value in headers if name.lower() not in _CHANGED]
    changed = [(b"content-length", str(size).encode()), (b"vary", b"Accept-Encoding")]
    return [*kept, (b"content-encoding", b"gzip"), *changed]
