"""
Undo: take back what one import wrote, item by item, and leave alone what is no longer as the import left it.

Source: `contract.md` section 7, `POST …/transfers/{id}/undo`; scenario 41.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from fast_data_transfer.domain.changes import Change
from fast_data_transfer.domain.dependencies import resolve
from fast_data_transfer.domain.kinds import Key, Kind, sort_key
from fast_data_transfer.domain.model import Base, Origin, Reference
from fast_data_transfer.domain.receipts import Kept, KeptReason
from fast_data_transfer.domain.records import Record, Summary


class Trace(Base, frozen=True):
    """How an import left one resource that it wrote."""

    kind: Kind
    name: str
    system: str | None
    digest: str
    reference: Reference | None
    copied_from: Origin | None
    created: bool

    @property
    def key(self) -> Key:
        """What identifies it within its branch."""
        return Key(self.kind, self.name)


class Undone(NamedTuple):
    """What an undo writes, and what it leaves alone."""

    change: Change
    kept: tuple[Kept, ...]


def trace_change(change: Change) -> list[Trace]:
    """Trace how an import leaves what it writes."""
    return [
        *(_trace(record, created=True) for record in change.created),
        *(_trace(record, created=False) for record in change.updated),
    ]


def plan_undo(traces: Iterable[Trace], before: Mapping[Key, Record], resources: Mapping[Key, Summary]) -> Undone:
    """
    Plan to take back an import: `before` is what it replaced, `resources` what is there now.

    What it created is deleted, unless a resource that stays uses it; what it updated gets its content of before.
    """
    traces = sorted(traces, key=lambda trace: sort_key(trace.key))
    reasons = {trace.key: reason for trace in traces if (reason := _find_obstacle(trace, before, resources))}
    restored = tuple(_restore(before[t.key]) for t in traces if not t.created and t.key not in reasons)
    doomed = {trace.key for trace in traces if trace.created and trace.key not in reasons}
    in_use = _find_used(doomed, resources, restored)
    used: dict[Key, KeptReason] = dict.fromkeys(in_use, "in-use")
    kept = reasons | used
    return Undone(
        Change(updated=restored, deleted=tuple(sorted(doomed - in_use, key=sort_key))),
        tuple(Kept(kind=key.kind, name=key.name, reason=kept[key]) for key in sorted(kept, key=sort_key)),
    )


def _trace(record: Record, *, created: bool) -> Trace:
    return Trace(
        kind=record.kind,
        name=record.name,
        system=record.system,
        digest=record.digest,
        reference=record.reference,
        copied_from=record.copied_from,
        created=created,
    )


def _find_obstacle(trace: Trace, before: Mapping[Key, Record], resources: Mapping[Key, Summary]) -> KeptReason | None:
    reason = _find_change_since(trace, resources)
    return reason if reason or trace.created else _find_lost_need(before[trace.key], resources)


def _find_lost_need(record: Record, resources: Mapping[Key, Summary]) -> KeptReason | None:
    """
    A projection gets back only what can stand: cast functions and system are there, this a reference to its project.

    An ER schema may name what is not there, as ever.
    """
    needed = [resolve(need, resources) for need in record.needs if need.rule != "er-schema-node"]
    if None in needed:
        return "deleted"
    system = resources.get(Key("system", record.system or ""))
    if system is None or record.reference is None:
        return None
    if system.reference is None:
        return "detached"
    # Another project's system may have the name by now.
    return None if system.reference.source.project == record.reference.source.project else "deleted"


def _find_change_since(trace: Trace, resources: Mapping[Key, Summary]) -> KeptReason | None:
    present = resources.get(trace.key)
    if present is None:
        return "deleted"
    if trace.reference and present.owned:
        return "detached"
    if trace.reference != present.reference:
        return "updated"
    is_same = (trace.digest, trace.system, trace.copied_from) == (present.digest, present.system, present.copied_from)
    return None if is_same else "edited"


def _restore(record: Record) -> Record:
    """What an import replaced comes back, but the wiring is what the project has set since."""
    return msgspec.structs.replace(record, wiring=None)


def _find_used(doomed: set[Key], resources: Mapping[Key, Summary], restored: Iterable[Record]) -> set[Key]:
    """Find what cannot go since it is used by what stays; what is so saved may save more in turn."""
    after = {**resources, **{record.key: record for record in restored}}
    saved: set[Key] = set()
    waiting = [key for key in after if key not in doomed]
    while waiting:
        for need in after[waiting.pop()].needs:
            target = resolve(need, after)
            if target in doomed and target not in saved:
                saved.add(target)
                waiting.append(target)
    return saved
