import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "hostile-input.md").read_text()
TESTS = ROOT / "tests" / "integration" / "hostile"

ROWS = re.findall(r"^\| ([0-9]+) \|.*\| (test_[a-z_]+|elsewhere) \|$", PAGE, re.MULTILINE)


def test_every_case_has_one_answer() -> None:
    """The page answers each of the 110 cases once."""
    assert sorted(int(number) for number, _ in ROWS) == list(range(1, 111))


def test_every_answer_is_held() -> None:
    """The module that the page names for a case has a test under its number."""
    missing = [
        number
        for number, module in ROWS
        if module != "elsewhere" and not re.search(rf'(?:"|test_){number}[-_]', (TESTS / f"{module}.py").read_text())
    ]

    assert missing == []


def test_what_is_tested_elsewhere_has_a_reason() -> None:
    """A case that is not tested over HTTP here says why, and the files that it names are there."""
    section = PAGE.partition("## Elsewhere")[2].partition("\n## ")[0]
    reasons = re.findall(r"^\| ([0-9]+) \| (.+) \|$", section, re.MULTILINE)

    assert [number for number, _ in reasons] == [number for number, module in ROWS if module == "elsewhere"]
    assert all((ROOT / path).exists() for path in re.findall(r"`(tests/[^`]+)`", section))
