import asyncio
import gzip
import json
import logging
import zlib
from collections.abc import AsyncIterator, Mapping
from typing import Final

import pytest
import pytest_asyncio
import uvicorn
from httpx import Response
from msgspec import structs

from fast_data_transfer.app import create_app
from fast_data_transfer.protocol import HttpProtocol
from fast_data_transfer.settings import MEBIBYTE, Settings
from tests.clients import open_client, start
from tests.hostile import SHOP, Refused, Target, dump, dump_but_uploads, each, quickly, write
from tests.problems import assert_problem
from tests.workspace import Workspace

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILE: Final = write(SHOP)
CHOICES: Final = '{"mode": "resource"}'
BOUNDARY: Final = {b"content-type": b"multipart/form-data; boundary=b"}
FORM: Final = (
    b'--b\r\nContent-Disposition: form-data; name="choices"\r\n\r\n{"mode": "resource"}\r\n'
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="f.json"\r\n\r\n' + FILE + b"\r\n--b--\r\n"
)


async def _refuse(target: Target, content: bytes, headers: Mapping[bytes, bytes], fault: str | None = None) -> None:
    """Send a body that is no form of an import, and find that it leaves no trace."""
    before = await dump(target.database)
    for path in ("imports/plan", "imports"):
        url = target.workspace.url(path)
        response = await quickly(target.workspace.client.post(url, content=content, headers=headers))
        problem = assert_problem(response, 400, "unreadable-file" if fault else "invalid-request")
        assert [error["code"] for error in problem["errors"]] == ([fault] if fault else [])
    assert await dump(target.database) == before


def _part(name: str, value: bytes = b"{}", more: bytes = b"") -> bytes:
    return b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (name.encode(), more, value)


@pytest.mark.parametrize(
    "content, fault",
    [
        pytest.param(_part("choices", CHOICES.encode()) + b"--b--\r\n", "file-missing", id="1-no-file-part"),
        pytest.param(FORM[:-7] + b"\r\n" + _part("file") + b"--b--\r\n", None, id="2-two-file-parts"),
        pytest.param(_part("extra") + FORM, None, id="15-unexpected-field"),
        pytest.param(_part("fileDigest", b"sha256-x") + FORM, None, id="15-file-and-digest"),
        pytest.param(FORM.replace(b"--b", b"--c"), None, id="16-other-boundary"),
        pytest.param(FORM[:-9], None, id="16-no-last-boundary"),
        pytest.param(b"", None, id="16-no-body"),
        pytest.param(FORM.replace(b'; name="file"', b""), None, id="16-part-without-name"),
        pytest.param(FORM.replace(b"Content-Disposition", b"X" * 100_000), None, id="16-endless-header"),
        pytest.param(
            _part("choices", CHOICES.encode())
            + b"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--\r\n",
            None,
            id="16-nested-form",
        ),
    ],
)
async def test_form_is_refused(target: Target, content: bytes, fault: str | None) -> None:
    """A form with other parts than it must have, or one that is broken, is refused before a file is looked at."""
    await _refuse(target, content, BOUNDARY, fault)


@pytest.mark.parametrize(
    "content_type",
    [
        pytest.param("multipart/form-data", id="16-boundary-missing"),
        pytest.param("multipart/form-data; boundary=", id="16-boundary-empty"),
        pytest.param("multipart/form-data; boundary=" + "b" * 5_000, id="16-boundary-endless"),
        pytest.param("multipart/form-data; boundary=\u00e9", id="16-boundary-not-ascii"),
    ],
)
async def test_boundary_is_refused(target: Target, content_type: str) -> None:
    """A form whose boundary cannot be one is refused."""
    await _refuse(target, FORM, {b"content-type": content_type.encode("latin-1")})


REFUSED = [
    Refused("3-zero-bytes", b"", 400, "unreadable-file", "empty"),
    Refused("4-only-white-space", b" \r\n\t\n  ", 400, "unreadable-file", "empty"),
    Refused("4-only-a-bom", b"\xef\xbb\xbf", 400, "unreadable-file", "empty"),
    Refused("11-gzip", gzip.compress(FILE), 415, "compressed-file", "compressed-file"),
    Refused("11-zstd", b"\x28\xb5\x2f\xfd" + FILE, 415, "compressed-file", "compressed-file"),
    Refused("13-zip", b"PK\x03\x04" + FILE, 400, "unreadable-file", "wrong-file"),
    Refused("13-pdf", b"%PDF-1.7\n" + FILE, 400, "unreadable-file", "wrong-file"),
    Refused("13-xlsx", b"PK\x03\x04....xl/workbook.xml", 400, "unreadable-file", "wrong-file"),
    Refused("13-image", b"\x89PNG\r\n\x1a\n", 400, "unreadable-file", "wrong-file"),
    Refused("14-login-page", b"<!DOCTYPE html><title>Sign in</title>", 400, "unreadable-file", "wrong-file"),
]


@each(REFUSED)
async def test_file_is_refused(target: Target, case: Refused) -> None:
    """A file that is none is recognised by its first bytes, and nothing unpacks it."""
    await target.refuse(case)


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("application/octet-stream", id="9-octet-stream"),
        pytest.param("image/png", id="9-image"),
        pytest.param("text/plain; charset=utf-16", id="9-other-charset"),
        pytest.param("x", id="9-no-type"),
    ],
)
async def test_type_of_the_part_does_not_matter(target: Target, kind: str) -> None:
    """What is in a file counts, not what its sender calls it."""
    await _accept(target, ("export.json", FILE, kind))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("export.json.txt", id="10-two-extensions"),
        pytest.param("EXPORT.JSON", id="10-upper-case"),
        pytest.param("../../etc/passwd", id="10-path"),
        pytest.param("export%00.json", id="10-nul"),
        pytest.param("x" * 5_000, id="10-5000-characters"),
        pytest.param("export\u202enosj.exe", id="10-right-to-left"),
    ],
)
async def test_name_of_the_file_does_not_matter(target: Target, name: str) -> None:
    """The name of a file is neither used nor repeated nor kept."""
    response = await _accept(target, (name, FILE, "application/json"))

    assert name not in response.text
    assert name not in str(await target.database.uploads.find({}, {"data": 0}).to_list(None))


async def _accept(target: Target, part: tuple[str, bytes, str]) -> Response:
    url = target.workspace.url("imports/plan")
    call = target.workspace.client.post(url, data={"choices": CHOICES}, files={"file": part})
    response = await quickly(call)
    assert response.status_code == 200, response.text
    return response


async def test_5_size_is_limited_to_the_byte(small: Workspace) -> None:
    """A file of exactly the limit is read, one byte more is refused, and the answer names limit and setting."""
    file = FILE + b" " * (MEBIBYTE - len(FILE))

    exact = await small.try_plan(file, "resource")
    problem = assert_problem(await small.try_plan(file + b" ", "resource"), 413, "file-too-large")

    assert exact.status_code == 200
    assert ("1,048,576" in problem["detail"], "FDT_MAX_FILE_MB" in problem["detail"]) == (True, True)


async def test_5_body_beyond_any_form_is_not_read(small: Workspace) -> None:
    """A body that is larger than the file and all choices may be is refused while it is read."""
    response = await quickly(small.try_plan(b"[" * 18 * MEBIBYTE))

    assert_problem(response, 413, "file-too-large")


@pytest.mark.parametrize(
    "head, body, status",
    [
        pytest.param(b"Content-Length: %d" % (len(FORM) - 50), FORM, 400, id="6-length-too-small"),
        pytest.param(b"Content-Length: %d" % (len(FORM) + 50), FORM, None, id="6-length-too-large"),
        pytest.param(b"Content-Length: 1e3", FORM, 400, id="6-length-no-number"),
        pytest.param(b"Content-Length: 10\r\nContent-Length: 11", FORM, 400, id="6-two-lengths"),
        pytest.param(b"Transfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(FORM), FORM), 200, id="6-chunked"),
        pytest.param(b"Transfer-Encoding: chunked", b"ffff\r\n" + FORM, None, id="7-gone-within-a-chunk"),
        pytest.param(b"Content-Length: %d" % len(FORM), FORM[:-200], None, id="7-gone-within-the-file"),
    ],
)
async def test_length_is_not_believed(
    target: Target, address: tuple[str, int], head: bytes, body: bytes, status: int | None
) -> None:
    """Whatever length a client announces and whenever it goes away, there is no trace, and the next one is served."""
    before = await dump_but_uploads(target.database)

    answer = await quickly(_speak(address, target.workspace.url("imports/plan"), head, body))

    assert answer.startswith(b"HTTP/1.1 %d " % status if status else b"") or not answer
    assert await dump_but_uploads(target.database) == before
    assert (await target.workspace.try_plan(FILE, "resource")).status_code == 200


@pytest.mark.parametrize(
    "request_line",
    [
        pytest.param(b"\x00\xff\r\n\r\n", id="no-http"),
        pytest.param(b"GET /api/projects HTTP/1.1\r\n\r\n", id="no-host"),
        pytest.param(b"POST /api/projects HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n", id="length"),
    ],
)
async def test_what_is_no_http_is_a_problem_too(address: tuple[str, int], request_line: bytes) -> None:
    """A client that breaks the rules of HTTP gets the same shape of answer as any other."""
    head, _, body = (await quickly(_send(address, request_line))).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in head
    assert json.loads(body)["code"] == "invalid-request"


async def test_broken_chunk_after_an_answer_ends_the_connection(
    address: tuple[str, int], caplog: pytest.LogCaptureFixture
) -> None:
    """What comes behind an answer that was given early is no reason for another one, nor for a line in the log."""
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"POST /api/nope HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
    head = await quickly(reader.readuntil(b"\r\n\r\n"))
    writer.write(b"zz\r\n")
    rest = await quickly(reader.read())
    writer.close()

    assert head.startswith(b"HTTP/1.1 404 ")
    assert b"HTTP/1.1" not in rest
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_8_body_that_stands_still_is_given_up(target: Target) -> None:
    """Whoever announces more than they send hears so, and keeps no place in the server."""
    app = create_app(structs.replace(target.app.state.settings, body_patience_seconds=0.05))
    before = await dump_but_uploads(target.database)

    async def send_half() -> AsyncIterator[bytes]:
        yield FORM[:-200]
        await asyncio.Event().wait()

    async with start(app), open_client(app) as client:
        url = target.workspace.url("imports")
        problem = assert_problem(
            await quickly(client.post(url, content=send_half(), headers=BOUNDARY)), 400, "invalid-request"
        )

    assert "stopped before it was complete" in problem["detail"]
    assert await dump_but_uploads(target.database) == before


@pytest.mark.parametrize(
    "encoding",
    [pytest.param("gzip", id="12-gzip-bomb"), pytest.param("deflate", id="12-deflate-bomb")],
)
async def test_body_is_never_inflated(target: Target, encoding: str) -> None:
    """A compressed body is taken as it is, so a bomb stays small, and is no form."""
    compress = gzip.compress if encoding == "gzip" else zlib.compress
    bomb = compress(FORM.replace(FILE, b" " * 10_000_000))

    await _refuse(target, bomb, BOUNDARY | {b"content-encoding": encoding.encode()})


@pytest_asyncio.fixture(loop_scope="session")
async def small(target: Target, mongo_url: str) -> AsyncIterator[Workspace]:
    """Give a branch of a server that reads files of up to 1 MB."""
    database = target.database.projects.database.name
    app = create_app(Settings(mongodb_url=mongo_url, mongodb_database=database, max_file_mb=1))
    async with start(app), open_client(app) as client:
        yield (await Target(app, Workspace(client, "none")).fresh()).workspace


@pytest_asyncio.fixture(loop_scope="session")
async def address(target: Target) -> AsyncIterator[tuple[str, int]]:
    """Serve the application by a real server, for clients that break the rules of HTTP."""
    config = uvicorn.Config(
        target.app, http=HttpProtocol, host="127.0.0.1", port=0, lifespan="off", log_level="critical"
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()
    server.should_exit = True
    await task


async def _speak(address: tuple[str, int], path: str, head: bytes, body: bytes) -> bytes:
    """Send bytes as they are, hang up, and give what was answered."""
    request = b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n%s\r\n\r\n%s"
    return await _send(address, request % (path.encode(), BOUNDARY[b"content-type"], head, body))


async def _send(address: tuple[str, int], request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(*address)
    writer.write(request)
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    return answer
