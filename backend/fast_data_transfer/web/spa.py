"""
The single-page app: its built files, and `index.html` for every address that is one of its own.
"""

from pathlib import Path
from typing import Any, Final

from litestar import HttpMethod, MediaType, Response, route
from litestar.datastructures import ETag
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import File
from litestar.status_codes import HTTP_304_NOT_MODIFIED

from fast_data_transfer.settings import Settings
from fast_data_transfer.web.access import require_caller
from fast_data_transfer.web.requests import AnyRequest

_FOR_EVER: Final = "public, max-age=31536000, immutable"
"""Their names have a hash of the content in them."""
_ASK_AGAIN: Final = "no-cache"
_READING: Final = (HttpMethod.GET, HttpMethod.HEAD)

_NOT_BUILT: Final = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Fast Data Import / Export</title></head>
<body><h1>The pages are not built</h1><p>Run <code>make build</code>, then reload this one.</p></body>
</html>
"""


@route("/assets/{name:str}", http_method=_READING, include_in_schema=False, sync_to_thread=False)
def get_asset(request: AnyRequest, name: FromPath[str], settings: NamedDependency[Settings]) -> Response[Any] | File:
    """Give a built file."""
    path = settings.frontend_dir / "assets" / name
    if not _is_file(path):
        raise NotFoundException
    return _give(request, path, _FOR_EVER)


@route(["/", "/{path:path}"], http_method=_READING, include_in_schema=False, sync_to_thread=False)
def get_page(
    request: AnyRequest, settings: NamedDependency[Settings], path: FromPath[str] = "/"
) -> Response[Any] | File:
    """Give the file of this name, such as an icon, else the page that shows all addresses of the app."""
    name = path.removeprefix("/")
    index = settings.frontend_dir / "index.html"
    if name and "/" not in name and _is_file(settings.frontend_dir / name):
        return _give(request, settings.frontend_dir / name, _ASK_AGAIN)
    if _is_file(index):
        return _give(request, index, _ASK_AGAIN)
    return Response(_NOT_BUILT, media_type=MediaType.HTML, status_code=404, headers={"Cache-Control": _ASK_AGAIN})


@route(
    ["/api", "/api/{path:path}"],
    http_method=list(HttpMethod),
    guards=[require_caller],
    include_in_schema=False,
    sync_to_thread=False,
)
def refuse_unknown_call() -> None:
    """Answer what is below `/api` and no call as a problem; the page of the app would hide the mistake."""
    raise NotFoundException


HANDLERS: Final = (get_asset, get_page, refuse_unknown_call)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # A name that is too long.
        return False


def _give(request: AnyRequest, path: Path, caching: str) -> Response[Any] | File:
    """Give a file, or tell that the browser has it as it is."""
    found = path.stat()
    etag = ETag(value=f"{found.st_mtime_ns:x}-{found.st_size:x}")
    headers = {"Cache-Control": caching}
    if request.headers.get("if-none-match") == etag.to_header():
        return Response(None, status_code=HTTP_304_NOT_MODIFIED, headers={**headers, "ETag": etag.to_header()})
    return File(path, filename=path.name, content_disposition_type="inline", headers=headers, etag=etag)
