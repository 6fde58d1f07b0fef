"""
Where in a text a value stands: JSON Pointer (RFC 6901) → line and column, for the messages of what is wrong.

Used on the failure path only, so that reading well-formed files pays nothing for it. What is passed over is skipped
by the parser of the standard library, and nothing after the last value that is looked for is read.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple, TypeAlias, cast

Path: TypeAlias = tuple[str, ...]
"""Keys, and indexes in decimal, from the root down: the tokens of a JSON Pointer, not escaped."""

_Wanted: TypeAlias = "dict[str, _Wanted]"

MAX_STEPS: Final = 300_000
"""Members that are passed over on the way: who makes millions of them is shown where they begin."""

_Match: TypeAlias = Callable[[str, int], re.Match[str]]

# These match everywhere, if only nothing.
_match_space: Final = cast("_Match", re.compile(r"[ \t\r\n]*+").match)
_match_between: Final = cast("_Match", re.compile(r"[ \t\r\n:,]*+").match)
# What the numbers are does not matter here, and one of thousands of digits must not be converted.
_SKIPPER: Final = json.JSONDecoder(parse_int=len, parse_float=len)


class Position(NamedTuple):
    """A place in a text, both from 1; the column counts characters."""

    line: int
    column: int


_Member: TypeAlias = tuple[str, int, int]
"""Key or index, and the offsets at which the member (its key, if it has one) and its value begin."""


def position_of(text: str, offset: int) -> Position:
    """Say in which line and column an offset is."""
    return positions_of(text, {offset})[offset]


def locate(text: str, pointers: Iterable[str]) -> dict[str, Position]:
    """
    Find the values that pointers speak of, in a text that is well-formed JSON.

    A pointer to what is not there gets the position of the innermost container that is.
    """
    paths = {pointer: _path_of(pointer) for pointer in pointers}
    members = _find_members(text, paths.values())
    nearest = {pointer: _nearest(members, path) for pointer, path in paths.items()}
    positions = positions_of(text, set(nearest.values()))
    return {pointer: positions[offset] for pointer, offset in nearest.items()}


def find_offset(text: str, path: Path, *, repeated: bool = False) -> int:
    """Find where the member on a path begins in well-formed JSON; of a repeated key, where it is the second time."""
    members = _find_members(text, [path])
    if not repeated or path not in members:
        return _nearest(members, path)
    siblings = zip(range(MAX_STEPS), _list_members(text, members[path[:-1]][2]), strict=False)
    places = (start for _, (token, start, _) in siblings if token == path[-1])
    return next(islice(places, 1, None), members[path][1])


def _find_members(text: str, paths: Iterable[Path]) -> dict[Path, _Member]:
    """Find the members on some paths in one go, those at the beginning of a path included."""
    wanted: _Wanted = {}
    for path in paths:
        node = wanted
        for token in path:
            node = node.setdefault(token, {})
    start = _match_space(text, 0).end()
    return {(): ("", start, start), **dict(_walk(text, start, (), wanted, iter(range(MAX_STEPS))))}


def _walk(text: str, offset: int, path: Path, wanted: _Wanted, steps: Iterator[int]) -> Iterator[tuple[Path, _Member]]:
    missing = set(wanted)
    for _, member in zip(steps, _list_members(text, offset), strict=False) if missing else ():
        token, _, value = member
        if token in missing:
            missing.remove(token)
            yield (*path, token), member
            yield from _walk(text, value, (*path, token), wanted[token], steps)
            if not missing:
                return


def _list_members(text: str, offset: int) -> Iterator[_Member]:
    """List the members of what is at an offset; a value is skipped only when the next member is asked for."""
    opener = text[offset]
    if opener not in "{[":
        return
    index, offset = 0, _match_space(text, offset + 1).end()
    while text[offset] not in "}]":
        start, token = offset, str(index)
        if opener == "{":
            token, offset = _SKIPPER.raw_decode(text, offset)
            offset = _match_between(text, offset).end()
        yield token, start, offset
        offset = _match_between(text, _SKIPPER.raw_decode(text, offset)[1]).end()
        index += 1


def _path_of(pointer: str) -> Path:
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:])


def _nearest(members: dict[Path, _Member], path: Path) -> int:
    while path not in members:
        path = path[:-1]
    return members[path][1]


def positions_of(text: str, offsets: Iterable[int]) -> dict[int, Position]:
    """Say in which lines and columns some offsets are; lines are counted once for all."""
    positions: dict[int, Position] = {}
    line, counted = 1, 0
    for offset in sorted(offsets):
        line += text.count("\n", counted, offset)
        counted = offset
        positions[offset] = Position(line, offset - text.rfind("\n", 0, offset))
    return positions
