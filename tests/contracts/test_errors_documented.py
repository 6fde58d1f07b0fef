"""
Every code that a client can meet has a line in `docs/errors.md`, a case that produces it, and words in both languages.

English words of issues and faults are those of the server, so only their Italian ones are kept in the frontend.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args

import pytest

import fast_data_transfer
from fast_data_transfer.domain.issues import Issue
from fast_data_transfer.domain.json_types import JsonType
from fast_data_transfer.domain.plan import Plan
from fast_data_transfer.domain.wrong_file import LOOKS
from fast_data_transfer.web.problems import KINDS
from fast_data_transfer.web.requests import _FIELD_CODES
from tests.issue_cases import ISSUE_CASES
from tests.problem_cases import FAULTS, PROBLEMS

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = Path(fast_data_transfer.__file__).parent
PAGE: Final = (ROOT / "docs" / "errors.md").read_text()
WORDS: Final = ROOT / "frontend" / "src" / "i18n"

FILE_FAULTS: Final = {
    "empty",
    "file-missing",
    "not-utf8",
    "truncated",
    "invalid-json",
    "duplicate-key",
    "too-deep",
    "trailing-data",
    "lone-surrogate",
    "number-out-of-range",
    "nul-in-key",
    "wrong-file",
}
"""What `unreadable-file` has in `errors[0].code` (contract, section 7)."""

NO_VALUES: Final = set[str]()
SHAPE_REASONS: Final = {"no-object": NO_VALUES, "no-list": NO_VALUES, "no-string": NO_VALUES, "no-name": NO_VALUES}
CONTENT_REASONS: Final = SHAPE_REASONS | {"choice": {"key", "choices"}, "field-name": {"name"}, "field-twice": {"name"}}
FILE_REASONS: Final = SHAPE_REASONS | {
    "other-name": {"found", "name"},
    "name-twice": {"name"},
    "same-resource": {"one", "other"},
    "mixed-ownership": {"name", "system"},
    "time": NO_VALUES,
    "text": {"most"},
    "version": NO_VALUES,
}
"""Which messages a code has: the `reason` among the params of the fault, and the other params that its words use."""
LIMIT_REASONS: Final = {
    "file-too-large": {
        "file": {"limit"},
        "body": {"limit"},
        "resource": {"name", "size", "limit"},
        "document": NO_VALUES,
        "cache": NO_VALUES,
    },
    "too-many-items": {what: {"count", "limit"} for what in ("items", "digests", "dependencies", "values")},
    "unsupported-format": {"newer": {"written", "present"}, "older": {"written", "present"}},
}


def _rows(section: str) -> dict[str, list[str]]:
    """Find the rows of a table of the page: code → its other cells."""
    part = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    cells = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| `")]
    return {code.strip("`"): others for code, *others in cells}


def _read(name: str) -> dict[str, Any]:
    words: dict[str, Any] = json.loads((WORDS / name).read_text())
    return words


def _find_codes(call: str) -> Iterator[str]:
    """Find the codes that the sources give to a function: its first argument, or `code`."""
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == call:
                arguments = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "code")]
                yield from (str(a.value) for a in arguments if isinstance(a, ast.Constant))


def _all_issues(plan: Plan) -> list[Issue]:
    return [*plan.issues, *(issue for item in plan.items for issue in item.issues)]


def test_problems_are_documented_and_produced() -> None:
    """Every code of a problem has its status on the page, and a case."""
    statuses = {code: int(cells[0]) for code, cells in _rows("Problems").items()}

    assert statuses == {code: kind.status for code, kind in KINDS.items()}
    assert PROBLEMS.keys() == KINDS.keys()


def test_faults_are_documented_and_produced() -> None:
    """Every code that the sources give a fault is on the page, and has a case."""
    codes = {*_find_codes("Fault"), *_find_codes("_Flaw"), *_FIELD_CODES.values()}

    assert codes >= FILE_FAULTS
    assert _rows("Faults").keys() == codes
    assert FAULTS.keys() == codes


def test_issues_are_documented_and_produced() -> None:
    """Every code of an issue is on the page, and has a case."""
    codes = {*_find_codes("_issue"), "invalid-content", "no-primary-key", "unknown-field"}

    assert _rows("Issues").keys() == codes
    assert ISSUE_CASES.keys() == codes


@pytest.mark.parametrize("section", ["Problems", "Faults", "Issues"])
def test_every_line_is_complete(section: str) -> None:
    """Every line has its four cells."""
    assert all(len(cells) == 4 and all(map(str.strip, cells)) for cells in _rows(section).values())


@pytest.mark.parametrize("code", ISSUE_CASES)
def test_issue_is_the_example_of_the_page(code: str) -> None:
    """The page has the severity and sentence of a real issue."""
    issue = next(issue for issue in _all_issues(ISSUE_CASES[code]()) if issue.code == code)

    severity, _, example, _ = _rows("Issues")[code]
    assert (severity, example) == (issue.severity, issue.message)


@pytest.mark.parametrize("name", ["en.json", "it.json"])
def test_problems_have_words(name: str) -> None:
    """Every code of a problem has a title and a way out in both languages."""
    words = _read(name)["problem"]

    assert [code for code in KINDS if not words.get(code, {}).get("title") or not words[code].get("wayOut")] == []


@pytest.mark.parametrize("code", ISSUE_CASES)
def test_issue_has_italian_words(code: str) -> None:
    """Every code of an issue has Italian words, made with values that a real issue has."""
    issue = next(issue for issue in _all_issues(ISSUE_CASES[code]()) if issue.code == code)

    words = _read("issues.it.json").get(code, "")

    assert words
    assert set(re.findall(r"{{(\w+)}}", words)) <= issue.params.keys()


def test_reasons_are_listed() -> None:
    """The sources give no reason to a fault of a content or file that is not in the lists here."""
    modules = ("shape", "entries", "envelope", "upgrade")
    sources = "".join((SOURCES / "domain" / f"{module}.py").read_text() for module in modules)
    reasons = set(re.findall(r'''reason(?:=|": )"([a-z-]+)"''', sources)) | {
        f"no-{name}" for name in get_args(JsonType)
    }

    assert reasons == CONTENT_REASONS.keys() | FILE_REASONS.keys()


@pytest.mark.parametrize(
    "code, reason, values",
    [
        *(("invalid-content", reason, values) for reason, values in CONTENT_REASONS.items()),
        *(("invalid-file", reason, values) for reason, values in FILE_REASONS.items()),
        ("resource-in-use", "user", {"name"}),
        *((code, reason, values) for code, reasons in LIMIT_REASONS.items() for reason, values in reasons.items()),
    ],
)
def test_reasons_have_italian_words(code: str, reason: str, values: set[str]) -> None:
    """Where the messages of a code differ by their reason, each has Italian words, with values that the fault has."""
    words = _read("issues.it.json").get(f"{code}-{reason}", "")

    assert words
    assert set(re.findall(r"{{(\w+)(?:, number)?}}", words)) == values


@pytest.mark.parametrize("reason", [*LOOKS, "other-root", "other-type", "no-type"])
def test_what_a_wrong_file_looks_like_has_italian_words(reason: str) -> None:
    """Each kind of file that is recognised is named in Italian, with values that the fault has."""
    words = _read("issues.it.json").get(f"wrong-file-{reason}", "")

    assert words.startswith("Questo non è un file esportato: ")
    assert set(re.findall(r"{{(\w+)}}", words)) <= {"other-type": {"type"}, "no-type": {"keys"}}.get(reason, set())


def test_faults_of_files_have_italian_words() -> None:
    """What makes a file unreadable or a projection useless has Italian words, which need no values."""
    words = _read("issues.it.json")

    assert [code for code in sorted(FILE_FAULTS | {"no-primary-key"}) if not words.get(f"fault-{code}")] == []
    assert not any("{{" in text for key, text in words.items() if key.startswith("fault-"))
