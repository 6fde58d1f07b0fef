"""
What a user decides about an import: the mode, what to take, and what to call it.

Source: `contract.md` section 7, `choices`.
"""

from typing import Annotated, Final, Literal, TypeAlias

from msgspec import Meta

from fast_data_transfer.domain.export_file import ExportFile
from fast_data_transfer.domain.kinds import Key, Kind
from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.quoting import quote
from fast_data_transfer.domain.selection import Selection

Mode: TypeAlias = Literal["reference", "resource"]

MAX_TITLE_LENGTH: Final = 1_000
Title: TypeAlias = Annotated[str, Meta(max_length=MAX_TITLE_LENGTH)]
"""What a user calls a write; it is kept with the branch and in the history, where documents have a limit."""


class Rename(Base, frozen=True, forbid_unknown_fields=True):
    """A new name for one item of the file, named as in the file."""

    kind: Kind
    name: str
    new_name: str


class Choices(Base, frozen=True, forbid_unknown_fields=True):
    """
    The choices of one import.

    `plan_digest` is that of the plan the user reviewed; without it, apply executes the current plan.
    """

    mode: Mode
    selection: Selection | None = None
    renames: list[Rename] | None = None
    allow_older: bool | None = None
    plan_digest: str | None = None
    title: Title | None = None


def require_renames(choices: Choices, file: ExportFile) -> dict[Key, str]:
    """
    Read the renames as one set.

    Raises `Problem` `invalid-request` for two renames of one item, `unknown-resource` for an item the file lacks.
    """
    renames = choices.renames or []
    new_names = {Key(rename.kind, rename.name): rename.new_name for rename in renames}
    if len(new_names) < len(renames):
        raise Problem("invalid-request", "An item is renamed twice in `renames`. Give one new name for each item.")
    known = {Key(item.kind, item.name) for item in file.items}
    faults = [
        Fault(
            code="unknown-resource",
            message=f"The file has no {rename.kind} {quote(rename.name)}.",
            pointer=f"/renames/{position}",
        )
        for position, rename in enumerate(renames)
        if Key(rename.kind, rename.name) not in known
    ]
    if faults:
        detail = "`renames` speaks of items that the file does not have. Use the names in the file."
        raise Problem("unknown-resource", detail, errors=faults[:100])
    return new_names
