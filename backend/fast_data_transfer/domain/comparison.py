"""
What an import would make of single items, in full: the contents before and after, and who uses them here.

A plan says *that* something changes and leaves the contents out, so that it stays small; this is for looking closer.
"""

from collections.abc import Iterable

from fast_data_transfer.domain.cascade import build_result
from fast_data_transfer.domain.choices import Choices
from fast_data_transfer.domain.code_review import Finding, find_suspicious
from fast_data_transfer.domain.destination import Destination
from fast_data_transfer.domain.differences import ValueChange, find_changes
from fast_data_transfer.domain.export_file import ExportFile
from fast_data_transfer.domain.incoming import receive
from fast_data_transfer.domain.issues import Related, relate
from fast_data_transfer.domain.kinds import NAMESPACES, Key, Kind, sort_key
from fast_data_transfer.domain.model import Base, JsonObject
from fast_data_transfer.domain.needs import Need
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.quoting import quote
from fast_data_transfer.domain.records import Record, Summary, decode_content
from fast_data_transfer.domain.statuses import Case, make_case


class ItemName(Base, frozen=True, forbid_unknown_fields=True):
    """An item of a file, named as there."""

    kind: Kind
    name: str


class Comparison(Base, frozen=True):
    """
    An item as it would be here, beside what is here now: its counterpart, or the resource that holds its name.

    `before` is null where there is none of its kind. `changes` lead from `before` to `after`. `used_by` are the
    resources here that use what is here now. `findings` are places in the code of a cast function.
    """

    kind: Kind
    name: str
    new_name: str
    before: JsonObject | None
    after: JsonObject
    changes: list[ValueChange]
    used_by: list[Related]
    findings: list[Finding]


def match_items(file: ExportFile, destination: Destination, choices: Choices, wanted: Iterable[ItemName]) -> list[Case]:
    """
    Match some items of a file with the destination.

    Raises `Problem` `unknown-resource` for an item that the file lacks, or what `receive` raises.
    """
    incoming = receive(file, destination, choices)
    keys = [Key(item.kind, item.name) for item in wanted]
    faults = [
        Fault(
            code="unknown-resource",
            message=f"The file has no {key.kind} {quote(key.name)}.",
            pointer=f"/items/{position}",
        )
        for position, key in enumerate(keys)
        if key not in incoming.items
    ]
    if faults:
        detail = "`items` speaks of items that the file does not have. Use the names in the file."
        raise Problem("unknown-resource", detail, errors=faults)
    items = (incoming.items[key] for key in keys)
    return [make_case(item, build_result(item, incoming), incoming) for item in items]


def find_present(cases: Iterable[Case]) -> set[Key]:
    """Find what the destination has of the same kind under the same name or identity."""
    return {case.present.key for case in cases if case.present and case.present.kind == case.item.kind}


def compare_items(cases: Iterable[Case], records: Iterable[Record]) -> list[Comparison]:
    """Compare items with what the destination has; `records` are those of `find_present`."""
    present = {record.key: record for record in records}
    return [_compare(case, present.get(case.present.key) if case.present else None) for case in cases]


def _compare(case: Case, record: Record | None) -> Comparison:
    before = _show(decode_content(record), record.system) if record else None
    after = _show(case.result.content, case.result.system)
    return Comparison(
        kind=case.item.kind,
        name=case.item.name,
        new_name=case.result.name,
        before=before,
        after=after,
        changes=[] if before is None else list(find_changes(before, after)),
        used_by=_find_users(case.incoming.destination, record) if record else [],
        findings=_review(case),
    )


def _show(content: JsonObject, system: str | None) -> JsonObject:
    """Show a content with the system that it is in."""
    return content if system is None else content | {"system": system}


def _find_users(destination: Destination, record: Summary) -> list[Related]:
    need = Need(NAMESPACES[record.kind], record.name)
    users = (key for key, summary in destination.resources.items() if need in summary.needs)
    return [relate(key) for key in sorted(users, key=sort_key)]


def _review(case: Case) -> list[Finding]:
    code = case.result.content.get("casting") if case.item.kind == "castFunction" else None
    return find_suspicious(code) if isinstance(code, str) else []
