"""
`fdt plan` and `fdt import`: the same steps, of which the second command takes one more.

Source: `contract.md` sections 6 to 8.
"""

import shlex
from pathlib import Path
from typing import Annotated, Final
from uuid import uuid4

import typer
from msgspec import structs

from fast_data_transfer.cli.client import open_client
from fast_data_transfer.cli.failures import ExitStatus
from fast_data_transfer.cli.locking import write_lock
from fast_data_transfer.cli.options import (
    DEFAULT_SERVER,
    Branch,
    ExitCode,
    ExportFileArgument,
    IdempotencyKey,
    JsonOnly,
    NoPrompt,
    OnConflict,
    PlanDigest,
    Project,
    Select,
    Server,
    Title,
    Token,
)
from fast_data_transfer.cli.output import present, print_json, say
from fast_data_transfer.cli.plan_table import count_writes, show_plan
from fast_data_transfer.cli.planning import SentFile, Settled, Wishes, settle
from fast_data_transfer.cli.prompt import confirm, require_somebody
from fast_data_transfer.cli.selecting import read_patterns, read_renames
from fast_data_transfer.cli.wording import describe_count
from fast_data_transfer.cli.writing import require_folder
from fast_data_transfer.domain.choices import Choices, Mode
from fast_data_transfer.domain.plan import Plan
from fast_data_transfer.domain.receipts import Receipt

PLAN_EXAMPLES: Final = """\b
Examples:
  fdt plan model.json --project insights --branch main --mode reference
  fdt plan model.json --project legacy-crm --branch main --mode resource --select 'system/ord*'
  fdt plan model.json --project insights --branch main --mode reference --on-conflict rename > plan.json
  fdt plan model.json --project insights --branch main --mode reference --json | jq '.summary'

\b
Marks: + new, ~ reference update, = unchanged, ! conflict, or what else cannot be imported like this.
Exit status: 0 can be imported, 1 error, 2 wrong usage, 3 plan blocked, 4 nothing to change (with --exit-code).
"""

IMPORT_EXAMPLES: Final = """\b
Examples:
  fdt import model.json --project insights --branch main --mode reference
  fdt import model.json --project legacy-crm --branch main --mode resource \\
    --rename projection/pr_customers=pr_customers_1
  fdt import model.json --project legacy-crm --branch main --mode resource --on-conflict skip --no-prompt
  fdt import model.json --project insights --branch main --mode reference --no-prompt --lock fast-data-lock.json

\b
Exactly the plan that was reviewed, or an error with the present one:
  fdt plan model.json --project insights --branch main --mode reference > plan.json
  fdt import model.json --project insights --branch main --mode reference --no-prompt \\
    --plan-digest "$(jq -r .planDigest plan.json)"

\b
Exit status: 0 done, 1 error, declined or another plan, 2 wrong usage, 3 plan blocked,
4 nothing to change (with --exit-code).
"""

ModeOption = Annotated[
    Mode,
    typer.Option(
        "--mode", help="reference: read only, kept up to date by later imports. resource: a copy to be edited."
    ),
]
RenameOption = Annotated[
    list[str] | None,
    typer.Option("--rename", metavar="KIND/OLD=NEW", help="Import it under another name; may be repeated."),
]
OnConflictOption = Annotated[
    OnConflict,
    typer.Option(
        "--on-conflict", help="What to do with items whose name is taken: stop, leave them out, or take a free name."
    ),
]
AllowOlderOption = Annotated[
    bool, typer.Option("--allow-older", help="Take items from an older export than the one that is there.")
]
LockOption = Annotated[
    Path | None,
    typer.Option(
        "--lock",
        metavar="PATH",
        dir_okay=False,
        help="Write the lock file of the branch, for `fdt verify`: all its references after this import.",
    ),
]


def plan_command(
    *,
    file: ExportFileArgument,
    project: Project,
    branch: Branch,
    mode: ModeOption,
    select: Select = None,
    rename: RenameOption = None,
    on_conflict: OnConflictOption = "fail",
    server: Server = DEFAULT_SERVER,
    token: Token = None,
    allow_older: AllowOlderOption = False,
    exit_code: ExitCode = False,
    json_only: JsonOnly = None,
) -> None:
    """Show what an import would do to each item of a file. Nothing is written."""
    wishes = Wishes(mode, read_patterns(select), read_renames(rename), on_conflict, allow_older)
    with open_client(server, token, project, branch) as client:
        settled = settle(SentFile(client, file), wishes)
    present(settled.answer, lambda: show_plan(settled.plan), json_only=json_only)
    if settled.plan.blocked:
        raise typer.Exit(ExitStatus.BLOCKED)
    if exit_code and not count_writes(settled.plan):
        raise typer.Exit(ExitStatus.NOTHING_TO_CHANGE)


def import_command(
    *,
    file: ExportFileArgument,
    project: Project,
    branch: Branch,
    mode: ModeOption,
    select: Select = None,
    rename: RenameOption = None,
    on_conflict: OnConflictOption = "fail",
    plan_digest: PlanDigest = None,
    title: Title = None,
    idempotency_key: IdempotencyKey = None,
    server: Server = DEFAULT_SERVER,
    token: Token = None,
    allow_older: AllowOlderOption = False,
    no_prompt: NoPrompt = False,
    exit_code: ExitCode = False,
    lock: LockOption = None,
) -> None:
    """Import a file, after showing its plan. Exactly that plan is executed, all of it or nothing."""
    wishes = Wishes(mode, read_patterns(select), read_renames(rename), on_conflict, allow_older)
    require_somebody(no_prompt=no_prompt)
    if lock:
        require_folder(str(lock), "--lock")
    with open_client(server, token, project, branch) as client:
        sent = SentFile(client, file)
        settled = settle(sent, wishes)
        show_plan(settled.plan)
        if plan_digest in {None, settled.plan.plan_digest}:
            _require_consent(settled, no_prompt=no_prompt)
        choices = structs.replace(settled.choices, plan_digest=plan_digest or settled.plan.plan_digest, title=title)
        answer = sent.apply(choices, _protect(settled.plan, choices, idempotency_key))
        receipt = client.decode(answer, Receipt)
        print_json(answer)
        if lock:
            write_lock(client, lock, receipt.revision_after)
    if receipt.transfer_id:
        _say_what_is_left(settled.plan, receipt)
    elif exit_code:
        raise typer.Exit(ExitStatus.NOTHING_TO_CHANGE)


def _require_consent(settled: Settled, *, no_prompt: bool) -> None:
    """Stop before a plan that cannot be executed, and ask before one that writes."""
    if settled.plan.blocked:
        print_json(settled.answer)
        raise typer.Exit(ExitStatus.BLOCKED)
    count = count_writes(settled.plan)
    if count:
        place = settled.plan.destination
        what = describe_count(count, "resource", "resources")
        question = f"Import {what} as a {settled.plan.mode} into {place.project_id}, branch {place.branch}?"
        confirm(question, no_prompt=no_prompt)


def _protect(plan: Plan, choices: Choices, key: str | None) -> dict[str, str]:
    """
    Make sure that the import is done once, however often it is sent.

    Where nothing is written there is nothing to protect: the second run of a job must not meet the key of the first.
    But when another plan was asked for, the answer may be the one that was given to this key before.
    """
    if count_writes(plan) or choices.plan_digest != plan.plan_digest:
        return {"Idempotency-Key": key or uuid4().hex}
    return {}


def _say_what_is_left(plan: Plan, receipt: Receipt) -> None:
    where = ["--project", receipt.project_id, "--branch", receipt.branch]
    undo = shlex.join(["fdt", "undo", str(receipt.transfer_id), *where])
    say(f"Imported as revision {receipt.revision_after}. `{undo}` takes it back.", "green")
    for reminder in plan.checklist:
        say(f"Left to do: {reminder.message}")
