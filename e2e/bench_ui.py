"""
`make bench-ui`: how fast the dialogs are with 20,000 resources, and with the largest file, in the system's Chromium.

Each figure is the time from what the user does, or from the arrival of the data, to the frame that shows what came of
it, as a median; for scrolling it is the frames of a second.
"""

import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx
from playwright.sync_api import Page, sync_playwright

from e2e.browser import FLAGS, find_browser
from e2e.export_dialog import open_export
from e2e.import_dialog import ImportDialog, open_import
from e2e.server import open_server, require_built
from tests.bench.generated import EVENT_DRIVEN, Json, make_configuration

PROJECTIONS: Final = 19_600
"""In systems of 50: with these and the functions 20,000 resources."""
TIMES: Final = 5
_FIELDS: Final = 3
"""Of each projection, so that the file stays below the limit of its size."""
_PATIENCE_MS: Final = 180_000

LARGEST: Final = 2**26
"""Bytes of the largest file that a server takes, unless it is told otherwise."""
UPLOAD: Final = 2**24
"""Bytes of it that travel in a second."""

GOALS: Final = {"open": 1000, "toggle": 100, "select all": 100, "search": 100, "frozen": 1000, "sending": 200}
"""Milliseconds; `frozen` and `sending` are the longest time without an answer to any input."""
GOAL_FRAMES: Final = 50
GOAL_STEPS: Final = 10
"""Of the progress of that file."""

_WATCH: Final = """() => {
  window.frozen = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.frozen = Math.max(window.frozen, duration)
  }).observe({ type: "longtask", buffered: false })
  window.painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))
  window.until = async (holds) => { while (!holds()) await window.painted(); return window.painted() }
  window.arrival = (part) =>
    performance.getEntriesByType("resource").findLast(({ name }) => name.includes(part)).responseEnd
}"""
_WATCH_PROGRESS: Final = """() => {
  window.progress = new Set()
  const note = () => progress.add(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow'))
  new MutationObserver(note).observe(document, { subtree: true, childList: true, attributes: true })
}"""
_FRAMES: Final = """async (selector) => {
  const list = document.querySelector(selector)
  const start = performance.now()
  let frames = 0
  while (performance.now() - start < 2000) {
    list.scrollTop += 40
    await new Promise(requestAnimationFrame)
    frames += 1
  }
  return frames / ((performance.now() - start) / 1000)
}"""


def main() -> None:
    """Measure both dialogs, and print a line for each figure."""
    require_built()
    with TemporaryDirectory() as folder, open_server() as url, httpx.Client(base_url=url, timeout=300) as api:
        _fill(api)
        file = Path(folder) / "export.json"
        file.write_bytes(api.post("/api/projects/large/exports", json={"selection": None}).raise_for_status().content)
        with _open_page(url) as page:
            _write(f"{PROJECTIONS:,} projections, file of {file.stat().st_size / 2**20:.1f} MiB")
            _measure_export(page)
            _measure_import(page, file)
            _measure_sending(page, _make_largest(api, Path(folder) / "largest.json"))


def _fill(api: httpx.Client) -> None:
    configuration = make_configuration(PROJECTIONS)
    for system in configuration["systems"].values():
        for projection in system["projections"].values():
            del projection["fields"][_FIELDS:]
    for name, content in (("large", configuration), ("target", make_configuration(0) | {"castFunctions": {}})):
        project = {
            "tenantId": "acme",
            "projectId": name,
            "name": name.title(),
            "featurePreview": {"importExport": True},
        }
        api.post("/api/projects", json=project).raise_for_status()
        save: Json = {"title": "bench", "previousRevision": 0, "fastDataConfig": content, "services": EVENT_DRIVEN}
        api.put(f"/api/projects/{name}/configuration", json=save).raise_for_status()


def _make_largest(api: httpx.Client, file: Path) -> Path:
    """Make a file with few resources: what is measured is sending it, not what is shown of it."""
    selection = {"projections": ["pr_addresses"]}
    content = api.post("/api/projects/delivery/exports", json={"selection": selection}).raise_for_status().content
    file.write_bytes(content.ljust(LARGEST))
    return file


@contextmanager
def _open_page(url: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        page = browser.new_page(base_url=url, viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page.set_default_timeout(_PATIENCE_MS)
        yield page
        browser.close()


def _measure_export(page: Page) -> None:
    opened = []
    for _ in range(TIMES):
        page.goto("/projects/large/systems")
        page.evaluate(_WATCH)
        open_export(page)
        opened.append(
            page.evaluate(
                "async () => await until(() => document.querySelector('.select-all input'))"
                " - arrival('exports/preview')"
            )
        )
    _report("export: open", opened, GOALS["open"])
    _repeat(page, "export: toggle", GOALS["toggle"], lambda: _click(page, ".mia-platform-tree-checkbox"))
    _repeat(page, "export: select all", GOALS["select all"], lambda: _click(page, ".select-all input"))
    _repeat(page, "export: search", GOALS["search"], lambda: _search(page, ".mia-platform-tree-title"))
    _report_frames("export: scrolling", page.evaluate(_FRAMES, ".mia-platform-tree-list-holder"))


def _measure_import(page: Page, file: Path) -> None:
    dialog = ImportDialog(page)
    chosen, opened, frozen = [], [], []
    for _ in range(TIMES):
        page.goto("/projects/target/systems")
        page.evaluate(_WATCH)
        open_import(page)
        dialog.choose_file(file)
        chosen.append(
            page.evaluate(
                "async () => await until(() => document.querySelector('.mode-choice')) - arrival('imports/plan')"
            )
        )
        opened.append(_go_on(page, dialog))
        frozen.append(page.evaluate("frozen"))
    _report("import: file looked at", chosen, GOALS["open"])
    _report("import: open", opened, GOALS["open"])
    _report("import: longest task", frozen, GOALS["frozen"])
    dialog.open_tab("Projections")
    row = ".flow-body tbody input[type=checkbox]"
    _repeat(page, "import: toggle", GOALS["toggle"], lambda: _click(page, row))
    _repeat(page, "import: select all", GOALS["select all"], lambda: _click(page, ".flow-body thead input"))
    _repeat(page, "import: search", GOALS["search"], lambda: _search(page, ".item-name"))
    _report_frames("import: scrolling", page.evaluate(_FRAMES, ".flow-body"))


def _measure_sending(page: Page, file: Path) -> None:
    page.goto("/projects/target/systems")
    network = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": UPLOAD}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", network)
    dialog = open_import(page)
    page.evaluate(_WATCH)
    page.evaluate(_WATCH_PROGRESS)
    dialog.choose_file(file)
    dialog.radio("As a reference").wait_for()
    steps = page.evaluate("progress.size")
    _report(f"sending {LARGEST // 2**20} MiB: longest task", [page.evaluate("frozen")], GOALS["sending"])
    verdict = "" if steps >= GOAL_STEPS else "  too few"
    _write(f"{'sending: steps of progress':28} {steps:7}      (goal {GOAL_STEPS}){verdict}")


def _go_on(page: Page, dialog: ImportDialog) -> float:
    next_button = dialog.button("Next").element_handle()
    return float(
        page.evaluate(
            """async (button) => {
              const start = performance.now()
              button.click()
              return await until(() => document.querySelector('.flow-body tbody input')) - start
            }""",
            next_button,
        )
    )


def _click(page: Page, selector: str) -> float:
    """Click, and give the time to the frame that shows it."""
    script = """async (selector) => {
      const element = document.querySelector(selector)
      const start = performance.now()
      element.click()
      return await painted() - start
    }"""
    return float(page.evaluate(script, selector))


def _search(page: Page, names: str) -> float:
    """Type another text, and give the time to the frame that shows only what has it."""
    script = """async (names) => {
      const box = document.querySelector('.flow-body input[type=search]')
      const text = box.value === '' ? '1234' : ''
      const shown = () => document.querySelector(names)?.textContent ?? ''
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set
      const before = shown()
      const start = performance.now()
      set.call(box, text)
      box.dispatchEvent(new Event('input', { bubbles: true }))
      return await until(() => shown() !== before) - start
    }"""
    return float(page.evaluate(script, names))


def _repeat(page: Page, name: str, goal: float, measure: Callable[[], float]) -> None:
    found = []
    for _ in range(TIMES):
        found.append(measure())
        # What the server says to it comes later, and must not be in the next figure.
        page.get_by_text("Checking…").wait_for(state="hidden")
    _report(name, found, goal)


def _report(name: str, found: list[float], goal: float) -> None:
    median = statistics.median(found)
    verdict = "" if median <= goal else "  too slow"
    _write(f"{name:28} {median:7.0f} ms   (goal {goal:.0f}, worst {max(found):.0f}){verdict}")


def _report_frames(name: str, frames: float) -> None:
    verdict = "" if frames >= GOAL_FRAMES else "  too slow"
    _write(f"{name:28} {frames:7.0f} fps  (goal {GOAL_FRAMES}){verdict}")


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
