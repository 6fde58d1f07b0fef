"""
What automatic checks know of accessibility: the rules of axe, on what a page shows now.
"""

from typing import Final

from playwright.sync_api import Page

from e2e.server import ROOT

_AXE: Final = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
_RUN: Final = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] })
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${id}: ${help}\\n  ${target.join(" ")}\\n  ${failureSummary.replaceAll("\\n", "\\n  ")}`))
}"""


def find_violations(page: Page) -> list[str]:
    """Find what breaks a rule of axe, of any level, each with its place and what would help."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text())
    found: list[str] = page.evaluate(_RUN)
    return found
