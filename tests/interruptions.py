"""
Interrupting an operation at each place where it waits: it is cancelled there, what it waits for fails, or others act.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from types import coroutine
from typing import Any, Literal, TypeAlias, TypeVar

from pymongo.errors import AutoReconnect

Failure: TypeAlias = Literal["cancelled", "answer-lost"]
"""Cancelled as a server does that ends; or what the driver raises when the database has done it, but cannot say so."""

_T = TypeVar("_T")
_Work: TypeAlias = Coroutine[Any, Any, _T]


class Interruption:
    """
    Counts the waits of an operation and of the tasks that it starts, and interrupts the one with number `at`.

    `how` is a failure, or something that others do before it goes on.
    """

    def __init__(self, at: int, how: Failure | Callable[[], Awaitable[object]]) -> None:
        self._at = at
        self._how = how
        self._waits = 0
        self._operation: asyncio.Task[Any] | None = None
        self.struck = ""
        """The name of the function whose wait it was: of the operation, or of a task that it started."""

    @property
    def happened(self) -> bool:
        """Whether the operation had that many waits."""
        return self._waits >= self._at

    async def run(self, operation: _Work[_T]) -> _T:
        """Run the operation, and wait for all that it has started, whatever it raises."""
        loop = asyncio.get_running_loop()
        before = asyncio.all_tasks()
        loop.set_task_factory(self._make_task)
        try:
            self._operation = task = asyncio.create_task(operation)
            return await task
        finally:
            loop.set_task_factory(None)
            while rest := asyncio.all_tasks() - before:
                await asyncio.wait(rest)

    def _make_task(self, loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> "asyncio.Task[Any]":  # noqa: ANN401 - as asyncio has it
        return asyncio.Task(self._drive(work), loop=loop, **options)

    async def _drive(self, work: _Work[_T]) -> _T:
        go_on: Callable[[], object] = lambda: work.send(None)  # noqa: E731
        while True:
            try:
                wait = go_on()
            except StopIteration as end:
                result: _T = end.value
                return result
            self._waits += 1
            is_interrupted = self._waits == self._at
            self.struck = getattr(work, "__name__", "") if is_interrupted else self.struck
            go_on = await self._wait(work, wait, is_interrupted=is_interrupted)
            if is_interrupted and callable(self._how):
                await self._how()

    @coroutine
    def _wait(
        self, work: _Work[Any], wait: object, *, is_interrupted: bool
    ) -> Generator[object, None, Callable[[], object]]:
        """Wait for what the work waits for, and tell how it goes on."""
        if is_interrupted and self._how == "cancelled" and self._operation:
            asyncio.get_running_loop().call_soon(self._operation.cancel)
        try:
            yield wait
        except BaseException as error:  # noqa: BLE001 - a cancelled task gets this
            raised = error
            return lambda: work.throw(raised)
        if is_interrupted and self._how == "answer-lost":
            return lambda: work.throw(AutoReconnect("connection closed"))
        return lambda: work.send(None)
