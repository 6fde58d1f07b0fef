"""
How often a user may fail: whoever tries names or spoiled files one after the other is slowed down.

Litestar's own limit counts all requests; here success costs nothing, so that a pipeline may do as much as it likes.
Who is not signed in is refused before anything is read, and a local installation has one user: neither is counted.
"""

import time
from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from fast_data_transfer.domain.problems import Problem

_WINDOW_SECONDS: Final = 60
_USUAL: Final = frozenset(
    {HTTPStatus.CONFLICT, HTTPStatus.GONE, HTTPStatus.PRECONDITION_FAILED, HTTPStatus.TOO_MANY_REQUESTS}
)
"""What a client meets that does everything right: others were first, or it is to come again later."""


class TooManyFailuresError(Problem):
    """Too many requests of a user failed; `seconds` tells when the next one may come."""

    def __init__(self, most: int, seconds: int) -> None:
        super().__init__(
            "busy",
            f"More than {most} of your requests failed within a minute (setting FDT_MAX_FAILED_REQUESTS). "
            f"Correct them, and try again in {seconds} seconds.",
        )
        self.seconds = seconds


class FailureBound:
    """
    Counts the failed requests of each user, minute by minute; `most` 0 is no bound.

    What it remembers is bounded, too: after a minute all is forgotten.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._ends = clock() + _WINDOW_SECONDS
        self._failures = Counter[str]()

    def require_patience(self, user: str) -> None:
        """Refuse a user who has failed too often in this minute. Raises `TooManyFailuresError`."""
        self._turn()
        if self._most and self._failures[user] >= self._most:
            raise TooManyFailuresError(self._most, int(self._ends - self._clock()) + 1)

    def count(self, user: str, status: int) -> None:
        """Note how a request of a user failed."""
        self._turn()
        if status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _USUAL:
            self._failures[user] += 1

    def _turn(self) -> None:
        if self._clock() >= self._ends:
            self._ends = self._clock() + _WINDOW_SECONDS
            self._failures.clear()
