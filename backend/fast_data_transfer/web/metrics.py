"""
What is measured, in the format of Prometheus.

No label has a value that a caller can invent, so the number of series is bounded.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Literal, TypeAlias

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from fast_data_transfer.domain.plan import Plan
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.web.problems import KINDS, ProblemCode

TransferKind: TypeAlias = Literal["export", "plan", "import", "undo"]
Outcome: TypeAlias = Literal["done", "unchanged", "replayed", "blocked", "refused", "failed"]
"""`unchanged` had nothing to do, `replayed` was done before, `blocked` is a plan with errors."""

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS: Final = (0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60)
_BYTES: Final = tuple(10**exponent for exponent in range(3, 10))
_RESOURCES: Final = (0, 1, 10, 100, 1_000, 10_000, 100_000)


class Transfer:
    """What becomes known of a transfer while it runs."""

    def __init__(self) -> None:
        self.outcome: Outcome = "done"
        self.size: int | None = None
        self.resources: int | None = None


class Metrics:
    """The measurements of one app; each has its own, so that two apps in one process do not mix."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        self._requests = Histogram(
            "http_request_duration_seconds",
            "Duration of HTTP requests by route.",
            ["method", "route", "status"],
            registry=registry,
        )
        self._problems = Counter("fdt_problems", "Requests that failed, by code.", ["code"], registry=registry)
        for code in KINDS:
            self._problems.labels(code)
        self._transfers = Histogram(
            "fdt_transfer_duration_seconds",
            "Duration of exports, plans, imports and undos by outcome.",
            ["type", "outcome"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._sizes = Histogram(
            "fdt_transfer_size_bytes", "Size of files.", ["type"], buckets=_BYTES, registry=registry
        )
        self._resources = Histogram(
            "fdt_transfer_resources", "Resources written.", ["type"], buckets=_RESOURCES, registry=registry
        )
        self._plans = Counter("fdt_plans", "Plans shown, by mode and result.", ["mode", "result"], registry=registry)
        self._items = Counter("fdt_plan_items", "Items of plans shown, by status.", ["status"], registry=registry)

    def observe_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request and its duration; an invented method must not make a new series."""
        known = method if method in _METHODS else "other"
        self._requests.labels(known, route, str(status)).observe(seconds)

    def observe_problem(self, code: ProblemCode) -> None:
        """Count a request that failed."""
        self._problems.labels(code).inc()

    def observe_plan(self, plan: Plan) -> None:
        """Count a plan that a user sees, and how many of its items have each status, conflicts among them."""
        self._plans.labels(plan.mode, "blocked" if plan.blocked else "ready").inc()
        for status, count in plan.summary.items():
            self._items.labels(status).inc(count)

    @contextmanager
    def transfer(self, kind: TransferKind) -> Iterator[Transfer]:
        """Measure a transfer, however it ends."""
        transfer = Transfer()
        started = time.perf_counter()
        try:
            yield transfer
        except Problem as problem:
            transfer.outcome = "blocked" if problem.code == "plan-blocked" else "refused"
            raise
        except BaseException:
            transfer.outcome = "failed"
            raise
        finally:
            self._observe_transfer(kind, transfer, time.perf_counter() - started)

    def render(self) -> bytes:
        """Render all measurements as text."""
        return generate_latest(self._registry)

    def _observe_transfer(self, kind: TransferKind, transfer: Transfer, seconds: float) -> None:
        self._transfers.labels(kind, transfer.outcome).observe(seconds)
        if transfer.size is not None:
            self._sizes.labels(kind).observe(transfer.size)
        if transfer.resources is not None:
            self._resources.labels(kind).observe(transfer.resources)
