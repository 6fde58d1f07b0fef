"""
Names of projects and branches.

Source: `contract.md` section 1; `domain.md` 10.1 for branches, tags and versions.
"""

import re
from typing import Final

PROJECT_ID_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$(?!\n)"
"""For a JSON Schema: `$` alone lets a last newline in here, and `\\Z` is not in every dialect."""

MAX_BRANCH_LENGTH: Final = 200

# As the Console has them, in ASCII only; what it takes for a branch it takes for a tag but for the slash.
_BRANCH: Final = re.compile(r"(?!\.)(?!.*\.\.)(?!.*\.lock\Z)(?!.*\.\Z)[A-Za-z0-9_/.-]{2,}")
_TAG: Final = re.compile(r"[A-Za-z0-9_.}{-]+")


def is_valid_branch_name(name: str, *, read_only: bool) -> bool:
    """Tell whether a branch may have this name; a read-only one may have that of a branch, a tag or a version."""
    if len(name) > MAX_BRANCH_LENGTH:
        return False
    return _BRANCH.fullmatch(name) is not None or (read_only and _TAG.fullmatch(name) is not None)
