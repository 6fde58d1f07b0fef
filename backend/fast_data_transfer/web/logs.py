"""
The log: JSON lines on the standard output, as the platform's services write them.

Format: `domain.md` 10.5. No content of configurations and no personal data go in: not the query, not the address of
the client, and of an exception its type and where it was raised, but not its message.
"""

import json
import logging
import sys
import traceback
from contextvars import ContextVar
from typing import Any, Final

TRACE: Final = 5
SILENT: Final = logging.CRITICAL + 1

LEVELS: Final = {
    "trace": TRACE,
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warn": logging.WARNING,
    "error": logging.ERROR,
    "fatal": logging.CRITICAL,
    "silent": SILENT,
}

REQUEST_ID: Final[ContextVar[str | None]] = ContextVar("request_id", default=None)
"""The id of the request at hand; every line that is written for it has it as `reqId`."""

_FIELDS: Final = "fields"


def configure_logging(level: str) -> None:
    """
    Write the product's log from this level on, and of libraries warnings only.

    Libraries stay quiet at any level: what the database driver writes for debugging has content in it.
    """
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=max(logging.WARNING, LEVELS[level]), force=True)
    logging.getLogger(__name__.partition(".")[0]).setLevel(LEVELS[level])


def with_fields(**fields: object) -> dict[str, Any]:
    """Give a log call further members of its line, as its `extra`."""
    return {_FIELDS: fields}


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a record."""
        line: dict[str, object] = {
            # From 10 for trace to 60 for fatal.
            "level": TRACE * 2 if record.levelno == TRACE else record.levelno + 10,
            "time": int(record.created * 1000),
            "msg": record.getMessage(),
            "reqId": REQUEST_ID.get(),
            **getattr(record, _FIELDS, {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = _describe(record.exc_info[1])
        return json.dumps({key: value for key, value in line.items() if value is not None})


def _describe(error: BaseException) -> dict[str, str]:
    # A cause comes first, as Python prints it.
    frames: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        frames = [f"{type(cause).__name__}\n", *traceback.format_tb(cause.__traceback__), *frames]
        cause = cause.__cause__ or cause.__context__
    return {"type": type(error).__name__, "stackTrace": "".join(frames)}
