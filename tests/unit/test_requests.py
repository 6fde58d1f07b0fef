import pytest
from msgspec import Struct

from fast_data_transfer.domain.model import Json
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.web.requests import convert_strictly


class Part(Struct, forbid_unknown_fields=True, rename="camel"):
    """A part of the body of these tests."""

    max_size: int


class Body(Struct, forbid_unknown_fields=True):
    """The body of these tests."""

    parts: list[Part] = []
    by_name: dict[str, Part] = {}


@pytest.mark.parametrize(
    "value,code,pointer",
    [
        ({"parts": [{"maxSize": 1}, {"maxSize": "1"}]}, "invalid-value", "/parts/1/maxSize"),
        ({"parts": [{"maxSize": True}]}, "invalid-value", "/parts/0/maxSize"),
        ({"parts": [{"maxSize": 1.5}]}, "invalid-value", "/parts/0/maxSize"),
        ({"parts": {}}, "invalid-value", "/parts"),
        ({"parts": [{}]}, "missing-field", "/parts/0/maxSize"),
        ({"parts": [{"maxSize": 1, "a/b": 2}]}, "unknown-field", "/parts/0/a~1b"),
        ({"by_name": {"x": {"maxSize": "1"}}}, "invalid-value", "/by_name"),
        ({"by_name": {"x": {}}}, "missing-field", "/by_name"),
        ([], "invalid-value", ""),
        (None, "invalid-value", ""),
    ],
)
def test_fault_is_located(value: Json, code: str, pointer: str) -> None:
    """What does not fit is refused with a pointer to it; below the keys of a map the pointer ends."""
    with pytest.raises(Problem) as caught:
        convert_strictly(value, Body)

    (fault,) = caught.value.errors
    assert (caught.value.code, fault.code, fault.pointer) == ("invalid-request", code, pointer)


def test_what_fits_is_converted() -> None:
    """What has the right types becomes the struct."""
    assert convert_strictly({"parts": [{"maxSize": 1}]}, Body) == Body(parts=[Part(max_size=1)])
