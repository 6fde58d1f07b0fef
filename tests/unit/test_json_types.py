from collections.abc import Callable, Iterator

import pytest

from fast_data_transfer.domain.json_types import Check, check_text, list_of, map_of, name_type, object_with
from fast_data_transfer.domain.model import Json
from fast_data_transfer.domain.problems import Fault


def _refuse_all(value: Json, pointer: str) -> Iterator[Fault]:
    """Find a fault in whatever is looked at, so that tests see what that is, and where."""
    yield Fault(code="seen", message=str(value), pointer=pointer)


def _seen(check: Check, value: Json) -> list[tuple[str, str | None]]:
    return [(fault.message, fault.pointer) for fault in check(value, "/at")]


@pytest.mark.parametrize(
    "value, name",
    [
        ({}, "an object"),
        ([], "a list"),
        ("", "a string"),
        (True, "true or false"),
        (1, "a number"),
        (0.5, "a number"),
        (None, "null"),
    ],
)
def test_every_type_has_a_name(value: Json, name: str) -> None:
    """A message names the JSON type of what it found."""
    assert name_type(value) == name


@pytest.mark.parametrize(
    "make, wanted, value",
    [
        (lambda _: check_text, "a string", 1),
        (list_of, "a list", {}),
        (map_of, "an object", []),
        (lambda check: object_with({"a": check}), "an object", ["a"]),
    ],
)
def test_another_type_is_refused(make: Callable[[Check], Check], wanted: str, value: Json) -> None:
    """The fault says what is needed, what is there, and where; nothing inside is looked at."""
    (fault,) = make(_refuse_all)(value, "/at")

    assert fault.code == "invalid-content"
    assert fault.message == f"This must be {wanted}, and is {name_type(value)}. Correct it, or export it again."
    assert fault.pointer == "/at"


def test_text_is_any_string() -> None:
    """A string is fine, an empty one too."""
    assert _seen(check_text, "") == []


def test_every_element_of_a_list_is_checked() -> None:
    """Each element is looked at under its index."""
    assert _seen(list_of(_refuse_all), ["a", "b"]) == [("a", "/at/0"), ("b", "/at/1")]


def test_elements_that_are_fine_at_a_glance_are_not_looked_at() -> None:
    """Of thousands of fields nearly all are."""
    assert _seen(list_of(_refuse_all, lambda value: value == "a"), ["a", "b", "a"]) == [("b", "/at/1")]


def test_every_member_of_a_map_is_checked() -> None:
    """Each member is looked at under its key, whatever that is."""
    assert _seen(map_of(_refuse_all), {"a": 1, "b/c": 2}) == [("1", "/at/a"), ("2", "/at/b~1c")]


def test_known_members_of_an_object_are_checked() -> None:
    """Members that are not there, and those that nobody knows, are no fault."""
    assert _seen(object_with({"a": _refuse_all, "b": _refuse_all}), {"b": 2, "c": 3}) == [("2", "/at/b")]
