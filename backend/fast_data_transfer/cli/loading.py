"""
`fdt load`: a configuration as the Console keeps it, saved as the whole of a branch.

Source: `contract.md` sections 2 and 8, `PUT …/configuration` of section 7.
"""

from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer

from fast_data_transfer.cli.client import Client, open_client
from fast_data_transfer.cli.failures import CommandError, ExitStatus
from fast_data_transfer.cli.options import (
    DEFAULT_SERVER,
    Branch,
    ExitCode,
    NoPrompt,
    Project,
    Server,
    Title,
    Token,
)
from fast_data_transfer.cli.output import print_json, say
from fast_data_transfer.cli.prompt import confirm, require_somebody
from fast_data_transfer.cli.reading import read_object
from fast_data_transfer.cli.wording import describe_issue
from fast_data_transfer.domain.export_file import FILE_TYPE
from fast_data_transfer.domain.issues import Issue
from fast_data_transfer.domain.model import Base, JsonObject

EXAMPLES: Final = """\b
Examples:
  fdt load fastdata-config.json --project tracking --branch main
  fdt load fastdata-config.json --console-config api-console-config.json --project tracking --branch main --no-prompt

\b
What the branch owns and the file lacks is deleted; references must be in the file as they are.
Services and collections of the branch stay, unless --console-config brings others.

\b
Exit status: 0 done, 1 error or declined, 2 wrong usage, 4 nothing to change (with --exit-code).
"""

_SECTIONS: Final = frozenset({"systems", "castFunctions", "erSchemas", "singleViews"})

FileArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="A fastdata-config.json."),
]
ConsoleConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--console-config",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        readable=True,
        help="The api-console-config.json beside it: its services and collections are taken.",
    ),
]


class _Branch(Base, frozen=True):
    """A branch in the answer about a project."""

    name: str
    revision: int


class _Project(Base, frozen=True):
    """What of a project is needed here."""

    branches: list[_Branch]


class _SaveReceipt(Base, frozen=True):
    """The answer to a save."""

    revision: int
    warnings: list[Issue]


def load_command(
    *,
    file: FileArgument,
    project: Project,
    branch: Branch,
    console_config: ConsoleConfigOption = None,
    title: Title = None,
    server: Server = DEFAULT_SERVER,
    token: Token = None,
    no_prompt: NoPrompt = False,
    exit_code: ExitCode = False,
) -> None:
    """Replace all of a branch by a Console configuration."""
    require_somebody(no_prompt=no_prompt)
    update = _read_update(file, console_config)
    with open_client(server, token, project, branch) as client:
        revision = _find_revision(client)
        question = f"Replace all that {client.place} holds (revision {revision})?"
        confirm(question, no_prompt=no_prompt)
        body = {"title": title or f"load: {file.name}", "previousRevision": revision} | update
        answer = client.send_json("PUT", "configuration", body=msgspec.json.encode(body))
        receipt = client.decode(answer, _SaveReceipt)
    for issue in receipt.warnings:
        say(describe_issue(issue), "yellow")
    print_json(answer)
    if exit_code and receipt.revision == revision:
        raise typer.Exit(ExitStatus.NOTHING_TO_CHANGE)


def _read_update(file: Path, console_config: Path | None) -> JsonObject:
    """Read what is to be saved. Another kind of file must not empty the branch, so it has to look right."""
    config = read_object(file)
    if config.get("type") == FILE_TYPE:
        raise CommandError(f'"{file}" is an export file. Use `fdt import`.')
    if not config.keys() & _SECTIONS:
        sections = ", ".join(sorted(_SECTIONS))
        raise CommandError(f'"{file}" is no fastdata-config.json: it has none of {sections}.')
    return {"fastDataConfig": config} | (_read_console_config(console_config) if console_config else {})


def _read_console_config(file: Path) -> JsonObject:
    console = read_object(file)
    taken: JsonObject = {key: console[key] for key in ("services", "collections") if key in console}
    if not taken:
        raise CommandError(f'"{file}" is no api-console-config.json: it has neither services nor collections.')
    return taken


def _find_revision(client: Client) -> int:
    found = client.decode(client.call("GET"), _Project)
    for branch in found.branches:
        if branch.name == client.branch:
            return branch.revision
    raise CommandError(f'The project "{client.project}" has no branch "{client.branch}".')
