"""
What describes the API and its file, both below `/api/schema`; no pages that load scripts from elsewhere.
"""

from typing import Final

from litestar import MediaType, Response, Router, get
from litestar._openapi.schema_generation import SchemaCreator
from litestar._openapi.schema_generation.plugins.struct import StructSchemaPlugin
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Schema
from litestar.typing import FieldDefinition

from fast_data_transfer import __version__
from fast_data_transfer.domain.file_schema import encode_schema
from fast_data_transfer.web.requests import Connection

_FOLDER: Final = "/api/schema"
_DOCUMENT: Final = "/openapi.json"
_FILE_SCHEMA: Final = "/export-file.json"
_DESCRIPTION: Final = """\
Moves Fast Data resources between projects and branches, as references or as copies.
The JSON Schema of the file is at `/api/schema/export-file.json`.
Every failed call answers `application/problem+json`, with a stable `code`."""


class StrictSchemas(StructSchemaPlugin):
    """Says of a struct that refuses unknown fields that it does; Litestar leaves that out."""

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: SchemaCreator) -> Schema:
        """Describe a struct."""
        schema = super().to_openapi_schema(field_definition, schema_creator)
        if field_definition.type_.__struct_config__.forbid_unknown_fields:
            schema.additional_properties = False
        return schema


def _require_document(connection: Connection, _: BaseRouteHandler) -> None:
    # Litestar answers the rest of the folder itself, with HTML.
    if connection.url.path.removeprefix(_FOLDER) not in {_DOCUMENT, _FILE_SCHEMA}:
        raise NotFoundException


@get(_FILE_SCHEMA, sync_to_thread=False)
def get_file_schema() -> Response[bytes]:
    """Give the JSON Schema of export files."""
    return Response(encode_schema(), media_type="application/schema+json")


def make_openapi_config() -> OpenAPIConfig:
    """Make the configuration; each app needs its own, for its router."""
    return OpenAPIConfig(
        title="Fast Data Import / Export",
        version=__version__,
        description=_DESCRIPTION,
        path=_FOLDER,
        render_plugins=[JsonRenderPlugin(path=_DOCUMENT, media_type=MediaType.JSON)],
        openapi_router=Router(
            _FOLDER, route_handlers=[get_file_schema], guards=[_require_document], include_in_schema=False
        ),
        use_handler_docstrings=True,
    )
