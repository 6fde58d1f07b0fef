"""
Every exit status that a help text promises, met against a running server.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import httpx
import pytest

from fast_data_transfer.cli import main
from tests.builders import configuration, event_driven, projection, system
from tests.command_line import NOBODY, Fdt, Place

LOCK: Final = "fast-data-lock.json"
NOW: Final = "--no-prompt"
MODE: Final = ["--mode", "reference"]


class Stage(NamedTuple):
    """What the commands work on: an empty project, one where a name is taken, and one that has imported the file."""

    empty: Place
    taken: Place
    done: Place
    transfer: str


Arguments = Callable[[Stage], list[str]]

CASES: Final[dict[tuple[str, int], Arguments]] = {
    ("export", 0): lambda s: ["export", *s.done.target],
    ("export", 1): lambda s: ["export", *s.empty.target],
    ("export", 2): lambda _: ["export", "--project", "shop"],
    ("plan", 0): lambda s: ["plan", "shop.json", *s.empty.target, *MODE],
    ("plan", 1): lambda s: ["plan", "wrong.json", *s.empty.target, *MODE],
    ("plan", 2): lambda s: ["plan", "shop.json", *s.empty.target],
    ("plan", 3): lambda s: ["plan", "shop.json", *s.taken.target, *MODE],
    ("plan", 4): lambda s: ["plan", "shop.json", *s.done.target, *MODE, "--exit-code"],
    ("import", 0): lambda s: ["import", "shop.json", *s.empty.target, *MODE, NOW],
    ("import", 1): lambda s: ["import", "wrong.json", *s.empty.target, *MODE, NOW],
    ("import", 2): lambda s: ["import", "shop.json", *s.empty.target, *MODE],
    ("import", 3): lambda s: ["import", "shop.json", *s.taken.target, *MODE, NOW],
    ("import", 4): lambda s: ["import", "shop.json", *s.done.target, *MODE, NOW, "--exit-code"],
    ("undo", 0): lambda s: ["undo", s.transfer, *s.done.target, NOW],
    ("undo", 1): lambda s: ["undo", "nothing", *s.done.target, NOW],
    ("undo", 2): lambda s: ["undo", s.transfer, *s.done.target],
    ("history", 0): lambda s: ["history", *s.done.target],
    ("history", 1): lambda _: ["history", "--project", "nowhere", "--branch", "main"],
    ("history", 2): lambda s: ["history", *s.done.target, "--limit", "none"],
    ("verify", 0): lambda s: ["verify", *s.done.target],
    ("verify", 1): lambda s: ["verify", *s.empty.target],
    ("verify", 2): lambda s: ["verify", *s.done.target, "--lock", "nowhere.json"],
    ("load", 0): lambda s: ["load", "config.json", *s.empty.target, NOW],
    ("load", 1): lambda s: ["load", "shop.json", *s.empty.target, NOW],
    ("load", 2): lambda s: ["load", "config.json", *s.empty.target],
    ("load", 4): lambda s: ["load", "config.json", *s.taken.target, NOW, "--exit-code"],
    ("diff", 0): lambda s: ["diff", "shop.json", *s.taken.target, "--exit-code"],
    ("diff", 1): lambda _: ["diff", "shop.json", "wrong.json"],
    ("diff", 2): lambda _: ["diff", "shop.json"],
    ("diff", 4): lambda _: ["diff", "shop.json", "shop.json", "--exit-code"],
    ("validate", 0): lambda _: ["validate", "shop.json"],
    ("validate", 1): lambda _: ["validate", "wrong.json"],
    ("validate", 2): lambda _: ["validate", "nowhere.json"],
    ("pick", 0): lambda _: ["pick", "shop.json", "--select", "system/*", "--output", "part.json"],
    ("pick", 1): lambda _: ["pick", "shop.json", "--select", "system/x", "--output", "part.json"],
    ("pick", 2): lambda _: ["pick", "shop.json", "--select", "system", "--output", "part.json"],
    ("merge", 0): lambda _: ["merge", "shop.json", "shop.json", "--output", "all.json"],
    ("merge", 1): lambda _: ["merge", "shop.json", "wrong.json", "--output", "all.json"],
    ("merge", 2): lambda _: ["merge", "shop.json", "--output", "all.json"],
    ("serve", 1): lambda _: ["serve", "--mongodb-url", "nothing"],
    ("serve", 2): lambda _: ["serve", "--port", "99999"],
    ("openapi", 0): lambda _: ["openapi"],
    ("openapi", 2): lambda _: ["openapi", "--yaml"],
}
ELSEWHERE: Final = {("serve", 0)}
"""Tested with the server itself."""


@pytest.fixture
def stage(fdt: Fdt, api: httpx.Client, file: Path) -> Stage:
    """Set the stage, with the files in the current folder."""
    config = configuration(system("own", projection("pr_a", system="own")))
    empty, done = (Place.make(api, configuration(), services=event_driven()) for _ in range(2))
    taken = Place.make(api, config, services=event_driven())
    imported = fdt("import", file, *done.target, *MODE, NOW, "--lock", LOCK)
    Path("wrong.json").write_text("[]")
    Path("config.json").write_bytes(httpx.Response(200, json=config).content)
    return Stage(empty, taken, done, imported.result["transferId"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def test_status_is_the_promised_one(fdt: Fdt, stage: Stage, case: tuple[str, int]) -> None:
    """A command ends with the status that its help promises; a failure says why, and a success has a result."""
    run = fdt(*CASES[case](stage))

    assert run.status == case[1], run.err
    assert run.out or run.err


def test_every_promised_status_has_a_case() -> None:
    """The help texts promise exactly the statuses that are tested here."""
    promised = {
        (str(command.name), int(status))
        for command in main.registered_commands
        for status in re.findall(r"\b([0-9]) ", str(command.epilog).partition("Exit status: ")[2])
    }

    assert promised == CASES.keys() | ELSEWHERE


@pytest.mark.parametrize("command", sorted({name for name, _ in CASES} - {"openapi", "serve"}))
def test_wrong_usage_sends_nothing(fdt: Fdt, stage: Stage, command: str) -> None:
    """What is wrong usage is told before a server is asked."""
    run = fdt(*CASES[command, 2](stage), FDT_SERVER=NOBODY)

    assert (run.status, run.out) == (2, b"")
