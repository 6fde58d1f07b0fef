"""
`fdt import --lock` and `fdt verify`: what the references of a branch were, and whether they still are that.
"""

from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer

from fast_data_transfer.cli.branches import fetch_holding
from fast_data_transfer.cli.client import Client, open_client
from fast_data_transfer.cli.failures import ExitStatus
from fast_data_transfer.cli.options import DEFAULT_SERVER, Branch, JsonOnly, Project, Server, Token
from fast_data_transfer.cli.output import present, say
from fast_data_transfer.cli.reading import read_bytes
from fast_data_transfer.cli.wording import describe_count
from fast_data_transfer.cli.writing import write_file
from fast_data_transfer.domain.lock_file import Mismatch, check_references, decode_lock, encode_lock, make_lock
from fast_data_transfer.domain.model import Base

EXAMPLES: Final = """\b
Examples:
  fdt import model.json --project insights --branch main --mode reference --lock fast-data-lock.json --no-prompt
  fdt verify --project insights --branch main
  fdt verify --lock deploy/insights.lock.json --project insights --branch main --json | jq '.mismatches'

\b
A reference is not as locked when it is missing or detached, comes from another source or content (differs), was
changed past the product (tampered), or is not in the lock file (not-locked).
Exit status: 0 all as locked, 1 something is not, or error, 2 wrong usage.
"""

LockOption = Annotated[
    Path,
    typer.Option(
        "--lock", metavar="PATH", exists=True, dir_okay=False, readable=True, help="The lock file of the branch."
    ),
]


class Verification(Base, frozen=True):
    """Whether the references of a branch are as they were locked, and which are not."""

    valid: bool
    references: int
    mismatches: list[Mismatch]


def verify_command(
    *,
    project: Project,
    branch: Branch,
    lock: LockOption = Path("fast-data-lock.json"),
    server: Server = DEFAULT_SERVER,
    token: Token = None,
    json_only: JsonOnly = None,
) -> None:
    """Check that the references of a branch are those of a lock file."""
    locked = decode_lock(read_bytes(lock))
    with open_client(server, token, project, branch) as client:
        mismatches = list(check_references(locked, fetch_holding(client).records))
    result = Verification(valid=not mismatches, references=len(locked.references), mismatches=mismatches)
    present(msgspec.json.encode(result), lambda: _show(result), json_only=json_only)
    if mismatches:
        raise typer.Exit(ExitStatus.ERROR)


def write_lock(client: Client, path: Path, revision: int) -> None:
    """Lock what a branch holds after an import that ended with this revision."""
    holding = fetch_holding(client)
    if holding.revision != revision:
        say(f"Somebody else has changed the branch: what is locked is revision {holding.revision}.", "yellow")
    write_file(path, [encode_lock(make_lock(holding.records))])


def _show(result: Verification) -> None:
    for mismatch in result.mismatches:
        say(f"! {mismatch.message} [{mismatch.code}]", "red")
    if result.valid:
        count = result.references
        are = "The reference is as it was" if count == 1 else f"All {count} references are as they were"
        say(f"{are} locked.", "green")
    else:
        others = describe_count(
            len(result.mismatches), "reference is not as it was locked", "references are not as they were locked"
        )
        say(f"{others}.", "red")
