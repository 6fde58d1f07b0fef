"""
The application: the one place where everything is joined.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide

from fast_data_transfer.settings import Settings
from fast_data_transfer.storage.database import open_database
from fast_data_transfer.storage.retention import keep_transfers_for
from fast_data_transfer.web import configuration, exports, imports, projects, resources, spa, status, transfers
from fast_data_transfer.web.access import provide_access, provide_caller, provide_project_access, require_access
from fast_data_transfer.web.compression import Compressed
from fast_data_transfer.web.failure_bound import FailureBound
from fast_data_transfer.web.failures import EXCEPTION_HANDLERS
from fast_data_transfer.web.frame import Frame
from fast_data_transfer.web.metrics import Metrics
from fast_data_transfer.web.openapi import StrictSchemas, make_openapi_config
from fast_data_transfer.web.provide import provide_database, provide_metrics, provide_settings
from fast_data_transfer.web.requests import (
    ApiRequest,
    answer_options,
    find_query_names,
    provide_page,
    require_known_query,
)
from fast_data_transfer.web.slots import TransferSlots, provide_slots
from fast_data_transfer.web.stopping import Stoppable

PROJECT_HANDLERS = (
    *projects.HANDLERS,
    *configuration.HANDLERS,
    *resources.HANDLERS,
    *exports.HANDLERS,
    *imports.HANDLERS,
    *transfers.HANDLERS,
)
"""All calls below `/api/projects`: the guards and dependencies of `web.access` and `web.requests` are theirs."""

_FORM_OVERHEAD = 16 * 2**20
"""What a multipart form adds to its file: boundaries, headers, and the choices (50,000 renames are about 10 MB)."""


def create_app(settings: Settings) -> Litestar:
    """Create the application; it opens the database when it starts, so `settings.mongodb_url` must be known."""
    metrics = Metrics()
    failure_bound = FailureBound(settings.max_failed_requests if settings.auth == "gateway" else 0)
    app = Litestar(
        route_handlers=[_make_project_router(), *status.HANDLERS, *spa.HANDLERS],
        dependencies={
            "database": Provide(provide_database, sync_to_thread=False),
            "metrics": Provide(provide_metrics, sync_to_thread=False),
            "settings": Provide(provide_settings, sync_to_thread=False),
            "slots": Provide(provide_slots, sync_to_thread=False),
        },
        exception_handlers=EXCEPTION_HANDLERS,
        lifespan=[_open_database],
        logging_config=None,
        openapi_config=make_openapi_config(),
        plugins=[StrictSchemas()],
        request_class=ApiRequest,
        request_max_body_size=settings.max_file_bytes + _FORM_OVERHEAD,
        state=State(
            {
                "settings": settings,
                "metrics": metrics,
                "slots": TransferSlots(settings.max_concurrent_transfers),
                "failure_bound": failure_bound,
            }
        ),
    )
    app.state.query_names = find_query_names(app)
    inner = Compressed(Stoppable(app.asgi_handler))
    app.asgi_handler = Frame(inner, frame_ancestors=settings.frame_ancestors, metrics=metrics)
    return app


def _make_project_router() -> Router:
    return Router(
        "/api/projects",
        route_handlers=PROJECT_HANDLERS,
        guards=[require_access, require_known_query],
        before_request=answer_options,
        dependencies={
            "caller": Provide(provide_caller, sync_to_thread=False),
            "project_access": Provide(provide_project_access, sync_to_thread=False),
            "access": Provide(provide_access, sync_to_thread=False),
            "page": Provide(provide_page, sync_to_thread=False),
        },
    )


@asynccontextmanager
async def _open_database(app: Litestar) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    if settings.mongodb_url is None:
        raise ValueError("Settings.mongodb_url is needed: start the embedded MongoDB first, as `fdt serve` does.")
    async with open_database(settings.mongodb_url, settings.mongodb_database) as database:
        await keep_transfers_for(database, settings.keep_transfers_days)
        app.state.database = database
        yield
