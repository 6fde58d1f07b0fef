"""
How every text that a user reads has to look, whatever it says.
"""

import re
from typing import Final

_SENTENCES: Final = re.compile(r'["A-Z`].{15,}[.!?]', re.DOTALL)
_SMALL_START: Final = re.compile(r"[a-z0-9)][.!?] [a-z]")
_SHOUTED: Final = re.compile(r"[A-Z]{2,},? [A-Z]{2,}")


def assert_readable(text: str) -> None:
    """Assert that a text is made of whole sentences, in ordinary letters."""
    assert _SENTENCES.fullmatch(text), text
    assert not _SMALL_START.search(text), text
    assert not _SHOUTED.search(text), text
