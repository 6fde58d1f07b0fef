import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from fast_data_transfer.domain.times import format_time, is_export_time, order_of, parse_time


@pytest.mark.parametrize(
    "text, microsecond",
    [
        ("2026-02-20T10:12:33Z", 0),
        ("2026-02-20T10:12:33.004Z", 4000),
        ("2026-02-20t10:12:33.1z", 100_000),
        ("2026-02-20T10:12:33.1234567891+00:00", 123_456),
        ("2026-02-20T10:12:33.000001-00:00", 1),
    ],
)
def test_utc_times_are_compared_whatever_their_spelling(text: str, microsecond: int) -> None:
    """Any number of fraction digits, and every spelling of UTC that RFC 3339 has."""
    assert parse_time(text) == datetime(2026, 2, 20, 10, 12, 33, microsecond, UTC)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2026-02-20",
        "2026-02-20T10:12:33",
        "2026-02-20 10:12:33Z",
        "2026-02-20T10:12:33+01:00",
        "2026-02-20T10:12:33Z\n",
        "2026-02-30T10:12:33Z",
        "2026-02-20T24:00:00Z",
        "2026-02-20T23:59:60Z",
        "2026-02-20T10:12Z",
        "0000-02-20T10:12:33Z",
        "10000-02-20T10:12:33Z",
        "٢٠٢٦-02-20T10:12:33Z",
        1771582353004,
        None,
    ],
)
def test_what_is_no_utc_time_of_the_calendar_is_refused(value: object) -> None:
    """Other zones, impossible dates, leap seconds, epoch numbers."""
    assert not is_export_time(value)


def test_a_time_is_written_in_utc_with_milliseconds() -> None:
    """Whatever zone and precision it comes in."""
    moment = datetime(2026, 2, 20, 11, 12, 33, 4_999, timezone(timedelta(hours=1)))

    assert format_time(moment) == "2026-02-20T10:12:33.004Z"


def test_a_time_is_in_utc_wherever_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time zone of a machine is nobody's business."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        written = format_time(datetime(2026, 2, 20, 10, 12, 33, tzinfo=UTC))
    time.tzset()

    assert written == "2026-02-20T10:12:33.000Z"


@pytest.mark.parametrize(
    "earlier, later",
    [
        ("2026-02-20T10:12:33.1234561Z", "2026-02-20T10:12:33.1234569Z"),
        ("2026-02-20T10:12:33Z", "2026-02-20T10:12:33.0000000001Z"),
        ("2026-02-20T10:12:33.9Z", "2026-02-20T10:12:34Z"),
    ],
)
def test_every_digit_of_a_time_counts(earlier: str, later: str) -> None:
    """What is not kept by a `datetime` still tells which of two exports is older."""
    assert order_of(earlier) < order_of(later)


def test_zeros_at_the_end_do_not_count() -> None:
    """One moment has many spellings."""
    assert order_of("2026-02-20T10:12:33.10Z") == order_of("2026-02-20t10:12:33.1+00:00")
