"""
`make demo`: the tour on the demo projects, as a video with a picture of each scene, or live for a presenter.
"""

import argparse
import sys
from contextlib import nullcontext
from typing import Final

from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from e2e.browser import FLAGS, find_browser
from e2e.demo.recording import record
from e2e.demo.scenes import SCENES
from e2e.demo.stage import OVERLAY, Stage
from e2e.server import ROOT, open_server, require_built
from e2e.store import Store

FOLDER: Final = ROOT / "docs" / "demo"
_WINDOW: Final[ViewportSize] = {"width": 1280, "height": 720}
_PATIENCE_MS: Final = 60_000
"""A tour must not break off because the machine is busy."""


def main() -> None:
    """Play the scenes that are named, or all of them."""
    options = _read_options()
    require_built()
    expect.set_options(timeout=_PATIENCE_MS)
    with open_server() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=list(FLAGS), headless=not options.headed
        )
        page = browser.new_page(
            base_url=url, viewport=_WINDOW, locale="en-GB", color_scheme="light", reduced_motion="reduce"
        )
        page.set_default_timeout(_PATIENCE_MS)
        page.add_init_script(path=OVERLAY)
        store = Store(url)
        names = options.scenes or list(SCENES)
        FOLDER.mkdir(parents=True, exist_ok=True)
        # A video of single scenes must not take the place of that of the tour.
        video = FOLDER / ("tour.webm" if not options.scenes else f"{'-'.join(names)}.webm")
        with nullcontext() if options.headed else record(page, video):
            for name in names:
                _play(page, store, name, options)
        store.close()


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m e2e.demo", description="The tour on the demo projects.")
    parser.add_argument("scenes", nargs="*", choices=[[], *SCENES], metavar="SCENE", help=f"of {', '.join(SCENES)}")
    parser.add_argument("--headed", action="store_true", help="In a window, for an audience; no video is made.")
    parser.add_argument("--pause", action="store_true", help="Wait for Enter before each scene.")
    return parser.parse_args()


def _play(page: Page, store: Store, name: str, options: argparse.Namespace) -> None:
    store.reset()
    if options.pause:
        input(f"Enter for the scene {name}: ")
    sys.stdout.write(f"{name}: {SCENES[name].__doc__}\n")
    picture = None if options.headed else FOLDER / f"{list(SCENES).index(name) + 1}-{name}.webp"
    SCENES[name](Stage(page, store, audience=True, picture=picture))


if __name__ == "__main__":
    main()
