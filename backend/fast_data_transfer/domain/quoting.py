"""
How a message repeats what was sent: a few characters, visible, and harmless in a terminal, a log or a page.
"""

from typing import Final

MAX_QUOTED: Final = 40
MAX_POINTER: Final = 1_000


def quote(text: str) -> str:
    """Quote a piece of input: at most 40 characters, control and other invisible characters as escapes."""
    cut = text[:MAX_QUOTED]
    shown = "".join(character if character.isprintable() else _escape(character) for character in cut)
    return f'"{shown}…"' if len(text) > MAX_QUOTED else f'"{shown}"'


def cut_pointer(pointer: str) -> str:
    """Cut a JSON Pointer that megabytes of key would make endless; half surrogate pairs cannot be sent as UTF-8."""
    cut = pointer if len(pointer) <= MAX_POINTER else f"{pointer[:MAX_POINTER]}…"
    return cut.encode("utf-8", "replace").decode()


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode()
