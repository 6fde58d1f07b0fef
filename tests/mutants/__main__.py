"""
Mutation testing of the domain: `make mutants`, or `make mutants NAMES='*.plan.*'` for a part of it.

mutmut changes the code in thousands of small ways. Where neither the type checker nor a unit test notices, a test is
missing, the code is not needed, or the change means the same. It works on a copy in `build/mutation`, where the package
is at the top; `cd build/mutation && mutmut show NAME` shows a change.
"""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mutmut.stats import status_by_exit_code

FOLDER: Final = Path("build/mutation")
DOMAIN: Final = FOLDER / "mutants" / "fast_data_transfer" / "domain"
GOAL: Final = 0.9

# mutmut leaves decorated functions alone; so a property becomes one line, and a method that does what it did.
_PROPERTY: Final = re.compile(r"^( +)@(?:cached_)?property\n\1def (\w+)(\(self\) -> .*:)\n", re.MULTILINE)
_SPLIT: Final = r"\g<0>\1    return self.read_\2()\n\n\1def read_\2\3\n"

NOTICED: Final = ("killed", "timeout", "caught by type check")
NOT_LOOKED_AT: Final = "not checked"


def main() -> None:
    """Try the changes, tell how many were noticed in each module, and fail below the goal."""
    _copy()
    subprocess.run([Path(sys.executable).with_name("mutmut"), "run", *sys.argv[1:]], cwd=FOLDER, check=True)
    verdicts = dict(_read_verdicts())
    for module, found in verdicts.items():
        _print_survivors(module, found)
    _print_row("module", *NOTICED, "unnoticed", "score")
    for module, found in verdicts.items():
        _print_score(module, Counter(found.values()))
    score = _print_score("domain", Counter(verdict for found in verdicts.values() for verdict in found.values()))
    sys.exit(score < GOAL)


def _copy() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    # The built pages are a link, and what it leads to need not be there.
    ignored = shutil.ignore_patterns("__pycache__", "pages")
    shutil.copytree("backend/fast_data_transfer", FOLDER / "fast_data_transfer", ignore=ignored)
    shutil.copytree("tests", FOLDER / "tests", ignore=ignored)
    shutil.copy("pyproject.toml", FOLDER)
    for path in (FOLDER / "fast_data_transfer" / "domain").glob("*.py"):
        path.write_text(_PROPERTY.sub(_SPLIT, path.read_text()))


def _read_verdicts() -> Iterator[tuple[str, dict[str, str]]]:
    for path in sorted(DOMAIN.glob("*.meta")):
        codes = json.loads(path.read_text())["exit_code_by_key"]
        verdicts = {name: status_by_exit_code[code] for name, code in codes.items()}
        found = {name: verdict for name, verdict in verdicts.items() if verdict != NOT_LOOKED_AT}
        if found:
            yield path.name.removesuffix(".py.meta"), found


def _print_survivors(module: str, verdicts: dict[str, str]) -> None:
    for name, verdict in verdicts.items():
        if verdict not in NOTICED:
            sys.stdout.write(f"{module}: {verdict}: {name}\n")


def _print_score(module: str, counts: Counter[str]) -> float:
    noticed = [counts[verdict] for verdict in NOTICED]
    score = sum(noticed) / counts.total()
    _print_row(module, *noticed, counts.total() - sum(noticed), f"{score:.1%}")
    return score


def _print_row(module: str, *cells: object) -> None:
    sys.stdout.write("".join([f"{module:<16}", *(f"{cell!s:>20}" for cell in cells)]) + "\n")


main()
