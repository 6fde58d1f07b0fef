"""
The command line, `fdt`. Results go to the standard output as JSON, all other text to the standard error.

`serving` runs the server; `exporting`, `importing`, `loading` and `transfers` are clients of its HTTP API; `files`
needs no server. Source: `contract.md` section 8.
"""

import typer

from fast_data_transfer.cli import exporting, files, importing, loading, serving, transfers
from fast_data_transfer.cli.failures import CommandGroup

_HELP = """
Move Fast Data resources between projects: export, plan, import, undo.

Results are printed as JSON, all other text goes to the standard error.
"""

_EPILOG = """\b
A promotion, step by step:
  fdt export --project shop --branch main --output shop.json
  fdt validate shop.json
  fdt plan shop.json --project crm --branch main --mode reference
  fdt import shop.json --project crm --branch main --mode reference

\b
Exit status: 0 done, 1 error, 2 wrong usage, 3 plan blocked, 4 nothing to change (with --exit-code).
"""

main = typer.Typer(
    cls=CommandGroup,
    help=_HELP,
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    # Help and errors as plain text: boxes and markup get in the way in the log of a job.
    rich_markup_mode=None,
)

main.command("serve")(serving.serve_command)
main.command("openapi")(serving.openapi_command)
main.command("load", epilog=loading.EXAMPLES)(loading.load_command)
main.command("export", epilog=exporting.EXAMPLES)(exporting.export_command)
main.command("plan", epilog=importing.PLAN_EXAMPLES)(importing.plan_command)
main.command("import", epilog=importing.IMPORT_EXAMPLES)(importing.import_command)
main.command("undo", epilog=transfers.UNDO_EXAMPLES)(transfers.undo_command)
main.command("history", epilog=transfers.HISTORY_EXAMPLES)(transfers.history_command)
main.command("validate", epilog=files.VALIDATE_EXAMPLES)(files.validate_command)
main.command("diff", epilog=files.DIFF_EXAMPLES)(files.diff_command)
