"""
The command line, `fdt`. Results go to the standard output as JSON, all other text to the standard error.

`exporting`, `importing`, `transfers` and `loading` are clients of the HTTP API; `validating`, `comparing` and
`assembling` work on files, `locking` on what a branch held; `serving` runs the server. Source: `contract.md` section 8.
"""

from typing import Annotated

import typer

from fast_data_transfer import __version__
from fast_data_transfer.cli import (
    assembling,
    comparing,
    exporting,
    importing,
    loading,
    locking,
    serving,
    transfers,
    validating,
)
from fast_data_transfer.cli.failures import CommandGroup

_EPILOG = """\b
A promotion, step by step:
  fdt export --project delivery --branch main --output model.json
  fdt validate model.json
  fdt plan model.json --project insights --branch main --mode reference
  fdt import model.json --project insights --branch main --mode reference

\b
The server and the token may come from FDT_SERVER and FDT_TOKEN. NO_COLOR=1 turns colours off.
Exit status: 0 done, 1 error, 2 wrong usage, 3 plan blocked, 4 nothing to change (with --exit-code).
"""

main = typer.Typer(
    name="fdt",
    cls=CommandGroup,
    epilog=_EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Help and errors as plain text: boxes and markup get in the way in the log of a job.
    rich_markup_mode=None,
)


def _print_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


VersionOption = Annotated[
    bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and exit.")
]


@main.callback()
def _describe(*, _version: VersionOption = False) -> None:
    """
    Move Fast Data resources between projects: export, plan, import, undo.

    Results are printed as JSON, all other text goes to the standard error. `fdt COMMAND --help` has examples.
    """


main.command("export", epilog=exporting.EXAMPLES)(exporting.export_command)
main.command("plan", epilog=importing.PLAN_EXAMPLES)(importing.plan_command)
main.command("import", epilog=importing.IMPORT_EXAMPLES)(importing.import_command)
main.command("undo", epilog=transfers.UNDO_EXAMPLES)(transfers.undo_command)
main.command("history", epilog=transfers.HISTORY_EXAMPLES)(transfers.history_command)
main.command("pick", epilog=assembling.PICK_EXAMPLES)(assembling.pick_command)
main.command("merge", epilog=assembling.MERGE_EXAMPLES)(assembling.merge_command)
main.command("verify", epilog=locking.EXAMPLES)(locking.verify_command)
main.command("load", epilog=loading.EXAMPLES)(loading.load_command)
main.command("validate", epilog=validating.EXAMPLES)(validating.validate_command)
main.command("diff", epilog=comparing.EXAMPLES)(comparing.diff_command)
main.command("serve", epilog=serving.SERVE_EXAMPLES)(serving.serve_command)
main.command("openapi", epilog=serving.OPENAPI_EXAMPLES)(serving.openapi_command)
