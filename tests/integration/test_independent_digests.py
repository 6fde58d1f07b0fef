"""
Digests as somebody else computes them: a script for Node that shares nothing with the product but the contract.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from httpx import AsyncClient
from hypothesis import HealthCheck, Phase, given, settings

from fast_data_transfer.domain.export_file import ExportItem
from fast_data_transfer.domain.writing import encode_export_file
from tests.builders import Entry, cast_function, configuration, er_schema, event_driven, projection, single_view, system
from tests.export_files import HEADER
from tests.json_strategies import item_lists
from tests.workspace import make_workspace

NODE: Final = Path(sys.executable).with_name("node")
TESTS: Final = Path(__file__).parents[1]
SCRIPT: Final = TESTS / "independent" / "digests.mjs"
KEPT: Final = sorted((TESTS / "fixtures" / "formats").glob("*/everything.json"))

ODD: Final[Entry] = {
    "numbers": [0.1, 1e-7, 1.5, -2.5e-10, 5e-324, 0.000001, 123456789.123, 1e15, 9007199254740991, -0.0, 100.0, 1e2],
    "keys": {"\U0001f600": 1, "\ue000": 2, "\uffff": 3, "z": 4, "\u00e9": 5, "e\u0301": 6, "10": 7, "9": 8, "": 9},
    "texts": ["\u2028\u2029", "\x7f", '"\\/\b\f\n\r\t', "\x01\x1f", "\0", "</script>", "\U0010ffff", "caff\u00e8"],
    "__proto__": {"constructor": None},
    "nested": {"b": [{"d": True, "c": [[], {}]}], "a": False},
}


def _compute(*paths: Path) -> dict[str, dict[str, str]]:
    """Let Node compute the digests of files, by path."""
    result = subprocess.run([NODE, SCRIPT, *paths], check=True, capture_output=True, timeout=60)
    computed: dict[str, dict[str, str]] = json.loads(result.stdout)
    return computed


async def test_digests_of_an_export(client: AsyncClient, tmp_path: Path) -> None:
    """The digests of a real export, references among it, are those that Node computes."""
    config = configuration(
        system("delivery", projection("pr_orders", **ODD), projection("pr_dishes"), **ODD),
        er_schema("er", {"pr_orders": ["pr_dishes", "\U0001f600", "\ue000"]}) | ODD,
        single_view("sv", strategies=["wiring"], **ODD),
        cast_function("castOdd", **ODD),
    )
    shop = await make_workspace(client, "shop", config)
    crm = await make_workspace(client, "crm", services=event_driven())
    first = tmp_path / "shop.json"
    first.write_bytes(await shop.export())
    await crm.apply(first.read_bytes(), renames=[{"kind": "projection", "name": "pr_orders", "newName": "pr_1"}])
    second = tmp_path / "crm.json"
    second.write_bytes(await crm.export())

    computed = _compute(first, second)

    for path in (first, second):
        digests = json.loads(path.read_bytes())["digests"]
        assert len(digests) == 6
        assert computed[str(path)] == digests


@pytest.mark.parametrize("path", KEPT, ids=[path.parent.name for path in KEPT])
def test_digests_of_kept_files(path: Path) -> None:
    """The digests of the files of earlier days are still right; a file without any has those of its successor."""
    present = json.loads((KEPT[-1]).read_bytes())["digests"]

    assert _compute(path)[str(path)] == present


def test_digests_of_generated_files(tmp_path: Path) -> None:
    """Node and the product agree on whatever can be in a file."""
    files: list[bytes] = []

    @settings(max_examples=150, phases=[Phase.generate], database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(item_lists())
    def collect(items: list[ExportItem]) -> None:
        files.append(encode_export_file(HEADER, items))

    collect()
    paths = [tmp_path / f"{number}.json" for number in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    computed = _compute(*paths)

    for path, data in zip(paths, files, strict=True):
        assert computed[str(path)] == json.loads(data)["digests"], path
