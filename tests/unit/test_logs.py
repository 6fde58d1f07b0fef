import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from fast_data_transfer.web.logs import LEVELS, REQUEST_ID, JsonLines, configure_logging, with_fields


@pytest.fixture
def _untouched_logging() -> Iterator[None]:
    """Put the process's logging back after the test."""
    root, own = logging.getLogger(), logging.getLogger("fast_data_transfer")
    before = root.handlers[:], root.level, own.level
    yield
    root.handlers[:], root.level, own.level = before
    logging.getLogger("fast_data_transfer").setLevel(before[2])


def _format(level: int, message: str, **attributes: object) -> dict[str, Any]:
    record = logging.LogRecord("fast_data_transfer.x", level, "x.py", 1, message, (), None)
    record.__dict__.update(attributes)
    line: dict[str, Any] = json.loads(JsonLines().format(record))
    return line


@pytest.mark.parametrize(
    "name,number",
    [("trace", 10), ("debug", 20), ("info", 30), ("warn", 40), ("error", 50), ("fatal", 60)],
)
def test_levels_are_the_platform_s(name: str, number: int) -> None:
    """Levels are numbers from 10 for trace to 60 for fatal."""
    assert _format(LEVELS[name], "m")["level"] == number


def test_line_has_what_the_platform_reads() -> None:
    """A line has level, time in milliseconds, message, request id, and what the call adds."""
    token = REQUEST_ID.set("r1")
    line = _format(logging.INFO, "done", created=1700000000.1234, **with_fields(responseTime=1.5))
    REQUEST_ID.reset(token)

    assert line == {"level": 30, "time": 1700000000123, "msg": "done", "reqId": "r1", "responseTime": 1.5}


def test_message_stays_one_line() -> None:
    """A line break in a message does not forge a second line."""
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, 'a\n{"level":60}\u2028', (), None)

    assert JsonLines().format(record).splitlines() == [JsonLines().format(record)]


def test_error_is_told_without_its_text() -> None:
    """Of an exception and its causes, type and place are logged; their texts may hold content."""
    text = "pr_orders"
    with pytest.raises(LookupError, match=text) as caught:
        _fail_twice(text)

    error = _format(logging.ERROR, "failed", exc_info=(caught.type, caught.value, caught.tb))["error"]

    assert error["type"] == "LookupError"
    assert re.findall(r"^[A-Za-z]+", error["stackTrace"], re.MULTILINE) == ["ValueError", "LookupError"]
    assert "in _fail_twice" in error["stackTrace"]
    assert text not in error["stackTrace"]


def _fail_twice(text: str) -> None:
    try:
        int(text)
    except ValueError as error:
        raise LookupError(text) from error


@pytest.mark.usefixtures("_untouched_logging")
def test_libraries_stay_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    """At the finest level the product tells all, a library warnings only: the driver's lines have content in them."""
    configure_logging("trace")

    logging.getLogger("pymongo.command").debug("content")
    logging.getLogger("pymongo.command").warning("slow")
    logging.getLogger("fast_data_transfer.web").debug("ours")

    assert [json.loads(line)["msg"] for line in capsys.readouterr().out.splitlines()] == ["slow", "ours"]


@pytest.mark.usefixtures("_untouched_logging")
def test_silent_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    """With the level silent, nothing is written."""
    configure_logging("silent")

    logging.getLogger("fast_data_transfer").critical("x")
    logging.getLogger("uvicorn.error").critical("x")

    assert capsys.readouterr().out == ""
