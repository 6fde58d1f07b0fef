"""
What describes the API and its file, both below `/api/schema`; no pages that load scripts from elsewhere.
"""

from collections.abc import Iterable
from typing import Any, Final

from litestar import MediaType, Response, Router, get
from litestar._openapi.schema_generation import SchemaCreator
from litestar._openapi.schema_generation.plugins.struct import StructSchemaPlugin
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import OpenAPI, Schema
from litestar.typing import FieldDefinition

from fast_data_transfer import __version__
from fast_data_transfer.domain.file_schema import encode_schema
from fast_data_transfer.domain.model import JsonObject
from fast_data_transfer.domain.needs import KNOWN_DEFAULTS
from fast_data_transfer.domain.shape import DATA_TYPES, FIELD_TYPES, INDEX_TYPES
from fast_data_transfer.web.requests import Connection, require_known_query

_FOLDER: Final = "/api/schema"
_DOCUMENT: Final = "/openapi.json"
_FILE_SCHEMA: Final = "/export-file.json"
_DESCRIPTION: Final = """\
Moves Fast Data resources between projects and branches, as references or as copies.
The JSON Schema of the file is at `/api/schema/export-file.json`.
Every failed call answers `application/problem+json`, with a stable `code`."""


def _choices(values: Iterable[str], description: str) -> JsonObject:
    return {"type": "string", "enum": list(values), "description": description}


_ENTRY_CHOICES: Final[JsonObject] = {
    "FieldType": _choices(FIELD_TYPES, "`type` of a field, in an owned Projection or Single View."),
    "DataType": _choices(DATA_TYPES, "`dataType` of an owned cast function."),
    "ProjectionIndexType": _choices(INDEX_TYPES["projection"], "`type` of an index, in an owned Projection."),
    "SingleViewIndexType": _choices(INDEX_TYPES["singleView"], "`type` of an index, in an owned Single View."),
    "DefaultCastFunction": _choices(sorted(KNOWN_DEFAULTS), "What every project knows, whether it lists it or not."),
}
"""What parts of an entry are chosen from. No call can refer to them, since the entry of a reference may hold others."""


class Document(OpenAPI):
    """The OpenAPI document, with what forms need to know beyond the calls."""

    def to_schema(self) -> dict[str, Any]:
        """Write the document."""
        document = super().to_schema()
        schemas = document["components"]["schemas"] | _ENTRY_CHOICES
        document["components"]["schemas"] = dict(sorted(schemas.items()))
        return document


class DocumentConfig(OpenAPIConfig):
    """Makes the OpenAPI document."""

    def to_openapi_schema(self) -> OpenAPI:
        """Make the document; Litestar fills in what it finds in the handlers."""
        return Document(**vars(super().to_openapi_schema()))


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
    return DocumentConfig(
        title="Fast Data Import / Export",
        version=__version__,
        description=_DESCRIPTION,
        path=_FOLDER,
        render_plugins=[JsonRenderPlugin(path=_DOCUMENT, media_type=MediaType.JSON)],
        openapi_router=Router(
            _FOLDER,
            route_handlers=[get_file_schema],
            guards=[_require_document, require_known_query],
            include_in_schema=False,
        ),
        use_handler_docstrings=True,
    )
