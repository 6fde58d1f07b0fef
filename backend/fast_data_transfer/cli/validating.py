"""
`fdt validate`: what is wrong with a file, and what an import will warn about, each with line and column.

Source: `contract.md` sections 4 and 8.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer
from msgspec import structs

from fast_data_transfer.cli.failures import ExitStatus
from fast_data_transfer.cli.findings import (
    Finding,
    Format,
    describe_finding,
    encode_code_quality,
    write_workflow_command,
)
from fast_data_transfer.cli.options import ExportFileArgument
from fast_data_transfer.cli.output import print_json, print_lines, say
from fast_data_transfer.cli.reading import decode_file, read_bytes
from fast_data_transfer.domain import issues
from fast_data_transfer.domain.export_file import ExportFile, Item
from fast_data_transfer.domain.issues import Issue, relate
from fast_data_transfer.domain.kinds import SECTIONS, Key
from fast_data_transfer.domain.locate import Position, locate
from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.plan import PlanFile, describe_file
from fast_data_transfer.domain.pointers import join_pointer
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.shape import check_content

EXAMPLES: Final = """\b
Examples:
  fdt validate model.json
  fdt validate model.json --format text
  fdt validate model.json --format github
  fdt validate model.json --format gitlab > gl-code-quality-report.json

\b
Formats of the output: json (with what the file holds), text (file:line:column, for editors), github (annotations
of a change), gitlab (a Code Quality report).
Exit status: 0 valid, maybe with warnings, 1 not valid, 2 wrong usage.
"""

FormatOption = Annotated[Format, typer.Option("--format", help="What the output looks like; see below.")]


class LocatedFault(Fault, frozen=True, omit_defaults=True, kw_only=True):
    """A fault, and where in the file it is: what is wrong with all of a file is at its beginning."""

    line: int
    column: int


class LocatedIssue(Issue, frozen=True, omit_defaults=True, kw_only=True):
    """A warning, and where in the file it is; its pointer is that of the whole file."""

    line: int
    column: int


class Validation(Base, frozen=True):
    """Whether a file can be read, with every reason why not, and what an import would be warned about."""

    valid: bool
    file: PlanFile | None
    errors: list[LocatedFault]
    warnings: list[LocatedIssue]


def validate_command(*, file: ExportFileArgument, output_format: FormatOption = "json") -> None:
    """Check an export file. Tells every fault with line and column, and what an import will warn about."""
    validation = _validate(read_bytes(file))
    findings = list(_list_findings(validation))
    _print(file, validation, findings, output_format)
    if output_format in {"json", "gitlab"}:
        for finding in findings:
            say(describe_finding(file, finding), "red" if finding.severity == "error" else "yellow")
    say(f"{file}: {'valid' if validation.valid else 'not valid'}.", "green" if validation.valid else "red")
    if not validation.valid:
        raise typer.Exit(ExitStatus.ERROR)


def _print(path: Path, validation: Validation, findings: list[Finding], output_format: Format) -> None:
    match output_format:
        case "json":
            print_json(msgspec.json.encode(validation))
        case "gitlab":
            print_json(encode_code_quality(path, findings))
        case "github":
            print_lines(write_workflow_command(path, finding) for finding in findings)
        case "text":
            print_lines(describe_finding(path, finding) for finding in findings)


def _list_findings(validation: Validation) -> Iterator[Finding]:
    for fault in validation.errors:
        yield Finding("error", fault.code, fault.message, fault.pointer or "", fault.line, fault.column)
    for issue in validation.warnings:
        yield Finding("warning", issue.code, issue.message, issue.pointer or "", issue.line, issue.column)


def _validate(data: bytes) -> Validation:
    try:
        file = decode_file(data)
    except Problem as problem:
        errors = list(problem.errors) or [Fault(code=problem.code, message=problem.detail)]
        return Validation(valid=False, file=None, errors=[_place_fault(fault) for fault in errors], warnings=[])
    warnings = _locate(list(_find_warnings(file)), data)
    return Validation(valid=True, file=describe_file(file), errors=[], warnings=warnings)


def _place_fault(fault: Fault) -> LocatedFault:
    values = structs.asdict(fault)
    return LocatedFault(**values | {"line": fault.line or 1, "column": fault.column or 1})


def _locate(found: list[Issue], data: bytes) -> list[LocatedIssue]:
    positions = locate(data.decode("utf-8-sig"), {issue.pointer or "" for issue in found}) if found else {}
    located = (_place(issue, positions[issue.pointer or ""]) for issue in found)
    return sorted(located, key=lambda issue: (issue.line, issue.column))


def _place(issue: Issue, position: Position) -> LocatedIssue:
    return LocatedIssue(**structs.asdict(issue), line=position.line, column=position.column)


def _find_warnings(file: ExportFile) -> Iterator[Issue]:
    """Find what can be told without a destination; some of it is an error there, depending on the mode."""
    if file.integrity == "unverified":
        yield issues.unverified_file()
    for fault in file.warnings:
        yield issues.from_fault(fault, "warning")
    for item in file.items:
        yield from _find_item_warnings(item)


def _find_item_warnings(item: Item) -> Iterator[Issue]:
    key, place = Key(item.kind, item.name), _place_of(item)
    if item.edited:
        yield structs.replace(issues.edited_item(key, "warning"), pointer=place)
    for fault in check_content(item.kind, item.content):
        issue = issues.from_fault(fault, "warning", relate(key))
        yield structs.replace(issue, pointer=place + (fault.pointer or ""))


def _place_of(item: Item) -> str:
    """Give the pointer of an item in its file."""
    holder = "/resources" if item.system is None else join_pointer("/resources/systems", item.system)
    return join_pointer(f"{holder}/{SECTIONS[item.kind]}", item.name)
