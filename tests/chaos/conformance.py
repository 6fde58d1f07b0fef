"""
Requests made from the OpenAPI document, good and bad ones: no answer is outside of the document, and none is a 5xx.
"""

import asyncio
import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from fast_data_transfer.domain.canonical import digest_of
from tests.branches import export, make_shop
from tests.chaos.servers import Server
from tests.workspace import Workspace

_CONFIG: Final = Path(__file__).with_name("schemathesis.toml")
_DOCUMENT: Final = "/api/schema/openapi.json"
_ROUND_SECONDS: Final = 60
_ROUNDS: Final = 40
_CASES: Final = re.compile(r"([0-9,]+) generated, ([0-9,]+) passed")
_REQUESTS: Final = re.compile(
    r'^http_request_duration_seconds_count{method="(.*?)",route="(.*?)",.*} (.*)$', re.MULTILINE
)


@dataclass
class Tally:
    """What was sent, to all calls and to each, and what schemathesis says of it in the end."""

    generated: int = 0
    passed: int = 0
    requests: dict[str, int] = field(default_factory=dict)
    reports: list[str] = field(default_factory=list)

    def add(self, report: str) -> None:
        """Count the cases of one more run."""
        found = _CASES.search(report)
        assert found, report
        self.generated += _read_number(found[1])
        self.passed += _read_number(found[2])
        self.reports.append(report)


async def conform(server: Server, examples: int, *options: str) -> Tally:
    """Run schemathesis with all its checks on a server that has the demo projects, until each call has its examples.

    All phases run once. They end early where a schema leaves little to vary, so calls that got fewer requests are made
    up further, in rounds. Calls without parameters and body have nothing to make up.
    """
    tally = Tally()
    file = export(make_shop())
    async with server.open_client() as client:
        await Workspace(client, "insights").plan(file)
        calls = _find_calls((await client.get(_DOCUMENT)).json())
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / _CONFIG.name
        config.write_text(_CONFIG.read_text().replace("${FILE_DIGEST}", digest_of(file)))
        run = partial(_run, config, "run", f"{server.url}{_DOCUMENT}", *options)
        tally.add(await run(f"--max-examples={examples}"))
        for _ in range(_ROUNDS):
            tally.requests = await _count_requests(server)
            short = [name for call, name in calls.items() if tally.requests.get(call, 0) < examples]
            if not short:
                return tally
            only = (f"--include-operation-id={name}" for name in short)
            tally.add(await run("--phases=fuzzing", f"--max-time={_ROUND_SECONDS}", *only))
    raise AssertionError(tally.requests)


def _find_calls(document: dict[str, Any]) -> dict[str, str]:
    """Name the calls that have something to make up: method and route, with the operation's id."""
    return {
        f"{method.upper()} {route}": call["operationId"]
        for route, calls in document["paths"].items()
        for method, call in calls.items()
        if call.get("parameters") or call.get("requestBody")
    }


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


def _read_number(text: str) -> int:
    return int(text.replace(",", ""))
