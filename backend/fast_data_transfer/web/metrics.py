"""
What is measured, in the format of Prometheus.
"""

from typing import Final

from prometheus_client import CollectorRegistry, Histogram, PlatformCollector, ProcessCollector, generate_latest

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The measurements of one app; each has its own, so that two apps in one process do not mix."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        self._requests = Histogram(
            "http_request_duration_seconds",
            "Duration of HTTP requests by route.",
            ["method", "route", "status"],
            registry=self._registry,
        )

    def observe_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request and its duration; an invented method must not make a new series."""
        known = method if method in _METHODS else "other"
        self._requests.labels(known, route, str(status)).observe(seconds)

    def render(self) -> bytes:
        """Render all measurements as text."""
        return generate_latest(self._registry)
