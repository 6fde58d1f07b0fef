"""
What in imported JavaScript stands out: what the sandbox of the Console does not allow, what hides, and credentials.

The code is text here: it is searched for patterns, never parsed and never executed. So a word in a comment may be
found as well, and that nothing was found proves nothing: whoever imports the code has to read it. A finding holds a
place and never a part of the text, since that may be a secret. Source: `contract.md` section 6 (`code-review`).
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, Literal, TypeAlias

from fast_data_transfer.domain.locate import positions_of
from fast_data_transfer.domain.model import Base

FindingCode: TypeAlias = Literal[
    "require",
    "import",
    "process",
    "network",
    "dynamic-code",
    "global-object",
    "timer",
    "credential",
    "hidden-character",
    "escaped-name",
]

MAX_FINDINGS: Final = 100
"""Whoever has seen as many will not import the function."""


class Finding(Base, frozen=True):
    """A place in a code, both from 1, and why it stands out."""

    code: FindingCode
    line: int
    column: int


def find_suspicious(code: str) -> list[Finding]:
    """Find what stands out in a code, in its order, at most `MAX_FINDINGS`."""
    found = dict(islice(_search(code), MAX_FINDINGS))
    positions = positions_of(code, found)
    return [
        Finding(code=kind, line=positions[offset].line, column=positions[offset].column)
        for offset, kind in found.items()
    ]


def _search(code: str) -> Iterator[tuple[int, FindingCode]]:
    for match in _SUSPICIOUS.finditer(code):
        group = str(match.lastgroup)
        if group != "require" or not _ALLOWED_REQUIRE.match(code, match.start()):
            yield match.start(), _CODES[group]


def _names(*names: str) -> str:
    """Match names of the language, not of members; before a further word they are prose, in a comment."""
    return rf"(?<![\w$])(?<!(?<!\.\.)\.)(?:{'|'.join(names)})(?![\w$])(?![ \t]+[A-Za-z])"


_ALLOWED_REQUIRE: Final = re.compile(r"""require\s*\(\s*(['"`])(?:lodash\.get|mongodb|ramda)\1\s*\)""")

_DELICATE: Final = r"(?:password|passwd|pwd|secret|token|credential|authorization|(?:api|access|private)[_-]?key)"
_PATTERNS: Final[dict[FindingCode, tuple[str, ...]]] = {
    "require": (_names("require"),),
    "import": (r"(?<![\w$.])import\s*(?=[({\"'*.]|[\w$]+\s*(?:,|from\b))",),
    "process": (_names("process", "__dirname", "__filename", "Deno", "Bun"),),
    "network": (_names("fetch", "XMLHttpRequest", "WebSocket", "EventSource"),),
    "dynamic-code": (
        _names("eval", "Function", "WebAssembly", "Worker"),
        # The way from any value to `Function`.
        r"\.\s*constructor(?![\w$])",
        r"""\[\s*['"`]constructor""",
    ),
    "global-object": (_names("globalThis", "global", "window", "self"),),
    "timer": (_names("setTimeout", "setInterval", "setImmediate", "queueMicrotask"),),
    "credential": (
        rf"""(?i:{_DELICATE})s?['"`]?\s*[:=]\s*['"`][^'"`\s]{{6}}""",
        r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----",
        r"""://[^/\s:@'"`]{1,200}:[^/\s@'"`]{1,200}@""",
        r"(?<!\w)(?:AKIA|ASIA)[0-9A-Z]{16}(?!\w)",
        r"(?<!\w)(?:gh[opsur]_\w{36}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10}|AIza[\w-]{35}|eyJ[\w-]{10,400}\.[\w-]{10})",
        r"(?<!\w)(?:Bearer|Basic) [\w.+/~-]{16}",
    ),
    # What makes a reader see another text than the engine does.
    "hidden-character": ("[\u0000-\u0008\u000e-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]",),
    # Letters of ASCII need no escape, unless a name is not to be found.
    "escaped-name": (
        r"\\u(?:00|\{0{0,6})(?:4[1-9A-Fa-f]|5[0-9Aa]|6[1-9A-Fa-f]|7[0-9Aa])",
        r"\\x(?:4[1-9A-Fa-f]|5[0-9Aa]|6[1-9A-Fa-f]|7[0-9Aa])",
    ),
}

_CODES: Final[dict[str, FindingCode]] = {code.replace("-", "_"): code for code in _PATTERNS}
_SUSPICIOUS: Final = re.compile(
    "|".join(f"(?P<{code.replace('-', '_')}>{'|'.join(patterns)})" for code, patterns in _PATTERNS.items())
)
