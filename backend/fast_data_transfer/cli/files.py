"""
`fdt validate` and `fdt diff`: what files hold, judged without a server.

Source: `contract.md` sections 4 and 8.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer

from fast_data_transfer.cli.differences import Difference, compare_files
from fast_data_transfer.cli.failures import ExitStatus
from fast_data_transfer.cli.options import ExportFileArgument
from fast_data_transfer.cli.output import print_json, say
from fast_data_transfer.cli.reading import read_export_file
from fast_data_transfer.cli.wording import describe_fault, describe_issue
from fast_data_transfer.domain import issues
from fast_data_transfer.domain.export_file import ExportFile, Item
from fast_data_transfer.domain.issues import Issue, relate
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.model import Base, Json
from fast_data_transfer.domain.plan import PlanFile
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.shape import check_content

VALIDATE_EXAMPLES: Final = """\b
Examples:
  fdt validate shop.json
  fdt validate shop.json | jq '.errors'
"""

DIFF_EXAMPLES: Final = """\b
Examples:
  fdt diff yesterday.json today.json
  fdt diff yesterday.json today.json --exit-code || echo "nothing new"
  fdt diff yesterday.json today.json | jq '.changed[].changes[].pointer'
"""

_MAX_SHOWN: Final = 60
"""Characters of a value that are shown to people; the JSON has all of it."""

SameOption = Annotated[bool, typer.Option("--exit-code", help="Exit with 4 when the files hold the same.")]
SecondFileArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="The file to compare it with."),
]


class Validation(Base, frozen=True):
    """Whether a file can be read, with every reason why not, and what an import would be warned about."""

    valid: bool
    file: PlanFile | None
    errors: list[Fault]
    warnings: list[Issue]


def validate_command(*, file: ExportFileArgument) -> None:
    """Check an export file. Tells every fault with line and column, and what an import will warn about."""
    validation = _validate(file)
    for fault in validation.errors:
        say(f"{file}: {describe_fault(fault)}", "red")
    for issue in validation.warnings:
        say(f"{file}: {_describe(issue)}", "yellow")
    say(f"{file}: {'valid' if validation.valid else 'not valid'}.", "green" if validation.valid else "red")
    print_json(msgspec.json.encode(validation))
    if not validation.valid:
        raise typer.Exit(ExitStatus.ERROR)


def diff_command(*, old: ExportFileArgument, new: SecondFileArgument, exit_code: SameOption = False) -> None:
    """Show what is different in another export file."""
    difference = compare_files(_read(old), _read(new))
    _show(difference)
    print_json(msgspec.json.encode(difference))
    if exit_code and difference.is_empty:
        raise typer.Exit(ExitStatus.NOTHING_TO_CHANGE)


def _validate(path: Path) -> Validation:
    try:
        file = read_export_file(path)
    except Problem as problem:
        errors = list(problem.errors) or [Fault(code=problem.code, message=problem.detail)]
        return Validation(valid=False, file=None, errors=errors, warnings=[])
    return Validation(valid=True, file=_describe_file(file), errors=[], warnings=list(_find_warnings(file)))


def _describe_file(file: ExportFile) -> PlanFile:
    return PlanFile(
        digest=file.digest,
        format_version=file.format_version,
        exported_at=file.metadata.exported_at,
        source=file.metadata.source,
        counts=file.counts,
        integrity=file.integrity,
        removed=file.removed,
    )


def _find_warnings(file: ExportFile) -> Iterator[Issue]:
    """Find what can be told without a destination; some of it is an error there, depending on the mode."""
    if file.integrity == "unverified":
        yield issues.unverified_file()
    for fault in file.warnings:
        yield issues.from_fault(fault, "warning")
    for item in file.items:
        yield from _find_item_warnings(item)


def _find_item_warnings(item: Item) -> Iterator[Issue]:
    key = Key(item.kind, item.name)
    if item.edited:
        yield issues.edited_item(key, "warning")
    for fault in check_content(item.kind, item.content):
        yield issues.from_fault(fault, "warning", relate(key))


def _describe(issue: Issue) -> str:
    about = f"{issue.related[0].kind} {issue.related[0].name}: " if issue.related else ""
    return f"{about}{describe_issue(issue)}"


def _read(path: Path) -> ExportFile:
    try:
        return read_export_file(path)
    except Problem as problem:
        raise Problem(problem.code, f"{path}: {problem.detail}", errors=problem.errors) from problem


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
