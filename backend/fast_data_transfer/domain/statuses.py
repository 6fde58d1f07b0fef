"""
The status of one item: the table of `contract.md` section 6, row by row.

Rows 1 to 5 report their issue whenever they hold, not only when they decide, so that a user sees all at once.
"""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from fast_data_transfer.domain import issues
from fast_data_transfer.domain.cascade import Result
from fast_data_transfer.domain.destination import Holder
from fast_data_transfer.domain.export_file import Item
from fast_data_transfer.domain.incoming import Incoming, key_of
from fast_data_transfer.domain.issues import Issue
from fast_data_transfer.domain.kinds import NAMESPACES, Key, is_valid_name
from fast_data_transfer.domain.model import Origin
from fast_data_transfer.domain.records import Summary
from fast_data_transfer.domain.times import order_of

Status: TypeAlias = Literal["new", "reference-update", "unchanged", "conflict", "duplicate", "invalid-name", "blocked"]

WRITTEN: Final = frozenset({"new", "reference-update"})
"""The statuses under which a selected item is written."""


class Case(NamedTuple):
    """One item, by its name in the file, with everything that decides its status."""

    key: Key
    incoming: Incoming
    item: Item
    result: Result
    origin: Origin
    counterpart: Summary | None
    holder: Holder | None

    @property
    def present(self) -> Summary | None:
        """What the item meets in the destination, if that is a resource: its counterpart, or what holds its name."""
        return self.counterpart or (self.holder.summary if self.holder else None)


class Verdict(NamedTuple):
    """A status, and the issues of the rows that hold."""

    status: Status
    issues: tuple[Issue, ...]


def make_case(item: Item, result: Result, incoming: Incoming) -> Case:
    """Gather what decides the status of an item."""
    key = key_of(item)
    holder = incoming.destination.find_holder(NAMESPACES[item.kind], result.name)
    return Case(key, incoming, item, result, incoming.origins[key], incoming.counterparts.get(key), holder)


def judge(case: Case) -> Verdict:
    """Tell the status of an item: the first row of the table that holds."""
    early = [(status, issue) for status, issue in _rows_1_to_5(case) if issue]
    found = tuple(issue for _, issue in early)
    if early:
        return Verdict(early[0][0], found)
    if case.counterpart:
        return _judge_counterpart(case, case.counterpart)
    return _judge_name(case)


def _rows_1_to_5(case: Case) -> Iterator[tuple[Status, Issue | None]]:
    yield "invalid-name", _invalid_name(case)
    if case.incoming.mode == "reference":
        yield "blocked", _own_resource(case)
        yield "blocked", _architecture(case)
        yield "blocked", issues.edited_item(case.key, "error") if case.item.edited else None
    yield "duplicate", _duplicate(case)


def _invalid_name(case: Case) -> Issue | None:
    valid = is_valid_name(case.item.kind, case.result.name)
    return None if valid else issues.invalid_name(Key(case.item.kind, case.result.name))


def _own_resource(case: Case) -> Issue | None:
    return issues.own_resource(case.key, case.incoming.destination.project_id, "error") if is_own(case) else None


def is_own(case: Case) -> bool:
    """Tell whether an item belongs to the destination project, whatever the branch."""
    destination = case.incoming.destination
    return case.origin.source.project == (destination.tenant_id, destination.project_id)


def _architecture(case: Case) -> Issue | None:
    found = case.incoming.destination.architecture
    concerned = case.item.kind in {"system", "projection"}
    return issues.architecture(found) if concerned and not found.allows_references else None


def _duplicate(case: Case) -> Issue | None:
    count = case.incoming.target_counts[NAMESPACES[case.item.kind], case.result.name]
    others = count - 1 if case.key in case.incoming.selected else count
    return issues.duplicate(case.key, case.result.name) if others else None


def _judge_counterpart(case: Case, counterpart: Summary) -> Verdict:
    """Rows 6 to 8: the reference that this item updates is there."""
    marker = counterpart.reference
    if marker is None or _is_as_present(case, counterpart, marker):
        return Verdict("unchanged", ())
    if order_of(case.origin.exported_at) >= order_of(marker.exported_at):
        return Verdict("reference-update", ())
    allowed = case.incoming.allow_older
    issue = issues.older_export(
        case.key, case.origin.exported_at, marker.exported_at, "warning" if allowed else "error"
    )
    return Verdict("reference-update" if allowed else "blocked", (issue,))


def _is_as_present(case: Case, counterpart: Summary, marker: Origin) -> bool:
    incoming, present = case.origin.source, marker.source
    return (
        not case.result.collisions
        and case.result.digest == counterpart.digest
        and case.result.system == counterpart.system
        and (incoming.project_name, incoming.branch) == (present.project_name, present.branch)
    )


def _judge_name(case: Case) -> Verdict:
    """Rows 9 to 12: nothing here is the same reference, so the name decides."""
    for holds in (_is_same_copy, _is_known_default):
        if holds(case):
            return Verdict("unchanged", ())
    if case.holder is None:
        return Verdict("new", ())
    renamable = not case.incoming.keeps_name(case.key)
    issue = issues.conflict(
        case.result.name, case.holder.related, is_reference=not case.holder.owned, renamable=renamable
    )
    return Verdict("conflict", (issue,))


def _is_same_copy(case: Case) -> bool:
    present = case.holder.summary if case.holder else None
    return (
        case.incoming.mode == "resource"
        and present is not None
        and present.owned
        and not case.result.collisions
        and (present.kind, present.system, present.digest) == (case.item.kind, case.result.system, case.result.digest)
    )


def _is_known_default(case: Case) -> bool:
    if not case.item.facts.is_default or case.holder is None:
        return False
    return case.holder.summary is None or case.holder.summary.is_default
