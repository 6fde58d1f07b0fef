"""
The clock of the server: what time goes into what is written.
"""

from datetime import UTC, datetime


def now() -> str:
    """Tell the time: RFC 3339 in UTC with milliseconds, `2026-02-20T10:12:33.004Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
