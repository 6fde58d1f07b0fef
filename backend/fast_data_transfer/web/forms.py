"""
The forms of an import: one file (or the digest of one sent before) and the choices, as `multipart/form-data`.

They are read here, not by Litestar, which lets unknown parts pass and answers 500 to text that is not UTF-8; a
handler still declares the form as its `data`, so that OpenAPI describes it. Source: `contract.md` section 7.
"""

import asyncio
from io import BytesIO
from typing import Annotated, Any, Final, TypeAlias

from litestar.datastructures import UploadFile
from litestar.utils.scope.state import ScopeState
from msgspec import Meta
from multipart import (  # type: ignore[import-untyped]
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
)

from fast_data_transfer.domain.choices import Choices
from fast_data_transfer.domain.comparison import ItemName
from fast_data_transfer.domain.json_bounds import node_limit
from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.quoting import quote
from fast_data_transfer.domain.safe_json import JsonFault, decode_json
from fast_data_transfer.operations.imports import Upload
from fast_data_transfer.web.requests import OFF_LOOP_BYTES, AnyRequest, convert_strictly

_FILE_PARTS: Final = ("file", "fileDigest")
_EXAMPLES: Final = {
    "choices": 'at least {"mode": "reference"}',
    "items": 'what to look at, such as [{"kind": "castFunction", "name": "castToCents"}]',
}
_MAX_DIGEST_LENGTH: Final = 255
_MAX_HEADER_BYTES: Final = 2**16
"""Of a part: room for the name of a file, which does not matter, so that a long one does no harm either."""


class ImportForm(Base, frozen=True):
    """The parts of an import; `file` or `fileDigest`, not both."""

    choices: Choices
    file: Annotated[UploadFile | None, Meta(description="The export file.")] = None
    file_digest: Annotated[str | None, Meta(description="Digest of a file that you sent within the hour.")] = None


_Compared: TypeAlias = Annotated[list[ItemName], Meta(min_length=1, max_length=100)]
"""In one call no more than a person looks at together."""


class ComparisonForm(ImportForm, frozen=True, kw_only=True):
    """The parts of an import, and which of its items to look at, named as in the file."""

    items: _Compared


class SentFile(UploadFile):
    """A file that is in memory as a whole, as the reading needs it; Litestar's own goes through a spool."""

    def __init__(self, data: bytes) -> None:
        super().__init__("application/json", "file.json")
        self.data = data


async def read_form(request: AnyRequest) -> None:
    """
    Read the form of an import before Litestar would; it takes what it finds in the scope.

    Raises `Problem`: `unsupported-media-type`, `invalid-request`, `file-too-large`, `unreadable-file` without file.
    """
    ScopeState.from_scope(request.scope).form = await _read(request, choices=Choices)


async def read_comparison_form(request: AnyRequest) -> None:
    """
    Read the form of a comparison, in the same way.

    Raises what `read_form` raises.
    """
    ScopeState.from_scope(request.scope).form = await _read(request, choices=Choices, items=_Compared)


def take_upload(form: ImportForm) -> Upload:
    """Take the file out of the form."""
    return Upload(data=form.file.data if isinstance(form.file, SentFile) else None, digest=form.file_digest)


async def _read(request: AnyRequest, **json_parts: Any) -> dict[str, Any]:  # noqa: ANN401 - types that msgspec knows
    content_type, parameters = request.content_type
    if content_type != "multipart/form-data":
        raise Problem("unsupported-media-type", "Send the file and the choices as multipart/form-data.")
    parts = await _read_parts(request, parameters.get("boundary", ""), (*_FILE_PARTS, *json_parts))
    _require_one_file(parts)
    max_depth = request.app.state.settings.max_depth
    form = {name: await _read_json(name, parts.get(name), wanted, max_depth) for name, wanted in json_parts.items()}
    if "file" in parts:
        return form | {"file": SentFile(parts["file"].getvalue())}
    return form | {"fileDigest": _read_text(parts["fileDigest"])}


async def _read_parts(request: AnyRequest, boundary: str, known: tuple[str, ...]) -> dict[str, BytesIO]:
    # As it grows, and as it is taken out, what it holds is not copied: that would stop all else for the time.
    parts: dict[str, BytesIO] = {}
    current = BytesIO()
    try:
        limits = {"max_segment_count": len(known) + 1, "max_header_size": _MAX_HEADER_BYTES}
        with PushMultipartParser(boundary.encode(), **limits) as parser:
            async for piece in request.stream():
                for event in parser.parse(piece):
                    if isinstance(event, MultipartSegment):
                        current = parts[_require_new(event, parts, known)] = BytesIO()
                    elif event:
                        current.write(event)
    except (MultipartError, ParserLimitReached, ValueError, LookupError) as error:
        raise Problem("invalid-request", "The form cannot be read: a part or the boundary is broken.") from error
    return parts


def _require_new(segment: MultipartSegment, parts: dict[str, BytesIO], known: tuple[str, ...]) -> str:
    name = str(segment.name)
    if name not in known:
        raise Problem("invalid-request", f"The form has a part {quote(name)}. Known: {', '.join(known)}.")
    if name in parts:
        raise Problem("invalid-request", f"The form has the part `{name}` twice. Send it once.")
    return name


def _require_one_file(parts: dict[str, BytesIO]) -> None:
    if "file" in parts and "fileDigest" in parts:
        raise Problem("invalid-request", "The form has `file` and `fileDigest`. Send one of them.")
    if not parts.keys() & {"file", "fileDigest"}:
        message = "The form has no `file`. Send the export file, or `fileDigest` of one sent within the hour."
        raise Problem("unreadable-file", message, errors=[Fault(code="file-missing", message=message)])


async def _read_json(name: str, part: BytesIO | None, wanted: Any, max_depth: int) -> object:  # noqa: ANN401 - as above
    if part is None:
        raise Problem("invalid-request", f"The form has no `{name}`. Send {_EXAMPLES[name]}.")
    data = part.getvalue()
    if len(data) < OFF_LOOP_BYTES:
        return _decode(name, data, wanted, max_depth)
    return await asyncio.to_thread(_decode, name, data, wanted, max_depth)


def _decode(name: str, data: bytes, wanted: Any, max_depth: int) -> object:  # noqa: ANN401 - as above
    try:
        value = decode_json(data, max_depth=max_depth, max_nodes=node_limit(len(data)))
    except JsonFault as error:
        raise Problem("invalid-request", f"`{name}`: {error}", errors=[error.fault]) from None
    return convert_strictly(value, wanted)


def _read_text(part: BytesIO) -> str:
    data = part.getvalue()
    if not data.isascii() or len(data) > _MAX_DIGEST_LENGTH:
        raise Problem("invalid-request", "`fileDigest` is not the digest of a file (`sha256-…`).")
    return data.decode()
