"""
The dialog and `fdt` side by side: one plan, whoever makes it, and its digest is valid for the other.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from e2e.import_dialog import as_file, open_import
from e2e.store import Store

ADDRESSES = {"projections": ["pr_addresses"]}


def test_plan_of_the_dialog_is_that_of_fdt(page: Page, store: Store, base_url: str, tmp_path: Path) -> None:
    """The dialog shows the plan that `fdt plan` prints, and `fdt import` executes it by its digest."""
    data = store.export("delivery", ADDRESSES)
    file = tmp_path / "export.json"
    file.write_bytes(data)
    page.goto("/projects/insights/systems")
    dialog = open_import(page)
    with page.expect_response("**/imports/plan*") as shown:
        dialog.choose_file(as_file(data))
    expect(dialog.button("Next")).to_be_enabled()
    plan = shown.value.json()

    wish = ("--project", "insights", "--branch", "main", "--mode", "reference", "--server", base_url)
    assert _run("plan", str(file), *wish) == plan
    receipt = _run("import", str(file), *wish, "--no-prompt", "--plan-digest", plan["planDigest"])
    assert receipt["planDigest"] == plan["planDigest"]
    assert store.transfers("insights") == ["import"]


def _run(*arguments: str) -> Any:  # noqa: ANN401 - JSON
    command = [sys.executable, "-m", "fast_data_transfer", *arguments]
    return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
