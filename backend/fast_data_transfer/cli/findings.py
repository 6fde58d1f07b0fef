"""
What `fdt validate` finds in a file, in the forms that editors and pipelines read.

GitHub: workflow commands, which become annotations of a change. GitLab: a report of Code Quality, kept as an artifact.
"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from fast_data_transfer.domain.model import Json

Format: TypeAlias = Literal["json", "text", "github", "gitlab"]


class Finding(NamedTuple):
    """One thing that is wrong, or that an import will warn about; a file that cannot be read has only its beginning."""

    severity: Literal["error", "warning"]
    code: str
    message: str
    pointer: str
    line: int
    column: int


def describe_finding(path: Path, finding: Finding) -> str:
    """Describe a finding as compilers do, so that editors can go there."""
    severity, code, message, pointer, line, column = finding
    return f"{path}:{line}:{column}: {severity}: {pointer and pointer + ': '}{message} [{code}]"


def write_workflow_command(path: Path, finding: Finding) -> str:
    """Write a finding as a workflow command of GitHub."""
    severity, code, message, _, line, column = finding
    values = {"file": str(path), "line": str(line), "col": str(column), "title": code}
    properties = ",".join(f"{key}={_escape_property(value)}" for key, value in values.items())
    return f"::{severity} {properties}::{_escape(message)}"


def encode_code_quality(path: Path, findings: Iterable[Finding]) -> bytes:
    """Encode findings as a Code Quality report of GitLab."""
    return msgspec.json.encode([_describe_for_gitlab(path, finding) for finding in findings])


def _describe_for_gitlab(path: Path, finding: Finding) -> Json:
    severity, code, message, pointer, line, column = finding
    # It tells whether two reports speak of the same thing: a line may move, the place in the document does not.
    identity = "\0".join((str(path), code, pointer, message)).encode()
    return {
        "description": message,
        "check_name": code,
        "fingerprint": sha256(identity).hexdigest(),
        "severity": "critical" if severity == "error" else "minor",
        "location": {
            "path": str(path),
            "lines": {"begin": line},
            "positions": {"begin": {"line": line, "column": column}},
        },
    }


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
