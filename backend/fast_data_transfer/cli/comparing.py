"""
`fdt diff`: what another export file, or a branch, holds differently.

Source: `contract.md` section 8.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer

from fast_data_transfer.cli.branches import fetch_holding, list_items
from fast_data_transfer.cli.client import open_client
from fast_data_transfer.cli.differences import Difference, compare_items
from fast_data_transfer.cli.failures import ExitStatus
from fast_data_transfer.cli.options import (
    DEFAULT_SERVER,
    ExportFileArgument,
    JsonOnly,
    OptionalBranch,
    OptionalProject,
    Server,
    Token,
)
from fast_data_transfer.cli.output import present, say
from fast_data_transfer.cli.reading import read_export_file
from fast_data_transfer.domain.export_file import Item
from fast_data_transfer.domain.model import Json

EXAMPLES: Final = """\b
Examples:
  fdt diff yesterday.json today.json
  fdt diff yesterday.json today.json --exit-code > changes.json; [ $? -eq 4 ] && echo "nothing new"
  fdt diff backup.json --project delivery --branch main
  fdt diff yesterday.json today.json --json | jq '.changed[].changes[].pointer'

\b
Marks: + added, - removed, ~ changed, with the place and both values.
Contents are compared, and where references come from; not when the files were made.
Exit status: 0 done, 1 error, 2 wrong usage, 4 the same (with --exit-code).
"""

_MAX_SHOWN: Final = 60
"""Characters of a value that are shown to people; the JSON has all of it."""

SecondFileArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        readable=True,
        help="The file to compare it with; or give --project and --branch.",
    ),
]
SameOption = Annotated[bool, typer.Option("--exit-code", help="Exit with 4 when both sides hold the same.")]


def diff_command(
    *,
    old: ExportFileArgument,
    new: SecondFileArgument = None,
    project: OptionalProject = None,
    branch: OptionalBranch = None,
    server: Server = DEFAULT_SERVER,
    token: Token = None,
    exit_code: SameOption = False,
    json_only: JsonOnly = None,
) -> None:
    """Show what another export file, or a branch, holds differently."""
    before = read_export_file(old).items
    if new and not (project or branch):
        after: Sequence[Item] = read_export_file(new).items
    elif project and branch and not new:
        with open_client(server, token, project, branch) as client:
            after = list(list_items(fetch_holding(client)))
    else:
        raise typer.BadParameter("Compare it with a second FILE, or with a branch: --project and --branch.")
    difference = compare_items(before, after)
    present(msgspec.json.encode(difference), lambda: _show(difference), json_only=json_only)
    if exit_code and difference.is_empty:
        raise typer.Exit(ExitStatus.NOTHING_TO_CHANGE)


def _show(difference: Difference) -> None:
    for resource in difference.added:
        say(f"+ {resource.kind} {resource.name}", "green")
    for resource in difference.removed:
        say(f"- {resource.kind} {resource.name}", "red")
    for changed in difference.changed:
        say(f"~ {changed.kind} {changed.name}", "yellow")
        for change in changed.changes:
            say(f"    {change.pointer}: {_shorten(change.from_)} → {_shorten(change.to)}")
    added, removed, changes = len(difference.added), len(difference.removed), len(difference.changed)
    say(f"{added} added, {removed} removed, {changes} changed.")


def _shorten(value: Json) -> str:
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"
