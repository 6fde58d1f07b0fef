"""
`fdt pick` and `fdt merge`: export files taken apart and put together, without a server.

Digests and provenance stay what they were, so the file that comes out is as good as those that went in.
"""

from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer

from fast_data_transfer.cli.failures import CommandError
from fast_data_transfer.cli.options import ExportFileArgument
from fast_data_transfer.cli.output import print_json, say
from fast_data_transfer.cli.reading import decode_file, read_document
from fast_data_transfer.cli.selecting import choose, read_patterns
from fast_data_transfer.cli.wording import describe_count
from fast_data_transfer.cli.writing import STDOUT, require_folder, write_file, write_output
from fast_data_transfer.domain.documents import encode_document
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.merging import Part, check_parts, merge
from fast_data_transfer.domain.model import JsonObject
from fast_data_transfer.domain.picking import pick
from fast_data_transfer.domain.plan import describe_file
from fast_data_transfer.domain.selection import select

PICK_EXAMPLES: Final = """\b
Examples:
  fdt pick model.json --select erSchema/delivery-er --select 'system/*' --output orders.json
  fdt pick model.json --select 'projection/pr_[ab]*' --output - | jq '.metadata.counts'

\b
Only what is selected goes into the new file, and the system of a projection. What that needs and is left out is told.
Exit status: 0 done, 1 error, 2 wrong usage.
"""

MERGE_EXAMPLES: Final = """\b
Examples:
  fdt merge orders.json insights.json --output all.json
  fdt merge orders.json insights.json views.json --output - > all.json

\b
The new file says of itself what the first one does. What comes from another project, branch or time carries that as
its own reference, so it keeps its name in an import. Two contents of one resource are an error.
Exit status: 0 done, 1 error or conflicts between the files, 2 wrong usage.
"""

SelectOption = Annotated[
    list[str],
    typer.Option(
        "--select",
        metavar="KIND/NAME",
        help="Take this; may be repeated, and * ? [a-z] match as in a shell. Kinds: system (brings its projections), "
        "projection, singleView, erSchema, castFunction.",
    ),
]
OutputOption = Annotated[str, typer.Option("--output", metavar="PATH", help="The new file; - is the output.")]
FilesArgument = Annotated[
    list[Path],
    typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="Two export files or more."),
]


def pick_command(*, file: ExportFileArgument, select_: SelectOption, output: OutputOption) -> None:
    """Make a smaller export file of one. What is taken stays exactly as it is."""
    patterns = read_patterns(select_)
    _require_place(output)
    source = read_document(file)
    available = {Key(item.kind, item.name): item.system for item in source.file.items}
    picked = pick(source, select(choose(patterns, available), available))
    for left in picked.left_out:
        reason = " → ".join(f"{step.kind} {step.name}" for step in left.because)
        say(f"Left out: {left.kind} {left.name} (needed by {reason})", "yellow")
    _write(picked.document, output)


def merge_command(*, files: FilesArgument, output: OutputOption) -> None:
    """Make one export file of several. Conflicts between them are errors that name both files."""
    if len(files) < 2:  # noqa: PLR2004 - one file is merged with nothing
        raise typer.BadParameter("Name two files or more.", param_hint="FILE")
    _require_place(output)
    parts = [Part(str(file), read_document(file)) for file in files]
    conflicts = list(check_parts(parts))
    for conflict in conflicts:
        say(f"! {conflict}", "red")
    if conflicts:
        found = describe_count(len(conflicts), "conflict", "conflicts")
        raise CommandError(f"The files cannot be one: {found}. Nothing was written.")
    _write(merge(parts), output)


def _require_place(output: str) -> None:
    if output == STDOUT:
        return
    require_folder(output, "--output")
    if Path(output).is_dir():
        # Under its own name it would take the place of the file that it is made of.
        raise typer.BadParameter(f'"{output}" is a folder. Name a file.', param_hint="--output")


def _write(document: JsonObject, output: str) -> None:
    """Write a file that an import can read, and describe it. Raises `Problem` when it is larger than what is read."""
    data = encode_document(document)
    description = describe_file(decode_file(data))
    if description.integrity == "unverified":
        say("Without digests, nothing says that the contents are those that were exported.", "yellow")
    if output == STDOUT:
        write_output([data])
    else:
        write_file(Path(output), [data])
    print_json(msgspec.json.encode(description), err=output == STDOUT)
