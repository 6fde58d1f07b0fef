"""
What every request has, whatever answers it: an id, security headers, a line in the log, a measurement.

It is around the whole app, since Litestar's own middleware sees only requests that match a route.
"""

import logging
import re
import time
from typing import Final
from uuid import uuid4

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from fast_data_transfer.web.logs import REQUEST_ID, TRACE, with_fields
from fast_data_transfer.web.metrics import Metrics

Header = tuple[bytes, bytes]

_REQUEST_ID_HEADER: Final = b"x-request-id"
_SANE_ID: Final = re.compile(rb"[A-Za-z0-9._:@/+=-]{1,128}")
_STATUS_ROUTES: Final = "/-/"
_NO_ROUTE: Final = "none"

_log = logging.getLogger(__name__)


class Frame:
    """An ASGI app around another one."""

    def __init__(self, app: ASGIApp, *, frame_ancestors: str, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics
        self._headers = _security_headers(frame_ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        request_id = _find_request_id(scope)
        scope["state"]["request_id"] = request_id
        token = REQUEST_ID.set(request_id)
        answer = _Answer(send, [*self._headers, *_headers_of(scope, request_id)])
        started = time.perf_counter()
        _log_request(scope)
        try:
            await self._app(scope, receive, answer.send)
        finally:
            seconds = time.perf_counter() - started
            _log_answer(scope, answer, seconds)
            route = str(scope.get("path_template", _NO_ROUTE))
            self._metrics.observe_request(scope["method"], route, answer.status, seconds)
            REQUEST_ID.reset(token)


class _Answer:
    """Passes an answer on, with headers that it lacks, and remembers its status and size."""

    def __init__(self, send: Send, headers: list[Header]) -> None:
        self.status = 500
        self.size = 0
        self._send = send
        self._headers = headers

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = list(message["headers"])
            present = {name.lower() for name, _ in own}
            message["headers"] = own + [header for header in self._headers if header[0] not in present]
        elif message["type"] == "http.response.body":
            self.size += len(message["body"])
        await self._send(message)


def _find_request_id(scope: HTTPScope) -> str:
    sent = next((value for name, value in scope["headers"] if name == _REQUEST_ID_HEADER), b"")
    return sent.decode("ascii") if _SANE_ID.fullmatch(sent) else uuid4().hex


def _security_headers(frame_ancestors: str) -> list[Header]:
    policy = (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
        f"frame-ancestors {frame_ancestors}"
    )
    return [
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
    ]


def _headers_of(scope: HTTPScope, request_id: str) -> list[Header]:
    headers = [(_REQUEST_ID_HEADER, request_id.encode())]
    if scope["path"].startswith("/api"):
        headers.append((b"cache-control", b"no-store"))
    return headers


def _is_silent(scope: HTTPScope) -> bool:
    # Litestar rewrites `path`; probes ask every few seconds.
    return scope["path"].startswith(_STATUS_ROUTES)


def _log_request(scope: HTTPScope) -> None:
    if not _is_silent(scope):
        _log.log(TRACE, "incoming request", extra=with_fields(http=_describe_request(scope), url=_describe_url(scope)))


def _log_answer(scope: HTTPScope, answer: _Answer, seconds: float) -> None:
    if _is_silent(scope):
        return
    response = {"statusCode": answer.status, "body": {"bytes": answer.size}}
    fields = with_fields(
        http=_describe_request(scope) | {"response": response},
        url=_describe_url(scope),
        responseTime=round(seconds * 1000, 3),
    )
    _log.info("request completed", extra=fields)


def _describe_request(scope: HTTPScope) -> dict[str, object]:
    agent = next((value for name, value in scope["headers"] if name == b"user-agent"), b"")
    return {"request": {"method": scope["method"], "userAgent": {"original": agent.decode("latin-1")}}}


def _describe_url(scope: HTTPScope) -> dict[str, str]:
    return {"path": scope["path"]}
