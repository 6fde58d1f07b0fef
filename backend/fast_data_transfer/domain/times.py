"""
Points in time as files and markers hold them: RFC 3339 texts in UTC, kept as they were written.
"""

import re
from datetime import UTC, datetime
from typing import Final

TIME_PATTERN: Final = (
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]((?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2})(?:\.([0-9]+))?(?:[Zz]|[+-]00:00)"
)
"""What a text of such a time looks like, for any dialect of regular expressions."""

_TIME: Final = re.compile(TIME_PATTERN)


def parse_time(text: str) -> datetime:
    """
    Parse a time to compare it; digits after the microseconds are cut off.

    Raises `ValueError` for what is not RFC 3339 in UTC, or not in the calendar (leap seconds and year 0 neither).
    """
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError("not an RFC 3339 time in UTC")
    date, time, fraction = match.groups(default="0")
    return datetime.fromisoformat(f"{date}T{time}.{fraction[:6]:0<6}").replace(tzinfo=UTC)


def order_of(text: str) -> tuple[datetime, str]:
    """Give what a time is compared by, to the last of its digits. Raises as `parse_time` does."""
    match = _TIME.fullmatch(text)
    fraction = (match[3] or "").rstrip("0") if match else ""
    return parse_time(text).replace(microsecond=0), fraction


def is_export_time(value: object) -> bool:
    """Tell whether a value of a file is a time that can be compared."""
    try:
        parse_time(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return True


def format_time(moment: datetime) -> str:
    """Write a point in time as files, markers and receipts hold it: UTC, with milliseconds and `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
