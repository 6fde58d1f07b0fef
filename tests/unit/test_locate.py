import pytest

from fast_data_transfer.domain.locate import MAX_STEPS, find_offset, locate, position_of

TEXT = """{
  "a": [1, {"b/c": "x", "~": [[], {}]}],
\t"é": {"😀": 12345678901234567890}, "z": null
}
"""


@pytest.mark.parametrize(
    "pointer, line, column",
    [
        ("", 1, 1),
        ("/a", 2, 3),
        ("/a/0", 2, 9),
        ("/a/1", 2, 12),
        ("/a/1/b~1c", 2, 13),
        ("/a/1/~0/1", 2, 35),
        ("/é/😀", 3, 8),
        ("/z", 3, 36),
    ],
)
def test_a_pointer_is_found(pointer: str, line: int, column: int) -> None:
    """A member is where its key is, an element where it begins; columns count characters."""
    assert locate(TEXT, [pointer])[pointer] == (line, column)


@pytest.mark.parametrize(
    "pointer, line, column", [("/nope", 1, 1), ("/a/7", 2, 3), ("/a/1/x/y", 2, 12), ("/z/x", 3, 36)]
)
def test_what_is_absent_is_looked_for_in_its_container(pointer: str, line: int, column: int) -> None:
    """A missing member has the position of the innermost value on its path that is there."""
    assert locate(TEXT, [pointer])[pointer] == (line, column)


def test_many_pointers_are_found_in_one_go() -> None:
    """Pointers may share their beginnings, and come in any order."""
    found = locate(TEXT, ["/z", "/a/1/~0/0", "/a", "/a/0", "/nope", "/a/1"])

    assert {pointer: position.column for pointer, position in found.items()} == {
        "/z": 36,
        "/a/1/~0/0": 31,
        "/a": 3,
        "/a/0": 9,
        "/nope": 1,
        "/a/1": 12,
    }


def test_a_repeated_key_is_found_the_second_time() -> None:
    """The first one is fine; the second one is what to remove."""
    text = '[0, {"a": {"a": 1}, "b": 2, "a": 3, "a": 4}]'

    assert find_offset(text, ("1", "a")) == text.index('"a"')
    assert find_offset(text, ("1", "a"), repeated=True) == text.index('"a": 3')


def test_elements_are_found_by_their_index() -> None:
    """Counted from zero, however many there are."""
    assert [locate("[5, 6, 7, 8]", [f"/{index}"])[f"/{index}"].column for index in range(4)] == [2, 5, 8, 11]


def test_leading_space_is_no_part_of_the_root() -> None:
    """The root begins at its first character."""
    assert locate("\n\n  {}", [""])[""] == (3, 3)


def test_only_line_feeds_end_a_line() -> None:
    """A carriage return is the last character of its line."""
    assert position_of("a\r\nb", 3) == (2, 1)


def test_a_search_among_too_many_members_ends_where_they_begin() -> None:
    """Who makes millions of members is shown the container, or the first of two equal keys."""
    many = ", ".join(f'"{number}": 0' for number in range(MAX_STEPS))
    text = f'{{"a":\n {{"x": 0, {many}, "x": 0, "y": 0}}}}'

    assert locate(text, ["/a/y"]) == {"/a/y": (1, 2)}
    assert find_offset(text, ("a", "y")) == text.index('"a"')
    assert find_offset(text, ("a", "x"), repeated=True) == text.index('"x"')
