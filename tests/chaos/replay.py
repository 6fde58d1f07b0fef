"""
A branch told again from what clients were answered: each acknowledged operation, in order, by pure functions.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, NamedTuple

import msgspec

from fast_data_transfer.domain.apply import apply_plan
from fast_data_transfer.domain.changes import Change, find_change
from fast_data_transfer.domain.choices import Choices
from fast_data_transfer.domain.configuration import read_configuration
from fast_data_transfer.domain.content import split_entry
from fast_data_transfer.domain.issues import KIND_WORDS
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.model import Origin
from fast_data_transfer.domain.plan import plan_import
from fast_data_transfer.domain.records import Record, make_record
from fast_data_transfer.domain.undo import Trace, plan_undo, trace_change
from tests.branches import Branch, read_file
from tests.builders import Entry

USER: Final = "local"


class Revision(NamedTuple):
    """A revision as the database tells it: its number and title, and the marks in what was written."""

    number: int
    title: str
    marks: frozenset[str]


@dataclass
class Past:
    """A branch, and what its imports wrote and replaced."""

    branch: Branch
    imports: dict[str, tuple[list[Trace], dict[Key, Record]]] = field(default_factory=dict)

    @property
    def records(self) -> dict[Key, Record]:
        """What the branch holds."""
        return self.branch.records

    def members(self, key: Key) -> set[Key]:
        """Tell what goes along with a resource: a system with its projections."""
        is_system = key.kind == "system"
        return {key} | {other for other, record in self.records.items() if is_system and record.system == key.name}

    def write(self, change: Change) -> None:
        """Apply a change, as the store does: wiring that is not given stays."""
        updated = tuple(
            msgspec.structs.replace(record, wiring=self.records[record.key].wiring) if record.wiring is None else record
            for record in change.updated
        )
        self.branch = self.branch.with_change(change._replace(updated=updated))


class Operation(ABC):
    """Something that was acknowledged."""

    @abstractmethod
    def is_revision(self, revision: Revision) -> bool:
        """Tell whether this may be what made a revision."""

    @abstractmethod
    def find_change(self, past: Past) -> Change:
        """Find what it wrote."""


@dataclass(frozen=True)
class Imported(Operation):
    """A file that was imported."""

    file: bytes
    choices: Entry
    receipt: Entry

    def is_revision(self, revision: Revision) -> bool:
        """Its receipt names the revision."""
        return _is_of(revision, self.receipt)

    def find_change(self, past: Past) -> Change:
        """Plan it again: it is the plan that was executed."""
        choices = msgspec.convert(self.choices, Choices)
        planned = plan_import(read_file(self.file), past.branch.destination(), choices, datetime.now(UTC))
        assert planned.plan.plan_digest == self.receipt["planDigest"]
        change = apply_plan(planned, self.receipt["at"], USER)
        replaced = {record.key: past.records[record.key] for record in change.updated}
        past.imports[self.receipt["transferId"]] = (trace_change(change), replaced)
        return change


@dataclass(frozen=True)
class Undone(Operation):
    """An import that was taken back."""

    transfer_id: str
    receipt: Entry

    def is_revision(self, revision: Revision) -> bool:
        """Its receipt names the revision."""
        return _is_of(revision, self.receipt)

    def find_change(self, past: Past) -> Change:
        """Plan the undo again; no import is taken back twice."""
        traces, before = past.imports.pop(self.transfer_id)
        undone = plan_undo(traces, before, past.records)
        assert [msgspec.to_builtins(kept) for kept in undone.kept] == self.receipt["kept"]
        return undone.change


@dataclass(frozen=True)
class Saved(Operation):
    """A whole configuration that was saved."""

    config: Entry
    revision: int

    def is_revision(self, revision: Revision) -> bool:
        """The answer named the revision."""
        return revision.number == self.revision

    def find_change(self, past: Past) -> Change:
        """Replace everything."""
        return find_change(past.records, read_configuration(self.config).records)


@dataclass(frozen=True)
class Written(Operation):
    """One resource that was created or edited, with a mark in it."""

    key: Key
    entry: Entry
    mark: str

    def is_revision(self, revision: Revision) -> bool:
        """Its mark is in what was written."""
        return self.mark in revision.marks

    def find_change(self, past: Past) -> Change:
        """Replace the content."""
        content, wiring = split_entry(self.key.kind, self.entry)
        present = past.records.get(self.key)
        beside = (present.system, present.reference, present.copied_from) if present else (None, None, None)
        system, reference, copied_from = beside
        record = make_record(*self.key, system, content, wiring=wiring, reference=reference, copied_from=copied_from)
        return Change(updated=(record,)) if present else Change(created=(record,))


@dataclass(frozen=True)
class Deleted(Operation):
    """One resource that was deleted."""

    key: Key

    def is_revision(self, revision: Revision) -> bool:
        """The title says what was deleted; who did it makes no difference."""
        return revision.title == f'delete: {KIND_WORDS[self.key.kind]} "{self.key.name}"'

    def find_change(self, past: Past) -> Change:
        """Delete it, a referenced system with its projections."""
        going = {self.key} if past.records[self.key].owned else past.members(self.key)
        return Change(deleted=tuple(going))


@dataclass(frozen=True)
class Detached(Operation):
    """One reference that was detached."""

    key: Key

    def is_revision(self, revision: Revision) -> bool:
        """The title says what was detached."""
        return revision.title == f'detach: {KIND_WORDS[self.key.kind]} "{self.key.name}"'

    def find_change(self, past: Past) -> Change:
        """Make it owned, a system with its projections."""
        return Change(updated=tuple(_detach(past.records[key]) for key in past.members(self.key)))


def replay(
    past: Past, revisions: Sequence[Revision], operations: Iterable[Operation], exports: Iterable[bytes]
) -> None:
    """Check that each revision is one acknowledged operation and the reverse, and that exports show revisions."""
    left = list(operations)
    expected: dict[int, list[Mapping[Key, str]]] = {}
    for file in exports:
        revision = json.loads(file)["metadata"]["source"]["revision"]
        expected.setdefault(revision, []).append({Key(i.kind, i.name): i.digest for i in read_file(file).items})
    for revision in revisions:
        assert revision.number == past.branch.revision + 1
        operation = next(operation for operation in left if operation.is_revision(revision))
        left.remove(operation)
        past.write(operation.find_change(past))
        past.branch = past.branch._replace(revision=revision.number)
        held = {key: record.digest for key, record in past.records.items()}
        assert all(shown == held for shown in expected.get(revision.number, ()))
    assert not left


def _is_of(revision: Revision, receipt: Entry) -> bool:
    number: int = receipt["revisionAfter"]
    return revision.number == number


def _detach(record: Record) -> Record:
    marker = record.reference
    assert marker
    origin = Origin(source=marker.source, name=marker.name, exported_at=marker.exported_at, digest=marker.digest)
    return msgspec.structs.replace(record, reference=None, copied_from=origin)
