"""
`make screens`: pictures of every page and dialog step, narrow and wide, light and dark, into `docs/screens`.

`python -m e2e.screens import-` makes only those whose names begin so.
"""

import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, Literal

from playwright.sync_api import Browser, Error, Page, Route, expect, sync_playwright

from e2e.browser import FLAGS, find_browser, keep_picture
from e2e.screens import dialogs, pages
from e2e.screens.dialogs import ER_SCHEMA, STEPS
from e2e.screens.pages import ACTIONS, ADDRESSES
from e2e.server import ROOT, open_server, require_built
from e2e.store import Store
from tests.bench.generated import EVENT_DRIVEN, make_configuration

FOLDER: Final = ROOT / "docs" / "screens"
SIZES: Final = {"1024": (1024, 768), "1440": (1440, 900)}
THEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
LARGE: Final = 2_000
QUALITY: Final = 60
"""Of the pictures: letters stay sharp, and all of them together take a few megabytes."""

_TIME: Final = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_SAME_WORDS: Final = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode())
    texts.currentNode.data = texts.currentNode.data
      .replace(/\\d{1,2} \\p{Lu}\\p{L}{2,3} 20\\d\\d, \\d\\d:\\d\\d:\\d\\d/gu, "20 Feb 2026, 10:12:33")
      .replace(/\\d{1,2} \\p{Ll}{3,4} 20\\d\\d, \\d\\d:\\d\\d:\\d\\d/gu, "20 feb 2026, 10:12:33")
      .replace(/fast-data-export-\\d{8}T\\d{9}Z/g, "fast-data-export-20260220T101233004Z")
      .replace(/sha256-[\\w-]{43}/g, `sha256-${"0123456789".repeat(5).slice(0, 43)}`)
}"""
"""The time and the digest of a file that is sent, which `_stop_the_clock` does not see."""
_PATIENCE_MS: Final = 30_000
_REPAINT_MS: Final = 300
"""Until the other theme is all over the page."""

Screens = dict[str, Callable[[Page], object]]


def main() -> None:
    """Make the pictures, or those whose names begin with the argument."""
    prefix = sys.argv[1] if len(sys.argv) > 1 else ""
    require_built()
    expect.set_options(timeout=_PATIENCE_MS)
    with open_server() as url, sync_playwright() as playwright:
        store = Store(url)
        _fill(store)
        screens = {name: show for name, show in _all_screens(store).items() if name.startswith(prefix)}
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        failed = list(_take_all(browser, url, store, screens))
        store.close()
    sys.exit(f"No picture of: {', '.join(failed)}" if failed else 0)


def _fill(store: Store) -> None:
    """Make what the demo lacks: projects without anything, without the feature, and a large one, and a version."""
    empty = {"version": "2.2.0", "systems": {}, "castFunctions": {}, "erSchemas": {}, "singleViews": {}}
    store.make_project("empty", "Empty", empty, services=EVENT_DRIVEN)
    store.make_project("older", "Older", empty, services=EVENT_DRIVEN)
    store.make_project("closed", "Closed", empty)
    store.switch_off("closed")
    store.make_project("versioned", "Versioned", store.configuration("delivery")["fastDataConfig"])
    store.make_version("versioned", "v1.0.0")
    store.make_project("warehouse", "Data warehouse", make_configuration(LARGE), services=EVENT_DRIVEN)


def _all_screens(store: Store) -> Screens:
    shown: Screens = {name: partial(Page.goto, url=address) for name, address in ADDRESSES.items()}
    return shown | ACTIONS | {name: _bind(step, store) for name, step in STEPS.items()}


def _bind(step: Callable[[Page, Store], None], store: Store) -> Callable[[Page], None]:
    return lambda page: step(page, store)


def _take_all(browser: Browser, url: str, store: Store, screens: Screens) -> Iterator[str]:
    """Take every picture, and give the names of those that could not be taken."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for size, (width, height) in SIZES.items():
        store.reset()
        store.import_file("insights", store.export("delivery", ER_SCHEMA), mode="reference")
        context = browser.new_context(
            base_url=url,
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
        )
        context.route("**/api/projects/**", _stop_the_clock)
        context.set_default_timeout(_PATIENCE_MS)
        for name, show in screens.items():
            if not _take(context.new_page(), show, name, size):
                yield f"{name}-{size}"
        context.close()


def _take(page: Page, show: Callable[[Page], object], name: str, size: str) -> bool:
    try:
        show(page)
        page.wait_for_load_state("networkidle")
        expect(page.get_by_text("Loading…")).to_have_count(0)
        for theme in THEMES:
            _keep(page, f"{name}-{size}", theme)
        if name in dialogs.ITALIAN | pages.ITALIAN:
            _speak_italian(page)
            _keep(page, f"{name}-italian-{size}", "light")
    except (AssertionError, Error) as error:
        sys.stderr.write(f"{name}-{size}: {error}\n")
        return False
    else:
        return True
    finally:
        page.close()


def _keep(page: Page, name: str, theme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=theme)
    page.wait_for_timeout(_REPAINT_MS)
    page.evaluate(_SAME_WORDS)
    keep_picture(page, FOLDER / f"{name}-{theme}.webp", quality=QUALITY)


def _speak_italian(page: Page) -> None:
    # The menu is behind what is open, so no pointer reaches it.
    page.get_by_label("Language", exact=True).evaluate("button => button.click()")
    page.get_by_role("menuitem", name="Italiano", exact=True).evaluate("item => item.click()")
    expect(page.locator("html")).to_have_attribute("lang", "it")
    # The next page begins in English again.
    page.evaluate("() => localStorage.clear()")


def _stop_the_clock(route: Route) -> None:
    # Only what changes in the product may change a picture. A large file that is sent does not come through here.
    if route.request.method != "GET":
        route.fallback()
        return
    answer = route.fetch()
    route.fulfill(response=answer, body=_TIME.sub("2026-02-20T10:12:33.004Z", answer.text()))


if __name__ == "__main__":
    main()
