"""
What a command prints: JSON on the standard output, lines for people on the standard error.

Names come from files that anybody may have written: no control character of theirs reaches the terminal.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable
from typing import Final, Literal, TextIO, TypeAlias

import msgspec
import typer

Colour: TypeAlias = Literal["green", "yellow", "red", "bright_black"]

# What JSON may hold as it is and a terminal may obey, or show otherwise than it is: DEL, C1, and marks of direction.
_UNSAFE_IN_JSON: Final = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def say(text: str, colour: Colour | None = None, *, ends_line: bool = True) -> None:
    """Write one line to the standard error; coloured only on a terminal, and not with NO_COLOR."""
    # None leaves it to Typer, which looks for a terminal.
    has_colour = False if os.environ.get("NO_COLOR") else None
    line = _neutralise(text)
    typer.echo(typer.style(line, fg=colour) if colour else line, err=True, nl=ends_line, color=has_colour)


def present(answer: bytes, show_lines: Callable[[], None], *, json_only: bool | None) -> None:
    """
    Give a result to programs as JSON, and to people as lines; `None`: to both.

    The lines come last: on a terminal, where both are seen, they are what stays in sight.
    """
    if json_only is not False:
        print_json(answer)
    if json_only is not True:
        show_lines()


def print_json(data: bytes, *, err: bool = False) -> None:
    """Print a JSON document as UTF-8, whatever the locale says."""
    text = msgspec.json.format(data, indent=2).decode()
    safe = _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    stream = typer.get_binary_stream("stderr" if err else "stdout")
    stream.write(f"{safe}\n".encode())
    stream.flush()


def print_lines(lines: Iterable[str]) -> None:
    """Print a result that is not JSON, line by line."""
    stream = typer.get_binary_stream("stdout")
    stream.writelines(f"{_neutralise(line)}\n".encode() for line in lines)
    stream.flush()


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a person sits at a stream; Python has `None` for one that is closed."""
    return stream is not None and stream.isatty()


def is_watched() -> bool:
    """Tell whether a person reads the standard error."""
    return is_terminal(sys.stderr)


def _neutralise(text: str) -> str:
    return "".join(character if character.isprintable() else _escape(character) for character in text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode()
