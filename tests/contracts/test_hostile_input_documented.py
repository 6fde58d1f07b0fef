import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "hostile-input.md").read_text()

ROWS = re.findall(r"^\| ([0-9]+) \|.*\| (test_[a-z_]+|elsewhere) \|$", PAGE, re.MULTILINE)


def test_every_case_has_one_answer() -> None:
    """The page answers each of the 110 cases once."""
    assert sorted(int(number) for number, _ in ROWS) == list(range(1, 111))


def test_every_answer_is_held() -> None:
    """Of each case a test is found under its number, in the module that the page names for it."""
    collect = [sys.executable, "-m", "pytest", "--collect-only", "-q", "tests/integration/hostile"]
    found = subprocess.run(collect, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    held = set(re.findall(r"/(test_[a-z_]+)\.py::(?:test_([0-9]+)_|[a-z_0-9]+\[([0-9]+)-)", found))
    numbered = {(module, name or case) for module, name, case in held}

    assert [number for number, module in ROWS if module != "elsewhere" and (module, number) not in numbered] == []


def test_what_is_tested_elsewhere_has_a_reason() -> None:
    """A case that is not tested over HTTP here says why, and the files that it names are there."""
    section = PAGE.partition("## Elsewhere")[2].partition("\n## ")[0]
    reasons = re.findall(r"^\| ([0-9]+) \| (.+) \|$", section, re.MULTILINE)

    assert [number for number, _ in reasons] == [number for number, module in ROWS if module == "elsewhere"]
    assert all((ROOT / path).exists() for path in re.findall(r"`(tests/[^`]+)`", section))
