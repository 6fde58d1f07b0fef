"""
How tests call the application: in their own event loop, from an address of their choice.
"""

from typing import Any, Final, cast

from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient
from litestar import Litestar

BASE_URL: Final = "http://127.0.0.1:3000"


def start(app: Litestar) -> LifespanManager:
    """Start the application, and stop it at the end; without a database, the driver takes seconds to give up."""
    return LifespanManager(_as_asgi(app), startup_timeout=None, shutdown_timeout=None)


def open_client(app: Litestar, address: str = "127.0.0.1", headers: dict[str, str] | None = None) -> AsyncClient:
    """Open a client that calls from this address."""
    return AsyncClient(
        transport=ASGITransport(_as_asgi(app), client=(address, 1234)), base_url=BASE_URL, headers=headers
    )


def _as_asgi(app: Litestar) -> Any:  # noqa: ANN401 - Litestar and httpx describe ASGI with different types
    return cast("Any", app)
