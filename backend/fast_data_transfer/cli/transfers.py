"""
`fdt history` and `fdt undo`: what was exported, imported and undone, and taking an import back.

Source: `contract.md` sections 7 and 8.
"""

from typing import Annotated, Final

import typer

from fast_data_transfer.cli.client import open_client
from fast_data_transfer.cli.failures import CommandError
from fast_data_transfer.cli.options import DEFAULT_SERVER, Branch, JsonOnly, NoPrompt, Project, Server, Token
from fast_data_transfer.cli.output import present, print_json, say
from fast_data_transfer.cli.prompt import confirm, require_somebody
from fast_data_transfer.cli.wording import describe_count
from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.receipts import Receipt, ReceiptSummary

UNDO_EXAMPLES: Final = """\b
Examples:
  fdt history --project insights --branch main --table
  fdt undo 66f2c1d9e4b0a1b2c3d4e5f6 --project insights --branch main
  fdt undo "$(jq -r .transferId receipt.json)" --project insights --branch main --no-prompt

\b
Exit status: 0 done, 1 error, declined or nothing to undo, 2 wrong usage.
"""

HISTORY_EXAMPLES: Final = """\b
Examples:
  fdt history --project insights --branch main
  fdt history --project insights --branch main --json | jq -r '.items[] | select(.type == "import") | .transferId'

\b
Exit status: 0 done, 1 error, 2 wrong usage.
"""


def _require_transfer(value: str) -> str:
    # An empty variable of a script, and what would lead to another address, name no transfer.
    if value in {"", ".", ".."}:
        raise typer.BadParameter("It is the transferId of an import; `fdt history` lists them.")
    return value


TransferArgument = Annotated[
    str, typer.Argument(metavar="ID", help="The transferId of an import.", callback=_require_transfer)
]
LimitOption = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many to give.")]
OffsetOption = Annotated[int, typer.Option("--offset", metavar="N", min=0, help="How many to skip.")]


class _History(Base, frozen=True):
    """A page of the history."""

    items: list[ReceiptSummary]
    total: int


def undo_command(
    *,
    transfer_id: TransferArgument,
    project: Project,
    branch: Branch,
    server: Server = DEFAULT_SERVER,
    token: Token = None,
    no_prompt: NoPrompt = False,
) -> None:
    """Take an import back. What was changed since, or is needed by what stays, is kept and listed."""
    require_somebody(no_prompt=no_prompt)
    with open_client(server, token, project, branch) as client:
        transfer = client.decode(client.call("GET", "transfers", transfer_id), Receipt)
        if transfer.branch != branch:
            raise CommandError(f'This transfer was on the branch "{transfer.branch}", not on "{branch}".')
        confirm(f'Undo "{transfer.title}" of {transfer.at} in {client.place}?', no_prompt=no_prompt)
        answer = client.call("POST", "transfers", transfer_id, "undo")
        receipt = client.decode(answer, Receipt)
    for kept in receipt.kept:
        say(f"Kept: {kept.kind} {kept.name} ({kept.reason})", "yellow")
    print_json(answer)


def history_command(
    *,
    project: Project,
    branch: Branch,
    limit: LimitOption = 50,
    offset: OffsetOption = 0,
    server: Server = DEFAULT_SERVER,
    token: Token = None,
    json_only: JsonOnly = None,
) -> None:
    """List exports, imports and undos of a branch, newest first."""
    with open_client(server, token, project, branch) as client:
        answer = client.call("GET", "transfers", query={"branch": branch, "limit": limit, "offset": offset})
        history = client.decode(answer, _History)
    present(answer, lambda: _show_history(history), json_only=json_only)


def _show_history(history: _History) -> None:
    for transfer in history.items:
        say(f"{transfer.at}  {transfer.type:6}  {transfer.transfer_id}  {transfer.title}  (by {transfer.by})")
    total = describe_count(history.total, "transfer", "transfers")
    say(f"{len(history.items)} of {total}.")
