"""
`fdt export`: the file of a branch, or of what is selected in it, with what that needs.

Source: `contract.md` sections 4, 5 and 8.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final

import httpx
import msgspec
import typer

from fast_data_transfer.cli.client import Client, open_client
from fast_data_transfer.cli.options import DEFAULT_SERVER, Branch, Project, Select, Server, Token
from fast_data_transfer.cli.output import print_json, say
from fast_data_transfer.cli.progress import watch_download
from fast_data_transfer.cli.selecting import Pattern, choose, read_patterns
from fast_data_transfer.cli.writing import STDOUT, require_folder, write_file, write_output
from fast_data_transfer.domain.export_file import NotExported
from fast_data_transfer.domain.issues import Issue, Related
from fast_data_transfer.domain.kinds import Key, Kind
from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.receipts import Receipt
from fast_data_transfer.domain.selection import Selection

EXAMPLES: Final = """\b
Examples:
  fdt export --project delivery --branch main
  fdt export --project delivery --branch main --output backup/
  fdt export --project delivery --branch main --select erSchema/delivery-er --output orders.json
  fdt export --project delivery --branch main --select 'system/*' --select 'castFunction/cast*'
  fdt export --project delivery --branch main --output - | jq '.metadata.counts'

\b
Exit status: 0 done, 1 error, 2 wrong usage.
"""

_FILE_NAME: Final = re.compile(r'filename="(fast-data-export-[0-9TZ]{1,40}\.json)"')

OutputOption = Annotated[
    str,
    typer.Option(
        "--output", metavar="PATH", help="A file, or a folder for the file under its own name; - is the output."
    ),
]
DependenciesOption = Annotated[
    bool,
    typer.Option(
        "--dependencies/--no-dependencies", help="Take along what ER schemas join, and what that needs in turn."
    ),
]


class _Resource(Base, frozen=True):
    """A resource of a preview."""

    kind: Kind
    name: str
    system: str | None = None


class _Dependency(_Resource, frozen=True, kw_only=True):
    """What the selection needs, and why."""

    because: list[Related]
    selected: bool


class _Preview(Base, frozen=True):
    """What of a preview is shown here."""

    resources: list[_Resource]
    dependencies: list[_Dependency]
    not_exported: list[NotExported]
    issues: list[Issue]


def export_command(
    *,
    project: Project,
    branch: Branch,
    select: Select = None,
    output: OutputOption = ".",
    server: Server = DEFAULT_SERVER,
    token: Token = None,
    dependencies: DependenciesOption = True,
) -> None:
    """Write the export file of a branch, and print the receipt."""
    patterns = read_patterns(select)
    if output != STDOUT:
        # Before the export is in the history.
        require_folder(output, "--output")
    with open_client(server, token, project, branch) as client:
        selection = _choose(client, patterns) if patterns else None
        preview = _preview(client, selection)
        answer = _export(client, selection, output, dependencies=dependencies)
        receipt = client.decode(answer, Receipt)
    if output != STDOUT:
        _explain(preview, receipt)
    print_json(answer, err=output == STDOUT)


def _choose(client: Client, patterns: list[Pattern]) -> Selection:
    everything = _preview(client, None).resources
    return choose(patterns, {Key(resource.kind, resource.name): resource.system for resource in everything})


def _preview(client: Client, selection: Selection | None) -> _Preview:
    body = msgspec.json.encode({"selection": selection})
    return client.decode(client.send_json("POST", "exports", "preview", body=body), _Preview)


def _explain(preview: _Preview, receipt: Receipt) -> None:
    """Say what came along and why, what did not, and what an importer will be warned about."""
    exported = {Key(entry.kind, entry.name) for entry in receipt.created}
    for needed in preview.dependencies:
        if not needed.selected:
            mark = "+" if Key(needed.kind, needed.name) in exported else "Left out:"
            say(f"{mark} {needed.kind} {needed.name} (needed by {_describe(needed.because)})")
    for left in preview.not_exported:
        say(f"Not exported: {left.kind} {left.name} (needed by {_describe(left.because)})", "yellow")
    for issue in preview.issues:
        say(f"An import will say: {issue.message} [{issue.code}]", "yellow")


def _describe(path: Iterable[Related]) -> str:
    return " → ".join(f"{step.kind} {step.name}" for step in path)


def _export(client: Client, selection: Selection | None, output: str, *, dependencies: bool) -> bytes:
    """Export to a place, and give the receipt."""
    body = msgspec.json.encode({"selection": selection, "includeDependencies": dependencies})
    with client.download("exports", body=body) as response:
        found = _FILE_NAME.search(response.headers.get("content-disposition", ""))
        transfer_id = response.headers.get("transfer-id")
        if not found or not transfer_id:
            raise client.refuse_answer("no name of a file")
        _write(output, found[1], _receive(response))
    return client.call("GET", "transfers", transfer_id)


def _receive(response: httpx.Response) -> Iterable[bytes]:
    size = response.headers.get("content-length", "")
    return watch_download(response.iter_bytes(), int(size) if size.isdecimal() else 0)


def _write(output: str, name: str, pieces: Iterable[bytes]) -> None:
    if output == STDOUT:
        write_output(pieces)
    else:
        write_file(Path(output), pieces, name=name)
