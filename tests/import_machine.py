"""
Three projects that export, import, edit, detach, delete and undo at random, on a real MongoDB.

Each step looks at all that the projects hold before and after it, and holds invariants of the test plan against that:
I1 to I11, I13 and I14. `make check` does a thousand steps and more, `make soak` as many as fit into an hour.
"""

from collections.abc import Callable
from typing import ClassVar, Final, NamedTuple, TypeVar

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fast_data_transfer.domain.canonical import digest_of
from fast_data_transfer.domain.kinds import Key, sort_key
from fast_data_transfer.domain.plan import Plan
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.receipts import Receipt
from fast_data_transfer.domain.records import Record
from tests.builders import Entry
from tests.machine_laws import (
    changed,
    check_export,
    check_import,
    check_order,
    check_undo,
    config_of,
    is_wrong,
    origin_of,
    read_file,
    select,
    take_out,
    turn,
    with_members,
)
from tests.machine_store import Held, Store
from tests.strategies import configurations, selections

PLACES: Final = 3
ACTIONS: Final = st.sampled_from(["edit", "wire", "detach", "delete"])
WORDS: Final = st.sampled_from(["a", "b", "\u00e8 \U0001f600"])

_T = TypeVar("_T")


class Imported(NamedTuple):
    """An import that was done: where, what was there before and after, and its receipt."""

    place: int
    before: Held
    after: Held
    receipt: Receipt

    @property
    def written(self) -> set[Key]:
        """What it wrote, under the names that it has there."""
        entries = (*self.receipt.created, *self.receipt.updated)
        return {Key(entry.kind, entry.new_name or entry.name) for entry in entries}


class ImportMachine(RuleBasedStateMachine):
    """The projects, and what they have done to each other so far."""

    store: ClassVar[Store]
    """Where the projects are; set before the machine runs."""
    steps: ClassVar[int] = 0

    indexes = st.integers(0, PLACES - 1)

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        """Fill two of the projects, and export them; the third one begins empty."""
        self.places = [self.store.make_place() for _ in range(PLACES)]
        for place in self.places:
            self.store.save(place, {})
        for place in self.places[:2]:
            self.store.save(place, data.draw(configurations()))
        self.held = [self.store.look(place) for place in self.places]
        self.files: list[bytes] = []
        self.imports: list[Imported] = []
        for index in range(2):
            self._export(index, None)

    def teardown(self) -> None:
        """Delete the projects."""
        for place in getattr(self, "places", ()):
            self.store.drop(place)

    @invariant()
    def holds_only_what_makes_sense(self) -> None:
        """Whatever was done, each branch is in order: names, identities, ownership, digests, needs."""
        type(self).steps += 1
        for held in getattr(self, "held", ()):
            check_order(held.records)

    @rule(place=indexes, data=st.data())
    def export(self, place: int, data: st.DataObject) -> None:
        """Export something, or all."""
        self._export(place, data.draw(selections(config_of(self.held[place].records))))

    @precondition(lambda self: self.files)
    @rule(place=indexes, mode=st.sampled_from(["reference", "resource"]), data=st.data())
    def import_file(self, place: int, mode: str, data: st.DataObject) -> None:
        """Import a file as a user does, who solves what stands in the way, or not."""
        file = data.draw(st.sampled_from(self.files[::-1]))
        self._import(data.draw(st.sampled_from([file, turn(file), take_out(file, data)])), place, mode, data)

    @rule(source=indexes, place=indexes, data=st.data(), words=WORDS)
    def pass_on(self, source: int, place: int, data: st.DataObject, words: str) -> None:
        """Change something at the source, and bring all of it to another project as references."""
        record = self._pick(source, data)
        if record and record.owned and not record.is_default:
            self._edit(source, record, words)
        if self._export(source, None):
            self._import(self.files[-1], place, "reference", data)

    @precondition(lambda self: self.imports)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        """Take an import back: all of it if nothing came between (I4), else what is as the import left it."""
        imported = data.draw(st.sampled_from(self.imports[::-1]))
        place, before = imported.place, self.held[imported.place]
        receipt = self._try("nothing-to-undo", place, lambda: self.store.undo(self.places[place], imported.receipt))
        if receipt is None:
            self.imports.remove(imported)
            return
        after = self._look(place, revisions=1, transfers=1)
        check_undo(imported.written, imported.before.records, receipt, before.records, after.records)
        if before.records == imported.after.records:
            assert {kept.reason for kept in receipt.kept} <= {"in-use"}

    @rule(place=indexes, data=st.data(), words=WORDS, what=ACTIONS)
    def change(self, place: int, data: st.DataObject, words: str, what: str) -> None:
        """Do something to one resource."""
        record = self._pick(place, data)
        if record is not None:
            self._change(place, record, words, what)

    @precondition(lambda self: any(not record.owned for held in self.held for record in held.records.values()))
    @rule(data=st.data(), words=WORDS, what=ACTIONS)
    def change_reference(self, data: st.DataObject, words: str, what: str) -> None:
        """Do something to one reference, wherever there is one; systems come first, since more hangs on them."""
        references = [
            (place, record)
            for place, held in enumerate(self.held)
            for record in held.records.values()
            if not record.owned
        ]
        place, record = data.draw(st.sampled_from(sorted(references, key=lambda found: sort_key(found[1].key))))
        self._change(place, record, words, what)

    def _change(self, place: int, record: Record, words: str, what: str) -> None:
        if what == "edit":
            self._edit(place, record, words)
        elif what == "wire":
            self._wire(place, record, words)
        elif what == "detach":
            self._detach(place, record)
        else:
            self._delete(place, record)

    def _export(self, place: int, selection: Entry | None) -> bool:
        """Export: the file holds its closure (I7), and every true origin (I9)."""
        held = self.held[place]
        file = self._try("nothing-selected", place, lambda: self.store.export(self.places[place], selection))
        if file is None:
            return False
        check_export(held.records, file)
        items = read_file(file).items
        everything = {Key(item.kind, item.name) for item in items if item.content.get("type") != "default"}
        again = read_file(self.store.export(self.places[place], select(everything)))
        assert [item.digest for item in again.items] == [item.digest for item in items]
        assert self._look(place, transfers=2).records == held.records
        self.files.append(file)
        return True

    def _import(self, file: bytes, place: int, mode: str, data: st.DataObject) -> None:
        """Import: exactly what was planned, or nothing (I1 to I3, I5, I8, I13, I14)."""
        choices = self._choose(file, place, mode, data)
        plan = self._plan(file, place, choices)
        before = self.held[place]
        if plan.blocked:
            self._expect("plan-blocked", place, lambda: self.store.apply(self.places[place], file, choices))
            return
        if data.draw(st.integers(0, 9)) == 0:
            stale = choices | {"planDigest": digest_of(b"another plan")}
            self._expect("stale-plan", place, lambda: self.store.apply(self.places[place], file, stale))
        receipt = self._apply(file, place, choices | {"planDigest": plan.plan_digest}, data)
        check_import(plan, before.records, self.held[place].records, read_file(file))
        self._nothing_is_left(file, place, choices)
        if receipt.transfer_id:
            self.imports.append(Imported(place, before, self.held[place], receipt))

    def _edit(self, place: int, record: Record, words: str) -> None:
        """Edit a content: what is owned changes, a reference does not (I6)."""
        changes = {"description": words}
        before = self.held[place].records
        is_same = record.description == words
        if record.is_default or not (record.owned or is_same):
            code = "default-read-only" if record.is_default else "reference-read-only"
            self._expect(code, place, lambda: self.store.edit(self.places[place], record.key, changes))
            return
        self.store.edit(self.places[place], record.key, changes)
        after = self._look(place, revisions=not is_same).records
        assert changed(before, after) <= {record.key}
        assert after[record.key].description == words

    def _wire(self, place: int, record: Record, words: str) -> None:
        """Set the wiring of anything, references included: content and marker stay (I6)."""
        before = self.held[place].records
        wiring: Entry = {"services": {words: {}}}
        if record.is_default:
            self._expect("default-read-only", place, lambda: self.store.edit(self.places[place], record.key, wiring))
            return
        self.store.edit(self.places[place], record.key, wiring)
        text = msgspec.json.encode(wiring).decode()
        after = self._look(place, revisions=record.wiring != text).records
        assert after == {**before, record.key: msgspec.structs.replace(record, wiring=text)}

    def _detach(self, place: int, record: Record) -> None:
        """Detach a reference, a system with its Projections: only markers change."""
        before = self.held[place].records
        if record.owned or record.kind == "projection":
            code = "not-a-reference" if record.owned else "reference-read-only"
            self._expect(code, place, lambda: self.store.detach(self.places[place], record.key))
            return
        self.store.detach(self.places[place], record.key)
        detached = {
            key: msgspec.structs.replace(before[key], reference=None, copied_from=origin_of(before[key]))
            for key in with_members(record, before)
        }
        assert self._look(place, revisions=1).records == {**before, **detached}

    def _delete(self, place: int, record: Record) -> None:
        """Delete something: a referenced system with its Projections, and nothing that others use."""
        before = self.held[place].records
        code = "default-read-only" if record.is_default else "resource-in-use"
        if self._try(code, place, lambda: self.store.delete(self.places[place], record.key)) is None:
            return
        going = {record.key} if record.owned else with_members(record, before)
        left = {key: kept for key, kept in before.items() if key not in going}
        assert self._look(place, revisions=1).records == left

    def _choose(self, file: bytes, place: int, mode: str, data: st.DataObject) -> Entry:
        """Choose what to import, and solve what can be solved: names are edited, what is blocked is deselected."""
        items = read_file(file).items
        chosen = (
            {Key(i.kind, i.name) for i in items if data.draw(st.integers(0, 3))} if data.draw(st.booleans()) else None
        )
        choices: Entry = {"mode": mode, "allowOlder": data.draw(st.booleans()), "selection": select(chosen)}
        for _ in range(data.draw(st.integers(0, 3))):
            plan = self._plan(file, place, choices)
            if not plan.blocked:
                break
            renames = {(i.kind, i.name): i.suggested_name for i in plan.items if i.selected and i.suggested_name}
            wrong = {Key(i.kind, i.name) for i in plan.items if is_wrong(i) and (i.kind, i.name) not in renames}
            chosen = {Key(i.kind, i.name) for i in plan.items if i.selected} - wrong
            choices["selection"] = select(chosen)
            choices["renames"] = [
                {"kind": kind, "name": name, "newName": new_name} for (kind, name), new_name in renames.items()
            ]
        return choices

    def _plan(self, file: bytes, place: int, choices: Entry) -> Plan:
        """Plan: it writes nothing, and says the same again (I1)."""
        plan = self.store.plan(self.places[place], file, choices)
        self._unchanged(place)
        assert self.store.plan(self.places[place], file, choices) == plan
        return plan

    def _apply(self, file: bytes, place: int, choices: Entry, data: st.DataObject) -> Receipt:
        """Import, now and then twice under one key: that is one effect (I14)."""
        key = data.draw(st.sampled_from([None, "a", "b"]))
        key = f"{key} {len(self.held)} {type(self).steps}" if key else None
        receipt, replayed = self.store.apply(self.places[place], file, choices, key)
        assert not replayed
        if key and receipt.transfer_id:
            assert self.store.apply(self.places[place], file, choices, key) == (receipt, True)
        written = receipt.transfer_id is not None
        self._look(place, revisions=written, transfers=written)
        return receipt

    def _nothing_is_left(self, file: bytes, place: int, choices: Entry) -> None:
        """The same import again finds all unchanged, and writes nothing (I3)."""
        plan = self._plan(file, place, choices)
        assert {item.status for item in plan.items if item.selected} <= {"unchanged"}
        receipt, _ = self.store.apply(self.places[place], file, choices)
        assert receipt.transfer_id is None
        self._unchanged(place)

    def _try(self, code: str, place: int, call: Callable[[], _T]) -> _T | None:
        """Make a call that may be refused: nothing has changed then (I13)."""
        try:
            return call()
        except Problem as problem:
            if problem.code != code:
                raise
            self._unchanged(place)
            return None

    def _expect(self, code: str, place: int, call: Callable[[], object]) -> None:
        """Make a call that is refused: nothing has changed then (I13)."""
        with pytest.raises(Problem) as caught:
            call()
        assert caught.value.code == code
        self._unchanged(place)

    def _unchanged(self, place: int) -> None:
        assert self.store.look(self.places[place]) == self.held[place]

    def _look(self, place: int, *, revisions: int = 0, transfers: int = 0) -> Held:
        """Look at a place that was written to, and at the others, which were not."""
        before, after = self.held[place], self.store.look(self.places[place])
        assert (after.revision, after.transfers) == (before.revision + revisions, before.transfers + transfers)
        self.held[place] = after
        for other in {*range(PLACES)} - {place}:
            self._unchanged(other)
        return after

    def _pick(self, place: int, data: st.DataObject) -> Record | None:
        """Pick something that a place holds."""
        records = self.held[place].records
        return records[data.draw(st.sampled_from(sorted(records, key=sort_key)))] if records else None
