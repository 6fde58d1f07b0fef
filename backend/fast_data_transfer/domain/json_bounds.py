"""
How deep and how large a JSON text is, told from its bytes, before a parser sees them.

Parsers recurse: deep input ends in an error that no handler expects, or kills the process on a small thread stack
(msgspec and `json` alike, whatever the recursion limit). And three bytes, `[],`, become 60 in memory.
"""

import re
from collections.abc import Iterator
from itertools import accumulate, islice
from typing import Final

_STEPS: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NOT_STRUCTURE: Final = bytes(set(range(256)) - set(b'"[]{},'))
# A string may lack its end; possessive, so that it is read once.
_STRING_OR_BRACKET: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL)

_CHUNK: Final = 2**18
"""Bytes that are looked at together."""

_FREE_NODES: Final = 200_000
_BYTES_PER_NODE: Final = 16


def node_limit(size: int) -> int:
    """
    Tell how many values are read from so many bytes.

    A Console configuration without white space holds one value in 20 bytes, an export file one in 40; one in 16 keeps
    the memory and the time that a file takes below a fixed multiple of its size.
    """
    return _FREE_NODES + size // _BYTES_PER_NODE


def find_structure(data: bytes) -> bytes:
    """
    Find the brackets and commas of a JSON text that are outside of its strings.

    Up to the first syntax error, where any parser stops, this is exact.
    """
    outside, inside = [], 0
    for piece in _split(data):
        # Two quotes with nothing between them change nothing for what follows, be they of one string or of two.
        quoted = _remove_escapes(piece).translate(None, _NOT_STRUCTURE).replace(b'""', b"")
        parts = quoted.split(b'"')
        outside.append(b"".join(parts[inside::2]))
        inside = (inside + len(parts) - 1) % 2
    return b"".join(outside)


def _split(data: bytes) -> Iterator[bytes]:
    """Split a text, but never an escape; from one piece to the next, other threads get their turn."""
    start = 0
    while piece := data[start : start + _CHUNK]:
        backslashes = len(piece) - len(piece.rstrip(b"\\"))
        end = start + len(piece) + backslashes % 2
        yield data[start:end]
        start = end


def _remove_escapes(piece: bytes) -> bytes:
    """Remove escaped quotes and backslashes."""
    return piece.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in piece else piece


def count_nodes(structure: bytes) -> int:
    """Count values: each container, and each comma for the value before it."""
    return sum(structure.count(mark) for mark in (b",", b"[", b"{"))


def is_too_deep(structure: bytes, max_depth: int, max_nodes: int) -> bool:
    """Tell whether more containers than allowed are open at once; a text with too many nodes is not read to its end."""
    brackets = structure.translate(None, b",")
    if _is_surely_flat(brackets, max_depth):
        return False
    steps = map(_STEPS.__getitem__, islice(brackets, 2 * max_nodes))
    return any(depth > max_depth for depth in accumulate(steps))


def _is_surely_flat(brackets: bytes, max_depth: int) -> bool:
    """Remove the innermost pairs again and again: at most two levels a round, so what is left then may be too deep."""
    for _ in range(max_depth // 2):
        shorter = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if len(shorter) == len(brackets):
            break
        brackets = shorter
    return not brackets


def find_too_deep(text: str, max_depth: int) -> int:
    """Find the offset of the first container that is too deep, in a text that has one."""
    depth = 0
    for token in _STRING_OR_BRACKET.finditer(text):
        depth += _STEPS.get(ord(token[0][0]), 0)
        if depth > max_depth:
            return token.start()
    return len(text)


def ends_in_string(data: bytes) -> bool:
    """Tell whether a text breaks off within a string."""
    return data.replace(b"\\\\", b"").replace(b'\\"', b"").count(b'"') % 2 == 1
