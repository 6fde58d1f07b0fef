"""
Laws of the dependency closure, over any configuration.
"""

from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fast_data_transfer.domain.dependencies import Closure, close_over, exportable, leave_unconfirmed, resolve
from fast_data_transfer.domain.kinds import Key
from tests.branches import Branch, make_shop
from tests.builders import Entry, cast_function
from tests.strategies import CRUD, configurations

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def _selected(draw: st.DrawFn) -> tuple[Branch, set[Key]]:
    branch = make_shop(cast_function("x")).with_config(draw(configurations()))
    keys = sorted(exportable(branch.records))
    assume(keys)
    return branch, draw(st.sets(st.sampled_from(keys), min_size=1))


def _close(branch: Branch, selected: set[Key]) -> Closure:
    return close_over(selected, branch.records, CRUD)


def _needed(branch: Branch, key: Key) -> set[Key]:
    """What a resource needs and the branch has: one step of the closure."""
    return {target for need in branch.records[key].needs if (target := resolve(need, branch.records))}


@quick
@given(_selected())
def test_closure_is_the_least_one(chosen: tuple[Branch, set[Key]]) -> None:
    """The closure has what the selection needs, what that needs, and nothing else."""
    branch, selected = chosen
    reached = set(selected)
    while more := {target for key in reached for target in _needed(branch, key)} - reached:
        reached |= more

    closure = _close(branch, selected)

    assert closure.keys == reached
    assert _close(branch, set(closure.keys)).keys == closure.keys
    assert {dependency.key for dependency in closure.dependencies} | selected == closure.keys


@quick
@given(_selected())
def test_reasons_are_shortest_paths(chosen: tuple[Branch, set[Key]]) -> None:
    """The path of a reason starts in the selection, each step needs the next, and no path is shorter."""
    branch, selected = chosen
    distances = dict.fromkeys(selected, 0)
    frontier = set(selected)
    while frontier:
        frontier = {target for key in frontier for target in _needed(branch, key)} - distances.keys()
        distances |= dict.fromkeys(frontier, max(distances.values()) + 1)

    for key, _, because in _close(branch, selected).dependencies:
        assert because[0] in selected
        assert all(after in _needed(branch, before) for before, after in pairwise((*because, key)))
        assert len(because) == 1 + min(distances[user] for user in distances if key in _needed(branch, user))


@quick
@given(_selected())
def test_every_node_travels_or_is_told(chosen: tuple[Branch, set[Key]]) -> None:
    """A node of an exported ER schema is in the file, or among what is not exported."""
    branch, selected = chosen

    closure = _close(branch, selected)

    told = {left.name for left in closure.not_exported}
    nodes = {
        need.name: resolve(need, branch.records)
        for key in closure.keys
        if key.kind == "erSchema"
        for need in branch.records[key].needs
    }
    assert told == {name for name, target in nodes.items() if target is None}


@quick
@given(_selected())
def test_what_is_not_confirmed_stays_behind(chosen: tuple[Branch, set[Key]]) -> None:
    """Without confirmation the selection has what its projections need; the rest of the closure is listed."""
    branch, selected = chosen
    closure = _close(branch, selected)

    left = leave_unconfirmed(closure, selected, branch.records)

    added = {target for key in selected if key.kind == "projection" for target in _needed(branch, key)}
    assert left.keys == selected | added
    dropped = {Key(gone.kind, gone.name) for gone in left.not_exported} & closure.keys  # type: ignore[arg-type]
    assert dropped == closure.keys - left.keys


@quick
@given(configurations())
def test_everything_lacks_unused_defaults_only(config: Entry) -> None:
    """An export of everything leaves out the default functions that nobody uses, and nothing else."""
    branch = make_shop(cast_function("x")).with_config(config)

    keys = _close(branch, set(exportable(branch.records))).keys

    used = {need.name for record in branch.records.values() for need in record.needs if need.namespace != "collection"}
    left = branch.records.keys() - keys
    assert all(branch.records[key].is_default and key.name not in used for key in left)
