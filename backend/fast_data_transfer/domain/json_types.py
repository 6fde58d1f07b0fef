"""
Checks of JSON types that are put together like the shape that they check.

A check yields a fault for each value of another type, with its pointer; members that are absent are no fault.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, Literal, TypeAlias

from fast_data_transfer.domain.model import Json
from fast_data_transfer.domain.pointers import join_pointer
from fast_data_transfer.domain.problems import Fault

Check: TypeAlias = Callable[[Json, str], Iterator[Fault]]

JsonType: TypeAlias = Literal["object", "list", "string"]

_TYPE_NAMES: Final = {
    dict: "an object",
    list: "a list",
    str: "a string",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


def refuse_type(value: Json, pointer: str, expected: JsonType, purpose: str = "") -> Fault:
    """Say that a value is not of the JSON type that is needed there, and for what."""
    article = "an" if expected == "object" else "a"
    message = f"This must be {article} {expected}{purpose}, and is {name_type(value)}. Correct it, or export it again."
    return Fault(code="invalid-content", message=message, pointer=pointer, params={"reason": f"no-{expected}"})


def name_type(value: Json) -> str:
    """Name the JSON type of a value, as a part of a sentence."""
    return _TYPE_NAMES[type(value)]


def check_text(value: Json, pointer: str) -> Iterator[Fault]:
    """Check that a value is a string."""
    if not isinstance(value, str):
        yield refuse_type(value, pointer, "string")


def list_of(check: Check, fits: Callable[[Json], bool] = lambda _: False) -> Check:
    """Check a list and each of its elements; those that `fits` tells to be fine at a glance get no closer look."""

    def check_list(value: Json, pointer: str) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield refuse_type(value, pointer, "list")
            return
        for index, element in enumerate(value):
            if not fits(element):
                yield from check(element, f"{pointer}/{index}")

    return check_list


def map_of(check: Check) -> Check:
    """Check an object and each of its members, whatever their keys."""

    def check_map(value: Json, pointer: str) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield refuse_type(value, pointer, "object")
            return
        for key, member in value.items():
            yield from check(member, join_pointer(pointer, key))

    return check_map


def object_with(members: Mapping[str, Check]) -> Check:
    """Check an object and those of the given members that it has."""

    def check_object(value: Json, pointer: str) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield refuse_type(value, pointer, "object")
            return
        for key, check in members.items():
            if key in value:
                yield from check(value[key], f"{pointer}/{key}")

    return check_object
