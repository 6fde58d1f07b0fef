import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from e2e.server import open_server


class _Console(BaseHTTPRequestHandler):
    """A page of another origin that frames the address in its query."""

    def do_GET(self) -> None:
        """Answer any request with the frame."""
        entry = self.path.partition("?entry=")[2]
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        script = f"document.querySelector('iframe').src = decodeURIComponent({json.dumps(entry)})"
        frame = "<iframe title='Extension' style='width:1200px;height:800px'></iframe>"
        self.wfile.write(f"<!doctype html><title>Console</title>{frame}<script>{script}</script>".encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _open_console() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Console)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _frame(console: str, app: str, **ids: str) -> str:
    return f"{console}/?{urlencode({'entry': f'{app}/?{urlencode(ids)}'})}"


@pytest.fixture(scope="module")
def framed() -> Iterator[tuple[str, str]]:
    """Give the addresses of a console, and of a server that lets it frame the app."""
    with _open_console() as console, open_server({"FDT_FRAME_ANCESTORS": console}) as app:
        yield console, app


def test_console_frames_its_project(page: Page, framed: tuple[str, str]) -> None:
    """In a frame the project of the entry address opens, without a select of its own, and can be worked with."""
    page.goto(_frame(*framed, tenant="acme", project="legacy-crm"))
    app = page.frame_locator("iframe")
    expect(app.get_by_role("link", name="crm", exact=True)).to_be_visible()
    expect(app.get_by_role("banner")).to_contain_text("Legacy CRM")
    expect(app.get_by_role("combobox", name="Branch", exact=True)).to_be_visible()
    expect(app.get_by_role("combobox", name="Project", exact=True)).to_have_count(0)

    app.get_by_role("link", name="crm", exact=True).click()
    app.get_by_role("button", name="Edit", exact=True).click()
    app.get_by_role("textbox", name="Description", exact=True).fill("From within the Console")
    app.get_by_role("button", name="Save", exact=True).click()
    expect(app.get_by_role("main").get_by_text("From within the Console")).to_be_visible()


def test_console_names_no_project_that_is_there(page: Page, framed: tuple[str, str]) -> None:
    """A project of another company is none, and says so."""
    page.goto(_frame(*framed, tenant="other", project="legacy-crm"))
    app = page.frame_locator("iframe")
    expect(app.get_by_role("heading", name="This Project does not exist, or you may not see it")).to_be_visible()


def test_nobody_frames_the_app_unasked(page: Page, base_url: str) -> None:
    """A server that names no console lets nobody frame it."""
    assert page.request.get(base_url).headers["content-security-policy"].endswith("frame-ancestors 'none'")
