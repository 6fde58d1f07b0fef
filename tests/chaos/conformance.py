"""
Requests made from the OpenAPI document, good and bad ones: no answer is outside of the document, and none is a 5xx.
"""

import asyncio
import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fast_data_transfer.domain.canonical import digest_of
from tests.branches import export, make_shop
from tests.chaos.servers import Server
from tests.workspace import Workspace

_CONFIG: Final = Path(__file__).with_name("schemathesis.toml")
_CASES: Final = re.compile(r"([0-9,]+) generated, ([0-9,]+) passed")
_REQUESTS: Final = re.compile(
    r'^http_request_duration_seconds_count{method="(.*?)",route="(.*?)",.*} (.*)$', re.MULTILINE
)


@dataclass
class Tally:
    """What was sent, to all calls and to each, and what schemathesis says of it in the end."""

    generated: int
    passed: int
    requests: dict[str, int]
    report: str


async def conform(server: Server, *options: str) -> Tally:
    """Run schemathesis with all its checks and phases on a server that has the demo projects."""
    file = export(make_shop())
    async with server.open_client() as client:
        await Workspace(client, "insights").plan(file)
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / _CONFIG.name
        config.write_text(_CONFIG.read_text().replace("${FILE_DIGEST}", digest_of(file)))
        report = await _run(config, "run", f"{server.url}/api/schema/openapi.json", *options)
    generated, passed = map(_read_number, _find_cases(report))
    return Tally(generated, passed, await _count_requests(server), report)


async def _count_requests(server: Server) -> dict[str, int]:
    """Count what the server was asked, by method and route."""
    async with server.open_client() as client:
        metrics = (await client.get("/-/metrics")).text
    counts = Counter[str]()
    for method, route, count in _REQUESTS.findall(metrics):
        counts[f"{method} {route}"] += int(float(count))
    return dict(counts.most_common())


async def _run(config: Path, *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), *arguments),
        cwd=config.parent,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return output.decode()


def _find_cases(report: str) -> tuple[str, str]:
    found = _CASES.search(report)
    assert found, report
    return found[1], found[2]


def _read_number(text: str) -> int:
    return int(text.replace(",", ""))
