"""
What is wrong with a text that is not JSON: cut off, or broken where, and how to mend it.
"""

import json
import re
from typing import Final

from fast_data_transfer.domain.locate import position_of
from fast_data_transfer.domain.problems import Fault
from fast_data_transfer.domain.quoting import quote

# What is left at the end of a text that breaks off within a literal or a number; within a \u escape.
_CUT_VALUE: Final = re.compile(r"(?:t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?|-|(?<=[0-9])(?:\.|[eE][+-]?))?[ \t\r\n]*")
_CUT_ESCAPE: Final = re.compile(r"u?[0-9a-fA-F]{0,4}")

_BY_MESSAGE: Final = {
    "Invalid control character at": "Write line breaks and control characters in a string as escapes, such as \\n.",
    "Invalid \\escape": 'After a backslash JSON knows only " \\ / b f n r t and u with four hexadecimal digits.',
    "Invalid \\uXXXX escape": "After \\u four hexadecimal digits are needed.",
}
_BY_CHARACTER: Final = {
    "'": "Strings and keys take double quotes.",
    "/": "Comments are not part of JSON: remove it.",
    "#": "Comments are not part of JSON: remove it.",
    "+": "Numbers are written like 0.5, -1 or 1e3.",
    ".": "Numbers are written like 0.5, -1 or 1e3.",
    "}": "Is there a comma too many before it, or a value missing?",
    "]": "Is there a comma too many before it, or a value missing?",
}
_OTHERWISE: Final = "Correct it, or export the file again."


def describe_syntax_error(text: str, error: json.JSONDecodeError) -> Fault:
    """Say what the standard library's parser stumbled on: `truncated` or `invalid-json`."""
    line, column = position_of(text, error.pos)
    if _is_cut_off(text, error):
        end = position_of(text, len(text))
        message = "The text ends too early here: copy or download it again."
        return Fault(code="truncated", message=message, line=end.line, column=end.column)
    found = quote(text[error.pos : error.pos + 20])
    message = f"{found} is not JSON here ({error.msg.lower()}). {_hint(text, error)}"
    return Fault(code="invalid-json", message=message, line=line, column=column)


def _is_cut_off(text: str, error: json.JSONDecodeError) -> bool:
    if error.msg.startswith("Unterminated string"):
        return True
    pattern = _CUT_ESCAPE if "uXXXX" in error.msg else _CUT_VALUE
    return pattern.fullmatch(text, error.pos) is not None


def _hint(text: str, error: json.JSONDecodeError) -> str:
    by_character = _BY_CHARACTER.get(text[error.pos], _OTHERWISE)
    return _BY_MESSAGE.get(error.msg, by_character)
