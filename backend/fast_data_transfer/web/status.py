"""
Calls of the platform: is the service alive, is it ready, are its dependencies there, what does it measure.

Shape: `domain.md` 10.4. They need no user, and are not in the log.
"""

from typing import Final, Literal

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from prometheus_client import CONTENT_TYPE_LATEST

from fast_data_transfer import __version__
from fast_data_transfer.domain.model import Base
from fast_data_transfer.storage.database import Database, is_reachable
from fast_data_transfer.web.metrics import Metrics
from fast_data_transfer.web.problems import failures_only

NAME: Final = "fast-data-transfer"
_TAGS: Final = ["Status"]
_METRICS_TYPE: Final = CONTENT_TYPE_LATEST.removesuffix("; charset=utf-8")
"""Litestar adds the charset."""


class Status(Base, frozen=True, omit_defaults=True):
    """How the service is; `message` says what is wrong."""

    name: str
    version: str
    status: Literal["OK", "KO"]
    message: str | None = None


_KO: Final = {503: ResponseSpec(Status, description="A dependency is missing.", generate_examples=False)}
_RESPONSES: Final = failures_only()


@get("/-/healthz", operation_id="getHealth", tags=_TAGS, responses=_RESPONSES, sync_to_thread=False)
def get_health() -> Status:
    """Tell that the process is alive."""
    return Status(name=NAME, version=__version__, status="OK")


@get("/-/ready", operation_id="getReadiness", tags=_TAGS, responses=_RESPONSES | _KO)
async def get_readiness(database: NamedDependency[Database]) -> Response[Status]:
    """Tell whether requests can be served."""
    return await _check(database)


@get("/-/check-up", operation_id="getCheckUp", tags=_TAGS, responses=_RESPONSES | _KO)
async def get_check_up(database: NamedDependency[Database]) -> Response[Status]:
    """Tell whether all that the service depends on is there."""
    return await _check(database)


@get(
    "/-/metrics",
    operation_id="getMetrics",
    tags=_TAGS,
    responses=_RESPONSES,
    media_type=_METRICS_TYPE,
    sync_to_thread=False,
)
def get_metrics(metrics: NamedDependency[Metrics]) -> bytes:
    """Give the measurements, for Prometheus."""
    return metrics.render()


HANDLERS: Final = (get_health, get_readiness, get_check_up, get_metrics)


async def _check(database: Database) -> Response[Status]:
    if await is_reachable(database):
        return Response(Status(name=NAME, version=__version__, status="OK"))
    status = Status(name=NAME, version=__version__, status="KO", message="The database does not answer.")
    return Response(status, status_code=503)
