"""
Laws of plan, apply and undo, over any two configurations and any choices.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fast_data_transfer.domain.apply import apply_plan
from fast_data_transfer.domain.cascade import Result
from fast_data_transfer.domain.changes import Change
from fast_data_transfer.domain.configuration import require_sound_ownership
from fast_data_transfer.domain.dependencies import exportable, resolve
from fast_data_transfer.domain.kinds import NAMESPACES, SECTIONS, Key, Namespace
from fast_data_transfer.domain.plan import Plan, Planned
from fast_data_transfer.domain.plan_items import PlanItem
from fast_data_transfer.domain.records import Record
from fast_data_transfer.domain.undo import plan_undo, trace_change
from tests.branches import (
    LAB,
    T1,
    T2,
    T3,
    Branch,
    Mode,
    export,
    import_file,
    make_branch,
    make_shop,
    prepare,
    rename,
)
from tests.builders import Entry, cast_function
from tests.strategies import CRUD, configurations, selections

MODES: st.SearchStrategy[Mode] = st.sampled_from(("reference", "resource"))

quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


class Import(NamedTuple):
    """An import that nothing blocks: where to, of what, and how."""

    branch: Branch
    file: bytes
    mode: Mode
    choices: Entry
    planned: Planned

    def __repr__(self) -> str:
        """Show what it takes to see the case again."""
        resources = json.loads(self.file)["resources"]
        return f"{self.branch.config()}\n{resources}\n{self.mode} {self.choices}"

    @property
    def plan(self) -> Plan:
        """The plan that is reviewed."""
        return self.planned.plan

    def change(self) -> Change:
        """What apply writes."""
        return apply_plan(self.planned, T3, "somebody")

    def after(self) -> Branch:
        """The branch once the plan has been executed."""
        return self.branch.with_change(self.change())


@st.composite
def _shops(draw: st.DrawFn) -> tuple[Branch, Entry]:
    """Make a branch of A that has something to export."""
    config = draw(configurations())
    shop = make_shop(cast_function("x")).with_config(config)
    assume(exportable(shop.records))
    return shop, config


@st.composite
def _destinations(draw: st.DrawFn) -> Branch:
    """Make a branch of B: empty, with resources of its own, or with an earlier import of another state of A too."""
    branch = make_branch(collections=draw(st.sets(st.sampled_from(CRUD))))
    if draw(st.booleans()):
        branch = branch.with_config(draw(configurations()))
    if draw(st.booleans()):
        shop, config = draw(_shops())
        earlier = _try(branch, export(shop, at=T1), draw(MODES), {"selection": draw(selections(config))})
        branch = earlier.after() if earlier else branch
    return branch


@st.composite
def _imports(draw: st.DrawFn) -> Import:
    """Make an import, with the suggested names taken where names are in the way."""
    branch = draw(_destinations())
    shop, config = draw(_shops())
    choices = {"selection": draw(selections(config)), "allowOlder": draw(st.booleans())}
    found = _try(branch, export(shop, at=draw(st.sampled_from((T1, T2)))), draw(MODES), choices)
    assume(found)
    assert found
    return found


def _try(branch: Branch, file: bytes, mode: Mode, choices: Entry) -> Import | None:
    """Take suggested names, and deselect what cannot be solved so, until nothing blocks."""
    renames: dict[Key, str] = {}
    for _ in range(4):
        chosen = choices | {"renames": [rename(key.kind, key.name, name) for key, name in renames.items()]}
        planned = prepare(branch, file, mode, **chosen)
        if not planned.plan.blocked:
            return Import(branch, file, mode, chosen, planned)
        suggested = {Key(i.kind, i.name): i.suggested_name for i in planned.plan.items if i.selected}
        renames |= {key: name for key, name in suggested.items() if name is not None}
    return None


def _same(one: Record, other: Record) -> bool:
    """Tell whether two records are equal in what an import writes."""
    return (one.content, one.system, one.reference, one.copied_from) == (
        other.content,
        other.system,
        other.reference,
        other.copied_from,
    )


@quick
@given(_shops())
def test_copy_of_everything_exports_the_same(made: tuple[Branch, Entry]) -> None:
    """Export everything, import it as a resource into an empty branch, export again: the same resources and digests."""
    shop, _ = made
    file = export(shop)
    copy = import_file(make_branch(), file, "resource")

    again = export(copy)

    first, second = json.loads(file), json.loads(again)
    assert second["resources"] == first["resources"]
    assert second["digests"] == first["digests"]


@quick
@given(_imports())
def test_planning_is_pure(found: Import) -> None:
    """The same input gives the same plan, whatever the order in which a branch gives its resources."""
    shuffled = found.branch._replace(records=dict(reversed(found.branch.records.items())))

    for branch in (found.branch, shuffled):
        assert prepare(branch, found.file, found.mode, **found.choices).plan == found.plan


@quick
@given(_imports())
def test_import_again_is_unchanged(found: Import) -> None:
    """After an import the same one has nothing to do: a copy with its renames, a reference also without."""
    choices = found.choices if found.mode == "resource" else found.choices | {"renames": []}

    again = prepare(found.after(), found.file, found.mode, **choices)

    assert {item.status for item in again.plan.items if item.selected} == {"unchanged"}
    assert {item.name for item in again.plan.items if not item.selected} <= {
        item.name for item in found.plan.items if not item.selected or item.because
    }
    assert not apply_plan(again, T3, "somebody")


@quick
@given(_imports())
def test_import_writes_what_was_planned_and_nothing_else(found: Import) -> None:
    """Each selected item that is new or an update is written under its name; every other resource stays as it is."""
    after = found.after()

    planned = {
        Key(item.kind, item.new_name)
        for item in found.plan.items
        if item.selected and item.status in {"new", "reference-update"}
    }
    assert planned <= after.records.keys()
    assert after.records.keys() == found.branch.records.keys() | planned
    for key, record in found.branch.records.items():
        if key not in planned:
            assert after.records[key] == record
        else:
            assert not record.owned


@quick
@given(_imports())
def test_import_leaves_a_sound_branch(found: Import) -> None:
    """No import mixes ownership, makes a second reference to one thing, or takes a name that is taken."""
    after = found.after()

    require_sound_ownership(after.records, after.place)
    slots = [(NAMESPACES[key.kind], key.name) for key in after.records]
    assert len(set(slots)) == len(slots)
    assert not {key.name for key in after.records if NAMESPACES[key.kind] == "collection"} & after.collections - {
        key.name for key in found.branch.records
    }
    for record in found.change().created:
        assert record.system is None or Key("system", record.system) in after.records
        assert record.owned is (found.mode == "resource")


@quick
@given(_imports())
def test_undo_restores_the_branch(found: Import) -> None:
    """The undo of an import that nothing followed leaves nothing of it but what an older resource was waiting for."""
    change = found.change()
    assume(change)
    before = {record.key: found.branch.records[record.key] for record in change.updated}

    undone = plan_undo(trace_change(change), before, found.after().records)

    restored = found.after().with_change(undone.change)
    kept = {Key(kept.kind, kept.name) for kept in undone.kept}
    assert restored.records.keys() == found.branch.records.keys() | kept
    assert all(_same(restored.records[key], record) for key, record in found.branch.records.items())
    assert {kept.reason for kept in undone.kept} <= {"in-use"}
    assert not kept or _waiting(found.branch)


def _waiting(branch: Branch) -> bool:
    """Tell whether something in a branch needs what is not there."""
    needs = [need for record in branch.records.values() for need in record.needs]
    return any(resolve(need, branch.records) is None for need in needs)


@quick
@given(_imports())
def test_status_is_that_of_a_selected_item(found: Import) -> None:
    """An item that is not selected has the status that it would have if it too were selected."""
    selection: Entry = found.choices["selection"] or {}

    without = prepare(found.branch, found.file, found.mode, selection=selection).plan

    for item in without.items:
        section = SECTIONS[item.kind]
        if not item.selected and section != "systems":
            more = selection | {section: [*selection.get(section, ()), item.name]}
            chosen = prepare(found.branch, found.file, found.mode, selection=more).plan
            assert _status(chosen, item) == (True, item.status)


def _status(plan: Plan, wanted: PlanItem) -> tuple[bool, str]:
    return next((i.selected, i.status) for i in plan.items if (i.kind, i.name) == (wanted.kind, wanted.name))


@quick
@given(_shops(), st.data())
def test_rename_reaches_every_name_and_nothing_else(made: tuple[Branch, Entry], data: st.DataObject) -> None:
    """With any new names, a copy is what renaming by hand would make of it, to the byte."""
    shop, _ = made
    file = export(shop)
    names = {key: f"n{number}" for number, key in enumerate(sorted(shop.records)) if data.draw(st.booleans())}
    renames = [
        rename(key.kind, key.name, name) for key, name in names.items() if f"{key.kind}/{key.name}" in _keys(file)
    ]

    planned = prepare(make_branch(), file, "resource", renames=renames)

    assume(not planned.plan.blocked)
    by_slot = {(NAMESPACES[entry["kind"]], entry["name"]): entry["newName"] for entry in renames}
    for key, result in planned.results.items():
        content = planned.incoming.items[key].content
        assert result.content == _rename_by_hand(key, content, by_slot)
        _assert_canonical(result)


def _keys(file: bytes) -> set[str]:
    return set(json.loads(file)["digests"])


def _assert_canonical(result: Result) -> None:
    assert msgspec.json.decode(result.text) == result.content


def _rename_by_hand(key: Key, content: Any, names: Mapping[tuple[Namespace, str], str]) -> Any:  # noqa: ANN401 - any JSON
    """Rename as a careful user would: the places are those that the contract names."""

    def new(namespace: Namespace, name: str) -> str:
        return names.get((namespace, name), name)

    name = new(NAMESPACES[key.kind], key.name)
    content = json.loads(json.dumps(content)) | {"name": name, f"{key.kind}Id": name}
    for entry in content.get("fields", []) if key.kind == "projection" else []:
        if "castFunction" in entry:
            entry["castFunction"] = new("castFunction", entry["castFunction"])
    for topic in content.get("topics", {}).values() if key.kind == "projection" else []:
        match topic["name"].split("."):
            case [a, b, system, projection, ("ingestion" | "pr-update") as end] if all((a, b, system, projection)):
                topic["name"] = ".".join([a, b, new("system", system), new("collection", projection), end])
    for endpoint in content["internalEndpoints"] if key.kind == "singleView" else []:
        if endpoint["basePath"] == f"/{key.name}":
            endpoint["basePath"] = f"/{name}"
    if key.kind == "erSchema":
        content["erSchema"]["config"] = {
            new("collection", node): value
            | {"outgoing": {new("collection", to): how for to, how in value["outgoing"].items()}}
            for node, value in content["erSchema"]["config"].items()
        }
    return content


@quick
@given(_imports())
def test_nested_references_keep_their_origin(found: Import) -> None:
    """What B passes on to C are references to A, as A exported them."""
    after = found.after()
    references = {key: record.reference for key, record in after.records.items() if record.reference}
    assume(references and exportable(after.records))
    lab = _try(make_branch(place=LAB), export(after, at=T2), "reference", {})
    assume(lab)
    assert lab

    there = lab.after().records

    for key, marker in references.items():
        if key in there:
            passed = there[key].reference
            assert passed is not None
            assert (passed.source, passed.name, passed.exported_at, passed.digest) == (
                marker.source,
                marker.name,
                marker.exported_at,
                marker.digest,
            )
