"""
What automatic checks know of accessibility: the rules of axe, on what a page shows now.
"""

from typing import Final, Literal

from playwright.sync_api import Page, expect

from e2e.server import ROOT

_AXE: Final = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
_THEMES: Final[tuple[Literal["light", "dark"], ...]] = ("dark", "light")
"""The one that the page has comes last, so that the journey goes on as it was."""
_RUN: Final = """async () => {
  const moving = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < Infinity)
  await Promise.allSettled(moving.map(({ finished }) => finished))
  const { violations } = await axe.run(document, { resultTypes: ["violations"] })
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${id}: ${help}\\n  ${target.join(" ")}\\n  ${failureSummary.replaceAll("\\n", "\\n  ")}`))
}"""


def find_violations(page: Page) -> list[str]:
    """Find what breaks a rule of axe, of any level and in both themes, each with its place and what would help."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text())
    return [fault for theme in _THEMES for fault in _find_in(page, theme)]


def _find_in(page: Page, theme: Literal["light", "dark"]) -> list[str]:
    page.emulate_media(color_scheme=theme)
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    return [f"{theme}: {fault}" for fault in page.evaluate(_RUN)]
