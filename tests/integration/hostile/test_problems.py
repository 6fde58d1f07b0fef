import re
from pathlib import Path

import pytest

from fast_data_transfer.web.problems import KINDS, ProblemCode
from tests.hostile import Target
from tests.problem_cases import FAULTS, PROBLEMS
from tests.problems import assert_problem

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = (Path(__file__).parents[3] / "docs" / "errors.md").read_text()


def _example(section: str, code: str) -> str:
    """Find the example that the page has for a code."""
    part = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    row = re.search(rf"^\| `{code}` \|.*\|$", part, re.MULTILINE)
    assert row, f"docs/errors.md has no row for {code}"
    return row[0].split(" | ")[-2]


@pytest.mark.parametrize("code", PROBLEMS)
async def test_problem(target: Target, code: ProblemCode) -> None:
    """Each code of a problem has a request that produces it, whose answer is the example of the page."""
    problem = assert_problem(await PROBLEMS[code](target), KINDS[code].status, code)

    assert problem["detail"] == _example("Problems", code)


@pytest.mark.parametrize("code", FAULTS)
async def test_fault(target: Target, code: str) -> None:
    """Each code of a fault has a request that produces it, and says the example of the page."""
    response = await FAULTS[code](target)

    faults = [error for error in response.json()["errors"] if error["code"] == code]
    assert faults, response.text
    assert faults[0]["message"] == _example("Faults", code)
