"""
The question before a write. Where nobody can answer it, the command must say `--no-prompt`.
"""

import sys

import typer

from fast_data_transfer.cli.failures import ExitStatus
from fast_data_transfer.cli.output import is_terminal, is_watched, say


def require_somebody(*, no_prompt: bool) -> None:
    """Refuse, before anything is done, a write that nobody could be asked about: exit status 2."""
    if no_prompt or (is_terminal(sys.stdin) and is_watched()):
        return
    say("Error: This command writes, and there is no terminal to ask on. Confirm it beforehand with --no-prompt.")
    raise typer.Exit(ExitStatus.USAGE)


def confirm(question: str, *, no_prompt: bool) -> None:
    """Ask, unless `no_prompt`; everything but a yes ends the command with exit status 1."""
    if no_prompt:
        return
    say(f"{question} [y/N] ", ends_line=False)
    if sys.stdin.readline().strip().lower() in {"y", "yes"}:
        return
    say("Nothing was written.")
    raise typer.Exit(ExitStatus.ERROR)
