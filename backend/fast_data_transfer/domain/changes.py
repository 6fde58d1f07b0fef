"""
What a write does to the resources of a branch, as one value: made by pure code, executed by the store.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.records import Record, Summary

_ONLY_OWN_MARKERS: Final = "may carry only the marker that this server wrote"


class Change(NamedTuple):
    """Resources to create, to replace and to delete; a key is in one of them only."""

    created: tuple[Record, ...] = ()
    updated: tuple[Record, ...] = ()
    deleted: tuple[Key, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.created or self.updated or self.deleted)


def find_change(before: Mapping[Key, Record], after: Mapping[Key, Record]) -> Change:
    """Find what leads from one content of a branch to another."""
    return Change(
        created=tuple(record for key, record in after.items() if key not in before),
        updated=tuple(record for key, record in after.items() if key in before and record != before[key]),
        deleted=tuple(key for key in before if key not in after),
    )


def apply_change(resources: Mapping[Key, Record], change: Change) -> dict[Key, Record]:
    """Apply a change to the content of a branch: what the store does, as a pure function."""
    kept = {key: record for key, record in resources.items() if key not in change.deleted}
    return kept | {record.key: record for record in (*change.created, *change.updated)}


def require_references_untouched(
    before: Mapping[Key, Summary], change: Change, foreign_markers: Collection[Key] = ()
) -> None:
    """
    Guard the references of a branch against an edit (`contract.md` section 6: on every write path).

    `foreign_markers` are the resources that came with a marker which no server has written.
    Raises `Problem` `reference-read-only` naming each reference that the change would touch, remove or make up.
    """
    written = (*change.created, *change.updated)
    faults = [
        *(_fault(key, _ONLY_OWN_MARKERS) for key in foreign_markers),
        *_check_deleted(before, change.deleted),
        *_check_written(before, [record for record in written if record.key not in foreign_markers]),
    ]
    if faults:
        detail = "References are read only: import a newer file of their source project, or detach them first."
        raise Problem("reference-read-only", detail, errors=faults[:100])


def _check_deleted(before: Mapping[Key, Summary], deleted: Iterable[Key]) -> Iterable[Fault]:
    for key in deleted:
        if not before[key].owned:
            yield _fault(key, "is a reference and must stay in the configuration")


def _check_written(before: Mapping[Key, Summary], written: Iterable[Record]) -> Iterable[Fault]:
    for record in written:
        present = before.get(record.key)
        if _marker(record) != _marker(present):
            yield _fault(record.key, _ONLY_OWN_MARKERS)
        elif present and not present.owned and (record.digest, record.system) != (present.digest, present.system):
            yield _fault(record.key, "is a reference, so neither its content nor its system can change")
        elif record.owned and _is_in_referenced_system(before, record):
            yield _fault(record.key, f'cannot be put into "{record.system}", which is a reference')


def _marker(summary: Summary | None) -> object:
    return (summary.reference, summary.copied_from) if summary else (None, None)


def _is_in_referenced_system(before: Mapping[Key, Summary], record: Record) -> bool:
    system = before.get(Key("system", record.system or ""))
    return record.kind == "projection" and system is not None and not system.owned


def _fault(key: Key, what: str) -> Fault:
    return Fault(code="reference-read-only", message=f'The {key.kind} "{key.name}" {what}.')
