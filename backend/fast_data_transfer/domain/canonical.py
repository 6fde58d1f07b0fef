"""
The one byte form of a JSON value, on which digests and comparisons rest, and the layout of files.

Source: RFC 8785 (JCS), `contract.md` section 4. Values are what `safe_json` reads: finite numbers, no lone surrogates.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

import msgspec

from fast_data_transfer.domain.model import Json

Part: TypeAlias = "Json | msgspec.Raw | Mapping[str, Part] | Sequence[Part]"
"""A JSON value, some parts of which are canonical bytes already."""

# What msgspec writes otherwise than RFC 8785: 1.0 for 1, 1e16 for 10000000000000000, 1e-6 for 0.000001. A number ends
# where its container goes on or ends. The same characters in a string are found too: that costs time, not correctness.
_INTEGRAL: Final = re.compile(rb"\.0(?:[,\]}]|\Z)")
_EXPONENT: Final = re.compile(rb"0e-?0{1,3}(?:[,\]}]|\Z)")
_DIGITS_TO_0: Final = bytes(ord("0") if byte in b"0123456789" else byte for byte in range(256))

# U+E000 and above come after the surrogate pairs of astral characters in UTF-8, and before them in UTF-16.
_OTHER_ORDER: Final = re.compile(rb"[\xee-\xf4]")

_PLAIN_POWERS: Final = range(-6, 21)
"""Powers of ten of the first digit for which JavaScript writes a number without an exponent."""

_STEP: Final = 2047
"""Bytes that hashlib hashes without letting other threads run meanwhile."""

_LARGE: Final = 2**18
"""Bytes from which on a pause is long enough for other threads to wake up in it."""


def encode_canonical(value: Json) -> bytes:
    """Encode a JSON value as RFC 8785 says: sorted keys, shortest numbers, no white space."""
    compact = msgspec.json.encode(value, order="sorted")
    return compact if _is_canonical(compact) else assemble(value)


def assemble(value: Part) -> bytes:
    """Encode a value in canonical form, some parts of which are canonical bytes already and are taken as they are."""
    return msgspec.json.encode(_arrange(value))


def digest_of(data: bytes) -> str:
    """Say which bytes these are: SHA-256 in base64url without padding."""
    digest = hashlib.sha256(data).digest() if len(data) > _LARGE else _hash_in_steps(data)
    return "sha256-" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _hash_in_steps(data: bytes) -> bytes:
    """
    Hash without a pause for other threads.

    With one for each of thousands of texts, no other thread would run at all: whenever it wakes up, the pause is over,
    and Python's lock is only taken away from a thread that has kept it for a whole interval.
    """
    found = hashlib.sha256()
    for start in range(0, len(data), _STEP):
        found.update(data[start : start + _STEP])
    return found.digest()


def format_file(compact: bytes) -> bytes:
    """Lay out a compact document for people and for line-based diffs; numbers and strings keep their spelling."""
    return msgspec.json.format(compact, indent=2) + b"\n"


def _is_canonical(compact: bytes) -> bool:
    if b".0" in compact and _INTEGRAL.search(compact):
        return False
    # One digit to look for instead of ten: that is many times faster.
    if _EXPONENT.search(compact.translate(_DIGITS_TO_0)):
        return False
    return compact.isascii() or not _OTHER_ORDER.search(compact)


def _arrange(value: Part) -> Part:
    """Sort keys by UTF-16 code units, and spell the numbers that msgspec would spell otherwise."""
    if isinstance(value, Mapping):
        return {key: _arrange(value[key]) for key in sorted(value, key=_utf16)}
    if isinstance(value, list | tuple):
        return [_arrange(element) for element in value]
    return msgspec.Raw(_spell(value).encode()) if isinstance(value, float) else value


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")


def _spell(number: float) -> str:
    """Spell a number as JavaScript does (ECMA-262, Number::toString); `repr` gives the same shortest digits."""
    decimal = Decimal(repr(number or 0)).normalize()
    return f"{decimal:f}" if decimal.adjusted() in _PLAIN_POWERS else f"{decimal:e}"
