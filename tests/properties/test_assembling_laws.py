"""
Laws of taking export files apart and putting them together, over any configuration.
"""

import json

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fast_data_transfer.domain.kinds import Key
from tests.assembled import merge_files, open_file, pick_from
from tests.branches import T2, Branch, export, import_file, make_branch, make_shop, read_file
from tests.builders import cast_function, configuration
from tests.strategies import configurations

quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def _halves(draw: st.DrawFn) -> tuple[Branch, bytes, set[Key], set[Key]]:
    """Make a branch, its file, and two sets of resources that together are all of it, and may overlap."""
    branch = make_shop(cast_function("x")).with_config(draw(configurations()))
    file = export(branch)
    keys = sorted(open_file(file).entries)
    assume(keys)
    one = draw(st.sets(st.sampled_from(keys)))
    other = draw(st.sets(st.sampled_from(keys)))
    return branch, file, one, set(keys) - one | other


@quick
@given(_halves())
def test_parts_of_a_file_make_it_again(made: tuple[Branch, bytes, set[Key], set[Key]]) -> None:
    """Two parts that together hold all of a file are merged to the same bytes."""
    _, file, one, other = made

    assert merge_files(pick_from(file, one), pick_from(file, other)) == file


@quick
@given(_halves())
def test_part_holds_what_was_picked(made: tuple[Branch, bytes, set[Key], set[Key]]) -> None:
    """A part has what was picked and the systems of that, unchanged, and is a file like any other."""
    _, file, keys, _ = made
    items = {Key(item.kind, item.name): item for item in read_file(file).items}
    systems = {Key("system", str(items[key].system)) for key in keys if items[key].system is not None}

    part = read_file(pick_from(file, keys))

    assert {Key(item.kind, item.name): item for item in part.items} == {key: items[key] for key in keys | systems}
    assert (part.integrity, part.removed, part.warnings) == ("verified", (), ())


@quick
@given(_halves())
def test_merged_file_does_what_its_parts_do(made: tuple[Branch, bytes, set[Key], set[Key]]) -> None:
    """An import of the merged file leaves a branch as imports of its parts do, though they are of different times."""
    branch, file, one, other = made
    # A projection whose cast function is nowhere blocks an import.
    functions = {key for key in open_file(file).entries if key.kind == "castFunction"}
    older, newer = export(branch, at="2026-02-20T10:00:00.000Z"), export(branch, at=T2)
    first, second = pick_from(older, one | functions), pick_from(newer, other - one | functions)
    assume(one | functions)
    assume(other - one | functions)

    merged = import_file(make_branch(), merge_files(first, second))
    one_by_one = import_file(import_file(make_branch(), first), second)

    assert merged.config() == one_by_one.config()


@quick
@given(configurations())
def test_whole_file_is_picked_as_it_is(config: dict[str, object]) -> None:
    """All of a file, in whatever layout it came, is the file that an export writes."""
    branch = make_shop(cast_function("x")).with_config(configuration() | config)
    file = export(branch)
    other_layout = json.dumps(json.loads(file)).encode()

    assert pick_from(other_layout, open_file(file).entries.keys()) == file
