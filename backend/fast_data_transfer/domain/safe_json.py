"""
Bytes → JSON values, for everything that comes from outside: files and request bodies alike.

The bytes are judged before a parser sees them, in bounded time and memory; then the parser of the standard library
reads them once, and what it would let pass is found: repeated keys, numbers that are no finite doubles, halves of
surrogate pairs, NUL in keys. Source: `contract.md` sections 2 (numbers) and 7 (codes).
"""

import codecs
import json
import math
import re
from collections.abc import Iterable
from functools import reduce
from typing import Any, Final, NamedTuple

from fast_data_transfer.domain.json_bounds import (
    count_nodes,
    ends_in_string,
    find_structure,
    find_too_deep,
    is_too_deep,
)
from fast_data_transfer.domain.json_syntax import describe_syntax_error
from fast_data_transfer.domain.locate import Path, find_offset, position_of
from fast_data_transfer.domain.model import Json
from fast_data_transfer.domain.pointers import join_pointer
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.quoting import cut_pointer, quote

MAX_INTEGER: Final = 2**53 - 1
_MAX_DIGITS: Final = 17

_BLANK: Final = re.compile(rb"[ \t\r\n]*+")
_SPACE: Final = re.compile(r"[ \t\r\n]*+")
_UTF_16_OR_32: Final = re.compile(
    rb"\xff\xfe|\xfe\xff|\0\0\xfe\xff|\0\0\0[^\0]|[^\0]\0\0\0|\0[^\0]\0[^\0]|[^\0]\0[^\0]\0"
)
_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_LONGEST_ESCAPE: Final = len("\\ud83d")
# A first half without second, or a second half without first.
_LONE_ESCAPE: Final = re.compile(
    r"\\u[dD](?:[89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD])[c-fC-F])"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class JsonFault(Exception):
    """Bytes that are not the JSON that we read; `fault` says what is wrong, and where."""

    def __init__(self, fault: Fault) -> None:
        place = "" if fault.line is None else f"Line {fault.line}, column {fault.column}: "
        super().__init__(f"{place}{fault.message}")
        self.fault = fault


def decode_json(data: bytes, *, max_depth: int = 64, max_nodes: int) -> Json:
    """
    Decode JSON that may be hostile; `max_nodes` is best taken from `json_bounds.node_limit`.

    The root is depth 1. Integers come as `int` however they are written (`1.0`, `1e2`). Raises `JsonFault`, and
    `Problem` `too-many-items` for more values than are read.
    """
    text = _require_text(data)
    _require_bounds(data, text, max_depth, max_nodes)
    return _parse(text)


def _require_text(data: bytes) -> str:
    body = data.removeprefix(codecs.BOM_UTF8)
    if _BLANK.fullmatch(body):
        raise JsonFault(Fault(code="empty", message="There is nothing in it. Export or download it again."))
    if _UTF_16_OR_32.match(body):
        message = "Byte 0: this looks like UTF-16 or UTF-32. Save it as UTF-8."
        raise JsonFault(Fault(code="not-utf8", message=message, line=1, column=1))
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise JsonFault(_describe_encoding_error(body, error, len(data) - len(body))) from None


def _describe_encoding_error(body: bytes, error: UnicodeDecodeError, skipped: int) -> Fault:
    before = body[: error.start]
    line, column = before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode()) + 1
    is_cut = error.end == len(body) and error.reason == "unexpected end of data"
    if is_cut and (ends_in_string(before) or codecs.BOM_UTF8.startswith(body)):
        message = "The text ends too early here: copy or download it again."
        return Fault(code="truncated", message=message, line=line, column=column)
    message = f"Byte {error.start + skipped} is not UTF-8. Save it as UTF-8."
    return Fault(code="not-utf8", message=message, line=line, column=column)


def _require_bounds(data: bytes, text: str, max_depth: int, max_nodes: int) -> None:
    structure = find_structure(data)
    if is_too_deep(structure, max_depth, max_nodes):
        line, column = position_of(text, find_too_deep(text, max_depth))
        message = (
            f"More than {max_depth} objects and arrays within each other. "
            "Nothing that the Console writes is so deep; check what wrote it (setting FDT_MAX_DEPTH)."
        )
        raise JsonFault(Fault(code="too-deep", message=message, line=line, column=column))
    nodes = count_nodes(structure)
    if nodes > max_nodes:
        message = (
            f"There are {nodes:,} values in it; at most {max_nodes:,} are read from {len(data):,} bytes "
            "(the setting FDT_MAX_FILE_MB bounds both). Real files have far fewer: check what wrote it."
        )
        params: dict[str, Json] = {"reason": "values", "count": nodes, "limit": max_nodes}
        raise Problem.of(Fault(code="too-many-items", message=message, params=params))


class _Flaw(NamedTuple):
    """What stands in the place of a value that was let pass by the parser and is not accepted."""

    code: str
    message: str
    key: str | None = None


_LONE_SURROGATE: Final = _Flaw(
    "lone-surrogate",
    "Half of a surrogate pair (\\ud800 to \\udfff alone) is no character. Write the pair, or remove it.",
)
_NUL_IN_KEY: Final = _Flaw("nul-in-key", "A key holds the character NUL (\\u0000). Rename it.")


_SOUND: Final = frozenset({int, float, bool, type(None)})
"""What cannot have a flaw: where one was found, it stands in the place of the value."""


class _Hooks:
    """What the parser calls for objects and numbers; a flaw is put in place of the value, so that it can be found."""

    def __init__(self) -> None:
        self.flawed = False

    def make_decoder(self) -> json.JSONDecoder:
        return json.JSONDecoder(
            object_pairs_hook=self.read_object,
            parse_int=self.read_integer,
            parse_float=self.read_float,
            parse_constant=self.read_constant,
        )

    def read_object(self, pairs: list[tuple[str, Any]]) -> object:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        self.flawed = True
        seen: set[str] = set()
        key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        return _Flaw("duplicate-key", f"The key {quote(key)} is in this object twice. Keep one of them.", key)

    def read_integer(self, token: str) -> object:
        # Python refuses to parse integers of thousands of digits.
        if len(token) <= _MAX_DIGITS and abs(number := int(token)) <= MAX_INTEGER:
            return number
        return self._refuse_number(token)

    def read_float(self, token: str) -> object:
        number = float(token)
        if not number.is_integer():
            return number if math.isfinite(number) else self._refuse_number(token)
        return int(number) if abs(number) <= MAX_INTEGER else self._refuse_number(token)

    def read_constant(self, token: str) -> object:
        self.flawed = True
        return _Flaw("invalid-json", f"{quote(token)} is not a number of JSON. Write a finite number or null.")

    def _refuse_number(self, token: str) -> object:
        self.flawed = True
        message = f"The number {quote(token)} cannot be kept exactly: numbers go to ±9007199254740991 (2^53 - 1)."
        return _Flaw("number-out-of-range", message)


def _parse(text: str) -> Json:
    hooks = _Hooks()
    start = next(_SPACE.finditer(text)).end()
    try:
        value, end = hooks.make_decoder().raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise JsonFault(describe_syntax_error(text, error)) from None
    _require_end(text, next(_SPACE.finditer(text, end)).end())
    if hooks.flawed or _has_suspect_escape(text):
        _require_flawless(text, value)
    parsed: Json = value
    return parsed


def _has_suspect_escape(text: str) -> bool:
    """Tell whether a string or key may hold NUL or half a surrogate pair; raw ones are refused before."""
    escapes = text[text.find("\\") : text.rfind("\\") + _LONGEST_ESCAPE] if "\\" in text else ""
    if "\\u0000" in escapes:
        return True
    return bool(_SURROGATE_ESCAPE.search(escapes) and _LONE_ESCAPE.search(escapes.replace("\\\\", "__")))


def _require_end(text: str, end: int) -> None:
    if end == len(text):
        return
    line, column = position_of(text, end)
    is_ndjson = line > 1 and text[end] in "{["
    way_out = "It looks like NDJSON; send one document." if is_ndjson else "Remove what follows."
    message = f"The JSON document is complete before {quote(text[end:])}. {way_out}"
    raise JsonFault(Fault(code="trailing-data", message=message, line=line, column=column))


def _require_flawless(text: str, value: object) -> None:
    found = _find_flaw(value)
    if found is None:
        return
    flaw, path = found
    # Of a repeated key, the second one is to be looked at.
    line, column = position_of(text, find_offset(text, path, repeated=flaw.code == "duplicate-key"))
    pointer = cut_pointer(reduce(join_pointer, path, ""))
    raise JsonFault(Fault(code=flaw.code, message=flaw.message, pointer=pointer, line=line, column=column))


def _find_flaw(value: object) -> tuple[_Flaw, Path] | None:
    """Find the first flaw of a value, and the path to it."""
    if isinstance(value, _Flaw):
        return value, () if value.key is None else (value.key,)
    if isinstance(value, str):
        return (_LONE_SURROGATE, ()) if _SURROGATE.search(value) else None
    for token, child in _list_suspects(value):
        flaw = _check_key(token)
        found = (flaw, ()) if flaw else _find_flaw(child)
        if found:
            return found[0], (str(token), *found[1])
    return None


def _list_suspects(value: object) -> Iterable[tuple[str | int, object]]:
    """List the members that may have a flaw: nearly all have none, and that is seen at a glance."""
    if isinstance(value, dict):
        keys = "".join(value)
        if "\0" in keys or not keys.isascii():
            return value.items()
        return ((key, child) for key, child in value.items() if type(child) not in _SOUND)
    if isinstance(value, list):
        return ((index, child) for index, child in enumerate(value) if type(child) not in _SOUND)
    return ()


def _check_key(token: str | int) -> _Flaw | None:
    if isinstance(token, int) or (token.isascii() and "\0" not in token):
        return None
    if "\0" in token:
        return _NUL_IN_KEY
    return _LONE_SURROGATE if _SURROGATE.search(token) else None
