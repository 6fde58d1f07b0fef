"""
How a command ends: the exit statuses, and failures as text.

Source: `contract.md` section 8.
"""

import sys
from enum import IntEnum
from typing import Any

import msgspec
import typer
from typer.core import TyperGroup

from fast_data_transfer.cli.output import print_json, say
from fast_data_transfer.cli.plan_table import show_plan
from fast_data_transfer.cli.wording import describe_fault
from fast_data_transfer.domain.plan import Plan
from fast_data_transfer.domain.problems import Problem


class ExitStatus(IntEnum):
    """What a calling program can tell apart."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    BLOCKED = 3
    NOTHING_TO_CHANGE = 4


class CommandError(Exception):
    """A command that cannot go on, for a reason that has no code of the API; the message says why, and what to do."""


class CommandGroup(TyperGroup):
    """The commands of `fdt`: what they raise becomes text and an exit status, in one place."""

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - Typer's own
        """Run all of it; Typer has ended in silence where nobody reads the output to its end. Raises `SystemExit`."""
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            _report_refusal(error)
            raise SystemExit(ExitStatus.ERROR) from error

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - Typer keeps the classes to itself
        """Run the command. Raises `typer.Exit` when it fails."""
        try:
            return super().invoke(ctx)
        except CommandError as error:
            say(f"Error: {error}", "red")
            raise typer.Exit(ExitStatus.ERROR) from error
        except UnicodeEncodeError as error:
            say("Error: An argument holds bytes that are not UTF-8. Write it in UTF-8.", "red")
            raise typer.Exit(ExitStatus.USAGE) from error
        except Problem as problem:
            _report(problem)
            raise typer.Exit(ExitStatus.ERROR) from problem


def _report_refusal(error: OSError) -> None:
    """Tell what the system refuses: in practice, to take more output."""
    what = f'"{error.filename}" cannot be used' if error.filename else "The output cannot be written"
    say(f"Error: {what}: {error.strerror or error}.", "red")
    # What is left in its buffer would be tried once more at the end, and end in a traceback.
    sys.stdout = None


def _report(problem: Problem) -> None:
    """Tell a problem; the fresh plan that comes with some is the result."""
    plan: bytes | None = problem.extra.get("plan")
    if plan:
        show_plan(msgspec.json.decode(plan, type=Plan))
        print_json(plan)
    say(f"Error: {problem.detail} [{problem.code}]", "red")
    for fault in problem.errors:
        if not problem.detail.endswith(fault.message):
            say(f"  {describe_fault(fault)}")
