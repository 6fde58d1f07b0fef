"""
What journeys stand on: one server for all of them, the demo projects as they were for each, and the system's Chromium.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import ConsoleMessage, Page, Route, expect

from e2e.browser import FLAGS, NoBrowser, find_browser
from e2e.server import ROOT, ServerFault, open_server, require_built
from e2e.store import Store

_PATIENCE_MS: Final = 10_000
"""A page that needs longer for a step is broken."""
_TOUR: Final = ROOT / "docs" / "tour"
_REFUSED: Final = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")

expect.set_options(timeout=_PATIENCE_MS)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that makes the pictures of the README again."""
    parser.addoption("--update-tour", action="store_true", help="Make the pictures in docs/tour again.")


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """Give the address of a running server; addresses of pages are relative to it."""
    try:
        require_built()
    except ServerFault as fault:
        pytest.exit(str(fault), returncode=1)
    with open_server() as url:
        yield url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium of the system."""
    try:
        return {**browser_type_launch_args, "executable_path": find_browser(), "args": list(FLAGS)}
    except NoBrowser as fault:
        pytest.exit(str(fault), returncode=1)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Give every journey the same window, language, time zone and colours, and no animation to wait for."""
    return {
        **browser_context_args,
        "viewport": {"width": 1440, "height": 900},
        "locale": "en-GB",
        "timezone_id": "UTC",
        "color_scheme": "light",
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="session")
def _demo(base_url: str) -> Iterator[Store]:
    store = Store(base_url)
    yield store
    store.close()


@pytest.fixture
def store(_demo: Store) -> Store:
    """Give what the server holds, after making it what the demo projects are."""
    _demo.reset()
    return _demo


@pytest.fixture
def page(
    page: Page,
    store: Store,  # noqa: ARG001 - the demo as it was
    request: pytest.FixtureRequest,
    output_path: str,
) -> Iterator[Page]:
    """
    Give a page on the demo projects; errors of its scripts and of its security policy fail the journey.

    A journey that failed leaves a trace and a picture.
    """
    faults: list[str] = []
    refused = {str(mark.args[0]) for mark in request.node.iter_markers("refused")}

    def note(message: ConsoleMessage) -> None:
        status = _REFUSED.match(message.text)
        # A refusal that is shown in place of a page is told by React, too.
        is_expected = status[1] in refused if status else bool(refused) and "ApiProblem: " in message.text
        if message.type in ("error", "warning") and not is_expected:
            faults.append(f"{message.type}: {message.text} ({message.location['url']})")

    page.set_default_timeout(_PATIENCE_MS)
    page.on("console", note)
    page.on("pageerror", lambda error: faults.append(str(error)))
    # Without the film that pytest-playwright has taken, which costs a third of the time: a trace has the DOM anyway.
    page.context.tracing.start(snapshots=True, sources=True)
    yield page
    report: pytest.TestReport | None = getattr(request.node, "rep_call", None)
    if faults or report is None or report.failed:
        _keep_evidence(page, Path(output_path))
    assert faults == []


def _keep_evidence(page: Page, folder: Path) -> None:
    page.context.tracing.stop(path=folder / "trace.zip")
    page.screenshot(path=folder / "failed.png")


@pytest.fixture
def take_picture(page: Page, request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Give a function that keeps what is seen now as a picture of the README, if that was asked for."""
    if not request.config.getoption("--update-tour"):
        return lambda _: None
    # Only what changes in the product may change a picture.
    page.route("**/api/projects/*/resources?*", _stop_the_clock)

    def take(name: str) -> None:
        page.mouse.move(0, 0)
        page.screenshot(path=_TOUR / f"{name}.png", animations="disabled")

    return take


def _stop_the_clock(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(
        response=answer, body=re.sub(r'("updatedAt":")[^"]+', r"\g<1>2026-02-20T10:12:33.004Z", answer.text())
    )
