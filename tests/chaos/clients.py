"""
A client as the documentation describes it: what is answered with "later", or not at all, is sent again.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from httpx import Response, TransportError

LATER: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
LOST: Final = "no answer"

_PAUSE_SECONDS: Final = 0.5


@dataclass
class Log:
    """What was answered to whom, and how long it took."""

    answers: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    async def call(self, send: Callable[[], Awaitable[Response]]) -> Response | None:
        """Send a request; there may be no answer."""
        started = time.monotonic()
        try:
            response = await send()
        except TransportError:
            self.answers[LOST] += 1
            return None
        self.seconds.append(time.monotonic() - started)
        self.answers[_name(response)] += 1
        return response

    async def insist(self, send: Callable[[], Awaitable[Response]]) -> Response:
        """Send a request until it is answered with something else than "later", after the time that is asked for."""
        while True:
            response = await self.call(send)
            if response is not None and response.status_code not in LATER:
                return response
            await asyncio.sleep(_PAUSE_SECONDS if response is None else float(response.headers["retry-after"]))

    def percentile(self, percent: int) -> float:
        """Tell how long all but the slowest took."""
        ordered = sorted(self.seconds)
        return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 3) if ordered else 0.0

    def failures(self) -> dict[str, int]:
        """Count the answers that no client must ever see."""
        return {name: count for name, count in self.answers.items() if name[0] == "5" and not name.startswith("503 st")}


def _name(response: Response) -> str:
    code = response.json()["code"] if response.is_error else ""
    return f"{response.status_code} {code}".strip()
