"""
The OpenAPI document, at `/api/schema/openapi.json` and nowhere else; no pages that load scripts from elsewhere.
"""

from typing import Final

from litestar import MediaType, Router
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from fast_data_transfer import __version__
from fast_data_transfer.web.requests import Connection

_FOLDER: Final = "/api/schema"
_DOCUMENT: Final = "/openapi.json"
_DESCRIPTION: Final = """\
Moves Fast Data resources between projects and branches, as references or as copies.
Every failed call answers `application/problem+json`, with a stable `code`."""


def _require_document(connection: Connection, _: BaseRouteHandler) -> None:
    # Litestar answers the rest of the folder itself, with HTML.
    if connection.url.path != _FOLDER + _DOCUMENT:
        raise NotFoundException


def make_openapi_config() -> OpenAPIConfig:
    """Make the configuration; each app needs its own, for its router."""
    return OpenAPIConfig(
        title="Fast Data Import / Export",
        version=__version__,
        description=_DESCRIPTION,
        path=_FOLDER,
        render_plugins=[JsonRenderPlugin(path=_DOCUMENT, media_type=MediaType.JSON)],
        openapi_router=Router(_FOLDER, route_handlers=[], guards=[_require_document], include_in_schema=False),
        use_handler_docstrings=True,
    )
