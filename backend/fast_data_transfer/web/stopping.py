"""
What a client hears when the server ends before its request does, as a client that still sends a file.

The server waits for running requests first (`server.py`); then it cancels them. A transaction that had begun is brought
to its end, so it may have been done or not. Without an answer of ours, the web server would give one of its own.
"""

import asyncio
from typing import Final

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.web.failures import problem_response
from fast_data_transfer.web.requests import ApiRequest

_STOPPING: Final = (
    "The server is being stopped, and this may have been done or not. In a moment, look whether it was; with the same "
    "Idempotency-Key an import can be sent again."
)


class Stoppable:
    """An ASGI app around another one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        has_started = False

        async def note(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        try:
            await self._app(scope, receive, note)
        except asyncio.CancelledError:
            if has_started or scope["type"] != ScopeType.HTTP:
                raise
            await _answer(scope, receive, send)


async def _answer(scope: HTTPScope, receive: Receive, send: Send) -> None:
    request = ApiRequest(scope, receive, send)
    response = problem_response(request, Problem("busy", _STOPPING)).to_asgi_response(None, request)
    await response(scope, receive, send)
