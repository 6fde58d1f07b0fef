from typing import Final

import pytest

from tests.builders import Entry, single_view
from tests.hostile import Readable, Refused, Target, dump, each, make_document, make_file, quickly, write
from tests.problems import assert_problem

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILE: Final = make_file(single_view("sv", more="here"))


def _number(token: str) -> bytes:
    """Put a number into an entry, as it is written."""
    return FILE.replace(b'"here"', token.encode())


def _refused(name: str, token: str, fault: str) -> Refused:
    return Refused(name, _number(token), 400, "unreadable-file", fault)


REFUSED = [
    _refused("36-nan", "NaN", "invalid-json"),
    _refused("36-infinity", "Infinity", "invalid-json"),
    _refused("36-minus-infinity", "-Infinity", "invalid-json"),
    _refused("37-1e999", "1e999", "number-out-of-range"),
    _refused("37-exponent-of-1000-digits", "1e" + "9" * 1_000, "number-out-of-range"),
    _refused("38-2-to-53-plus-1", str(2**53 + 1), "number-out-of-range"),
    _refused("38-2-to-53", str(2**53), "number-out-of-range"),
    _refused("38-minus-2-to-63", str(-(2**63)), "number-out-of-range"),
    _refused("38-2-to-64", str(2**64), "number-out-of-range"),
    _refused("38-4000-digits", "7" * 4_000, "number-out-of-range"),
    _refused("38-5000-digits", "7" * 5_000, "number-out-of-range"),
    _refused("38-a-million-digits", "7" * 1_000_000, "number-out-of-range"),
    _refused("38-integer-as-float", "9007199254740993.0", "number-out-of-range"),
    _refused("38-largest-double", "1.7976931348623157e308", "number-out-of-range"),
    _refused("39-leading-zero", "01", "invalid-json"),
    _refused("39-plus", "+1", "invalid-json"),
    _refused("39-no-digit-before", ".5", "invalid-json"),
    _refused("39-no-digit-after", "1.", "invalid-json"),
]


@each(REFUSED)
async def test_number_is_refused(target: Target, case: Refused) -> None:
    """What is no number of JSON, or cannot be kept exactly, is refused where it stands."""
    problem = await target.refuse(case)

    assert len(problem["detail"]) < 500


@pytest.mark.parametrize(
    "token, value",
    [
        pytest.param("-0", 0, id="39-minus-zero"),
        pytest.param("-0.0", 0, id="39-minus-zero-as-float"),
        pytest.param("1.0", 1, id="39-float-of-integer"),
        pytest.param("1E+2", 100, id="39-exponent"),
        pytest.param("5e-324", 5e-324, id="37-smallest"),
        pytest.param("9007199254740991", 2**53 - 1, id="38-largest-integer"),
        pytest.param("0.1", 0.1, id="39-fraction"),
    ],
)
async def test_number_is_kept(target: Target, token: str, value: float) -> None:
    """A number that can be kept has one form, whatever it was written like."""
    other = await target.fresh()

    config = await other.apply(_number(token), "resource")

    kept = config["singleViews"]["sv"]["more"]
    assert (kept, type(kept)) == (value, type(value))


@pytest.mark.parametrize(
    "choices",
    [
        pytest.param({"allowOlder": 1}, id="40-number-for-a-switch"),
        pytest.param({"allowOlder": "true"}, id="40-text-for-a-switch"),
        pytest.param({"title": 1}, id="40-number-for-a-text"),
        pytest.param({"selection": {"singleViews": "sv"}}, id="40-text-for-a-list"),
        pytest.param({"selection": {"systems": ["sv"]}}, id="40-text-for-an-object"),
        pytest.param({"renames": [{"kind": "singleView", "name": "sv", "newName": True}]}, id="40-switch-for-a-name"),
        pytest.param({"renames": [{"kind": "SingleView", "name": "sv", "newName": "x"}]}, id="40-kind-in-other-case"),
    ],
)
async def test_no_choice_is_guessed(target: Target, choices: Entry) -> None:
    """A choice of another type than it has is refused, not converted."""
    before = await dump(target.database)

    for send in (target.workspace.try_plan, target.workspace.try_apply):
        problem = assert_problem(await quickly(send(FILE, "resource", **choices)), 400, "invalid-request")
        assert problem["errors"][0]["pointer"].startswith(f"/{next(iter(choices))}")

    assert await dump(target.database) == before


def _at(time: object) -> bytes:
    document = make_document(single_view("sv"))
    document["metadata"]["exportedAt"] = time
    return write(document)


UNUSABLE_TIMES = {
    "epoch-in-milliseconds": 1771582353004,
    "epoch-in-seconds": 1771582353,
    "epoch-as-text": "1771582353004",
    "year-0": "0000-01-01T00:00:00Z",
    "year-10000": "10000-01-01T00:00:00Z",
    "hour-24": "2026-02-20T24:00:00Z",
    "leap-second": "2026-06-30T23:59:60Z",
    "no-zone": "2026-02-20T10:12:33.004",
    "other-zone": "2026-02-20T10:12:33+01:00",
    "no-time": "2026-02-20",
    "no-such-day": "2026-02-30T10:12:33Z",
    "digits-of-elsewhere": "\u0662026-02-20T10:12:33Z",
    "line-break-at-the-end": "2026-02-20T10:12:33Z\n",
    "a-million-digits": "2026-02-20T10:12:33." + "0" * 1_000_000 + "Z",
    "empty": "",
    "null": None,
}


@each([Refused(f"41-{name}", _at(time), 422, "invalid-file") for name, time in UNUSABLE_TIMES.items()])
async def test_time_is_refused(target: Target, case: Refused) -> None:
    """A time of export that is none, or is not in UTC, is refused with an example of one."""
    problem = await target.refuse(case)

    assert [error["pointer"] for error in problem["errors"]] == ["/metadata/exportedAt"]
    assert "2026-02-20T10:12:33.004Z" in problem["errors"][0]["message"]


@each(
    [
        Readable("41-future", _at("2126-01-01T00:00:00Z"), "reference", codes=["future-export"]),
        Readable("41-year-9999", _at("9999-12-31T23:59:59.999Z"), "reference", ["future-export"]),
        Readable("41-year-1", _at("0001-01-01T00:00:00Z")),
        Readable("41-nanoseconds", _at("2026-02-20T10:12:33.123456789Z")),
        Readable("41-zero-offset", _at("2026-02-20T10:12:33+00:00")),
    ]
)
async def test_time_is_read(target: Target, case: Readable) -> None:
    """Any time of the calendar is read; one that is yet to come is warned of."""
    await target.judge(case)
