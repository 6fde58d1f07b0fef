import pytest

from fast_data_transfer.domain.differences import find_changes
from fast_data_transfer.domain.model import Json
from tests.builders import field


def _changes(old: Json, new: Json) -> list[tuple[str, Json, Json]]:
    return [(change.pointer, change.from_, change.to) for change in find_changes(old, new)]


@pytest.mark.parametrize("value", [None, True, 0, 0.5, "x", [], {}, [1, [2]], {"a": {"b": [None]}}])
def test_a_value_does_not_differ_from_itself(value: Json) -> None:
    """Nothing came, went or changed."""
    assert _changes(value, value) == []


@pytest.mark.parametrize(
    "old, new",
    [("a", "b"), (1, 2), (None, False), (True, 1), (0, False), ([], {}), ({}, None), ("1", 1), ([1], "1")],
)
def test_another_value_is_one_change(old: Json, new: Json) -> None:
    """What is no container, or another one, is replaced as a whole; true is not 1."""
    assert _changes(old, new) == [("", old, new)]
    assert _changes({"a": old}, {"a": new}) == [("/a", old, new)]


def test_members_come_and_go() -> None:
    """A member that is on one side only is null on the other; places are in the order of the keys."""
    assert _changes({"c": 1, "a": 2, "b": 3}, {"b": 3, "d": 4, "c/~": 5}) == [
        ("/a", 2, None),
        ("/c", 1, None),
        ("/c~1~0", None, 5),
        ("/d", None, 4),
    ]


def test_a_member_that_is_null_is_there() -> None:
    """To become null is a change, to stay null is none."""
    assert _changes({"a": None, "b": 1}, {"a": None, "b": None}) == [("/b", 1, None)]
    assert _changes({"a": None}, {}) == [("/a", None, None)]


def test_changes_are_found_within() -> None:
    """Only what differs is told, where it is."""
    old: Json = {"a": {"b": [{"c": 1, "d": 2}]}}
    new: Json = {"a": {"b": [{"c": 1, "d": 3}]}}

    assert _changes(old, new) == [("/a/b/0/d", 2, 3)]


def test_lists_of_named_things_are_compared_by_name() -> None:
    """One field more is one change, though all that follow have moved."""
    a, b, c = field("A"), field("B"), field("C")

    assert _changes([a, c], [a, b, c]) == [("/1", None, b)]
    assert _changes([a, b, c], [a, c]) == [("/1", b, None)]
    assert _changes([a, b], [c, field("B", type="number")]) == [
        ("/0", a, None),
        ("/0", None, c),
        ("/1/type", "string", "number"),
    ]


def test_what_went_is_told_where_it_was() -> None:
    """A place is that of the second list, or of the first for what the second lacks."""
    a, b, c, d = map(field, "ABCD")

    assert _changes([a, b, c], [b, c, d]) == [("/0", a, None), ("/2", None, d)]


@pytest.mark.parametrize(
    "old, new",
    [
        ([{"name": "A", "x": 1}, {"name": "B", "x": 2}], [{"name": "B", "x": 2}, {"name": "A", "x": 1}]),
        ([{"name": "A", "x": 1}, {"name": "A", "x": 2}], [{"name": "A", "x": 2}, {"name": "A", "x": 1}]),
    ],
    ids=["order", "repeated"],
)
def test_another_order_is_compared_place_by_place(old: list[Json], new: list[Json]) -> None:
    """Where names do not tell which element is which, places do, and the order is a change."""
    changes = _changes(old, new)

    assert changes
    assert all(pointer.startswith(("/0/", "/1/")) for pointer, _, _ in changes)


@pytest.mark.parametrize(
    "old, new, changes",
    [
        ([1, 2, 3], [1, 4], [("/1", 2, 4), ("/2", 3, None)]),
        ([1], [1, None], [("/1", None, None)]),
        ([{"name": "A"}, 1], [{"name": "B"}, 1], [("/0/name", "A", "B")]),
        ([{"name": "A"}], [{"name": 1}], [("/0/name", "A", 1)]),
        ([{"name": 1}], [{"name": "A"}], [("/0/name", 1, "A")]),
        ([{"x": 1}], [{"x": 2}], [("/0/x", 1, 2)]),
    ],
)
def test_elements_without_names_are_compared_by_place(
    old: list[Json], new: list[Json], changes: list[tuple[str, Json, Json]]
) -> None:
    """Both lists must hold named things only, to be compared by name."""
    assert _changes(old, new) == changes
