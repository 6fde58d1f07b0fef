import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import httpx
import pytest

from fast_data_transfer.cli.client import Client
from fast_data_transfer.cli.planning import SentFile
from fast_data_transfer.domain.choices import Choices
from fast_data_transfer.domain.lock_file import encode_lock, make_lock
from tests.builders import configuration, projection, system
from tests.command_line import NOBODY, SOMEWHERE, Fdt, Place

CLIENTS = [
    ["export", *SOMEWHERE],
    ["plan", "shop.json", *SOMEWHERE, "--mode", "reference"],
    ["import", "shop.json", *SOMEWHERE, "--mode", "reference", "--no-prompt"],
    ["load", "config.json", *SOMEWHERE, "--no-prompt"],
    ["undo", "1", *SOMEWHERE, "--no-prompt"],
    ["history", *SOMEWHERE],
    ["verify", *SOMEWHERE],
    ["diff", "shop.json", *SOMEWHERE],
]


@pytest.fixture(autouse=True)
def files(file: Path) -> None:
    """Put the files that the commands name into the current folder."""
    file.with_name("config.json").write_text(json.dumps(configuration()))
    file.with_name("fast-data-lock.json").write_bytes(encode_lock(make_lock({})))


class _Answers(BaseHTTPRequestHandler):
    """A server that is told how to answer, and notes what it was asked."""

    respond: ClassVar[Callable[["_Answers"], None]]
    seen: ClassVar[list[tuple[str, str, bytes]]]
    tokens: ClassVar[list[str | None]]

    def respond_to_all(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.seen.append((self.command, self.path, body))
        self.tokens.append(self.headers.get("authorization"))
        type(self).respond(self)

    def answer(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def _serve(respond: Callable[[_Answers], None]) -> Iterator[tuple[str, type[_Answers]]]:
    """Serve these answers on a free port."""
    methods = dict.fromkeys(("do_GET", "do_POST", "do_PUT"), _Answers.respond_to_all)
    handler = type("Handler", (_Answers,), {"respond": staticmethod(respond), "seen": [], "tokens": []} | methods)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", handler
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("arguments", CLIENTS, ids=lambda arguments: arguments[0])
def test_server_must_be_there(fdt: Fdt, arguments: list[str]) -> None:
    """A server that is not there is an error that names it, and the option."""
    run = fdt(*arguments, FDT_SERVER=NOBODY)

    assert (run.status, run.out) == (1, b"")
    assert f"{NOBODY} cannot be reached" in run.err
    assert "--server" in run.err


@pytest.mark.parametrize("arguments", CLIENTS, ids=lambda arguments: arguments[0])
def test_project_must_be_there(fdt: Fdt, arguments: list[str]) -> None:
    """What the server refuses is an error, with its code and without a result."""
    run = fdt(*arguments)

    assert (run.status, run.out) == (1, b"")
    assert "[not-found]" in run.err


@pytest.mark.parametrize("arguments", CLIENTS, ids=lambda arguments: arguments[0])
@pytest.mark.parametrize("status", [200, 302])
def test_other_server_is_told(fdt: Fdt, arguments: list[str], status: int) -> None:
    """The page of another server, or of a gateway, is an error that says so."""
    with _serve(lambda handler: handler.answer(status, "text/html", b"<html>Sign in</html>")) as (url, _):
        run = fdt(*arguments, FDT_SERVER=url)

    assert (run.status, run.out) == (1, b"")
    assert f"{url} gave an answer that fdt does not understand" in run.err


@pytest.mark.parametrize(
    "arguments", [call for call in CLIENTS if call[0] != "diff"], ids=lambda arguments: arguments[0]
)
@pytest.mark.parametrize("option", ["--project", "--branch"])
def test_target_is_mandatory(fdt: Fdt, arguments: list[str], option: str) -> None:
    """No project and no branch is the default: without it the command is wrong usage."""
    position = arguments.index(option)

    run = fdt(*arguments[:position], *arguments[position + 2 :], FDT_SERVER=NOBODY)

    assert run.status == 2
    assert f"Missing option '{option}'" in run.err


@pytest.mark.parametrize(
    "options",
    [
        ["--branch", ""],
        ["--project", ""],
        ["--project", "../shop"],
        ["--server", "127.0.0.1:3000"],
        ["--server", "ftp://127.0.0.1"],
        ["--server", "http://[::1"],
        ["--token", "two words"],
        ["--limit", "0"],
    ],
)
def test_values_of_options_are_checked(fdt: Fdt, options: list[str]) -> None:
    """A value that cannot be meant is wrong usage; so is an empty variable of a script."""
    run = fdt("history", *SOMEWHERE, *options, FDT_SERVER=NOBODY)

    assert run.status == 2
    assert f"'{options[0]}'" in run.err
    assert "two words" not in run.err


def test_arguments_are_utf_8(fdt: Fdt) -> None:
    """Bytes of a shell that are no text are wrong usage."""
    run = fdt("history", "--project", "shop", "--branch", "main\udcff")

    assert run.status == 2
    assert "not UTF-8" in run.err


@pytest.mark.parametrize("arguments", [["history"], ["openapi"], ["--version"]])
def test_full_disk_is_told(server: str, destination: Place, arguments: list[str]) -> None:
    """Output that the system does not take is an error with its reason, and nothing else is said."""
    target = destination.target if arguments == ["history"] else []
    command = [sys.executable, "-m", "fast_data_transfer", *arguments, *target]

    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            command, env={**os.environ, "FDT_SERVER": server}, stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert run.returncode == 1
    assert run.stderr.decode() == "Error: The output cannot be written: No space left on device.\n"


def test_token_is_sent(fdt: Fdt) -> None:
    """The token goes along as a bearer token, from the option or the environment."""
    with _serve(lambda handler: handler.answer(200, "application/json", b'{"items": [], "total": 0}')) as (url, server):
        fdt("history", *SOMEWHERE, "--server", url, "--token", "option")
        fdt("history", *SOMEWHERE, "--server", f"{url}/", FDT_TOKEN="environment")  # noqa: S106 - not secret
        fdt("history", *SOMEWHERE, "--server", url)

    assert server.tokens == ["Bearer option", "Bearer environment", None]
    assert {path for _, path, _ in server.seen} == {"/api/projects/shop/transfers?branch=main&limit=50&offset=0"}


def test_secrets_of_the_address_are_not_shown(fdt: Fdt) -> None:
    """What an address has before its host is not repeated."""
    run = fdt("history", *SOMEWHERE, "--server", NOBODY.replace("//", "//ann:secret@"))

    assert run.status == 1
    assert "secret" not in run.err


def test_proxy_is_not_for_this_machine(fdt: Fdt, destination: Place) -> None:
    """A server of this machine is called directly, whatever proxy the environment names."""
    run = fdt("history", *destination.target, HTTP_PROXY=NOBODY, ALL_PROXY=NOBODY)

    assert run.status == 0, run.err


def test_export_without_a_name_is_refused(fdt: Fdt, tmp_path: Path) -> None:
    """What a server does not send as an export under the product's name is not written."""
    preview = b'{"resources": [], "dependencies": [], "notExported": [], "issues": []}'
    before = set(tmp_path.iterdir())

    with _serve(lambda handler: handler.answer(200, "application/json", preview)) as (url, _):
        run = fdt("export", *SOMEWHERE, FDT_SERVER=url)

    assert (run.status, set(tmp_path.iterdir())) == (1, before)
    assert "gave an answer that fdt does not understand" in run.err


def test_switched_off_feature_is_told(fdt: Fdt, destination: Place) -> None:
    """Where the feature is off, an export is an error with the way out."""
    destination.api.patch(destination.project, json={"featurePreview": {"importExport": False}})

    run = fdt("export", *destination.target)

    assert run.status == 1
    assert "[feature-disabled]" in run.err


def test_lost_answer_is_asked_for_again(
    fdt: Fdt, server: str, destination: Place, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the connection breaks after an import was done, its receipt comes with the next attempt."""
    monkeypatch.setattr("fast_data_transfer.cli.planning._PAUSES", (0, 0))
    with _serve(_forward_to(server, lost_answers=1)) as (url, proxy):
        run = fdt("import", file, *destination.target, "--mode", "resource", "--no-prompt", FDT_SERVER=url)

    assert run.status == 0, run.err
    assert "The connection was lost. Asking again." in run.lines()
    assert [transfer["transferId"] for transfer in destination.transfers()] == [run.result["transferId"]]
    assert destination.revision() == 2
    assert len([path for _, path, _ in proxy.seen if "/imports?" in path]) == 2


def test_lost_server_is_told(
    fdt: Fdt, server: str, destination: Place, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When no attempt gets an answer, it is said that nobody knows, and where to look."""
    monkeypatch.setattr("fast_data_transfer.cli.planning._PAUSES", (0, 0))
    with _serve(_forward_to(server, lost_answers=3)) as (url, _):
        options = ("--mode", "resource", "--no-prompt", "--idempotency-key", "mine")
        run = fdt("import", file, *destination.target, *options, FDT_SERVER=url)

    assert (run.status, run.out) == (1, b"")
    assert "Whether the request was done is not known: look at `fdt history`" in run.err
    assert "--idempotency-key mine" in run.err


def test_server_that_went_down_with_its_answer_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once an answer is lost, a server that is not there yet is no reason to give up."""
    monkeypatch.setattr("fast_data_transfer.cli.planning._PAUSES", (0, 0))
    failures = [httpx.ReadError("reset"), httpx.ConnectError("refused")]

    def answer(_: httpx.Request) -> httpx.Response:
        if failures:
            raise failures.pop(0)
        return httpx.Response(201, content=b"{}")

    file = tmp_path / "export.json"
    file.write_bytes(b"{}")
    with httpx.Client(base_url=NOBODY, transport=httpx.MockTransport(answer)) as http:
        assert SentFile(Client(http, "crm", "main"), file).apply(Choices(mode="reference"), {}) == b"{}"


@pytest.mark.parametrize(
    "proxy", [{"ALL_PROXY": "socks5://127.0.0.1:1"}, {"ALL_PROXY": "gopher://127.0.0.1:1"}, {"NO_PROXY": "fd00::/8"}]
)
def test_proxy_that_cannot_be_used_is_told(fdt: Fdt, proxy: dict[str, str]) -> None:
    """What the environment says of proxies and is of no use is an error that names the variables."""
    run = fdt("history", *SOMEWHERE, "--server", "http://example.invalid", **proxy)

    assert (run.status, run.out) == (1, b"")
    assert "A proxy that the environment names cannot be used" in run.err
    assert "Traceback" not in run.err


def test_file_is_sent_once(fdt: Fdt, server: str, api: httpx.Client, file: Path) -> None:
    """However many plans it takes, the file is sent with the first, and named by its digest afterwards."""
    taken = Place.make(api, configuration(system("own", projection("pr_a", system="own"))))
    choices = ("--mode", "resource", "--select", "projection/*", "--on-conflict", "rename", "--no-prompt")

    with _serve(_forward_to(server)) as (url, proxy):
        run = fdt("import", file, *taken.target, *choices, FDT_SERVER=url)

    assert run.status == 0, run.err
    assert [file.read_bytes() in body for _, _, body in proxy.seen] == [True, False, False, False]


def _forward_to(server: str, lost_answers: int = 0) -> Callable[[_Answers], None]:
    """Forward to the real server; break the connection instead of giving the first answers to an import."""
    left = lost_answers

    def forward(handler: _Answers) -> None:
        nonlocal left
        method, path, body = handler.seen[-1]
        headers = {name: value for name, value in handler.headers.items() if name.lower() != "host"}
        response = httpx.request(method, f"{server}{path}", headers=headers, content=body, trust_env=False)
        if "/imports?" in path and left:
            left -= 1
            handler.close_connection = True
        else:
            handler.answer(response.status_code, response.headers["content-type"], response.content)

    return forward
