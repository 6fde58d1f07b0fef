"""
The Chromium of the system, as journeys, screens and demo use it.
"""

import base64
import shutil
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
FLAGS: Final = (
    "--no-sandbox",  # Tests may run as root.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowser(Exception):
    """There is no browser on the PATH; the message says what to do."""


def find_browser() -> str:
    """Find the browser. Raises `NoBrowser`."""
    if found := next(filter(None, map(shutil.which, _NAMES)), None):
        return found
    raise NoBrowser(f"No browser: none of {', '.join(_NAMES)} is on the PATH. Run `make chromium`.")


def keep_picture(page: Page, path: Path, *, quality: int) -> None:
    """Keep what is seen now as WebP, which Playwright itself does not know."""
    shot = page.context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": quality})
    path.write_bytes(base64.b64decode(shot["data"]))
