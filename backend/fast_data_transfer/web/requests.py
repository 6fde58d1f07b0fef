"""
How requests are read: JSON bodies strictly, and no query parameter that the call does not know.

Litestar converts a body leniently ("1" for 1) and lets unknown parameters pass; here neither happens. Byte checks
of bodies are those of files (`domain.safe_json`).
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from http import HTTPMethod
from typing import Annotated, Any, Final, Literal, TypeAlias

import msgspec
from litestar import Litestar, Request, Response
from litestar.connection import ASGIConnection
from litestar.exceptions import InternalServerException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.handlers import BaseRouteHandler
from litestar.params import QueryParameter
from litestar.routes import HTTPRoute

from fast_data_transfer.domain.json_bounds import node_limit
from fast_data_transfer.domain.model import Json
from fast_data_transfer.domain.pointers import join_pointer
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.quoting import quote
from fast_data_transfer.domain.safe_json import JsonFault, decode_json
from fast_data_transfer.settings import MEBIBYTE
from fast_data_transfer.storage.paging import Page

AnyRequest: TypeAlias = Request[Any, Any, Any]
Connection: TypeAlias = ASGIConnection[Any, Any, Any, Any]
QueryNames: TypeAlias = Mapping[BaseRouteHandler, frozenset[str]]

SMALL_BODY: Final = MEBIBYTE
"""Limit in bytes (`request_max_body_size`) of calls that take a few names and switches."""

DEPTH_OPT: Final = "depth"
"""
By how much what is in a body is deeper in an export file, which has the same limit.

An `opt` of a handler: a function of the parameters in its path.
"""

TEXT_PATTERN: Final = r"^[^\x00]*$"
"""What every text in a query is, as the OpenAPI document says it; `require_known_query` refuses the others."""

_MAX_OFFSET: Final = 2**31 - 1
_MAX_SEARCH_LENGTH: Final = 200
OFF_LOOP_BYTES: Final = 2**18
"""What is larger is decoded in a thread: a health check must not wait for it."""

_PATH: Final = re.compile(r" - at `(?:key in )?\$(.*)`$")
_STEP: Final = re.compile(r"\.([^.\[\]]+)|\[([0-9]+)\]")
_FIELD: Final = re.compile(r"Object (missing required|contains unknown) field `(.*)`$")
_FIELD_CODES: Final = {"missing required": "missing-field", "contains unknown": "unknown-field"}


class ApiRequest(Request[Any, Any, Any]):
    """A request whose JSON body is checked byte by byte, then converted strictly to what the handler declares."""

    __slots__ = ()

    async def json(self) -> Any:  # noqa: ANN401 - as the base class has it
        """
        Read the body as the type of the handler's `data`.

        Raises `Problem`: `unsupported-media-type`, `file-too-large`, `too-many-items`, `invalid-request`.
        """
        self._require_json_type()
        body = await self.body()
        deeper = self.route_handler.opt.get(DEPTH_OPT, _as_deep)
        max_depth = self.app.state.settings.max_depth - deeper(self.path_params)
        if len(body) < OFF_LOOP_BYTES:
            return self._decode(body, max_depth)
        return await asyncio.to_thread(self._decode, body, max_depth)

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """
        Read the body piece by piece, then ask the guards again: whoever sends for minutes may lose access meanwhile.

        Raises `Problem`: `file-too-large`, `invalid-request` when it breaks off or stops, and whatever the guards
        raise.
        """
        pieces = super().stream()
        try:
            while True:
                async with asyncio.timeout(self.app.state.settings.body_patience_seconds):
                    piece = await anext(pieces, None)
                if piece is None:
                    break
                yield piece
        except TimeoutError:
            raise Problem("invalid-request", "The body stopped before it was complete. Send it again.") from None
        except RequestEntityTooLarge:
            raise self._too_large() from None
        except InternalServerException:
            raise Problem("invalid-request", "The connection was closed before the body was complete.") from None
        await self.route_handler.authorize_connection(self)

    def _require_json_type(self) -> None:
        content_type, _ = self.content_type
        if content_type != "application/json":
            sent = quote(content_type) if content_type else "nothing"
            raise Problem(
                "unsupported-media-type", f"The header Content-Type says {sent}. Send JSON, as application/json."
            )

    def _decode(self, body: bytes, max_depth: int) -> object:
        try:
            value = decode_json(body, max_depth=max_depth, max_nodes=node_limit(len(body)))
        except JsonFault as error:
            raise Problem("invalid-request", str(error), errors=[error.fault]) from None
        declared = self.route_handler.parsed_data_field
        return convert_strictly(value, declared.annotation if declared else Any)

    def _too_large(self) -> Problem:
        limit = self.route_handler.resolve_request_max_body_size() or 0
        announced = self.headers.get("content-length", "")
        actual = f"{int(announced):,} bytes" if announced.isdecimal() else "more"
        reason, setting = ("file", " (setting FDT_MAX_FILE_MB)") if limit > SMALL_BODY else ("body", "")
        message = f"The body has {actual}; at most {limit:,} bytes are read here{setting}."
        return Problem.of(Fault(code="file-too-large", message=message, params={"reason": reason, "limit": limit}))


def _as_deep(_: Mapping[str, Any]) -> int:
    return 0


def convert_strictly(value: Json, wanted: Any) -> object:  # noqa: ANN401 - any type that msgspec knows
    """
    Convert JSON to a type without guessing: `"1"` and `true` are no integers, unknown fields are refused.

    Raises `Problem` `invalid-request`, with a pointer.
    """
    try:
        converted: object = msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        fault = _read_fault(str(error))
        where = f" at {fault.pointer}" if fault.pointer else ""
        raise Problem("invalid-request", f"The body is not valid{where}: {fault.message}.", errors=[fault]) from None
    return converted


def _read_fault(text: str) -> Fault:
    """Read a message of msgspec, such as "Expected `int`, got `str` - at `$.items[0].size`"."""
    found = _PATH.search(text)
    message = _PATH.sub("", text)
    # A key of a map is shown as `[...]`: there the pointer ends.
    path, unnamed_key, _ = (found[1] if found else "").partition("[...]")
    pointer = ""
    for step in _STEP.finditer(path):
        pointer = join_pointer(pointer, step[1] or step[2])
    field = _FIELD.match(message)
    if field is None:
        return Fault(code="invalid-value", message=message, pointer=pointer)
    located = pointer if unnamed_key else join_pointer(pointer, field[2])
    return Fault(code=_FIELD_CODES[field[1]], message=message, pointer=located)


def find_query_names(app: Litestar) -> QueryNames:
    """Find, for each handler of the app, which query parameters it and its dependencies take."""
    return {
        handler: frozenset(parameter.field_alias for parameter in model.expected_query_params)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler, model in route.route_handler_map.values()
    }


def is_options(connection: Connection) -> bool:
    """Tell whether a request only asks which methods there are: Litestar answers that itself, for every route."""
    return connection.scope.get("method") == HTTPMethod.OPTIONS


async def answer_options(request: AnyRequest) -> Response[None] | None:
    """Name the methods of an address; Litestar's own answer has those of the handler that was registered first."""
    if not is_options(request):
        return None
    routes = (route for route in request.app.routes if isinstance(route, HTTPRoute))
    methods = next(route.methods for route in routes if route.path_format == request.scope["path_template"])
    return Response(None, status_code=204, headers={"Allow": ", ".join(sorted(methods))})


async def require_known_query(connection: Connection, _: BaseRouteHandler) -> None:
    """
    Refuse, as a guard, query parameters that the call does not know, that come twice, or that hold NUL.

    Raises `Problem` `invalid-request`, naming each.
    """
    if is_options(connection):
        return
    known = connection.app.state.query_names[connection.route_handler]
    sent = connection.query_params
    faults = [fault for name in sent for fault in _check_parameter(name, sent.getall(name), known)]
    if faults:
        raise Problem("invalid-request", faults[0].message, errors=faults)


def _check_parameter(name: str, values: list[str], known: frozenset[str]) -> list[Fault]:
    if name not in known:
        names = ", ".join(sorted(known)) or "none"
        message = f"There is no query parameter {quote(name)} here. Known: {names}."
        return [Fault(code="unknown-parameter", message=message)]
    if len(values) > 1:
        return [Fault(code="invalid-parameter", message=f"The query parameter `{name}` comes twice. Send it once.")]
    if "\0" in values[0]:
        return [Fault(code="invalid-parameter", message=f"The query parameter `{name}` holds NUL (%00). Leave it out.")]
    return []


def provide_page(
    offset: Annotated[int, QueryParameter(description="How many to skip.", ge=0, le=_MAX_OFFSET)] = 0,
    limit: Annotated[int, QueryParameter(description="How many to give.", ge=1, le=1000)] = 50,
    q: Annotated[
        str | None,
        QueryParameter(
            description="Only what has this text in it.", max_length=_MAX_SEARCH_LENGTH, pattern=TEXT_PATTERN
        ),
    ] = None,
    sort: Annotated[
        Literal["name", "-updatedAt"], QueryParameter(description="By name, or the last changed first.")
    ] = "name",
) -> Page:
    """Provide the part of a list that is asked for: the parameters of every list."""
    return Page(offset=offset, limit=limit, q=q, sort=sort)
