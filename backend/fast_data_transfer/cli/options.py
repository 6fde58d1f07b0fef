"""
The options that several commands have, and what their values must look like.
"""

import re
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias

import httpx
import typer

DEFAULT_SERVER: Final = "http://127.0.0.1:3000"

_PROJECT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_VISIBLE: Final = re.compile(r"[!-~]+")
_DIGEST: Final = re.compile(r"sha256-[A-Za-z0-9_-]{43}")
_KEY: Final = re.compile(r"[!-~]{1,255}")


def _require_url(value: str) -> str:
    try:
        url = httpx.URL(value)
    except httpx.InvalidURL as error:
        raise typer.BadParameter(f"{error}.") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise typer.BadParameter(f"It is an address such as {DEFAULT_SERVER}.")
    return value


def _require_token(value: str | None) -> str | None:
    if value and not _VISIBLE.fullmatch(value):
        # The value is a secret: it is not repeated.
        raise typer.BadParameter("A token has visible ASCII characters only; look for a space or line end in it.")
    return value


def _require_project(value: str | None) -> str | None:
    if value is not None and not _PROJECT.fullmatch(value):
        raise typer.BadParameter("It is the id of a project: 1 to 80 letters, digits, _ and -.")
    return value


def _require_branch(value: str | None) -> str | None:
    # An empty variable of a script must not end up as the default branch.
    if value is not None and not value:
        raise typer.BadParameter("It is the name of a branch, and is empty.")
    return value


def _require_key(value: str | None) -> str | None:
    if value is not None and not _KEY.fullmatch(value):
        raise typer.BadParameter("A key has 1 to 255 visible ASCII characters.")
    return value


def _require_digest(value: str | None) -> str | None:
    # An empty variable of a script must not mean "whatever the plan".
    if value is not None and not _DIGEST.fullmatch(value):
        raise typer.BadParameter("It is the planDigest of a plan: sha256-…")
    return value


Server: TypeAlias = Annotated[
    str,
    typer.Option("--server", envvar="FDT_SERVER", metavar="URL", help="The server.", callback=_require_url),
]
Token: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--token", envvar="FDT_TOKEN", metavar="TOKEN", help="Bearer token for the server.", callback=_require_token
    ),
]
Project: TypeAlias = Annotated[
    str, typer.Option("--project", metavar="ID", help="The project to work on.", callback=_require_project)
]
Branch: TypeAlias = Annotated[
    str, typer.Option("--branch", metavar="NAME", help="Its branch.", callback=_require_branch)
]
OptionalProject: TypeAlias = Annotated[
    str | None, typer.Option("--project", metavar="ID", help="The project to compare with.", callback=_require_project)
]
OptionalBranch: TypeAlias = Annotated[
    str | None, typer.Option("--branch", metavar="NAME", help="Its branch.", callback=_require_branch)
]
NoPrompt: TypeAlias = Annotated[
    bool, typer.Option("--no-prompt", help="Write without asking; needed where there is no terminal.")
]
ExitCode: TypeAlias = Annotated[bool, typer.Option("--exit-code", help="Exit with 4 when there is nothing to change.")]
Select: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="KIND/NAME",
        help="Only these; may be repeated, and * ? [a-z] match as in a shell. Kinds: system (brings its "
        "projections), projection (only that one), singleView, erSchema, castFunction.",
    ),
]
Title: TypeAlias = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="The title of the change.")]
IdempotencyKey: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--idempotency-key",
        metavar="KEY",
        help="Makes sure that this import is done once, however often the command is run. Made up when absent.",
        callback=_require_key,
    ),
]
PlanDigest: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--plan-digest",
        metavar="DIGEST",
        help="Execute only the plan with this planDigest.",
        callback=_require_digest,
    ),
]
JsonOnly: TypeAlias = Annotated[
    bool | None,
    typer.Option("--json/--table", help="Print only the JSON, or only the lines for people. Without it: both."),
]
ExportFileArgument: TypeAlias = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="An export file.")
]
OnConflict: TypeAlias = Literal["fail", "skip", "rename"]
